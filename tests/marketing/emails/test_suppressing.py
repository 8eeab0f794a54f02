import pytest
from django.utils import timezone

from crm.actions import capture_lead
from marketing.emails import actions, events
from marketing.emails.models import Suppression
from tests.factories.crm import make_lead
from tests.factories.emails import make_campaign, make_delivery, make_suppression
from webox.analytics.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def delivery(workspace):
    return make_delivery(make_campaign(workspace), make_lead(workspace, email="zoe@example.com"), state="sent")


def test_leaving_is_kept_on_the_list_the_lead_the_delivery_and_the_campaign_once(delivery):
    for _time in range(2):
        actions.unsubscribe(delivery=delivery, how="one-click")
    delivery.refresh_from_db()
    delivery.lead.refresh_from_db()
    delivery.campaign.refresh_from_db()
    suppression = Suppression.objects.get()
    assert (suppression.email, suppression.reason, suppression.detail) == (
        "zoe@example.com",
        "unsubscribed",
        "one-click",
    )
    assert delivery.unsubscribed_at == delivery.lead.unsubscribed_at
    assert delivery.campaign.total_unsubscribed == 1
    assert Event.objects.get(type=events.UNSUBSCRIBED).lead_id == delivery.lead_id


def test_coming_back_undoes_it(delivery):
    actions.unsubscribe(delivery=delivery)
    actions.resubscribe(delivery=delivery)
    delivery.refresh_from_db()
    delivery.lead.refresh_from_db()
    delivery.campaign.refresh_from_db()
    assert (delivery.unsubscribed_at, delivery.lead.unsubscribed_at) == (None, None)
    assert delivery.campaign.total_unsubscribed == 0
    assert not Suppression.objects.exists()


def test_coming_back_does_not_lift_a_bounce(delivery):
    make_suppression(delivery.workspace, delivery.email, reason="bounced")
    actions.unsubscribe(delivery=delivery)
    actions.resubscribe(delivery=delivery)
    assert Suppression.objects.get().reason == "bounced"


@pytest.mark.parametrize(("reason", "left"), [("unsubscribed", 0), ("bounced", 1), ("complained", 1), ("manual", 1)])
def test_a_new_consent_takes_back_an_unsubscription_and_nothing_else(
    workspace, reason, left, django_capture_on_commit_callbacks
):
    make_lead(workspace, email="zoe@example.com", unsubscribed_at=timezone.now())
    make_suppression(workspace, "zoe@example.com", reason=reason)
    with django_capture_on_commit_callbacks(execute=True):
        lead, created = capture_lead(
            workspace=workspace, email="Zoe@example.com", consent_text="D’accord", subject="Guide", source="guide"
        )
    assert (created, lead.unsubscribed_at, Suppression.objects.count()) == (False, None, left)


def test_no_address_is_refused(workspace):
    with pytest.raises(Exception, match="valid email"):
        actions.suppress(workspace=workspace, email="zoe", reason="manual")


def test_an_address_listed_in_capitals_is_listed(delivery):
    listed = make_suppression(delivery.workspace, "Zoe@Example.com", reason="manual")
    assert actions.suppress(workspace=delivery.workspace, email="zoe@example.com", reason="bounced") == listed
    actions.unsubscribe(delivery=delivery)
    assert Suppression.objects.get().reason == "manual"
