from email import message_from_bytes
from email.policy import default

from marketing.emails.models import OutboxMessage
from marketing.emails.providers.base import Provider
from webox.lib.envelope import Kind, Outcome, Refused, content


class OutboxProvider(Provider):
    """Keeps messages in the database, to be read at /outbox, while no mail server is configured."""

    name = "outbox"
    AT_ONCE = 10

    def __init__(self, workspace):
        self.workspace = workspace

    def send(self, envelopes, journal=None):
        outcomes = []
        for start in range(0, len(envelopes), self.AT_ONCE):
            some, rows = [], []
            for envelope in envelopes[start : start + self.AT_ONCE]:
                try:
                    rows.append(outbox_row(envelope, self.workspace))
                    some.append(envelope)
                except Refused as refusal:
                    outcomes.append(Outcome(envelope.id, Kind.REJECTED, refusal.code, str(refusal)))
            if journal:
                for envelope in some:
                    journal.handing(envelope.id)
            OutboxMessage.objects.bulk_create(rows)
            done = [Outcome(envelope.id, Kind.ACCEPTED, 250, "kept in the outbox") for envelope in some]
            if journal:
                for outcome in done:
                    journal.outcome(outcome)
            outcomes += done
        return outcomes


def outbox_row(envelope, workspace):
    raw = content(envelope)
    headers = message_from_bytes(raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n", policy=default)
    return OutboxMessage(
        workspace=workspace,
        sender=str(headers["From"] or envelope.sender)[:320],
        recipient=envelope.recipient[:320],
        subject=str(headers["Subject"] or "")[:998],
        raw=raw,
    )
