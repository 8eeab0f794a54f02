from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from crm import actions
from crm.actions import operations
from crm.models import Lead, Operation, OperationRow, StatusChange
from crm.operations import Wanted, apply_rows
from crm.signals import leads_changed
from tests.factories.accounts import make_member
from tests.factories.crm import make_field, make_interaction, make_lead
from tests.factories.operations import make_operation
from webox.accounts.models import Membership
from webox.analytics.actions import wrong_counts

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(workspace, member):
    """A function that carries rows out as one finished operation."""

    def carry_out(*rows, by=member, **fields):
        operation = make_operation(workspace, by, total=len(rows), **fields)
        apply_rows(operation=operation, by=by, rows=list(rows))
        Operation.objects.filter(pk=operation.pk).update(state="done")
        operation.refresh_from_db()
        return operation

    return carry_out


def undo(operation, by):
    operations.undo_operation(operation=operation, by=by)
    operations.carry_on(operation_id=operation.pk)
    operation.refresh_from_db()
    assert operation.state == "undone"
    return {row.number: row for row in operation.rows.all()}


def test_every_field_goes_back_to_what_it_was(done, workspace, member):
    make_field(workspace, "budget", "number")
    make_field(workspace, "size", "text")
    due = timezone.now() + timedelta(days=2)
    lead = make_lead(
        workspace,
        tags=["client", "old"],
        company="Durand",
        estimated_value=Decimal("10.50"),
        custom_fields={"budget": 4},
        next_step_at=due,
        owner=member,
    )
    search = lead.search_text
    values = {"company": "", "estimated_value": None, "custom.budget": 5, "custom.size": "S", "next_step_at": None}
    values |= {"status": "won", "owner": None, "email": "other@example.com"}
    operation = done(Wanted(1, lead.pk, values, add_tags=["new"], remove_tags=["old"]))
    row = undo(operation, member)[1]

    assert (row.undo, row.conflict) == ("undone", None)
    after = Lead.objects.get()
    assert (after.company, after.estimated_value, after.custom_fields) == ("Durand", Decimal("10.50"), {"budget": 4})
    assert (after.next_step_at, after.status, after.owner, after.email) == (due, "new", member, lead.email)
    assert after.search_text == search
    assert sorted(tag.name for tag in after.tags.all()) == ["client", "old"]
    lines = list(StatusChange.objects.order_by("pk").values_list("kind", "from_status", "to_status", "to_value"))
    assert lines == [
        ("valued", "new", "new", None),
        ("assigned", "new", "new", None),
        ("moved", "new", "won", None),
        ("valued", "won", "won", Decimal("10.50")),
        ("assigned", "won", "won", Decimal("10.50")),
        ("moved", "won", "new", Decimal("10.50")),
    ]
    assert StatusChange.objects.filter(until=None).count() == 1
    assert wrong_counts() == []
    assert (operation.undone_count, operation.conflict_count, operation.undone_by) == (1, 0, member)


def test_what_was_edited_since_stays_and_is_listed(done, workspace, member):
    lead = make_lead(workspace, company="Durand", phone="1")
    operation = done(Wanted(1, lead.pk, {"company": "Martin", "phone": "2", "status": "contacted"}))
    actions.edit_lead(lead=lead, by=member, company="Petit")
    actions.change_status(lead=lead, by=member, status="won")
    row = undo(operation, member)[1]

    assert (row.undo, row.conflict) == ("conflict", {"company": "Petit", "status": "won"})
    lead.refresh_from_db()
    assert (lead.company, lead.phone, lead.status) == ("Petit", "1", "won")
    assert (operation.undone_count, operation.conflict_count) == (0, 1)


def test_what_somebody_put_back_by_hand_is_no_conflict(done, workspace, member):
    lead = make_lead(workspace, company="Durand")
    operation = done(Wanted(1, lead.pk, {"company": "Martin"}))
    actions.edit_lead(lead=lead, by=member, company="Durand")
    assert undo(operation, member)[1].undo == "undone"


def test_tags_given_since_stay(done, workspace, member):
    lead = make_lead(workspace, tags=["one"])
    operation = done(Wanted(1, lead.pk, add_tags=["two"]))
    actions.set_tags(lead=lead, tags=["one", "TWO", "three"], by=member)
    assert undo(operation, member)[1].undo == "undone"
    assert sorted(tag.name for tag in lead.tags.all()) == ["one", "three"]


