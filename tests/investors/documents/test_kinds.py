import struct
import zipfile

import pytest

from investors.documents.kinds import DOCX, JPG, MP4, PDF, PNG, PPTX, XLSX, FileRefused, kind_of
from tests.factories.documents import (
    image_bytes,
    locked_pdf_bytes,
    office_bytes,
    packed_pdf_bytes,
    pdf_bytes,
    video_bytes,
)


@pytest.fixture
def told(tmp_path):
    """A function: what a file of these bytes is, or the sentence that refuses it."""

    def tell(data):
        path = tmp_path / "a.exe"
        path.write_bytes(data)
        try:
            return kind_of(path)
        except FileRefused as error:
            return error.message

    return tell


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (pdf_bytes(3), (PDF, 3)),
        (packed_pdf_bytes(4), (PDF, 4)),
        (office_bytes("pptx"), (PPTX, None)),
        (office_bytes("docx"), (DOCX, None)),
        (office_bytes("xlsx"), (XLSX, None)),
        (image_bytes("PNG"), (PNG, None)),
        (image_bytes("JPEG"), (JPG, None)),
        (video_bytes(), (MP4, None)),
    ],
    ids=["pdf", "packed pdf", "pptx", "docx", "xlsx", "png", "jpg", "mp4"],
)
def test_a_file_is_what_its_content_says_whatever_it_is_called(data, expected, told):
    assert told(data) == expected


OTHER = "Only PDF, PowerPoint, Word, Excel, PNG, JPEG and MP4 can be shared. Save it as a PDF."
DAMAGED_PDF = "This PDF is damaged. Open it, save it anew as a PDF, then upload that."
DAMAGED_OFFICE = "This Office file is damaged. Open it, save it anew, then upload that."


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF",
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(50),
        b"MZ\x90\x00" + bytes(100),
        b"\x7fELF" + bytes(100),
        b"<html>" + pdf_bytes(),  # some readers would find the PDF behind it
        video_bytes()[:-5],
        video_bytes().replace(b"isom", b"heic", 1),
    ],
    ids=["empty", "cut", "html", "svg", "gif", "exe", "elf", "html before pdf", "cut video", "heic"],
)
def test_what_is_none_of_them_is_refused(data, told):
    assert told(data) == OTHER


@pytest.mark.parametrize("data", [b"%PDF-1.7\nhello", pdf_bytes()[:300], b"%PDF-1.7\n" + bytes(1000) + b"%%EOF"])
def test_a_damaged_pdf_gets_a_sentence(data, told):
    assert told(data) == DAMAGED_PDF


def test_a_pdf_with_a_password_gets_a_sentence(told):
    assert told(locked_pdf_bytes()) == "This PDF is protected by a password. Save it without one, then upload it."


def tree_of(kids):
    """A PDF whose page tree is written by hand."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", *kids]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return body + tail % (len(objects) + 1, table, len(objects) + 1, len(body))


def test_a_page_tree_that_bites_its_tail_is_no_endless_one(told):
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>"
    assert told(tree_of([b"<< /Type /Pages /Count 9 /Kids [3 0 R 2 0 R] >>", page])) == (PDF, 1)
    assert told(tree_of([b"<< /Type /Pages /Count 9 /Kids [2 0 R] >>"])) == DAMAGED_PDF


def test_pages_are_counted_and_not_believed(told):
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>"
    assert told(tree_of([b"<< /Type /Pages /Count 1000000000 /Kids [3 0 R] >>", page])) == (PDF, 1)
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 2004))
    many = tree_of([b"<< /Type /Pages /Count 2001 /Kids [%s] >>" % kids, *[page] * 2001])
    assert told(many) == "This PDF has more than can be read: at most 2000 pages. Split it, or save it smaller."


def test_a_file_that_is_two_at_once_is_refused(told):
    refusal = "This file is two at once: an archive hides in it. Save it anew from its program."
    for first in (pdf_bytes(), image_bytes("PNG"), image_bytes("JPEG"), b"<html>"):
        assert told(first + office_bytes("pptx")) == refusal


def test_macros_are_refused(told):
    refusal = "This file has macros, which run on the reader’s machine. Save it without them."
    assert told(office_bytes("pptm")) == refusal
    assert told(office_bytes("pptx", **{"ppt/vbaProject.bin": b"x"})) == refusal


def test_an_archive_that_is_no_office_file_is_refused(told):
    refusal = "This archive is no PowerPoint, Word or Excel file. Upload the files in it one by one."
    assert told(office_bytes("")) == refusal
    assert told(office_bytes("ppsx")) == refusal


def test_an_old_office_file_or_one_with_a_password_gets_a_sentence(told):
    refusal = "This Office file is protected by a password, or of the old format. Save it as PDF, PPTX, DOCX or XLSX."
    assert told(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == refusal


def test_a_damaged_archive_gets_a_sentence(told, tmp_path):
    assert told(office_bytes()[:60]) == DAMAGED_OFFICE
    bare = tmp_path / "bare.zip"
    with zipfile.ZipFile(bare, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert told(bare.read_bytes()) == DAMAGED_OFFICE


def test_a_bomb_is_told_by_what_it_would_unpack_to(told):
    refusal = "This file unpacks to more than its readers could open. Save it anew, or as a PDF."
    assert told(office_bytes("xlsx", **{"xl/sheet1.xml": bytes(30_000_000)})) == refusal


def test_a_bomb_whose_parts_lie_upon_each_other_is_refused(told):
    """Every entry of the directory names the same packed bytes (Fifield's construction, in small)."""
    data = office_bytes("docx", **{"word/a.xml": bytes(range(256)) * 40})
    end = data.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", data[end + 16 : end + 20])[0]
    directory = data[start:end]
    many = directory * 60
    entries = 3 * 60
    tail = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, entries, entries, len(many), start, 0)
    refusal = "This file unpacks to more than its readers could open. Save it anew, or as a PDF."
    assert told(data[:start] + many + tail) == refusal


def test_an_image_of_too_many_pixels_is_refused_before_it_is_unpacked(told):
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">IIBBBBB", 9000, 9000, 8, 2, 0, 0, 0)
    assert told(image_bytes("PNG")[:60]) == "This image is damaged. Open it, save it anew, then upload that."
    assert told(head + bytes(30)) == "This image is damaged. Open it, save it anew, then upload that."
    wide = image_bytes("PNG", (16_001, 5_000))
    assert told(wide) == "This image has too many pixels: make it smaller first."
