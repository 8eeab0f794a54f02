"""One consistent archive of everything, under its name only once it is whole."""

import fcntl
import os
import tomllib
from collections import namedtuple
from contextlib import contextmanager, nullcontext

from django.conf import settings
from django.db import connection
from django.utils import timezone

from webox.dashboard.backup import Refused, files, rows
from webox.dashboard.backup.archive import FORMAT, Writer, fingerprint
from webox.dashboard.backup.snapshot import last_id, migrations_applied, snapshot
from webox.lib import age

PARTIAL = ".partial"
Made = namedtuple("Made", "path rows tables files size is_encrypted")


def is_encrypted():
    return bool(settings.BACKUP_RECIPIENTS.strip() or settings.BACKUP_PASSPHRASE)


def write_backup(path):
    """Write an archive of everything to a file that is not there yet. Raises Refused, OSError, WrongKey."""
    if path.exists():
        raise Refused(f"{path} exists already.")
    recipients = age.recipients_of(settings.BACKUP_RECIPIENTS)
    with _appearing(path) as out:
        encrypted = is_encrypted()
        with age.encrypting(out, recipients, settings.BACKUP_PASSPHRASE) if encrypted else nullcontext(out) as stream:
            writer = fill(stream)
    tables = writer.tables.values()
    rows_saved = sum(table["rows"] for table in tables)
    return Made(path, rows_saved, len(tables), len(writer.files), path.stat().st_size, encrypted)


def fill(stream):
    with Writer(stream, about()) as writer:
        # Before the moment of the snapshot: what a worker reads in between is known by name then, and not read again.
        files.add_files(writer, files.spool())
        with snapshot() as alias:
            files.add_files(writer, files.folders())
            for model in rows.kept_models():
                columns = [field.column for field in rows.fields_of(model)]
                writer.add_table(model._meta.label, columns, last_id(model, alias), rows.parts(model, alias))
    return writer


def about():
    return {
        "format": FORMAT,
        "webox": version(),
        "created": timezone.now().isoformat(timespec="seconds"),
        "database": connection.vendor,
        "key": fingerprint(settings.SECRET_KEY),
        "migrations": migrations_applied(),
    }


def version():
    return tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


@contextmanager
def _appearing(path):
    """A file that has its name once it is whole and on the disk; killed before, it leaves a hidden part behind."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}{PARTIAL}")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as out:
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(f"Another backup is being written to {path}.") from error
        try:
            out.truncate()
            yield out
            out.flush()
            os.fsync(out.fileno())
            part.rename(path)
        finally:
            part.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
