"""The body of a campaign, compiled once: MJML to HTML, style sheets inlined, links rewritten, a text part made.

Liquid survives untouched: while HTML tools are at work a tag such as {% if %} between elements is a comment (a table
would throw anything else out), and one inside text or an attribute is a word no HTML tool looks at.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import quote_plus, urlsplit, urlunsplit

import css_inline
import mjml
from django.utils.translation import gettext as _

LIQUID = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_TOKENS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<(?=[a-zA-Z/!])|[>\"']", re.DOTALL)
_PLACE = re.compile(r"<!--lqd(\d+)dql-->|lqd(\d+)dql")
_HREF = re.compile(r"""\bhref\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
# Merge fields that are links of ours: they are signed per person already.
OWN_LINKS = {"unsubscribe_url", "view_url", "preferences_url"}
_HOST_IN_TEXT = re.compile(r"^\s*(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/:?#]\S*)?\s*$", re.IGNORECASE)

Rewrite = Callable[[str], str | None]


@dataclass
class Html:
    """A whole document with Liquid in it; `links` are the addresses rewrite() was asked about, in their order."""

    html: str
    links: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def compile_html(source: str, *, rewrite: Rewrite) -> Html:
    """`rewrite` gets each web address a link leads to and returns another, or None to leave it.

    Raises ValueError, with what to do, for MJML that can't be converted.
    """
    # Browsers post text areas with CRLF, which the MJML parser does not take between elements.
    source = source.replace("\r\n", "\n")
    if source.lstrip()[:5].lower() == "<mjml":
        source = _from_mjml(source)
    protected, kept = _protect(source)
    inlined = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False).inline(protected)
    links = _Links(inlined, kept, rewrite)
    return Html(_restore(links.html, kept), links.found, links.warnings)


def add_before_body_end(html: str, fragment: str) -> str:
    at = html.lower().rfind("</body")
    return html + fragment if at < 0 else html[:at] + fragment + html[at:]


def add_utm(url: str, params: Mapping[str, str]) -> str:
    """Adds what is not there yet; existing parameters, their order and the fragment stay."""
    parts = urlsplit(url)
    present = {pair.partition("=")[0].lower() for pair in parts.query.split("&")}
    added = [f"{name}={quote_plus(value)}" for name, value in params.items() if name.lower() not in present]
    return urlunsplit(parts._replace(query="&".join(filter(None, [parts.query, *added]))))


def html_to_text(html: str) -> str:
    """A text part people can read: blank lines between blocks, lists with dashes, links as "text (address)"."""
    protected, kept = _protect(html)
    parser = _Text()
    parser.feed(protected)
    parser.close()
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(parser.out).split("\n"))
    return _restore(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), kept)


def _from_mjml(source):
    # Everything is a word here: MJML drops comments and reads `<` in a condition as a tag.
    kept = []
    try:
        html = mjml.mjml2html(LIQUID.sub(lambda found: _keep(found[0], kept), source))
    except ValueError as error:
        raise ValueError(_("This MJML can’t be converted: %(error)s.") % {"error": error}) from error
    return _restore(html, kept)


def _keep(text, kept):
    kept.append(text)
    return f"lqd{len(kept) - 1}dql"


def _restore(html, kept):
    return _PLACE.sub(lambda found: kept[int(found[1] or found[2])], html)


def _protect(source):
    """The source with its Liquid put away, and what was put away."""
    kept, quote, in_tag = [], "", False

    def replace(found):
        nonlocal quote, in_tag
        text = found[0]
        if text.startswith("<!--"):
            return text if in_tag else LIQUID.sub(lambda inner: _keep(inner[0], kept), text)
        if text.startswith("{"):
            word = _keep(text, kept)
            return f"<!--{word}-->" if text.startswith("{%") and not in_tag else word
        if text == "<":
            in_tag = in_tag or not quote
        elif in_tag and text == ">" and not quote:
            in_tag = False
        elif in_tag and text in "\"'":
            quote = "" if quote == text else quote or text
        return text

    return _TOKENS.sub(replace, source), kept


