"""Who writes for whom: the workspace's settings, a member's override, and keys that go only where they were given."""

import logging
from decimal import Decimal

import pytest
from django.db import connection

from tests.ai import fake_api
from tests.ai.fake_api import FakeApi
from tests.factories.ai import make_config
from webox.ai.actions.configuring import configure, forget_key, override, test_connection
from webox.ai.models import AIConfig
from webox.ai.providers.base import Refused, Unavailable
from webox.ai.voice import voice_of
from webox.lib import vault

KEY = "sk-0123456789-abcd"
test_connection.__test__ = False  # an action, whatever its name says


def test_settings_nobody_saved_are_the_offline_writer_in_the_language_of_the_workspace(workspace, member):
    voice = voice_of(workspace, member)
    assert (voice.is_on, voice.provider, voice.model, voice.sealed_key) == (True, "offline", "", "")
    assert (voice.language, voice.tone, voice.monthly_budget) == ("fr", "friendly", None)
    assert (voice.brand.name, voice.brand.facts) == ("Atelier", ())


def test_what_is_saved_is_what_is_written_with(workspace, owner, member):
    configure(
        workspace=workspace,
        by=owner,
        key=KEY,
        provider="mistral",
        model="mistral-small-latest",
        tone="formal",
        language="en",
        brand_name="Boulangerie",
        facts="Open since 1999\n\n  Two ovens  \n",
        prices="Loaf: 4 €",
        forbidden_claims="miracle",
        monthly_budget=Decimal("12.50"),
    )
    voice = voice_of(workspace, member)
    assert (voice.provider, voice.model, voice.tone, voice.language) == (
        "mistral",
        "mistral-small-latest",
        "formal",
        "en",
    )
    assert (voice.brand.name, voice.brand.facts) == ("Boulangerie", ("Open since 1999", "Two ovens"))
    assert (voice.brand.prices, voice.brand.forbidden) == (("Loaf: 4 €",), ("miracle",))
    assert voice.monthly_budget == Decimal("12.50")
    assert AIConfig.objects.get().key == KEY


def test_a_key_is_sealed_and_told_apart_by_its_end(workspace, owner):
    config = configure(workspace=workspace, by=owner, key=f"  {KEY}\n", provider="openai")
    assert (config.key, config.key_hint) == (KEY, "abcd")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ai_aiconfig")
        assert "0123456789" not in str(cursor.fetchall())
    assert configure(workspace=workspace, by=owner, key="short").key_hint == ""


def test_an_empty_key_keeps_the_present_one_and_a_new_one_replaces_it(workspace, owner):
    configure(workspace=workspace, by=owner, key=KEY, provider="openai", model="gpt-4o")
    assert configure(workspace=workspace, by=owner, provider="openai", model="gpt-4o-mini").key == KEY
    assert configure(workspace=workspace, by=owner, key="sk-another-one-9999").key == "sk-another-one-9999"
    assert AIConfig.objects.count() == 1


@pytest.mark.parametrize("moved", [{"provider": "mistral"}, {"base_url": "http://elsewhere.example/v1"}])
def test_a_key_does_not_move_to_another_address(workspace, owner, moved):
    configure(workspace=workspace, by=owner, key=KEY, provider="openai")
    config = configure(workspace=workspace, by=owner, **moved)
    assert (config.key, config.key_hint) == ("", "")
    config = configure(workspace=workspace, by=owner, key=KEY, provider="openai", base_url="http://third.example")
    assert config.key == KEY


def test_a_key_is_forgotten_alone(workspace, other_workspace, owner):
    make_config(other_workspace, key=KEY)
    configure(workspace=workspace, by=owner, key=KEY, provider="openai", model="gpt-4o")
    override(workspace=workspace, by=owner, key=KEY, provider="openai")
    forget_key(workspace=workspace, by=owner)
    keys = {(each.workspace_id, each.user_id): each.key for each in AIConfig.objects.all()}
    assert keys == {(other_workspace.pk, None): KEY, (workspace.pk, None): "", (workspace.pk, owner.pk): KEY}
    forget_key(workspace=workspace, by=owner, own=True)
    assert AIConfig.objects.get(user=owner).key == ""
    assert AIConfig.objects.of_workspace(workspace).get().model == "gpt-4o"


def test_a_member_writes_otherwise_and_nobody_else_does(workspace, owner, member):
    configure(workspace=workspace, by=owner, key=KEY, provider="openai", model="gpt-4o", tone="formal", facts="Old")
    override(workspace=workspace, by=member, tone="enthusiastic", language="en")
    voice = voice_of(workspace, member)
    assert (voice.tone, voice.language, voice.provider, voice.model) == ("enthusiastic", "en", "openai", "gpt-4o")
    assert voice.brand.facts == ("Old",)
    voice = voice_of(workspace, owner)
    assert (voice.tone, voice.language) == ("formal", "fr")


def test_a_provider_of_ones_own_comes_with_ones_own_key_and_address(workspace, owner, member):
    configure(
        workspace=workspace, by=owner, key=KEY, provider="openai", model="gpt-4o", base_url="http://house.example"
    )
    override(workspace=workspace, by=member, provider="anthropic", model="claude-haiku-4-5")
    voice = voice_of(workspace, member)
    assert (voice.provider, voice.model, voice.base_url, voice.sealed_key) == (
        "anthropic",
        "claude-haiku-4-5",
        "",
        "",
    )


def test_another_model_of_the_same_provider_uses_the_key_of_the_workspace(workspace, owner, member):
    house = configure(
        workspace=workspace, by=owner, key=KEY, provider="openai", model="gpt-4o", base_url="http://a.example"
    )
    override(workspace=workspace, by=member, provider="openai", model="gpt-4o-mini")
    voice = voice_of(workspace, member)
    assert (voice.model, voice.base_url, voice.sealed_key) == ("gpt-4o-mini", "http://a.example", house.sealed_key)


