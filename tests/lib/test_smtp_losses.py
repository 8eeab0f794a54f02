import socket
from collections import Counter

import pytest

from tests.lib.letters import OK, by_id, deliver, kinds, server, to
from tests.smtp_sink import Sink
from webox.lib.envelope import Kind, Outcome
from webox.lib.journal import Journal, orphans
from webox.lib.smtp import Sender, Server, send


def test_a_connection_lost_before_the_body_puts_the_message_off_and_the_rest_goes_on(sink):
    outcomes = deliver(sink, "a@example.com", "dropbefore@example.com", "b@example.com", "c@example.com")
    # Not unsent: that would be tried again at once, for ever.
    assert by_id(outcomes)[1] == Outcome(1, Kind.DEFERRED, 0, "the server closed the connection")
    assert kinds(outcomes) == ["accepted", "deferred", "accepted", "accepted"]
    assert sorted(sink.recipients) == ["a@example.com", "b@example.com", "c@example.com"]


@pytest.mark.parametrize(("recipient", "kept"), [("dropbody@example.com", 0), ("dropafter@example.com", 1)])
def test_a_connection_lost_with_the_body_under_way_is_uncertain_and_not_repeated(sink, recipient, kept):
    outcomes = deliver(sink, "a@example.com", recipient, "b@example.com", "c@example.com")
    assert kinds(outcomes) == ["accepted", "uncertain", "accepted", "accepted"]
    assert Counter(sink.recipients)[recipient] == kept
    assert Counter(sink.recipients)["b@example.com"] == 1


def test_a_connection_lost_once_costs_nothing():
    seen = []

    def fault(recipient):
        seen.append(recipient)
        return "drop:before" if seen.count(recipient) == 1 and recipient[0] == "x" else None

    with Sink(fault=fault) as sink:
        assert kinds(deliver(sink, "a@example.com", "x@example.com", "b@example.com")) == ["accepted"] * 3
        assert sorted(sink.recipients) == ["a@example.com", "b@example.com", "x@example.com"]


def test_421_after_so_many_messages_is_met_with_a_new_connection(sink):
    sink.limit = 4
    outcomes = deliver(sink, *(f"user{i}@example.com" for i in range(10)))
    assert kinds(outcomes) == ["accepted"] * 10
    assert sink.recipients == [f"user{i}@example.com" for i in range(10)]
    assert sink.connected == 3


@pytest.mark.parametrize("limit", [1, 2])
def test_a_server_that_takes_few_messages_per_connection_gets_them_all(sink, limit):
    sink.limit = limit
    outcomes = deliver(sink, *(f"user{i}@example.com" for i in range(60)), connections=3)
    assert kinds(outcomes) == ["accepted"] * 60
    assert Counter(sink.recipients) == {f"user{i}@example.com": 1 for i in range(60)}


def test_421_at_each_try_defers_the_message():
    with Sink(fault=lambda recipient: "rcpt:421 4.7.0 Go away" if recipient[0] == "x" else None) as sink:
        outcomes = deliver(sink, "x@example.com", "a@example.com")
        assert by_id(outcomes) == [
            Outcome(0, Kind.DEFERRED, 421, "4.7.0 Go away"),
            Outcome(1, Kind.ACCEPTED, 250, OK),
        ]


def test_connections_the_server_dropped_between_batches_are_replaced(sink):
    with Sender(server(sink, connections=3)) as sender:
        people = [f"user{i}@example.com" for i in range(9)]
        assert kinds(sender.send(to(*people))) == ["accepted"] * 9
        sink.drop_connections()
        sink.wait_idle()
        assert kinds(sender.send(to(*people))) == ["accepted"] * 9
    assert Counter(sink.recipients) == dict.fromkeys(people, 2)


def test_connections_cut_in_the_middle_lose_and_double_nobody():
    met = Counter()

    def cut(phase, recipient):
        met[phase] += 1
        if phase == "rcpt" and met[phase] in (100, 250, 400):
            faulty.drop_connections()

    people = [f"u{i}@example.com" for i in range(500)]
    with Sink(on_phase=cut) as faulty:
        outcomes = deliver(faulty, *people, connections=4)
        held = Counter(faulty.recipients)
    accepted = {people[o.id] for o in outcomes if o.kind == "accepted"}
    uncertain = {people[o.id] for o in outcomes if o.kind == "uncertain"}
    assert accepted | uncertain == set(people)
    assert len(uncertain) <= 3 * 4, "at most what was under way"
    assert accepted <= set(held)
    assert set(held.values()) == {1}


def test_a_server_that_drops_everyone_is_given_up_with_few_messages_uncertain():
    with Sink(fault=lambda recipient: "drop:body") as sink:
        outcomes = deliver(sink, *(f"user{i}@example.com" for i in range(100)), connections=2)
        assert len(outcomes) == len({outcome.id for outcome in outcomes}) == 100
        assert Counter(kinds(outcomes)) == {"uncertain": 10, "unsent": 90}


