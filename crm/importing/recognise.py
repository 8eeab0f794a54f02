"""Whose export a file is, and what its columns most likely mean."""

import re
from collections import Counter
from difflib import get_close_matches
from hashlib import sha256
from itertools import islice

from django.utils import translation

from crm.importing.words import SYNONYMS, VENDORS
from webox.lib.fields import fold
from webox.lib.tables import read

SAMPLES = 3
# So many rows tell what a column holds.
LOOKED_AT = 1000
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
NUMERIC_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](?:\d{4}|\d{2})(?!\d)")
# More than one column may be these: tags are added up, and one word against mail is enough.
REPEATABLE = {"tags", "unsubscribed"}
# The last header of a file of refused rows, in whatever language: it names the import they were refused by.
REFUSED_BY = re.compile(r".+ \(import (\d+)\)")


def bare(header):
    """A header as words: `E-mail 1 - Value` and `e_mail_1_value` are the same."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(header)).split())


def signature_of(headers):
    """The same for files with the same columns, whatever their case, accents and punctuation."""
    return sha256("\n".join(bare(header) for header in headers).encode()).hexdigest()


def refused_by(headers):
    """The id of the import whose refused rows these are; None for any other file."""
    found = REFUSED_BY.fullmatch(headers[-1]) if headers else None
    return int(found[1]) if found and len(found[1]) < 19 else None


def vendor_of(headers):
    names = {bare(header) for header in headers}
    for vendor, (marks, _targets) in VENDORS.items():
        if any(mark <= names for mark in marks):
            return vendor
    return ""


def samples_of(path, layout, width):
    """(up to SAMPLES different values of each column, Evidence of how its dates are written)."""
    samples, dates = [[] for _ in range(width)], Counter()
    for _number, cells, _problem in islice(read(path, layout), LOOKED_AT):
        for known, cell in zip(samples, cells, strict=False):
            if not cell:
                continue
            if len(known) < SAMPLES and (short := cell[:80]) not in known:
                known.append(short)
            # The first bytes decide quickly for most cells.
            if cell[0].isdigit() and len(cell) < 30 and (found := NUMERIC_DATE.match(cell)):
                dates[order_of(found)] += 1
    return samples, dates


def order_of(found):
    """`day` or `month`: what certainly stands first; "" when it could be either."""
    first, second = int(found[1]), int(found[2])
    return "day" if first > 12 >= second else "month" if second > 12 >= first else ""


def is_day_first(dates, workspace):
    """What the dates themselves say, else what is usual where the workspace lives."""
    if dates["day"] or dates["month"]:
        return dates["day"] >= dates["month"]
    return not (workspace.currency == "USD" or workspace.time_zone.startswith(("America/New", "America/Los", "US/")))


def suggest(headers, samples, fields, vendor=""):
    """The likeliest target of each column, "" where there is none; each but REPEATABLE once."""
    known = names_of(fields)
    if vendor:
        known |= VENDORS[vendor][1]
    taken, targets = set(), []
    for header in headers:
        target = target_of(bare(header), known, vendor)
        targets.append("" if target in taken else target)
        taken |= {target} - REPEATABLE
    for column, values in enumerate(samples):
        if "email" not in taken and values and all(EMAIL.fullmatch(value) for value in values) and not targets[column]:
            targets[column] = "email"
            taken.add("email")
    # Both would say the same, and the parts say it better.
    if {"first_name", "last_name"} <= taken:
        targets = ["" if target == "name" else target for target in targets]
    return targets


def names_of(fields):
    """{bare name: target}: synonyms, labels in every language, names and keys."""
    known = {name: target for target, names in SYNONYMS.items() for name in names}
    for field in fields.values():
        if field.writable:
            for language in ("en", "fr"):
                with translation.override(language):
                    known.setdefault(bare(str(field.label)), field.name)
            known[bare(field.key)] = field.name
    # A field the workspace made itself means what it is called there.
    known |= {bare(str(field.label)): field.name for field in fields.values() if field.is_custom}
    return known


def target_of(name, known, vendor):
    if name in known:
        return known[name]
    # In a vendor's own file a name that is only similar is something else.
    close = [] if vendor or len(name) < 5 else get_close_matches(name, known, n=1, cutoff=0.87)
    return known[close[0]] if close else ""
