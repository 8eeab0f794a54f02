"""Campaigns to people who are no leads."""

from email import message_from_bytes
from email.policy import default

import pytest

from crm.models import Lead
from marketing.emails import actions, events
from marketing.emails.actions import sending
from marketing.emails.audience import counts_of
from marketing.emails.models import Delivery, EmailCampaign, Suppression
from marketing.emails.recipients import AUDIENCES, Audience, Recipient, register
from marketing.emails.report import report_of
from marketing.emails.segments import campaign_choices
from marketing.emails.tracking import token_of
from tests.factories.accounts import make_member
from tests.factories.crm import make_lead
from tests.factories.emails import make_campaign, make_suppression
from webox.accounts.models import Membership
from webox.analytics.models import Event

pytestmark = pytest.mark.django_db
State = Delivery.State


@pytest.fixture
def people():
    """Whom the audience “jury” is for: change the list."""
    people = [
        Recipient("juror:1", "Ada@example.com", {"first_name": "Ada", "company": "Cercle"}),
        Recipient("juror:2", "ben@example.com", {"first_name": "Ben"}),
    ]
    register("jury", Audience("Jury", lambda campaign: people, lambda campaign: "the jury", lambda campaign: "/jury"))
    yield people
    del AUDIENCES["jury"]


def campaign_to_jury(workspace, **fields):
    return make_campaign(workspace, audience_kind="jury", **fields)


def send(campaign):
    actions.start_campaign(campaign=campaign)
    sending.send_campaign(campaign_id=campaign.pk)
    campaign.refresh_from_db()
    return campaign


def test_it_reaches_its_people_and_no_lead(people, workspace, sink):
    make_lead(workspace, email="lead@example.com")
    campaign = send(campaign_to_jury(workspace))
    assert sorted(sink.recipients) == ["Ada@example.com", "ben@example.com"]
    assert (campaign.status, campaign.total_recipients, campaign.total_sent) == ("completed", 2, 2)
    assert report_of(campaign).is_balanced
    assert set(campaign.deliveries.values_list("recipient", "lead")) == {("juror:1", None), ("juror:2", None)}
    assert list(Event.objects.filter(type=events.SENT).values_list("lead_id", flat=True)) == [None, None]
    assert Lead.objects.count() == 1, "nobody became a lead"


def test_a_message_says_what_is_known_of_the_person(people, workspace, sink):
    send(campaign_to_jury(workspace, text_content="{{ first_name }}, {{ company }}{{ phone }}."))
    said = {
        recipient: message_from_bytes(raw, policy=default).get_body(("plain",)).get_content().partition("\n")[0].strip()
        for _sender, recipient, raw in sink.messages
    }
    assert said == {"Ada@example.com": "Ada, Cercle.", "ben@example.com": "Ben, ."}


def test_an_address_that_comes_twice_gets_one_message(people, workspace, sink):
    people.append(Recipient("juror:3", "ADA@example.com", {}))
    campaign = send(campaign_to_jury(workspace))
    assert sorted(sink.recipients) == ["Ada@example.com", "ben@example.com"]
    assert campaign.total_recipients == 2


def test_who_must_not_be_written_to_is_skipped(people, workspace, sink):
    make_suppression(workspace, "ada@example.com", reason="complained")
    assert counts_of(campaign_to_jury(workspace)) == {"audience": 2, "sendable": 1, "suppressed": 1}
    campaign = send(campaign_to_jury(workspace))
    assert sink.recipients == ["ben@example.com"]
    assert set(campaign.deliveries.values_list("email", "state", "reason")) == {
        ("Ada@example.com", State.SKIPPED, "suppressed_complained"),
        ("ben@example.com", State.SENT, ""),
    }
    assert report_of(campaign).is_balanced


def test_who_is_no_recipient_any_more_when_it_is_sent_is_skipped(people, workspace, sink):
    campaign = actions.start_campaign(campaign=campaign_to_jury(workspace))
    sending.freeze(campaign=campaign)
    people.pop(0)
    sending.send_campaign(campaign_id=campaign.pk)
    campaign.refresh_from_db()
    assert sink.recipients == ["ben@example.com"]
    assert campaign.deliveries.get(recipient="juror:1").reason == "recipient_gone"
    assert (campaign.total_skipped, report_of(campaign).is_balanced) == (1, True)


