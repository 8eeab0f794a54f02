"""A server on 127.0.0.1 that answers as the APIs of four vendors do, from a list, and keeps what it was asked.

    with FakeApi(good({"subject": "Bread"}), limited(7)) as api: …

An answer is taken for each request; the last one is given again and again.
"""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USAGE = (120, 45)  # tokens read and written, of every answer


@dataclass
class Reply:
    """What to answer: a draft in the vendor's shape, or a raw body with a status."""

    draft: object = None
    status: int = 200
    headers: dict = field(default_factory=dict)
    error: str = ""
    raw: bytes = b""
    cut: bool = False  # the body ends in the middle
    never: bool = False  # no answer at all


def good(draft):
    return Reply(draft=draft)


def said(text):
    """A text where a call of the tool was asked for."""
    return Reply(draft=text)


def refused(status, error, **headers):
    return Reply(status=status, error=error, headers={name.replace("_", "-"): value for name, value in headers.items()})


def limited(retry_after):
    return refused(429, "Rate limit reached.", retry_after=str(retry_after))


def raw(body, **fields):
    return Reply(raw=body, **fields)


def cut(draft):
    return Reply(draft=draft, cut=True)


def silence():
    return Reply(never=True)


@dataclass
class Asked:
    path: str
    headers: dict
    body: dict


class FakeApi:
    def __init__(self, *replies):
        self.replies, self.asked = list(replies), []
        self.lock, self.over = threading.Lock(), threading.Event()
        self.arrived = threading.Semaphore(0)

    def __enter__(self):
        handler = type("Handler", (_Handler,), {"api": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.over.set()
        self.server.shutdown()
        self.server.server_close()

    def address(self, provider):
        """What an admin would enter as the address of a server of their own."""
        return f"{self.url}/v1" if provider == "openai" else self.url

    def next_reply(self, asked):
        with self.lock:
            self.asked.append(asked)
            reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        self.arrived.release()
        return reply


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two packets: the second would wait for 40 ms

    def log_message(self, *_arguments):
        pass

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        reply = self.api.next_reply(Asked(self.path, dict(self.headers), body))
        if reply.never:
            self.api.over.wait(30)
            self.close_connection = True
            return
        vendor = _vendor_of(self.path)
        content = (
            reply.raw
            or json.dumps(
                ERRORS[vendor](reply.status, reply.error)
                if reply.error
                else ANSWERS[vendor](reply.draft, body, self.path)
            ).encode()
        )
        self.send_response(reply.status)
        for name, value in {"Content-Type": "application/json"}.items() | reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if reply.cut else content)
        self.close_connection = self.close_connection or reply.cut


def _vendor_of(path):
    if ":generateContent" in path:
        return "google"
    if path.startswith("/v1/messages"):
        return "anthropic"
    return "chat"


def _chat(draft, body, _path):
    """OpenAI's chat completions; Mistral's are of the same shape."""
    message = {"role": "assistant", "content": draft if isinstance(draft, str) else ""}
    if not isinstance(draft, str):
        (tool,) = (each["function"]["name"] for each in body["tools"])
        written = draft.decode() if isinstance(draft, bytes) else json.dumps(draft)
        message["tool_calls"] = [
            {"id": "callid123", "type": "function", "function": {"name": tool, "arguments": written}}
        ]
    read, written = USAGE
    return {
        "id": "chat-1",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": body["model"],
        "choices": [
            {"index": 0, "message": message, "finish_reason": "stop" if isinstance(draft, str) else "tool_calls"}
        ],
        "usage": {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written},
    }


def _messages(draft, body, _path):
    if isinstance(draft, str):
        content, reason = [{"type": "text", "text": draft}], "end_turn"
    else:
        (tool,) = (each["name"] for each in body["tools"])
        content, reason = [{"type": "tool_use", "id": "toolu_1", "name": tool, "input": _parsed(draft)}], "tool_use"
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": content,
        "stop_reason": reason,
        "stop_sequence": None,
        "usage": {"input_tokens": USAGE[0], "output_tokens": USAGE[1]},
    }


def _generate(draft, body, path):
    if isinstance(draft, str):
        part = {"text": draft}
    else:
        (tool,) = (each["name"] for each in body["tools"][0]["functionDeclarations"])
        part = {"functionCall": {"name": tool, "args": _parsed(draft)}}
    return {
        "candidates": [{"content": {"role": "model", "parts": [part]}, "finishReason": "STOP", "index": 0}],
        "usageMetadata": {
            "promptTokenCount": USAGE[0],
            "candidatesTokenCount": USAGE[1],
            "totalTokenCount": sum(USAGE),
        },
        "modelVersion": path.rpartition("/")[2].partition(":")[0],
        "responseId": "response-1",
    }


def _parsed(draft):
    """Two of the four send arguments as an object: what is no JSON can't even be said there."""
    if not isinstance(draft, bytes):
        return draft
    try:
        return json.loads(draft)
    except ValueError:
        return {"draft": draft.decode()}


ANSWERS = {"chat": _chat, "anthropic": _messages, "google": _generate}
GOOGLE = {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND"} | {
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
}
ERRORS = {
    "chat": lambda status, text: {"error": {"message": text, "type": "error", "code": None}, "message": text},
    "anthropic": lambda status, text: {"type": "error", "error": {"type": "api_error", "message": text}},
    "google": lambda status, text: {
        "error": {"code": status, "message": text, "status": GOOGLE.get(status, "UNKNOWN")}
    },
}
