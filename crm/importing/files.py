"""The uploaded files: kept under names of ours, measured as they come."""

from itertools import islice

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from webox.lib import uploads
from webox.lib.spreadsheets import size_of
from webox.lib.tablefaults import Unreadable
from webox.lib.tables import Layout, read

# So many rows are counted one by one; a larger file is estimated by its bytes until it has been read.
COUNTED = {"csv": 100_000, "xlsx": 5_000}


def keep(upload):
    """(name on disk, size, SHA-256) of an uploaded file that now lies in the data folder. Raises Unreadable."""
    try:
        return uploads.keep(upload, settings.DATA_DIR / "imports", settings.IMPORT_MAX_BYTES)
    except uploads.TooLarge as error:
        text = _("The file is larger than %(size)s. Split it, or save an Excel file as CSV.")
        raise Unreadable(text % {"size": filesizeformat(settings.IMPORT_MAX_BYTES)}) from error


def forget(name):
    (settings.DATA_DIR / "imports" / name).unlink(missing_ok=True)


def layout_of(file):
    return Layout(file.format, file.encoding, file.delimiter, file.sheet, file.header_line)


def rows_of(file):
    """read() of an ImportFile. Raises Unreadable when it is gone from the disk."""
    if not file.path.exists():
        raise Unreadable(_("The file is no longer there. Upload it again."))
    return read(file.path, layout_of(file))


def count_rows(file):
    """(rows below the header, whether that is an estimate)."""
    limit = COUNTED[file.format]
    counted = sum(1 for _row in islice(rows_of(file), limit + 1))
    if counted <= limit:
        return counted, False
    if file.format == "xlsx":
        return max(counted, size_of(file.path, layout_of(file)) - file.header_line), True
    with file.path.open("rb") as stream:
        lines, size = 0, 0
        for line in islice(stream, 20_000):
            lines, size = lines + 1, size + len(line)
    return max(counted, round(file.size * lines / size)), True
