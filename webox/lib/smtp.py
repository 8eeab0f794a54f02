"""Sends campaigns over many reused SMTP connections at once.

    with Sender(Server.from_url("smtp://localhost:25?connections=8")) as sender:
        for batch in batches:
            outcomes = sender.send(batch, journal=journal)

Every envelope gets exactly one outcome. An envelope whose body was handed over is never sent a second time.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

from webox.lib.envelope import Envelope, Kind, Outcome, Ready, Refused, prepare
from webox.lib.journal import Journal
from webox.lib.smtp_server import Server
from webox.lib.smtp_session import Session, Unreachable, connect

__all__ = ["Envelope", "Kind", "Outcome", "Sender", "Server", "send"]

_CONNECT_TRIES = 3
_BARREN_TRIES = 5  # connections lost in a row, on one slot, without a single definite reply
_ENVELOPE_TRIES = 3  # connections lost with the same envelope first in line
_PAUSE = 0.05  # seconds, doubled with each failure


def send(
    server: Server,
    envelopes: Iterable[Envelope],
    *,
    journal: Journal | None = None,
    on_outcomes: Callable[[list[Outcome]], None] | None = None,
) -> list[Outcome]:
    """One batch on connections of its own; see Sender.send."""
    with Sender(server) as sender:
        return sender.send(envelopes, journal=journal, on_outcomes=on_outcomes)


class Sender:
    """Connections to one server, kept open from batch to batch. For one thread at a time, none with a loop."""

    def __init__(self, server: Server):
        self.server = server
        self._context = server.context()
        self._runner = asyncio.Runner()
        self._sessions: dict[int, Session] = {}

    def send(
        self,
        envelopes: Iterable[Envelope],
        *,
        journal: Journal | None = None,
        on_outcomes: Callable[[list[Outcome]], None] | None = None,
    ) -> list[Outcome]:
        """Sends them all and returns one outcome for each, in the order they came about.

        `on_outcomes` gets them as they come, a few at a time, inside the event loop: it must be quick and not
        query. An exception of it, or of the iterable, is raised when what was under way has ended.
        """
        batch = Batch(envelopes, journal, on_outcomes)
        try:
            self._runner.run(self._send(batch))
        except BaseException:
            self._abandon()
            raise
        if batch.error is not None:
            raise batch.error
        return batch.outcomes

    def close(self) -> None:
        if self._sessions:
            self._runner.run(self._quit())
        self._runner.close()

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close()

    async def _send(self, batch):
        # Lets connections the server closed between two batches be noticed before they are written to.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        slots = batch.fill(self.server.connections)
        # The first goes ahead alone: a wrong password is tried once, not once per connection.
        if slots and await self._reach(0, batch):
            drives = [asyncio.create_task(self._drive(slot, batch)) for slot in range(slots)]
            everybody = asyncio.gather(*drives, return_exceptions=True)
            await asyncio.wait((everybody, batch.done), return_when=asyncio.FIRST_COMPLETED)
            for drive in drives:
                drive.cancel()
            for result in await asyncio.gather(*drives, return_exceptions=True):
                if isinstance(result, Exception):
                    raise result
        for session in self._sessions.values():
            session.leave()
        batch.finish()

    async def _reach(self, slot, batch):
        """The slot's connection, opened if need be; None when the server can't be reached."""
        for attempt in range(_CONNECT_TRIES):
            session = self._sessions.get(slot)
            if session is not None and session.alive:
                return session
            if attempt:
                await asyncio.sleep(_PAUSE * 2**attempt)
            try:
                self._sessions[slot] = session = await connect(self.server, self._context)
                return session
            except Unreachable as error:
                batch.reason = str(error)
                if error.permanent:
                    break
        return None

    async def _drive(self, slot, batch):
        """Keeps one connection at work until the batch is done or the connection won't hold."""
        barren = 0
        while session := await self._reach(slot, batch):
            answered = session.answered
            session.join(batch)
            await session.closed.wait()
            batch.reason = f"{self.server.host}:{self.server.port}: {session.reason}"
            barren = 0 if session.answered > answered else barren + 1
            if barren == _BARREN_TRIES:
                break
            if barren:
                await asyncio.sleep(_PAUSE * 2**barren)

    async def _quit(self):
        sessions = self._sessions.values()
        try:
            async with asyncio.timeout(2):
                await asyncio.gather(*(session.quit() for session in sessions))
        except TimeoutError:
            self._abandon()

    def _abandon(self):
        for session in self._sessions.values():
            session.leave()
            session.abort()
        self._sessions.clear()


