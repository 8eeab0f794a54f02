"""One connection to a mail server: greeting, TLS, login, then envelopes, pipelined (RFC 2920) where offered."""

import asyncio
import base64
import ssl
from collections import deque

from webox.lib.envelope import Features, Kind, Outcome, verdict

_LONGEST_LINE = 65_536
_MOST_LINES = 600


class Unreachable(Exception):
    """No usable connection; `permanent` where trying again at once can't help (login, certificate)."""

    def __init__(self, text, *, permanent=False):
        super().__init__(text)
        self.permanent = permanent


async def connect(server, context):
    """A session that is greeted, encrypted and logged in as the server asks. Raises Unreachable."""
    session = Session(server)
    tls = {"ssl": context, "server_hostname": server.host} if server.security == "tls" else {}
    where = f"{server.host}:{server.port}"
    try:
        async with asyncio.timeout(server.timeout):
            loop = asyncio.get_running_loop()
            await loop.create_connection(lambda: session, server.host, server.port, **tls)
            await session.open(context)
    except TimeoutError:
        session.abort()
        raise Unreachable(f"{where} did not answer within {server.timeout:g} seconds.") from None
    except ssl.SSLCertVerificationError as error:
        session.abort()
        raise Unreachable(f"{where} has no valid certificate: {error.verify_message}.", permanent=True) from error
    except (OSError, UnicodeError) as error:
        session.abort()
        raise Unreachable(f"{where}: {error}") from error
    except BaseException:
        session.abort()
        raise
    return session


