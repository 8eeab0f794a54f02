"""The uploaded files: kept under names of ours, measured as they come."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from webox.lib.tablefaults import Unreadable

# A year of figures of a hundred ads is a quarter of it.
LARGEST = 20_000_000


def keep(upload):
    """(name on disk, size, SHA-256) of an uploaded file that now lies in the data folder. Raises Unreadable."""
    folder = settings.DATA_DIR / "ad-imports"
    folder.mkdir(parents=True, exist_ok=True)
    name, digest, size = secrets.token_hex(16), sha256(), 0
    try:
        with (folder / name).open("xb") as file:
            for chunk in upload.chunks():
                size += len(chunk)
                if size > LARGEST:
                    text = _("The file is larger than %(size)s. Export a shorter period.")
                    raise Unreadable(text % {"size": filesizeformat(LARGEST)})
                digest.update(chunk)
                file.write(chunk)
    except BaseException:
        forget(name)
        raise
    return name, size, digest.hexdigest()


def forget(name):
    (settings.DATA_DIR / "ad-imports" / name).unlink(missing_ok=True)
