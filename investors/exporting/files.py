"""A report as a file that is sent."""

import tempfile
from contextlib import ExitStack
from dataclasses import replace

from django.http import FileResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from investors.exporting import pdf, sheets
from webox.lib import workbook

XLSX, PDF = "xlsx", "pdf"
TYPES = {XLSX: workbook.TYPE, PDF: "application/pdf"}
WRITERS = {XLSX: sheets.write, PDF: pdf.write}
# What is written while somebody waits
MOST_ROWS = {XLSX: 100_000, PDF: 10_000}


class TooManyRows(Exception):
    def __init__(self, format):
        text = _("This is more than %(number)s rows. Narrow the filter, or take Excel instead of PDF.")
        if format == XLSX:
            text = _("This is more than %(number)s rows. Narrow the filter.")
        self.message = text % {"number": number_format(MOST_ROWS[format], force_grouping=True)}
        super().__init__(self.message)


def response_of(report, format):
    """The file, to be downloaded. Raises TooManyRows."""
    with ExitStack() as stack:
        file = stack.enter_context(tempfile.TemporaryFile())
        WRITERS[format](bounded(report, format), file)
        file.seek(0)
        # Django closes it when it is sent.
        stack.pop_all()
    day = report.made_at.astimezone(report.zone).date()
    name = f"{report.name}-{day}.{format}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[format])


def bounded(report, format):
    """The same report, whose rows end with TooManyRows where there are more than one waits for."""
    seen = 0

    def counted(rows):
        nonlocal seen
        for row in rows:
            seen += 1
            if seen > MOST_ROWS[format]:
                raise TooManyRows(format)
            yield row

    return replace(report, sheets=[replace(view, rows=counted(view.rows)) for view in report.sheets])
