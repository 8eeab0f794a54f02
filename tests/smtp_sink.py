"""A real SMTP server for tests and benchmarks, faulty on demand.

In a thread:    with Sink() as sink: ... sink.port, sink.messages
As a process:   python -m tests.smtp_sink --port 0 --log accepted.tsv   (prints its port, ends on SIGTERM)
For benchmarks: python -m tests.smtp_sink --port 2525 --discard         (parses next to nothing)

A recipient's local part chooses a fault by its leading letters (bounce.12@example.com), see FAULTS; a callable
`fault(recipient)` returning such a text, or None, does the same.
"""

import argparse
import asyncio
import base64
import contextlib
import os
import re
import select
import signal
import socket
import sys
import threading
import time

FAULTS = {
    "bounce": "rcpt:550 5.1.1 No such user",
    "later": "rcpt:451 4.7.1 Try again later",
    "blocked": "rcpt:554 5.7.1 Your network is on our block list",
    "spam": "body:554 5.7.1 We do not want this",
    "busy": "body:452 4.3.1 Out of space for now",
    "gone": "body:550 5.2.1 Mailbox disabled",
    "closing": "body:421 4.3.2 Shutting down",
    "dropbefore": "drop:before",  # instead of the answer to DATA
    "dropbody": "drop:body",  # at the first bytes of the body
    "dropafter": "drop:after",  # message kept, but no reply
    "slow": "slow:30",  # milliseconds before the reply to the body
}
_MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.I | re.M)


def fault_by_local_part(recipient):
    return FAULTS.get(re.match(r"[a-z]*", recipient.lower())[0])


class Sink:
    """`on_phase(phase, recipient)` is called in the sink's thread at "rcpt", "data", "body", "kept", "replied"."""

    def __init__(
        self,
        *,
        port=0,
        pipelining=True,
        offer=(),
        size=50_000_000,
        tls=None,  # an ssl.SSLContext: offered by STARTTLS, or from the start with `implicit_tls`
        implicit_tls=False,
        users=None,  # {"user": "password"}: AUTH is offered and required
        auth="PLAIN LOGIN",
        fault=fault_by_local_part,
        greeting="220 sink ESMTP",
        delay_ms=0,
        limit=None,  # messages per connection before a 421
        lax=False,  # answers 354 even when no recipient was taken
        keep=True,
        log=None,
        on_phase=None,
    ):
        self.port, self.pipelining, self.size, self.auth = port, pipelining, size, auth
        self.offer = ("8BITMIME", "ENHANCEDSTATUSCODES", *offer)
        self.tls, self.implicit_tls, self.users = tls, implicit_tls, users
        self.fault, self.greeting, self.delay_ms, self.limit, self.lax = fault, greeting, delay_ms, limit, lax
        self.keep, self.on_phase = keep, on_phase or (lambda phase, recipient: None)
        self.starttls_reply = "220 2.0.0 Go ahead"
        self.messages = []  # (sender, recipient, bytes)
        self.recipients = []  # of every message kept, in order
        self.commands = []  # MAIL lines, as received
        self.connected = 0  # connections ever made
        self.open = set()
        self._log = os.open(log, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600) if log else None
        self._loop = self._thread = self._server = None

    def __enter__(self):
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        assert ready.wait(10)
        return self

    def __exit__(self, *error):
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)

    async def _serve(self, ready=None):
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        self._server = await self._loop.create_server(
            lambda: Conversation(self),
            "127.0.0.1",
            self.port,
            backlog=1024,
            ssl=self.tls if self.implicit_tls else None,
        )
        self.port = self._server.sockets[0].getsockname()[1]
        if ready:
            ready.set()
        else:
            for number in (signal.SIGTERM, signal.SIGINT):
                self._loop.add_signal_handler(number, self._end.set)
            print(self.port, flush=True)
        await self._end.wait()
        self._server.close()
        for conversation in list(self.open):
            conversation.transport.abort()
        await asyncio.sleep(0)
        if self._log is not None:
            os.close(self._log)

    def drop_connections(self):
        """Cuts every connection, as a server restart would."""
        self._loop.call_soon_threadsafe(lambda: [c.transport.abort() for c in list(self.open)])

    def wait_idle(self, seconds=20):
        """Returns once no connection is left: all a killed client has sent is then worked off."""
        deadline = time.monotonic() + seconds
        while self.open:
            assert time.monotonic() < deadline, "connections to the sink stay open"
            time.sleep(0.005)

    def take(self, sender, recipient, data):
        self.recipients.append(recipient)
        if self.keep:
            self.messages.append((sender, recipient, data))
        if self._log is not None:
            found = _MESSAGE_ID.search(data)
            os.write(self._log, f"{recipient}\t{found[1].decode() if found else ''}\n".encode())


