"""Custom fields were any JSON in the earlier system: each key becomes a field of the workspace."""

import json
from datetime import date

from django.core.exceptions import ValidationError

from crm.actions.fields import TooManyFields, create_field
from crm.fields import of_custom
from crm.models import CustomField
from webox.dashboard.legacy.rows import Row
from webox.lib.fields import fold

Kind = CustomField.Kind
EMPTY = ("", None, [], {})
# Twice as many as there is room for, so that what has none can still be named
MOST_KEYS = 2 * CustomField.MOST


def fields_of(run):
    """{key there: LeadField here} for every key in use there; those that are missing here are made."""
    rows = CustomField.objects.for_workspace(run.workspace)
    known = {name: row for row in rows for name in (fold(row.label), row.key)}
    found = {}
    for key, kinds in kinds_of_keys(run).items():
        row = known.get(key) or known.get(fold(key)) or make(run, key, kinds)
        # A field somebody archived takes no new values.
        if row and not row.archived_at:
            found[key] = of_custom(row)
    return found


def make(run, key, kinds):
    kind = kinds.pop() if len(kinds) == 1 else Kind.TEXT
    try:
        field = create_field(workspace=run.workspace, by=run.by, label=key.strip()[:80], kind=kind)
    except (TooManyFields, ValidationError):
        return None
    run.made.append(f"{key} ({kind})")
    return field


def kinds_of_keys(run):
    """{key: kinds of its values}, of all leads of the source."""
    kinds = {}
    for values in run.source.rows("leads", {"custom_fields"}):
        given = Row("leads", values).parsed("custom_fields")
        for key, value in given.items() if isinstance(given, dict) else ():
            if value not in EMPTY and (key in kinds or len(kinds) < MOST_KEYS):
                kinds.setdefault(key, set()).add(kind_of(value))
    return kinds


def kind_of(value):
    if isinstance(value, bool):
        return Kind.BOOLEAN.value
    if isinstance(value, int | float):
        return Kind.NUMBER.value
    try:
        date.fromisoformat(value if len(value) == 10 else "")
    except (TypeError, ValueError):
        return Kind.TEXT.value
    return Kind.DATE.value


def values_of(run, row):
    """{key here: value} of a lead; what fits no field is noted."""
    given = row.parsed("custom_fields")
    if given in EMPTY:
        return {}
    if not isinstance(given, dict):
        row.note("custom_fields is no object and was left out")
        return {}
    kept = {}
    for key, value in given.items():
        if value in EMPTY:
            continue
        field = run.fields.get(key)
        try:
            if field:
                kept[field.key] = field.clean(text_of(value) if field.kind == Kind.TEXT else value)
            else:
                row.note(f"custom_fields: there is no field for {key[:60]}")
        except ValidationError as error:
            row.note(f"custom_fields: {key[:60]} was left out: {' '.join(error.messages)}")
    return kept


def text_of(value):
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
