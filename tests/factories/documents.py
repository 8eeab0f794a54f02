"""Files of every kind, as their programs write them, and documents and links made of them."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from reportlab.pdfgen import canvas

from investors.actions import documents, sharing
from investors.models import Folder, LinkVisit

OOXML = "application/vnd.openxmlformats-officedocument"
MAIN_PARTS = {
    "pptx": f"{OOXML}.presentationml.presentation.main+xml",
    "docx": f"{OOXML}.wordprocessingml.document.main+xml",
    "xlsx": f"{OOXML}.spreadsheetml.sheet.main+xml",
    "ppsx": f"{OOXML}.presentationml.slideshow.main+xml",
    "pptm": "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
}


def pdf_bytes(pages=2, size=(960, 540), words="Slide"):
    out = io.BytesIO()
    drawing = canvas.Canvas(out, pagesize=size)
    for number in range(1, pages + 1):
        drawing.drawString(50, 480, f"{words} {number}")
        drawing.showPage()
    drawing.save()
    return out.getvalue()


def packed_pdf_bytes(pages=3):
    """As office programs write them: small objects packed into a stream, the second page turned, inherited fonts."""
    small = {1: b"<</Type/Catalog/Pages 2 0 R>>", 3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}
    kids = b" ".join(b"%d 0 R" % (10 + 2 * number) for number in range(pages))
    inherited = b"/MediaBox[0 0 960 540]/Resources<</Font<</F 3 0 R>>>>"
    small[2] = b"<</Type/Pages/Count %d/Kids[%s]%s>>" % (pages, kids, inherited)
    large = {}
    for number in range(pages):
        turned = b"/Rotate 90" if number == 1 else b""
        small[10 + 2 * number] = b"<</Type/Page/Parent 2 0 R/Contents %d 0 R%s>>" % (11 + 2 * number, turned)
        words = b"BT /F 20 Tf 50 480 Td (Slide %d) Tj ET" % (number + 1)
        large[11 + 2 * number] = b"<</Length %d>>stream\n%s\nendstream" % (len(words), words)
    heads, bodies = b"", b""
    for number, body in small.items():
        heads, bodies = heads + b"%d %d " % (number, len(bodies)), bodies + body + b" "
    packed = zlib.compress(heads + bodies)
    fields = (len(small), len(heads), len(packed))
    large[4] = b"<</Type/ObjStm/Filter/FlateDecode/N %d/First %d/Length %d>>stream\n" % fields + packed + b"\nendstream"
    out, table = b"%PDF-1.5\n", {0: (0, 0, 65535)} | {number: (2, 4, at) for at, number in enumerate(small)}
    for number, body in large.items():
        table[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size, place = 10 + 2 * pages, len(out)
    rows = b"".join(struct.pack(">BIH", *table.get(number, (0, 0, 0))) for number in range(size))
    told = b"<</Type/XRef/W[1 4 2]/Size %d/Root 1 0 R/Length %d>>stream\n" % (size, len(rows))
    return out + b"9 0 obj\n" + told + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % place


def locked_pdf_bytes():
    writer = PdfWriter(clone_from=io.BytesIO(pdf_bytes()))
    writer.encrypt("secret", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def office_bytes(kind="pptx", **parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        main = f'<Override PartName="/main.xml" ContentType="{MAIN_PARTS[kind]}"/>' if kind in MAIN_PARTS else ""
        archive.writestr("[Content_Types].xml", f"<Types>{main}</Types>")
        archive.writestr("main.xml", "<p/>")
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def image_bytes(format="PNG", size=(40, 30)):
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, format)
    return out.getvalue()


def video_bytes():
    boxes = [(b"ftyp", b"isom\x00\x00\x02\x00isomiso2mp41"), (b"moov", b"\x00" * 40), (b"mdat", b"\x01" * 100)]
    return b"".join((len(body) + 8).to_bytes(4, "big") + name + body for name, body in boxes)


def upload(data=None, name="Deck 2026.pdf"):
    return SimpleUploadedFile(name, pdf_bytes() if data is None else data)


def make_document(workspace, by=None, data=None, name="", **fields):
    return documents.add_document(workspace=workspace, by=by, upload=upload(data), name=name, **fields)


def make_folder(workspace, name="Data room"):
    return documents.save_folder(folder=Folder(workspace=workspace), by=None, name=name)


def make_link(thing, by=None, **fields):
    leads_to = {"folder" if isinstance(thing, Folder) else "document": thing}
    return sharing.create_link(workspace=thing.workspace, by=by, **leads_to, **fields)


def make_visit(link, email="ada@fund.example", **fields):
    return LinkVisit.objects.create(workspace=link.workspace, link=link, email=email, **fields)


def make_view(link, document=None, visit=None, **fields):
    visit = visit or make_visit(link)
    told = {"was_downloaded": False, "is_machine": False, "language": "fr"} | fields
    return sharing.record_view(visit=visit, document=document or link.document, **told)
