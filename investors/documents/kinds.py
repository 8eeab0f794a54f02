"""What an uploaded file is: told by its content alone. Its name and what the browser called it are never asked."""

import re
import zipfile
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image

from investors.documents import pdf
from webox.lib.spreadsheets import MOST_RATIO, MOST_UNPACKED

MOST_PARTS = 20_000
MOST_PIXELS = 80_000_000
LONGEST_LIST = 2_000_000


class FileRefused(Exception):
    """`message` says to the person what is wrong with the file, and what to do."""

    def __init__(self, message):
        self.message = message
        super().__init__(message)


@dataclass(frozen=True)
class Kind:
    content_type: str
    extension: str
    label: str
    icon: str = "file-text"


OOXML = "application/vnd.openxmlformats-officedocument."
PDF = Kind("application/pdf", ".pdf", "PDF", "file-type-pdf")
PPTX = Kind(f"{OOXML}presentationml.presentation", ".pptx", "PowerPoint", "presentation")
DOCX = Kind(f"{OOXML}wordprocessingml.document", ".docx", "Word")
XLSX = Kind(f"{OOXML}spreadsheetml.sheet", ".xlsx", "Excel", "table")
PNG = Kind("image/png", ".png", "PNG", "photo")
JPG = Kind("image/jpeg", ".jpg", "JPEG", "photo")
MP4 = Kind("video/mp4", ".mp4", "MP4", "movie")
KINDS = {kind.content_type: kind for kind in (PDF, PPTX, DOCX, XLSX, PNG, JPG, MP4)}
# What browsers offer in their dialog; the content decides
ACCEPTED = ",".join(kind.extension for kind in KINDS.values()) + ",.jpeg"

MAIN_PART = re.compile(rb'ContentType\s*=\s*"([^"]+)\.main\+xml"')
BRANDS = re.compile(rb"isom|iso[2-9]|mp4[12]|avc1|M4V|dash|MSNV|qt  ")


def kind_of(path):
    """(Kind, number of pages of a PDF or None) of a file. Raises FileRefused."""
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith(b"PK\x03\x04"):
        return office_of(path), None
    if zipfile.is_zipfile(path):
        raise FileRefused(_("This file is two at once: an archive hides in it. Save it anew from its program."))
    if head.startswith(b"%PDF-"):
        return PDF, pages_of(path)
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return image_of(path), None
    if head[4:8] == b"ftyp" and BRANDS.match(head[8:12]) and b"moov" in boxes_of(path):
        return MP4, None
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused(
            _("This Office file is protected by a password, or of the old format. Save it as PDF, PPTX, DOCX or XLSX.")
        )
    raise FileRefused(_("Only PDF, PowerPoint, Word, Excel, PNG, JPEG and MP4 can be shared. Save it as a PDF."))


def pages_of(path):
    try:
        return pdf.rehearse(path)
    except pdf.Encrypted as error:
        raise FileRefused(_("This PDF is protected by a password. Save it without one, then upload it.")) from error
    except pdf.TooMuch as error:
        text = _("This PDF has more than can be read: at most %(number)d pages. Split it, or save it smaller.")
        raise FileRefused(text % {"number": pdf.MOST_PAGES}) from error
    except Exception as error:  # strangers' files break readers in every way there is
        raise FileRefused(_("This PDF is damaged. Open it, save it anew as a PDF, then upload that.")) from error


def office_of(path):
    damaged = _("This Office file is damaged. Open it, save it anew, then upload that.")
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            refuse_bombs(parts, path.stat().st_size)
            with archive.open("[Content_Types].xml") as file:
                listed = file.read(LONGEST_LIST)
            names = [part.filename for part in parts]
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise FileRefused(damaged) from error
    if b"macroEnabled" in listed or any(name.endswith("vbaProject.bin") for name in names):
        raise FileRefused(_("This file has macros, which run on the reader’s machine. Save it without them."))
    main = {found.decode(errors="replace") for found in MAIN_PART.findall(listed)} & set(KINDS)
    if len(main) != 1:
        raise FileRefused(_("This archive is no PowerPoint, Word or Excel file. Upload the files in it one by one."))
    return KINDS[main.pop()]


def refuse_bombs(parts, size):
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    # More packed bytes than the file has: its parts lie upon each other.
    is_bomb = packed > size or (unpacked > 10_000_000 and unpacked / (packed or 1) > MOST_RATIO)
    if is_bomb or unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise FileRefused(_("This file unpacks to more than its readers could open. Save it anew, or as a PDF."))


def image_of(path):
    try:
        with Image.open(path, formats=("PNG", "JPEG")) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise FileRefused(_("This image has too many pixels: make it smaller first."))
            image.verify()
            return PNG if image.format == "PNG" else JPG
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise FileRefused(_("This image is damaged. Open it, save it anew, then upload that.")) from error


def boxes_of(path):
    """The names of a video's outermost boxes; nothing where they do not fill the file."""
    names, place, end = set(), 0, path.stat().st_size
    with path.open("rb") as file:
        while place < end and len(names) < 100:
            file.seek(place)
            head = file.read(16)
            length = int.from_bytes(head[:4], "big")
            if length == 1:
                length = int.from_bytes(head[8:], "big")
            names.add(head[4:8])
            place = place + length if length >= 8 else end + (length > 0)
    return names if place == end else set()
