"""The rows of a model as lines of JSON that are the same, byte for byte, on either database."""

import json
import re
from base64 import b64encode
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import JSONField, QuerySet
from django.utils.duration import duration_string

# Who was signed in signs in again: a copy of the keys would open doors.
LEFT_OUT = {"sessions.Session"}
# Values of these are in JSON what they are in the database.
PLAIN = re.compile(r"(Char|Text|Slug|URL|Email|Boolean|Float|\w*Integer|\w*Auto)Field")
FETCHED = 2000
PART = 4_000_000


def models():
    """Every model that has a table of its own, also those of many-to-many relations, in one order."""
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return sorted((model for model in found if not model._meta.proxy), key=lambda model: model._meta.label)


def kept_models():
    return [model for model in models() if model._meta.label not in LEFT_OUT]


def fields_of(model):
    return model._meta.local_concrete_fields


def parts(model, using="default"):
    """The lines of a table in the order of its ids, some megabytes at a time."""
    fields, part, size = fields_of(model), [], 0
    loose = [position for position, field in enumerate(fields) if isinstance(field, JSONField)]
    rows = QuerySet(model, using=using).order_by(model._meta.pk.attname).values_list(*[f.attname for f in fields])
    for row in rows.iterator(chunk_size=FETCHED):
        if loose:
            row = [settled(value) if n in loose else value for n, value in enumerate(row)]
        line = _encode(row).encode() + b"\n"
        part.append(line)
        size += len(line)
        if size >= PART:
            yield b"".join(part)
            part, size = [], 0
    if part:
        yield b"".join(part)


class Sum:
    """How many lines there are, and the hash of them all."""

    def __init__(self):
        self.rows, self._hash = 0, sha256()

    def add(self, data):
        self.rows += data.count(b"\n")
        self._hash.update(data)

    def as_dict(self):
        return {"rows": self.rows, "sha256": self._hash.hexdigest()}


def sum_of(model):
    """What the table holds now."""
    total = Sum()
    for part in parts(model):
        total.add(part)
    return total.as_dict()


def decoder(model):
    """A function: ready database values of a line."""
    reads = [_reader(field) for field in fields_of(model)]

    def decode(line):
        return [value if read is None else read(value) for read, value in zip(reads, json.loads(line), strict=True)]

    return decode


def _reader(field):
    target = field
    while target.remote_field:
        target = target.target_field
    if PLAIN.fullmatch(target.get_internal_type()):
        return None
    if isinstance(field, JSONField):
        # Nothing in a column that takes no NULL is the null of JSON.
        return lambda value: None if value is None and field.null else field.get_db_prep_value(value, connection)
    return lambda value: field.get_db_prep_save(field.to_python(value), connection)


def settled(value):
    """JSON as both databases give it back: PostgreSQL keeps numbers as decimals, so a large one has no exponent."""
    if isinstance(value, dict):
        return {name: settled(each) for name, each in value.items()}
    if isinstance(value, list):
        return [settled(each) for each in value]
    if isinstance(value, float):
        return int(Decimal(repr(value))) if abs(value) >= 1e16 else value + 0.0
    return value


def _plain(value):
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    if isinstance(value, timedelta):
        return duration_string(value)
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in a backup yet.")


# Made once. Keys are sorted as PostgreSQL keeps no order of them; ASCII, so that no text can fail.
_encode = json.JSONEncoder(default=_plain, separators=(",", ":"), sort_keys=True).encode
