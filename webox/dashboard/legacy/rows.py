"""A row of an earlier table, read field by field: what cannot be kept as it was is noted, never a reason to stop."""

import json
import re
import uuid
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import wraps

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

# What no database keeps in a text, and nobody means
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
YES, NO = {"1", "1.0", "t", "true", "y", "yes", "on"}, {"", "0", "0.0", "f", "false", "n", "no", "off"}
LARGEST = 2_147_483_647
LONGEST_ID = 100
FIRST_YEAR = 1970
# Under this key a reader says how many cells of a row have no column.
EXTRA = "\0extra"


class Refused(Exception):
    """Why a row has no place here."""


def one_by_one(take):
    """For a table whose rows need nothing of each other: take(run, row) brings in one, or refuses it."""

    @wraps(take)
    def take_all(run, rows):
        for row in rows:
            try:
                take(run, row)
            except Refused as reason:
                row.refuse(reason)

    return take_all


class Row:
    """`outcome` is what became of it (created, matched, filled, refused), `subject_id` the row it is here."""

    def __init__(self, table, values):
        self.table, self.values = table, values
        self.outcome, self.notes, self.subject_id = "", [], None
        self.id = id_of(values.get("id"))

    def end(self, outcome, note=""):
        self.outcome = outcome
        if note:
            self.note(note)

    def refuse(self, reason):
        """Its reason stands before what was noted on the way."""
        self.outcome = "refused"
        self.notes.insert(0, str(reason))

    def note(self, text):
        if text not in self.notes:
            self.notes.append(text)

    @property
    def title(self):
        """What a person knows the row by."""
        names = [self.text("first_name"), self.text("last_name")]
        return (self.text("email") or self.text("name") or self.text("subject") or " ".join(filter(None, names)))[:80]

    def require_id(self):
        if not self.id:
            raise Refused("it has no id, so a second run would bring it in twice")

    def text(self, name, most=None):
        text = clean_text(self.values.get(name)).strip()
        if most and len(text) > most:
            self.note(f"{name} was cut to {most} characters")
            text = text[:most].rstrip()
        return text

    def long_text(self, name):
        """A text whose white space may mean something, such as a page."""
        return clean_text(self.values.get(name))

    def reference(self, name):
        return id_of(self.values.get(name))

    def number(self, name):
        """A Decimal, or None with a note where there is none."""
        text = self.text(name)
        if not text:
            return None
        try:
            number = Decimal(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
        except InvalidOperation:
            number = None
        if number is None or not number.is_finite():
            self.note(f"{name} “{text[:40]}” is not a number and was left out")
            return None
        if number < 0:
            self.note(f"{name} {number} is below zero and was left out")
            return None
        return number

    def count(self, name, most=LARGEST):
        number = self.number(name) or 0
        if number > most:
            self.note(f"{name} {number} was lowered to {most}")
        return int(min(number, most))

    def money(self, name, digits):
        """An amount with two decimals and at most so many digits in all."""
        number = self.number(name)
        if number is not None and number >= 10 ** (digits - 2) - Decimal("0.005"):
            self.note(f"{name} {number} is too large and was left out")
            return None
        return None if number is None else number.quantize(Decimal("0.01"), ROUND_HALF_UP)

    def moment(self, name):
        """An aware datetime, UTC where no zone is said; None with a note for what cannot be one."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        try:
            moment = moment_of(value)
        except (ValueError, OverflowError, OSError):
            moment = None
        if moment is None or moment.year < FIRST_YEAR:
            self.note(f"{name} “{clean_text(value)[:40]}” is not a date and was left out")
            return None
        return moment

    def past(self, name):
        """A moment that has been."""
        moment = self.moment(name)
        if moment and moment > timezone.now():
            self.note(f"{name} {moment:%Y-%m-%d} lies ahead and was left out")
            return None
        return moment

    def is_true(self, name):
        text = self.text(name).lower()
        if text not in YES | NO:
            self.note(f"{name} “{text[:40]}” is neither yes nor no, taken as no")
        return text in YES

    def choice(self, name, choices, default):
        """One of the choices: by value, or by the name of an enum's member as LeadStatus.NEW and NEW are."""
        text = self.text(name)
        word = text.rpartition(".")[2].lower().replace("-", "_").replace(" ", "_")
        if not word:
            return default
        if word not in choices:
            raise Refused(f"unknown {name} “{text[:40]}”")
        return choices(word).value

    def parsed(self, name):
        """What a JSON column holds, however it is stored; a text that is no JSON stays one."""
        value = self.values.get(name)
        # Some were dumped twice.
        for _layer in range(2):
            if isinstance(value, str | bytes):
                try:
                    value = json.loads(clean_text(value), parse_constant=lambda name: None)
                except ValueError:
                    break
        return clean_json(value)

    def web_address(self, name, most):
        address = self.text(name)
        if not address:
            return ""
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError:
            self.note(f"{name} “{address[:60]}” is not a web address and was left out")
            return ""
        if len(address) > most:
            self.note(f"{name} is longer than {most} characters and was left out")
            return ""
        return address


def clean_text(value):
    if value is None:
        return ""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    # Half of a pair of surrogates has no place in UTF-8.
    return CONTROL.sub("", str(value)).encode("utf-8", "replace").decode()


def clean_json(value):
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [clean_json(part) for part in value]
    if isinstance(value, dict):
        return {clean_text(key): clean_json(part) for key, part in value.items()}
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return None
    return value


def id_of(value):
    """An id as one text, however its column writes it: 7, “7”, 7.0, a UUID with or without hyphens or as bytes."""
    if isinstance(value, bytes) and len(value) == 16:
        return str(uuid.UUID(bytes=value))
    text = re.sub(r"^(\d+)\.0+$", r"\1", clean_text(value).strip(), flags=re.ASCII)
    if re.fullmatch(r"\{?[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}\}?", text):
        return str(uuid.UUID(text))
    if len(text) > LONGEST_ID:
        return ""
    return text


def moment_of(value):
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, int | float):
        moment = datetime.fromtimestamp(value, UTC)
    else:
        moment = datetime.fromisoformat(clean_text(value).strip().removesuffix(" UTC"))
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
