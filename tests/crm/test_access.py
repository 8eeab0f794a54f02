"""A member limited to their own leads meets no other lead anywhere: one rule, read by every page and endpoint."""

import pytest
from django.test import Client
from django.urls import reverse

from crm.actions import add_interaction, change_status, delete_lead
from crm.models import Lead, OperationRow
from marketing.emails.models import EmailCampaign, OutboxMessage
from tests.factories.accounts import make_api, make_member
from tests.factories.crm import make_lead
from tests.factories.emails import make_campaign, make_delivery, make_suppression
from tests.factories.operations import make_operation
from webox.accounts.models import Membership
from webox.analytics.actions import record
from webox.analytics.events import VISIT_STARTED

pytestmark = pytest.mark.django_db
LEADS = "/api/marketing/leads"


@pytest.fixture
def seller(workspace):
    return make_member(workspace, own_leads_only=True, first_name="Paul")


@pytest.fixture
def leads(workspace, seller, member):
    """(the seller's own lead, somebody else's), each with everything that can hang on a lead."""
    pair = [make_lead(workspace, first_name=name, owner=user) for name, user in (("Mia", seller), ("Zoe", member))]
    campaign = make_campaign(workspace, name="Lettre")
    for lead in pair:
        change_status(lead=lead, status="won", by=member)
        add_interaction(lead=lead, by=member, content="Rappeler")
        make_delivery(campaign, lead, state="sent")
        make_suppression(workspace, lead.email)
        OutboxMessage.objects.create(workspace=workspace, sender="a@b.c", recipient=lead.email, raw=b"A: b\r\n\r\n")
        record(workspace=workspace, type=VISIT_STARTED, lead_id=lead.pk)
    return pair


@pytest.fixture
def seller_api(workspace, seller):
    return make_api(workspace, seller)


@pytest.fixture
def seller_client(seller):
    client = Client()
    client.force_login(seller)
    return client


def test_the_rule_itself(workspace, seller, leads, owner):
    mine, _other = leads
    limited = Membership.objects.get(user=seller)
    assert list(Lead.objects.visible_to(limited)) == [mine]
    limited.role = Membership.Role.ADMIN
    assert Lead.objects.visible_to(limited).count() == 2
    assert Lead.objects.visible_to(Membership.objects.get(user=owner)).count() == 2


def test_the_api_shows_their_own_leads_only(seller_api, leads, member):
    mine, other = leads
    assert [row["id"] for row in seller_api.get(LEADS).json()["results"]] == [mine.pk]
    assert seller_api.get(f"{LEADS}?owner={member.pk}").json()["results"] == []
    assert seller_api.get(f"{LEADS}/{mine.pk}").status_code == 200
    for verb, path in (
        ("get", ""),
        ("patch", ""),
        ("delete", ""),
        ("post", "/assign"),
        ("post", "/restore"),
        ("get", "/interactions"),
        ("post", "/interactions"),
    ):
        assert getattr(seller_api, verb)(f"{LEADS}/{other.pk}{path}", {}).status_code == 404


def test_events_deliveries_and_addresses_of_other_leads_are_not_told(seller_api, leads):
    mine, other = leads
    events = seller_api.get("/api/analytics/events").json()["results"]
    assert {event["lead_id"] for event in events} == {mine.pk}
    campaign = seller_api.get("/api/marketing/campaigns").json()["results"][0]["id"]
    deliveries = seller_api.get(f"/api/marketing/campaigns/{campaign}/deliveries").json()["results"]
    assert [row["email"] for row in deliveries] == [mine.email]
    for path in ("suppressions", "outbox"):
        text = seller_api.get(f"/api/marketing/{path}").content.decode()
        assert (mine.email in text, other.email in text) == (True, False), path


@pytest.mark.parametrize(
    "page", ["crm:lead-list", "dashboard:home", "emails:suppression-list", "emails:outbox", "emails:delivery-list"]
)
def test_pages_show_their_own_leads_only(page, seller_client, member_client, leads):
    mine, other = leads
    ids = [EmailCampaign.objects.get().pk] if page == "emails:delivery-list" else []
    text = seller_client.get(reverse(page, args=ids)).content.decode()
    assert ["Mia" in text or mine.email in text, "Zoe" in text or other.email in text] == [True, False]
    everybody = member_client.get(reverse(page, args=ids)).content.decode()
    assert "Zoe" in everybody or other.email in everybody


def test_pages_of_another_lead_are_not_there(seller_client, leads):
    mine, other = leads
    assert seller_client.get(f"/crm/{mine.pk}").status_code == 200
    for path in ("", "/edit", "/facts", "/timeline"):
        assert seller_client.get(f"/crm/{other.pk}{path}").status_code == 404
    for path in ("/status", "/owner", "/delete", "/restore", "/interactions", "/edit"):
        assert seller_client.post(f"/crm/{other.pk}{path}", {"status": "lost"}).status_code == 404


@pytest.mark.parametrize("is_deleted", [False, True])
def test_an_email_that_is_taken_does_not_tell_whose_it_is(seller_api, seller_client, leads, member, is_deleted):
    mine, other = leads
    if is_deleted:
        delete_lead(lead=other, by=member)
    body = {"email": other.email, "first_name": "Paula", "status": "new"}
    for answer in (seller_api.post(LEADS, body), seller_api.patch(f"{LEADS}/{mine.pk}", body)):
        text = answer.json()["errors"][0]["detail"]
        assert (answer.status_code, text) == (400, f"Another lead has the address “{other.email}” already.")
    for path in ("/crm/new", f"/crm/{mine.pk}/edit"):
        page = seller_client.post(path, body)
        text = page.content.decode()
        assert (page.status_code, "Zoe" in text, f"/crm/{other.pk}" in text) == (422, False, False)
    body["email"] = mine.email
    assert f"/leads/{mine.pk}." in seller_api.post(LEADS, body).json()["errors"][0]["detail"]


def test_what_a_limited_member_adds_is_theirs(seller_api, seller_client, seller, member, workspace, api):
    seller_api.post(LEADS, {"first_name": "Ada"})
    seller_client.post("/crm/new", {"first_name": "Bob", "status": "new"})
    seller_api.post(LEADS, {"first_name": "Cléa", "owner": member.pk})
    api.post(LEADS, {"first_name": "Dan"})
    owners = dict(Lead.objects.values_list("first_name", "owner"))
    assert owners == {"Ada": seller.pk, "Bob": seller.pk, "Cléa": member.pk, "Dan": None}


def test_rows_of_leads_that_went_to_others_are_not_shown(seller_api, seller_client, leads, seller, workspace):
    mine, other = leads
    operation = make_operation(workspace, by=seller)
    for number, lead in enumerate((mine, other, None), start=1):
        OperationRow.objects.create(
            workspace=workspace, operation=operation, number=number, lead=lead, outcome="refused", cells=[]
        )
    rows = seller_api.get(f"/api/marketing/operations/{operation.pk}/rows").json()["results"]
    assert [row["lead"] for row in rows] == [mine.pk, None]
    text = seller_client.get(f"/crm/operations/{operation.pk}").content.decode()
    assert ("Mia" in text, "Zoe" in text) == (True, False)
