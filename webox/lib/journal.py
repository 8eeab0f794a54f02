"""What a sender handed over, in a file that outlives it.

One file per claim. Its owner holds a lock that the kernel drops when the process dies, so a free lock means a
dead owner, and the file says what was handed over. The order to keep:

1. open the Journal, 2. claim the rows under its name, 3. send, 4. record the outcomes and commit, 5. close it.

Then rows of a claim without a file were never handed over. Survives kill -9, not the loss of the machine's power.
"""

import fcntl
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from webox.lib.envelope import Kind, Outcome

_CLAIM = re.compile(r"[A-Za-z0-9_-]{1,100}")
_SUFFIX = ".journal"
_DRAFT = ".draft"
_TEXT_LIMIT = 1000


class JournalExists(Exception):
    """A journal of that claim is there already: it is either at work or waits for recovery."""


class Journal:
    """The journal of one claim, locked for the life of this object. Raises JournalExists, OSError."""

    def __init__(self, directory: str | os.PathLike, claim: str):
        if not _CLAIM.fullmatch(claim):
            raise ValueError(f"{claim!r} can't name a claim: use letters, digits, - and _.")
        self.claim = claim
        self.path = Path(directory) / (claim + _SUFFIX)
        self._pending = []
        self._broken = None
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._fd = self._create()

    def _create(self):
        # Locked before it has its name: no reader ever sees the unlocked journal of a living owner.
        draft = self.path.with_name(f"{self.claim}-{secrets.token_hex(8)}{_DRAFT}")
        fd = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_WRONLY, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            os.link(draft, self.path)
        except FileExistsError as error:
            os.close(fd)
            raise JournalExists(f"There is a journal of claim {self.claim} already.") from error
        except BaseException:
            os.close(fd)
            raise
        finally:
            with suppress(FileNotFoundError):
                draft.unlink()
        return fd

    def handing(self, id: int) -> None:
        """To be called just before the first byte of the message is written: returns once it is in the file."""
        self._pending.append(f"H {id}\n")
        self.flush()

    def outcome(self, outcome: Outcome, *, later: bool = False) -> None:
        """Notes a server's reply; `later` leaves it to the next handing() or flush() to write it.

        Unsent and uncertain need no line: that is what no `handing`, and no reply after one, mean.
        """
        if outcome.kind in (Kind.UNSENT, Kind.UNCERTAIN):
            return
        text = outcome.text
        if not text.isprintable() or len(text) > _TEXT_LIMIT:
            text = " ".join(text.split())[:_TEXT_LIMIT]
        self._pending.append(f"O {outcome.id} {outcome.kind.value} {outcome.code} {text}\n")
        if not later:
            self.flush()

    def flush(self) -> None:
        if not self._pending:
            return
        if self._broken:
            raise OSError(self._broken)
        lines = "".join(self._pending).encode(errors="replace")
        self._pending.clear()
        try:
            written = os.write(self._fd, lines)
        except OSError as error:
            self._broken = f"The journal of claim {self.claim} can't be written: {error.strerror}"
            raise
        if written < len(lines):
            # Nothing may follow a torn line: it would be read as part of it.
            self._broken = f"The journal of claim {self.claim} can't be written: disk full"
            raise OSError(self._broken)

    def close(self, *, remove: bool = True) -> None:
        """Lets the claim go; `remove` once its outcomes are recorded elsewhere, else it is left as an orphan."""
        if self._fd is None:
            return
        try:
            if remove:
                self.path.unlink(missing_ok=True)
            else:
                self.flush()
        finally:
            os.close(self._fd)
            self._fd = None

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close(remove=kind is None)


@dataclass(slots=True)
class Orphan:
    """A dead owner's claim: replies seen, and ids handed over without one. Other ids were never handed over."""

    claim: str
    path: Path
    outcomes: list[Outcome] = field(default_factory=list)
    uncertain: list[int] = field(default_factory=list)

    def remove(self) -> None:
        """To be called when what it says is recorded, before the next orphan is asked for."""
        self.path.unlink(missing_ok=True)


def orphans(directory: str | os.PathLike) -> Iterator[Orphan]:
    """Journals whose owner died, each locked until the next is asked for: two recoverers never share one."""
    for path in sorted(Path(directory).glob("*" + _DRAFT)):
        with _adopted(path) as fd:
            # A young draft may belong to an owner between its creation and its lock.
            if fd is not None and os.fstat(fd).st_mtime < time.time() - 3600:
                path.unlink(missing_ok=True)
    for path in sorted(Path(directory).glob("*" + _SUFFIX)):
        with _adopted(path) as fd:
            if fd is not None:
                yield _read(path, fd)


@contextmanager
def _adopted(path):
    """The file, locked; None where its owner lives or another recoverer has it."""
    try:
        fd = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        yield None
        return
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        # Removed by another recoverer between our open and our lock.
        gone = os.fstat(fd).st_nlink == 0
        yield None if gone else fd
    finally:
        os.close(fd)


def _read(path, fd):
    orphan = Orphan(path.name.removesuffix(_SUFFIX), path)
    with os.fdopen(os.dup(fd), encoding="utf-8", errors="replace", newline="\n") as lines:
        handed = {}
        for line in lines:
            if not line.endswith("\n"):
                break  # torn: the write did not return, so what it announces did not happen
            word, id, *rest = line.rstrip("\n").split(" ", 4)
            if word == "H":
                handed[int(id)] = None
            else:
                handed.pop(int(id), None)
                kind, code, text = rest
                orphan.outcomes.append(Outcome(int(id), Kind(kind), int(code), text))
        orphan.uncertain.extend(handed)
    return orphan
