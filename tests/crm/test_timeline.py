from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from crm import actions, timeline
from crm.models import LeadEdit, Operation, OperationRow
from crm.timeline import KINDS, page_of
from marketing.emails.events import CLICKED
from tests.factories.crm import make_change, make_interaction, make_lead
from webox.analytics.actions import record, stitch
from webox.analytics.events import VISIT_STARTED

AT = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


def all_pages(lead, size):
    entries, cursor = [], ""
    while cursor is not None:
        page = page_of(lead, cursor, size)
        entries, cursor = entries + page.entries, page.cursor
    return entries


def test_the_feed_merges_what_was_written_moved_and_seen(workspace, other_workspace, member):
    lead = make_lead(workspace)
    stranger = make_lead(other_workspace)
    record(workspace=workspace, type=VISIT_STARTED, at=AT, visitor="v1")
    record(workspace=workspace, type=VISIT_STARTED, at=AT, visitor="someone else")
    record(workspace=other_workspace, type=VISIT_STARTED, at=AT, visitor="v1", lead_id=stranger.pk)
    stitch(workspace=workspace, visitor="v1", lead_id=lead.pk)
    make_interaction(lead, subject="Devis", content="Elle rappelle", author=member, created_at=AT + timedelta(hours=1))
    actions.change_status(lead=lead, status="won", by=member)
    actions.assign(lead=lead, owner=member, by=member)
    page = page_of(lead)
    assert [(entry.kind, entry.title, entry.who, entry.text, entry.state_label) for entry in page.entries] == [
        ("edit", "Owner changed", "", "Ada Martin", ""),
        ("status", "Status changed to", "Ada Martin", "", "Won"),
        ("interaction", "Note · Devis", "Ada Martin", "Elle rappelle", ""),
        ("visit", "Visit started", "", "", ""),
    ]
    assert page.cursor is None


def test_a_created_lead_is_one_line(workspace, member):
    lead = actions.create_lead(workspace=workspace, by=member, first_name="Ada")
    assert [entry.title for entry in page_of(lead).entries] == ["Created as"]


def test_a_visit_says_where_it_came_from(workspace):
    lead = make_lead(workspace)
    touch = {"landing": "/p/a/b", "utm_source": "google", "utm_campaign": "Noël", "gclid": "Cj0", "referrer": "g.com/s"}
    record(workspace=workspace, type=VISIT_STARTED, at=AT, lead_id=lead.pk, properties=touch)
    assert [entry.text for entry in page_of(lead).entries] == ["google · Noël · gclid · g.com/s"]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_neither_skip_nor_repeat_what_shares_a_moment(workspace, size):
    lead = make_lead(workspace)
    for number in range(3):
        make_interaction(lead, created_at=AT)
        make_change(lead, "won", at=AT)
        record(workspace=workspace, type=VISIT_STARTED, at=AT + timedelta(seconds=number - 1), lead_id=lead.pk)
    whole = page_of(lead, size=100).entries
    assert len(whole) == 9
    assert [entry.when for entry in whole] == sorted((entry.when for entry in whole), reverse=True)
    assert all_pages(lead, size) == whole


@pytest.mark.parametrize("rows", [1, 12])
def test_a_page_costs_nine_queries(workspace, member, django_assert_num_queries, rows):
    lead = make_lead(workspace)
    for number in range(rows):
        make_interaction(lead, author=member)
        make_change(lead, "won", by=member)
        stitch(workspace=workspace, visitor=f"v{number}", lead_id=lead.pk)
        record(workspace=workspace, type=VISIT_STARTED, visitor=f"v{number}")
        LeadEdit.objects.create(workspace=workspace, lead=lead, by=member, changes={"company": ["", f"A{number}"]})
        operation = Operation.objects.create(workspace=workspace, kind="import", by=member)
        row = {"workspace": workspace, "operation": operation, "number": 1, "lead": lead, "outcome": "updated"}
        OperationRow.objects.create(**row, before={"owner": None}, after={"owner": member.pk})
    # Six sources, the visitors, the fields and the members
    with django_assert_num_queries(9):
        assert len(page_of(lead, size=100).entries) == 5 * rows


