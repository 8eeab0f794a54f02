"""A generation is asked once, written by one worker, settled once, and paid for whatever becomes of it."""

import threading
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext

from tests.ai import fake_api
from tests.ai.fake_api import FakeApi
from tests.factories.accounts import make_member
from tests.factories.ai import make_config, make_generation
from webox.accounts.models import Profile
from webox.ai.actions import generating
from webox.ai.actions.generating import (
    BudgetSpent,
    StillWriting,
    SwitchedOff,
    cancel,
    generate,
    retry,
    run_generation,
    spent_this_month,
    sweep,
)
from webox.ai.models import Generation
from webox.ai.tasks import run_generation as task

State = Generation.State
DRAFT = {"subject": "Bread", "body": "Warm.", "points": []}
COST = Decimal("0.000045")


@pytest.fixture
def rung(monkeypatch):
    """What was published to workers: (generation, seconds to wait, seconds until it is too old)."""
    published = []

    def publish(args=None, kwargs=None, countdown=None, expires=None, **_options):
        published.append((kwargs["generation_id"], countdown, expires))

    monkeypatch.setattr(task, "apply_async", publish)
    return published


@pytest.fixture
def ask(note, workspace, member):
    """Asks as a member who reads English, for a workspace that writes French."""
    Profile.objects.update_or_create(user=member, defaults={"language": "en"})

    def ask(topic="Bread", **fields):
        return generate(workspace=workspace, by=member, purpose=note.name, inputs={"topic": topic}, **fields)

    return ask


def with_model(workspace, api, **fields):
    known = {"provider": "openai", "model": "gpt-4o-mini", "base_url": api.address("openai"), "key": "sk-0123456789abc"}
    return make_config(workspace, **known | fields)


def ran(generation):
    run_generation(generation_id=generation.pk)
    generation.refresh_from_db()
    return generation


def long_ago(generation, **fields):
    Generation.objects.filter(pk=generation.pk).update(**{name: timezone.now() - by for name, by in fields.items()})


# Asking


