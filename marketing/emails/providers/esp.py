import logging
from email import message_from_bytes
from email.policy import default

from anymail.exceptions import AnymailError, AnymailRecipientsRefused, AnymailRequestsAPIError
from django.core.mail import EmailMultiAlternatives, get_connection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ProxyError, SSLError

from marketing.emails.providers.base import Provider
from webox.lib.envelope import Kind, Outcome, Refused, content

logger = logging.getLogger(__name__)

# Headers an EmailMessage sets from its own fields
OWN = {"from", "to", "subject", "reply-to", "mime-version", "content-type", "content-transfer-encoding"}
# HTTP statuses that say the message was not taken, but may be later
LATER = {408, 425, 429, 503}
# The key, the account or the address of the API is wrong: nobody's message would get through.
NOBODY = {401, 402, 403, 404, 405}
NEVER_CONNECTED = (ConnectTimeoutError, NewConnectionError, ProxyError, SSLError)
# So many in a row without a definite answer: the provider is unwell, and the rest is for another time.
TROUBLE = 3


class EspProvider(Provider):
    """An email provider's HTTP API, through the django-anymail backend that EMAIL_BACKEND names.

    The codes of its outcomes are HTTP statuses.
    """

    name = "esp"

    def __init__(self):
        self.connection = get_connection()

    def __enter__(self):
        self.connection.open()
        return self

    def send(self, envelopes, journal=None):
        outcomes, trouble = [], 0
        for envelope in envelopes:
            if trouble < TROUBLE:
                outcome = self.deliver(envelope, journal)
                in_trouble = outcome.kind in (Kind.UNCERTAIN, Kind.DEFERRED)
                trouble = TROUBLE if outcome.kind == Kind.UNSENT else (trouble + 1) * in_trouble
                reason = outcome.text
            else:
                outcome = Outcome(envelope.id, Kind.UNSENT, 0, reason)
            outcomes.append(outcome)
        return outcomes

    def deliver(self, envelope, journal):
        try:
            message = django_message(envelope, self.connection)
        except Refused as refusal:
            return Outcome(envelope.id, Kind.REJECTED, refusal.code, str(refusal))
        if journal:
            journal.handing(envelope.id)
        outcome = hand_over(envelope.id, message)
        if journal:
            journal.outcome(outcome)
        return outcome

    def close(self):
        self.connection.close()


def hand_over(id, message):
    try:
        message.send()
    except AnymailRecipientsRefused as error:
        return Outcome(id, Kind.REJECTED_RECIPIENT, status_of(error), brief(error))
    except AnymailRequestsAPIError as error:
        return Outcome(id, kind_of(error), status_of(error), brief(error))
    except AnymailError as error:
        # Refused by anymail itself, before anything was sent
        return Outcome(id, Kind.REJECTED, 0, brief(error))
    except Exception as error:
        # An answer anymail stumbles over: the message may have been taken, and the rest must go on.
        logger.exception("The email provider's answer could not be read")
        return Outcome(id, Kind.UNCERTAIN, 0, f"{type(error).__name__}: {error}"[:250])
    response, statuses = message.anymail_status.esp_response, message.anymail_status.status
    code = getattr(response, "status_code", 200)
    if code >= 400 or statuses == {"failed"}:
        # Some refusals come back without an error, of a recipient with an unknown status.
        return Outcome(id, Kind.REJECTED, code, " ".join(response.text.split())[:250])
    return Outcome(id, Kind.ACCEPTED, code, str(message.anymail_status.message_id or ""))


def kind_of(error):
    status = status_of(error)
    if not status:
        cause = getattr(error.__cause__, "args", None) or [None]
        return Kind.UNSENT if isinstance(getattr(cause[0], "reason", None), NEVER_CONNECTED) else Kind.UNCERTAIN
    if status in NOBODY:
        return Kind.UNSENT
    if status in LATER:
        return Kind.DEFERRED
    # A gateway that gives up, or a server that stumbles, may do so after the message was taken.
    return Kind.REJECTED if 400 <= status < 500 else Kind.UNCERTAIN


def status_of(error):
    return getattr(error.response, "status_code", 0) or 0


def brief(error):
    """What the provider said, else what went wrong on the way, without the message it is about."""
    said = error.response.text if error.response is not None else str(error.__cause__ or error)
    return " ".join(said.split())[:250]


def django_message(envelope, connection):
    """The message taken apart again, as HTTP APIs want its parts and not its bytes. Raises Refused."""
    parsed = message_from_bytes(content(envelope), policy=default)
    text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    message = EmailMultiAlternatives(
        subject=str(parsed["Subject"]),
        body=words_of(text),
        from_email=str(parsed["From"]),
        to=[envelope.recipient],
        reply_to=[str(parsed["Reply-To"])] if parsed["Reply-To"] else None,
        headers={name: str(value) for name, value in parsed.items() if name.lower() not in OWN},
        connection=connection,
    )
    if html:
        message.attach_alternative(words_of(html), "text/html")
    return message


def words_of(part):
    return part.get_content().replace("\r\n", "\n") if part else ""
