"""The folder of backups: made once a day, tried, and the oldest thrown away."""

import fcntl
import logging
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils import timezone

from webox.dashboard.backup import Refused
from webox.dashboard.backup.making import PARTIAL, is_encrypted, write_backup

logger = logging.getLogger(__name__)
NAME = re.compile(r"webox-(\d{8}T\d{6})Z\.tar\.gz(\.age)?")
STAMP = "%Y%m%dT%H%M%S"


class InProgress(Refused):
    """Somebody else is at it."""


def back_up():
    """A new backup in BACKUP_DIR, which is ours alone meanwhile."""
    with _alone():
        for path in settings.BACKUP_DIR.glob(f".webox-*{PARTIAL}"):
            path.unlink(missing_ok=True)  # of a process that was killed
        ending = ".tar.gz.age" if is_encrypted() else ".tar.gz"
        return write_backup(settings.BACKUP_DIR / f"webox-{timezone.now():{STAMP}}Z{ending}")


def backups():
    """[(when, path)] of ours in BACKUP_DIR, newest first; nothing else there is looked at."""
    found = [(NAME.fullmatch(path.name), path) for path in settings.BACKUP_DIR.glob("webox-*") if path.is_file()]
    times = [(datetime.strptime(match[1], STAMP).replace(tzinfo=UTC), path) for match, path in found if match]
    return sorted(times, reverse=True)


def forget_old():
    """The paths of those that were more than BACKUP_KEEP."""
    old = [path for _when, path in backups()[settings.BACKUP_KEEP :]] if settings.BACKUP_KEEP > 0 else []
    for path in old:
        path.unlink(missing_ok=True)
    return old


def is_due(now=None):
    """Whether the last moment at which a backup was to be made has none yet."""
    if not settings.BACKUP_AT:
        return False
    now = now or timezone.now()
    moment = datetime.combine(now.date(), settings.BACKUP_AT, UTC)
    if moment > now:
        moment -= timedelta(days=1)
    return not any(when >= moment for when, _path in backups())


def back_up_where_due():
    """What the clock asks for. An older backup goes only when the new one has proved to be good."""
    if not is_due():
        return
    try:
        made = back_up()
    except InProgress:
        return  # another machine, or somebody by hand
    if settings.BACKUP_VERIFY and can_verify():
        verify(made.path)
    removed = forget_old()
    logger.info("Backup %s: %s rows, %s files; %s older removed.", made.path, made.rows, made.files, len(removed))


def can_verify():
    """Who encrypts for a key kept elsewhere cannot read it back here."""
    return not is_encrypted() or bool(settings.BACKUP_IDENTITIES or settings.BACKUP_PASSPHRASE)


def verify(path):
    """Restore it as anybody would: in a process of its own, into a new database in the data folder, then removed."""
    folder, manage = settings.DATA_DIR / "verifying", settings.BASE_DIR / "manage.py"
    scratch = {"WEBOX_DATA_DIR": str(folder), "DATABASE_URL": "", "SECRET_KEY": settings.SECRET_KEY}
    with _alone():
        shutil.rmtree(folder, ignore_errors=True)  # of a process that was killed
        folder.mkdir(mode=0o700)
        try:
            for arguments in (["migrate", "--skip-checks", "--verbosity", "0"], ["restore", path]):
                done = subprocess.run(  # noqa: S603
                    [sys.executable, manage, *arguments], env=os.environ | scratch, capture_output=True, text=True
                )
                if done.returncode:
                    raise Refused(f"{path} could not be verified. {done.stderr.strip()}")
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _alone():
    settings.BACKUP_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = os.open(settings.BACKUP_DIR, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InProgress(f"Another backup is being made in {settings.BACKUP_DIR}.") from error
        yield
    finally:
        os.close(folder)