def test_an_edit_says_what_changed_in_words(workspace, member):
    lead = actions.create_lead(workspace=workspace, by=member, first_name="Ada", company="Durand", tags=["vip"])
    actions.edit_lead(lead=lead, by=member, company="Martin", phone="", tags=["client", "vip"], estimated_value=1200)
    entry = page_of(lead, kinds=["edit"]).entries[0]
    assert (entry.title, entry.who) == ("Edited", "Ada Martin")
    assert entry.text.splitlines() == [
        "Company: Durand → Martin",
        "Estimated value: – → 1,200",
        "Tags: vip → client, vip",
    ]
    actions.edit_lead(lead=lead, by=member, company="Martin")
    assert LeadEdit.objects.count() == 1


def test_an_import_and_its_undo_are_told(workspace, member):
    lead = make_lead(workspace)
    operation = Operation.objects.create(workspace=workspace, kind="import", by=member)
    row = {"workspace": workspace, "operation": operation, "lead": lead, "before": {"company": ""}}
    OperationRow.objects.create(**row, number=1, outcome="unchanged")
    OperationRow.objects.create(**row, number=2, outcome="updated", after={"company": "Martin"}, undo="undone")
    entries = page_of(lead, kinds=["operation"]).entries
    assert [(entry.title, entry.text, entry.href) for entry in entries] == [
        ("Import (undone)", "Company: – → Martin", f"/crm/operations/{operation.pk}")
    ]


def test_the_feed_shows_the_kinds_asked_for(workspace, member):
    lead = actions.create_lead(workspace=workspace, by=member, first_name="Ada")
    make_interaction(lead, subject="Devis")
    record(workspace=workspace, type=VISIT_STARTED, lead_id=lead.pk)
    record(workspace=workspace, type=CLICKED, lead_id=lead.pk)
    record(workspace=workspace, type="custom.order", lead_id=lead.pk)
    titles = {kind: [entry.title for entry in page_of(lead, kinds=[kind]).entries] for kind in KINDS}
    assert titles == {
        "interaction": ["Note · Devis"],
        "status": ["Created as"],
        "visit": ["Visit started"],
        "email": ["Link clicked"],
        "edit": [],
        "operation": [],
        "other": ["custom.order"],
    }
    assert len(page_of(lead, kinds=["visit", "email"]).entries) == 2
    with pytest.raises(ValidationError, match="“gossip” is not a kind of entry"):
        page_of(lead, kinds=["gossip"])


def test_an_app_above_adds_its_own_kind(workspace, monkeypatch):
    monkeypatch.setattr(timeline.LEADS, "kinds", dict(KINDS))
    monkeypatch.setattr(timeline.LEADS, "sources", list(timeline.LEADS.sources))
    timeline.register_kind("order", "Orders")
    tags = {"rows": lambda lead, kinds: lead.edits.all(), "moment": "at"}
    timeline.register_source("order", **tags, entry=lambda row, words: {"title": "Order 7", "icon": "cart"})
    lead = make_lead(workspace)
    LeadEdit.objects.create(workspace=workspace, lead=lead, changes={})
    assert [entry.title for entry in page_of(lead, kinds=["order"]).entries] == ["Order 7"]
    with pytest.raises(ValueError, match="registered twice"):
        timeline.register_kind("order", "Orders")
    with pytest.raises(ValueError, match="not registered"):
        timeline.register_source("parcel", **tags, entry=dict)


@pytest.mark.parametrize(
    "cursor", ["x", "é", "bnVsbA", "WzEsMiwzXQ", "W10", "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwgMCwgMV0"]
)
def test_a_cursor_of_someone_elses_making_is_refused(workspace, cursor):
    with pytest.raises(ValidationError):
        page_of(make_lead(workspace), cursor)
