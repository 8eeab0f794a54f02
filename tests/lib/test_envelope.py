import pytest

from tests.lib.letters import MESSAGE, by_id, deliver, kinds, server, to
from tests.smtp_sink import Sink
from webox.lib.envelope import Envelope, Features, Kind, Outcome, prepare, stuffed, verdict
from webox.lib.smtp import send


@pytest.mark.parametrize(
    "recipient",
    [
        "a@example.com>\r\nRCPT TO:<evil@example.com",
        "a@example.com\nDATA",
        "a@example.com>",
        "<a@example.com",
        "a b@example.com",
        "a@b@example.com",
        "a\x00@example.com",
        "nobody",
        "",
        "@example.com",
        "a@é..com",
        "a@example.com\uff1e",  # a wide ">", an ordinary one after IDNA
        "a@exa\u2028mple.com",
    ],
)
def test_what_is_no_address_is_never_written(sink, recipient):
    outcomes = deliver(sink, recipient, "b@example.com")
    assert by_id(outcomes)[0].kind == "rejected"
    assert by_id(outcomes)[0].code == 553
    assert by_id(outcomes)[0].text.startswith(f"{recipient!r} is not an email address")
    assert sink.recipients == ["b@example.com"]
    (outcome,) = send(server(sink), to("b@example.com", sender=recipient or "nobody"))
    assert outcome.kind == "rejected"


def test_an_accented_domain_is_written_in_ascii(sink):
    assert kinds(deliver(sink, "ada@müller.example")) == ["accepted"]
    assert sink.recipients == ["ada@xn--mller-kva.example"]


def test_an_accent_before_the_at_needs_a_server_that_takes_it(sink):
    (outcome,) = deliver(sink, "andré@example.com")
    assert outcome == Outcome(
        0,
        Kind.REJECTED,
        553,
        "'andré@example.com' has accents before the @, and the server takes no such address.",
    )
    with Sink(offer=["SMTPUTF8"]) as wide:
        assert kinds(deliver(wide, "andré@example.com", "b@example.com")) == ["accepted"] * 2
        assert [b"\xc3\xa9" in r.encode(errors="surrogateescape") for r in wide.recipients] == [True, False]
        assert ["SMTPUTF8" in line for line in wide.commands] == [True, False]


def test_the_server_is_told_size_and_eight_bit_bodies(sink):
    eight = "Subject: x\r\n\r\nÀ bientôt\r\n".encode()
    envelopes = to("a@example.com", data=eight) + to("b@example.com")
    assert kinds(send(server(sink), envelopes)) == ["accepted"] * 2
    assert sink.commands == [
        f"FROM:<news@example.org> BODY=8BITMIME SIZE={len(eight)}",
        f"FROM:<news@example.org> SIZE={len(MESSAGE)}",
    ]


def test_what_no_message_comes_of_is_refused_with_the_reason(sink):
    outcomes = by_id(send(server(sink), to("a@example.com", data=lambda: "text") + to(None)))
    assert [(o.kind, o.code, o.text) for o in outcomes] == [
        ("rejected", 0, "The message could not be made: str instead of bytes."),
        ("rejected", 553, "None is not an email address."),
    ]


def test_bytes_known_to_be_safe_are_not_looked_through():
    envelope = Envelope(1, "news@example.org", "a@example.com", b"x\r\n", safe=True)
    assert prepare(envelope, Features())[2:] == (b"x\r\n", b".\r\n")


def test_what_a_server_offers_is_read_in_any_case_and_order():
    lines = ["mx greets you", "pipelining", "AUTH=LOGIN", "AUTH PLAIN XOAUTH2", "SIZE", "8bitmime", "X-ODD 1"]
    assert Features.offered(lines) == Features(
        pipelining=True, eightbit=True, size=0, auth=frozenset({"LOGIN", "PLAIN", "XOAUTH2"})
    )
    assert Features.offered(["mx"]) == Features()


def test_a_plain_envelope_in_the_server_s_words():
    envelope = Envelope(1, "news@example.org", "a@example.com", b".x\r\n.y")
    assert prepare(envelope, Features()) == (
        b"MAIL FROM:<news@example.org>\r\n",
        b"RCPT TO:<a@example.com>\r\n",
        b"..x\r\n..y\r\n.\r\n",
        b"",
    )


@pytest.mark.parametrize(
    ("stage", "code", "text", "kind"),
    [
        ("rcpt", 550, "5.1.1 unknown", "rejected_recipient"),
        ("rcpt", 550, "no such user", "rejected_recipient"),
        ("rcpt", 550, "5.4.1 Recipient address rejected: Access denied", "rejected_recipient"),
        ("rcpt", 550, "5.7.1 relaying denied", "rejected"),
        ("rcpt", 530, "log in first", "rejected"),
        ("rcpt", 552, "5.2.2 mailbox full", "rejected"),
        ("rcpt", 450, "4.2.0 greylisted", "deferred"),
        ("mail", 553, "5.1.8 bad sender", "rejected"),
        ("mail", 550, "5.1.1 odd", "rejected"),
        ("data", 554, "5.5.1 no valid recipients", "rejected"),
        ("data", 250, "what?", "rejected"),
        ("body", 550, "5.1.10 recipient not found", "rejected_recipient"),
        ("body", 554, "delivery error", "rejected"),
        ("body", 250, "Ok", "accepted"),
    ],
)
def test_a_reply_is_classed_by_what_it_is_about(stage, code, text, kind):
    assert verdict(7, stage, code, text) == Outcome(7, Kind(kind), code, text)


@pytest.mark.parametrize("smuggled", [b"\n.\n", b"\n.\r\n", b"\r.\r", b"\r.\r\n", b"\r\n.\n", b"\r\n.\r"])
def test_no_line_end_of_another_kind_ends_a_message_early(smuggled):
    body = stuffed(b"Subject: x\r\n\r\nHello" + smuggled + b"MAIL FROM:<evil@example.org>\r\n")
    assert body == b"Subject: x\r\n\r\nHello\r\n..\r\nMAIL FROM:<evil@example.org>\r\n.\r\n"
