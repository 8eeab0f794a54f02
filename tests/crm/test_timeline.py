from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from crm import actions
from crm.timeline import page_of
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
        ("event", "Owner changed", "", "Ada Martin", ""),
        ("status", "Status changed to", "Ada Martin", "", "Won"),
        ("interaction", "Note · Devis", "Ada Martin", "Elle rappelle", ""),
        ("event", "Visit started", "", "", ""),
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
def test_a_page_costs_five_queries(workspace, member, django_assert_num_queries, rows):
    lead = make_lead(workspace)
    for number in range(rows):
        make_interaction(lead, author=member)
        make_change(lead, "won", by=member)
        stitch(workspace=workspace, visitor=f"v{number}", lead_id=lead.pk)
        record(workspace=workspace, type=VISIT_STARTED, visitor=f"v{number}")
    with django_assert_num_queries(5):
        assert len(page_of(lead, size=50).entries) == 3 * rows


@pytest.mark.parametrize("cursor", ["x", "é", "bnVsbA", "WzEsMiwzXQ", "W10"])
def test_a_cursor_of_someone_elses_making_is_refused(workspace, cursor):
    with pytest.raises(ValidationError):
        page_of(make_lead(workspace), cursor)
