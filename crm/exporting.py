"""Leads as a table that leaves the house: any columns, any filter, a row at a time."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm.fields import lead_fields
from crm.models import Lead
from crm.operations.changes import tags_of
from crm.scoring.now import SHOWN, with_scores
from webox.accounts.models import User
from webox.lib import workbook
from webox.lib.tables import neutralise

CHUNK = 1_000
SCORES = set(SHOWN)
# Where decimals are written with a comma, columns are parted by semicolons.
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
CSV, XLSX = "csv", "xlsx"
FORMATS = {CSV: "text/csv; charset=utf-8", XLSX: workbook.TYPE}


@dataclass(frozen=True)
class Table:
    """What is exported: the leads, in the order of their ids, and which of their fields."""

    leads: object
    fields: list
    zone: object

    @property
    def header(self):
        return [capfirst(str(field.label)) for field in self.fields]


def table_of(workspace, leads, columns=(), zone=None):
    """The Table of some columns (names of crm.fields), or of all. Raises ValidationError for one there is not."""
    known = lead_fields(workspace)
    if unknown := [name for name in columns if name not in known]:
        message = _("There is no column “%(name)s”. Choose from: %(known)s.")
        raise ValidationError({"columns": message % {"name": unknown[0], "known": ", ".join(known)}})
    chosen = list(dict.fromkeys(columns)) or list(known)
    if not SCORES.isdisjoint(chosen):
        leads = with_scores(leads)
    return Table(leads, [known[name] for name in chosen], zone or workspace.zone)


def rows_of(table):
    """The values of each lead, as LeadField.read() has them; owners as addresses. Found from the last one seen."""
    has_tags = any(field.kind == "tags" for field in table.fields)
    addresses, last = {}, 0
    while leads := list(table.leads.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = leads[-1].pk
        tags = tags_of(lead.pk for lead in leads) if has_tags else {}
        if missing := {lead.owner_id for lead in leads} - {None, *addresses}:
            addresses |= dict(User.objects.filter(pk__in=missing).values_list("pk", "email"))
        for lead in leads:
            yield [value_of(field, lead, tags, addresses) for field in table.fields]


def value_of(field, lead, tags, addresses):
    if field.kind == "tags":
        return sorted(tags[lead.pk].values())
    value = field.read(lead)
    return addresses.get(value, "") if field.kind == "member" else value


def as_csv(table, delimiter=",", bom=True):
    """The pieces of a CSV file. A text that a spreadsheet would run as a formula has an apostrophe before it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerow([neutralise(name) for name in table.header])
    yield ("\ufeff" if bom else "").encode()
    has_comma = delimiter == ";"
    for row in rows_of(table):
        writer.writerow(
            [text_of(field, value, has_comma) for field, value in zip(table.fields, row, strict=True)],
        )
        if buffer.tell() > workbook.PIECE:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def text_of(field, value, has_comma):
    text = field.write(value)
    if field.kind == "number":
        return text.replace(".", ",") if has_comma else text
    return neutralise(text)


def as_xlsx(table):
    """The pieces of a workbook with real numbers, days and times (those of the reader's clock)."""
    rows = (
        [cell_of(field, value, table.zone) for field, value in zip(table.fields, row, strict=True)]
        for row in rows_of(table)
    )
    yield from workbook.stream(table.header, rows, str(Lead._meta.verbose_name_plural).capitalize())


def cell_of(field, value, zone):
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    if field.kind == "date":
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            pass
    return value if field.kind == "number" and not isinstance(value, str) else neutralise(field.write(value))


def pieces(table, format, delimiter=",", bom=True):
    return as_xlsx(table) if format == XLSX else as_csv(table, delimiter, bom)