def test_frozen_and_sent_twice_is_sent_once(people, workspace, sink):
    campaign = send(campaign_to_jury(workspace))
    EmailCampaign.objects.filter(pk=campaign.pk).update(status="active", frozen_at=None)
    people.append(Recipient("juror:3", "cam@example.com"))
    sending.send_campaign(campaign_id=campaign.pk)
    assert sorted(sink.recipients) == ["Ada@example.com", "ben@example.com", "cam@example.com"]


def test_with_nobody_to_write_to_it_does_not_start(people, workspace):
    people.clear()
    with pytest.raises(actions.CampaignInvalid) as refused:
        actions.start_campaign(campaign=campaign_to_jury(workspace))
    assert [problem.code for problem in refused.value.problems] == ["no_recipients"]


def test_an_audience_nobody_knows_any_more_is_never_every_lead(workspace):
    make_lead(workspace)
    with pytest.raises(KeyError):
        actions.start_campaign(campaign=make_campaign(workspace, audience_kind="gone"))
    assert Delivery.objects.count() == 0


def test_leaving_and_coming_back(people, workspace, client):
    campaign = send(campaign_to_jury(workspace))
    delivery = campaign.deliveries.get(recipient="juror:1")
    token = token_of(delivery.pk, campaign.pk)
    assert "Ada" in client.get(f"/e/v/{token}").text
    client.post(f"/e/u/{token}", {"List-Unsubscribe": "One-Click"})
    assert Suppression.objects.get().email == "ada@example.com"
    actions.resubscribe(delivery=Delivery.objects.get(pk=delivery.pk))
    assert Suppression.objects.count() == 0


def test_its_pages_tell_the_audience_in_words_and_offer_no_segment(people, workspace, member_client):
    campaign = campaign_to_jury(workspace)
    page = member_client.get(f"/email-marketing/campaigns/{campaign.pk}")
    assert "the jury" in page.text
    assert 'href="/jury"' in page.text
    assert "duplicate" not in page.text
    edit = member_client.get(f"/email-marketing/campaigns/{campaign.pk}/edit")
    assert (edit.status_code, edit["Location"]) == (302, "/jury")
    assert "preview-leads" not in member_client.get(f"/email-marketing/campaigns/{campaign.pk}/preview").text
    assert "Jury" in member_client.get("/email-marketing").text


def test_a_copy_would_be_for_every_lead_and_is_refused(people, workspace, member_client, api):
    campaign = campaign_to_jury(workspace)
    member_client.post(f"/email-marketing/campaigns/{campaign.pk}/duplicate")
    answer = api.post(f"/api/marketing/campaigns/{campaign.pk}/duplicate")
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert EmailCampaign.objects.count() == 1


def test_the_api_shows_the_kind_and_changes_nothing_of_it(people, workspace, api):
    campaign = campaign_to_jury(workspace)
    assert api.get(f"/api/marketing/campaigns/{campaign.pk}").json()["audience_kind"] == "jury"
    answer = api.patch(f"/api/marketing/campaigns/{campaign.pk}", {"subject": "Autre"})
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    made = api.post("/api/marketing/campaigns", {"name": "A", "subject": "B", "audience_kind": "jury"}).json()
    assert made["audience_kind"] == "leads"


def test_it_is_not_offered_where_leads_are_chosen_by_what_they_opened(people, workspace, sink):
    send(campaign_to_jury(workspace))
    assert campaign_choices(workspace) == []


def test_who_sees_only_their_own_leads_sees_these_messages(people, workspace, sink):
    campaign = send(campaign_to_jury(workspace))
    user = make_member(workspace)
    membership = Membership.objects.get(user=user)
    membership.own_leads_only = True
    assert Delivery.objects.visible_to(membership).filter(campaign=campaign).count() == 2
