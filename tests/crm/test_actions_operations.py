from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from crm.actions import operations
from crm.models import Lead, Operation
from crm.operations.selecting import select_filter, select_ids
from tests.factories.crm import make_field, make_lead
from tests.factories.operations import make_operation
from webox.accounts.models import Membership
from webox.analytics.actions import wrong_counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def membership(workspace, member):
    return Membership.objects.select_related("workspace", "user").get(user=member)


@pytest.fixture
def change(workspace, member):
    """A function that starts an operation and carries it to its end."""

    def run(kind, selection, by=member, **params):
        chosen, total = selection
        operation = operations.change_many(
            workspace=workspace, by=by, kind=kind, params=params, selection=chosen, total=total
        )
        operations.carry_on(operation_id=operation.pk)
        operation.refresh_from_db()
        return operation

    return run


def test_everything_that_can_be_done_with_many(change, workspace, member, membership):
    make_field(workspace, "size", "choice", choices=["S", "M"])
    lead, other = make_lead(workspace, tags=["old"]), make_lead(workspace)
    one = select_ids(membership, [lead.pk])
    for kind, params in {
        "set_status": {"status": "lost", "reason": "Too dear"},
        "set_owner": {"owner": member.pk},
        "set_field": {"field": "custom.size", "value": "M"},
        "add_tags": {"tags": ["new", "vip"]},
        "remove_tags": {"tags": ["old"]},
    }.items():
        operation = change(kind, one, **params)
        assert (kind, operation.state, operation.total, operation.updated_count) == (kind, "done", 1, 1)
    lead.refresh_from_db()
    assert (lead.status, lead.lost_reason, lead.owner) == ("lost", "Too dear", member)
    assert (lead.custom_fields, sorted(tag.name for tag in lead.tags.all())) == ({"size": "M"}, ["new", "vip"])
    change("delete", one)
    assert list(Lead.objects.alive()) == [other]
    assert wrong_counts() == []


def test_all_that_match_are_those_that_were_counted(workspace, member, membership, monkeypatch):
    monkeypatch.setattr(operations, "CHUNK", 2)
    leads = [make_lead(workspace, source="salon") for _ in range(5)]
    make_lead(workspace, source="other")
    selection, total = select_filter(membership, "source=salon&status=new&cursor=abc&search=")
    assert (selection, total) == ({"filter": "source=salon&status=new", "before": leads[4].pk + 1}, 5)
    newcomer = make_lead(workspace, source="salon")
    operation = operations.change_many(
        workspace=workspace,
        by=member,
        kind="set_status",
        params={"status": "contacted"},
        selection=selection,
        total=total,
    )
    # A worker is killed after its first chunk; what it changed no longer matches the filter.
    Operation.objects.update(state="running")
    operations.write_chunk(operation.pk, None)
    operations.carry_on(operation_id=operation.pk)
    operations.carry_on(operation_id=operation.pk)
    operation.refresh_from_db()
    assert (operation.state, operation.done, operation.updated_count) == ("done", 5, 5)
    assert list(operation.rows.order_by("number").values_list("number", "lead")) == [
        (number, lead.pk) for number, lead in enumerate(leads, start=1)
    ]
    newcomer.refresh_from_db()
    assert newcomer.status == "new"


def test_filters_are_read_as_the_list_reads_them(workspace, member, membership):
    mine = make_lead(workspace, owner=member)
    make_lead(workspace)
    assert select_filter(membership, "owner=me") == ({"filter": "owner=me", "before": mine.pk + 1}, 1)
    with pytest.raises(ValidationError, match="not a filter"):
        select_filter(membership, "colour=red")
    with pytest.raises(ValidationError):
        select_filter(membership, "owner=somebody")


def test_a_limited_member_selects_among_their_own(change, workspace, limited):
    membership = Membership.objects.select_related("workspace", "user").get(user=limited)
    own, others = make_lead(workspace, owner=limited), make_lead(workspace)
    assert select_ids(membership, [own.pk, others.pk]) == ({"ids": [own.pk]}, 1)
    operation = change("set_field", select_filter(membership, ""), by=limited, field="company", value="Durand")
    assert (operation.total, operation.updated_count) == (1, 1)
    others.refresh_from_db()
    assert others.company == ""


@pytest.mark.parametrize(
    ("kind", "params", "name"),
    [
        ("set_status", {"status": "sold"}, "status"),
        ("set_status", {"status": "lost"}, "reason"),
        ("set_status", {}, "status"),
        ("set_status", {"status": "won", "colour": 1}, "colour"),
        ("set_owner", {"owner": 0}, "owner"),
        ("set_owner", {}, "owner"),
        ("set_field", {"field": "email", "value": "a@example.com"}, "field"),
        ("set_field", {"field": ["x"]}, "field"),
        ("set_field", {"field": "estimated_value", "value": "-5"}, "value"),
        ("add_tags", {"tags": []}, "tags"),
        ("add_tags", {"tags": "x"}, "tags"),
        ("import", {}, "action"),
    ],
)
def test_parameters_that_cannot_be_are_named(change, workspace, membership, kind, params, name):
    lead = make_lead(workspace)
    with pytest.raises(ValidationError) as refused:
        change(kind, select_ids(membership, [lead.pk]), **params)
    assert list(refused.value.message_dict) == [name]
    assert not Operation.objects.exists()


def test_nothing_selected_is_refused(change, membership):
    with pytest.raises(operations.NothingSelected):
        change("delete", select_ids(membership, []))


def test_who_has_left_changes_nothing_any_more(workspace, member, membership):
    lead = make_lead(workspace)
    selection, total = select_ids(membership, [lead.pk])
    operation = operations.change_many(
        workspace=workspace, by=member, kind="delete", params={}, selection=selection, total=total
    )
    membership.delete()
    operations.carry_on(operation_id=operation.pk)
    operation.refresh_from_db()
    assert (operation.state, operation.done) == ("failed", 0)
    with override("fr"):
        assert operation.problem == operations.NoLongerMember().message
    assert not Lead.objects.get().is_deleted


def test_the_sweeper_rings_for_those_that_fell_silent(workspace, member):
    long_ago = timezone.now() - timedelta(minutes=2)
    silent = [make_operation(workspace, member, state=s, seen_at=long_ago) for s in ("queued", "running", "undoing")]
    make_operation(workspace, member, state="running", seen_at=timezone.now())
    make_operation(workspace, member, state="done", seen_at=long_ago)
    assert list(operations.stalled().order_by("pk")) == silent
