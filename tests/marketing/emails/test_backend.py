import logging
import smtplib
import ssl
from email import message_from_bytes
from email.policy import default

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail

from marketing.emails.models import OutboxMessage
from tests.smtp_sink import Sink

pytestmark = pytest.mark.django_db
OWN_BACKEND = "marketing.emails.backend.EmailBackend"


@pytest.fixture(autouse=True)
def own_backend(settings):
    """Django's test runner puts mail into a list of its own."""
    settings.EMAIL_BACKEND = OWN_BACKEND


def write(**fields):
    fields = {"subject": "Réinitialisation", "body": "Voici.", "from_email": "WeBox <webox@example.com>"} | fields
    message = EmailMultiAlternatives(**{"to": ["zoe@example.com"]} | fields)
    message.attach_alternative("<p>Voici.</p>", "text/html")
    return message


def test_without_a_mail_server_each_recipient_finds_a_copy_in_the_outbox(caplog):
    with caplog.at_level(logging.INFO, logger="marketing.emails.backend"):
        assert write(cc=["ada@example.com"], bcc=["max@example.com"]).send() == 1
    rows = OutboxMessage.objects.order_by("pk")
    assert [row.recipient for row in rows] == ["zoe@example.com", "ada@example.com", "max@example.com"]
    row = rows[0]
    assert (row.workspace, row.sender, row.subject) == (None, "WeBox <webox@example.com>", "Réinitialisation")
    raw = bytes(row.raw)
    assert raw.count(b"\n") == raw.count(b"\r\n")
    kept = message_from_bytes(raw, policy=default)
    assert (kept["Subject"], kept["Bcc"]) == ("Réinitialisation", None)
    assert kept.get_body(("html",)).get_content() == "<p>Voici.</p>"
    assert "Kept in the outbox: “Réinitialisation” to zoe@example.com" in caplog.messages


@pytest.mark.parametrize("login", ["", "zoe:p%40ss@"])
def test_with_a_mail_server_account_mail_goes_through_it(settings, login):
    with Sink(users={"zoe": "p@ss"} if login else None) as sink:
        settings.EMAIL_URL = f"smtp://{login}127.0.0.1:{sink.port}?connections=4&timeout=10"
        assert send_mail("Bonjour", "Été\n.point", "a@example.com", ["b@example.com"]) == 1
        assert sink.recipients == ["b@example.com"]
        sender, _recipient, raw = sink.messages[0]
    assert sender == "a@example.com"
    message = message_from_bytes(raw, policy=default)
    assert (message["Subject"], message.get_content()) == ("Bonjour", "Été\r\n.point\r\n")
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("scheme", ["smtps://", "smtp://"])
def test_account_mail_trusts_the_servers_campaigns_trust(settings, certificate, tls, scheme):
    with Sink(tls=tls, implicit_tls=scheme == "smtps://") as sink:
        url = f"{scheme}127.0.0.1:{sink.port}?timeout=10" + ("&security=starttls" if scheme == "smtp://" else "")
        for extra in (f"&ca_file={certificate}", "&verify=no"):
            settings.EMAIL_URL = url + extra
            assert write().send() == 1
        settings.EMAIL_URL = url
        with pytest.raises(ssl.SSLCertVerificationError):
            write().send()
        assert sink.recipients == ["zoe@example.com"] * 2


def test_a_server_that_refuses_or_is_gone_is_an_error_unless_told_to_be_quiet(settings):
    with Sink() as sink:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{sink.port}?timeout=10"
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            write(to=["bounce@example.com"]).send()
    with pytest.raises(ConnectionRefusedError):
        write().send()
    assert not write().send(fail_silently=True)
