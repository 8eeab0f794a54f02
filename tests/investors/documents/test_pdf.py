import io
import tracemalloc

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from investors.documents import pdf
from tests.factories.documents import packed_pdf_bytes, pdf_bytes

TEXT = "ada@fund.example · 2026-03-14 10:30"


@pytest.fixture
def marked(tmp_path):
    """A function: a reader of the marked PDF of these bytes."""

    def mark(data, text=TEXT):
        path = tmp_path / "deck"
        path.write_bytes(data)
        return PdfReader(io.BytesIO(b"".join(pdf.marked(path, text))), strict=True)

    return mark


@pytest.mark.parametrize("data", [pdf_bytes(3), packed_pdf_bytes(3)], ids=["plain", "packed"])
def test_every_page_names_the_viewer_and_keeps_its_own_words(data, marked):
    pages = [page.extract_text() for page in marked(data).pages]
    assert len(pages) == 3
    for number, text in enumerate(pages, 1):
        assert f"Slide {number}" in text
        assert TEXT in text


def test_a_turned_page_is_marked_for_who_reads_it(marked):
    reader = marked(packed_pdf_bytes(3))
    assert [page.rotation for page in reader.pages] == [0, 90, 0]
    drawings = [page["/Resources"]["/XObject"]["/WeBoxMark"].indirect_reference for page in reader.pages]
    assert drawings[0] == drawings[2] != drawings[1]


def test_letters_of_a_name_survive_and_brackets_break_nothing(marked):
    text = marked(pdf_bytes(1), "Fonds d’été (Île) \\ ✓ · 2026").pages[0].extract_text()
    assert "Fonds d’été (Île) \\ ? · 2026" in text


def test_the_old_file_cannot_be_had_back_by_cutting_off_the_new(marked, tmp_path):
    data = pdf_bytes(2)
    written = marked(data).stream.getvalue()
    assert written.count(b"%%EOF") == written.count(b"startxref") == 1
    assert data not in written


def test_links_forms_and_titles_of_the_deck_stay(marked):
    writer = PdfWriter(clone_from=io.BytesIO(pdf_bytes(2)))
    writer.add_metadata({"/Title": "Deck"})
    writer.add_outline_item(title="Start", page_number=1)
    out = io.BytesIO()
    writer.write(out)
    reader = marked(out.getvalue())
    assert reader.metadata.title == "Deck"
    assert [item.title for item in reader.outline] == ["Start"]


def test_what_a_page_leaves_set_does_not_move_its_mark(marked):
    writer = PdfWriter()
    page = writer.add_blank_page(200, 100)
    left_open = DecodedStreamObject()
    left_open.set_data(b"0 0 0 0 0 0 cm")
    page[NameObject("/Contents")] = writer._add_object(left_open)
    out = io.BytesIO()
    writer.write(out)
    contents = marked(out.getvalue()).pages[0]["/Contents"]
    assert [part.get_object().get_data().split() for part in contents] == [
        [b"q"],
        b"0 0 0 0 0 0 cm".split(),
        b"Q q /Artifact BMC /WeBoxMark Do EMC Q".split(),
    ]


def test_a_page_without_content_or_size_is_marked_too(marked):
    writer = PdfWriter()
    writer.add_blank_page(300, 300)
    del writer.pages[0]["/MediaBox"]
    out = io.BytesIO()
    writer.write(out)
    drawing = marked(out.getvalue()).pages[0]["/Resources"]["/XObject"]["/WeBoxMark"]
    assert [float(side) for side in drawing["/BBox"]] == [0, 0, 612, 792]


def test_memory_stays_far_below_the_size_of_the_file(tmp_path):
    writer = PdfWriter()
    for number in range(40):
        page = writer.add_blank_page(960, 540)
        picture = DecodedStreamObject()
        picture.set_data(bytes([number]) * 1_000_000)
        page[NameObject("/Contents")] = writer._add_object(picture)
    path = tmp_path / "deck"
    writer.write(path)
    del writer
    tracemalloc.start()
    size = sum(len(piece) for piece in pdf.marked(path, TEXT))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 40_000_000
    assert peak < 8_000_000


def test_rehearsing_counts_the_pages(tmp_path):
    (tmp_path / "deck").write_bytes(pdf_bytes(5))
    assert pdf.rehearse(tmp_path / "deck") == 5
