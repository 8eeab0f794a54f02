"""The files that rows name, in the data folder."""

import os
import re
import shutil
from contextlib import contextmanager, suppress

from django.conf import settings

from webox.dashboard.backup import Refused

# No way out of its folder, and nothing hidden
NAME = re.compile(r"(?P<folder>[a-z-]+)(/[^./\x00][^/\x00]*)+")


def folders():
    """{name in an archive: where it lies}. The broker, journals and the secret key stay where they are."""
    data = settings.DATA_DIR
    return {name: data / name for name in ("imports", "ad-imports", "creatives", "private")}


def spool():
    """Opens and clicks that wait to be read."""
    return {"spool": settings.DATA_DIR / "spool"}


def add_files(writer, places):
    for name, folder in places.items():
        for path in sorted(folder.rglob("*")):
            inside = f"{name}/{path.relative_to(folder).as_posix()}"
            if not NAME.fullmatch(inside) or path.is_symlink() or not path.is_file():
                continue
            with suppress(FileNotFoundError), path.open("rb") as stream:  # read, or thrown away, a moment ago
                writer.add_file(inside, os.fstat(stream.fileno()).st_size, stream)


def place_of(name):
    """Where a file of an archive goes. Raises Refused for a name that leads anywhere else."""
    found = NAME.fullmatch(name)
    root = (folders() | spool()).get(found["folder"]) if found else None
    if not root:
        raise Refused(f"The file {name} has no place here. Nothing was changed.")
    return root.joinpath(*name.split("/")[1:])


@contextmanager
def staged():
    """A function that keeps the files of an archive aside, and one that puts them all where they belong."""
    stage, kept = settings.DATA_DIR / "restoring", []
    shutil.rmtree(stage, ignore_errors=True)  # of a process that was killed
    stage.mkdir(mode=0o700, parents=True)

    def keep(name, stream):
        place = place_of(name)
        aside = stage / str(len(kept))
        with aside.open("xb") as file:
            shutil.copyfileobj(stream, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
        kept.append((aside, place))

    def put():
        for aside, place in kept:
            place.parent.mkdir(parents=True, exist_ok=True)
            aside.replace(place)

    try:
        yield keep, put
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def forget_others(names):
    """After everything was replaced: files no row names any more. What waits in the spool stays."""
    for name, folder in folders().items():
        for path in folder.rglob("*"):
            if path.is_file() and f"{name}/{path.relative_to(folder).as_posix()}" not in names:
                path.unlink(missing_ok=True)
