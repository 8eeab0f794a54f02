import pytest

from tests.lib.letters import deliver, kinds, to
from tests.smtp_sink import Sink
from webox.lib.envelope import Kind, Outcome
from webox.lib.smtp import Server, send


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_messages_go_encrypted(tls, certificate, security):
    with Sink(tls=tls, implicit_tls=security == "tls") as sink:
        people = [f"user{i}@example.com" for i in range(20)]
        outcomes = deliver(sink, *people, security=security, ca_file=str(certificate), connections=3)
        assert kinds(outcomes) == ["accepted"] * 20
        assert sorted(sink.recipients) == sorted(people)


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_an_unknown_certificate_is_refused_unless_told_otherwise(tls, security):
    with Sink(tls=tls, implicit_tls=security == "tls") as sink:
        (outcome,) = deliver(sink, "a@example.com", security=security)
        assert outcome == Outcome(
            0,
            Kind.UNSENT,
            0,
            f"127.0.0.1:{sink.port} has no valid certificate: self-signed certificate.",
        )
        assert sink.connected <= 1
        assert kinds(deliver(sink, "a@example.com", security=security, verify=False)) == ["accepted"]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_for_another_name_is_refused(tls, certificate, security):
    with Sink(tls=tls, implicit_tls=security == "tls") as sink:
        there = Server("localhost", sink.port, security=security, ca_file=str(certificate), timeout=10)
        (outcome,) = send(there, to("a@example.com"))
        assert outcome.kind == Kind.UNSENT
        assert "certificate is not valid for 'localhost'" in outcome.text


def test_a_server_without_starttls_gets_no_message(sink):
    (outcome,) = deliver(sink, "a@example.com", security="starttls")
    assert outcome == Outcome(0, Kind.UNSENT, 0, "127.0.0.1 does not offer STARTTLS.")
    assert sink.commands == []


def test_words_slipped_in_before_the_encryption_are_not_believed(tls, certificate):
    with Sink(tls=tls) as sink:
        sink.starttls_reply = "220 2.0.0 Go ahead\r\n250 believe me"
        (outcome,) = deliver(sink, "a@example.com", security="starttls", ca_file=str(certificate))
        assert outcome == Outcome(0, Kind.UNSENT, 0, "127.0.0.1 spoke out of turn after STARTTLS.")


@pytest.mark.parametrize("auth", ["PLAIN LOGIN", "LOGIN", "PLAIN", "CRAM-MD5 LOGIN"])
def test_login(auth):
    with Sink(users={"ada": "pä:ss"}, auth=auth) as sink:
        assert kinds(deliver(sink, "a@example.com", username="ada", password="pä:ss")) == ["accepted"]


def test_a_wrong_password_is_tried_once():
    with Sink(users={"ada": "right"}) as sink:
        outcomes = deliver(
            sink, *[f"u{i}@example.com" for i in range(9)], username="ada", password="wrong", connections=8
        )
        text = "127.0.0.1 said: 535 5.7.8 Wrong user name or password"
        assert outcomes == [Outcome(i, Kind.UNSENT, 0, text) for i in range(9)]
        assert sink.connected == 1


def test_a_server_without_login_gets_no_password(sink):
    (outcome,) = deliver(sink, "a@example.com", username="ada", password="secret")
    assert outcome.text == "127.0.0.1 offers no login by PLAIN or LOGIN; does it want STARTTLS or TLS?"