def test_an_unreachable_server_leaves_everything_unsent_with_the_reason():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    outcomes = send(Server("127.0.0.1", port), to("a@example.com", "b@example.com"))
    assert [(o.id, o.kind, o.code) for o in outcomes] == [(0, "unsent", 0), (1, "unsent", 0)]
    assert outcomes[0].text.startswith(f"127.0.0.1:{port}: ")
    assert "Connect call failed" in outcomes[0].text


def test_a_server_that_turns_callers_away_is_quoted():
    with Sink(greeting="554 5.3.2 No service here") as sink:
        (outcome,) = deliver(sink, "a@example.com")
        assert outcome == Outcome(0, Kind.UNSENT, 0, "127.0.0.1 said: 554 5.3.2 No service here")
        assert sink.connected == 1


def test_a_server_that_does_not_speak_smtp_is_quoted():
    with Sink(greeting="HTTP/1.1 400 Bad Request") as sink:
        (outcome,) = deliver(sink, "a@example.com")
    assert outcome.text == f"127.0.0.1:{sink.port}: the server does not speak SMTP: b'HTTP/1.1 400 Bad Request\\r'"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("<html>", "the server does not speak SMTP: b'<html>\\r'"),
        ("\r\n".join(["250-more"] * 700), "the server's reply has no end"),
    ],
)
def test_nonsense_in_answer_to_a_body_leaves_the_message_uncertain(sink, line, reason):
    sink.fault = lambda recipient: f"body:{line}" if recipient.startswith("odd") else None
    outcomes = deliver(sink, "odd@example.com", "b@example.com")
    assert by_id(outcomes)[0] == Outcome(0, Kind.UNCERTAIN, 0, reason)
    assert kinds(outcomes) == ["uncertain", "accepted"]


def test_a_silent_server_is_left_after_the_timeout():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        (outcome,) = send(Server("127.0.0.1", port, timeout=0.1), to("a@example.com"))
    assert outcome == Outcome(0, Kind.UNSENT, 0, f"127.0.0.1:{port} did not answer within 0.1 seconds.")


def test_a_reply_to_the_body_that_never_comes_leaves_the_message_uncertain(sink):
    sink.delay_ms = 60_000
    (outcome,) = deliver(sink, "a@example.com", timeout=5, final_timeout=0.1)
    assert outcome == Outcome(0, Kind.UNCERTAIN, 0, "the server did not answer within 0.1 seconds")


def test_a_server_slower_than_the_timeout_may_still_take_its_time_over_a_body():
    with Sink(delay_ms=1300) as sink:
        assert kinds(deliver(sink, "a@example.com", timeout=1, final_timeout=30)) == ["accepted"]


def test_two_thousand_messages_with_mixed_faults_are_accounted_for_one_by_one(sink, tmp_path):
    rare = {"dropbefore": 101, "dropbody": 211, "dropafter": 307, "closing": 401}
    common = {"bounce": 20, "later": 23, "blocked": 29, "spam": 31, "busy": 37, "gone": 41}

    def name(number):
        every = {**rare, **common}
        return next((word for word, step in every.items() if number % step == step - 1), "user")

    expected = {
        **dict.fromkeys(["later", "busy", "closing", "dropbefore"], "deferred"),
        **dict.fromkeys(["bounce", "gone"], "rejected_recipient"),
        **dict.fromkeys(["blocked", "spam"], "rejected"),
        **dict.fromkeys(["dropbody", "dropafter"], "uncertain"),
        "user": "accepted",
    }
    recipients = [f"{name(number)}.{number}@example.com" for number in range(2000)]
    journal = Journal(tmp_path, "claim")
    outcomes = send(server(sink, connections=8), to(*recipients), journal=journal)
    journal.close(remove=False)
    assert kinds(outcomes) == [expected[name(number)] for number in range(2000)]
    assert [outcome.id for outcome in by_id(outcomes)] == list(range(2000))
    kept = [recipient for i, recipient in enumerate(recipients) if name(i) in ("user", "dropafter")]
    assert sorted(sink.recipients) == sorted(kept)
    (orphan,) = orphans(tmp_path)
    uncertain = [outcome.id for outcome in outcomes if outcome.kind == "uncertain"]
    assert sorted(orphan.uncertain) == sorted(uncertain)
    assert orphan.outcomes == [o for o in outcomes if o.kind not in ("uncertain", "unsent")]


def test_without_a_writable_journal_no_body_leaves(sink, tmp_path):
    class Full(Journal):
        def handing(self, id):
            raise OSError("disk full")

    with Full(tmp_path, "claim") as journal:
        outcomes = send(server(sink), to("a@example.com", "b@example.com"), journal=journal)
    assert [(o.id, o.kind, o.text) for o in by_id(outcomes)] == [
        (0, "unsent", "disk full"),
        (1, "unsent", "disk full"),
    ]
    assert sink.recipients == []
