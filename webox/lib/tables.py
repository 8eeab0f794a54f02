"""Files that people export from elsewhere, CSV and XLSX alike, as rows of texts: nothing in them is trusted.

`look_at(path)` guesses how a file is written, `read(path, layout)` streams its rows in flat memory. A row that cannot
be read comes with its problem in words, so that whoever reads on can refuse this one row alone.
"""

import re
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from webox.lib import delimited, spreadsheets
from webox.lib.delimited import MOST_COLUMNS
from webox.lib.tablefaults import Unreadable

# So many rows are looked at for the one with the names of the columns.
PREAMBLE = 10
# Invisible, and never meant: null and control characters, and marks that turn the direction of what follows
INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# What a spreadsheet would run when the cell begins with it, unless it is plainly a number or a telephone number
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
HARMLESS = re.compile(r"[+-]?\d[\d .,]*|\+\d[\d .()/-]*")


@dataclass(frozen=True)
class Layout:
    """How a file is written. `header_line` is the row with the names of the columns, 0 where there is none."""

    format: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_line: int = 1


def look_at(path, name=""):
    """(layout, headers, names of the sheets) of a file. Raises Unreadable with what to do about it."""
    with Path(path).open("rb") as file:
        start = file.read(4096)
    if not start.strip():
        raise Unreadable(_("The file is empty."))
    if start.startswith(b"PK"):
        sheets = spreadsheets.sheets_of(path)
        layout = Layout("xlsx", sheet=sheets[0])
    else:
        delimited.refuse_binary(start)
        encoding = delimited.encoding_of(path)
        sheets, layout = [], Layout("csv", encoding, delimited.delimiter_of(path, encoding))
    layout, headers = with_headers(path, layout)
    return layout, headers, sheets


def with_headers(path, layout):
    """(layout with its header_line, names of the columns) once the rest of the layout is known or was chosen."""
    first = [(number, cells) for number, cells, _fault in islice(read(path, replace(layout, header_line=0)), PREAMBLE)]
    if not first:
        raise Unreadable(_("The file has no rows."))
    widest = max(len(filled(cells)) for _number, cells in first)
    # A title above the table fills one cell.
    number, headers = next((n, cells) for n, cells in first if len(filled(cells)) > 1 or widest < 2)
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MOST_COLUMNS:
        text = _("The file has more than %(most)d columns. Remove those you do not need.")
        raise Unreadable(text % {"most": MOST_COLUMNS})
    if any(ADDRESS.fullmatch(cell) for cell in headers):
        headers = [_("Column %(number)d") % {"number": n} for n in range(1, len(headers) + 1)]
        number = 0
    return replace(layout, header_line=number), headers


def filled(cells):
    return [cell for cell in cells if cell]


def read(path, layout):
    """(number, cells, problem) of each row below the header that is not empty; `number` as a spreadsheet counts it."""
    reader = spreadsheets.rows(path, layout) if layout.format == "xlsx" else delimited.rows(path, layout)
    for number, cells, problem in reader:
        if number <= layout.header_line:
            continue
        text = "".join(cells)
        # Most rows are plain: one look at all the cells together tells.
        if not text.isprintable():
            cells = [INVISIBLE.sub("", cell) for cell in cells]
            text = "".join(cells)
        if problem or not (text == "" or text.isspace()):
            yield number, [cell.strip() for cell in cells], problem


def neutralise(text):
    """The text with an apostrophe before what a spreadsheet would run as a formula; numbers stay numbers."""
    if text and FORMULA.match(text) and not HARMLESS.fullmatch(text):
        return f"'{text}"
    return text


def plain(text):
    """What neutralise() was given."""
    return text[1:] if text[:1] == "'" and FORMULA.match(text, 1) else text
