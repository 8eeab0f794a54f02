"""Merge fields: Liquid templates that members write and that run once per recipient.

Built on python-liquid with the doors shut: no tag that loads another template, no filter that switches HTML
escaping off, bounded loops, output and memory. A path walks mappings and lists only, never the attributes of
a Python object.
"""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain

from django.utils.translation import gettext as _
from liquid import Environment, RenderContext
from liquid.ast import Node
from liquid.builtin.content import ContentNode
from liquid.builtin.expressions.primitive import IntegerLiteral, RangeLiteral
from liquid.builtin.filters.misc import date as liquid_date
from liquid.builtin.output import OutputNode
from liquid.builtin.tags.comment_tag import CommentNode
from liquid.exceptions import FilterValueError, LiquidError, ResourceLimitError
from liquid.expression import Expression
from liquid.filter import liquid_filter, string_filter, with_environment
from liquid.stringify import to_liquid_string
from markupsafe import escape

Values = Mapping[str, object]

_TAG_NAMES = "# assign break capture case comment content continue cycle echo for if unless"
_FILTER_NAMES = """
    abs append at_least at_most capitalize ceil date default divided_by downcase escape escape_once first floor
    join last lstrip minus modulo newline_to_br plus prepend remove remove_first remove_last replace
    replace_first replace_last reverse round rstrip size slice sort split squish strip strip_html
    strip_newlines times truncate truncatewords uniq upcase url_decode url_encode
"""
TAGS = frozenset(_TAG_NAMES.split())
FILTERS = frozenset(_FILTER_NAMES.split())
_ALWAYS_REGISTERED = frozenset(["illegal", "output", "content"])

_MAX_RANGE = 1_000
_MAX_VALUE = 100_000  # characters one filter may produce
_MAX_MEMO = 4_096
_MISSING = object()
_needs_escape = re.compile("[&<>\"']").search


class TemplateError(Exception):
    """A template can't be read, or can't be rendered for these values.

    `message` is translated and says what to do, `line` counts from 1 (None when unknown), `field` is the
    merge field at fault, if one is.
    """

    def __init__(self, message: str, line: int | None = None, field: str | None = None):
        super().__init__(message)
        self.message = message
        self.line = line
        self.field = field


class Template:
    """A template that parsed. `html` tells whether values are HTML-escaped."""

    __slots__ = ("_liquid", "html", "parts", "source", "variables")

    def __init__(self, source: str, *, html: bool, allowed: Collection[str] | None):
        self.source = source
        self.html = html
        try:
            self._liquid = (_HTML if html else _PLAIN).from_string(source)
            found = self._liquid.analyze(include_partials=False)
        except LiquidError as error:
            raise _explain(error, source) from error
        _refuse_unknown_filters(found.filters, source)
        _refuse_wide_ranges(self._liquid, source)
        variables = list(chain.from_iterable(found.globals.values()))
        if allowed is not None:
            _refuse_unknown_fields(variables, allowed, source)
        self.variables: set[str] = {_dotted(variable.segments) for variable in variables}
        self.parts: list[str | Expr] | None = self._split()

    def render(self, values: Values) -> str:
        """The text for one person. A value that is missing is empty; TemplateError when a filter can't work."""
        if self.parts is not None:
            return "".join([part if type(part) is str else part.render(values) for part in self.parts])
        try:
            return self._liquid.render(values)
        except Exception as error:  # a value of any shape meets a filter of any kind here
            raise _unrenderable(error, self.source) from error

    def _split(self) -> "list[str | Expr] | None":
        parts: list[str | Expr] = []
        for node in self._liquid.nodes:
            if isinstance(node, ContentNode):
                parts.append(node.text)
            elif isinstance(node, OutputNode):
                parts.append(Expr(self, node))
            elif not isinstance(node, CommentNode):
                return None
        return parts


