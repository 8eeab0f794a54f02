"""PDFs, read with pypdf and written anew object by object, with a mark on every page: never more than one object, or
one stream of small ones, is in memory."""

import io
import math
import time
from itertools import count

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
)
from reportlab.pdfbase.pdfmetrics import stringWidth

MOST_PAGES = 2000
MOST_OBJECTS = 400_000
MOST_SECONDS = 30
# A piece of the answer
PIECE = 64 * 1024
INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
LETTER = (0.0, 0.0, 612.0, 792.0)
NAME = NameObject("/WeBoxMark")


class Encrypted(Exception):
    pass


class TooMuch(Exception):
    pass


def rehearse(path):
    """The number of pages of a PDF that can be marked. Raises Encrypted, TooMuch and whatever pypdf does."""
    ends = time.monotonic() + MOST_SECONDS
    with path.open("rb") as file:
        reader = open_pdf(file)
        pages = pages_of(reader)
        for _piece in written(reader, pages, "-"):
            if time.monotonic() > ends:
                raise TooMuch
    if not pages:
        raise PyPdfError("There is no page.")
    return len(pages)


def marked(path, text):
    """Pieces of the PDF with the text over every page."""
    with path.open("rb") as file:
        reader, parts, size = open_pdf(file), [], 0
        for part in written(reader, pages_of(reader), text):
            parts.append(part)
            size += len(part)
            if size >= PIECE:
                yield b"".join(parts)
                parts, size = [], 0
        yield b"".join(parts)


def open_pdf(file):
    reader = PdfReader(file, strict=False)
    if reader.is_encrypted:
        raise Encrypted
    if sum(map(len, reader.xref.values())) + len(reader.xref_objStm) > MOST_OBJECTS:
        raise TooMuch
    return reader


def pages_of(reader):
    """{number of the page's object: what it inherits}, in order; a tree that bites its tail ends where it does."""
    waiting, seen, pages = [(reader.root_object.raw_get("/Pages"), {})], set(), {}
    while waiting:
        reference, inherited = waiting.pop()
        if not isinstance(reference, IndirectObject) or reference.idnum in seen:
            continue
        seen.add(reference.idnum)
        node = reference.get_object()
        if not isinstance(node, DictionaryObject):
            continue
        inherited = inherited | {name: node.raw_get(name) for name in INHERITED if name in node}
        if "/Kids" in node:
            waiting += [(kid, inherited) for kid in reversed(node["/Kids"])]
        else:
            pages[reference.idnum] = inherited
        if len(seen) > 2 * MOST_PAGES or len(pages) > MOST_PAGES:
            raise TooMuch
    return pages


def written(reader, pages, text):
    """The whole file in bytes, an object each: numbered as before, the marks after them."""
    generations = {
        number: generation for generation in sorted(reader.xref) for number in reader.xref[generation] if number
    }
    streams = reader.xref_objStm
    # Those of one stream follow each other, so that it is unpacked once.
    numbers = sorted(generations.keys() | streams.keys(), key=lambda number: (streams.get(number, (0, 0))[0], number))
    marks = Marks(text, count(max(numbers) + 1))
    place, offsets, stream = 0, {}, 0
    head = reader.pdf_header.encode("latin-1", "replace")[:8] + b"\n%\xe2\xe3\xcf\xd3\n"
    yield head
    place = len(head)

    def placed(number, generation, thing):
        nonlocal place
        body = io.BytesIO()
        body.write(b"%d %d obj\n" % (number, generation))
        thing.write_to_stream(body)
        body.write(b"\nendobj\n")
        offsets[number] = (place, generation)
        place += body.tell()
        return body.getvalue()

    for number in numbers:
        home = streams.get(number, (0, 0))[0]
        if home == 0 or home != stream:
            reader.resolved_objects.clear()
            stream = home
        generation = 0 if home else generations[number]
        thing = object_of(reader, number, generation)
        if is_plumbing(thing):
            continue
        if number in pages and isinstance(thing, DictionaryObject):
            thing = marks.on(thing, pages[number])
        yield placed(number, generation, thing)
    for number, thing in marks.things.items():
        yield placed(number, 0, thing)
    yield ending(reader, offsets, place)


def object_of(reader, number, generation):
    try:
        thing = reader.get_object(IndirectObject(number, generation, reader))
    except PyPdfError:
        # What one reader cannot read others leave out too.
        thing = None
    return NullObject() if thing is None else thing


def is_plumbing(thing):
    """How the old file was laid out, which says nothing of the new one."""
    if not isinstance(thing, DictionaryObject):
        return False
    return "/Linearized" in thing or thing.get("/Type") in ("/ObjStm", "/XRef")


