import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from marketing.emails.models import Delivery, EmailCampaign, IngestedSpool, Link, OutboxMessage, Suppression
from tests.factories.accounts import make_user
from tests.factories.crm import make_lead
from tests.factories.emails import make_campaign, make_delivery, make_outbox_message, make_suppression

pytestmark = pytest.mark.django_db

MODELS = [EmailCampaign, Delivery, Link, Suppression, OutboxMessage, IngestedSpool]


@pytest.fixture
def staff():
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def rows(workspace):
    campaign = make_campaign(workspace, name="Noël")
    IngestedSpool.objects.create(name="1.jsonl")
    Link.objects.create(workspace=workspace, campaign=campaign, number=1, url="https://example.com/")
    make_suppression(workspace, "zoe@example.com")
    make_outbox_message(workspace)
    return make_delivery(campaign, make_lead(workspace))


@pytest.mark.parametrize("model", MODELS)
def test_every_row_is_listed_searched_and_opened(staff, rows, model):
    base = f"admin:emails_{model._meta.model_name}"
    response = staff.get(reverse(f"{base}_changelist"), {"q": "e"})
    assert response.status_code == 200
    row = model.objects.get()
    assert staff.get(reverse(f"{base}_change", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("model", [Delivery, Link, OutboxMessage, IngestedSpool])
def test_a_ledger_cannot_be_rewritten(staff, rows, model):
    base = f"admin:emails_{model._meta.model_name}"
    row = model.objects.get()
    assert staff.get(reverse(f"{base}_add")).status_code == 403
    assert staff.post(reverse(f"{base}_change", args=[row.pk]), {}).status_code == 403
    assert staff.post(reverse(f"{base}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    assert model.objects.count() == 1


def test_campaigns_are_paused_and_resumed_through_the_actions(staff, workspace):
    sending = make_campaign(workspace, name="Noël", status="active", frozen_at=timezone.now())
    draft = make_campaign(workspace, name="Rentrée")
    chosen = {"_selected_action": [sending.pk, draft.pk]}
    page = staff.post(reverse("admin:emails_emailcampaign_changelist"), chosen | {"action": "pause"}, follow=True)
    assert "Rentrée: Only a campaign that is being sent can be paused." in page.content.decode()
    assert "1 paused." in page.content.decode()
    assert [c.status for c in EmailCampaign.objects.order_by("id")] == ["paused", "draft"]
    staff.post(reverse("admin:emails_emailcampaign_changelist"), chosen | {"action": "resume"})
    assert [c.status for c in EmailCampaign.objects.order_by("id")] == ["active", "draft"]


def test_a_sending_campaign_is_not_deleted_here_either(staff, workspace):
    sending = make_campaign(workspace, status="active", frozen_at=timezone.now())
    draft = make_campaign(workspace)
    data = {"_selected_action": [sending.pk, draft.pk], "action": "delete_selected", "post": "yes"}
    assert staff.post(reverse("admin:emails_emailcampaign_changelist"), data).status_code == 403
    staff.post(reverse("admin:emails_emailcampaign_changelist"), data | {"_selected_action": [draft.pk]})
    assert list(EmailCampaign.objects.all()) == [sending]


def test_every_model_of_the_app_is_here(db):
    assert [model for model in MODELS if model not in admin.site._registry] == []
