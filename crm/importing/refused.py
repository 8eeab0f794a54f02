"""The refused rows of an import as a file: the same columns and a reason, to be corrected and uploaded again."""

import csv
import io

import openpyxl
from django.utils.translation import gettext as _

from crm.importing.files import rows_of
from crm.models import OperationRow
from webox.lib.tables import neutralise

TEXT_LIMIT = 32_767  # of a cell in Excel


def header_of_reason(operation):
    """Names the import, so that the corrected file is known when it comes back."""
    return _("Reason (import %(number)d)") % {"number": operation.pk}


def refused_rows(operation):
    """(cells, reason) of every refused row, its cells whole as the file has them."""
    rows = OperationRow.objects.filter(operation=operation, outcome=OperationRow.Outcome.REFUSED)
    reasons = rows.order_by("number").values_list("number", "reason").iterator(chunk_size=2000)
    wanted = next(reasons, None)
    width = len(operation.file.headers)
    for number, cells, _problem in rows_of(operation.file):
        if wanted is None:
            return
        if number == wanted[0]:
            cells = cells + [""] * (width - len(cells))
            # Cells beyond the header stand in the last one, where they can be put right.
            extra = [cell for cell in cells[width:] if cell]
            yield [*cells[: width - 1], " ".join([cells[width - 1], *extra])], wanted[1]
            wanted = next(reasons, None)


def table_of(operation):
    yield [*operation.file.headers, header_of_reason(operation)]
    for cells, reason in refused_rows(operation):
        yield [neutralise(cell) for cell in [*cells, reason]]


def write_csv(operation):
    """The lines of the file, as bytes that every spreadsheet reads."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=operation.file.delimiter or ",")
    yield b"\xef\xbb\xbf"
    for row in table_of(operation):
        writer.writerow(row)
        yield buffer.getvalue().encode("utf-8", "replace")
        buffer.seek(0)
        buffer.truncate()


def write_xlsx(operation, file):
    """Write the workbook into an open file, and go back to its beginning."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(operation.file.sheet[:31] or None)
    for row in table_of(operation):
        sheet.append([cell[:TEXT_LIMIT] for cell in row])
    book.save(file)
    file.seek(0)
