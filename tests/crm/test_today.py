from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from crm import actions
from crm.models import Lead, LeadEdit
from tests.factories.accounts import make_member
from tests.factories.crm import make_lead
from webox.accounts.models import Membership

HTMX = {"HX-Request": "true"}
PARIS = ZoneInfo("Europe/Paris")

pytestmark = pytest.mark.django_db


@pytest.fixture
def noon(monkeypatch):
    """Saturday, the 14th of March 2026, noon in Paris."""
    now = datetime(2026, 3, 14, 12, 0, tzinfo=PARIS)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


def sections(answer):
    return {section["name"]: [lead.next_step for lead in section["leads"]] for section in answer.context["sections"]}


def make_step(workspace, owner, name, at, **fields):
    return make_lead(workspace, owner=owner, next_step=name, next_step_at=at, **fields)


def test_what_is_due_is_shown_by_day_to_whom_it_belongs(member_client, workspace, member, noon):
    make_step(workspace, member, "earlier today", noon - timedelta(hours=1))
    make_step(workspace, member, "long ago", noon - timedelta(days=30))
    make_step(workspace, member, "tonight", datetime(2026, 3, 14, 23, 59, tzinfo=PARIS))
    make_step(workspace, member, "tomorrow", datetime(2026, 3, 15, 0, 0, tzinfo=PARIS))
    make_step(workspace, member, "in a week", datetime(2026, 3, 21, 23, 59, tzinfo=PARIS))
    make_step(workspace, member, "later", datetime(2026, 3, 22, 0, 0, tzinfo=PARIS))
    make_step(workspace, make_member(workspace), "of another", noon)
    make_step(workspace, member, "deleted", noon, deleted_at=noon)
    make_lead(workspace, owner=member)
    answer = member_client.get("/crm/today")
    assert sections(answer) == {
        "overdue": ["long ago", "earlier today"],
        "today": ["tonight"],
        "later": ["tomorrow", "in a week"],
    }
    # The list behind a section shows the same leads.
    for section, expected in zip(answer.context["sections"], (2, 1, 2), strict=True):
        assert len(member_client.get(section["url"]).context["page"].rows) == expected


def test_a_long_section_shows_its_beginning_and_the_way_to_the_rest(member_client, workspace, member, monkeypatch):
    monkeypatch.setattr("crm.views.today.SHOWN", 2)
    for days in (3, 1, 2):
        make_step(workspace, member, f"{days} days ago", timezone.now() - timedelta(days=days))
    answer = member_client.get("/crm/today")
    assert sections(answer)["overdue"] == ["3 days ago", "2 days ago"]
    assert "owner=me&amp;overdue=true" in answer.text


@pytest.mark.parametrize("rows", [3, 30])
def test_the_page_costs_the_same(member_client, workspace, member, django_assert_num_queries, rows):
    for number in range(rows):
        make_step(workspace, member, f"step {number}", timezone.now() - timedelta(days=number))
    member_client.get("/crm/today")
    with django_assert_num_queries(6):
        member_client.get("/crm/today")


def test_owners_and_admins_look_at_the_day_of_others(client_of, workspace, member, owner):
    make_step(workspace, member, "call Zoé", timezone.now() - timedelta(days=1))
    client = client_of(owner)
    assert sections(client.get(f"/crm/today?member={member.pk}"))["overdue"] == ["call Zoé"]
    assert sections(client.get("/crm/today"))["overdue"] == []
    client = client_of(member)
    assert client.get(f"/crm/today?member={owner.pk}").status_code == 404
    assert client.get(f"/crm/today?member={member.pk}").status_code == 200


def test_a_member_of_elsewhere_has_no_day_here(client_of, owner, other_workspace):
    stranger = make_member(other_workspace)
    client = client_of(owner)
    assert client.get(f"/crm/today?member={stranger.pk}").status_code == 404
    assert client.get("/crm/today?member=x").status_code == 404


def test_a_step_is_done_and_the_next_one_planned(member_client, workspace, member):
    lead = make_step(workspace, member, "Call", timezone.now() - timedelta(days=1))
    url = f"/crm/{lead.pk}/next-step"
    assert 'value="Call"' not in member_client.get(url, headers=HTMX).text
    assert 'value="Call"' in member_client.get(f"{url}?edit", headers=HTMX).text
    answer = member_client.post(url, {"next_step": "Send the offer"}, headers=HTMX)
    assert answer.status_code == 422
    assert "Say when" in answer.text
    body = {"next_step": "Send the offer", "next_step_at": "2026-03-20T09:00"}
    answer = member_client.post(url, body, headers=HTMX)
    assert (answer.status_code, "nextStepChanged" in answer["HX-Trigger"]) == (204, True)
    lead.refresh_from_db()
    assert (lead.next_step, lead.next_step_at) == ("Send the offer", datetime(2026, 3, 20, 9, 0, tzinfo=PARIS))
    assert LeadEdit.objects.get().changes["next_step"] == ["Call", "Send the offer"]
    assert member_client.post(url, {}).status_code == 302
    lead.refresh_from_db()
    assert (lead.next_step, lead.next_step_at) == ("", None)


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("tomorrow", datetime(2026, 3, 15, 10, 30, tzinfo=PARIS)),
        ("next_week", datetime(2026, 3, 16, 10, 30, tzinfo=PARIS)),
    ],
)
def test_a_step_is_put_off_at_its_hour(member_client, workspace, member, noon, to, expected):
    lead = make_step(workspace, member, "Call", datetime(2026, 2, 1, 10, 30, tzinfo=PARIS))
    answer = member_client.post(f"/crm/{lead.pk}/next-step/snooze", {"to": to}, headers=HTMX)
    assert answer.status_code == 204
    assert Lead.objects.get().next_step_at == expected
    assert list(LeadEdit.objects.get().changes) == ["next_step_at"]


def test_a_step_is_put_off_to_a_day_one_knows(member_client, workspace, member):
    lead = make_step(workspace, member, "Call", timezone.now())
    assert member_client.post(f"/crm/{lead.pk}/next-step/snooze", {"to": "never"}).status_code == 400
    actions.delete_lead(lead=lead, by=member)
    answer = member_client.post(f"/crm/{lead.pk}/next-step/snooze", {"to": "tomorrow"}, headers=HTMX)
    assert answer.status_code == 409


def test_the_number_of_due_steps_stands_beside_the_page(
    member_client, workspace, member, django_capture_on_commit_callbacks
):
    lead = make_step(workspace, member, "Call", timezone.now() - timedelta(days=1))
    make_step(workspace, member, "Write", timezone.now() + timedelta(days=2))
    badge = '<span>Today</span><span class="badge ms-auto">1</span>'
    assert badge in member_client.get("/crm/today").text
    with django_capture_on_commit_callbacks(execute=True):
        actions.edit_lead(lead=lead, by=member, next_step="", next_step_at=None)
    assert '<span>Today</span><span class="badge' not in member_client.get("/crm/today").text


def test_a_member_limited_to_their_leads_plans_no_others(member_client, workspace, member, owner):
    Membership.objects.filter(user=member).update(own_leads_only=True)
    lead = make_step(workspace, owner, "Call", timezone.now())
    assert member_client.get(f"/crm/{lead.pk}/next-step").status_code == 404
    assert member_client.post(f"/crm/{lead.pk}/next-step/snooze", {"to": "tomorrow"}).status_code == 404
