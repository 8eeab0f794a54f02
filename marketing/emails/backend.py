import logging

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend

from marketing.emails.models import OutboxMessage
from webox.lib.smtp import Server

logger = logging.getLogger(__name__)


class EmailBackend(BaseEmailBackend):
    """Account mail (sign-up, reset, invitations): through EMAIL_URL, or kept in the outbox without one."""

    def send_messages(self, email_messages):
        if settings.EMAIL_URL:
            return smtp_backend(Server.from_url(settings.EMAIL_URL), self.fail_silently).send_messages(email_messages)
        for message in email_messages:
            for recipient in message.recipients():
                OutboxMessage.objects.create(
                    sender=message.from_email,
                    recipient=recipient,
                    subject=message.subject,
                    raw=message.message().as_bytes(linesep="\r\n"),
                )
                # Who runs the box alone has no other way to read the first message to a stranger.
                logger.info("Kept in the outbox: “%s” to %s", message.subject, recipient)
        return len(email_messages)


def smtp_backend(server, fail_silently):
    backend = SmtpBackend(
        host=server.host,
        port=server.port,
        username=server.username,
        password=server.password,
        use_tls=server.security == "starttls",
        use_ssl=server.security == "tls",
        timeout=server.timeout,
        fail_silently=fail_silently,
    )
    if server.security != "none":
        # What campaigns trust, account mail trusts: a private certificate works for both or for neither.
        backend.ssl_context = server.context()
    return backend
