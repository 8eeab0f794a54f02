"""What is handed to a mail server, what came of it, and the SMTP words for both."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

_ADDRESS = re.compile(r"[^\s<>@\x00-\x1f\x7f]+@[^\s<>@\x00-\x1f\x7f]+")
_LONE_NEWLINE = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})\b")
_ABOUT_RECIPIENT = {"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.0", "5.2.1"}
_ABOUT_RECIPIENT_AT_RCPT = {"5.0.0", "5.4.1", "5.4.4", "5.5.0"}


class Kind(StrEnum):
    ACCEPTED = "accepted"
    DEFERRED = "deferred"  # 4xx: worth another try later
    REJECTED_RECIPIENT = "rejected_recipient"  # 5xx about the recipient: a hard bounce
    REJECTED = "rejected"  # 5xx about the sender, the content or a policy; or unfit to be sent at all
    UNSENT = "unsent"  # no body byte was written: certainly not delivered
    UNCERTAIN = "uncertain"  # the body was handed over and no reply seen


@dataclass(slots=True)
class Envelope:
    """One message for one recipient; `data` is a whole message with CRLF line ends, not dot-stuffed.

    A callable is asked for the bytes shortly before they are sent, inside the event loop: it must not query.
    """

    id: int
    sender: str
    recipient: str
    data: bytes | Callable[[], bytes]
    safe: bool = False  # ASCII, every line ends with CRLF, none starts with a dot: as webox.lib.mime writes them


@dataclass(slots=True)
class Outcome:
    """What became of an envelope; `code` is the SMTP reply code, 0 where no server was asked or answered."""

    id: int
    kind: Kind
    code: int
    text: str


class Refused(ValueError):
    """The envelope can't be put to this server; `code` is the SMTP code that says so."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


class Features(NamedTuple):
    """What the server offered in its EHLO reply; `size` is its limit in bytes, 0 for none, None if unsaid."""

    pipelining: bool = False
    eightbit: bool = False
    smtputf8: bool = False
    starttls: bool = False
    size: int | None = None
    auth: frozenset[str] = frozenset()

    @classmethod
    def offered(cls, lines):
        """Reads the lines of an EHLO reply (text only, greeting line first)."""
        words = {}
        for line in lines[1:]:
            name, _, rest = line.replace("=", " ", 1).partition(" ")
            words[name.upper()] = rest.upper().split() + words.get(name.upper(), [])
        size = words.get("SIZE")
        return cls(
            pipelining="PIPELINING" in words,
            eightbit="8BITMIME" in words,
            smtputf8="SMTPUTF8" in words,
            starttls="STARTTLS" in words,
            size=None if size is None else int(size[0]) if size and size[0].isdigit() else 0,
            auth=frozenset(words.get("AUTH", ())),
        )


class Ready(NamedTuple):
    """An envelope as the bytes that will be written; `end` is what is still to follow the body.

    They stay apart so that a whole message need not be copied to have the lone dot behind it.
    """

    mail: bytes
    rcpt: bytes
    body: bytes
    end: bytes = b""


def prepare(envelope: Envelope, features: Features) -> Ready:
    """Puts the envelope into the server's words. Raises Refused where that can't be done safely."""
    data = content(envelope)
    parameters = b""
    if features.eightbit and not envelope.safe and not data.isascii():
        parameters += b" BODY=8BITMIME"
    if features.size is not None:
        if 0 < features.size < len(data):
            raise Refused(552, f"The message has {len(data)} bytes, the server takes {features.size}.")
        parameters += b" SIZE=%d" % len(data)
    sender, wide_sender = _path(envelope.sender, features) if envelope.sender else (b"", False)
    recipient, wide_recipient = _path(envelope.recipient, features)
    if wide_sender or wide_recipient:
        parameters += b" SMTPUTF8"
    mail = b"MAIL FROM:<" + sender + b">" + parameters + b"\r\n"
    rcpt = b"RCPT TO:<" + recipient + b">\r\n"
    return Ready(mail, rcpt, data, b".\r\n") if envelope.safe else Ready(mail, rcpt, stuffed(data))


def content(envelope: Envelope) -> bytes:
    """The message itself, made now if it is not there yet. Raises Refused when it can't be made."""
    if isinstance(envelope.data, bytes):
        return envelope.data
    try:
        data = envelope.data()
    except Exception as error:
        raise Refused(0, f"The message could not be made: {type(error).__name__}: {error}") from error
    if not isinstance(data, bytes):
        raise Refused(0, f"The message could not be made: {type(data).__name__} instead of bytes.")
    return data


def _path(address, features):
    """The address as bytes for MAIL and RCPT, and whether it needs SMTPUTF8."""
    if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
        raise Refused(553, f"{address!r} is not an email address.")
    if address.isascii():
        return address.encode(), False
    local, _, domain = address.rpartition("@")
    try:
        if local.isascii():
            wire = f"{local}@{domain.encode('idna').decode()}"
            # A wide ">" is an ordinary one after IDNA.
            if not _ADDRESS.fullmatch(wire):
                raise Refused(553, f"{address!r} is not an email address.")
            return wire.encode(), False
        if features.smtputf8:
            return address.encode(), True
    except UnicodeError as error:
        raise Refused(553, f"{address!r} is not an email address: {error}") from error
    raise Refused(553, f"{address!r} has accents before the @, and the server takes no such address.")


def stuffed(data: bytes) -> bytes:
    """The message as written after DATA, up to and with the line holding one dot."""
    if b"\n." in data or b"\r." in data or data[:1] == b".":
        # A server that takes a lone CR or LF for a line end would see the message end early: leave none
        # near a dot, or a merge value could smuggle a second message in.
        data = _LONE_NEWLINE.sub(b"\r\n", data)
        data = data.replace(b"\r\n.", b"\r\n..")
        if data[:1] == b".":
            data = b"." + data
    return data + (b".\r\n" if data[-2:] == b"\r\n" or not data else b"\r\n.\r\n")


def verdict(id: int, stage: str, code: int, text: str) -> Outcome:
    """Classes a reply; `stage` is the command it answers: "mail", "rcpt", "data" or "body"."""
    if 200 <= code < 300 and stage == "body":
        kind = Kind.ACCEPTED
    elif 400 <= code < 500:
        kind = Kind.DEFERRED
    elif stage in ("rcpt", "body") and _about_recipient(stage, code, text):
        kind = Kind.REJECTED_RECIPIENT
    else:
        kind = Kind.REJECTED
    return Outcome(id, kind, code, text)


def _about_recipient(stage, code, text):
    # A block list answers RCPT with 5.7.1: that must never cost a good address its place on the list.
    if found := _ENHANCED.match(text):
        status = found[1]
        return status in _ABOUT_RECIPIENT or (stage == "rcpt" and status in _ABOUT_RECIPIENT_AT_RCPT)
    return stage == "rcpt" and 540 <= code < 600