def ending(reader, offsets, place):
    """The table of where each object is, and what a reader begins with."""
    lines, last = [b"xref\n0 1\n0000000000 65535 f \n"], None
    for number in sorted(offsets):
        if number - 1 != last:
            run = next(each for each in count(number) if each + 1 not in offsets) - number + 1
            lines.append(b"%d %d\n" % (number, run))
        lines.append(b"%010d %05d n \n" % offsets[number])
        last = number
    trailer = DictionaryObject(
        {
            NameObject("/Size"): NumberObject(max(offsets) + 1),
            NameObject("/Root"): reader.root_object.indirect_reference,
        }
    )
    if "/Info" in reader.trailer:
        trailer[NameObject("/Info")] = reader.trailer.raw_get("/Info")
    body = io.BytesIO()
    trailer.write_to_stream(body)
    return b"".join([*lines, b"trailer\n", body.getvalue(), b"\nstartxref\n%d\n%%%%EOF\n" % place])


class Marks:
    """The objects that lie over the pages: a drawing for each shape of page, and what frames a page's own content."""

    def __init__(self, text, numbers):
        self.text, self.numbers = text, numbers
        # {number: object}, written after all others
        self.things, self.drawings = {}, {}
        # Whatever a page leaves set does not move its mark.
        self.before = self.add(stream_of(b"q\n"))
        self.after = self.add(stream_of(b"\nQ\nq /Artifact BMC %s Do EMC Q\n" % NAME.encode()))

    def add(self, thing):
        number = next(self.numbers)
        self.things[number] = thing
        return IndirectObject(number, 0, None)

    def on(self, page, inherited):
        """A copy of the page with its mark."""
        page = DictionaryObject(page)
        whole = {name: value.get_object() for name, value in inherited.items()}
        box = box_of(whole.get("/CropBox")) or box_of(whole.get("/MediaBox")) or LETTER
        turned = whole.get("/Rotate", 0)
        resources = copy_of(whole.get("/Resources"))
        drawings = copy_of(resources.get("/XObject"))
        drawings[NAME] = self.drawing(box, int(turned) if isinstance(turned, int | float) else 0)
        resources[NameObject("/XObject")] = drawings
        page[NameObject("/Resources")] = resources
        page[NameObject("/Contents")] = ArrayObject([self.before, *contents_of(page), self.after])
        return page

    def drawing(self, box, turned):
        if (box, turned) not in self.drawings:
            self.drawings[box, turned] = self.add(drawing_of(self.text, box, turned))
        return self.drawings[box, turned]


def copy_of(thing):
    thing = thing.get_object() if thing is not None else None
    return DictionaryObject(thing) if isinstance(thing, DictionaryObject) else DictionaryObject()


def contents_of(page):
    if "/Contents" not in page:
        return []
    contents = page.raw_get("/Contents")
    whole = contents.get_object()
    if isinstance(whole, ArrayObject):
        return list(whole)
    return [contents] if isinstance(contents, IndirectObject) and isinstance(whole, DictionaryObject) else []


def box_of(thing):
    """(left, bottom, right, top), or None for what is no rectangle."""
    try:
        x, y, other_x, other_y = (float(each.get_object()) for each in thing)
    except (TypeError, ValueError, AttributeError):
        return None
    box = (min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y))
    return box if box[2] - box[0] >= 1 and box[3] - box[1] >= 1 else None


def drawing_of(text, box, turned):
    """The text again and again across the page, uphill for whoever reads it."""
    width, height = box[2] - box[0], box[3] - box[1]
    size = max(min(width, height) / 26, 4)
    longest, reach = max(width, height), math.hypot(width, height) / 2
    step_x = max(stringWidth(text, "Helvetica", size) + 3 * size, longest / 20)
    step_y = max(6 * size, longest / 20)
    written = text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    centre = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    # Level at the foot too, small, where it can be searched for and copied
    left, bottom, right, top = box
    foot = ((left, bottom), (right, bottom), (right, top), (left, top))[turned // 90 % 4]
    lines = [b"/Seen gs 0.5 g BT", *begin(size / 3, turned, foot)]
    lines += [b"%.2f %.2f Td (%s) Tj" % (size / 3, size / 3, written), *begin(size, 30 + turned, centre)]
    at = [0.0, 0.0]
    rows, columns = int(reach / step_y), int(reach / step_x) + 1
    for row in range(-rows, rows + 1):
        for column in range(-columns, columns + 1):
            x, y = (column + (row % 2) / 2) * step_x - step_x / 2, row * step_y
            lines.append(b"%.2f %.2f Td (%s) Tj" % (x - at[0], y - at[1], written))
            at = [x, y]
    stream = stream_of(b"\n".join([*lines, b"ET"]))
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    state = DictionaryObject({NameObject("/ca"): FloatObject(0.22)})
    resources = {"/Font": named({"/Face": names(font)}), "/ExtGState": named({"/Seen": state})}
    stream.update(names({"/Type": "/XObject", "/Subtype": "/Form"}))
    stream[NameObject("/BBox")] = ArrayObject(FloatObject(round(side, 2)) for side in box)
    stream[NameObject("/Resources")] = named(resources)
    return stream


def begin(size, angle, place):
    """Text of a size from a place on, along a direction."""
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    yield b"/Face %.2f Tf %.5f %.5f %.5f %.5f %.2f %.2f Tm" % (size, cosine, sine, -sine, cosine, *place)


def stream_of(data):
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


def names(fields):
    return named({name: NameObject(value) for name, value in fields.items()})


def named(fields):
    return DictionaryObject({NameObject(name): value for name, value in fields.items()})
