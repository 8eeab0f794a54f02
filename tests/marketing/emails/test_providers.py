import json
import threading
from collections import Counter
from email.headerregistry import Address
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from marketing.emails.models import OutboxMessage
from marketing.emails.providers import provider_for
from tests.smtp_sink import Sink
from webox.lib.envelope import Envelope, Kind, Outcome
from webox.lib.journal import Journal

pytestmark = pytest.mark.django_db


class Postmark:
    """Postmark's API as far as sending needs it; a recipient's local part chooses what goes wrong."""

    REFUSALS = {
        "invalid": (422, {"ErrorCode": 300, "Message": "Invalid 'To' address: 'invalid@example.com'."}),
        "vague": (422, {"ErrorCode": 300, "Message": "Error parsing 'To': Illegal email domain."}),
        "inactive": (
            422,
            {
                "ErrorCode": 406,
                "Message": "You tried to send to recipient(s) that have been marked as inactive. Found inactive "
                "addresses: inactive@example.com. Inactive recipients are ones that have generated a hard bounce, "
                "a spam complaint, or a manual suppression.",
            },
        ),
        "sender": (422, {"ErrorCode": 400, "Message": "The 'From' address is not a Sender Signature."}),
        "busy": (429, {"ErrorCode": 429, "Message": "Rate limit exceeded"}),
        "down": (503, {"ErrorCode": 100, "Message": "Maintenance"}),
        "broken": (500, {"ErrorCode": 500, "Message": "Internal server error"}),
        "gateway": (504, {"ErrorCode": 0, "Message": "Gateway timeout"}),
        "badkey": (401, {"ErrorCode": 10, "Message": "Bad or missing Server API token."}),
        "odd": (200, "no object"),
    }

    def __init__(self):
        self.messages, self.requests, self.on_request = [], 0, lambda recipient: None
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def answer(self, message):
        recipient = message["To"]
        self.requests += 1
        self.on_request(recipient)
        found = self.REFUSALS.get(recipient.partition("@")[0])
        if found:
            return found
        self.messages.append(message)
        return 200, {"To": recipient, "MessageID": f"id-{recipient}", "ErrorCode": 0, "Message": "OK"}

    def handler(self):
        api = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                assert self.headers["X-Postmark-Server-Token"] == "token"
                message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if message["To"].startswith("dropped"):
                    api.messages.append(message)
                    self.close_connection = True
                    return
                status, body = api.answer(message)
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_arguments):
                pass

        return Handler


def use_api(settings, url):
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "token", "POSTMARK_API_URL": url}


@pytest.fixture
def api(settings):
    with Postmark() as api:
        use_api(settings, api.url)
        yield api


@pytest.fixture(params=["smtp", "outbox", "esp"])
def received(request, settings):
    """A provider is configured; call it for the recipients of what arrived."""
    if request.param == "smtp":
        with Sink() as sink:
            settings.EMAIL_URL = f"smtp://127.0.0.1:{sink.port}?connections=3"
            yield lambda: list(sink.recipients)
    elif request.param == "esp":
        with Postmark() as api:
            use_api(settings, api.url)
            yield lambda: [message["To"] for message in api.messages]
    else:
        settings.EMAIL_URL = ""
        yield lambda: list(OutboxMessage.objects.values_list("recipient", flat=True))


def letter(to="p1@example.com"):
    message = EmailMessage()
    message["From"] = Address("Zoé, l’atelier", "zoe", "example.com")
    message["To"] = to
    message["Reply-To"] = "reponse@example.com"
    message["Subject"] = "Bonjour à tous"
    message["Message-ID"] = "<1@example.com>"
    message["List-Unsubscribe"] = "<http://testserver/e/u/token>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content("Été\n.point\n")
    message.add_alternative("<p>Été</p>\n", subtype="html")
    message.set_boundary("boundary")
    return message.as_bytes().replace(b"\n", b"\r\n")


def envelope(id, recipient=None):
    recipient = recipient or f"p{id}@example.com"
    return Envelope(id, "zoe@example.com", recipient, lambda: letter(recipient))


def send(workspace, envelopes, journal=None):
    with provider_for(workspace) as provider:
        return {outcome.id: outcome for outcome in provider.send(envelopes, journal)}


# What every provider keeps to


def test_each_envelope_arrives_once_and_has_one_outcome(workspace, received):
    with provider_for(workspace) as provider:
        first = provider.send([envelope(n) for n in range(60)])
        second = provider.send([envelope(n) for n in range(60, 65)])
        assert provider.send([]) == []
    assert sorted(outcome.id for outcome in first) == list(range(60))
    assert sorted(outcome.id for outcome in second) == list(range(60, 65))
    assert {outcome.kind for outcome in first + second} == {Kind.ACCEPTED}
    assert Counter(received()) == {f"p{n}@example.com": 1 for n in range(65)}


def test_the_journal_names_an_envelope_before_it_is_handed_over(workspace, received, tmp_path):
    class Watching(Journal):
        def handing(self, id):
            assert f"p{id}@example.com" not in received()
            super().handing(id)

    with Watching(tmp_path, "c") as journal:
        outcomes = send(workspace, [envelope(n) for n in range(7)], journal)
        journal.flush()
        lines = journal.path.read_text().splitlines()
    assert len(outcomes) == 7
    assert {line for line in lines if line[0] == "H"} == {f"H {n}" for n in range(7)}
    replies = {tuple(line.split(" ")[:3]) for line in lines if line[0] == "O"}
    assert replies == {("O", str(n), "accepted") for n in range(7)}