class Conversation(asyncio.Protocol):
    def __init__(self, sink):
        self.sink = sink
        self.buffer = b""
        self.seen = 0  # bytes of the buffer known not to hold the end of the body
        self.in_body = self.paused = self.done = False
        self.authenticated = sink.users is None
        self.login = None  # answers of AUTH LOGIN so far
        self.count = 0
        self.sender = self.recipient = self.fault = None

    def connection_made(self, transport):
        self.transport = transport
        if self not in self.sink.open:
            self.sink.open.add(self)
            self.sink.connected += 1
        self.say(self.sink.greeting)
        if not self.sink.greeting.startswith("220"):
            self.hang_up()

    def connection_lost(self, exc):
        self.done = True
        self.sink.open.discard(self)

    def say(self, text):
        self.transport.write(text.encode() + b"\r\n")

    def hang_up(self):
        self.done = True
        self.transport.close()

    def data_received(self, data):
        self.buffer += data
        self.work()

    def work(self):
        while not self.paused and not self.done:
            if self.in_body:
                if not self.read_body():
                    return
                continue
            line, found, rest = self.buffer.partition(b"\r\n")
            if not found:
                return
            self.buffer = rest
            self.obey(line.decode(errors="surrogateescape"))

    def pause(self, seconds, then):
        def resume():
            self.paused = False
            if not self.done:
                then()
                self.work()

        self.paused = True
        asyncio.get_running_loop().call_later(seconds, resume)

    def obey(self, line):
        if self.login is not None:
            self.auth_login(line)
            return
        verb, _, rest = line.partition(" ")
        method = getattr(self, "do_" + verb.lower(), None)
        if method:
            method(rest)
        else:
            self.say("500 5.5.2 What?")

    def do_ehlo(self, name):
        words = [f"sink greets {name}", *self.sink.offer, f"SIZE {self.sink.size}"]
        if self.sink.pipelining:
            words.append("PIPELINING")
        encrypted = self.transport.get_extra_info("sslcontext")
        if self.sink.tls and not encrypted:
            words.append("STARTTLS")
        if self.sink.users is not None:
            words.append("AUTH " + self.sink.auth)
        for word in words[:-1]:
            self.say("250-" + word)
        self.say("250 " + words[-1])

    def do_helo(self, name):
        self.say("250 sink")

    def do_starttls(self, rest):
        self.say(self.sink.starttls_reply)
        self.paused = True
        self.task = asyncio.ensure_future(self.encrypt())

    async def encrypt(self):
        with contextlib.suppress(OSError):
            self.buffer = b""
            self.transport = await asyncio.get_running_loop().start_tls(
                self.transport, self, self.sink.tls, server_side=True
            )
            # The first words of the encrypted conversation may be here before we are.
            self.paused = False
            self.work()

    def do_auth(self, rest):
        method, _, initial = rest.partition(" ")
        if method.upper() == "PLAIN":
            _, user, password = base64.b64decode(initial).decode().split("\0")
            self.judge(user, password)
        else:
            self.login = []
            self.say("334 VXNlcm5hbWU6")

    def auth_login(self, line):
        self.login.append(base64.b64decode(line).decode())
        if len(self.login) == 1:
            self.say("334 UGFzc3dvcmQ6")
        else:
            answers, self.login = self.login, None
            self.judge(*answers)

    def judge(self, user, password):
        self.authenticated = self.sink.users.get(user) == password
        self.say("235 2.7.0 Welcome" if self.authenticated else "535 5.7.8 Wrong user name or password")

    def do_mail(self, rest):
        self.sink.commands.append(rest)
        self.recipient = self.fault = None
        if not self.authenticated:
            self.say("530 5.7.0 Log in first")
        elif self.sink.limit is not None and self.count >= self.sink.limit:
            self.say("421 4.7.0 Too many messages on this connection")
            self.hang_up()
        elif "<refused@" in rest:
            self.sender = None
            self.say("550 5.7.1 Sender refused")
        else:
            self.sender = rest[rest.index("<") + 1 : rest.index(">")]
            self.say("250 2.1.0 Ok")

    def do_rcpt(self, rest):
        recipient = rest[rest.index("<") + 1 : rest.index(">")]
        self.sink.on_phase("rcpt", recipient)
        stage, _, text = (self.sink.fault(recipient) or "").partition(":")
        if self.sender is None:
            self.say("503 5.5.1 Need MAIL first")
        elif stage == "rcpt":
            self.say(text)
            if text.startswith("421"):
                self.hang_up()
        else:
            self.recipient, self.fault = recipient, (stage, text)
            self.say("250 2.1.5 Ok")

    def do_data(self, rest):
        if self.recipient is None and not self.sink.lax:
            self.say("503 5.5.1 No valid recipients")
            return
        self.sink.on_phase("data", self.recipient)
        if self.fault == ("drop", "before"):
            self.hang_up()
            return
        if self.fault and self.fault[0] == "data":
            self.say(self.fault[1])
            return
        self.say("354 Go ahead")
        self.in_body, self.seen = True, 0

    def read_body(self):
        if self.buffer and self.fault == ("drop", "body"):
            self.done = True
            self.transport.abort()
            return False
        if self.buffer and not self.seen:
            self.sink.on_phase("body", self.recipient)
        if self.buffer.startswith(b".\r\n"):
            data, self.buffer = b"", self.buffer[3:]
        else:
            end = self.buffer.find(b"\r\n.\r\n", max(0, self.seen - 4))
            if end < 0:
                self.seen = len(self.buffer)
                return False
            data, self.buffer = self.buffer[: end + 2], self.buffer[end + 5 :]
        self.in_body = False
        self.got(data)
        return True

    def got(self, data):
        if self.recipient is None:
            self.say("554 5.5.1 No valid recipients")
            return
        stage, text = self.fault
        if stage == "body":
            self.say(text)
            return
        if data.startswith(b".") or b"\r\n." in data:
            data = re.sub(rb"(?m)^\.", b"", data)
        self.sink.take(self.sender, self.recipient, data)
        self.sink.on_phase("kept", self.recipient)
        self.count += 1
        delay = int(text) if stage == "slow" else self.sink.delay_ms
        if (stage, text) == ("drop", "after"):
            self.done = True
            self.transport.abort()
        elif delay:
            self.pause(delay / 1000, lambda: self.say("250 2.0.0 Ok: queued"))
        else:
            self.say("250 2.0.0 Ok: queued")
            self.sink.on_phase("replied", self.recipient)

    def do_rset(self, rest):
        self.sender = self.recipient = self.fault = None
        self.say("250 2.0.0 Ok")

    def do_noop(self, rest):
        self.say("250 2.0.0 Ok")

    def do_quit(self, rest):
        self.say("221 2.0.0 Bye")
        self.hang_up()


