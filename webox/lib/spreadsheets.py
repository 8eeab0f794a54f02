"""XLSX files, read row by row. They are archives that strangers packed: what they unpack to is measured first."""

import zipfile
import zlib
from contextlib import closing, contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import ParseError

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from webox.lib.tablefaults import Unreadable

# What an honest file of a million rows unpacks to, and how well spreadsheets pack
MOST_UNPACKED = 1_500_000_000
MOST_TEXTS = 300_000_000
MOST_RATIO = 200
MOST_PARTS = 2000
MOST_ROWS = 1_048_576
# A table begins within so many rows.
LOOKED_AT = 100
BROKEN = (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, OSError, EOFError, TypeError)
BROKEN += (AttributeError, IndexError, RuntimeError, NotImplementedError, zlib.error)


def refuse_bombs(file):
    """Raise Unreadable for an archive that is no spreadsheet, or one that is made to fill the memory."""
    with zipfile.ZipFile(file) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if not names & {"xl/workbook.xml", "xl/workbook.bin"} and "[Content_Types].xml" not in names:
            raise Unreadable(_("This archive is no Excel file. Upload the CSV or XLSX file that is in it."))
        unpacked = sum(part.file_size for part in parts)
        packed = sum(part.compress_size for part in parts) or 1
        texts = sum(part.file_size for part in parts if "sharedStrings" in part.filename)
        is_bomb = unpacked > 10_000_000 and unpacked / packed > MOST_RATIO
        if is_bomb or unpacked > MOST_UNPACKED or texts > MOST_TEXTS or len(parts) > MOST_PARTS:
            raise Unreadable(_("This Excel file unpacks to more than can be read. Save it as CSV and upload that."))
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as text:
                    if b"<!DOCTYPE" in text.read(1024).upper():
                        raise Unreadable(_("This Excel file declares what spreadsheets never do. Save it as CSV."))


@contextmanager
def open_book(path):
    text = _("This Excel file cannot be opened: it is damaged, or protected by a password. Save it anew or as CSV.")
    # By the open file: openpyxl would judge a path by its extension.
    with Path(path).open("rb") as file:
        try:
            refuse_bombs(file)
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except BROKEN as error:
            raise Unreadable(text) from error
        with closing(book):
            yield book


def sheets_of(path):
    """Names of the sheets with cells: those with a table before mere notes, the one that lies open first of them."""
    with open_book(path) as book:
        sheets = [sheet.title for sheet in book.worksheets]
        shown = book.active.title if book.active in book.worksheets else ""
        bare = {sheet.title for sheet in book.worksheets if not has_table(sheet)} if len(sheets) > 1 else set()
    if not sheets:
        raise Unreadable(_("The Excel file has no sheet with cells."))
    return sorted(sheets, key=lambda title: (title in bare, title != shown))


def has_table(sheet):
    """Whether something stands below the first row that is filled."""
    try:
        sheet.reset_dimensions()
        filled = (row for row in sheet.iter_rows(max_row=LOOKED_AT, values_only=True) if any(row))
        return any(islice(filled, 1, None))
    except BROKEN:
        return False


def size_of(path, layout):
    """How many rows the sheet says it has; 0 where it does not say."""
    with open_book(path) as book:
        try:
            return book[layout.sheet].max_row or 0
        except BROKEN:
            return 0


def rows(path, layout):
    """(number, cells, problem) of every row of the sheet."""
    number = 0
    with open_book(path) as book:
        try:
            sheet = book[layout.sheet]
            # Programs write sizes that are wrong; the rows themselves are not.
            sheet.reset_dimensions()
            for values in sheet.iter_rows(values_only=True):
                number += 1
                if number > MOST_ROWS:
                    raise Unreadable(_("The sheet says that it has more rows than a sheet can have. Save it as CSV."))
                yield number, [text_of(value) for value in values], ""
        except BROKEN as error:
            text = _("This Excel file is damaged after row %(number)d. Save it anew or as CSV.")
            raise Unreadable(text % {"number": number}) from error


def text_of(value):
    """A cell as a person would write it, in the one way that every field reads."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        is_day = value.time() == time(0)
        return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="seconds")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def number_text(value):
    if value.is_integer() and abs(value) < 1e16:
        return str(int(value))
    return f"{Decimal(repr(value)):f}"
