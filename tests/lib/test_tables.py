"""Files as strangers write them."""

import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from webox.lib import delimited
from webox.lib.tablefaults import Unreadable
from webox.lib.tables import Layout, look_at, neutralise, plain, read


@pytest.fixture
def file_of(tmp_path):
    def write(content, encoding="utf-8"):
        path = tmp_path / "table"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def book_of(tmp_path):
    def write(*rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        path = tmp_path / "table"
        book.save(path)
        return path

    return write


def all_of(path):
    layout, headers, _sheets = look_at(path)
    return headers, list(read(path, layout))


FRENCH = "Prénom;Société;Ville\nLéa;Hôtel de l’Été;Besançon\nNoël;Cœur & fils;Mâcon\n"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
    ],
)
def test_every_encoding_reads_the_same(file_of, written, read_as):
    path = file_of(FRENCH, written)
    layout, headers, _sheets = look_at(path)
    assert (layout.encoding, layout.delimiter) == (read_as, ";")
    assert headers == ["Prénom", "Société", "Ville"]
    assert [cells for _number, cells, _problem in read(path, layout)] == [
        ["Léa", "Hôtel de l’Été", "Besançon"],
        ["Noël", "Cœur & fils", "Mâcon"],
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_cuts_rows_alike(file_of, delimiter):
    text = "name,note;x|y\n".replace(",", delimiter) if delimiter == "," else f"name{delimiter}note, long\n"
    path = file_of(text + f"Ada{delimiter}hello, you\nBob{delimiter}again, and, again\n" * 3)
    assert look_at(path)[0].delimiter == delimiter


def test_a_line_that_tells_the_delimiter_is_believed_and_left_out(file_of):
    headers, rows = all_of(file_of("sep=|\r\nname|note\r\nAda|a, b\r\n"))
    assert headers == ["name", "note"]
    assert rows == [(3, ["Ada", "a, b"], "")]


def test_rows_are_counted_as_a_spreadsheet_counts_them(file_of):
    headers, rows = all_of(file_of('\n"Client list"\nname,note\n\nAda,"two\nlines"\n , \nBob,\n'))
    assert headers == ["name", "note"]
    assert rows == [(5, ["Ada", "two\nlines"], ""), (7, ["Bob", ""], "")]


def test_a_file_without_names_of_columns_keeps_its_first_row(file_of):
    headers, rows = all_of(file_of("ada@example.com,Ada\nbob@example.com,Bob\n"))
    assert headers == ["Column 1", "Column 2"]
    assert [number for number, _cells, _problem in rows] == [1, 2]


def test_broken_quotes_cost_their_own_row_at_most(file_of):
    text = 'name,note\nAda,"said "hi" to me"\nBob,5" disk\nCleo,"never closed\nDan,fine\n"Eve, "", x",ok\n'
    assert all_of(file_of(text))[1] == [
        (2, ["Ada", 'said "hi" to me'], ""),
        (3, ["Bob", '5" disk'], ""),
        (4, ["Cleo", '"never closed'], "A quotation mark is opened and never closed."),
        (5, ["Dan", "fine"], ""),
        (6, ['Eve, ", x', "ok"], ""),
    ]


def test_a_quote_that_nobody_closes_does_not_swallow_the_file(file_of, monkeypatch):
    monkeypatch.setattr(delimited, "MOST_LINES", 10)
    rows = all_of(file_of('name,note\nAda,"open\n' + "Bob,fine\n" * 50))[1]
    assert [bool(problem) for _number, _cells, problem in rows] == [True] + [False] * 50


def test_a_line_without_end_is_one_refused_row(file_of, monkeypatch):
    path = file_of("name,note\nAda," + "x" * 5000 + "\nBob,fine\n")
    layout = look_at(path)[0]
    monkeypatch.setattr(delimited, "LONGEST_LINE", 1000)
    assert list(read(path, layout)) == [
        (2, [], "The line is longer than 1000 characters."),
        (3, ["Bob", "fine"], ""),
    ]


def test_a_row_in_another_encoding_is_refused_alone_and_readable(file_of):
    content = FRENCH.encode() + "Zoé;Théâtre;Nîmes\n".encode("cp1252")
    rows = all_of(file_of(content))[1]
    assert [problem for _number, _cells, problem in rows[:2]] == ["", ""]
    problem = "Some characters are not written in UTF-8 as the rest of the file is."
    assert rows[2] == (4, ["Zoé", "Théâtre", "Nîmes"], problem)


def test_invisible_characters_are_left_out_and_other_scripts_stay(file_of):
    rows = all_of(file_of("name,note\nA\x00d\x07a,\u202eevil\u202c\nעדה,مرحبا\n"))[1]
    assert rows == [(2, ["Ada", "evil"], ""), (3, ["עדה", "مرحبا"], "")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty."),
        (b" \n\n", "The file is empty."),
        (b"\n;;\n", "The file has no rows."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        (b"%PDF-1.7 ...", "This is no table."),
        (b"PK\x03\x04 not really", "cannot be opened"),
        (b"a," * 600, "The file has more than 500 columns."),
    ],
)
def test_what_is_no_table_is_said_so(file_of, content, says):
    with pytest.raises(Unreadable) as refused:
        look_at(file_of(content.replace(b"a," * 600, b",".join([b"a"] * 600))))
    assert says in refused.value.message


def test_a_spreadsheet_is_read_as_a_person_would_write_it(book_of):
    path = book_of(
        ["name", "when", "amount", "vip", "phone"],
        ["Ada", date(2026, 3, 14), 1234.5, True, 33612345678],
        ["Bob", datetime(2026, 3, 14, 9, 30), 1.234, False, None],
        [None, None],
        ["Cleo", None, -5, None, "=1+1"],
    )
    headers, rows = all_of(path)
    assert headers == ["name", "when", "amount", "vip", "phone"]
    assert rows == [
        (2, ["Ada", "2026-03-14", "1234.5", "true", "33612345678"], ""),
        (3, ["Bob", "2026-03-14 09:30:00", "1.234", "false"], ""),
        (5, ["Cleo", "", "-5", "", ""], ""),
    ]


def test_a_sheet_of_notes_does_not_hide_the_table_on_the_next_one(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Read me first"])
    book.create_sheet("Empty")
    table = book.create_sheet("People")
    table.append([])
    table.append(["name", "phone"])
    table.append(["Ada", "0612"])
    book.save(tmp_path / "table")
    layout, headers, sheets = look_at(tmp_path / "table")
    assert (layout.sheet, headers, sheets) == ("People", ["name", "phone"], ["People", "Sheet", "Empty"])


def test_an_archive_made_to_fill_the_memory_is_refused(book_of, tmp_path):
    path = book_of(["name"], ["Ada"])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", b"0" * 50_000_000)
    with pytest.raises(Unreadable, match="unpacks to more than can be read"):
        look_at(path)


def test_a_spreadsheet_that_declares_entities_is_refused(book_of, tmp_path):
    path = book_of(["name"], ["Ada"])
    bad = tmp_path / "bad.xlsx"
    with zipfile.ZipFile(path) as good, zipfile.ZipFile(bad, "w") as archive:
        for part in good.namelist():
            content = good.read(part)
            if part.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
            archive.writestr(part, content)
    with pytest.raises(Unreadable, match="declares what spreadsheets never do"):
        look_at(bad)


def test_an_archive_that_is_no_spreadsheet_is_said_so(tmp_path):
    path = tmp_path / "members.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("subscribed.csv", "a,b")
    with pytest.raises(Unreadable, match="Upload the CSV or XLSX file that is in it"):
        look_at(path)


def test_a_damaged_spreadsheet_is_said_so(book_of):
    path = book_of(["name"], *[[f"Ada {n}"] for n in range(50)])
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(Unreadable, match="cannot be opened"):
        look_at(path)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("+33 6 12 34 56 78", "+33 6 12 34 56 78"),
        ("-5", "-5"),
        ("-1 234,50", "-1 234,50"),
        ("'quoted'", "'quoted'"),
        ("Ada", "Ada"),
        ("", ""),
    ],
)
def test_formulas_are_neutralised_and_read_back(text, written):
    assert neutralise(text) == written
    assert plain(written) == text


def test_a_million_commas_are_one_quick_row(file_of):
    path = file_of('name,note\n"a"b' + "," * 1_000_000 + "\nBob,fine\n")
    rows = list(read(path, Layout("csv", "utf-8", ",")))
    assert [len(cells) for _number, cells, _problem in rows] == [501, 2]