class Expr:
    """One `{{ … }}` of a template: `source` without its braces, `variables` as dotted paths.

    `name` is the merge field when that is all there is, else None.
    """

    __slots__ = ("_context_of", "_expression", "_html", "_memo", "_paths", "name", "source", "variables")

    def __init__(self, template: Template, node: OutputNode):
        self.source = node.token.value.removeprefix("{{").removesuffix("}}").strip("-").strip()
        self._expression = node.expression
        self._context_of = template._liquid
        self._html = template.html
        found = _paths_of(node.expression)
        self.variables: tuple[str, ...] = tuple(dict.fromkeys(_dotted(path) for path in found))
        simple = str(node.expression) == self.source and len(found) == 1 and found[0] == [self.source]
        self.name: str | None = self.source if simple else None
        # A value computed from the clock, or found through another value, is not remembered.
        steady = not re.search(r"\|\s*date\b", self.source) and all(
            isinstance(step, str) for path in found for step in path
        )
        self._paths = tuple(tuple(path) for path in found) if steady else None
        self._memo: dict[tuple, str] = {}

    def render(self, values: Values) -> str:
        if self.name is not None:
            value = values.get(self.name, "")
            if type(value) is str:
                return str(escape(value)) if self._html and _needs_escape(value) else value
        key = self._memo_key(values)
        if key is None:
            return self._evaluate(values)
        text = self._memo.get(key)
        if text is None:
            text = self._evaluate(values)
            if len(self._memo) >= _MAX_MEMO:
                self._memo.clear()
            self._memo[key] = text
        return text

    def _memo_key(self, values: Values) -> tuple | None:
        if self._paths is None:
            return None
        key = []
        for path in self._paths:
            value: object = values
            for step in path:
                value = value.get(step, _MISSING) if isinstance(value, Mapping) else _MISSING
            # Only exact strings: 1, True and Decimal(1) are equal as keys and read differently.
            if type(value) is not str and value is not None and value is not _MISSING:
                return None
            key.append(value)
        return tuple(key)

    def _evaluate(self, values: Values) -> str:
        try:
            context = RenderContext(self._context_of, globals=values)
            return str(to_liquid_string(self._expression.evaluate(context), self._html))
        except Exception as error:  # as in Template.render
            raise _unrenderable(error, self.source) from error


def parse(source: str, allowed: Collection[str] | None = None, *, html: bool = False) -> Template:
    """Read a template; `html` escapes every value for HTML, without it values stay as they are.

    `allowed` names the merge fields (a name allows every path below it; None allows all).
    Raises TemplateError, for a template that doesn't parse and for an unknown merge field.
    """
    return Template(source, html=html, allowed=allowed)


def _environment(*, html: bool) -> Environment:
    environment = _Bounded(autoescape=html, strict_filters=True)
    environment.tags = {
        name: tag for name, tag in environment.tags.items() if name in TAGS or name in _ALWAYS_REGISTERED
    }
    environment.filters = {name: run for name, run in environment.filters.items() if name in FILTERS}
    # Output is escaped by the HTML environment and must not be by the plain one: `escape` adds nothing.
    environment.add_filter("escape", _as_it_is)
    environment.add_filter("date", _date)
    environment.add_filter("replace", _replace)
    if not html:
        environment.add_filter("escape_once", _as_it_is)
        environment.add_filter("newline_to_br", _as_it_is)
    return environment


class _Bounded(Environment):
    loop_iteration_limit = 10_000
    local_namespace_limit = 1_000_000
    output_stream_limit = 2_000_000


@string_filter
def _as_it_is(value: str) -> str:
    return value


@with_environment
@liquid_filter
def _date(value: object, pattern: str = "%Y-%m-%d", *, environment: Environment) -> str:
    if value is None or value == "":
        return ""
    try:
        return liquid_date(value, pattern, environment=environment)
    except (OverflowError, OSError, ValueError):
        return str(value)


@string_filter
def _replace(value: str, old: object, new: object = "") -> str:
    old, new = str(old), str(new)
    if value.count(old) * len(new) > _MAX_VALUE:
        raise FilterValueError("replace: the result is too long", token=None)
    return value.replace(old, new)


_HTML = _environment(html=True)
_PLAIN = _environment(html=False)


def _refuse_unknown_filters(filters: Mapping[str, list], source: str) -> None:
    for name, spans in filters.items():
        if name not in FILTERS:
            raise TemplateError(
                _("There is no filter “%(name)s”.") % {"name": name} + _suggestion(name, FILTERS),
                _line(source, spans[0].index),
            )


def _refuse_wide_ranges(template, source: str) -> None:
    context = RenderContext(template)
    for node in _nodes(template.nodes, context):
        for expression in chain.from_iterable(map(_expressions, node.expressions())):
            if not isinstance(expression, RangeLiteral):
                continue
            ends = (expression.start, expression.stop)
            if all(isinstance(end, IntegerLiteral) for end in ends) and ends[1].value - ends[0].value <= _MAX_RANGE:
                continue
            raise TemplateError(
                _("A range needs two whole numbers at most %(most)s apart, such as (1..5).") % {"most": _MAX_RANGE},
                _line(source, expression.token.start_index),
            )


