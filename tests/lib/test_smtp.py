import socket
import threading

import pytest

from tests.lib.letters import MESSAGE, OK, by_id, deliver, kinds, server, to
from tests.smtp_sink import FAULTS, Sink, fault_by_local_part
from webox.lib.envelope import Envelope, Kind, Outcome
from webox.lib.smtp import Sender, Server, send


def test_each_envelope_arrives_once_as_it_was(sink):
    with Sender(server(sink, connections=3)) as sender:
        outcomes = sender.send(to("a@example.com", "b@example.com"))
        more = sender.send([Envelope(2, "", "c@example.com", lambda: b"Subject: Made late\r\n\r\nHi\r\n")])
    assert by_id(outcomes) == [Outcome(0, Kind.ACCEPTED, 250, OK), Outcome(1, Kind.ACCEPTED, 250, OK)]
    assert more == [Outcome(2, Kind.ACCEPTED, 250, OK)]
    assert sorted(sink.messages) == [
        ("", "c@example.com", b"Subject: Made late\r\n\r\nHi\r\n"),
        ("news@example.org", "a@example.com", MESSAGE),
        ("news@example.org", "b@example.com", MESSAGE),
    ]


def test_one_message_at_a_time_takes_one_connection(sink):
    with Sender(server(sink, connections=8)) as sender:
        for _ in range(5):
            assert kinds(sender.send(to("a@example.com"))) == ["accepted"]
    sink.wait_idle()
    assert sink.connected == 1


def test_connections_are_kept_from_batch_to_batch(sink):
    sink.delay_ms = 250
    with Sender(server(sink, connections=3)) as sender:
        for _ in range(2):
            assert kinds(sender.send(to("a@example.com", "b@example.com", "c@example.com"))) == ["accepted"] * 3
    sink.wait_idle()
    assert sink.connected == 3


def test_nothing_to_send_opens_no_connection(sink):
    assert send(server(sink), []) == []
    assert sink.connected == 0


def test_sending_works_in_a_thread(sink):
    outcomes = []
    thread = threading.Thread(target=lambda: outcomes.extend(deliver(sink, "a@example.com")))
    thread.start()
    thread.join(20)
    assert kinds(outcomes) == ["accepted"]


def test_outcomes_are_told_as_they_come(sink):
    told = []
    outcomes = send(server(sink), to("a@example.com", "bounce@example.com"), on_outcomes=told.append)
    assert [outcome for few in told for outcome in few] == outcomes


@pytest.mark.parametrize(
    "data",
    [
        b".",
        b".\r\n",
        b"Subject: x\r\n\r\n.\r\n..\r\n...dots\r\n.\r\n",
        b"Subject: x\r\n\r\nlast line without end",
        b"\r\n",
        b"Subject: x\r\n\r\n" + b"." * 70 + b"\r\n" + b"\r\n.\r\n" * 9000,
    ],
)
def test_dots_survive_the_journey(sink, data):
    assert kinds(send(server(sink), to("a@example.com", "b@example.com", data=data))) == ["accepted"] * 2
    whole = data if data.endswith(b"\r\n") else data + b"\r\n"
    assert [message[2] for message in sink.messages] == [whole, whole]


@pytest.mark.parametrize(
    ("recipient", "kind", "code", "text"),
    [
        ("bounce@example.com", "rejected_recipient", 550, "5.1.1 No such user"),
        ("later@example.com", "deferred", 451, "4.7.1 Try again later"),
        ("blocked@example.com", "rejected", 554, "5.7.1 Your network is on our block list"),
        ("spam@example.com", "rejected", 554, "5.7.1 We do not want this"),
        ("busy@example.com", "deferred", 452, "4.3.1 Out of space for now"),
        ("gone@example.com", "rejected_recipient", 550, "5.2.1 Mailbox disabled"),
        ("closing@example.com", "deferred", 421, "4.3.2 Shutting down"),
        ("slow@example.com", "accepted", 250, OK),
    ],
)
def test_a_refusal_is_recorded_and_its_neighbours_arrive(sink, recipient, kind, code, text):
    outcomes = deliver(sink, "a@example.com", recipient, "b@example.com")
    assert by_id(outcomes)[1] == Outcome(1, Kind(kind), code, text)
    assert kinds(outcomes)[::2] == ["accepted", "accepted"]
    expected = ["a@example.com", *([recipient] if kind == "accepted" else []), "b@example.com"]
    assert sink.recipients == expected


