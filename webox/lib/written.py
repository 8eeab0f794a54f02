"""What people write in a file or a form: numbers, days, moments, yes and no, lists. Each raises ValueError."""

import csv
import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from webox.lib.fields import fold

FIRST_YEAR, LAST_YEAR = 1900, 2999
YES = {"yes", "y", "oui", "o", "true", "vrai", "x", "1", "on", "✓", "✔"}
NO = {"no", "n", "non", "false", "faux", "0", "off", "✗", "✘"}

_CURRENCY = re.compile(r"^[A-Z]{3}|[A-Z]{3}$")
_PLAIN = re.compile(r"\d*\.?\d+(?:[eE][+-]?\d{1,2})?\.?", re.ASCII)
_GROUPED = {mark: re.compile(rf"\d{{1,3}}(?:\{mark}\d{{2,3}})*\{mark}\d{{3}}", re.ASCII) for mark in ",."}

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv",
            "february feb fevrier fevr fev",
            "march mar mars",
            "april apr avril avr",
            "may mai",
            "june jun juin",
            "july jul juillet juil",
            "august aug aout",
            "september sep sept septembre",
            "october oct octobre",
            "november nov novembre",
            "december dec decembre",
        ),
        1,
    )
    for name in names.split()
}
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})", re.ASCII)
_DAY_MONTH_NAME = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th|\.)?[ -]([a-z]+)\.?,?[ -](\d{4})", re.ASCII)
_MONTH_NAME_DAY = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
_CLOCK = re.compile(
    r"(.+?)(?:[ ,T]|, | (?:at|à) )(\d{1,2})[:h](\d{2})?(?::(\d{2})(?:\.\d+)?)? ?([ap]m)?", re.ASCII | re.I
)


def number(text):
    """“1 234,56 €”, “1,234.56”, “(12)” as a Decimal.

    A single point is a decimal one; a single comma too, unless three digits follow it as in 1,234.
    """
    text = "".join(
        mark for mark in text if not mark.isspace() and unicodedata.category(mark) != "Sc" and mark not in "'’"
    )
    text = _CURRENCY.sub("", text.replace("−", "-")).removesuffix("%")
    is_negative = text.startswith("-") or (text.startswith("(") and text.endswith(")"))
    text = text.strip("()") if text.startswith("(") else text.removeprefix("-").removeprefix("+")
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        mark = "," if comma < point else "."
        whole, decimals = text[: max(comma, point)], text[max(comma, point) + 1 :]
        text = f"{_ungrouped(whole, mark)}.{decimals}"
    elif text.count(".") > 1:
        text = _ungrouped(text, ".")
    elif comma >= 0:
        grouped = _GROUPED[","].fullmatch(text) and not text.startswith("0")
        text = _ungrouped(text, ",") if grouped or text.count(",") > 1 else text.replace(",", ".")
    if not _PLAIN.fullmatch(text):
        raise ValueError(text)
    found = Decimal(text.removesuffix("."))
    return -found if is_negative else found


def _ungrouped(text, mark):
    if mark in text and not _GROUPED[mark].fullmatch(text):
        raise ValueError(text)
    return text.replace(mark, "")


def yes_or_no(text):
    word = text.strip().lower()
    if word not in YES and word not in NO:
        raise ValueError(text)
    return word in YES


def day(text, *, day_first=True):
    """“2026-03-14”, “14/03/2026” (“3/14/2026” when not `day_first`), “14 mars 2026”, “March 14, 2026” as a date."""
    text = fold(text)
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, number_of_day = map(int, found.groups())
    elif found := _YEAR_LAST.fullmatch(text):
        first, second, year = map(int, found.groups())
        month, number_of_day = (second, first) if day_first else (first, second)
        if len(found[3]) == 2:
            year += 2000 if year < 70 else 1900
    elif found := _DAY_MONTH_NAME.fullmatch(text):
        number_of_day, month, year = int(found[1]), _MONTHS.get(found[2], 0), int(found[3])
    elif found := _MONTH_NAME_DAY.fullmatch(text):
        month, number_of_day, year = _MONTHS.get(found[1], 0), int(found[2]), int(found[3])
    else:
        raise ValueError(text)
    return in_calendar(date(year, month, number_of_day))


def in_calendar(value):
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(value)
    return value


def moment(text, *, day_first=True):
    """A day, perhaps with a time (“09:30”, “9h30”, “9:30 PM”), as an aware datetime; ISO 8601 with its offset too."""
    text = " ".join(text.split())
    if re.match(r"\d{4}-\d\d-\d\d[T ]\d", text, re.ASCII):
        return aware(datetime.fromisoformat(text))
    clock = time()
    if found := _CLOCK.fullmatch(text):
        text, hour = found[1].rstrip(","), int(found[2])
        if found[5]:
            if not 1 <= hour <= 12:
                raise ValueError(text)
            hour = hour % 12 + (12 if found[5].lower() == "pm" else 0)
        clock = time(hour, int(found[3] or 0), int(found[4] or 0))
    return aware(datetime.combine(day(text, day_first=day_first), clock))


def aware(value):
    """Where nothing says otherwise a time is that of the workspace."""
    in_calendar(value)
    try:
        return value if timezone.is_aware(value) else timezone.make_aware(value)
    except OverflowError as error:
        raise ValueError(value) from error


def entries(text):
    """A list written with ; or , between; an entry that has one of them in it stands in double quotes."""
    text = ";".join(text.splitlines())
    try:
        rows = list(csv.reader([text], delimiter=";" if ";" in text else ",", skipinitialspace=True))
    except csv.Error as error:
        raise ValueError(text) from error
    return [entry.strip() for row in rows for entry in row if entry.strip()]


def joined(entries):
    """What entries() reads back."""
    return "; ".join(
        '"{}"'.format(entry.replace('"', '""')) if any(mark in entry for mark in ';,"') else entry for entry in entries
    )
