from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm.models import Lead, Operation, OperationRow, StatusChange
from crm.operations import Wanted, apply_rows
from tests.factories.accounts import make_member
from tests.factories.crm import make_field, make_lead, make_tag
from tests.factories.operations import make_operation
from webox.analytics.actions import wrong_counts
from webox.analytics.models import DailyCount, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def operation(workspace, member):
    return make_operation(workspace, member)


def rows_of(operation):
    return {row.number: row for row in operation.rows.all()}


def test_new_leads_have_all_that_one_made_by_hand_has(operation, workspace, member):
    make_field(workspace, "budget", "number")
    at = timezone.now()
    values = {"first_name": "Élodie", "email": "elodie@example.com", "status": "qualified", "source": "salon"}
    values |= {"estimated_value": Decimal("1200.50"), "owner": member.pk, "custom.budget": 5, "tags": ["VIP", "vip"]}
    counts = apply_rows(
        operation=operation,
        by=member,
        at=at,
        rows=[Wanted(2, values=values, add_tags=["Presse"]), Wanted(3, values={"company": "Durand"})],
    )

    assert counts == {"created": 2}
    first, second = Lead.objects.order_by("pk")
    assert (first.search_text, first.created_at, first.created_day) == (
        "elodie elodie@example.com",
        at,
        workspace.day_of(at),
    )
    assert (first.status, first.status_since, first.estimated_value) == ("qualified", at, Decimal("1200.50"))
    assert (first.owner, first.custom_fields, first.source) == (member, {"budget": 5}, "salon")
    assert sorted(tag.name for tag in first.tags.all()) == ["Presse", "VIP"]
    assert first.rank < second.rank
    line = first.status_changes.get()
    assert (line.kind, line.to_status, line.to_value, line.by) == ("created", "qualified", Decimal("1200.50"), member)
    assert (line.at, line.until, line.source, line.owner) == (at, None, "salon", member)
    assert set(Event.objects.values_list("type", "lead_id")) == {
        ("crm.lead.created", first.pk),
        ("crm.lead.created", second.pk),
    }
    split = DailyCount.objects.get(metric="crm.lead.created:source", subject_type="salon")
    assert split.count == 1
    assert wrong_counts() == []
    row = rows_of(operation)[2]
    assert (row.outcome, row.lead, row.before) == ("created", first, None)
    assert row.after == {
        "first_name": "Élodie",
        "email": "elodie@example.com",
        "status": "qualified",
        "source": "salon",
        "estimated_value": "1200.50",
        "owner": member.pk,
        "custom.budget": 5,
        "tags": ["Presse", "VIP"],
    }
    operation.refresh_from_db()
    assert (operation.done, operation.created_count, operation.refused_count) == (2, 2, 0)
    # The next lead made by hand gets an id of its own.
    assert make_lead(workspace).pk > second.pk


def test_only_what_differs_is_written_and_recorded(operation, workspace, member):
    make_field(workspace, "a", "number")
    lead = make_lead(workspace, company="Durand", phone="1", estimated_value=10, custom_fields={"a": 1, "b": 2})
    same = make_lead(workspace, company="Martin")
    before = same.updated_at
    counts = apply_rows(
        operation=operation,
        by=member,
        rows=[
            Wanted(1, lead.pk, {"company": "Martin", "phone": "1", "estimated_value": Decimal(20), "custom.a": None}),
            Wanted(2, same.pk, {"company": "Martin"}),
        ],
    )

    assert counts == {"updated": 1, "unchanged": 1}
    lead.refresh_from_db()
    same.refresh_from_db()
    assert (lead.company, lead.phone, lead.custom_fields) == ("Martin", "1", {"b": 2})
    assert lead.search_text.endswith("martin 1")
    assert same.updated_at == before
    row = rows_of(operation)[1]
    assert row.before == {"company": "Durand", "estimated_value": "10.00", "custom.a": 1}
    assert row.after == {"company": "Martin", "estimated_value": "20", "custom.a": None}
    line = lead.status_changes.get()
    assert (line.kind, line.from_value, line.to_value) == ("valued", Decimal(10), Decimal(20))


