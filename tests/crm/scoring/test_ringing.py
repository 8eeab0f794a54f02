"""Who is counted again when something happens, through the worker's own tasks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from crm import actions, tasks
from crm.actions import scoring
from crm.actions.scoring import count_everyone, missed, save_rule
from crm.models import Lead, Prediction, Scoring, ScoringRule
from tests.factories.crm import make_lead, make_rule
from webox.analytics.actions import record, record_for_leads, stitch
from webox.celery import app

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """Commits what the block does; tasks run there and then."""
    app.conf.task_always_eager = True
    yield lambda: django_capture_on_commit_callbacks(execute=True)
    app.conf.task_always_eager = False


@pytest.fixture
def lead(workspace):
    ScoringRule.objects.all().delete()
    make_rule(workspace, points=30)
    make_rule(workspace, "engagement", points=40)
    make_rule(workspace, "engagement", points=10, event_type="funnels.page.viewed")
    return make_lead(workspace)


def now(lead):
    lead.refresh_from_db()
    return lead.fit, lead.engagement


def test_an_event_counts_its_lead_again(at_once, lead):
    with at_once():
        record(workspace=lead.workspace, type="emails.delivery.opened", lead_id=lead.pk)
    assert now(lead) == (0, 40)


def test_events_of_many_leads_count_each(at_once, workspace, lead):
    other, untouched = make_lead(workspace), make_lead(workspace)
    lines = [(lead.pk, {}), (other.pk, {})]
    with at_once():
        record_for_leads(
            workspace=workspace, type="emails.delivery.opened", at=lead.created_at, subject=lead, leads=lines
        )
    assert (now(lead)[1], now(other)[1], untouched.scored_at) == (40, 40, None)


@pytest.mark.parametrize(
    "type", ["emails.delivery.sent", "emails.delivery.machine_opened", "emails.delivery.machine_clicked"]
)
def test_what_nobody_did_rings_for_nobody(django_capture_on_commit_callbacks, lead, type):
    with django_capture_on_commit_callbacks() as rung:
        record(workspace=lead.workspace, type=type, lead_id=lead.pk)
        record_for_leads(workspace=lead.workspace, type=type, at=lead.created_at, subject=lead, leads=[(lead.pk, {})])
    assert rung == []


def test_a_visit_counts_for_who_the_visitor_turned_out_to_be(at_once, workspace, lead):
    stitch(workspace=workspace, visitor="a" * 32, lead_id=lead.pk)
    with at_once():
        record(workspace=workspace, type="funnels.page.viewed", visitor="a" * 32)
        record(workspace=workspace, type="funnels.page.viewed", visitor="b" * 32)
    assert now(lead) == (0, 10)


def test_edits_count_again(at_once, workspace, member, lead):
    with at_once():
        actions.edit_lead(lead=lead, by=member, phone="1")
    assert now(lead) == (30, 0)
    with at_once():
        new = actions.create_lead(workspace=workspace, by=member, phone="2")
    assert now(new) == (30, 0)
    make_rule(workspace, points=5, rules={"field": "tags", "op": "any", "value": ["vip"]})
    with at_once():
        actions.set_tags(lead=lead, tags=["vip"], by=member)
    assert now(lead) == (35, 0)


def test_who_leaves_an_address_is_counted_with_earlier_visits(at_once, workspace, lead):
    record(workspace=workspace, type="funnels.page.viewed", visitor="c" * 32)
    with at_once():
        new, _is_new = actions.capture_lead(workspace=workspace, email="new@example.com", visitor="c" * 32)
    assert now(new) == (0, 10)


def test_a_rule_counts_everyone_again(at_once, workspace, member, lead):
    lead.phone = "1"
    lead.save()
    rules = {"all": [{"field": "phone", "op": "not_empty"}]}
    with at_once():
        save_rule(workspace=workspace, by=member, kind="fit", name="Phone", points=50, rules=rules)
    assert now(lead) == (80, 0)
    assert Scoring.objects.get(workspace=workspace).state == "idle"


def test_the_sweeper_finds_what_was_lost_and_who_died(at_once, workspace, lead):
    Lead.objects.filter(pk=lead.pk).update(phone="1", updated_at=lead.updated_at.replace(year=2020))
    count_everyone(workspace=workspace)
    Scoring.objects.update(state="running", seen_at="2020-01-01T00:00Z")
    with at_once():
        tasks.sweep_scoring()
    assert now(lead) == (30, 0)
    assert Scoring.objects.get(workspace=workspace).state == "idle"


def test_the_sweeper_does_not_ring_for_a_whole_import_at_once(workspace, monkeypatch):
    hour, minute = timezone.now() - timedelta(minutes=50), timezone.now() - timedelta(minutes=5)
    old, new = make_lead(workspace), make_lead(workspace)
    for lead, moment in ((old, hour), (new, minute)):
        Lead.objects.filter(pk=lead.pk).update(scored_at=None, updated_at=moment)
    assert missed() == {workspace.pk: {old.pk, new.pk}}
    monkeypatch.setattr(scoring, "SWEPT", 1)
    assert missed() == {workspace.pk: {old.pk}}


def test_learning_is_a_task_too(at_once, workspace):
    Prediction.objects.create(workspace=workspace, asked_at="2026-01-01T00:00Z")
    with at_once():
        tasks.learn_where_due()
    assert Prediction.objects.get().asked_at is None
