"""Envelopes for a sink, and their outcomes in order."""

from webox.lib.envelope import Envelope
from webox.lib.smtp import Server, send

MESSAGE = b"Subject: Hello\r\nMessage-ID: <1@example.org>\r\n\r\nA line.\r\n"
OK = "2.0.0 Ok: queued"


def to(*recipients, data=MESSAGE, sender="news@example.org"):
    return [Envelope(number, sender, recipient, data) for number, recipient in enumerate(recipients)]


def server(sink, **options):
    return Server("127.0.0.1", sink.port, **{"connections": 1, "timeout": 10, **options})


def deliver(sink, *recipients, **options):
    return send(server(sink, **options), to(*recipients))


def by_id(outcomes):
    return sorted(outcomes, key=lambda outcome: outcome.id)


def kinds(outcomes):
    return [outcome.kind for outcome in by_id(outcomes)]
