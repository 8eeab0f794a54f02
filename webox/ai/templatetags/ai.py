"""How a draft is shown and edited, whatever its purpose. In the `preview` template of a purpose:

    {% load ai %}
    {% ai_field generation "/subject" %}         label, text, mark, problems; inline editing while it may be edited
    {% ai_field generation "/pages" forloop.counter0 "headline" %}   a path in pieces
    {% ai_fields generation "/pages/0" %}        every field below a path, in the order of the schema; "" is the whole
    {% ai_problems generation "/pages/0" %}      what is wrong there and below, without the fields
    {{ output.subject }}                         the bare value

The context of a preview: `generation`, `output` (its dict), `brief` (webox.ai.registry.Brief), `can_edit` (it is to be
read, and the reader may write). `{% ai_field %}` shows no controls where `can_edit` is false. A purpose without a
`preview` is shown by ai/_preview.html: all of `{% ai_fields generation "" %}` in a card.

Fields are described where they are declared, in the pydantic schema of the purpose:

    subject: str = Field(title=_("Subject"), json_schema_extra={"widget": "text", "limit": 60, "soft_limit": 45})

- `title`: what people read beside it (gettext_lazy); else its name.
- `widget` of a str: "text" one line (the default), "lines" several, "html" shown in a sandboxed frame and edited as
  code, "code" in a fixed pitch. Of a list[str], "lines": edited together, one a line; else entry by entry.
- `limit`, `soft_limit`: characters, counted while one types. `limit` falls back to max_length, and a purpose's `limits`
  say it where it depends on what was asked. They are only shown: what breaks them is a Problem of the purpose's
  `check`, or of the schema.
- `help`: a sentence under the editor. `item`: what one entry of a list is called: "Alternative" → "Alternative 2".
- `choices`: {value: label} of a Literal; an Enum's own labels are taken. `hidden`: True is not shown by ai_fields.
  pydantic takes no lazy text in json_schema_extra: write gettext_noop("Alternative"), it is translated when shown.
- bool, int and float have their inputs; any other value (a dict of rules) is edited as JSON.

After an edit the field itself is drawn anew, and so is every other ai_field on the page whose problems changed.
`<iframe data-ai-frame src="…">` anywhere in a preview is loaded again after each edit, so a view of yours that renders
the draft stays what it is about. The page sends the event `draftChanged` to body for anything else:
`<div hx-get="…" hx-trigger="draftChanged from:body">`.
"""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from webox.ai.fields import field_of

register = template.Library()


@register.inclusion_tag("ai/_field.html", takes_context=True)
def ai_field(context, generation, *path):
    return field_context(context, generation, path_of(path))


@register.inclusion_tag("ai/_fields.html", takes_context=True)
def ai_fields(context, generation, *path):
    field = field_of(generation, path_of(path))
    return shared(context, generation) | {"parts": [each for each in field.parts() if not each.hidden]}


@register.inclusion_tag("ai/_field_problems.html")
def ai_problems(generation, *path):
    return {"problems": problems_at(generation, path_of(path), below=True)}


def path_of(pieces):
    first, *rest = [str(each) for each in pieces]
    return "/".join([first.rstrip("/"), *rest])


def shared(context, generation):
    names = ("can_edit", "csrf_token", "request")
    return {"generation": generation} | {name: context[name] for name in names if name in context}


def field_context(context, generation, path):
    """What ai/_field.html shows; the views that draw one field anew use it too."""
    field = field_of(generation, path)
    return shared(context, generation) | {
        "field": field,
        "is_marked": any(mark == path or mark.startswith(f"{path}/") for mark in generation.marks),
        "problems": problems_at(generation, path, below=not field.is_below),
    }


def problems_at(generation, path, *, below):
    """Problems of a path; `below` also those of what is in it."""
    return [
        each for each in generation.problems if each["path"] == path or (below and each["path"].startswith(f"{path}/"))
    ]


@register.filter
def usd(amount):
    """Cents and less: what a draft costs is often little."""
    if amount is None:
        return "–"
    return _("$%(amount)s") % {"amount": number_format(amount, 4 if 0 < amount < 1 else 2, use_l10n=True)}
