"""A campaign's message, built once; per person only the slots are filled and joined.

Headers and both parts are encoded when the skeleton is built. What is left are byte segments that never change
and slots (merge fields) between them. A slot in a body stands between soft line breaks of the quoted-printable
encoding, so a value of any length keeps every line within 76 characters.

No line starts with "." and every line ends with CRLF: the bytes follow SMTP's DATA as they are.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from operator import itemgetter

from webox.lib.liquid import Expr, Template, Values, parse
from webox.lib.mimetext import (
    UnsendableAddress,
    address_header,
    is_printable_ascii,
    quoted_printable,
    quotes_as_itself,
    quotes_as_itself_in_html,
    raw_text,
    text_header,
)

__all__ = ["Skeleton", "UnsendableAddress"]

Fill = Callable[[Values], bytes]

ADDRESS_HEADERS = frozenset(["from", "to", "reply-to", "sender"])
# Read by machines: neither folded nor encoded, and only printable ASCII gets in.
_RAW_NAMES = """
    auto-submitted date feedback-id in-reply-to list-id list-unsubscribe list-unsubscribe-post message-id
    precedence references
"""
RAW_HEADERS = frozenset(_RAW_NAMES.split())
_MAX_MEMO = 4_096
_is_header_name = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}").fullmatch


class Skeleton:
    """Bytes of one campaign with the slots that change from person to person.

    `variables` are the dotted names of the merge fields the message uses.
    """

    def __init__(self, literals: list[bytes], slots: list[Fill], order: list[int], variables: set[str]):
        self.variables = variables
        self._literals = tuple(literals)
        self._slots = slots
        self._pick = itemgetter(*order)

    @classmethod
    def build(cls, *, headers: Mapping[str, str], html: Template | str, text: Template | str) -> "Skeleton":
        """Multipart/alternative message. Header values, `html` and `text` are Liquid.

        An address header reads `Name <address>` or `address`. Headers in neither set above are text for people,
        as Subject is. MIME headers are added here; Date and Message-ID come from the caller.
        Raises TemplateError, ValueError for the name of a header, UnsendableAddress for a fixed address.
        """
        html = parse(html, html=True) if isinstance(html, str) else html
        text = parse(text) if isinstance(text, str) else text
        if not html.html or text.html:
            raise ValueError("The HTML part needs a template that escapes, the text part one that doesn't.")
        # "=_" can't come out of quoted-printable, so no body ever contains the boundary.
        boundary = "=_" + hashlib.sha256(f"{text.source}\0{html.source}".encode()).hexdigest()[:24]
        plan = _Plan()
        for name, source in headers.items():
            plan.header(name, source)
        plan.literal("MIME-Version: 1.0\r\n")
        plan.literal(f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n')
        for subtype, template in (("plain", text), ("html", html)):
            plan.literal(f"\r\n--{boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\n")
            plan.literal("Content-Transfer-Encoding: quoted-printable\r\n\r\n")
            plan.body(template)
        plan.literal(f"\r\n--{boundary}--\r\n")
        return plan.finish()

    def render(self, values: Values) -> bytes:
        """The whole message for one person. Raises TemplateError or UnsendableAddress for this person only."""
        return b"".join(self._pick(tuple([fill(values) for fill in self._slots]) + self._literals))


class _Plan:
    """Segments in order: a literal is bytes, a slot its index. A field used twenty times gets one slot."""

    def __init__(self):
        self._steps: list[bytes | int] = []
        self._slots: dict[tuple, tuple[int, Fill]] = {}
        self._variables: set[str] = set()

    def literal(self, data: bytes | str) -> None:
        data = data.encode("ascii") if isinstance(data, str) else data
        if self._steps and isinstance(self._steps[-1], bytes):
            self._steps[-1] += data
        else:
            self._steps.append(data)

    def slot(self, key: tuple, fill: Fill) -> None:
        self._steps.append(self._slots.setdefault(key, (len(self._slots), fill))[0])

    def header(self, name: str, source: str) -> None:
        if not _is_header_name(name):
            raise ValueError(f"{name!r} is not the name of a header.")
        kind = name.lower()
        if kind in RAW_HEADERS:
            self._raw_header(name, parse(source))
        elif kind in ADDRESS_HEADERS:
            found = re.fullmatch(r"\s*(.*?)\s*<([^<>]*)>\s*", source, re.DOTALL)
            display, address = found.groups() if found else ("", source)
            quoted = re.fullmatch(r'"(.*)"', display, re.DOTALL)
            self._line(name, address_header, parse(quoted[1] if quoted else display), parse(address))
        else:
            self._line(name, text_header, parse(source))

    def _line(self, name: str, write: Callable[..., bytes], *templates: Template) -> None:
        def line(*texts: str) -> bytes:
            return write(name, *texts)

        self._variables.update(*[template.variables for template in templates])
        if all(template.parts is not None and not _has_slots(template) for template in templates):
            self.literal(line(*[template.render({}) for template in templates]))
        elif len(templates) == 1:
            once, render = _remember(line), templates[0].render
            self.slot(("line", name), lambda values: once(render(values)))
        else:
            display, address = map(_renderer, templates)
            self.slot(("line", name), lambda values: line(display(values), address(values)))

    def _raw_header(self, name: str, template: Template) -> None:
        self._variables |= template.variables
        self.literal(f"{name}: ")
        for part in [template] if template.parts is None else template.parts:
            if isinstance(part, str):
                self.literal(raw_text(part))
            else:
                self.slot(("raw", part.source), _fill(part, is_printable_ascii, raw_text))
        self.literal("\r\n")

    def body(self, template: Template) -> None:
        self._variables |= template.variables
        if template.parts is None:
            self.slot(("part", template.html), lambda values: quoted_printable(template.render(values)))
            return
        encode = _remember(quoted_printable)
        at_line_start = True
        for part in template.parts:
            if isinstance(part, str):
                data = quoted_printable(part)
                self.literal(data)
                at_line_start = not data or data.endswith(b"\n")
            else:
                self.literal(b"" if at_line_start else b"=\r\n")
                as_it_is = quotes_as_itself_in_html if template.html else quotes_as_itself
                fill = _fill_field(part, as_it_is, _fill(part, quotes_as_itself, encode))
                self.slot((template.html, part.source), fill)
                self.literal(b"=\r\n")
                at_line_start = True

    def finish(self) -> Skeleton:
        literals, order = [], []
        for step in self._steps:
            if isinstance(step, int):
                order.append(step)
            else:
                order.append(len(self._slots) + len(literals))
                literals.append(step)
        # itemgetter gives a tuple only for two indexes or more.
        order.append(len(self._slots) + len(literals))
        return Skeleton([*literals, b""], [fill for _, fill in self._slots.values()], order, self._variables)


def _renderer(template: Template) -> Callable[[Values], str]:
    """The shortest way to the text: what is fixed is worked out now, a lone merge field needs no joining."""
    parts = template.parts
    if parts is None or len(parts) > 1:
        return template.render
    if _has_slots(template):
        return parts[0].render
    text = template.render({})
    return lambda values: text


def _has_slots(template: Template) -> bool:
    return any(isinstance(part, Expr) for part in template.parts)


def _fill(part: Expr | Template, stands_for_itself: Callable, encode: Callable[[str], bytes]) -> Fill:
    render = part.render

    def fill(values: Values) -> bytes:
        text = render(values)
        return text.encode("ascii") if stands_for_itself(text) else encode(text)

    return fill


def _fill_field(part: Expr, stands_for_itself: Callable, otherwise: Fill) -> Fill:
    """The short way for a bare merge field whose value nothing has to be done to, as most are."""
    name = part.name
    if name is None:
        return otherwise

    def fill(values: Values) -> bytes:
        text = values.get(name)
        return text.encode() if type(text) is str and stands_for_itself(text) else otherwise(values)

    return fill


def _remember(encode: Callable[[str], bytes]) -> Callable[[str], bytes]:
    memo: dict[str, bytes] = {}

    def remembered(text: str) -> bytes:
        data = memo.get(text)
        if data is None:
            if len(memo) >= _MAX_MEMO:
                memo.clear()
            data = memo[text] = encode(text)
        return data

    return remembered
