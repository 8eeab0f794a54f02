"""CSV and its relatives, as programs and people really write them: any encoding, any delimiter, broken quotes."""

import codecs
import csv
import re
from collections import Counter, deque
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from webox.lib.tablefaults import Unreadable

MOST_COLUMNS = 500
DELIMITERS = ",;\t|"
# A line of more characters, or a cell over more lines, is a quote that nobody closed.
LONGEST_LINE = 4_000_000
MOST_LINES = 1000
csv.field_size_limit(max(csv.field_size_limit(), LONGEST_LINE))

BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
# What a byte that does not belong to the encoding is read as
UNDECODED = re.compile("[\udc80-\udcff]")
BEYOND_ASCII = re.compile("[^\x00-\x7f\udc80-\udcff]")
LETTERS = set("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœßšž")
MARKS = set("’‘“”–—…«»€°£§•\u00a0")


def refuse_binary(start):
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(_("This is an old Excel file (.xls). Open it, save it as .xlsx or CSV, and upload that."))
    if start.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"Rar!", b"{\\rtf")):
        raise Unreadable(_("This is no table. Upload a CSV or XLSX file."))


def encoding_of(path):
    """The likeliest encoding of a file, all of it looked at."""
    with Path(path).open("rb") as file:
        start = file.read(65536)
        for bom, encoding in BOMS.items():
            if start.startswith(bom):
                return encoding
        for encoding, others in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
            if others.count(0) > len(others) * 0.6:
                return encoding
        file.seek(0)
        bad, good, sample = look_for_utf8(file)
    if not bad or good > bad:
        return "utf-8"
    return max(("cp1252", "mac_roman"), key=lambda encoding: likelihood(sample, encoding))


def look_for_utf8(file):
    """(bytes that are not UTF-8, characters that are and beyond ASCII, lines with the former)."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    bad = good = 0
    sample = b""
    while chunk := file.read(1 << 20):
        text = decoder.decode(chunk)
        if text.isascii():
            continue
        found = len(UNDECODED.findall(text))
        bad, good = bad + found, good + len(BEYOND_ASCII.findall(text))
        if found and len(sample) < 65536:
            sample += b"\n".join(line for line in chunk.splitlines() if not line.isascii())[:65536]
    return bad, good, sample


def likelihood(sample, encoding):
    """How much the bytes look like a European language in this encoding."""
    score, before = 0, ""
    for character in sample.decode(encoding, "replace"):
        if not character.isascii():
            if character in LETTERS:
                score += 2
            elif character.lower() in LETTERS:
                # A capital in the middle of a word is the wrong reading of something else.
                score += -2 if before.islower() else 1
            else:
                score += 1 if character in MARKS else -2
        before = character
    return score


def delimiter_of(path, encoding):
    """The delimiter that cuts the first rows into the same number of cells, the most cells first."""
    with open_text(path, encoding) as file:
        lines = [line for line in islice(iter(lambda: file.readline(20_000), ""), 60) if line.strip()]
    if lines and (told := told_delimiter(lines[0])):
        return told

    def quality(delimiter):
        try:
            widths = Counter(len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells)
        except csv.Error:
            return 0, 0
        width, times = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]), default=(1, 0))
        return (0, 0) if width < 2 else (times / widths.total(), width)

    return max(DELIMITERS, key=quality)


def told_delimiter(line):
    """Excel's own first line, `sep=;`."""
    found = re.fullmatch(r'\ufeff?"?sep=(.)"?', line.rstrip("\r\n"), re.IGNORECASE)
    return found and found[1]


def open_text(path, encoding):
    errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    return Path(path).open(encoding=encoding, errors=errors, newline="")


class Unclosed(Exception):
    """The record being read has no end in sight."""


class TooLong(Unclosed):
    pass