class _Links(HTMLParser):
    """Rewrites the addresses of links in place; every other character of the document stays as it is."""

    def __init__(self, source, kept, rewrite):
        super().__init__(convert_charrefs=True)
        self.source, self.kept, self.rewrite = source, kept, rewrite
        self.found, self.warnings = [], []
        self.starts = [0, *[found.end() for found in re.finditer("\n", source)]]
        self.edits, self.open = [], None
        self.feed(source)
        self.close()
        self.html = source
        for start, end, text in reversed(self.edits):
            self.html = self.html[:start] + text + self.html[end:]

    def handle_starttag(self, tag, attrs):
        if tag not in ("a", "area"):
            return
        raw = self.get_starttag_text()
        found = _HREF.search(raw)
        href = _restore(unescape(found[1].strip("\"'")), self.kept).strip() if found else ""
        self.open = [href, ""] if tag == "a" else None
        if not href.lower().startswith(("http://", "https://")) or LIQUID.search(href):
            self._leave(href)
            return
        self.found.append(href)
        if (new := self.rewrite(href)) is not None:
            line, column = self.getpos()
            start = self.starts[line - 1] + column
            self.edits.append((start + found.start(1), start + found.end(1), f'"{escape(new)}"'))

    def _leave(self, href):
        fields = [found[0] for found in LIQUID.finditer(href)]
        ours = len(fields) == 1 and fields[0].strip("{}- ").partition("|")[0].strip() in OWN_LINKS
        if fields and not ours:
            self.warnings.append(
                _("Clicks on %(link)s are not counted: its address has a merge field.") % {"link": href}
            )

    def handle_data(self, data):
        if self.open:
            self.open[1] += data

    def handle_endtag(self, tag):
        if tag != "a" or not self.open:
            return
        href, text = self.open
        self.open = None
        shown = _HOST_IN_TEXT.match(text)
        host = urlsplit(href).hostname or "" if "{" not in href else ""
        if shown and host and shown[1].lower().removeprefix("www.") != host.removeprefix("www."):
            message = _("A link shows %(shown)s and leads to %(host)s: mail programs take that for fraud.")
            self.warnings.append(message % {"shown": shown[1], "host": host})


class _Text(HTMLParser):
    SILENT = {"head", "style", "script", "title", "template"}
    BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "section", "header", "footer"}
    LINES = {"div", "tr", "li", "br", "hr"}
    VOID = {"br", "hr", "img", "input", "meta", "link", "area", "col", "source", "wbr"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out, self.silent, self.links = [], [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        hidden = tag in self.SILENT or "display:none" in (attrs.get("style") or "").replace(" ", "").lower()
        if (hidden or self.silent) and tag not in self.VOID:
            self.silent.append(tag)
        if self.silent:
            return
        self._break(tag)
        if tag == "li":
            self.out.append("- ")
        elif tag == "a":
            self.links.append((attrs.get("href") or "", len(self.out)))
        elif tag == "img" and attrs.get("alt"):
            self.out.append(attrs["alt"])

    def handle_endtag(self, tag):
        if self.silent:
            # An element left open inside a hidden one ends with it.
            if tag in self.silent:
                while self.silent.pop() != tag:
                    pass
            return
        if tag == "a" and self.links:
            href, start = self.links.pop()
            text = "".join(self.out[start:]).strip()
            if href and not href.startswith("#") and href != text:
                self.out.append(f" ({href})" if text else href)
        elif tag in ("td", "th"):
            self.out.append(" ")
        self._break(tag)

    def _break(self, tag):
        if tag in self.BLOCKS:
            self.out.append("\n\n")
        elif tag == "br" or (tag in self.LINES and not (self.out and self.out[-1].endswith("\n"))):
            self.out.append("\n")

    def handle_data(self, data):
        if not self.silent:
            self.out.append(re.sub(r"\s+", " ", data))

    def handle_comment(self, data):
        if not self.silent and re.fullmatch(r"lqd\d+dql", data):
            self.out.append(data)