def test_asking_stores_it_and_rings_once_it_is_there(ask, member, rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        generation = ask(seed=7)
        assert rung == []
    assert rung == [(generation.pk, None, None)]
    assert (generation.state, generation.by, generation.seed) == (State.QUEUED, member, 7)
    assert (generation.purpose, generation.prompt_version) == ("tests.note", "1")
    assert (generation.provider, generation.model, generation.language, generation.tone) == (
        "offline",
        "",
        "fr",
        "friendly",
    )


def test_what_is_wished_wins_over_the_settings(note, workspace, member):
    make_config(workspace, language="fr", tone="formal", provider="mistral", model="mistral-small-latest")
    inputs = {"topic": "x", "language": "en", "tone": "enthusiastic"}
    generation = generate(workspace=workspace, by=member, purpose=note.name, inputs=inputs)
    assert (generation.language, generation.tone) == ("en", "enthusiastic")
    assert (generation.provider, generation.model) == ("mistral", "mistral-small-latest")
    generation = generate(workspace=workspace, by=member, purpose=note.name, inputs={"topic": "x"}, provider="offline")
    assert (generation.language, generation.tone, generation.provider, generation.model) == (
        "fr",
        "formal",
        "offline",
        "",
    )


def test_nobody_chooses_a_provider_whose_key_there_is_not(ask, workspace):
    make_config(workspace, provider="mistral", model="mistral-small-latest")
    assert ask(provider="openai").provider == "mistral"


def test_switched_off_nothing_is_asked_and_nothing_is_written(ask, workspace):
    waiting = ask()
    make_config(workspace, is_on=False)
    with pytest.raises(SwitchedOff) as caught:
        ask()
    assert caught.value.message == (
        "AI drafts are switched off for this workspace. An admin can switch them on in the settings."
    )
    assert (ran(waiting).state, waiting.error) == (State.FAILED, caught.value.message)


def test_what_a_database_refuses_is_left_out(ask):
    generation = ran(ask("Bre\x00ad \ud800"))
    assert generation.inputs == {"topic": "Bread ?"}
    assert generation.output["subject"] == "About Bread ?"


# Writing


def test_a_worker_writes_it(ask):
    generation = ran(ask(seed=1))
    assert generation.state == State.READY
    assert generation.output == {"subject": "About Bread", "body": "First.", "points": ["Bread", "More"]}
    assert generation.marks == ["/subject", "/body", "/points/0", "/points/1"]
    assert (generation.problems, generation.error, generation.attempts, generation.cost) == ([], "", 0, Decimal(0))
    assert generation.finished_at >= generation.started_at
    assert generation.latency_ms >= 0


def test_a_model_writes_it_and_what_it_cost_is_kept(ask, workspace):
    with FakeApi(fake_api.good({"body": "No subject."}), fake_api.good(DRAFT)) as api:
        with_model(workspace, api)
        generation = ran(ask())
    assert (generation.state, generation.output) == (State.READY, DRAFT)
    assert (generation.provider, generation.model, generation.attempts) == ("openai", "gpt-4o-mini", 2)
    assert (generation.input_tokens, generation.output_tokens, generation.cost) == (240, 90, 2 * COST)


def test_claims_and_limits_are_listed_beside_it(ask, workspace):
    draft = {"subject": "The guaranteed bread of a long winter evening", "body": "Only 12 €!", "points": ["Secretly"]}
    with FakeApi(fake_api.good(draft)) as api:
        with_model(workspace, api, forbidden_claims="secretly")
        generation = ran(ask())
    assert [(each["path"], each["level"]) for each in generation.problems] == [
        ("/subject", "warning"),
        ("/body", "warning"),
        ("/points/0", "error"),
        ("/subject", "error"),
    ]
    assert "secretly" in generation.problems[2]["message"]


def test_only_one_of_two_workers_claims_it(ask):
    generation = ask()
    first = generating.claim(generation.pk)
    assert (first.state, len(first.claim)) == (State.RUNNING, 32)
    assert generating.claim(generation.pk) is None


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_one_writes_it(ask, workspace):
    with FakeApi(fake_api.good(DRAFT)) as api:
        with_model(workspace, api)
        generation = ask()
        start = threading.Barrier(4)

        def work():
            start.wait(10)
            run_generation(generation_id=generation.pk)
            connection.close()

        workers = [threading.Thread(target=work) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    generation.refresh_from_db()
    assert (generation.state, generation.attempts, len(api.asked)) == (State.READY, 1, 1)


def test_a_settled_one_is_not_written_again(ask):
    generation = ran(ask())
    before = generation.output, generation.finished_at
    assert (ran(generation).output, generation.finished_at) == before


def test_cancelled_while_it_is_written_the_answer_is_thrown_away_and_paid_for(ask, workspace, member):
    with FakeApi(fake_api.good(DRAFT)) as api:
        with_model(workspace, api)
        generation = ask()
        held = generating.claim(generation.pk)
        assert cancel(generation=generation, by=member) is True
        generating._write_and_settle(held)
    generation.refresh_from_db()
    assert (generation.state, generation.output, generation.error) == (State.REJECTED, None, "Cancelled.")
    assert (generation.attempts, generation.input_tokens, generation.cost) == (1, 120, COST)
    assert cancel(generation=generation, by=member) is False


def test_cancelled_before_anybody_wrote_it_it_is_never_written(ask, member):
    generation = ask()
    assert cancel(generation=generation, by=member) is True
    assert (ran(generation).state, generation.output) == (State.REJECTED, None)


def test_a_worker_that_comes_back_late_does_not_overwrite(ask, rung):
    generation = ask(seed=1)
    late = generating.claim(generation.pk)
    long_ago(generation, started_at=timedelta(hours=1))
    assert ran(generation).state == State.READY
    edited = generation.output | {"subject": "Mine"}
    Generation.objects.filter(pk=generation.pk).update(output=edited)
    generating._write_and_settle(late)
    generation.refresh_from_db()
    assert generation.output["subject"] == "Mine"


def test_what_kills_workers_is_not_written_for_ever(ask):
    generation = ask()
    for _kill in range(4):
        assert generating.claim(generation.pk)
        long_ago(generation, started_at=timedelta(hours=1))
    assert (ran(generation).state, generation.output) == (State.FAILED, None)
    assert generation.error == "The worker stopped each time it wrote this. Try again, or ask for less."


def test_a_fault_of_ours_ends_it_and_says_nothing_of_what_is_inside(ask, monkeypatch, note):
    def write(brief, random):
        raise RuntimeError("secret-key-in-here")

    monkeypatch.setitem(generating.PURPOSES, note.name, replace(note, write=write))
    assert (ran(ask()).state, Generation.objects.get().error) == (
        State.FAILED,
        "It stopped at a fault of ours. Try again, or use the offline writer.",
    )


def test_a_check_that_stumbles_ends_it_and_what_was_spent_is_kept(ask, workspace, monkeypatch, note):
    monkeypatch.setitem(generating.PURPOSES, note.name, replace(note, check=lambda output, brief: 1 / 0))
    with FakeApi(fake_api.good(DRAFT)) as api:
        with_model(workspace, api)
        generation = ran(ask())
    assert (generation.state, generation.attempts, generation.cost) == (State.FAILED, 1, COST)


def test_a_purpose_adds_what_belongs_to_its_draft(ask, monkeypatch, note):
    def finish(generation, output, brief, voice):
        return output | {"points": [f"{generation.seed} {brief.language} {voice.provider}\x00"]}

    monkeypatch.setitem(generating.PURPOSES, note.name, replace(note, finish=finish))
    assert ran(ask(seed=3)).output["points"] == ["3 fr offline"]


def test_words_are_not_lost_because_images_could_not_be_had(ask, monkeypatch, note):
    monkeypatch.setitem(generating.PURPOSES, note.name, replace(note, finish=lambda *_all: 1 / 0))
    generation = ran(ask())
    assert (generation.state, generation.output["subject"]) == (State.READY, "About Bread")
    assert [(each["path"], each["level"]) for each in generation.problems] == [("", "warning")]


def test_nothing_is_added_to_what_was_cancelled(ask, monkeypatch, note, member):
    def write(brief, random):
        cancel(generation=Generation.objects.get(), by=member)
        return DRAFT

    finished = []
    monkeypatch.setitem(generating.PURPOSES, note.name, replace(note, write=write, finish=finished.append))
    assert (ran(ask()).state, finished) == (State.REJECTED, [])


def test_what_goes_wrong_is_said_in_the_language_of_whoever_asked(ask, workspace, member):
    make_config(workspace, provider="openai")
    sentence = "No model is chosen. Name one in the AI settings."
    assert ran(ask()).error == sentence
    Profile.objects.update(language="")
    generation = ran(ask())
    with translation.override(workspace.language):
        assert generation.error == gettext(sentence)


def test_a_key_goes_to_nobody_but_whom_it_was_given_for(ask, workspace):
    with FakeApi(fake_api.good(DRAFT)) as old, FakeApi(fake_api.good(DRAFT)) as new:
        config = with_model(workspace, old)
        generation = ask()
        config.provider, config.model, config.base_url = "anthropic", "claude-haiku-4-5", new.address("anthropic")
        config.save()
        assert ran(generation).state == State.READY
    assert (len(old.asked), len(new.asked)) == (0, 1)
    assert (generation.provider, generation.model) == ("anthropic", "claude-haiku-4-5")


# A provider that is away


def test_a_provider_that_is_away_is_asked_again_later_and_later_until_it_fails(ask, workspace, rung):
    with FakeApi(fake_api.refused(503, "Down")) as api:
        with_model(workspace, api)
        generation = ask()
        for number, seconds in enumerate((5, 20, 60), 1):
            before = timezone.now()
            assert ran(generation).state == State.QUEUED
            assert rung[-1] == (generation.pk, seconds, None)
            assert (generation.put_off, generation.attempts) == (number, number)
            assert before < generation.not_before - timedelta(seconds=seconds) < timezone.now()
            assert generation.error == f"{api.url.removeprefix('http://')} has a fault of its own at the moment."
            assert ran(generation).attempts == number, "not before it is due"
            long_ago(generation, not_before=timedelta(seconds=1))
        assert (ran(generation).state, generation.attempts, len(rung)) == (State.FAILED, 4, 3)
    assert generation.error.endswith("has a fault of its own at the moment.")
    assert generation.finished_at is not None


def test_back_at_the_second_try_it_is_written(ask, workspace, rung):
    with FakeApi(fake_api.refused(500, "Down"), fake_api.good(DRAFT)) as api:
        with_model(workspace, api)
        generation = ran(ask())
        long_ago(generation, not_before=timedelta(seconds=1))
        assert (ran(generation).state, generation.attempts, generation.error) == (State.READY, 2, "")


@pytest.mark.parametrize(("told", "waits"), [(3, 5), (42, 42), (300, 300)])
def test_it_waits_for_as_long_as_it_is_told_to(ask, workspace, rung, told, waits):
    with FakeApi(fake_api.limited(told)) as api:
        with_model(workspace, api)
        generation = ran(ask())
    assert rung == [(generation.pk, waits, None)]


def test_told_to_wait_for_an_hour_it_says_so_instead(ask, workspace, rung):
    with FakeApi(fake_api.limited(3600)) as api:
        with_model(workspace, api)
        generation = ran(ask())
    assert (generation.state, rung) == (State.FAILED, [])
    assert generation.error == (
        f"{api.url.removeprefix('http://')} is limiting how much we may ask at once. "
        "It asks us to wait for 60 minutes: try again then, or use the offline writer."
    )


def test_a_refusal_is_final_at_once(ask, workspace, rung):
    with FakeApi(fake_api.refused(401, "Invalid key")) as api:
        with_model(workspace, api)
        generation = ran(ask())
    assert (generation.state, generation.attempts, rung) == (State.FAILED, 1, [])


def test_the_offline_writer_is_the_way_out(ask, workspace, member, django_capture_on_commit_callbacks):
    with FakeApi(fake_api.refused(401, "Invalid key")) as api:
        with_model(workspace, api)
        failed = ran(ask("Rye"))
    again = ran(retry(generation=failed, by=member, provider="offline"))
    assert (again.state, again.provider, again.retry_of) == (State.READY, "offline", failed)
    assert again.output["subject"] == "About Rye"
    failed.refresh_from_db()
    assert failed.state == State.FAILED


# Again


def test_a_second_click_gets_what_the_first_one_got(ask, member, workspace):
    generation = ran(ask())
    first = retry(generation=generation, by=member)
    assert (first.provider, first.inputs) == ("offline", {"topic": "Bread"})
    assert retry(generation=generation, by=member) == first
    assert retry(generation=ran(first), by=member) != first
    long_ago(first, created_at=timedelta(minutes=1))
    assert retry(generation=generation, by=member) != first


def test_what_a_model_wrote_is_written_again_by_the_model_of_today(ask, workspace, member):
    failed = make_generation(workspace, State.FAILED, provider="openai", model="gpt-3")
    make_config(workspace, provider="mistral", model="mistral-small-latest")
    again = retry(generation=failed, by=member)
    offline = retry(generation=failed, by=member, provider="offline")
    assert (again.provider, again.model, offline.provider) == ("mistral", "mistral-small-latest", "offline")


def test_nothing_is_asked_again_while_it_is_written(ask, member):
    generation = ask()
    with pytest.raises(StillWriting) as caught:
        retry(generation=generation, by=member)
    assert caught.value.message == "This is still being written. Wait until it is there, or cancel it."


# Money


def test_a_spent_budget_refuses_before_anything_is_asked_and_before_it_is_written(ask, workspace, rung):
    with FakeApi(fake_api.good(DRAFT)) as api:
        config = with_model(workspace, api, monthly_budget=Decimal("1.00"))
        waiting = ask()
        make_generation(workspace, cost=Decimal("1.00"))
        with pytest.raises(BudgetSpent) as caught:
            ask()
        sentence = (
            "This month's budget is spent: $1.00 of $1.00. Raise it in the settings, wait for next month, or use "
        )
        assert caught.value.message == sentence + "the offline writer."
        assert ran(waiting).state == State.FAILED
        assert api.asked == []
        assert ran(ask(provider="offline")).state == State.READY
        config.monthly_budget = Decimal("1.01")
        config.save()
        assert ran(ask()).state == State.READY


def test_a_month_begins_where_the_workspace_lives(workspace, other_workspace):
    start = timezone.now().astimezone(workspace.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    make_generation(workspace, cost=Decimal("0.25"), created_at=start)
    make_generation(workspace, State.FAILED, cost=Decimal("0.50"), created_at=start)
    make_generation(workspace, cost=Decimal("4"), created_at=start - timedelta(seconds=1))
    make_generation(other_workspace, cost=Decimal("8"), created_at=start)
    assert spent_this_month(workspace) == Decimal("0.75")


# The sweep


def test_the_sweep_rings_for_what_nobody_is_at_and_for_nothing_else(workspace, rung):
    minute, hour = timedelta(minutes=1), timedelta(hours=1)
    now = timezone.now()
    lost = make_generation(workspace, State.QUEUED, created_at=now - minute)
    make_generation(workspace, State.QUEUED)
    due = make_generation(workspace, State.QUEUED, not_before=now - minute)
    make_generation(workspace, State.QUEUED, not_before=now + minute, created_at=now - hour)
    killed = make_generation(workspace, State.RUNNING, started_at=now - hour)
    make_generation(workspace, State.RUNNING, started_at=now - minute)
    make_generation(workspace, State.READY, started_at=now - hour, created_at=now - hour)
    sweep()
    assert sorted(rung) == [(each.pk, None, 30) for each in (lost, due, killed)]


def test_a_slow_server_of_ones_own_is_not_taken_for_silent(workspace, rung, settings):
    settings.AI_TIMEOUT_SECONDS = 1200
    make_generation(workspace, State.RUNNING, started_at=timezone.now() - timedelta(minutes=60))
    sweep()
    assert rung == []


def test_a_workspace_that_is_gone_is_no_fault(ask, workspace):
    pk = ask().pk
    Generation.objects.all().delete()
    run_generation(generation_id=pk)
    assert not Generation.objects.exists()


def test_whoever_asked_may_be_gone(note, workspace):
    someone = make_member(workspace)
    generation = generate(workspace=workspace, by=someone, purpose=note.name, inputs={"topic": "x"})
    someone.delete()
    assert (ran(generation).state, generation.by) == (State.READY, None)
