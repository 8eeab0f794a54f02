"""The conversation with an image model, held with a real server on this machine."""

import base64
import io
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PIL import Image

from marketing.ads.models import AdImage
from tests.factories.ai import make_config
from webox.accounts.models import Profile
from webox.ai.actions.generating import generate, run_generation
from webox.ai.actions.reading import accept

pytestmark = pytest.mark.django_db


def painted(colour="#336699", size=(64, 64), format="PNG"):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, format)
    return base64.b64encode(out.getvalue()).decode()


class Api(ThreadingHTTPServer):
    """Answers POST /v1/images/generations with what is in `answers`, the last of them for ever."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.asked = [], []
        self.released = threading.Event()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers.get("Authorization"), body))
        answers = self.server.answers
        status, said = answers.pop(0) if len(answers) > 1 else answers[0]
        if status == "silence":
            self.server.released.wait(20)
            return
        data = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(200 if status == "cut" else status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data) + (500 if status == "cut" else 0)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


@pytest.fixture
def api():
    with Api() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.released.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def drafted(workspace, member, api, settings):
    """A function that drafts ads by the offline writer, images by the model of `api`."""
    settings.AI_TIMEOUT_SECONDS = 2
    # What went wrong is told in the language of whoever asked.
    Profile.objects.update_or_create(user=member, defaults={"language": "en"})

    def draft(*answers, **config):
        api.answers = list(answers)
        known = {
            "provider": "offline",
            "base_url": api.address,
            "image_model": "painter-1",
            "key": "sk-secret-of-images",
        }
        make_config(workspace, **known | config)
        inputs = {"platform": "tiktok", "product": "Thé", "objective": "sales", "budget": "90.00", "days": 10}
        generation = generate(workspace=workspace, by=member, purpose="ads.creative", inputs=inputs, seed=1)
        run_generation(generation_id=generation.pk)
        generation.refresh_from_db()
        return generation

    return draft


def test_a_model_paints_three_images_that_become_those_of_the_ads(drafted, api, member):
    images = [(200, {"data": [{"b64_json": painted(colour)}]}) for colour in ("#aa0000", "#00aa00", "#0000aa")]
    generation = drafted(*images)
    assert (generation.state, generation.output["note"], generation.problems) == ("ready", "", [])
    assert [(path, key) for path, key, _body in api.asked] == [
        ("/v1/images/generations", "Bearer sk-secret-of-images")
    ] * 3
    body = api.asked[0][2]
    assert (body["model"], body["n"], body["size"], body["response_format"]) == (
        "painter-1",
        1,
        "1024x1536",
        "b64_json",
    )
    assert "Thé" in body["prompt"] and "No words" in body["prompt"]
    assert AdImage.objects.filter(generation=generation, creative=None).count() == 3
    campaign = accept(generation=generation, by=member)
    image = campaign.creatives.order_by("pk")[1].images.order_by("order")[0]
    with Image.open(image.path) as opened:
        assert (opened.format, opened.size) == ("JPEG", (1080, 1920))
        red, green, blue = opened.getpixel((500, 900))
    assert green > 160 and max(red, blue) < 20


def test_models_of_one_kind_are_not_asked_for_a_format_they_refuse(drafted, api):
    drafted((200, {"data": [{"b64_json": painted()}]}), image_model="gpt-image-1")
    assert "response_format" not in api.asked[0][2]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((500, {}), "paints nothing at the moment (500)"),
        ((429, {}), "paints nothing at the moment (429)"),
        ((401, {}), "refused the key for images"),
        ((404, {}), "knows no image model “painter-1”"),
        ((400, {}), "did not accept the request for an image (400)"),
        ((200, b"not json"), "answered, but not with an image"),
        ((200, {"data": []}), "answered, but not with an image"),
        ((200, {"data": [{"b64_json": "bm90IGFuIGltYWdl"}]}), "answered, but not with an image"),
        ((200, {"data": [{"url": "http://127.0.0.1/x.png"}]}), "answered, but not with an image"),
        (("cut", {"data": [{"b64_json": painted()}]}), "cannot be reached for images"),
        (("silence", None), "did not paint in time"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_whatever_goes_wrong_the_draft_is_there_with_composed_images_and_the_reason(drafted, answer, reason):
    generation = drafted(answer, language="en")
    assert generation.state == "ready"
    assert reason in generation.output["note"]
    assert generation.output["note"].endswith("The images were composed here instead.")
    assert [(each["path"], each["level"]) for each in generation.problems] == [("/visuals", "warning")]
    assert AdImage.objects.count() == 0


def test_an_image_that_failed_leaves_none_of_its_siblings(drafted):
    drafted((200, {"data": [{"b64_json": painted()}]}), (500, {}))
    assert AdImage.objects.count() == 0


def test_nobody_is_asked_without_a_model_for_images(drafted, api):
    generation = drafted((500, {}), image_model="")
    assert (generation.output["note"], api.asked) == ("", [])
