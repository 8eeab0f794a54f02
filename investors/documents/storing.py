"""Where shared files lie: DATA_DIR/private/documents/<workspace>/<random>, named by us, out of the web's reach."""

import time
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from investors.documents.kinds import FileRefused, kind_of
from webox.lib import uploads

LONGEST_NAME = 160
# A file no row names may be on its way into one.
FRESH = 24 * 3600


@dataclass(frozen=True)
class Stored:
    """A file that was kept, as a Document remembers it."""

    path: str
    content_type: str
    size: int
    sha256: str
    pages: int | None


def folder():
    return settings.DATA_DIR / "private" / "documents"


def place_of(document):
    return folder() / document.path


def keep(upload, workspace):
    """A Stored of an uploaded file. Raises FileRefused."""
    own = folder() / str(workspace.pk)
    try:
        name, size, digest = uploads.keep(upload, own, settings.DOCUMENT_MAX_BYTES)
    except uploads.TooLarge as error:
        text = _("The file is larger than %(size)s. Save it smaller: most programs compress images when they export.")
        raise FileRefused(text % {"size": filesizeformat(settings.DOCUMENT_MAX_BYTES)}) from error
    try:
        kind, pages = kind_of(own / name)
    except BaseException:
        (own / name).unlink(missing_ok=True)
        raise
    return Stored(f"{workspace.pk}/{name}", kind.content_type, size, digest, pages)


def forget(path):
    (folder() / path).unlink(missing_ok=True)


def forget_orphans(named):
    """Throw away files no row names any more; `named` are the paths that rows have."""
    before = time.time() - FRESH
    for file in folder().glob("*/*"):
        if file.relative_to(folder()).as_posix() not in named and file.stat().st_mtime < before:
            file.unlink(missing_ok=True)


def name_of(filename):
    """What to call a document whose file came under this name: no folder, no ending, nothing that cannot be seen."""
    last = PurePosixPath(filename.replace("\\", "/")).stem
    shown = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    return " ".join(shown.split())[:LONGEST_NAME] or _("Document")