class Session(asyncio.Protocol):
    """Takes envelopes from the batch it has joined, one after another, until there are none.

    With pipelining the end of one message and MAIL, RCPT and DATA of the next leave in one write: one round
    trip per message. `_waiting` holds who takes each reply still to come, in order.
    """

    def __init__(self, server):
        self.server = server
        self.features = Features()
        self.closed = asyncio.Event()
        self.reason = ""  # why the connection ended
        self.answered = 0  # envelopes that got a definite reply
        self._loop = asyncio.get_running_loop()
        self._transport = self._batch = None
        self._buffer = b""
        self._lines = []
        self._greeting = self._loop.create_future()
        self._question = self._greeting
        self._waiting = deque([self._answer])
        self._current = self._handed = None  # jobs: commands written; body written, no reply yet
        self._refusal = self._goodbye = None
        self._recipient_taken = False
        self._blaming = True
        self._heard = self._loop.time()
        self._timer = None

    @property
    def alive(self):
        return self._transport is not None and not self.reason and not self.closed.is_set()

    # The opening: one question, one answer

    async def open(self, context):
        self._expect(await self._greeting, 220)
        await self._hello()
        if self.server.security == "starttls":
            await self._encrypt(context)
            await self._hello()
        if self.server.username:
            await self._log_in()
        self._heard = self._loop.time()
        self._watch()

    async def _ask(self, line):
        self._question = self._loop.create_future()
        self._waiting.append(self._answer)
        self._transport.write(line + b"\r\n")
        return await self._question

    def _answer(self, code, text):
        if not self._question.done():
            self._question.set_result((code, [*self._lines, text]))

    def _expect(self, reply, *codes):
        code, lines = reply
        if code not in codes:
            text = " ".join(lines)
            raise Unreachable(f"{self.server.host} said: {code} {text}", permanent=500 <= code < 600)
        return lines

    async def _hello(self):
        name = self.server.greeting_name.encode()
        code, lines = await self._ask(b"EHLO " + name)
        if code == 250:
            self.features = Features.offered(lines)
        else:
            self._expect(await self._ask(b"HELO " + name), 250)
            self.features = Features()

    async def _encrypt(self, context):
        host = self.server.host
        if not self.features.starttls:
            raise Unreachable(f"{host} does not offer STARTTLS.", permanent=True)
        self._expect(await self._ask(b"STARTTLS"), 220)
        if self._buffer or not self.alive:
            # Words slipped in before the encryption began would be believed after it.
            raise Unreachable(f"{host} spoke out of turn after STARTTLS.", permanent=True)
        self._transport = await self._loop.start_tls(self._transport, self, context, server_hostname=host)

    async def _log_in(self):
        user, password = self.server.username.encode(), self.server.password.encode()
        if "PLAIN" in self.features.auth:
            secret = base64.b64encode(b"\0" + user + b"\0" + password)
            reply = await self._ask(b"AUTH PLAIN " + secret)
        elif "LOGIN" in self.features.auth:
            self._expect(await self._ask(b"AUTH LOGIN"), 334)
            self._expect(await self._ask(base64.b64encode(user)), 334)
            reply = await self._ask(base64.b64encode(password))
        else:
            raise Unreachable(
                f"{self.server.host} offers no login by PLAIN or LOGIN; does it want STARTTLS or TLS?",
                permanent=True,
            )
        self._expect(reply, 235)

    # The work: replies drive it, nothing awaits

    def join(self, batch):
        self._batch = batch
        self.settle()
        batch.flush()

    def leave(self):
        self._batch = None

    def settle(self):
        """Takes the next envelope if nothing is under way."""
        if not self._waiting and self._current is None and self._batch is not None and self.alive:
            job = self._current = self._batch.take(self)
            if job is not None:
                self._write(self._commands(job))

    def _commands(self, job):
        self._refusal = None
        self._recipient_taken = False
        if self.features.pipelining:
            self._waiting += (self._on_mail, self._on_rcpt, self._on_data)
            return job.ready.mail + job.ready.rcpt + b"DATA\r\n"
        self._waiting.append(self._on_mail)
        return job.ready.mail

    def _proceed(self, ending, *handlers, handed=None):
        """Writes what ends the message under way and, pipelined, the commands of the next."""
        self._current = self._batch.take(self) if self.features.pipelining else None
        if handed is not None:
            try:
                self._batch.handing(handed)
            except OSError as error:
                self._batch.stop(str(error))
                self._batch.give_back(handed, str(error))
                self._fail(str(error))
                return
            self._handed = handed
        self._waiting += handlers
        following = self._commands(self._current) if self._current else b""
        self._write(b"".join((ending, handed.ready.end if handed else b"", following)))

    def _on_mail(self, code, text):
        if not 200 <= code < 300:
            self._refusal = ("mail", code, text)
        if not self.features.pipelining:
            self._step(b"" if self._refusal else self._current.ready.rcpt, self._on_rcpt)

    def _on_rcpt(self, code, text):
        if 200 <= code < 300:
            self._recipient_taken = True
        elif not self._refusal:
            self._refusal = ("rcpt", code, text)
        if not self.features.pipelining:
            self._step(b"" if self._refusal else b"DATA\r\n", self._on_data)

    def _step(self, command, handler):
        if command:
            self._waiting.append(handler)
            self._write(command)
        else:
            self._refuse()
            self._proceed(b"RSET\r\n", self._ignore)

    def _on_data(self, code, text):
        if code == 354 and self._refusal is None:
            job = self._current
            self._proceed(job.ready.body, self._on_body, handed=job)
            return
        if self._refusal is None:
            self._refusal = ("data", code, text)
        self._refuse()
        if code != 354:
            self._proceed(b"RSET\r\n", self._ignore)
        elif self._recipient_taken:
            # The server waits for a body it would deliver; only hanging up says there is none.
            self._fail("the server refused the sender and asked for the message all the same")
        else:
            # No recipient was taken: an empty body goes nowhere and ends the wait (RFC 2920 3.1).
            self._proceed(b".\r\nRSET\r\n", self._ignore, self._ignore)

    def _refuse(self):
        job, self._current = self._current, None
        self.answered += 1
        self._batch.record(verdict(job.envelope.id, *self._refusal))

    def _on_body(self, code, text):
        job, self._handed = self._handed, None
        self.answered += code != 421
        self._batch.record(verdict(job.envelope.id, "body", code, text))

    def _ignore(self, code, text):
        pass

    # The wire

    def _write(self, data):
        self._heard = self._loop.time()
        self._transport.write(data)

    def connection_made(self, transport):
        self._transport = transport

    def data_received(self, data):
        self._heard = self._loop.time()
        lines = (self._buffer + data).split(b"\n")
        self._buffer = lines.pop()
        for line in lines:
            if self.reason:
                return
            self._hear(line)
        if len(self._buffer) > _LONGEST_LINE:
            self._fail("the server's reply has no end")
            return
        if self._batch is not None:
            self.settle()
            self._batch.flush()

    def _hear(self, line):
        if not line[:3].isdigit():
            self._fail(f"the server does not speak SMTP: {line[:80]!r}")
            return
        text = line[4:].decode(errors="replace").rstrip("\r")
        if line[3:4] == b"-":
            self._lines.append(text)
            if len(self._lines) > _MOST_LINES:
                self._fail("the server's reply has no end")
            return
        code = int(line[:3])
        if self._lines and self._question.done():
            text = " ".join([*self._lines, text])
        if not self._waiting:
            self._fail(f"the server spoke out of turn: {code} {text}")
        elif code == 421 and self._question.done():
            self._goodbye = text
            self._blaming = self._handed is None
            if self._handed is not None:
                self._on_body(code, text)
            self._fail(f"421 {text}")
        else:
            self._waiting.popleft()(code, text)
        self._lines.clear()

    def _watch(self):
        """One timer per connection instead of one per reply."""
        limit = self.server.final_timeout if self._handed else self.server.timeout
        silent = self._loop.time() - self._heard
        if self._waiting and silent >= limit:
            self._fail(f"the server did not answer within {limit:g} seconds")
            return
        wait = min(self.server.timeout, self.server.final_timeout, limit - silent if self._waiting else limit)
        self._timer = self._loop.call_later(max(wait, 0.01), self._watch)

    def _fail(self, reason):
        self.reason = self.reason or reason
        self.abort()

    def abort(self):
        if self._transport is not None:
            self._transport.abort()

    async def quit(self):
        """Says goodbye to an idle server, without waiting long for its answer."""
        if self.alive and not self._waiting:
            self._waiting.append(self._ignore)
            self._transport.write(b"QUIT\r\n")
            self._transport.close()
        else:
            self.abort()
        await self.closed.wait()

    def connection_lost(self, exc):
        self.reason = self.reason or (str(exc) if exc else "the server closed the connection")
        self.closed.set()
        if self._timer:
            self._timer.cancel()
        if not self._question.done():
            self._question.set_exception(ConnectionError(self.reason))
        batch, self._batch = self._batch, None
        # The first in line may be the cause, unless a body was under way before it, or a connection that had
        # served others ended before its recipient was named: so many servers limit messages per connection.
        at_mail = bool(self._waiting) and self._waiting[0] == self._on_mail
        blamed = self._blaming and self._handed is None and not (at_mail and self.answered)
        handed, current, self._handed, self._current = self._handed, self._current, None, None
        if batch is None:
            return
        if handed is not None:
            batch.record(Outcome(handed.envelope.id, Kind.UNCERTAIN, 0, self.reason))
        if current is not None:
            batch.give_back(current, self.reason, blamed=blamed, goodbye=self._goodbye)
        batch.flush()
