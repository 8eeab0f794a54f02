import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl

from webox.lib import workbook


def read(header, rows, title="Leads"):
    data = b"".join(workbook.stream(header, rows, title))
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    return openpyxl.load_workbook(io.BytesIO(data))


def test_values_stay_what_they_are():
    row = ["=1+1", " a <b>&\x00 ", 5, Decimal("-1.5"), True, date(2026, 3, 14), datetime(2026, 3, 14, 9, 30), None, ""]
    sheet = read(list("abcdefghi"), [row])["Leads"]
    found = next(sheet.iter_rows(min_row=2, max_row=2))
    assert [cell.value for cell in found] == [
        *("=1+1", " a <b>& ", 5, -1.5, True),
        *(datetime(2026, 3, 14), datetime(2026, 3, 14, 9, 30), None, None),
    ]
    assert found[0].data_type == "s"


def test_days_before_spreadsheets_are_texts():
    assert read(["a"], [[date(1871, 1, 1)]]).active["A2"].value == "1871-01-01"


def test_a_cell_holds_what_a_cell_can():
    assert len(read(["a"], [["x" * 40_000]]).active["A2"].value) == 32_767


def test_a_full_sheet_is_followed_by_another(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    book = read(["a"], [[n] for n in range(5)], "L&L")
    assert [[cell.value for cell in sheet["A"]] for sheet in book] == [["a", 0, 1], ["a", 2, 3], ["a", 4]]
    assert book.sheetnames == ["L&L", "L&L 2", "L&L 3"]


def test_pieces_come_while_rows_are_read():
    asked = []

    def rows():
        for n in range(200_000):
            asked.append(n)
            yield [n, "some text that is not repeated", n * 7919]

    pieces = workbook.stream(["a", "b", "c"], rows(), "x")
    assert len(next(pieces)) < 4 * workbook.PIECE
    assert len(asked) < 100_000
