"""Reports as files: what programs read of them, and what paper can hold."""

import io
import re
import weakref
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pypdf
import pytest
from django.utils import translation

from investors.exporting import files, pdf, sheets
from investors.exporting.report import Chart, Column, Kind, Money, Report, Sheet, text_of
from tests.investors.exporting.reading import book_of, cells_of, pdf_text

PARIS = ZoneInfo("Europe/Paris")
NBSP = "\N{NO-BREAK SPACE}"
COLUMNS = [
    Column("Nom", width=20),
    Column("Nombre", Kind.COUNT),
    Column("Écart", Kind.CHANGE),
    Column("Part", Kind.SHARE),
    Column("Somme", Kind.MONEY, 16),
    Column("Jour", Kind.DAY),
    Column("Heure", Kind.MOMENT, 16),
    Column("Notes", is_on_paper=False),
]
EVENING = datetime(2026, 2, 28, 23, 30, tzinfo=UTC)
ROW = ["Zoé & Cie", 1234, -3, 0.125, Money(Decimal("1234567.50"), "EUR"), date(2026, 3, 1), EVENING, "secret"]


def report_of(*views, **fields):
    fields = {"title": "Rapport d’essai", "name": "essai", "workspace": "Atelier", "filters": "Étape : Pitch"} | fields
    return Report(made_at=datetime(2026, 3, 14, 8, tzinfo=UTC), zone=PARIS, sheets=list(views), **fields)


def written(write, *views, **fields):
    file = io.BytesIO()
    with translation.override("fr"):
        write(report_of(*views, **fields), file)
    return file.getvalue()


def pages_of(data):
    return pypdf.PdfReader(io.BytesIO(data)).pages


def test_cells_of_a_workbook_are_what_they_are():
    sheet = book_of(written(sheets.write, Sheet("Essai", COLUMNS, [ROW, [None] * 8])))["Essai"]
    assert cells_of(sheet)[1] == [
        *("Zoé & Cie", 1234, -3, 0.125, 1234567.5),
        *(datetime(2026, 3, 1), datetime(2026, 3, 1, 0, 30), "secret"),
    ]
    assert [cell.number_format for cell in sheet[2]] == [
        *("General", "#,##0", "+#,##0;-#,##0;0", "0.0%", "#,##0.00\\ [$EUR]"),
        *("yyyy-mm-dd", "yyyy-mm-dd hh:mm", "General"),
    ]
    assert all(cell.value is None for cell in sheet[3])