class Discard:
    """Counts messages and forgets them; plain epoll, for asyncio's own cost is what a benchmark would measure.

    A client may have one body under way per connection, which is all PIPELINING allows.
    """

    hello = b"250-sink\r\n250-SIZE 50000000\r\n250-8BITMIME\r\n250 PIPELINING\r\n"

    def __init__(self, port):
        self.listener = socket.create_server(("127.0.0.1", port), backlog=1024)
        self.port = self.listener.getsockname()[1]
        self.count = 0
        self.poll = select.epoll()
        self.poll.register(self.listener, select.EPOLLIN)
        self.peers = {}  # file number: [socket, in body, unread bytes]

    def serve(self):
        print(self.port, flush=True)
        listener = self.listener.fileno()
        while True:
            for number, _ in self.poll.poll():
                if number == listener:
                    peer, _ = self.listener.accept()
                    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self.peers[peer.fileno()] = [peer, False, b""]
                    self.poll.register(peer, select.EPOLLIN)
                    peer.send(b"220 sink\r\n")
                    continue
                state = self.peers[number]
                try:
                    data = state[0].recv(262144)
                    answer = data and self.digest(state, data)
                    if answer:
                        state[0].send(answer)
                except OSError:
                    data = b""
                if not data:
                    del self.peers[number]
                    state[0].close()

    def digest(self, state, data):
        answers = b""
        if state[1]:
            # The end stands near the end of what came: whatever follows it is a few commands.
            seam = state[2] + data[:5]
            end = data.rfind(b"\r\n.\r\n")
            if end < 0 and b"\r\n.\r\n" not in seam:
                state[2] = (state[2] + data)[-4:]
                return b""
            data = data[end + 5 :] if end >= 0 else (state[2] + data).partition(b"\r\n.\r\n")[2]
            state[1:] = False, b""
            self.count += 1
            answers = b"250 2.0.0 Ok\r\n"
        *lines, state[2] = (state[2] + data).split(b"\r\n")
        for line in lines:
            verb = line[:4].upper()
            if verb == b"DATA":
                state[1:] = True, b"\r\n"
                answers += b"354 Go ahead\r\n"
            elif verb == b"EHLO":
                answers += self.hello
            elif verb == b"X-CO":
                answers += b"250 %d\r\n" % self.count
            else:
                answers += b"250 Ok\r\n"
        return answers


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.smtp_sink", description="an SMTP server for tests")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", help="one line per accepted message: recipient, tab, Message-ID")
    parser.add_argument("--discard", action="store_true", help="count only, as fast as can be")
    parser.add_argument("--delay-ms", type=int, default=0)
    parser.add_argument("--limit", type=int, help="messages per connection before a 421")
    parser.add_argument("--no-pipelining", action="store_true")
    options = parser.parse_args()
    if options.discard:
        sink = Discard(options.port)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: sys.exit(print(f"{sink.count} messages", file=sys.stderr)))
        sink.serve()
    sink = Sink(
        port=options.port,
        pipelining=not options.no_pipelining,
        delay_ms=options.delay_ms,
        limit=options.limit,
        keep=False,
        log=options.log,
    )
    asyncio.run(sink._serve())
    print(f"{len(sink.recipients)} messages", file=sys.stderr)


if __name__ == "__main__":
    main()
