"""Reading a kept message back into what a person wants to see of it."""

from dataclasses import dataclass
from email import message_from_bytes, policy


@dataclass(frozen=True)
class Reading:
    headers: list[tuple[str, str]]
    html: str
    text: str
    attachments: list[tuple[str, str, int]]  # name, type, bytes


def read_message(raw: bytes) -> Reading:
    """The headers as sent, and the parts decoded; a part that can't be decoded shows as far as it can."""
    message = message_from_bytes(bytes(raw), policy=policy.default)
    files = [
        (part.get_filename() or "", part.get_content_type(), len(part.get_payload(decode=True) or b""))
        for part in message.iter_attachments()
    ]
    headers = [(name, str(value)) for name, value in message.items()]
    return Reading(headers, _part(message, "html"), _part(message, "plain"), files)


def _part(message, kind):
    part = message.get_body((kind,))
    if part is None:
        return ""
    payload = part.get_payload(decode=True) or b""
    charset = part.get_content_charset("utf-8")
    try:
        return payload.decode(charset, "replace")
    except LookupError:
        return payload.decode("utf-8", "replace")
