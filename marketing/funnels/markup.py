"""Where things stand in HTML that people wrote: read with a parser, changed only at the places named.

Everything that is not changed goes out byte for byte as it came in.
"""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser

# Inside these, what looks like a tag is text.
TEXT_ONLY = ("textarea", "title", "iframe", "noembed", "noframes", "xmp")
ATTRIBUTE = re.compile(r"""[\s/]*([^\s/>=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""")


@dataclass(frozen=True)
class Tag:
    name: str
    start: int
    end: int
    attributes: dict
    closes: bool = False

    def get(self, name, default=""):
        """An attribute's value; the first of two of the same name counts, as it does in a browser."""
        value = self.attributes.get(name, default)
        return default if value is None else value


class Reader(HTMLParser):
    def __init__(self, html):
        super().__init__(convert_charrefs=False)
        self.html, self.tags, self.text_of = html, [], ""
        self.lines = [0, *(match.end() for match in re.finditer("\n", html))]
        self.feed(html)
        self.close()

    def here(self):
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag, attrs):
        if self.text_of:
            return
        start = self.here()
        self.tags.append(Tag(tag, start, start + len(self.get_starttag_text()), dict(reversed(attrs))))
        self.text_of = tag if tag in TEXT_ONLY else ""

    def handle_startendtag(self, tag, attrs):
        # HTML knows no self-closing form or div: the slash means nothing.
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if self.text_of and tag != self.text_of:
            return
        self.text_of = ""
        start = self.here()
        end = self.html.find(">", start)
        self.tags.append(Tag(tag, start, len(self.html) if end < 0 else end + 1, {}, closes=True))

    def parse_marked_section(self, i, report=1):
        # "<![…" is a comment to a browser; the standard library raises for a word it does not know.
        return self.parse_bogus_comment(i)


def tags_of(html):
    """Every start and end tag of a document, in order. Never raises, whatever the text."""
    return Reader(html).tags


@dataclass
class Form:
    tag: Tag
    end: int
    tags: list = field(default_factory=list)

    @property
    def is_ours(self):
        """It has no address of its own to be sent to."""
        action = self.tag.get("action").strip().lower()
        elsewhere = action.startswith(("http:", "https:", "//", "mailto:", "javascript:"))
        return not elsewhere and self.tag.get("method").strip().lower() != "dialog"

    @property
    def fields(self):
        return [tag for tag in self.tags if not tag.closes and tag.name in ("input", "select", "textarea")]

    @property
    def names(self):
        return {tag.get("name") for tag in self.fields}

    @property
    def submit_at(self):
        """Where its first submit button stands, or its end."""
        for tag in self.tags:
            kind = tag.get("type").lower()
            if not tag.closes and (
                (tag.name == "button" and kind in ("", "submit"))
                or (tag.name == "input" and kind in ("submit", "image"))
            ):
                return tag.start
        return self.end


def forms_of(html, tags):
    forms, current = [], None
    for tag in tags:
        if tag.name == "form" and not tag.closes and current is None:  # a form inside a form is ignored by browsers
            current = Form(tag, len(html))
            forms.append(current)
        elif current and tag.closes and tag.name in ("form", "body", "html"):
            current.end, current = tag.start, None
        elif current:
            current.tags.append(tag)
    return forms


def edited(html, edits):
    """`html` with [(start, end, text)] put in place; of edits at one place the first given comes first.

    An edit inside what another has replaced is left out.
    """
    parts, position = [], 0
    for start, end, text in sorted(edits, key=lambda edit: edit[0]):
        if start < position:
            continue
        parts += [html[position:start], text]
        position = end
    return "".join([*parts, html[position:]])


def with_attributes(tag, **attributes):
    """The edit that gives a tag attributes; put first, they win over any of the same name further on."""
    text = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    place = tag.start + 1 + len(tag.name)
    return (place, place, text)


def without_attribute(raw, name, then=""):
    """A start tag's text without an attribute, and with the text `then` right after the tag's name."""
    head = re.match(r"<[^\s/>]+", raw).group()
    rest = raw[len(head) :]
    kept = ATTRIBUTE.sub(lambda match: "" if match.group(1).lower() == name else match.group(), rest)
    return head + then + kept


def filled(html, form, values):
    """Edits that show in a form what was typed: `values` is {name: [texts]}."""
    edits = []
    for index, tag in enumerate(form.tags):
        typed = values.get(tag.get("name"), [])
        if tag.closes:
            continue
        if tag.name == "input":
            edits += filled_input(html, tag, typed)
        elif tag.name == "textarea" and tag.get("name") in values:
            closing = next((each.start for each in form.tags[index + 1 :] if each.name == "textarea"), form.end)
            # A newline right after the tag is dropped by browsers.
            edits.append((tag.end, closing, "\n" + escape(typed[0] if typed else "")))
        elif tag.name == "select" and tag.get("name") in values:
            edits += filled_select(html, form, index, typed)
    return edits


def filled_input(html, tag, typed):
    kind = tag.get("type", "text").lower()
    if kind in ("checkbox", "radio"):
        checked = " checked" if tag.get("value", "on") in typed else ""
        return [(tag.start, tag.end, without_attribute(html[tag.start : tag.end], "checked", checked))]
    if kind in ("hidden", "password", "file", "submit", "button", "image", "reset") or not typed:
        return []
    return [with_attributes(tag, value=typed[0])]


def filled_select(html, form, index, typed):
    edits = []
    for place, tag in enumerate(form.tags[index + 1 :], index + 1):
        if tag.closes and tag.name == "select":
            break
        if tag.name == "option" and not tag.closes:
            following = form.tags[place + 1].start if place + 1 < len(form.tags) else form.end
            value = tag.attributes.get("value")
            value = unescape(html[tag.end : following]).strip() if value is None else value
            selected = " selected" if value in typed else ""
            edits.append((tag.start, tag.end, without_attribute(html[tag.start : tag.end], "selected", selected)))
    return edits