@dataclass(slots=True)
class Job:
    """An envelope under way on a connection; `tries` counts connections lost with it first in line."""

    envelope: Envelope
    tries: int = 0
    ready: Ready | None = None


class Batch:
    """The envelopes of one send() and what became of them; sessions take from it and record into it."""

    def __init__(self, envelopes, journal, on_outcomes):
        self.outcomes = []
        self.reason = "the mail server could not be reached"
        self.error = None
        self.done = None
        self._source = (Job(envelope) for envelope in envelopes)
        self._journal = journal
        self._on_outcomes = on_outcomes
        self._told = 0
        self._open = 0  # taken, without an outcome
        self._returned = deque()  # to be sent again at once
        self._suspects = deque()  # first in line when a connection was lost: last, so that they spoil least
        self._idle = set()
        self._dry = self._stopped = False

    def fill(self, count):
        """Looks ahead by that many envelopes and says how many there are."""
        self.done = asyncio.get_running_loop().create_future()
        ahead = []
        while len(ahead) < count and (job := self._pull()):
            ahead.append(job)
        self._source = chain(ahead, self._source)
        self._dry = self._dry and not ahead
        return len(ahead)

    def _pull(self):
        if self._dry:
            return None
        try:
            job = next(self._source, None)
        except Exception as error:
            self.error, job = error, None
        self._dry = job is None
        return job

    def take(self, session):
        """The next job, ready for that session's server; None when there is none for now."""
        while not self._stopped:
            job = self._returned.popleft() if self._returned else self._pull()
            if job is None and self._suspects:
                job = self._suspects.popleft()
            if job is None:
                break
            self._open += 1
            try:
                job.ready = prepare(job.envelope, session.features)
                return job
            except Refused as refusal:
                self.record(Outcome(job.envelope.id, Kind.REJECTED, refusal.code, str(refusal)))
        self._idle.add(session)
        self._check()
        return None

    def handing(self, job):
        if self._journal is not None:
            self._journal.handing(job.envelope.id)

    def record(self, outcome):
        self._open -= 1
        self.outcomes.append(outcome)
        if self._journal is not None:
            self._journal.outcome(outcome, later=True)
        self._check()

    def give_back(self, job, reason, *, blamed=False, goodbye=None):
        """Puts back a job whose body was not written, or gives it up when it was tried often enough."""
        job.tries += blamed
        if self._stopped or job.tries >= _ENVELOPE_TRIES:
            # A server that lets everybody else through may well take this one later, and UNSENT would be tried
            # again at once, for ever.
            kind = Kind.UNSENT if self._stopped else Kind.DEFERRED
            self.record(Outcome(job.envelope.id, kind, 421 if goodbye else 0, goodbye or reason))
            return
        self._open -= 1
        (self._suspects if blamed else self._returned).append(job)
        loop = asyncio.get_running_loop()
        while self._idle:
            loop.call_soon(self._idle.pop().settle)

    def stop(self, reason):
        """Hands out no more; what is left will be unsent."""
        self.reason = reason
        self._stopped = True
        self._check()

    def flush(self):
        """Writes what the journal still holds back and tells the listener."""
        try:
            if self._journal is not None:
                self._journal.flush()
        except OSError as error:
            self.stop(str(error))
        fresh = self.outcomes[self._told :]
        self._told = len(self.outcomes)
        if fresh and self._on_outcomes is not None:
            try:
                self._on_outcomes(fresh)
            except Exception as error:
                self.error = error
                self.stop(str(error))

    def finish(self):
        """Gives every envelope nobody could send its outcome."""
        rest = chain(self._returned, self._suspects, iter(self._pull, None))
        for job in rest:
            self._open += 1
            self.record(Outcome(job.envelope.id, Kind.UNSENT, 0, self.reason))
        self.flush()

    def _check(self):
        left = self._open or (not self._stopped and (self._returned or self._suspects or not self._dry))
        if not left and not self.done.done():
            self.done.set_result(None)
