"""An append-only spool of JSON lines: written in microseconds by any number of processes, ingested in bulk later.

    spool = Spool(DATA_DIR / "spool")
    spool.append({"type": "open", "token": "…"})

    for file in spool.closed(before=time.time()):
        with transaction.atomic():
            if remember(file.name):          # a table of ingested names, unique
                ingest(file.records())
        file.remove()

A name is never used twice, so an ingester that died between its commit and `remove()` finds the name in its table
and skips the file. Kill -9 loses nothing appended; a power cut may lose what the kernel had not yet written.
"""

import contextlib
import fcntl
import json
import os
import secrets
import threading
import time
import weakref
from pathlib import Path

OPEN, SEALED = ".jsonl", ".sealed"
_spools = weakref.WeakSet()
# Made once: json.dumps with separators makes an encoder for every record.
_encoded = json.JSONEncoder(separators=(",", ":")).encode


class Spool:
    def __init__(self, directory):
        self._reset()
        self.directory = Path(directory)
        _spools.add(self)

    def append(self, record):
        """Add one record, a dict or the bytes of one line of JSON; it is on file when this returns."""
        line = record if isinstance(record, bytes) else _encoded(record).encode()
        if b"\n" in line:
            raise ValueError("A spooled record is one line: it may not contain a line break.")
        with self._lock:
            while not self._write(line + b"\n"):
                self._open()

    def closed(self, before):
        """Files of the seconds before that epoch time, oldest first; from here on nothing is added to them."""
        for second, path in self._listed(OPEN):
            if second < int(before):
                _seal(path)
        return [SpoolFile(path) for second, path in self._listed(SEALED) if second < int(before)]

    def open_records(self, after):
        """A look at the records from that epoch time on, which stay where they are."""
        newer = [path for second, path in self._listed(OPEN, SEALED) if second >= int(after)]
        return [record for path in newer for record in SpoolFile(path).records()]

    def _write(self, line):
        """False when the current file is not, or no longer, the one to write to."""
        if self._second != int(time.time()):
            return False
        fcntl.flock(self._fd, fcntl.LOCK_SH)
        try:
            # Sealing renames under the exclusive lock: while we hold ours, a name that is there stays open.
            if os.stat(self._path).st_ino != self._inode:
                return False
            if os.write(self._fd, line) != len(line):
                raise OSError(f"{self._path}: only part of a record could be written.")
        except FileNotFoundError:
            return False
        except OSError:
            self._close()  # a torn line must stay the last of its file
            raise
        finally:
            if self._fd is not None:
                fcntl.flock(self._fd, fcntl.LOCK_UN)
        return True

    def _open(self):
        self._close()
        second = int(time.time())
        path = self.directory / f"{second}-{os.getpid()}-{secrets.token_hex(4)}{OPEN}"
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL
        try:
            self._fd = os.open(path, flags, 0o600)
        except FileNotFoundError:
            self.directory.mkdir(parents=True, exist_ok=True)
            self._fd = os.open(path, flags, 0o600)
        self._path, self._second, self._inode = str(path), second, os.fstat(self._fd).st_ino

    def _close(self):
        if self._fd is not None:
            os.close(self._fd)
        self._fd = self._path = self._second = self._inode = None

    def _reset(self):
        self._lock = threading.Lock()
        self._fd = self._path = self._second = self._inode = None

    def _listed(self, *suffixes):
        """(second, path) of the files that are ours to read, oldest first."""
        found = []
        with contextlib.suppress(FileNotFoundError):
            for path in self.directory.iterdir():
                second, dash, _ = path.name.partition("-")
                if dash and second.isdigit() and path.suffix in suffixes:
                    found.append((int(second), path))
        return sorted(found)

    def __del__(self):
        self._close()


class SpoolFile:
    """`name` is unique for ever; `damaged` holds the lines `records()` could not read, as bytes."""

    def __init__(self, path):
        self.path = path
        self.name = path.stem
        self.damaged = []

    def records(self):
        """Every whole record as a dict, in the order of writing. A torn line is left out and kept in `damaged`."""
        self.damaged = []
        records = []
        try:
            lines = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:  # another ingester was faster
            return records
        for line in filter(None, lines):
            try:
                record = json.loads(line)
            except ValueError:
                record = None
            if isinstance(record, dict):
                records.append(record)
            else:
                self.damaged.append(line)
        return records

    def remove(self):
        self.path.unlink(missing_ok=True)


def _seal(path):
    with contextlib.suppress(FileNotFoundError), open(path, "rb") as file:
        # A writer caught between its clock and its write finishes first; the next one finds the name gone.
        fcntl.flock(file, fcntl.LOCK_EX)
        path.rename(path.with_suffix(SEALED))


def _after_fork_in_child():
    for spool in list(_spools):
        spool._close()
        spool._reset()


os.register_at_fork(after_in_child=_after_fork_in_child)