def test_status_value_and_owner_follow_each_other_in_the_ledger(operation, workspace, member):
    lead = make_lead(workspace, status="new")
    values = {"status": "lost", "estimated_value": Decimal(5), "owner": member.pk}
    apply_rows(operation=operation, by=member, rows=[Wanted(1, lead.pk, values, reason="Too dear")])

    lead.refresh_from_db()
    assert (lead.status, lead.lost_reason, lead.owner) == ("lost", "Too dear", member)
    lines = lead.status_changes.order_by("pk").values_list("kind", "from_status", "to_status", "to_value", "owner")
    assert list(lines) == [
        ("valued", "new", "new", Decimal(5), None),
        ("assigned", "new", "new", Decimal(5), member.pk),
        ("moved", "new", "lost", Decimal(5), member.pk),
    ]
    moved = lead.status_changes.get(kind="moved")
    assert (moved.reason, moved.until, moved.seconds_in_from is not None) == ("Too dear", None, True)
    assert set(Event.objects.values_list("type", flat=True)) == {"crm.lead.assigned", "crm.lead.status_changed"}
    assert wrong_counts() == []
    assert rows_of(operation)[1].after == {
        "status": "lost",
        "estimated_value": "5",
        "owner": member.pk,
        "lost_reason": "Too dear",
    }


def test_leaving_lost_takes_the_reason_along(operation, workspace, member):
    lead = make_lead(workspace, status="lost", lost_reason="Too dear")
    apply_rows(operation=operation, by=member, rows=[Wanted(1, lead.pk, {"status": "new"})])
    lead.refresh_from_db()
    assert (lead.status, lead.lost_reason) == ("new", "")
    assert rows_of(operation)[1].before == {"status": "lost", "lost_reason": "Too dear"}


def test_tags_are_added_and_taken_whatever_their_case(operation, workspace, member):
    lead, other = make_lead(workspace, tags=["client", "Été"]), make_lead(workspace)
    counts = apply_rows(
        operation=operation,
        by=member,
        rows=[
            Wanted(1, lead.pk, add_tags=["CLIENT", "Neuf"], remove_tags=["Été"]),
            Wanted(2, other.pk, remove_tags=["nobody"]),
        ],
    )
    assert counts == {"updated": 1, "unchanged": 1}
    assert sorted(tag.name for tag in lead.tags.all()) == ["Neuf", "client"]
    row = rows_of(operation)[1]
    assert (row.before, row.after) == ({"tags": ["client", "Été"]}, {"tags": ["Neuf", "client"]})


def test_a_row_can_say_all_tags_a_lead_shall_have(operation, workspace, member):
    lead = make_lead(workspace, tags=["one", "two"])
    apply_rows(operation=operation, by=member, rows=[Wanted(1, lead.pk, {"tags": ["two", "three"]})])
    assert sorted(tag.name for tag in lead.tags.all()) == ["three", "two"]


def test_deleting_leaves_the_lines_that_deleting_one_leaves(operation, workspace, member):
    lead = make_lead(workspace, estimated_value=7)
    assert apply_rows(operation=operation, by=member, rows=[Wanted(1, lead.pk, delete=True)]) == {"updated": 1}
    lead.refresh_from_db()
    assert lead.is_deleted
    line = lead.status_changes.get()
    assert (line.kind, line.from_status, line.from_value, line.to_status) == ("deleted", "new", Decimal(7), "")
    assert Event.objects.get().properties == {"by_id": member.pk, "title": "Ada Martin"}
    assert rows_of(operation)[1].after == {"deleted": True}


def test_an_import_brings_back_whom_it_names(workspace, member):
    operation = make_operation(workspace, member, kind="import")
    by_id = make_lead(workspace, email="one@example.com", deleted_at=timezone.now())
    by_email = make_lead(workspace, email="two@example.com", deleted_at=timezone.now())
    counts = apply_rows(
        operation=operation,
        by=member,
        rows=[
            Wanted(1, by_id.pk, {"company": "Durand"}),
            Wanted(2, None, {"email": "two@example.com"}),
        ],
    )
    assert counts == {"restored": 2}
    assert Lead.objects.alive().count() == 2
    assert list(StatusChange.objects.values_list("kind", "to_status")) == [("restored", "new"), ("restored", "new")]
    assert rows_of(operation)[2].lead == by_email


def test_other_operations_leave_deleted_leads_alone(operation, workspace, member):
    lead = make_lead(workspace, deleted_at=timezone.now())
    assert apply_rows(operation=operation, by=member, rows=[Wanted(1, lead.pk, {"status": "won"})]) == {"refused": 1}
    assert rows_of(operation)[1].reason == "This lead is deleted. Restore it before you change it."