def _refuse_unknown_fields(variables: Iterable, allowed: Collection[str], source: str) -> None:
    unknown = {}
    for variable in sorted(variables, key=lambda variable: variable.span.index):
        steps = [step for step in variable.segments if isinstance(step, str)]
        if not any(".".join(steps[:length]) in allowed for length in range(1, len(steps) + 1)):
            unknown.setdefault(_dotted(variable.segments), variable.span.index)
    if not unknown:
        return
    sentences = [
        _("There is no merge field “%(name)s”.") % {"name": name} + _suggestion(name, allowed) for name in unknown
    ]
    field, index = next(iter(unknown.items()))
    raise TemplateError(" ".join(sentences), _line(source, index), field)


def _suggestion(name: str, known: Iterable[str]) -> str:
    names = sorted(known)
    near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.6)
    if near:
        return " " + _("Did you mean “%(name)s”?") % {"name": near[0]}
    return " " + _("Use one of: %(names)s.") % {"names": ", ".join(names)}


def _nodes(nodes: Iterable[Node], context: RenderContext) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _nodes(node.children(context, include_partials=False), context)


def _expressions(expression: Expression) -> Iterator[Expression]:
    yield expression
    for child in expression.children():
        yield from _expressions(child)


def _paths_of(expression: Expression) -> list[list]:
    return [found.path for found in _expressions(expression) if hasattr(found, "path")]


def _dotted(segments: Iterable) -> str:
    steps = []
    for step in segments:
        if isinstance(step, str):
            steps.append(step)
        else:
            steps.append(f"[{step}]" if not isinstance(step, list) else f"[{_dotted(step)}]")
    return ".".join(steps).replace(".[", "[")


def _line(source: str, index: int) -> int:
    return source.count("\n", 0, max(index, 0)) + 1


_SAYINGS = (
    (r"expected '\}\}'", lambda: _("A merge field is opened with {{ but never closed: add }} after its name.")),
    (r"closing delimiter", lambda: _("A tag is opened with {% but never closed: add %} after it.")),
    (r"primitive expression|path segment", lambda: _("A name or a value is missing between the braces.")),
    (r"found '='", lambda: _("Compare with two equals signs: ==.")),
    (r"nesting limit", lambda: _("Too many tags inside each other: simplify the conditions.")),
)
_NEVER_CLOSED = re.compile(r"expected tag end(\w+)|(\w+) tag was never closed|unexpected tag '(raw)'")


def _explain(error: LiquidError, source: str) -> TemplateError:
    said = str(error.message)
    index = error.token.start_index if error.token is not None else 0
    line = _line(source, index if index >= 0 else len(source))
    if found := _NEVER_CLOSED.match(said):
        name = found[found.lastindex]
        message = _("The tag “%(name)s” is never closed: add {%% end%(name)s %%} where it ends.") % {"name": name}
        return TemplateError(message, _line(source, _left_open(source, name)))
    if found := re.match(r"unexpected tag '(.*)'", said):
        return TemplateError(_tag_complaint(found[1]), line)
    for pattern, say in _SAYINGS:
        if re.search(pattern, said):
            return TemplateError(say(), line)
    message = _("This template can't be read here (%(detail)s): check quotes, commas and filters.")
    return TemplateError(message % {"detail": said}, line)


def _left_open(source: str, name: str) -> int:
    opened = [0]
    for tag in re.finditer(rf"\{{%-?\s*(end)?{name}\b", source):
        if not tag[1]:
            opened.append(tag.start())
        elif len(opened) > 1:
            opened.pop()
    return opened[-1]


def _tag_complaint(name: str) -> str:
    if name.startswith("end") or name in ("else", "elsif", "when"):
        return _("The tag “%(name)s” closes or continues nothing: remove it, or open its tag before it.") % {
            "name": name
        }
    return _("The tag “%(name)s” can't be used here.") % {"name": name} + _suggestion(
        name, TAGS - {"#", "content", "echo"}
    )


def _unrenderable(error: Exception, source: str) -> TemplateError:
    if isinstance(error, ResourceLimitError):
        return TemplateError(_("This template produces too much: shorten its loops and values."))
    said = error.message if isinstance(error, LiquidError) else error
    return TemplateError(
        _("“%(source)s” can't be worked out for this person (%(detail)s): check its filters.")
        % {"source": source if len(source) <= 80 else source[:79] + "…", "detail": said}
    )
