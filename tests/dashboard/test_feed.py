from datetime import UTC, datetime, timedelta

import pytest

from crm.actions import change_status, create_lead, delete_lead
from marketing.emails.events import BOUNCED, CLICKED, SENT
from tests.factories.crm import make_lead
from tests.factories.emails import make_campaign
from webox.accounts.models import Membership
from webox.analytics.actions import record
from webox.dashboard.feed import recent

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def seen_by(workspace):
    return Membership(workspace=workspace, role=Membership.Role.OWNER)


def test_the_newest_news_with_whom_and_where(workspace):
    lead, campaign = make_lead(workspace, first_name="Ada", last_name="Martin"), make_campaign(workspace, name="Lettre")
    for minutes, type in ((0, CLICKED), (1, SENT), (2, BOUNCED)):
        at = NOON + timedelta(minutes=minutes)
        record(workspace=workspace, type=type, at=at, lead_id=lead.pk, subject=campaign)
    entries = recent(seen_by(workspace))
    assert [(entry.label, entry.lead, entry.subject, entry.tone) for entry in entries] == [
        ("Email bounced", lead, campaign, "red"),
        ("Link clicked", lead, campaign, "blue"),
    ]


def test_a_status_change_says_which(workspace, member):
    lead = create_lead(workspace=workspace, by=member, email="a@example.com")
    change_status(lead=lead, status="won", by=member)
    assert [(entry.label, entry.status, entry.status_label) for entry in recent(seen_by(workspace))] == [
        ("Status changed", "won", "Won"),
        ("Lead created", "", ""),
    ]


def test_only_the_newest_of_all_types_are_kept(workspace):
    lead = make_lead(workspace)
    for minutes in range(6):
        for type in (CLICKED, BOUNCED):
            record(workspace=workspace, type=type, at=NOON + timedelta(minutes=minutes), lead_id=lead.pk)
    assert [entry.when.minute for entry in recent(seen_by(workspace), size=4)] == [5, 5, 4, 4]


def test_who_was_erased_or_deleted_does_not_break_it(workspace, member):
    lead = create_lead(workspace=workspace, by=member, email="a@example.com")
    delete_lead(lead=lead, by=member)
    erased = create_lead(workspace=workspace, by=member, email="b@example.com")
    erased.delete()
    assert [entry.lead for entry in recent(seen_by(workspace))] == [None, lead]
