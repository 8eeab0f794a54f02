"""Both files of a report, read by other programs than those that wrote them."""

import io
import re
import shutil
import subprocess
from datetime import datetime
from html.parser import HTMLParser

import openpyxl
import pytest

# As people write it in French or English; pdftotext reads unbreakable spaces as plain ones.
NUMBER = re.compile(r"(?<![\w/:.,])([+\u2212-]?)(\d{1,3}(?:[ ,]\d{3})+(?!\d)|\d+)([.,]\d{1,2})?( ?%)?(?![\w/:])")


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def book_of(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def cells_of(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def pdf_text(data):
    """What pdftotext reads, a line of the page in each line."""
    if not shutil.which("pdftotext"):
        pytest.fail("pdftotext is missing: apt-get install poppler-utils")
    command = ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()


def numbers_in(text):
    """The printed numbers of a line, without days and times; shares are of 1."""
    found = []
    for sign, digits, decimals, percent in NUMBER.findall(text.replace("\u00a0", " ")):
        number = float(re.sub("[ ,]", "", digits) + decimals.replace(",", "."))
        number = -number if sign in ("\u2212", "-") else number
        found.append(round(number / 100, 3) if percent else number)
    return found


def numbers_of(cells):
    """The numbers of a row of a workbook, those within its texts too."""
    found = []
    for value in cells:
        if isinstance(value, str):
            found += numbers_in(value)
        elif value is not None and not isinstance(value, datetime):
            found.append(round(float(value), 3))
    return found


def assert_same_numbers(xlsx, pdf):
    """Every row of the workbook is in the PDF, in the same order, with the same numbers: how many rows there were."""
    lines, place, rows = pdf_text(pdf).splitlines(), 0, 0
    book = book_of(xlsx)
    for sheet in book.worksheets[:-1]:
        for cells in cells_of(sheet)[1:]:
            name, wanted = name_of(cells), numbers_of(cells)
            while not (lines[place].strip(" \f").startswith(name) and numbers_in(lines[place]) == wanted):
                place += 1
                assert place < len(lines), f"{sheet.title}: {cells} is not in the PDF"
            place, rows = place + 1, rows + 1
    return rows


def name_of(cells):
    """What a row begins with on paper; days are written otherwise there."""
    return cells[0] if isinstance(cells[0], str) else ""


class Tables(HTMLParser):
    """The tables of a page: rows of the texts that stand first in each cell, without what is said beside them."""

    def __init__(self, html):
        super().__init__()
        self.tables, self.is_in_cell, self.aside = [], False, 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.is_in_cell = True
        elif tag in ("small", "span", "svg"):
            self.aside += 1

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.is_in_cell = False
        elif tag in ("small", "span", "svg"):
            self.aside -= 1

    def handle_data(self, data):
        if self.is_in_cell and not self.aside:
            self.tables[-1][-1][-1] += data.strip()


def shown_rows(html, place=0):
    """[name, *numbers] of each row of a table of a page."""
    rows = Tables(html).tables[place][1:]
    return [[row[0], *(number for cell in row[1:] for number in numbers_in(cell)[:1])] for row in rows]
