"""A report as a PDF: the same cells as the workbook, drawn row by row; long texts wrap, numbers stay on one line."""

import unicodedata
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.graphics import renderPDF
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from investors.exporting import charts
from investors.exporting.report import text_of
from webox.lib import fonts
from webox.lib.wrapping import broken, wrapped

MEDIUM, BOLD = "WeBox", "WeBoxBold"
PAPER = WIDTH, HEIGHT = landscape(A4)
MARGIN, BOTTOM = 36, 48
SIZE, LEADING, PADDING = 8, 10.5, 6
GUTTER = 6
# Of a character of a column's width
WIDEST = 8
# How much wider than its column a word may be before it is broken
SQUEEZED = 1.3
# A row of fewer lines stays on one page.
KEPT_TOGETHER = 20
INK, QUIET, RULE, SHADE = (HexColor(color) for color in ("#1f2937", "#5b6675", "#d5dae1", "#e6f4f1"))
UNKNOWN = "\N{WHITE SQUARE}"


def write(report, file):
    paper = Paper(report, file)
    paper.title()
    for number, view in enumerate(report.sheets):
        paper.chapter(view, f"view{number}")
    paper.save()


@cache
def register_fonts():
    for name, path in ((MEDIUM, fonts.MEDIUM), (BOLD, fonts.BOLD)):
        pdfmetrics.registerFont(TTFont(name, str(path)))


