"""A workbook (XLSX) written as it is sent: one sheet after the other, a row at a time, nothing kept in memory.

Numbers and dates are numbers and dates in it; a text is always a text, whatever it begins with.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

MOST_ROWS, MOST_CHARACTERS = 1_048_576, 32_767
# Beyond two gigabytes a part of the archive would need an extension that not every program reads.
MOST_BYTES = 1_500_000_000
# Handed on in pieces of about this size
PIECE = 64 * 1024
EPOCH = datetime.fromisoformat("1899-12-30")
# Before this day spreadsheets count in two ways.
FIRST_DAY = datetime.fromisoformat("1900-03-01")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STYLES = (
    f'{HEAD}<styleSheet xmlns="{SHEETS}/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf xfId="0"/>'
    '<xf numFmtId="164" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" xfId="0" applyNumberFormat="1"/>'
    '<xf fontId="1" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class Pipe:
    """What the archive writes into, and the sender takes away."""

    def __init__(self):
        self.parts, self.size = [], 0

    def write(self, data):
        self.parts.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self):
        pass

    def take(self):
        data, self.parts, self.size = b"".join(self.parts), [], 0
        return data


def stream(header: Sequence[str], rows: Iterable[Sequence], title: str) -> Iterator[bytes]:
    """The pieces of a workbook. Cells are texts, numbers, booleans, dates, datetimes without a zone, or None."""
    pipe, rows, number, more = Pipe(), iter(rows), 0, True
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/styles.xml", STYLES)
        while more:
            number += 1
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as sheet:
                more = yield from write_sheet(sheet, pipe, header, rows)
        write_frame(archive, number, title)
    yield pipe.take()


def write_sheet(sheet, pipe, header, rows):
    """Rows until they end or the sheet is full: whether there are more."""
    sheet.write(f'{HEAD}<worksheet xmlns="{SHEETS}/main"><sheetViews><sheetView workbookViewId="0">'.encode())
    sheet.write(b'<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>')
    top = "".join(text_cell(name, ' s="3"') for name in header)
    sheet.write(f"<sheetData><row>{top}</row>".encode())
    is_full, count, size = False, 1, 0
    for row in rows:
        size += sheet.write(f"<row>{''.join(map(cell, row))}</row>".encode())
        count += 1
        if pipe.size > PIECE:
            yield pipe.take()
        if count == MOST_ROWS or size > MOST_BYTES:
            is_full = True
            break
    sheet.write(b"</sheetData></worksheet>")
    return is_full


def cell(value):
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float | Decimal):
        return f"<c><v>{value}</v></c>"
    is_day = not isinstance(value, datetime)
    moment = datetime.combine(value, time.min) if is_day else value
    if moment < FIRST_DAY:
        return text_cell(value.isoformat())
    gone = moment - EPOCH
    days = gone.days if is_day else gone.days + gone.seconds / 86400
    return f'<c s="{1 if is_day else 2}"><v>{days}</v></c>'


def text_cell(text, style=""):
    if not text.isprintable():
        text = UNWRITABLE.sub("", text)
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{escape(text[:MOST_CHARACTERS])}</t></is></c>'


def write_frame(archive, number, title):
    """What ties the sheets together."""
    sheets = range(1, number + 1)
    names = {n: title[:25] if n == 1 else f"{title[:25]} {n}" for n in sheets}
    kinds = {"/xl/workbook.xml": "sheet.main", "/xl/styles.xml": "styles"}
    kinds |= {f"/xl/worksheets/sheet{n}.xml": "worksheet" for n in sheets}
    base = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{base}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    archive.writestr(
        "[Content_Types].xml",
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
    )
    archive.writestr("_rels/.rels", relationships({"rId1": ("officeDocument", "xl/workbook.xml")}))
    parts = {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in sheets}
    archive.writestr("xl/_rels/workbook.xml.rels", relationships(parts | {"rId0": ("styles", "styles.xml")}))
    listed = "".join(f'<sheet name={quoteattr(names[n])} sheetId="{n}" r:id="rId{n}"/>' for n in sheets)
    archive.writestr(
        "xl/workbook.xml",
        f'{HEAD}<workbook xmlns="{SHEETS}/main" xmlns:r="{OFFICE}/relationships"><sheets>{listed}</sheets></workbook>',
    )


def relationships(parts):
    each = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/relationships/{kind}" Target="{target}"/>'
        for name, (kind, target) in parts.items()
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{each}</Relationships>'