def test_what_cannot_be_is_refused_alone(operation, workspace, other_workspace, member):
    there = make_lead(workspace, email="there@example.com")
    stranger, foreign = make_member(other_workspace), make_lead(other_workspace)
    counts = apply_rows(
        operation=operation,
        by=member,
        rows=[
            Wanted(1, values={"email": "there@example.com"}, cells=["there@example.com"]),
            Wanted(2, values={"email": "new@example.com"}),
            Wanted(3, values={"email": "new@example.com"}),
            Wanted(4, there.pk, {"owner": stranger.pk}),
            Wanted(5, foreign.pk, {"company": "Mine now"}),
            Wanted(6, values={"notes": "nobody"}),
            Wanted(7, there.pk, {"consent_at": timezone.now()}),
            Wanted(8, refused="No such day.", cells=["32/01"]),
            Wanted(9, there.pk, {"email": "new@example.com"}),
            Wanted(10, there.pk, {"custom.gone": 1}),
        ],
    )
    assert counts == {"refused": 9, "created": 1}
    rows = rows_of(operation)
    assert {number: row.reason for number, row in rows.items()} == {
        1: "Another lead has the address “there@example.com” already.",
        2: "",
        3: "Another lead has the address “new@example.com” already.",
        4: "The owner must be a member of this workspace.",
        5: "This lead does not exist any more.",
        6: "Write at least a name, an email, a phone number or a company.",
        7: "Consent needs both its text and its time.",
        8: "No such day.",
        9: "Another lead has the address “new@example.com” already.",
        10: "There is no field “custom.gone” any more.",
    }
    assert (rows[1].cells, rows[8].cells, rows[5].lead) == (["there@example.com"], ["32/01"], None)
    foreign.refresh_from_db()
    assert foreign.company == ""


def test_what_the_database_refuses_does_not_take_the_others_along(operation, workspace, member):
    lead = make_lead(workspace)
    rows = [Wanted(number, values={"company": f"Durand {number}"}) for number in range(1, 8)]
    rows[3].values["estimated_value"] = Decimal(-1)
    rows.append(Wanted(8, lead.pk, {"estimated_value": Decimal(-1)}))
    assert apply_rows(operation=operation, by=member, rows=rows) == {"created": 6, "refused": 2}
    assert [row.number for row in operation.rows.filter(outcome="refused")] == [4, 8]
    assert StatusChange.objects.count() == Event.objects.count() == 6
    assert wrong_counts() == []


def test_a_lead_that_comes_twice_is_changed_twice(operation, workspace, member):
    lead = make_lead(workspace, company="one")
    rows = [Wanted(1, lead.pk, {"company": "two"}), Wanted(2, lead.pk, {"company": "three"})]
    assert apply_rows(operation=operation, by=member, rows=rows) == {"updated": 2}
    assert rows_of(operation)[2].before == {"company": "two"}


def test_a_member_with_leads_of_their_own_changes_those_only(operation, workspace, limited):
    own, others = make_lead(workspace, owner=limited), make_lead(workspace)
    rows = [Wanted(1, own.pk, {"company": "Mine"}), Wanted(2, others.pk, {"company": "Mine"})]
    rows.append(Wanted(3, values={"company": "New"}))
    assert apply_rows(operation=operation, by=limited, rows=rows) == {"updated": 1, "refused": 1, "created": 1}
    assert Lead.objects.get(company="New").owner == limited
    assert rows_of(operation)[2].reason == "This lead belongs to somebody else."


def test_the_news_comes_once_a_chunk(operation, workspace, member, django_capture_on_commit_callbacks):
    from crm.signals import leads_changed

    heard = []
    receiver = lambda **news: heard.append((news["operation"], news["lead_ids"]))  # noqa: E731
    leads_changed.connect(receiver)
    leads, unchanged = [make_lead(workspace) for _ in range(3)], make_lead(workspace, company="X")
    rows = [Wanted(n, lead.pk, {"company": "X"}) for n, lead in enumerate([*leads, unchanged])]
    with django_capture_on_commit_callbacks(execute=True):
        apply_rows(operation=operation, by=member, rows=rows)
    leads_changed.disconnect(receiver)
    assert heard == [(operation, [lead.pk for lead in leads])]


def test_a_chunk_costs_the_same_however_many_rows(operation, workspace, member, django_assert_num_queries):
    make_tag(workspace)

    def chunk(start, number):
        leads = [make_lead(workspace) for _ in range(number)]
        rows = [
            Wanted(start + n, lead.pk, {"status": "won", "owner": member.pk}, add_tags=["client"])
            for n, lead in enumerate(leads)
        ]
        return rows + [Wanted(start + number + n, values={"company": "New"}) for n in range(number)]

    rows = chunk(1, 2)
    with CaptureQueriesContext(connection) as few:
        apply_rows(operation=operation, by=member, rows=rows)
    rows = chunk(1000, 30)
    with django_assert_num_queries(len(few)):
        apply_rows(operation=operation, by=member, rows=rows)
    assert OperationRow.objects.count() == 64
    assert Operation.objects.get().done == 64
