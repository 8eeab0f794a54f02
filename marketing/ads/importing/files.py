"""The uploaded files: kept under names of ours, measured as they come."""

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from webox.lib import uploads
from webox.lib.tablefaults import Unreadable

# A year of figures of a hundred ads is a quarter of it.
LARGEST = 20_000_000


def keep(upload):
    """(name on disk, size, SHA-256) of an uploaded file that now lies in the data folder. Raises Unreadable."""
    try:
        return uploads.keep(upload, settings.DATA_DIR / "ad-imports", LARGEST)
    except uploads.TooLarge as error:
        text = _("The file is larger than %(size)s. Export a shorter period.")
        raise Unreadable(text % {"size": filesizeformat(LARGEST)}) from error


def forget(name):
    (settings.DATA_DIR / "ad-imports" / name).unlink(missing_ok=True)
