from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from crm import actions
from crm.statistics import standing_totals, totals_seen_by
from webox.accounts.models import Membership

pytestmark = pytest.mark.django_db


def shown(workspace, day, owner=None):
    totals = standing_totals(workspace, date(2026, 3, day), owner)
    assert list(totals) == ["new", "contacted", "qualified", "proposal", "negotiation", "won", "lost"]
    return {status: (number, f"{value:.2f}") for status, (number, value) in totals.items() if number or value}


def test_what_stood_where_at_the_end_of_a_day(workspace, other_workspace, member, on):
    def create(place=workspace, **fields):
        return actions.create_lead(workspace=place, by=member, created_at=timezone.now(), **fields)

    on(3, 1)
    lead = create(first_name="A", estimated_value=Decimal("100.50"))
    create(other_workspace, first_name="Z")
    # Half past midnight in Paris: the workspace's fourth
    on(3, 3, 23, 30)
    create(first_name="B", owner=member, estimated_value=Decimal(9))
    on(3, 5)
    actions.change_status(lead=lead, status="won", by=member)
    on(3, 6)
    actions.edit_lead(lead=lead, by=member, estimated_value=Decimal(80))
    on(3, 8)
    actions.change_status(lead=lead, status="negotiation", by=member)
    on(3, 9)
    actions.delete_lead(lead=lead, by=member)
    on(3, 11)
    actions.restore_lead(lead=lead, by=member)
    assert shown(workspace, 1) == shown(workspace, 3) == {"new": (1, "100.50")}
    assert shown(workspace, 4) == {"new": (2, "109.50")}
    assert shown(workspace, 5) == {"new": (1, "9.00"), "won": (1, "100.50")}
    assert shown(workspace, 7) == {"new": (1, "9.00"), "won": (1, "80.00")}
    assert shown(workspace, 8) == {"new": (1, "9.00"), "negotiation": (1, "80.00")}
    assert shown(workspace, 10) == {"new": (1, "9.00")}
    assert shown(workspace, 12) == {"new": (1, "9.00"), "negotiation": (1, "80.00")}
    assert shown(workspace, 5, owner=member.pk) == {"new": (1, "9.00")}
    assert standing_totals(workspace, date(2025, 1, 1))["new"] == (0, 0)


def test_a_member_limited_to_their_own_leads_counts_those(workspace, member, owner):
    for person in (member, owner, None):
        actions.create_lead(workspace=workspace, by=None, first_name="A", owner=person, estimated_value=Decimal(5))
    Membership.objects.filter(user=member).update(own_leads_only=True)
    assert totals_seen_by(member.memberships.get())["new"] == (1, 5)
    assert totals_seen_by(owner.memberships.get())["new"] == (3, 15)