def test_new_leads_go_unless_somebody_touched_them(done, workspace, member):
    operation = done(
        *(Wanted(n, values={"company": f"Durand {n}", "source": "salon"}, add_tags=["x"]) for n in range(1, 7)),
        kind="import",
    )
    leads = dict(zip(range(1, 7), Lead.objects.order_by("pk"), strict=True))
    actions.edit_lead(lead=leads[2], by=member, phone="06", source="")
    make_interaction(leads[3])
    actions.set_tags(lead=leads[4], tags=["x", "y"], by=member)
    actions.delete_lead(lead=leads[5], by=member)
    leads[6].custom_fields = {"from_the_api": 1}
    leads[6].save()
    rows = undo(operation, member)

    assert {number: row.conflict for number, row in rows.items()} == {
        1: None,
        2: {"phone": "06", "source": ""},
        3: {"interactions": 1},
        4: {"tags": ["x", "y"]},
        5: None,
        6: {"custom.from_the_api": 1},
    }
    assert [number for number, lead in leads.items() if Lead.objects.get(pk=lead.pk).is_deleted] == [1, 5]
    assert StatusChange.objects.get(lead=leads[1], until=None).kind == "deleted"
    assert wrong_counts() == []


def test_deleted_leads_come_back_and_those_brought_back_go(done, workspace, member):
    deleted, restored = make_lead(workspace), make_lead(workspace, deleted_at=timezone.now(), company="Durand")
    delete = done(Wanted(1, deleted.pk, delete=True), kind="delete")
    bring = done(Wanted(1, restored.pk, {"company": "Martin"}), kind="import")
    undo(delete, member)
    undo(bring, member)
    deleted.refresh_from_db()
    restored.refresh_from_db()
    assert (deleted.is_deleted, restored.is_deleted, restored.company) == (False, True, "Durand")


def test_leads_deleted_since_are_left_alone(done, workspace, member):
    lead = make_lead(workspace, company="Durand")
    operation = done(Wanted(1, lead.pk, {"company": "Martin"}))
    actions.delete_lead(lead=lead, by=member)
    assert undo(operation, member)[1].conflict == {"deleted": True}
    lead.refresh_from_db()
    assert lead.company == "Martin"


def test_an_older_operation_yields_to_a_newer_one(done, workspace, member):
    lead, other = make_lead(workspace, company="one"), make_lead(workspace, company="one")
    first = done(Wanted(1, lead.pk, {"company": "two"}), Wanted(2, other.pk, {"company": "two"}))
    second = done(Wanted(1, lead.pk, {"company": "three"}))
    rows = undo(first, member)
    assert (rows[1].conflict, rows[2].conflict) == ({"company": "three"}, None)
    assert undo(second, member)[1].undo == "undone"
    lead.refresh_from_db()
    assert lead.company == "two"


def test_a_lead_that_came_twice_goes_back_all_the_way(done, workspace, member):
    lead = make_lead(workspace, company="one")
    operation = done(Wanted(1, lead.pk, {"company": "two"}), Wanted(2, lead.pk, {"company": "three"}))
    undo(operation, member)
    lead.refresh_from_db()
    assert lead.company == "one"


@pytest.mark.parametrize(
    "use",
    [
        lambda lead, by: make_interaction(lead),
        lambda lead, by: actions.change_status(lead=lead, status="qualified", by=by),
        lambda lead, by: actions.edit_lead(lead=lead, by=by, phone="1"),
    ],
)
def test_who_was_brought_back_and_is_in_use_stays(done, workspace, member, use):
    lead, other = (make_lead(workspace, company="Durand") for _ in range(2))
    for each in (lead, other):
        make_interaction(each)
        actions.delete_lead(lead=each, by=member)
    values = {"company": "Martin", "estimated_value": Decimal(5), "status": "contacted"}
    operation = done(Wanted(1, lead.pk, values), Wanted(2, other.pk, values), kind="import")
    use(lead, member)
    rows = undo(operation, member)
    lead.refresh_from_db()
    other.refresh_from_db()
    assert [(each.is_deleted, each.company) for each in (lead, other)] == [(False, "Durand"), (True, "Durand")]
    assert (rows[1].undo, rows[1].conflict["deleted"], rows[2].undo) == ("conflict", False, "undone")