def test_a_sheet_has_a_frozen_header_filters_and_widths():
    book = book_of(written(sheets.write, Sheet("Essai", COLUMNS, [ROW, ROW], totals=[ROW])))
    sheet = book["Essai"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:H3")
    assert [cell.font.bold for cell in (sheet["A1"], sheet["A2"], sheet["A4"])] == [True, False, True]
    assert (sheet.column_dimensions["A"].width, sheet.column_dimensions["E"].width) == (22, 18)
    about = dict(cells_of(book.worksheets[-1]))
    assert list(about.values()) == [
        *("Rapport d’essai", "Atelier", datetime(2026, 3, 14, 9, 0), "Europe/Paris", "Étape : Pitch")
    ]


@pytest.mark.parametrize("text", ["=1+1", "+33 6", "@SUM(A1)", "-2+3", "#REF!", "\t=1"])
def test_no_text_is_a_formula_or_an_error(text):
    sheet = book_of(written(sheets.write, Sheet("Essai", [Column("=A1")], [[text]]))).worksheets[0]
    assert [cell.data_type for cell in (sheet["A1"], sheet["A2"])] == ["s", "s"]
    assert sheet["A1"].value == "'=A1"
    assert sheet["A2"].value.lstrip("'").strip() == text.strip()


def test_sheets_have_names_a_workbook_takes():
    titles = ["Étape: [a/b]?", "Étape: [a/b]?", "x" * 40, "x" * 40, "?"]
    book = book_of(written(sheets.write, *(Sheet(title, [Column("a")], []) for title in titles)))
    assert book.sheetnames[:5] == ["Étape   a b", "Étape   a b 2", "x" * 31, "x" * 29 + " 2", "–"]


def test_a_pdf_says_what_it_is_and_when_it_was_made():
    data = written(pdf.write, Sheet("Essai", COLUMNS, [ROW]))
    text = pdf_text(data)
    for said in ("Rapport d’essai", "Atelier", "14 mars 2026 09:00", "Étape : Pitch"):
        assert said in text
    assert "secret" not in text
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert (reader.metadata.title, reader.metadata.author) == ("Rapport d’essai", "Atelier")
    assert reader.trailer["/Root"]["/Lang"] == "fr"
    assert [entry.title for entry in reader.outline] == ["Essai"]


def test_a_pdf_writes_numbers_and_days_as_people_do():
    row = next(
        line for line in pdf_text(written(pdf.write, Sheet("Essai", COLUMNS, [ROW]))).splitlines() if "Zoé" in line
    )
    assert row.split() == [
        *("Zoé", "&", "Cie", "1", "234", "\N{MINUS SIGN}3", "12,5", "%", "1", "234", "567,50", "EUR"),
        *("01/03/2026", "01/03/2026", "00:30"),
    ]


def test_a_table_goes_on_with_its_header_and_pages_are_numbered():
    data = written(pdf.write, Sheet("Essai", COLUMNS, ([f"N{n}", n, *[None] * 6] for n in range(200))))
    texts = pdf_text(data).split("\f")[:-1]
    assert len(texts) == len(pages_of(data)) > 4
    for number, text in enumerate(texts, 1):
        assert text.count("Écart") == 1
        assert text.split()[-3::2] == [str(number), str(len(texts))]
    words = [line.split()[0] for text in texts for line in text.splitlines() if line.strip()]
    assert [word for word in words if re.fullmatch(r"N\d+", word)] == [f"N{n}" for n in range(200)]


def test_a_long_name_wraps_and_a_long_word_is_broken():
    name = "Société d’investissement à capital variable de la région Bourgogne-Franche-Comté " + "x" * 60
    row = [name, *ROW[1:]]
    lines = pdf_text(written(pdf.write, Sheet("Essai", COLUMNS, [row]))).splitlines()
    start = next(n for n, line in enumerate(lines) if "Société" in line)
    shown = [line.split("  ")[0].strip() for line in lines[start : start + 8]]
    assert "".join(shown).replace(" ", "").startswith(name.replace(" ", ""))


def test_what_is_longer_than_a_page_goes_on_on_the_next():
    words = " ".join(f"mot{n}" for n in range(3000))
    data = written(pdf.write, Sheet("Essai", [Column("Notes", width=20), Column("Nombre", Kind.COUNT)], [[words, 5]]))
    assert len(pages_of(data)) > 3
    assert all(f"mot{n}" in pdf_text(data) for n in (0, 1500, 2999))


def test_a_number_wider_than_its_column_stays_whole():
    sums = [Money(Decimal("999999999999.99"), "EUR")] * 12
    data = written(pdf.write, Sheet("Essai", [Column("Somme", Kind.MONEY, 6)] * 12, [sums]))
    assert pdf_text(data).count("999 999 999 999,99 EUR") == 12


def test_what_the_font_has_no_letter_for_is_a_square():
    data = written(pdf.write, Sheet("Essai", [Column("Nom")], [["Œuvre à 5 € 中\u202f! e\u0301té\x07"]]))
    assert "Œuvre à 5 € □ ! été" in pdf_text(data)


@pytest.mark.parametrize("values", [[0, 0], [3, 1_500_000], [1, 2]])
def test_charts_are_drawn_whatever_their_numbers(values):
    charts = [
        Chart("Par étape", ["Réunion", "Pitch"], bars=[("Investisseurs", values)]),
        Chart("Cumul", ["Janv.", "Févr."], lines=[("Réunions", values), ("Objectif", [4, 4])]),
    ]
    text = pdf_text(written(pdf.write, Sheet("Essai", COLUMNS, [], charts=charts)))
    for said in ("Par étape", "Réunion", "Cumul", "Objectif", "Févr."):
        assert said in text


@pytest.mark.parametrize("write", [sheets.write, pdf.write])
def test_rows_are_let_go_as_they_are_written(write):
    alive, most = weakref.WeakSet(), 0

    class Watched(list):
        __hash__ = object.__hash__

    def rows():
        nonlocal most
        for n in range(2000):
            row = Watched([f"N{n}", n])
            alive.add(row)
            most = max(most, len(alive))
            yield row

    written(write, Sheet("Essai", [Column("Nom"), Column("Nombre", Kind.COUNT)], rows()))
    assert most < 10


def test_more_rows_than_one_waits_for_are_refused(monkeypatch):
    monkeypatch.setitem(files.MOST_ROWS, files.PDF, 3)
    views = [Sheet("a", [Column("Nom")], [["x"]] * 2), Sheet("b", [Column("Nom")], [["x"]] * 2)]
    with pytest.raises(files.TooManyRows):
        files.response_of(report_of(*views), files.PDF)
    response = files.response_of(report_of(*views[:1]), files.PDF)
    assert response["Content-Disposition"] == 'attachment; filename="essai-2026-03-14.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("language", "value", "kind", "text"),
    [
        ("en", Money(Decimal("1234.5"), "USD"), Kind.MONEY, f"1,234.50{NBSP}USD"),
        ("fr", Money(Decimal(1234), "EUR"), Kind.MONEY, f"1{NBSP}234{NBSP}EUR"),
        ("en", 12, Kind.CHANGE, "+12"),
        ("en", 0, Kind.CHANGE, "0"),
        ("fr", None, Kind.COUNT, ""),
        ("en", EVENING, Kind.MOMENT, "03/01/2026 12:30 a.m."),
    ],
)
def test_cells_read_as_people_write(language, value, kind, text):
    with translation.override(language):
        assert text_of(value, kind, PARIS).replace(" USD", f"{NBSP}USD") == text