class Lines:
    """The lines of a file for csv.reader, with those of the record that is being read at hand to start over."""

    def __init__(self, file):
        self.file, self.record, self.waiting, self.length = file, [], deque(), 0

    def __iter__(self):
        return self

    def __next__(self):
        record = self.record
        line = self.waiting.popleft() if self.waiting else self.file.readline(LONGEST_LINE)
        if record:
            self.length += len(line)
            if not line or len(record) >= MOST_LINES or self.length > LONGEST_LINE:
                self.waiting.appendleft(line)
                raise Unclosed
        elif not line:
            raise StopIteration
        record.append(line)
        if len(line) == LONGEST_LINE and not line.endswith("\n"):
            while (more := self.file.readline(LONGEST_LINE)) and not more.endswith("\n"):
                pass
            raise TooLong
        return line

    def begin(self):
        self.record.clear()
        self.length = 0

    def swallowed(self, cells, width, delimiter):
        """Whether a quote seems to have been closed by that of another row: a line of the record is a row by itself."""
        return width and cells != width and any(line.count(delimiter) >= width - 1 for line in self.record[1:])

    def back_to_first_line(self):
        """The first line of the record; the others will be read again."""
        first, *others = self.record
        self.waiting.extendleft(line for line in reversed(others) if line)
        return first


def rows(path, layout):
    """(number, cells, problem) of every record, the empty ones too."""
    with open_text(path, layout.encoding) as file:
        lines = Lines(file)
        reader = csv.reader(lines, delimiter=layout.delimiter, strict=True)
        number = width = 0
        while True:
            lines.begin()
            number, problem = number + 1, ""
            try:
                cells = next(reader)
                # What stands above the table is as wide as it likes.
                if number >= layout.header_line:
                    width = width or (len(cells) if len(cells) > 1 else 0)
                if len(lines.record) > 1 and lines.swallowed(len(cells), width, layout.delimiter):
                    raise Unclosed
            except StopIteration:
                return
            except (csv.Error, Unclosed) as fault:
                cells, problem = mend(lines.back_to_first_line(), layout.delimiter, isinstance(fault, TooLong))
                reader = csv.reader(lines, delimiter=layout.delimiter, strict=True)
            if number == 1 and told_delimiter(lines.record[0]):
                cells = []
            text = "".join(cells)
            if not text.isascii() and (UNDECODED.search(text) or "\ufffd" in text):
                cells, problem = decoded(cells, problem, layout.encoding)
            yield number, cells[: MOST_COLUMNS + 1], problem


def decoded(cells, problem, encoding):
    """The cells with bytes of another encoding read as Windows' own, and the problem that this is."""
    if encoding.startswith("utf-8"):
        cells = [cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace") for cell in cells]
    else:
        cells = [UNDECODED.sub("\ufffd", cell) for cell in cells]
    text = _("Some characters are not written in %(encoding)s as the rest of the file is.")
    return cells, problem or text % {"encoding": encoding.removesuffix("-sig").upper()}


def mend(line, delimiter, is_too_long=False):
    """(cells, problem) of one line with quotes nobody may write: a quote only ends a cell where a delimiter follows."""
    if is_too_long:
        return [], _("The line is longer than %(number)d characters.") % {"number": LONGEST_LINE}
    line = line.rstrip("\r\n")
    sign = re.escape(delimiter)
    opening = re.compile(' *"')
    quoted = re.compile(rf' *"([^"]*(?:"(?! *(?:{sign}|$))[^"]*)*)" *({sign}|$)')
    cells, at = [], 0
    while True:
        if opening.match(line, at):
            found = quoted.match(line, at)
            if not found:
                return line.split(delimiter), _("A quotation mark is opened and never closed.")
            cells.append(found[1].replace('""', '"'))
            at, is_last = found.end(), not found[2]
        else:
            end = line.find(delimiter, at)
            is_last = end < 0
            cells.append(line[at:] if is_last else line[at:end])
            at = end + 1
        if is_last:
            return cells, ""