def test_a_message_that_cannot_be_made_is_rejected_alone_and_never_handed_over(workspace, received, tmp_path):
    broken = Envelope(1, "zoe@example.com", "p1@example.com", lambda: {}["name"])
    with Journal(tmp_path, "c") as journal:
        outcomes = send(workspace, [envelope(0), broken, envelope(2)], journal)
        journal.flush()
        assert "H 1\n" not in journal.path.read_text()
    assert outcomes[1] == Outcome(1, Kind.REJECTED, 0, "The message could not be made: KeyError: 'name'")
    assert sorted(received()) == ["p0@example.com", "p2@example.com"]


# What is particular to one


def test_the_outbox_keeps_what_would_have_been_sent(workspace, settings):
    settings.EMAIL_URL = ""
    outcomes = send(workspace, [envelope(1)])
    row = OutboxMessage.objects.get()
    assert outcomes == {1: Outcome(1, Kind.ACCEPTED, 250, "kept in the outbox")}
    assert (row.workspace, row.recipient, row.subject) == (workspace, "p1@example.com", "Bonjour à tous")
    assert row.sender == '"Zoé, l’atelier" <zoe@example.com>'
    assert bytes(row.raw) == letter("p1@example.com")


def test_an_api_gets_the_parts_of_the_message(workspace, api):
    outcomes = send(workspace, [envelope(1)])
    assert outcomes == {1: Outcome(1, Kind.ACCEPTED, 200, "id-p1@example.com")}
    (message,) = api.messages
    headers = {header["Name"]: header["Value"] for header in message.pop("Headers")}
    assert message == {
        "From": '"Zoé, l’atelier" <zoe@example.com>',
        "To": "p1@example.com",
        "ReplyTo": "reponse@example.com",
        "Subject": "Bonjour à tous",
        "TextBody": "Été\n.point\n",
        "HtmlBody": "<p>Été</p>\n",
    }
    assert headers == {
        "Message-ID": "<1@example.com>",
        "List-Unsubscribe": "<http://testserver/e/u/token>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


@pytest.mark.parametrize(
    ("local_part", "kind", "code", "said"),
    [
        ("invalid", Kind.REJECTED_RECIPIENT, 422, "Invalid 'To' address"),
        ("vague", Kind.REJECTED, 422, "Illegal email domain"),
        ("inactive", Kind.REJECTED_RECIPIENT, 422, "marked as inactive"),
        ("sender", Kind.REJECTED, 422, "not a Sender Signature"),
        ("busy", Kind.DEFERRED, 429, "Rate limit exceeded"),
        ("down", Kind.DEFERRED, 503, "Maintenance"),
        ("broken", Kind.UNCERTAIN, 500, "Internal server error"),
        ("gateway", Kind.UNCERTAIN, 504, "Gateway timeout"),
        ("odd", Kind.UNCERTAIN, 0, "AttributeError"),
        ("dropped", Kind.UNCERTAIN, 0, "Connection aborted"),
    ],
)
def test_what_an_api_answers_decides_about_one_message(workspace, api, local_part, kind, code, said):
    outcomes = send(workspace, [envelope(0), envelope(1, f"{local_part}@example.com"), envelope(2)])
    assert (outcomes[1].kind, outcomes[1].code) == (kind, code)
    assert said in outcomes[1].text
    assert (outcomes[0].kind, outcomes[2].kind) == (Kind.ACCEPTED, Kind.ACCEPTED)


def test_a_key_the_api_does_not_take_costs_nobody_the_message(workspace, api):
    outcomes = send(workspace, [envelope(n, "badkey@example.com" if n == 1 else None) for n in range(50)])
    assert {n: outcome.kind for n, outcome in outcomes.items()} == {
        n: Kind.UNSENT if n else Kind.ACCEPTED for n in range(50)
    }
    assert "Bad or missing Server API token" in outcomes[49].text
    assert api.requests == 2


@pytest.mark.parametrize(("local_part", "kind"), [("broken", Kind.UNCERTAIN), ("busy", Kind.DEFERRED)])
def test_an_api_in_trouble_is_left_alone_after_a_few(workspace, api, local_part, kind):
    outcomes = send(workspace, [envelope(n, f"{local_part}@example.com") for n in range(50)])
    assert {n: outcome.kind for n, outcome in outcomes.items()} == {
        n: kind if n < 3 else Kind.UNSENT for n in range(50)
    }
    assert api.requests == 3


def test_an_api_nobody_can_reach_leaves_everything_unsent(workspace, settings):
    with Postmark() as gone:
        use_api(settings, gone.url)
    outcomes = send(workspace, [envelope(n) for n in range(50)])
    assert {outcome.kind for outcome in outcomes.values()} == {Kind.UNSENT}
    assert "Connection refused" in outcomes[49].text


def test_an_address_no_api_can_take_is_rejected_before_anything_is_sent(workspace, api):
    outcomes = send(workspace, [envelope(1, "two@example.com, three@example.com <x"), envelope(2)])
    assert (outcomes[1].kind, outcomes[1].code) == (Kind.REJECTED, 0)
    assert [message["To"] for message in api.messages] == ["p2@example.com"]