def test_the_key_of_the_workspace_goes_to_no_address_of_a_member(workspace, owner, member):
    configure(workspace=workspace, by=owner, key=KEY, provider="openai", model="gpt-4o")
    override(workspace=workspace, by=member, provider="openai", model="gpt-4o", base_url="http://mine.example")
    voice = voice_of(workspace, member)
    assert (voice.base_url, voice.sealed_key) == ("http://mine.example", "")


def test_whom_the_environment_names_writes_until_somebody_chooses(workspace, owner, member, settings):
    settings.AI_PROVIDER, settings.AI_MODEL = "openai", "llama3"
    settings.AI_BASE_URL, settings.AI_KEY = "http://localhost:11434/v1", KEY
    voice = voice_of(workspace, member)
    assert (voice.provider, voice.model, voice.base_url) == ("openai", "llama3", "http://localhost:11434/v1")
    assert vault.unseal(voice.sealed_key) == KEY
    configure(workspace=workspace, by=owner, facts="Open since 1999", provider="openai")
    assert voice_of(workspace, member).model == "llama3"
    override(workspace=workspace, by=member, provider="openai", model="qwen3")
    voice = voice_of(workspace, member)
    assert (voice.model, voice.base_url, vault.unseal(voice.sealed_key)) == ("qwen3", settings.AI_BASE_URL, KEY)
    configure(workspace=workspace, by=owner, provider="offline")
    assert voice_of(workspace, owner).provider == "offline"
    assert (voice_of(workspace, member).base_url, voice_of(workspace, member).sealed_key) == ("", "")


def test_the_key_of_the_environment_goes_to_no_address_of_a_workspace(workspace, owner, settings):
    settings.AI_PROVIDER, settings.AI_MODEL, settings.AI_KEY = "openai", "gpt-4o", KEY
    configure(workspace=workspace, by=owner, provider="openai", base_url="http://mine.example/v1")
    voice = voice_of(workspace, owner)
    assert (voice.base_url, voice.sealed_key) == ("http://mine.example/v1", "")


def test_budget_and_switch_are_the_workspaces_alone(workspace, owner, member):
    configure(workspace=workspace, by=owner, is_on=False, monthly_budget=Decimal(5))
    override(workspace=workspace, by=member, is_on=True, monthly_budget=None, facts="Mine")
    voice = voice_of(workspace, member)
    assert (voice.is_on, voice.monthly_budget, voice.brand.facts) == (False, Decimal(5), ())


# Testing the connection


def test_the_offline_writer_is_always_there(workspace, owner):
    assert test_connection(workspace=workspace, by=owner) == "The offline writer is always there."


def test_what_is_typed_is_tried_and_not_saved(workspace, owner):
    with FakeApi(fake_api.said("ready")) as api:
        typed = {"provider": "openai", "model": "gpt-4o-mini", "base_url": api.address("openai"), "key": KEY}
        assert test_connection(workspace=workspace, by=owner, **typed) == (
            f"{api.url.removeprefix('http://')} answered as “gpt-4o-mini”."
        )
    assert api.asked[0].headers["authorization"] == f"Bearer {KEY}"
    assert not AIConfig.objects.exists()


def test_what_is_saved_is_tried_with_the_key_that_is_there(workspace, owner):
    with FakeApi(fake_api.said("ready")) as api:
        saved = {"provider": "mistral", "model": "mistral-small-latest", "base_url": api.address("mistral")}
        configure(workspace=workspace, by=owner, key=KEY, **saved)
        assert "answered as" in test_connection(workspace=workspace, by=owner, **saved)
        assert api.asked[0].headers["Authorization"] == f"Bearer {KEY}"


def test_the_saved_key_is_not_tried_at_an_address_that_was_only_typed(workspace, owner):
    configure(workspace=workspace, by=owner, key=KEY, provider="mistral", model="mistral-small-latest")
    with FakeApi(fake_api.said("ready")) as api:
        with pytest.raises(Refused, match="There is no key for Mistral"):
            test_connection(workspace=workspace, by=owner, base_url=api.address("mistral"))
        assert api.asked == []
    assert AIConfig.objects.get().key == KEY


def test_a_member_tries_their_own(workspace, owner, member):
    with FakeApi(fake_api.said("ready")) as api:
        house = {"provider": "openai", "model": "gpt-4o", "base_url": api.address("openai")}
        configure(workspace=workspace, by=owner, key=KEY, **house)
        typed = {"provider": "openai", "model": "gpt-4o-mini", "base_url": "", "key": ""}
        assert "gpt-4o-mini" in test_connection(workspace=workspace, by=member, own=True, **typed)
    assert api.asked[0].body["model"] == "gpt-4o-mini"
    assert AIConfig.objects.count() == 1


def test_why_it_fails_is_a_sentence(workspace, owner):
    with FakeApi(fake_api.refused(503, "Down")) as api, pytest.raises(Unavailable, match="fault of its own"):
        test_connection(
            workspace=workspace, by=owner, provider="openai", model="gpt-4o", base_url=api.address("openai"), key=KEY
        )


def test_a_key_no_header_may_hold_reaches_neither_a_server_nor_a_log(workspace, owner, caplog):
    caplog.set_level(logging.DEBUG)
    for key in ("clé-secrète-0123", "two words-0123", "two\nlines-0123"):
        with pytest.raises(Refused, match="characters no key has") as caught:
            test_connection(workspace=workspace, by=owner, provider="mistral", model="m", key=key)
        assert "0123" not in str(caught.value) + caplog.text
