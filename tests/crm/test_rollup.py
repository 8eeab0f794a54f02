"""Whatever writes a lead or a line, the totals are what the rows make: wrong() compares every one of them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from crm import actions
from crm.models import Lead, PipelineTotal, StatusChange
from crm.statistics import rollup
from tests.factories.crm import make_change, make_lead

pytestmark = pytest.mark.django_db


def shown(workspace, measure, dimension=""):
    rows = PipelineTotal.objects.for_workspace(workspace).filter(measure=measure, dimension=dimension).exclude(count=0)
    rows = rows.order_by("day", "value", "status")
    return [
        (row.day.isoformat()[5:], row.value, row.status, row.count, row.valued, row.cents, row.seconds) for row in rows
    ]


def test_what_is_kept_of_one_lead(workspace, member, owner, on):
    moment = on(3, 1)
    lead = actions.create_lead(
        workspace=workspace,
        by=member,
        first_name="A",
        source="web",
        estimated_value=Decimal("10.10"),
        created_at=moment,
    )
    # Half past eleven in the evening, and past midnight in Paris
    on(3, 2, 23, 30)
    lead = actions.change_status(lead=lead, status="proposal", by=member)
    on(3, 4)
    lead = actions.assign(lead=lead, owner=member, by=member)
    on(3, 5)
    lead = actions.change_status(lead=lead, status="lost", by=member, reason="Too expensive")
    assert shown(workspace, "created") == [("03-01", "", "lost", 1, 1, 1010, 0)]
    assert shown(workspace, "created", "both") == [("03-01", f"{member.pk}|web", "lost", 1, 1, 1010, 0)]
    assert shown(workspace, "standing") == [
        ("03-01", "", "new", 1, 1, 1010, 0),
        ("03-03", "", "new", -1, -1, -1010, 0),
        ("03-03", "", "proposal", 1, 1, 1010, 0),
        ("03-05", "", "lost", 1, 1, 1010, 0),
        ("03-05", "", "proposal", -1, -1, -1010, 0),
    ]
    assert shown(workspace, "reached", "cohort") == [
        ("03-01", "2026-03-01", "new", 1, 0, 0, 0),
        ("03-03", "2026-03-01", "new", -1, 0, 0, 0),
        ("03-03", "2026-03-01", "proposal", 1, 0, 0, 0),
    ]
    assert shown(workspace, "decided", "owner") == [("03-05", str(member.pk), "lost", 1, 1, 1010, 4 * 86400)]
    assert shown(workspace, "decided", "reason") == [("03-05", "Too expensive", "lost", 1, 1, 1010, 4 * 86400)]
    assert rollup.wrong() == []
    # Taken back: it was not lost, and its stay in the proposal ended all the same.
    on(3, 8)
    actions.change_status(lead=lead, status="proposal", by=member)
    assert shown(workspace, "decided") == []
    assert [row[1:3] + row[-1:] for row in shown(workspace, "stayed", "source")] == [
        ("web", "new", 1.5 * 86400 - 1800),
        ("web", "proposal", 2.5 * 86400 + 1800),
        ("web", "lost", 3 * 86400),
    ]
    assert rollup.wrong() == []


def test_every_way_to_write_keeps_them_right(workspace, other_workspace, member, owner):
    leads = [make_lead(workspace, source="web", estimated_value=n, owner=member) for n in range(6)]
    actions.create_lead(workspace=other_workspace, by=None, first_name="Z", estimated_value=7)
    for lead in leads:
        make_change(lead, "new", at=lead.created_at, source="web", to_value=5)
    for lead in leads[:4]:
        actions.change_status(lead=lead, status="won", by=member)
    assert rollup.wrong() == []
    Lead.objects.filter(pk=leads[0].pk).update(status="lost", deleted_at=timezone.now())
    StatusChange.objects.filter(lead=leads[1]).update(stands=False, is_last_stay=False)
    lead = leads[2]
    lead.source = "salon"
    lead.save()
    actions.edit_lead(lead=leads[3], by=member, estimated_value=99, owner=owner)
    assert rollup.wrong() == []
    Lead.objects.bulk_create(
        [Lead(workspace=workspace, email="x@example.com") for _ in range(2)], ignore_conflicts=True
    )
    assert rollup.wrong() == []
    member.delete()
    assert rollup.wrong() == []
    assert "both" in PipelineTotal.objects.exclude(count=0).values_list("dimension", flat=True)
    Lead.objects.filter(pk=leads[4].pk).delete()
    assert rollup.wrong() == []
    workspace.delete()
    assert rollup.wrong() == []
    assert set(PipelineTotal.objects.values_list("workspace", flat=True)) == {other_workspace.pk}


def test_the_command_finds_and_mends_what_is_wrong(workspace, capsys):
    actions.create_lead(workspace=workspace, by=None, first_name="A")
    call_command("rebuild_totals", "--check")
    assert capsys.readouterr().out == "Every total agrees with the leads and the ledger.\n"
    PipelineTotal.objects.filter(measure="created", dimension="").update(count=99)
    PipelineTotal.objects.filter(measure="standing", dimension="").delete()
    with pytest.raises(CommandError, match="2 totals are wrong"):
        call_command("rebuild_totals", "--check")
    assert "created" in capsys.readouterr().out
    call_command("rebuild_totals")
    assert rollup.wrong() == []
    number = PipelineTotal.objects.count()
    assert capsys.readouterr().out == f"{number} totals rebuilt.\n"


def test_installing_again_changes_nothing_and_mends_what_is_missing(workspace):
    actions.create_lead(workspace=workspace, by=None, first_name="A")
    PipelineTotal.objects.update(count=99)
    rollup.install()
    assert set(PipelineTotal.objects.values_list("count", flat=True)) == {99}
    rollup.uninstall()
    actions.create_lead(workspace=workspace, by=None, first_name="B")
    rollup.install()
    assert rollup.wrong() == []
    actions.create_lead(workspace=workspace, by=None, first_name="C")
    assert rollup.wrong() == []


@pytest.mark.parametrize(
    ("seconds", "bucket"), [(0, "0"), (59, "0"), (60, "1"), (77, "1"), (78, "2"), (86_400, "28"), (10**10, "59")]
)
def test_durations_fall_into_buckets(workspace, seconds, bucket):
    lead = make_lead(workspace)
    make_change(lead, "won", from_status="new", seconds_in_from=seconds, age_seconds=seconds)
    stayed, decided = (shown(workspace, measure, "bucket")[0][1] for measure in ("stayed", "decided"))
    assert stayed == decided == bucket


def test_totals_do_not_fall_below_what_a_day_held(workspace):
    lead = make_lead(workspace, created_at=timezone.now() - timedelta(days=3))
    assert [row[3] for row in shown(workspace, "created")] == [1]
    lead.delete()
    assert shown(workspace, "created") == []
