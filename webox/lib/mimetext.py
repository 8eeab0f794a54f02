"""How text travels in a mail: quoted-printable bodies and header lines, as bytes with CRLF line ends.

Every body line has at most 76 characters and none starts with "." (SMTP would have to double it) or with
"From " (old mailboxes would change it).
"""

import re
from binascii import b2a_base64, b2a_qp

_LINE = 76
_SOFT_END = ord("=")

# Characters that stand for themselves in a quoted-printable line of their own.
quotes_as_itself = re.compile(r"(?!\.|From )[ -<>-~]{0,75}").fullmatch
# The same of text that HTML escaping leaves alone, too.
quotes_as_itself_in_html = re.compile(r"(?!\.|From )[ !#-%(-;?-~]{0,75}").fullmatch
is_printable_ascii = re.compile(r"[ -~]*").fullmatch

_is_phrase = re.compile(r"[A-Za-z0-9!#$%&'*+/^_`{|}~ -]*").fullmatch
_is_address = re.compile(r"([^\s<>@,;:\"()\[\]\\]+)@([^\s<>@,;:\"()\[\]\\]+)").fullmatch
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


class UnsendableAddress(ValueError):
    """The text is not one email address that SMTP can carry."""


def quoted_printable(text: str) -> bytes:
    """Any text, its line ends as CRLF. The last line has room for the `=` of a soft line break."""
    text = text.replace("\r\n", "\n")
    if "\r" in text:
        return b"=\r\n=0D=\r\n".join([quoted_printable(piece) for piece in text.split("\r")])
    lines = b2a_qp(text.encode("utf-8", "replace"), istext=True).split(b"\n")
    return b"\r\n".join([line if _fits(line) else _mend(line) for line in lines])


def text_header(name: str, text: str) -> bytes:
    """A header line that people read, folded; encoded words (RFC 2047) when it is not plain ASCII."""
    text = _one_line(text)
    words = re.findall(r" *[^ ]+", text)
    fits = all(len(word) < _LINE - len(name) - 2 for word in words)
    if not text.isascii() or "=?" in text or not fits:
        words = _encoded_words(text, len(name) + 2)
    elif words:
        words[0] = " " + words[0]
    return _fold(f"{name}:", words)


def address_header(name: str, display: str, address: str) -> bytes:
    """A header line with one address and the name to show for it. Raises UnsendableAddress."""
    address = _wire_address(address)
    display = _one_line(display)
    if not display:
        return f"{name}: {address}\r\n".encode("ascii")
    if not display.isascii() or "=?" in display or len(display) > 60:
        words = _encoded_words(display, len(name) + 2)
    elif _is_phrase(display):
        words = [" " + display]
    else:
        words = [' "' + display.replace("\\", "\\\\").replace('"', '\\"') + '"']
    return _fold(f"{name}:", [*words, f" <{address}>"])


def raw_text(text: str) -> bytes:
    """Header text for machines: what is not printable ASCII is left out."""
    return re.sub(r"[^ -~]+", "", text).encode("ascii")


def _fits(line: bytes) -> bool:
    return (len(line) < _LINE or line[-1] == _SOFT_END) and not line.startswith((b".", b"From "))


def _mend(line: bytes) -> bytes:
    if line.startswith((b".", b"From ")):
        escaped = b"=%02X" % line[0]
        if len(line) < _LINE - 2:
            return escaped + line[1:]
        rest = line[1:]
        return escaped + b"=\r\n" + (rest if _fits(rest) else _mend(rest))
    # b2a_qp leaves up to 78 characters where it escapes a space at the end of a line.
    cut = _LINE - 6
    while _SOFT_END in line[cut - 2 : cut]:
        cut -= 1
    rest = line[cut:]
    return line[:cut] + b"=\r\n" + (rest if _fits(rest) else _mend(rest))


def _one_line(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()


def _wire_address(text: str) -> str:
    parts = _is_address(text.strip())
    if not parts or not parts[1].isascii() or len(text) > 320:
        raise UnsendableAddress(text)
    domain = parts[2]
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise UnsendableAddress(text) from error
    return f"{parts[1]}@{domain}"


def _encoded_words(text: str, used: int) -> list[str]:
    """Words of at most 75 characters that each decode by themselves, the first beside `used` characters."""
    words, chunk, room = [], b"", (_LINE - used - 12) // 4 * 3
    for character in text:
        data = character.encode("utf-8")
        if len(chunk) + len(data) > room:
            words.append(chunk)
            chunk, room = b"", 45
        chunk += data
    words.append(chunk)
    return [f" =?utf-8?b?{b2a_base64(word, newline=False).decode('ascii')}?=" for word in words]


def _fold(start: str, words: list[str]) -> bytes:
    lines, line = [], start
    for word in words:
        if len(line) + len(word) > _LINE and line != start:
            lines.append(line)
            line = ""
        line += word
    return "\r\n".join([*lines, line, ""]).encode("ascii")
