"""Each thing WeBox writes, through a real conversation with each vendor's API: asked, mended, accepted, paid for."""

from random import Random

import pytest

from tests.ai import fake_api
from tests.ai.fake_api import FakeApi
from tests.factories.ai import make_config
from webox.ai.actions.configuring import configure
from webox.ai.actions.generating import brief_of, generate, retry, run_generation
from webox.ai.actions.reading import accept
from webox.ai.models import Generation
from webox.ai.registry import PURPOSES

MODELS = {
    "openai": "gpt-4o-mini",
    "anthropic": "claude-haiku-4-5",
    "google": "gemini-2.5-flash",
    "mistral": "mistral-small-latest",
}
WISHES = {
    "emails.campaign": {"type": "promo", "topic": "le levain", "audience": "les débutants", "goal": "s’inscrire"},
    "funnels.funnel": {
        "funnel_type": "webinar",
        "topic": "le levain",
        "audience": "les débutants",
        "goal": "s’inscrire",
        "price": "",
        "budget": "",
    },
    "ads.creative": {
        "platform": "google",
        "product": "le levain",
        "objective": "leads",
        "budget": "100",
        "days": 7,
        "audience": "les débutants",
        "landing_url": "",
        "currency": "EUR",
    },
    "investors.update": {"period": "2026-03", "wins": "Premier client", "asks": "Un contact chez Durand"},
}
pytestmark = pytest.mark.parametrize("purpose", WISHES)


def drafted(purpose, generation):
    """What a good model would answer: here as the offline writer has it."""
    known = PURPOSES[purpose]
    written = known.write(brief_of(generation), Random(5))
    return known.schema.model_validate(written).model_dump(mode="json")


def ran(generation):
    run_generation(generation_id=generation.pk)
    generation.refresh_from_db()
    return generation


@pytest.fixture
def ask(workspace, member, purpose):
    make_config(workspace, facts="Ouvert depuis 1999", offer="Des ateliers de pain")

    def ask():
        inputs = WISHES[purpose] | {"language": "fr"}
        return generate(workspace=workspace, by=member, purpose=purpose, inputs=inputs, seed=5)

    return ask


def use(workspace, api, provider):
    connection = {"provider": provider, "model": MODELS[provider], "base_url": api.address(provider)}
    configure(workspace=workspace, by=None, key="sk-0123456789abc", **connection)


@pytest.mark.parametrize("provider", MODELS)
def test_a_model_writes_it_mends_it_and_it_becomes_what_it_is(ask, workspace, member, purpose, provider):
    with FakeApi(fake_api.good({"nothing": "of use"})) as api:
        use(workspace, api, provider)
        generation = ask()
        api.replies.append(fake_api.good(drafted(purpose, generation)))
        assert (ran(generation).state, generation.error) == ("ready", "")
    assert (generation.provider, generation.model) == (provider, MODELS[provider])
    assert 2 <= generation.attempts == len(api.asked) <= 3
    assert (generation.input_tokens, generation.output_tokens) == tuple(generation.attempts * n for n in fake_api.USAGE)
    assert generation.cost > 0
    assert generation.marks
    made = accept(generation=generation, by=member)
    generation.refresh_from_db()
    assert (generation.state, generation.subject, generation.subject_id) == (
        "accepted",
        made._meta.label_lower,
        made.pk,
    )


def test_when_a_model_is_away_templates_write_it(ask, workspace, member, purpose):
    with FakeApi(fake_api.refused(401, "Invalid key")) as api:
        use(workspace, api, "openai")
        failed = ran(ask())
    assert (failed.state, failed.output) == ("failed", None)
    again = ran(retry(generation=failed, by=member, provider="offline"))
    assert (again.state, again.is_from_templates, again.attempts) == ("ready", True, 0)
    assert accept(generation=again, by=member).workspace == workspace
    assert Generation.objects.count() == 2
