"""What a place in a draft is: read from the purpose's pydantic schema, so that one tag shows and edits any of them."""

import json
import types
from dataclasses import dataclass, replace
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Len, MaxLen

# Of words that schemas mark by gettext_noop
from django.utils.translation import gettext as translated
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from webox.ai.paths import leaves
from webox.ai.registry import PURPOSES

TEXTS = ("text", "lines", "html", "code")
SCALARS = {bool: "switch", int: "number", float: "number", str: "text"}


@dataclass(frozen=True)
class Field:
    """One place of a draft: `kind` is text, lines, html, code, choice, switch, number, json, list or group."""

    path: str
    value: Any
    label: Any
    kind: str
    type: Any
    info: FieldInfo | None = None
    help: Any = ""
    limit: int | None = None  # characters, hard: more is an error
    soft_limit: int | None = None  # characters: more may be cut off
    choices: tuple = ()  # (value, label)
    hidden: bool = False

    @property
    def anchor(self):
        return anchor_of(self.path)

    @property
    def is_text(self):
        return self.kind in TEXTS

    @property
    def is_below(self):
        return self.kind in ("list", "group")

    @property
    def shown(self):
        """The value as people read it."""
        if self.kind == "choice":
            return dict(self.choices).get(self.value, self.value)
        if self.kind == "json":
            return json.dumps(self.value, ensure_ascii=False, indent=2) if self.value else ""
        if isinstance(self.value, list):
            return "\n".join(self.value)
        return self.value

    def parts(self):
        """The Fields one step below a list or a group, in the order of the schema."""
        if self.kind == "list":
            return [self.part(str(number)) for number in range(len(self.value))]
        return [self.part(name) for name in self.type.model_fields if name in self.value]

    def part(self, step):
        """The Field one step below. Raises KeyError."""
        path = f"{self.path}/{step}"
        if self.kind == "group" and step in self.type.model_fields and step in self.value:
            info = self.type.model_fields[step]
            return _field(path, self.value[step], info.annotation, info, step.replace("_", " ").capitalize())
        if self.kind == "list" and step.isdecimal() and int(step) < len(self.value):
            item = _extra(self.info).get("item")
            label = f"{translated(item) if item else self.label} {int(step) + 1}".strip()
            item = (get_args(self.type) or (Any,))[0]
            return _field(path, self.value[int(step)], item, self.info, label, is_item=True)
        raise KeyError(path)


def anchor_of(path):
    """The id of a field on its page: "/pages/0/headline" → "ai-pages-0-headline"."""
    return f"ai{path.replace('/', '-')}"


def field_of(generation, path):
    """The Field at a path of a draft. Raises KeyError where nothing stands."""
    purpose = PURPOSES[generation.purpose]
    field = field_at(purpose.schema, generation.output, path)
    limits = purpose.limits(generation.inputs, path) if purpose.limits and field.is_text else None
    return replace(field, limit=limits[0], soft_limit=limits[1]) if limits else field


def field_at(schema, output, path):
    """The Field at a path of an output of this schema. Raises KeyError where nothing stands."""
    field = _field("", output, schema, None, "")
    if path and not path.startswith("/"):
        raise KeyError(path)
    for step in path.split("/")[1:]:
        field = field.part(step)
    return field


def marks_of(schema, output):
    """Paths of the texts a person reads before a draft is theirs: all but what no page shows."""
    return [path for path, text in leaves(output) if text and not _is_hidden(schema, output, path)]


def _is_hidden(schema, output, path):
    try:
        return field_at(schema, output, path).hidden
    except KeyError:  # inside a value of any shape, which is shown as a whole
        return False


def _field(path, value, annotation, info, label, is_item=False):
    # A list's own bounds count its entries; those of an entry stand with its type.
    bounds = [] if is_item or not info else info.metadata
    if get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        info = next((each for each in more if isinstance(each, FieldInfo)), info)
        bounds = [*more, *(info.metadata if info else [])]
    annotation, extra = _meant(annotation, value), _extra(info)
    kind, choices = _kind_of(annotation, extra)
    if kind in ("list", "group") and value is None:
        kind = "json"
    return Field(
        path=path,
        value=value,
        label=label if is_item or not (info and info.title) else info.title,
        kind=kind,
        type=annotation,
        info=info,
        help=translated(extra["help"]) if extra.get("help") and not is_item else "",
        limit=extra.get("limit") or (_longest(bounds) if annotation is str else None),
        soft_limit=extra.get("soft_limit"),
        choices=choices,
        hidden=bool(extra.get("hidden")),
    )


def _extra(info):
    return info.json_schema_extra if info and isinstance(info.json_schema_extra, dict) else {}


def _kind_of(annotation, extra):
    is_class = isinstance(annotation, type)
    widget = extra.get("widget")
    if is_class and issubclass(annotation, BaseModel):
        return "group", ()
    if get_origin(annotation) in (list, tuple):
        # Short texts may be written together, one a line
        is_lines = widget == "lines" and get_args(annotation)[0] is str
        return ("lines" if is_lines else "list"), ()
    if get_origin(annotation) is Literal:
        labels = extra.get("choices", {})
        return "choice", tuple((value, translated(labels.get(value, value))) for value in get_args(annotation))
    if is_class and issubclass(annotation, Enum):
        return "choice", tuple((each.value, getattr(each, "label", each.value)) for each in annotation)
    if annotation is str and widget in TEXTS:
        return widget, ()
    return SCALARS.get(annotation, "json"), ()


def _meant(annotation, value):
    """Of several types the one the value is of."""
    if get_origin(annotation) not in (Union, types.UnionType):
        return annotation
    some = [each for each in get_args(annotation) if each is not type(None)]
    if len(some) == 1:
        return some[0]
    for each in some:
        if isinstance(each, type) and issubclass(each, BaseModel):
            try:
                each.model_validate(value)
            except ValidationError:
                continue
            return each
    return next((each for each in some if each is type(value)), Any)


def _longest(bounds):
    return next((each.max_length for each in bounds if isinstance(each, MaxLen | Len)), None)
