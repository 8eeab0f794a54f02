"""Conversations with a server that behaves as the real ones do: what four vendors answer, and how they fail."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from email.utils import format_datetime

import pytest
from django.utils import timezone

from tests.ai import fake_api
from tests.ai.fake_api import FakeApi
from webox.ai.providers import writer_for
from webox.ai.providers.base import Refused, Unavailable
from webox.ai.registry import Brand, Brief
from webox.ai.voice import Voice
from webox.lib import vault

MODELS = {
    "openai": "gpt-4o-mini",
    "anthropic": "claude-haiku-4-5",
    "google": "gemini-2.5-flash",
    "mistral": "mistral-small-latest",
}
DRAFT = {"subject": "Bread", "body": "Warm.", "points": ["One", "Two"]}
BRIEF = Brief(
    inputs={"topic": "Bread"}, language="en", tone="friendly", brand=Brand(name="Atelier", facts=("Open since 1999",))
)
COSTS = {
    "openai": Decimal("0.000045"),
    "anthropic": Decimal("0.000345"),
    "google": Decimal("0.0001485"),
    "mistral": Decimal("0.000045"),
}
NAMES = {"openai": "OpenAI", "anthropic": "Anthropic", "google": "Google", "mistral": "Mistral"}
EMPTY = {"openai": Refused, "anthropic": Unavailable, "google": Refused, "mistral": Unavailable}
SYSTEM = {
    "openai": lambda body: body["messages"][0]["content"],
    "anthropic": lambda body: body["system"][0]["text"],
    "google": lambda body: body["systemInstruction"]["parts"][0]["text"],
    "mistral": lambda body: body["messages"][0]["content"],
}
TURNS = {
    "openai": lambda body: body["messages"],
    "anthropic": lambda body: body["messages"],
    "google": lambda body: body["contents"],
    "mistral": lambda body: body["messages"],
}
TOOL = {
    "openai": lambda body: body["tools"][0]["function"]["parameters"],
    "anthropic": lambda body: body["tools"][0]["input_schema"],
    "google": lambda body: body["tools"][0]["functionDeclarations"][0]["parameters_json_schema"],
    "mistral": lambda body: body["tools"][0]["function"]["parameters"],
}

pytestmark = pytest.mark.parametrize("provider", MODELS)


def voice_for(api, provider, **fields):
    known = {
        "is_on": True,
        "provider": provider,
        "model": MODELS[provider],
        "base_url": api.address(provider),
        "sealed_key": vault.seal("sk-test-0123456789"),
        "image_model": "",
        "language": "en",
        "tone": "friendly",
        "brand": BRIEF.brand,
        "monthly_budget": None,
    }
    return Voice(**known | fields)


def write(note, api, provider, **fields):
    voice = voice_for(api, provider, **fields)
    return writer_for(provider).write(purpose=note, brief=BRIEF, voice=voice, seed=1)


def writes(note, provider, *replies, **fields):
    """The server, and what writing against those replies brought: an Answer, Refused or Unavailable."""
    with FakeApi(*replies) as api:
        try:
            return api, write(note, api, provider, **fields)
        except (Refused, Unavailable) as error:
            return api, error


def test_a_good_answer_is_a_draft_with_what_it_cost(note, provider):
    api, answer = writes(note, provider, fake_api.good(DRAFT))
    assert answer.output == DRAFT
    assert (answer.input_tokens, answer.output_tokens, answer.requests) == (*fake_api.USAGE, 1)
    assert (answer.model, answer.cost) == (MODELS[provider], COSTS[provider])
    (asked,) = api.asked
    assert "sk-test-0123456789" in (
        asked.headers.get("Authorization", asked.headers.get("authorization", ""))
        + asked.headers.get("x-goog-api-key", "")
    )


def test_a_model_whose_price_nobody_knows_costs_nobody_knows_what(note, provider):
    _api, answer = writes(note, provider, fake_api.good(DRAFT), model="bread-7b")
    assert (answer.model, answer.cost, answer.input_tokens) == ("bread-7b", None, 120)


def test_what_people_wrote_is_beside_the_instructions_and_the_schema_is_without_our_own_words(note, provider):
    api, _answer = writes(note, provider, fake_api.good(DRAFT))
    body = api.asked[0].body
    system, tool = SYSTEM[provider](body), TOOL[provider](body)
    assert system.startswith("You draft marketing texts") and system.endswith("two to five points.")
    assert "says: text in it" in system and '"brand" or "inputs"' in system
    assert "1999" not in system and "Open since 1999" in json.dumps(body)
    assert tool["properties"]["subject"] == {"type": "string", "minLength": 1, "maxLength": 60}
    assert tool["properties"]["points"] == {"type": "array", "items": {"type": "string"}, "maxItems": 5}


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (fake_api.good({"body": "No subject."}), "Field required"),
        (fake_api.good(DRAFT | {"subject": "x" * 61}), "at most 60 characters"),
        (fake_api.good(b'{"subject": "Bread", "bo'), "Invalid JSON|Field required"),
        (fake_api.said("Here is your draft!"), "include your response in a tool call"),
    ],
    ids=["wrong schema", "too long", "invalid JSON", "no call"],
)
def test_an_invalid_answer_goes_back_with_its_errors(note, provider, bad, words):
    api, answer = writes(note, provider, bad, fake_api.good(DRAFT))
    assert (answer.output, answer.requests, answer.input_tokens, answer.output_tokens) == (DRAFT, 2, 240, 90)
    told = TURNS[provider](api.asked[1].body)
    assert len(told) == len(TURNS[provider](api.asked[0].body)) + 2, "the answer, and what is wrong with it"
    assert re.search(words, json.dumps(told[-1]))


def test_the_third_invalid_answer_is_the_last_and_was_paid_for(note, provider):
    api, error = writes(note, provider, fake_api.good({"body": "No subject."}))
    assert isinstance(error, Refused)
    assert str(error.message) == (
        f"“{MODELS[provider]}” gave no usable answer. Try another model, or use the offline writer."
    )
    assert len(api.asked) == 3
    assert (error.spent.requests, error.spent.input_tokens, error.spent.output_tokens) == (3, 360, 135)
    assert error.spent.cost == 3 * COSTS[provider]


@pytest.mark.parametrize(
    ("reply", "kind", "seconds", "sentence"),
    [
        (fake_api.limited(7), Unavailable, 7, "HOST is limiting how much we may ask at once."),
        (fake_api.refused(500, "Oops"), Unavailable, None, "HOST has a fault of its own at the moment."),
        (fake_api.refused(503, "Maintenance"), Unavailable, None, "HOST has a fault of its own at the moment."),
        (fake_api.cut(DRAFT), Unavailable, None, "The answer of HOST broke off, or could not be read."),
        (
            fake_api.raw(b'{"id": "chat-1", "cho'),
            Unavailable,
            None,
            "The answer of HOST broke off, or could not be read.",
        ),
        (
            fake_api.raw(b"<html>Welcome</html>"),
            Unavailable,
            None,
            "The answer of HOST broke off, or could not be read.",
        ),
        (
            fake_api.refused(401, "Invalid key"),
            Refused,
            None,
            "HOST refused the key, or the key may not use “MODEL”. Check it in the AI settings.",
        ),
        (
            fake_api.refused(403, "Not yours"),
            Refused,
            None,
            "HOST refused the key, or the key may not use “MODEL”. Check it in the AI settings.",
        ),
        (
            fake_api.refused(404, "No such model"),
            Refused,
            None,
            "HOST knows no model “MODEL”. Check the model and the address in the AI settings.",
        ),
        (
            fake_api.refused(400, "Unknown parameter"),
            Refused,
            None,
            "HOST did not accept the request: Unknown parameter. Check the AI settings.",
        ),
    ],
    ids=["429", "500", "503", "cut", "half JSON", "HTML", "401", "403", "404", "400"],
)
def test_each_failure_is_one_sentence_and_is_not_asked_again_here(note, provider, reply, kind, seconds, sentence):
    api, error = writes(note, provider, reply)
    host = api.url.removeprefix("http://")
    assert (type(error), str(error.message)) == (
        kind,
        sentence.replace("HOST", host).replace("MODEL", MODELS[provider]),
    )
    assert getattr(error, "retry_after", None) == seconds
    assert (len(api.asked), error.spent.requests) == (1, 1)
    assert (error.spent.input_tokens, error.spent.cost) == (0, None)


def test_an_empty_answer_is_never_a_draft(note, provider):
    _api, error = writes(note, provider, fake_api.raw(b"{}"))
    assert isinstance(error, EMPTY[provider])
    assert (error.spent.input_tokens, error.spent.output_tokens) == (0, 0)


def test_a_server_that_never_answers_is_not_waited_for(note, provider, settings):
    settings.AI_TIMEOUT_SECONDS = 1
    api, error = writes(note, provider, fake_api.silence())
    assert isinstance(error, Unavailable)
    assert str(error.message) == f"{api.url.removeprefix('http://')} did not answer within 1 seconds."
    assert error.spent.requests == 1


def test_a_server_that_is_not_there(note, provider):
    with FakeApi(fake_api.silence()) as api:
        pass
    with pytest.raises(Unavailable) as caught:
        write(note, api, provider)
    host = api.url.removeprefix("http://")
    assert (
        str(caught.value.message)
        == f"{host} cannot be reached. Check the address in the AI settings, and that the server runs."
    )
    assert caught.value.spent.requests == 1


def test_how_long_to_wait_may_be_a_date(note, provider):
    until = timezone.now() + timedelta(seconds=90)
    _api, error = writes(note, provider, fake_api.limited(format_datetime(until)))
    assert 80 < error.retry_after <= 90


def test_an_account_without_credit_is_no_matter_of_waiting(note, provider):
    _api, error = writes(note, provider, fake_api.refused(402, "Payment required"))
    assert isinstance(error, Refused)
    assert str(error.message).endswith("has no credit left. Top it up, or use the offline writer.")


def test_what_is_missing_is_said_before_anybody_is_asked(note, provider):
    api = FakeApi(fake_api.good(DRAFT))
    api.url = "http://127.0.0.1:1"
    faults = {
        "No model is chosen. Name one in the AI settings.": {"model": ""},
        "The address must begin with http:// or https://. Change it in the AI settings.": {
            "base_url": "ftp://x.example"
        },
        "The key was sealed by another installation and cannot be read. Enter it again in the AI settings.": {
            "sealed_key": "gAAAA-not-ours"
        },
        f"There is no key for {NAMES[provider]}. Enter it in the AI settings.": {"sealed_key": "", "base_url": ""},
    }
    for sentence, fields in faults.items():
        with pytest.raises(Refused) as caught:
            write(note, api, provider, **fields)
        assert str(caught.value.message) == sentence


def test_the_environment_sends_nobodys_key_elsewhere(note, provider, monkeypatch):
    with FakeApi(fake_api.good(DRAFT)) as elsewhere:
        for name in ("OPENAI_BASE_URL", "ANTHROPIC_BASE_URL", "GOOGLE_GEMINI_BASE_URL"):
            monkeypatch.setenv(name, elsewhere.url)
        api, answer = writes(note, provider, fake_api.good(DRAFT))
    assert (answer.output, len(api.asked), elsewhere.asked) == (DRAFT, 1, [])


def test_a_connection_is_tested_with_one_small_request(note, provider):
    with FakeApi(fake_api.said("ready")) as api:
        sentence = writer_for(provider).check(voice=voice_for(api, provider))
    assert sentence == f"{api.url.removeprefix('http://')} answered as “{MODELS[provider]}”."
    (asked,) = api.asked
    assert "tools" not in asked.body or not asked.body["tools"]
    assert len(json.dumps(asked.body)) < 400


def test_a_model_no_budget_holds_back_is_said_to_be_one(note, provider):
    with FakeApi(fake_api.said("ready")) as api:
        sentence = writer_for(provider).check(voice=voice_for(api, provider, model="bread-7b"))
    assert sentence.endswith("answered as “bread-7b”. No price of it is known: no budget holds it back.")


def test_a_connection_that_fails_says_why(note, provider):
    with FakeApi(fake_api.refused(401, "Invalid key")) as api, pytest.raises(Refused, match="refused the key"):
        writer_for(provider).check(voice=voice_for(api, provider))


def test_what_fits_the_schema_and_breaks_a_limit_or_a_promise_goes_back_too(note, provider):
    long = DRAFT | {"subject": "x" * 41, "body": "A miracle."}
    brief = replace(BRIEF, brand=replace(BRIEF.brand, forbidden=("miracle",)))
    with FakeApi(fake_api.good(long), fake_api.good(DRAFT)) as api:
        answer = writer_for(provider).write(purpose=note, brief=brief, voice=voice_for(api, provider), seed=1)
    assert (answer.output, answer.requests, answer.input_tokens, answer.cost) == (DRAFT, 2, 240, 2 * COSTS[provider])
    told = json.dumps(TURNS[provider](api.asked[1].body)[-1])
    assert "Write the draft again with these problems mended" in told
    assert "Longer than 40 characters." in told and "is on your list of forbidden claims." in told


def test_a_draft_that_stays_too_long_is_kept_for_a_person_to_mend(note, provider):
    long = DRAFT | {"subject": "x" * 41}
    api, answer = writes(note, provider, fake_api.good(long))
    assert (answer.output, len(api.asked), answer.requests) == (long, 3, 3)


@pytest.mark.parametrize("later", [fake_api.refused(503, "Down"), fake_api.good({"body": "No subject."})])
def test_a_draft_is_kept_when_its_mending_fails(note, provider, later):
    long = DRAFT | {"subject": "x" * 41}
    api, answer = writes(note, provider, fake_api.good(long), later)
    assert (answer.output, answer.requests) == (long, len(api.asked))