def test_what_cannot_be_restored_any_more_is_a_conflict(done, workspace, member):
    left = make_member(workspace)
    lead = make_lead(workspace, email="old@example.com", owner=left)
    operation = done(Wanted(1, lead.pk, {"email": "new@example.com", "owner": None, "company": "Durand"}))
    make_lead(workspace, email="old@example.com")
    Membership.objects.filter(user=left).delete()
    row = undo(operation, member)[1]
    assert row.conflict == {"email": "new@example.com", "owner": None}
    lead.refresh_from_db()
    assert (lead.email, lead.owner, lead.company) == ("new@example.com", None, "")


def test_consent_goes_back_whole_or_not_at_all(done, workspace, member):
    at = timezone.now()
    lead = make_lead(workspace)
    operation = done(Wanted(1, lead.pk, {"consent_text": "Yes", "consent_at": at}))
    actions.edit_lead(lead=lead, by=member, consent_text="Yes, again")
    assert undo(operation, member)[1].conflict == {"consent_text": "Yes, again", "consent_at": at.isoformat()}


def test_twice_is_refused_and_so_is_too_early(done, workspace, member):
    operation = done(Wanted(1, make_lead(workspace).pk, {"company": "Durand"}))
    undo(operation, member)
    with pytest.raises(operations.CannotUndo, match="undone already"):
        operations.undo_operation(operation=operation, by=member)
    with pytest.raises(operations.CannotUndo, match="not finished"):
        operations.undo_operation(operation=make_operation(workspace, member, updated_count=1), by=member)
    with pytest.raises(operations.CannotUndo, match="nothing"):
        operations.undo_operation(operation=done(Wanted(1, refused="no")), by=member)


def test_it_goes_on_where_a_killed_worker_stopped(done, workspace, member, monkeypatch):
    monkeypatch.setattr(operations, "CHUNK", 2)
    leads = [make_lead(workspace, company="one") for _ in range(5)]
    operation = done(*(Wanted(n, lead.pk, {"company": "two"}) for n, lead in enumerate(leads, start=1)))
    operations.undo_operation(operation=operation, by=member)
    assert operations.undo_chunk(operation.pk, None) == 4
    operation.refresh_from_db()
    assert (operation.state, operation.undone_count, operation.progress) == ("undoing", 2, (2, 5))
    Lead.objects.filter(pk=leads[4].pk).update(company="typed meanwhile")
    operations.carry_on(operation_id=operation.pk)
    operation.refresh_from_db()
    assert (operation.state, operation.undone_count) == ("undone", 5)
    assert list(Lead.objects.order_by("pk").values_list("company", flat=True)) == ["one"] * 4 + ["typed meanwhile"]


def test_a_limited_member_does_not_reach_leads_that_have_gone_to_others(done, workspace, limited):
    other = make_member(workspace)
    given, taken = make_lead(workspace, owner=limited), make_lead(workspace, owner=limited, company="one")
    operation = done(Wanted(1, given.pk, {"owner": other.pk}), Wanted(2, taken.pk, {"company": "two"}), by=limited)
    actions.assign(lead=taken, owner=other, by=other)
    rows = undo(operation, limited)
    assert (rows[1].conflict, rows[2].conflict) == (None, {"owner": other.pk})
    given.refresh_from_db()
    assert given.owner == limited


def test_undoing_costs_the_same_however_many_rows(done, workspace, member, django_assert_num_queries):
    def some(number):
        rows = [Wanted(n, make_lead(workspace).pk, {"company": "x"}, add_tags=["t"]) for n in range(number)]
        return done(*rows, *(Wanted(number + n, values={"company": "x"}) for n in range(number)))

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for number in (2, 30):
        operation = some(number)
        operations.undo_operation(operation=operation, by=member)
        with CaptureQueriesContext(connection) as queries:
            operations.carry_on(operation_id=operation.pk)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert OperationRow.objects.filter(undo="undone").count() == 64


def test_who_listens_is_told_of_what_went_back(done, workspace, member, django_capture_on_commit_callbacks):
    lead, other = make_lead(workspace, company="Old"), make_lead(workspace, company="X")
    operation = done(Wanted(1, lead.pk, {"company": "X"}), Wanted(2, other.pk, {"company": "X"}))
    heard = []
    receiver = lambda **news: heard.append((news["operation"], news["lead_ids"]))  # noqa: E731
    leads_changed.connect(receiver)
    with django_capture_on_commit_callbacks(execute=True):
        undo(operation, member)
    leads_changed.disconnect(receiver)
    assert heard == [(operation, [lead.pk])]
