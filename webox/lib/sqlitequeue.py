"""Message queues in one SQLite file, shared by every process of one machine.

A message is a row; taking it writes the taker's number on the row, deleting the row acknowledges it. Every
process locks the byte of its number in `<path>.owners`: the kernel frees that byte when the process dies,
however it dies, and the next consumer to look gives the dead one's messages back.
"""

import contextlib
import fcntl
import os
import secrets
import sqlite3
import threading
import time

SWEEP_SECONDS = 5
SETUP_BYTE = 2**31  # beyond every owner's number
SCHEMA = """
create table if not exists message(
    id integer primary key autoincrement, queue text not null, owner integer, body text not null);
create index if not exists message_ready on message(queue, id) where owner is null;
create index if not exists message_taken on message(owner) where owner is not null;
create table if not exists binding(
    exchange text, routing_key text, pattern text, queue text, owner integer,
    primary key(exchange, routing_key, pattern, queue)) without rowid;
"""


class QueueFile:
    """The file as one process sees it: one connection and one owner number, shared by all its threads.

    Get it from `queue_file(path)`: two in one process would break each other's locks. A binding written
    with an owner dies with that process, together with the messages in its queue.
    """

    def __init__(self, path):
        self.path = path
        self.lock = threading.RLock()
        self._connection = None
        self._inode = None
        self._owners_fd = None
        self._owner = None
        self._next_sweep = 0.0

    def read(self, sql, parameters=()):
        """All rows, as tuples."""
        with self.lock:
            return self._connect().execute(sql, parameters).fetchall()

    def write(self, sql, parameters=()):
        """How many rows changed."""
        with self.lock:
            return self._connect().execute(sql, parameters).rowcount

    @contextlib.contextmanager
    def transaction(self):
        with self.lock:
            connection = self._connect()
            connection.execute("begin immediate")
            try:
                yield connection
                connection.execute("commit")
            except BaseException:
                connection.execute("rollback")
                raise

    def take(self, queue):
        """The oldest waiting message as (id, body), now ours; None when there is none."""
        with self.lock:
            connection, owner = self._connect(), self.owner()
            self._sweep(connection)
            while row := connection.execute(
                "select id, body from message where queue = ? and owner is null order by id limit 1", (queue,)
            ).fetchone():
                taken = connection.execute(
                    "update message set owner = ? where id = ? and owner is null", (owner, row[0])
                )
                if taken.rowcount:
                    return row
        return None

    def give_back(self, numbers):
        """Messages of ours, by id, wait again at their old place."""
        if numbers:
            mine = self.owner()
            with self.transaction() as connection:
                connection.executemany(
                    "update message set owner = null where id = ? and owner = ?",
                    [(number, mine) for number in numbers],
                )

    def owner(self):
        """This process's number; its byte is locked before the number is written anywhere."""
        with self.lock:
            while self._owner is None:
                number = secrets.randbits(31)
                if self._lock_byte(number):
                    self._owner = number
            return self._owner

    def before_fork(self):
        # SQLite must not cross a fork: the child would believe it holds its parent's file locks.
        self.lock.acquire()
        self._disconnect()

    def after_fork(self, in_child):
        if in_child:
            self._forget_owner()
        self.lock.release()

    def _disconnect(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _forget_owner(self):
        if self._owners_fd is not None:
            os.close(self._owners_fd)
        self._owners_fd = self._owner = None
        self._next_sweep = 0.0

    def _connect(self):
        try:
            inode = os.stat(self.path).st_ino
        except FileNotFoundError:
            inode = None
        if inode != self._inode:
            # A file deleted under a running worker would otherwise swallow every later message.
            self._disconnect()
            self._forget_owner()
        if self._connection is None:
            self._connection = self._open()
            self._inode = os.stat(self.path).st_ino
        return self._connection

    def _open(self):
        os.makedirs(os.path.dirname(self.path), exist_ok=True)
        # Two processes switching a new file to WAL at once get "locked" without any waiting.
        self._lock_byte(SETUP_BYTE, wait=True)
        try:
            connection = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
            connection.executescript("pragma journal_mode = wal; pragma synchronous = normal;" + SCHEMA)
        finally:
            fcntl.lockf(self._owners_fd, fcntl.LOCK_UN, 1, SETUP_BYTE)
        return connection

    def _lock_byte(self, number, wait=False):
        if self._owners_fd is None:
            self._owners_fd = os.open(f"{self.path}.owners", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.lockf(self._owners_fd, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB), 1, number)
        except OSError:
            return False
        return True

    def _sweep(self, connection):
        now = time.monotonic()
        if now < self._next_sweep:
            return
        self._next_sweep = now + SWEEP_SECONDS
        owners = connection.execute(
            "select owner from message where owner is not null union select owner from binding where owner is not null"
        ).fetchall()
        for (number,) in owners:
            if number != self._owner and self._lock_byte(number):
                try:
                    self._bury(number)
                finally:
                    fcntl.lockf(self._owners_fd, fcntl.LOCK_UN, 1, number)

    def _bury(self, number):
        with self.transaction() as connection:
            connection.execute(
                "delete from message where queue in (select queue from binding where owner = ?)", (number,)
            )
            connection.execute("delete from binding where owner = ?", (number,))
            connection.execute("update message set owner = null where owner = ?", (number,))


_files = {}
_files_lock = threading.Lock()


def queue_file(path):
    path = os.path.realpath(path)
    with _files_lock:
        if path not in _files:
            _files[path] = QueueFile(path)
        return _files[path]


def _before_fork():
    _files_lock.acquire()
    for file in _files.values():
        file.before_fork()


def _after_fork(in_child):
    for file in _files.values():
        file.after_fork(in_child)
    _files_lock.release()


os.register_at_fork(
    before=_before_fork,
    after_in_parent=lambda: _after_fork(in_child=False),
    after_in_child=lambda: _after_fork(in_child=True),
)
