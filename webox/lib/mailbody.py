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
# A text may hold one of our words already: it is put away as well.
_AWAY = re.compile(rf"{LIQUID.pattern}|lqd\d+dql", re.DOTALL)
_TOKENS = re.compile(
    rf"{_AWAY.pattern}|<!--.*?-->|</?(?:title|textarea|style|script)\b|<(?=[a-zA-Z/!])|[>\"']",
    re.DOTALL | re.IGNORECASE,
)
_PLACE = re.compile(r"<!--lqd(\d+)dql-->|lqd(\d+)dql")
_DOCUMENT = re.compile(r"<(?:html|head|body)\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))?""")
_SCRIPT = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
# Merge fields that are links of ours: they are signed per person already.
OWN_LINKS = {"unsubscribe_url", "view_url", "preferences_url"}
# Without http or www only the usual endings count: "Node.js" and "offer.pdf" are no hosts.
_HOST_IN_TEXT = re.compile(
    r"^\s*(?:(?:https?://|(?=www\.))((?:[a-z0-9-]+\.)+[a-z]{2,})"
    r"|((?:[a-z0-9-]+\.)+(?:com|net|org|io|info|biz|fr|eu|be|ch|ca|uk|de|es|it|lu|us)))(?:[/:?#]\S*)?\s*$",
    re.IGNORECASE,
)

Rewrite = Callable[[str], str | None]


@dataclass
class Html:
    """A whole document with Liquid in it; `links` are the addresses rewrite() was asked about, in their order."""

    html: str
    links: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def compile_html(source: str, *, rewrite: Rewrite) -> Html:
    """`rewrite` gets each web address a link leads to and returns another, or None to leave it.

    Raises ValueError, with what to do, for MJML that can't be converted and for a link that runs a script.
    """
    # Browsers post text areas with CRLF, which the MJML parser does not take between elements.
    source = source.replace("\r\n", "\n")
    if source.lstrip()[:5].lower() == "<mjml":
        source = _from_mjml(source)
    if not _DOCUMENT.search(source):
        # A tag at the very start would end up before <html>, and decide over the whole document.
        source = f"<!DOCTYPE html><html><head></head><body>{source}</body></html>"
    protected, kept, among_attributes = _protect(source)
    warnings = []
    if among_attributes:
        warnings.append(
            _("Styles stay in the style sheet: %(tag)s stands among attributes. Put it inside a value, as in %(way)s.")
            % {"tag": among_attributes, "way": 'class="{% if … %}…{% endif %}"'}
        )
    else:
        protected = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False).inline(protected)
    links = _Links(protected, kept, rewrite)
    return Html(_restore(links.html, kept), links.found, warnings + links.warnings)


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
    protected, kept, _among_attributes = _protect(html)
    parser = _Text()
    parser.feed(protected)
    parser.close()
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(parser.out).split("\n"))
    return _restore(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), kept)


def _from_mjml(source):
    # Everything is a word here: MJML drops comments and reads `<` in a condition as a tag.
    kept = []
    try:
        # No fonts but those the member names: the usual one makes every reader call Google.
        html = mjml.mjml2html(_AWAY.sub(lambda found: _keep(found[0], kept), source), fonts={})
    except ValueError as error:
        raise ValueError(_("This MJML can’t be converted: %(error)s.") % {"error": error}) from error
    return _restore(html, kept)


def _keep(text, kept):
    kept.append(text)
    return f"lqd{len(kept) - 1}dql"


def _restore(html, kept):
    return _PLACE.sub(lambda found: kept[int(found[1] or found[2])], html)


def _protect(source):
    """The source with its Liquid put away, what was put away, and a tag among attributes if there is one."""
    kept, quote, in_tag, in_raw, loose = [], "", False, False, ""

    def replace(found):
        nonlocal quote, in_tag, in_raw, loose
        text = found[0]
        if text.startswith("<!--"):
            return text if in_tag else _AWAY.sub(lambda inner: _keep(inner[0], kept), text)
        if text[0] in "{lL":
            word = _keep(text, kept)
            if not text.startswith("{%"):
                return word
            if in_tag and not quote:
                loose = loose or text
            # Where HTML takes everything for text, a comment would be shown.
            return word if in_tag or in_raw else f"<!--{word}-->"
        if text[0] == "<" and not quote:
            if len(text) > 1:
                in_raw = text[1] != "/"
            in_tag = in_tag or not in_raw or len(text) > 1
        elif in_tag and text == ">" and not quote:
            in_tag = False
        elif in_tag and text in "\"'":
            quote = "" if quote == text else quote or text
        return text

    return _TOKENS.sub(replace, source), kept, loose


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
        named = _ATTRIBUTE.finditer(raw, len(tag) + 1)
        found = next((found for found in named if found[1].lower() == "href" and found[2]), None)
        href = _restore(unescape(found[2].strip("\"'")), self.kept).strip() if found else ""
        self.open = [href, ""] if tag == "a" else None
        if _SCRIPT.match(re.sub(r"[\x00-\x20]", "", href)):
            raise ValueError(_("The link to %(link)s runs a script: link to a web address.") % {"link": href[:60]})
        if not href.lower().startswith(("http://", "https://")) or LIQUID.search(href):
            self._leave(href)
            return
        self.found.append(href)
        if (new := self.rewrite(href)) is not None:
            line, column = self.getpos()
            start = self.starts[line - 1] + column
            self.edits.append((start + found.start(2), start + found.end(2), f'"{escape(new)}"'))

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
        found = _HOST_IN_TEXT.match(text)
        shown = (found[1] or found[2]) if found else ""
        host = urlsplit(href).hostname or "" if "{" not in href else ""
        if shown and host and not _same_site(shown.lower(), host):
            message = _("A link shows %(shown)s and leads to %(host)s: mail programs take that for fraud.")
            self.warnings.append(message % {"shown": shown, "host": host})


def _same_site(one, other):
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith("." + other) or other.endswith("." + one)


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
