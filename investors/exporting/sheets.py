"""A report as a workbook: a sheet for each view, numbers, days and money as what they are, header and filters ready."""

import re
from datetime import datetime
from itertools import count

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from investors.exporting.report import Kind
from webox.lib.tables import neutralise
from webox.lib.workbook import MOST_CHARACTERS, UNWRITABLE

FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.CHANGE: "+#,##0;-#,##0;0",
    Kind.SHARE: "0.0%",
    Kind.DAY: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
}
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\']")
LONGEST_TITLE = 31
BOLD = Font(bold=True)
SHADE = PatternFill("solid", fgColor="E6F4F1")
WRAPPED = Alignment(wrap_text=True, vertical="top")


def write(report, file):
    """Row by row: what is kept in memory does not grow with the rows."""
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = report.title, report.workspace
    titles = Titles()
    for each in report.sheets:
        write_sheet(book.create_sheet(titles.of(each.title)), each, report.zone)
    about = book.create_sheet(titles.of(_("About")))
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 18, 80
    facts = {
        _("Report"): report.title,
        _("Workspace"): report.workspace,
        _("Made on"): report.made_at.astimezone(report.zone).replace(tzinfo=None, microsecond=0),
        _("Time zone"): str(report.zone),
        _("Filter"): report.filters,
    }
    for name, value in facts.items():
        kind = Kind.MOMENT if isinstance(value, datetime) else Kind.TEXT
        about.append([bold(about, name), cell(about, value, kind, report.zone)])
    book.save(file)


def write_sheet(sheet, view, zone):
    last = get_column_letter(len(view.columns))
    for number, column in enumerate(view.columns, 1):
        # What is too narrow for a moment shows as hashes.
        width = max(column.width, 16) if column.kind is Kind.MOMENT else column.width
        sheet.column_dimensions[get_column_letter(number)].width = width + 2
    sheet.freeze_panes = "B2"
    sheet.append([bold(sheet, column.label, SHADE) for column in view.columns])
    number = 1
    for row in view.rows:
        number += 1
        sheet.append([cell(sheet, value, column.kind, zone) for value, column in zip(row, view.columns, strict=True)])
    # Sorting and filtering leave the totals where they are.
    sheet.auto_filter.ref = f"A1:{last}{number}"
    for row in view.totals:
        cells = [cell(sheet, value, column.kind, zone) for value, column in zip(row, view.columns, strict=True)]
        for each in cells:
            if each is not None:
                each.font = BOLD
        sheet.append(cells)


def bold(sheet, text, fill=None):
    made = WriteOnlyCell(sheet, neutralise(text))
    made.font, made.alignment = BOLD, WRAPPED
    if fill:
        made.fill = fill
    return made


def cell(sheet, value, kind, zone):
    if value is None or value == "":
        return None
    if kind is Kind.TEXT:
        return text_cell(sheet, UNWRITABLE.sub("", neutralise(str(value)))[:MOST_CHARACTERS])
    shape = FORMATS.get(kind)
    if kind is Kind.MONEY:
        value, shape = value.amount, f"#,##0.00\\ [${value.currency}]"
    elif kind is Kind.MOMENT and value.tzinfo:
        value = value.astimezone(zone).replace(tzinfo=None, microsecond=0)
    made = WriteOnlyCell(sheet, value)
    made.number_format = shape
    return made


def text_cell(sheet, text):
    made = WriteOnlyCell(sheet, text)
    # A text is a text, though it reads like a formula or an error.
    made.data_type = "s"
    return made


class Titles:
    """Titles as a workbook takes them: short, without some characters, and no two alike."""

    def __init__(self):
        self.given = set()

    def of(self, title):
        plain = NOT_IN_A_TITLE.sub(" ", title).strip()[:LONGEST_TITLE] or "–"
        for number in count(1):
            end = f" {number}" if number > 1 else ""
            found = plain[: LONGEST_TITLE - len(end)] + end
            if found.lower() not in self.given:
                self.given.add(found.lower())
                return found
