from email import message_from_bytes
from email.policy import default

from anymail.exceptions import AnymailRequestsAPIError
from django.core.mail import EmailMultiAlternatives, get_connection

from marketing.emails.providers.base import Provider
from webox.lib.envelope import Kind, Outcome

# Headers an EmailMessage sets from its own fields
OWN = {"from", "to", "subject", "reply-to", "mime-version", "content-type", "content-transfer-encoding"}
TIMES_THAT_PASS = {408, 425, 429, 500, 502, 503, 504}


class EspProvider(Provider):
    """An email provider's HTTP API, through the django-anymail backend that EMAIL_BACKEND names."""

    name = "esp"

    def __init__(self):
        self.connection = get_connection()

    def __enter__(self):
        self.connection.open()
        return self

    def send(self, envelopes, journal=None):
        outcomes = []
        for envelope in envelopes:
            message = django_message(envelope, self.connection)
            if journal:
                journal.handing(envelope.id)
            outcome = self.hand_over(envelope.id, message)
            if journal:
                journal.outcome(outcome)
            outcomes.append(outcome)
        return outcomes

    def hand_over(self, id, message):
        try:
            message.send()
        except AnymailRequestsAPIError as error:
            code = getattr(error.response, "status_code", 0) or 0
            # No answer, or one that may come after the message was taken, decides nothing.
            kind = Kind.REJECTED if 400 <= code < 500 else Kind.UNCERTAIN
            return Outcome(id, Kind.DEFERRED if code in TIMES_THAT_PASS else kind, code, str(error)[:250])
        statuses = getattr(message, "anymail_status", None)
        refused = {"invalid", "rejected", "failed"} & set(getattr(statuses, "status", None) or ())
        kind = Kind.REJECTED_RECIPIENT if refused else Kind.ACCEPTED
        return Outcome(id, kind, 0, ", ".join(sorted(refused)))

    def close(self):
        self.connection.close()


def django_message(envelope, connection):
    """The message taken apart again, as HTTP APIs want its parts and not its bytes."""
    raw = envelope.data if isinstance(envelope.data, bytes) else envelope.data()
    parsed = message_from_bytes(raw, policy=default)
    text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    message = EmailMultiAlternatives(
        subject=str(parsed["Subject"]),
        body=text.get_content() if text else "",
        from_email=str(parsed["From"]),
        to=[envelope.recipient],
        reply_to=[str(parsed["Reply-To"])] if parsed["Reply-To"] else None,
        headers={name: str(value) for name, value in parsed.items() if name.lower() not in OWN},
        connection=connection,
    )
    if html:
        message.attach_alternative(html.get_content(), "text/html")
    return message
