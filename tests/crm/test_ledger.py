from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from crm import actions
from crm.models import Lead, StatusChange
from tests.factories.accounts import make_workspace

pytestmark = pytest.mark.django_db


def lines_of(lead):
    return [
        (line.kind, line.from_status, line.to_status, line.from_value, line.to_value)
        for line in lead.status_changes.order_by("pk")
    ]


def test_every_change_of_status_or_value_is_a_line(workspace, member):
    lead = actions.create_lead(workspace=workspace, by=member, first_name="Ada", estimated_value=Decimal(100))
    lead = actions.edit_lead(lead=lead, by=member, estimated_value=Decimal(250), status="proposal")
    actions.edit_lead(lead=lead, by=member, company="Martin")
    actions.change_status(lead=lead, status="lost", by=member, reason="Too expensive")
    actions.delete_lead(lead=lead, by=member)
    actions.restore_lead(lead=lead, by=member)
    actions.change_status(lead=lead, status="new", by=None)
    assert lines_of(lead) == [
        ("created", "", "new", None, 100),
        ("valued", "new", "new", 100, 250),
        ("moved", "new", "proposal", 250, 250),
        ("moved", "proposal", "lost", 250, 250),
        ("deleted", "lost", "", 250, None),
        ("restored", "", "lost", None, 250),
        ("moved", "lost", "new", 250, 250),
    ]
    lead.refresh_from_db()
    assert lead.lost_reason == ""
    reasons = dict(lead.status_changes.exclude(reason="").values_list("to_status", "reason"))
    assert reasons == {"lost": "Too expensive"}


def test_the_lines_follow_each_other_without_a_gap(workspace, member):
    lead = actions.create_lead(workspace=workspace, by=member, first_name="Ada")
    for status in ("contacted", "won", "contacted"):
        lead = actions.change_status(lead=lead, status=status, by=member)
    lines = list(lead.status_changes.order_by("pk"))
    assert [line.until for line in lines[:-1]] == [line.at for line in lines[1:]]
    assert lines[-1].until is None
    assert (lead.status_since, lines[-1].by) == (lines[-1].at, member)


def test_a_lead_has_one_open_line_whatever_is_tried(workspace):
    lead = actions.create_lead(workspace=workspace, by=None, first_name="Ada")
    with pytest.raises(IntegrityError):
        StatusChange.objects.create(workspace=workspace, lead=lead, to_status="won")


def test_a_move_knows_how_long_the_lead_was_there_and_how_old_it_is(workspace, member):
    now = timezone.now()
    created = now - timedelta(days=10)
    lead = actions.create_lead(workspace=workspace, by=member, first_name="Ada", created_at=created)
    Lead.objects.filter(pk=lead.pk).update(status_since=now - timedelta(days=3))
    actions.change_status(lead=lead, status="won", by=member)
    line = lead.status_changes.get(kind="moved")
    assert line.seconds_in_from // 60 == 3 * 24 * 60
    assert line.age_seconds // 60 == 10 * 24 * 60


def test_owner_and_source_are_those_of_the_moment(workspace, member, owner):
    lead = actions.create_lead(workspace=workspace, by=member, first_name="Ada", owner=member, source="salon")
    lead = actions.change_status(lead=lead, status="won", by=member)
    actions.edit_lead(lead=lead, by=member, owner=owner, source="web")
    line = StatusChange.objects.get(lead=lead, kind="moved")
    assert (line.owner, line.source) == (member, "salon")


def test_days_are_those_of_the_workspace(db):
    workspace = make_workspace(time_zone="Pacific/Auckland")
    evening = datetime(2026, 3, 14, 20, 30, tzinfo=UTC)
    lead = actions.create_lead(workspace=workspace, by=None, first_name="Ada", created_at=evening)
    lead.refresh_from_db()
    assert str(lead.created_day) == "2026-03-15"
    assert str(lead.status_changes.get().day) == "2026-03-15"


def test_what_stood_where_at_a_moment(workspace, member):
    first = datetime(2026, 3, 1, 9, tzinfo=UTC)
    lead = actions.create_lead(workspace=workspace, by=member, first_name="Ada", created_at=first)
    deleted = actions.create_lead(workspace=workspace, by=member, first_name="Bob", created_at=first)
    actions.change_status(lead=lead, status="won", by=member)
    actions.delete_lead(lead=deleted, by=member)

    def standing(moment):
        lines = StatusChange.objects.for_workspace(workspace).standing_at(moment)
        return {line.lead.first_name: line.to_status for line in lines}

    assert standing(first - timedelta(seconds=1)) == {}
    assert standing(first) == {"Ada": "new", "Bob": "new"}
    assert standing(timezone.now()) == {"Ada": "won"}


@pytest.mark.django_db(transaction=True)
def test_the_ledger_of_an_earlier_version_is_completed():
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    executor.migrate([("crm", "0001_initial"), ("accounts", "0001_initial")])
    apps = executor.loader.project_state([("crm", "0001_initial"), ("accounts", "0001_initial")]).apps
    workspace = apps.get_model("accounts", "Workspace").objects.create(name="A", slug="a", time_zone="Europe/Paris")
    old_lead, change = apps.get_model("crm", "Lead"), apps.get_model("crm", "StatusChange")
    start = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    of = {"workspace": workspace, "created_at": start, "estimated_value": 90}
    ada = old_lead.objects.create(**of, first_name="Ada", status="won", email="ada@example.com")
    bob = old_lead.objects.create(**of, first_name="Bob", deleted_at=start + timedelta(days=2), email="bob@example.com")
    for lead in (ada, bob):
        change.objects.create(workspace=workspace, lead=lead, to_status="new", at=start)
    moved = {"from_status": "new", "to_status": "won", "at": start + timedelta(days=1)}
    change.objects.create(workspace=workspace, lead=ada, **moved)

    executor = MigrationExecutor(connection)
    executor.migrate(latest)
    ada, bob = Lead.objects.get(first_name="Ada"), Lead.objects.get(first_name="Bob")
    assert lines_of(ada) == [("created", "", "new", None, 90), ("moved", "new", "won", 90, 90)]
    assert lines_of(bob) == [("created", "", "new", None, 90), ("deleted", "new", "", 90, None)]
    first, second = ada.status_changes.order_by("pk")
    assert (first.until, second.until, second.seconds_in_from) == (second.at, None, 86_400)
    assert (str(first.day), str(ada.created_day), ada.status_since) == ("2026-03-02", "2026-03-02", second.at)
    assert Lead.objects.filter(rank__lt=0).count() == 2