def test_a_refused_sender_is_no_fault_of_the_recipient(sink):
    outcomes = send(server(sink), to("a@example.com", sender="refused@example.org") + to("b@example.com"))
    assert [(o.kind, o.code, o.text) for o in outcomes] == [
        ("rejected", 550, "5.7.1 Sender refused"),
        ("accepted", 250, OK),
    ]


def test_a_server_that_asks_for_a_body_without_recipients_gets_an_empty_one(sink):
    sink.lax = True
    outcomes = deliver(sink, "a@example.com", "bounce@example.com", "later@example.com", "b@example.com")
    assert kinds(outcomes) == ["accepted", "rejected_recipient", "deferred", "accepted"]
    assert sink.recipients == ["a@example.com", "b@example.com"]
    assert sink.connected == 1


def test_a_refused_data_command_is_recorded():
    with Sink(fault=lambda recipient: "data:451 4.3.0 Not now" if recipient[0] == "x" else None) as sink:
        outcomes = deliver(sink, "x@example.com", "a@example.com")
        assert by_id(outcomes) == [
            Outcome(0, Kind.DEFERRED, 451, "4.3.0 Not now"),
            Outcome(1, Kind.ACCEPTED, 250, OK),
        ]


def test_a_message_larger_than_the_server_takes_is_not_offered():
    with Sink(size=50) as sink:
        outcomes = deliver(sink, "a@example.com")
        assert outcomes == [
            Outcome(0, Kind.REJECTED, 552, f"The message has {len(MESSAGE)} bytes, the server takes 50.")
        ]
        assert sink.commands == []


def test_a_message_that_can_t_be_made_spoils_no_other(sink):
    def broken():
        raise KeyError("first_name")

    envelopes = [*to("a@example.com"), Envelope(1, "news@example.org", "b@example.com", broken)]
    outcomes = send(server(sink), [*envelopes, Envelope(2, "news@example.org", "c@example.com", MESSAGE)])
    assert by_id(outcomes)[1] == Outcome(1, Kind.REJECTED, 0, "The message could not be made: KeyError: 'first_name'")
    assert sink.recipients == ["a@example.com", "c@example.com"]


def test_an_iterable_that_fails_is_reported_after_what_was_under_way(sink):
    def some():
        yield from to("a@example.com", "b@example.com")
        raise RuntimeError("cursor lost")

    with pytest.raises(RuntimeError, match="cursor lost"):
        send(server(sink), some())
    assert sink.recipients == ["a@example.com", "b@example.com"]


def test_a_foreign_server_understands_us():
    from aiosmtpd.controller import Controller

    got = []

    class Handler:
        async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
            if address.startswith("bounce"):
                return "550 5.1.1 No such user"
            envelope.rcpt_tos.append(address)
            return "250 Ok"

        async def handle_DATA(self, server, session, envelope):  # noqa: N802
            got.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
            return "250 2.0.0 Taken"

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(Handler(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        data = "Subject: Été\r\n\r\n.À bientôt\r\n".encode()
        recipients = ["a@example.com", "bounce@example.com", "b@example.com"]
        outcomes = send(Server("127.0.0.1", port, connections=1), to(*recipients, data=data))
    finally:
        controller.stop()
    assert by_id(outcomes) == [
        Outcome(0, Kind.ACCEPTED, 250, "2.0.0 Taken"),
        Outcome(1, Kind.REJECTED_RECIPIENT, 550, "5.1.1 No such user"),
        Outcome(2, Kind.ACCEPTED, 250, "2.0.0 Taken"),
    ]
    assert got == [("news@example.org", [name], data) for name in ("a@example.com", "b@example.com")]


def test_every_fault_of_the_sink_is_one_of_these():
    assert {fault_by_local_part(f"{word}.1@example.com") for word in FAULTS} == set(FAULTS.values())
    assert fault_by_local_part("user.1@example.com") is None
