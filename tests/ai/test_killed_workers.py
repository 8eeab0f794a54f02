"""Real workers and kill -9: what one was writing, the next one writes, and once."""

import pytest

from tests.ai import fake_api
from tests.ai.fake_api import FakeApi
from tests.installation import Installation, wait_until

pytestmark = pytest.mark.slow
DRAFT = {"subject": "Bread", "body": "Warm.", "points": []}

ASK = """
from tests.factories.accounts import make_member, make_workspace
from tests.factories.ai import make_config
from webox.ai.actions.generating import generate
workspace = make_workspace()
make_config(workspace, provider="openai", model="gpt-4o-mini", base_url="URL", key="sk-0123456789abc")
member = make_member(workspace)
print(generate(workspace=workspace, by=member, purpose="tests.note", inputs={"topic": "Bread"}).pk)
"""
REPORT = """
import json
from webox.ai.models import Generation
(row,) = Generation.objects.values_list("state", "output", "attempts", "put_off", "input_tokens", "error")
print(json.dumps(row))
"""
SILENT = "from webox.ai.models import Generation\nprint(Generation.objects.update(started_at='2020-01-01T00:00:00Z'))"


@pytest.fixture
def installation(tmp_path):
    with Installation(tmp_path, DJANGO_SETTINGS_MODULE="tests.ai.settings") as installation:
        yield installation


def state(installation):
    return installation.ask("SELECT state FROM ai_generation")[0]


def test_a_draft_survives_the_worker_that_wrote_it(installation):
    with FakeApi(fake_api.silence(), fake_api.good(DRAFT)) as api:
        installation.run(ASK.replace("URL", api.address("openai")))
        worker = installation.worker(clock=False)
        assert api.arrived.acquire(timeout=180), installation.logs()
        assert state(installation) == "running"
        installation.kill(worker)
        # What it held is not taken from it as long as it might still write; then the sweep rings for it.
        installation.run(SILENT)
        installation.worker()
        wait_until(lambda: state(installation) == "ready", f"the next worker\n{installation.logs()}")
        assert installation.run(REPORT) == ["ready", DRAFT, 1, 1, 120, ""]
    assert len(api.asked) == 2