class Paper:
    """Pages filled from the top down, each with the header of the table that goes on there."""

    def __init__(self, report, file):
        register_fonts()
        self.report, self.header = report, None
        self.canvas = Canvas(file, pagesize=PAPER, lang=get_language(), pageCompression=1)
        self.canvas.setTitle(report.title)
        self.canvas.setAuthor(report.workspace)
        self.y = HEIGHT - MARGIN

    def title(self):
        self.text(self.report.title, BOLD, 18, INK)
        facts = [
            self.report.workspace,
            _("Made on %(date)s (%(zone)s)") % {"date": self.report.made, "zone": self.report.zone},
            _("%(name)s: %(value)s") % {"name": _("Filter"), "value": self.report.filters},
        ]
        for line in facts:
            self.text(line, MEDIUM, 9, QUIET)

    def text(self, text, font, size, color):
        self.canvas.setFillColor(color)
        self.canvas.setFont(font, size)
        for line in lines_of(text, font, size, WIDTH - 2 * MARGIN):
            self.y -= size * 1.4
            self.canvas.drawString(MARGIN, self.y, line)

    def chapter(self, view, key):
        if self.y - BOTTOM < 120 + (charts.HEIGHT if view.charts else 0):
            self.turn()
        self.y -= 14
        self.canvas.bookmarkPage(key)
        self.canvas.addOutlineEntry(view.title, key)
        self.text(view.title, BOLD, 12, INK)
        self.y -= 6
        if view.charts:
            self.charts(view.charts)
        self.table(view)

    def charts(self, drawn):
        self.y -= charts.HEIGHT
        width = (WIDTH - 2 * MARGIN) / len(drawn)
        for number, chart in enumerate(drawn):
            drawing = charts.draw(chart, width - 12, (MEDIUM, BOLD))
            renderPDF.draw(drawing, self.canvas, MARGIN + number * width, self.y)
        self.y -= 10

    def table(self, view):
        places = [place for place, column in enumerate(view.columns) if column.is_on_paper]
        columns = [view.columns[place] for place in places]
        # A table of few columns is no wider than it need be.
        scale = min((WIDTH - 2 * MARGIN) / sum(column.width for column in columns), WIDEST)
        widths = [column.width * scale for column in columns]
        self.header = [(column.label, width, column) for column, width in zip(columns, widths, strict=True)]
        self.row(self.header, BOLD, is_header=True)
        for rows, font in ((view.rows, MEDIUM), (view.totals, BOLD)):
            for row in rows:
                texts = [text_of(row[place], view.columns[place].kind, self.report.zone) for place in places]
                self.row(list(zip(texts, widths, columns, strict=True)), font)
        self.header = None

    def row(self, cells, font, is_header=False):
        """`cells` are (text, width, column)."""
        lines = [
            lines_of(text, font, SIZE, width - GUTTER, SQUEEZED) if column.wraps or is_header else [readable(text)]
            for text, width, column in cells
        ]
        done, tallest = 0, max(map(len, lines))
        while done < tallest:
            fits = int((self.y - BOTTOM - PADDING) / LEADING)
            if fits < min(tallest - done, KEPT_TOGETHER):
                self.turn()
                continue
            part = [each[done : done + fits] for each in lines]
            self.band(part, cells, font, is_header)
            done += fits

    def band(self, part, cells, font, is_header):
        height, full = max(map(len, part)) * LEADING + PADDING, sum(width for _text, width, _column in cells)
        if is_header:
            self.canvas.setFillColor(SHADE)
            self.canvas.rect(MARGIN, self.y - height, full, height, stroke=0, fill=1)
        self.canvas.setFillColor(INK)
        left = MARGIN
        for lines, (_text, width, column) in zip(part, cells, strict=True):
            for number, line in enumerate(lines):
                self.line(line, left, self.y - PADDING / 2 - 8 - number * LEADING, width, font, column.is_number)
            left += width
        self.y -= height
        self.canvas.setStrokeColor(RULE)
        self.canvas.setLineWidth(0.4)
        self.canvas.line(MARGIN, self.y, MARGIN + full, self.y)

    def line(self, text, left, y, width, font, is_number):
        needed, room = pdfmetrics.stringWidth(text, font, SIZE), width - GUTTER
        # A number is never cut, a word not for a letter: what is wider than its column is set smaller.
        self.canvas.setFont(font, SIZE if needed <= room else SIZE * room / needed)
        if is_number:
            self.canvas.drawRightString(left + width - GUTTER / 2, y, text)
        else:
            self.canvas.drawString(left + GUTTER / 2, y, text)

    def turn(self):
        self.finish_page()
        self.y = HEIGHT - MARGIN
        if self.header:
            self.row(self.header, BOLD, is_header=True)

    def finish_page(self):
        canvas, y = self.canvas, BOTTOM - 20
        canvas.setFillColor(QUIET)
        canvas.setFont(MEDIUM, 7)
        canvas.drawString(MARGIN, y, readable(f"{self.report.title} · {self.report.workspace} · {self.report.made}"))
        before, _after = self.page_words(canvas.getPageNumber())
        canvas.drawRightString(WIDTH - MARGIN - 24, y, before)
        # How many pages there are is known in the end: each page shows the same form, drawn then.
        canvas.saveState()
        canvas.translate(WIDTH - MARGIN - 24, y)
        canvas.doForm("pages")
        canvas.restoreState()
        canvas.showPage()

    @staticmethod
    def page_words(page):
        return (_("Page %(page)s of %(pages)s") % {"page": page, "pages": "\n"}).split("\n")

    def save(self):
        self.finish_page()
        pages = self.canvas.getPageNumber() - 1
        self.canvas.beginForm("pages", 0, -4, 24, 12)
        self.canvas.setFillColor(QUIET)
        self.canvas.setFont(MEDIUM, 7)
        self.canvas.drawString(0, 0, f"{pages}{self.page_words(pages)[1]}")
        self.canvas.endForm()
        self.canvas.save()


class Glyphs(dict):
    """Character by character, what the font shows: a square for what it has no letter for."""

    def __missing__(self, code):
        character = chr(code)
        face = pdfmetrics.getFont(MEDIUM).face.charToGlyph
        if code in face or character == "\n":
            shown = character
        elif character in "\u202f\u2007":
            shown = "\N{NO-BREAK SPACE}"
        elif character == "\N{NON-BREAKING HYPHEN}":
            shown = "-"
        elif character.isspace():
            shown = " "
        else:
            shown = "" if unicodedata.category(character)[0] in "CM" else UNKNOWN
        return self.setdefault(code, shown)


GLYPHS = Glyphs()


def readable(text):
    return unicodedata.normalize("NFC", text).translate(GLYPHS)


def lines_of(text, font, size, width, longest=1):
    """The text in lines of this width; a word `longest` times as wide is broken."""

    def measure(part):
        return pdfmetrics.stringWidth(part, font, size)

    found = []
    for line in readable(text).split("\n"):
        if measure(line) <= width:
            found.append(line)
        else:
            found += wrapped(
                [part for word in line.split() for part in broken(word, measure, width * longest)], measure, width
            )
    return found
