"""A server on this machine that answers as a platform does: its documented shapes, and its faults when told to."""

import json
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Answer:
    def __init__(self, body=None, status=200, headers=None, cut=0):
        self.content = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
        # `cut`: so many bytes less than announced arrive
        self.status, self.headers, self.cut = status, headers or {}, cut


class Asked:
    def __init__(self, method, target, headers, body):
        self.method, self.target, self.headers, self.body = method, target, headers, body
        self.path, self.query = urlsplit(target).path, urlsplit(target).query
        self.params = {name: values[0] for name, values in parse_qs(self.query, keep_blank_values=True).items()}

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def form(self):
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}


class Server:
    """Subclasses answer(); what stands in `next` is answered first, `hang` keeps who asks waiting."""

    def __init__(self):
        self.asked, self.next, self.pushed, self.statuses = [], [], [], {}
        self.hang, self.released = False, threading.Event()
        handler = type("Handler", (Handler,), {"owner": self})
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def close(self):
        self.released.set()
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()

    def take(self, asked):
        self.asked.append(asked)
        if self.hang:
            self.released.wait()
        return self.next.pop(0) if self.next else self.answer(asked)

    def answer(self, asked):
        raise NotImplementedError


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two packets: the second would wait for 40 ms

    def serve(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answer = self.owner.take(Asked(self.command, self.path, self.headers, body))
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.content)))
        with suppress(BrokenPipeError, ConnectionResetError):  # who asked has given up
            self.end_headers()
            self.wfile.write(answer.content[: len(answer.content) - answer.cut])
        self.close_connection = bool(answer.cut)

    do_GET = do_POST = do_PUT = serve  # noqa: N815  names of the base

    def log_message(self, *_args):
        pass
