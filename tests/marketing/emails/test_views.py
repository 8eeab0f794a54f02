import json
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from marketing.emails.models import Delivery, EmailCampaign, OutboxMessage, Suppression
from marketing.emails.tracking import token_of
from tests.factories.crm import make_lead, make_tag
from tests.factories.emails import make_campaign, make_delivery, make_sent_campaign, make_suppression

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
TYPED = {
    "name": "Rentrée",
    "from_name": "Atelier",
    "from_email": "atelier@example.com",
    "reply_to": "",
    "subject": "Bonjour {{ first_name | default: 'vous' }}",
    "preheader": "",
    "html_content": "<p>Bonjour {{ first_name }}</p>",
    "text_content": "",
}


def url(name, *args):
    return reverse(f"emails:{name}", args=args)


def test_the_list_is_searched_and_filtered(member_client, workspace, other_workspace):
    make_campaign(other_workspace, name="Rentrée ailleurs")
    make_campaign(workspace, name="Noël")
    wanted = make_campaign(workspace, name="Rentrée", status="paused")
    response = member_client.get("/email-marketing", {"search": "rent", "status": "paused"}, headers=HTMX)
    assert response.context["page"].rows == [wanted]
    assert "<html" not in response.content.decode()


def test_an_unknown_status_is_said_and_everything_shown(member_client, workspace):
    campaign = make_campaign(workspace)
    response = member_client.get("/email-marketing", {"status": "lost"})
    assert response.context["page"].rows == [campaign]
    assert "lost is not one of the available choices" in response.content.decode()


def test_without_campaigns_the_list_says_what_to_do(member_client):
    page = member_client.get("/email-marketing").content.decode()
    assert "No campaign yet" in page
    assert 'href="/email-marketing/campaigns/new"' in page


def test_a_new_campaign_begins_with_something_that_can_be_sent(member_client, workspace):
    form = member_client.get("/email-marketing/campaigns/new").context["form"]
    assert form["from_name"].value() == "Atelier"
    assert form["from_email"].value() == "webox@localhost"
    typed = {name: form[name].value() or "" for name in TYPED} | {"name": "Première", "subject": "Bonjour"}
    response = member_client.post("/email-marketing/campaigns/new", typed)
    campaign = EmailCampaign.objects.get()
    assert response.url == campaign.get_absolute_url()
    assert member_client.get(response.url).context["problems"] == []
    assert "{{ unsubscribe_url }}" in campaign.html_content


def test_a_campaign_is_created_by_the_member(member_client, member, workspace):
    make_tag(workspace, "client")
    rules = {"any": [{"field": "tags", "op": "any", "value": ["client"]}, {"field": "score", "op": "gt", "value": 50}]}
    response = member_client.post("/email-marketing/campaigns/new", TYPED | {"segment_rules": json.dumps(rules)})
    campaign = EmailCampaign.objects.get()
    assert response.url == f"/email-marketing/campaigns/{campaign.pk}"
    assert (campaign.workspace, campaign.created_by, campaign.status) == (workspace, member, "draft")
    assert campaign.segment_rules == rules


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(member_client):
    wrong = TYPED | {"html_content": "<p>{{ prenom }}</p>", "text_content": "Mon long texte"}
    response = member_client.post("/email-marketing/campaigns/new", wrong)
    page = response.content.decode()
    assert response.status_code == 422
    assert "There is no merge field “prenom”." in page
    assert "&lt;p&gt;{{ prenom }}&lt;/p&gt;" in page
    assert "Mon long texte" in page
    assert EmailCampaign.objects.count() == 0


def test_saving_can_lead_to_the_preview(member_client, workspace):
    campaign = make_campaign(workspace)
    response = member_client.post(url("campaign-edit", campaign.pk), TYPED | {"preview": "1"})
    campaign.refresh_from_db()
    assert (response.url, campaign.name) == (url("campaign-preview", campaign.pk), "Rentrée")


def test_a_started_campaign_is_not_edited(member_client, workspace):
    campaign = make_campaign(workspace, status="paused", frozen_at=timezone.now())
    assert member_client.get(url("campaign-edit", campaign.pk)).url == campaign.get_absolute_url()
    response = member_client.post(url("campaign-edit", campaign.pk), TYPED)
    assert response.status_code == 422
    assert "This campaign has started: duplicate it to change its content." in response.content.decode()
    campaign.refresh_from_db()
    assert campaign.name != "Rentrée"


def test_the_editor_counts_whom_it_reaches_while_one_types(member_client, workspace):
    make_lead(workspace, status="new")
    suppressed = make_lead(workspace, status="new")
    make_lead(workspace, status="won")
    make_suppression(workspace, suppressed.email)
    rules = '{"all": [{"field": "status", "op": "in", "value": ["new"]}]}'
    data = TYPED | {"segment_rules": rules, "subject": "Bonjour {{ nom }}"}
    response = member_client.post("/email-marketing/campaigns/check", data, headers=HTMX)
    assert response.context["counts"] == {"audience": 2, "suppressed": 1, "sendable": 1}
    assert [problem.code for problem in response.context["problems"]] == ["unknown_merge_field"]
    response = member_client.post("/email-marketing/campaigns/check", data | {"segment_rules": "{"}, headers=HTMX)
    assert response.context["counts"] is None
    assert "Correct the rules of the audience to see whom they reach." in response.content.decode()


def test_a_draft_shows_what_stands_in_its_way(member_client, workspace):
    make_lead(workspace)
    campaign = make_campaign(workspace, from_email="")
    page = member_client.get(campaign.get_absolute_url()).content.decode()
    assert "Say which address the campaign is sent from." in page


def test_a_preview_is_seen_as_a_lead(member_client, workspace):
    lead = make_lead(workspace, first_name="Zoé")
    campaign = make_campaign(workspace)
    response = member_client.get(url("campaign-preview", campaign.pk), {"lead": lead.pk})
    assert response.context["preview"].subject == "Bonjour Zoé"
    assert f'src="/email-marketing/campaigns/{campaign.pk}/preview/html?lead={lead.pk}"' in response.content.decode()
    html = member_client.get(url("campaign-preview-html", campaign.pk), {"lead": lead.pk})
    assert "<p>Bonjour Zoé</p>" in html.content.decode()
    assert html["Content-Security-Policy"].startswith("sandbox allow-popups")


def test_a_preview_without_a_lead_shows_the_fall_backs(member_client, workspace):
    response = member_client.get(url("campaign-preview", make_campaign(workspace).pk))
    assert response.context["preview"].subject == "Bonjour vous"


def test_leads_for_a_preview_are_found_by_typing(member_client, workspace, other_workspace):
    wanted = make_lead(workspace, first_name="Zoé")
    make_lead(workspace, first_name="Léa")
    make_lead(other_workspace, first_name="Zoé")
    campaign = make_campaign(workspace)
    response = member_client.get(url("campaign-preview", campaign.pk), {"search": "zoe"}, headers=HTMX)
    assert list(response.context["leads"]) == [wanted]


def test_a_draft_that_cannot_be_read_has_no_preview_but_its_problem(member_client, workspace):
    campaign = make_campaign(workspace, html_content="{% if %}")
    response = member_client.get(url("campaign-preview", campaign.pk))
    assert response.context["preview"] is None
    assert [problem.field for problem in response.context["problems"]] == ["html_content"]
    assert member_client.get(url("campaign-preview-html", campaign.pk)).status_code == 200


@pytest.mark.parametrize("lead", ["999", "abc", "9" * 30, "9" * 5000])
def test_a_preview_as_nobody_is_not_found(member_client, workspace, lead):
    assert member_client.get(url("campaign-preview", make_campaign(workspace).pk), {"lead": lead}).status_code == 404


def test_a_test_goes_to_one_address(member_client, member, workspace):
    lead = make_lead(workspace, first_name="Zoé")
    campaign = make_campaign(workspace)
    asked = member_client.get(url("campaign-test", campaign.pk), {"lead": lead.pk})
    assert asked.context["form"]["to"].value() == member.email
    data = {"to": "moi@example.com", "lead": lead.pk}
    response = member_client.post(url("campaign-test", campaign.pk), data, headers=HTMX)
    assert json.loads(response["HX-Trigger"])["toast"]["message"] == "Test sent to moi@example.com."
    message = OutboxMessage.objects.get()
    assert (message.recipient, message.subject) == ("moi@example.com", "[Test] Bonjour Zoé")
    assert Delivery.objects.count() == 0


def test_a_test_of_an_incomplete_campaign_says_what_is_missing(member_client, workspace):
    campaign = make_campaign(workspace, from_email="")
    response = member_client.post(url("campaign-test", campaign.pk), {"to": "moi@example.com"}, headers=HTMX)
    assert response.status_code == 422
    assert "Say which address the campaign is sent from." in response.content.decode()


def test_sending_asks_with_the_numbers_and_starts_once(member_client, workspace, django_capture_on_commit_callbacks):
    make_lead(workspace)
    make_suppression(workspace, make_lead(workspace).email)
    campaign = make_campaign(workspace)
    asked = member_client.get(url("campaign-send", campaign.pk), headers=HTMX)
    assert asked.context["counts"] == {"audience": 2, "suppressed": 1, "sendable": 1}
    assert "Send 1 message<" in asked.content.decode()
    for _click in range(2):
        response = member_client.post(url("campaign-send", campaign.pk), headers=HTMX)
        assert (response.status_code, response["HX-Redirect"]) == (204, campaign.get_absolute_url())
    campaign.refresh_from_db()
    assert campaign.status == "active"


def test_sending_to_nobody_is_refused_with_the_remedy(member_client, workspace):
    campaign = make_campaign(workspace)
    response = member_client.post(url("campaign-send", campaign.pk), headers=HTMX)
    assert response.status_code == 422
    assert "Nobody would receive this" in response.content.decode()
    campaign.refresh_from_db()
    assert campaign.status == "draft"


def test_scheduling_and_back(member_client, workspace):
    make_lead(workspace)
    campaign = make_campaign(workspace)
    data = {"scheduled_at": "2031-01-10T09:00"}
    response = member_client.post(url("campaign-schedule", campaign.pk), data, headers=HTMX)
    assert response["HX-Redirect"] == campaign.get_absolute_url()
    campaign.refresh_from_db()
    assert (campaign.status, campaign.scheduled_at.isoformat()) == ("scheduled", "2031-01-10T08:00:00+00:00")
    member_client.post(url("campaign-unschedule", campaign.pk))
    campaign.refresh_from_db()
    assert (campaign.status, campaign.scheduled_at) == ("draft", None)


def test_scheduling_in_the_past_is_refused_at_the_field(member_client, workspace):
    campaign = make_campaign(workspace)
    data = {"scheduled_at": "2020-01-10T09:00"}
    response = member_client.post(url("campaign-schedule", campaign.pk), data, headers=HTMX)
    assert response.status_code == 422
    assert response.context["form"].errors == {"scheduled_at": ["This moment has passed. Choose one in the future."]}


def test_pause_resume_and_their_wrong_moments(member_client, workspace):
    campaign = make_campaign(workspace, status="active", frozen_at=timezone.now())
    member_client.post(url("campaign-pause", campaign.pk))
    campaign.refresh_from_db()
    assert campaign.status == "paused"
    response = member_client.post(url("campaign-pause", campaign.pk), follow=True)
    assert "Only a campaign that is being sent can be paused." in response.content.decode()
    member_client.post(url("campaign-resume", campaign.pk))
    campaign.refresh_from_db()
    assert campaign.status == "active"


def test_duplicating_opens_the_copy(member_client, workspace):
    campaign = make_campaign(workspace, name="Noël", status="completed", frozen_at=timezone.now())
    response = member_client.post(url("campaign-duplicate", campaign.pk))
    copy = EmailCampaign.objects.exclude(pk=campaign.pk).get()
    assert response.url == url("campaign-edit", copy.pk)
    assert (copy.name, copy.status, copy.html_content) == ("Noël (copy)", "draft", campaign.html_content)


def test_deleting_waits_until_nothing_is_being_sent(member_client, workspace):
    sending = make_campaign(workspace, status="active", frozen_at=timezone.now())
    draft = make_campaign(workspace)
    member_client.post(url("campaign-delete", sending.pk))
    assert member_client.post(url("campaign-delete", draft.pk)).url == "/email-marketing"
    assert list(EmailCampaign.objects.all()) == [sending]


def test_a_report_accounts_for_everyone(member_client, workspace):
    leads = [make_lead(workspace) for _n in range(4)]
    campaign = make_sent_campaign(workspace, leads, ["sent", "sent", "skipped", "uncertain"], total_opened=1)
    Delivery.objects.filter(state="skipped").update(reason="suppressed_bounced")
    response = member_client.get(campaign.get_absolute_url())
    report = response.context["report"]
    assert (report.audience, report.sent, report.skipped, report.uncertain) == (4, 2, 1, 1)
    page = response.content.decode()
    assert "Everyone is accounted for" in page
    assert "50.0 %" in page
    assert "state=skipped&amp;reason=suppressed_bounced" in page


def test_a_report_whose_counters_are_wrong_says_so(member_client, workspace):
    campaign = make_sent_campaign(workspace, [make_lead(workspace)], ["sent"], total_sent=0, total_failed=1)
    assert "The counters and the rows disagree." in member_client.get(campaign.get_absolute_url()).content.decode()


def test_a_sending_campaign_asks_for_itself_until_it_rests(member_client, workspace):
    fields = {"frozen_at": timezone.now(), "total_recipients": 10, "total_sent": 4}
    campaign = make_campaign(workspace, status="active", **fields)
    live = member_client.get(url("campaign-live", campaign.pk), headers=HTMX)
    assert 'value="4" max="10"' in live.content.decode()
    assert "every 1s" in live.content.decode()
    EmailCampaign.objects.update(status="completed")
    rest = member_client.get(url("campaign-live", campaign.pk), headers=HTMX)
    assert rest["HX-Refresh"] == "true"
    assert "every 1s" not in rest.content.decode()
    compact = member_client.get(url("campaign-live", campaign.pk) + "?compact", headers=HTMX)
    assert compact["HX-Trigger"] == "campaignsChanged"


def test_each_figure_leads_to_its_rows(member_client, workspace):
    leads = [make_lead(workspace) for _n in range(3)]
    campaign = make_sent_campaign(workspace, leads, ["sent", "failed", "bounced"])
    opened, failed, bounced = campaign.deliveries.order_by("id")
    Delivery.objects.filter(pk=opened.pk).update(opened_at=timezone.now())
    Delivery.objects.filter(pk=failed.pk).update(reason="no_email")
    deliveries = url("delivery-list", campaign.pk)
    for query, row in [
        ({"outcome": "accepted"}, opened),
        ({"outcome": "opened"}, opened),
        ({"state": "bounced"}, bounced),
        ({"reason": "no_email"}, failed),
        ({"search": leads[2].email}, bounced),
    ]:
        assert member_client.get(deliveries, query).context["page"].rows == [row], query


def test_a_person_decides_about_uncertain_rows(member_client, workspace):
    leads = [make_lead(workspace) for _n in range(3)]
    campaign = make_sent_campaign(workspace, leads, ["uncertain", "uncertain", "uncertain"])
    first = campaign.deliveries.order_by("id").first()
    decide = url("delivery-decide", campaign.pk)
    assert (
        "They arrived" in member_client.get(url("delivery-list", campaign.pk), {"state": "uncertain"}).content.decode()
    )
    member_client.post(decide, {"ids": [first.pk, "x", "9" * 30], "as": "sent"})
    member_client.post(decide, {"all": "on", "as": "failed"})
    campaign.refresh_from_db()
    assert (campaign.total_sent, campaign.total_failed, campaign.total_uncertain) == (1, 2, 0)
    response = member_client.post(decide, {"as": "sent"}, follow=True)
    assert "Tick the messages you know about first." in response.content.decode()


def test_an_address_is_put_on_the_list_and_taken_off(member_client, workspace):
    response = member_client.post(url("suppression-create"), {"email": "Zoe@Example.com"}, headers=HTMX)
    assert json.loads(response["HX-Trigger"])["suppressionsChanged"] is True
    suppression = Suppression.objects.get()
    assert (suppression.email, suppression.reason) == ("zoe@example.com", "manual")
    again = member_client.post(url("suppression-create"), {"email": "zoe@example.com"}, headers=HTMX)
    assert again.status_code == 422
    assert "This address is on the list already." in again.content.decode()
    member_client.post(url("suppression-delete", suppression.pk), headers=HTMX)
    assert Suppression.objects.count() == 0


@pytest.mark.parametrize(
    ("reason", "warning"),
    [
        ("unsubscribed", "This person unsubscribed."),
        ("complained", "This person reported your email as spam."),
        ("bounced", "The receiving server refused this address."),
    ],
)
def test_taking_someone_off_the_list_warns_by_reason(member_client, workspace, reason, warning):
    suppression = make_suppression(workspace, "zoe@example.com", reason=reason)
    assert warning in member_client.get(url("suppression-delete", suppression.pk)).content.decode()


def test_suppressions_are_searched_and_filtered(member_client, workspace, other_workspace):
    make_suppression(other_workspace, "zoe@example.com", reason="bounced")
    make_suppression(workspace, "zoe@example.com")
    wanted = make_suppression(workspace, "zora@example.com", reason="bounced")
    response = member_client.get(url("suppression-list"), {"search": "ZO", "reason": "bounced"}, headers=HTMX)
    assert response.context["page"].rows == [wanted]


PAGES = ["detail", "edit", "preview", "preview-html", "test", "send", "schedule", "live"]
MOVES = ["send", "schedule", "unschedule", "pause", "resume", "duplicate", "delete", "test", "edit"]


@pytest.mark.parametrize("name", PAGES)
def test_a_foreign_campaign_is_not_found(member_client, other_workspace, name):
    campaign = make_campaign(other_workspace)
    assert member_client.get(url(f"campaign-{name}", campaign.pk)).status_code == 404


@pytest.mark.parametrize("name", MOVES)
def test_a_foreign_campaign_cannot_be_moved_and_a_viewer_moves_none(
    member_client, viewer_client, workspace, other_workspace, name
):
    foreign, own = make_campaign(other_workspace), make_campaign(workspace)
    assert member_client.post(url(f"campaign-{name}", foreign.pk)).status_code == 404
    assert viewer_client.post(url(f"campaign-{name}", own.pk)).status_code == 403


def test_other_foreign_rows_are_not_found(member_client, other_workspace):
    campaign = make_sent_campaign(other_workspace, [make_lead(other_workspace)], ["uncertain"])
    suppression = make_suppression(other_workspace, "zoe@example.com")
    assert member_client.get(url("delivery-list", campaign.pk)).status_code == 404
    assert member_client.post(url("delivery-decide", campaign.pk), {"all": "on"}).status_code == 404
    assert member_client.post(url("suppression-delete", suppression.pk)).status_code == 404


@pytest.mark.parametrize("path", ["/email-marketing", "/email-marketing/suppressions", "/outbox"])
def test_lists_cost_the_same_whatever_they_hold(member_client, workspace, django_assert_num_queries, path):
    def fill(number):
        for n in range(number):
            campaign = make_sent_campaign(workspace, [make_lead(workspace)], ["sent"])
            make_suppression(workspace, f"{number}-{n}@example.com", campaign=campaign)
            make_delivery(campaign, make_lead(workspace))
            OutboxMessage.objects.create(workspace=workspace, sender="a", recipient="b", raw=b"")

    fill(3)
    with django_assert_num_queries(4):
        member_client.get(path)
    fill(27)
    with django_assert_num_queries(4):
        member_client.get(path)


# The pages of recipients


@pytest.fixture
def delivery(workspace):
    campaign = make_campaign(workspace, status="completed", frozen_at=timezone.now(), total_recipients=1, total_sent=1)
    return make_delivery(campaign, make_lead(workspace, first_name="Zoé"), state="sent", email="zoe@example.com")


@pytest.fixture
def token(delivery):
    return token_of(delivery.pk, delivery.campaign_id)


@pytest.fixture
def reader():
    """A mail program: no cookie, no CSRF token, and checks that are on."""
    return Client(enforce_csrf_checks=True)


def test_looking_at_the_unsubscribe_page_changes_nothing(reader, workspace, token):
    workspace.language = "en"
    workspace.save()
    response = reader.get(f"/e/u/{token}")
    page = response.content.decode()
    assert "<strong>zoe@example.com</strong> will no longer receive emails from Atelier." in page
    assert response["Content-Language"] == "en"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response.cookies == {}
    assert reader.head(f"/e/u/{token}").status_code == 200
    assert Suppression.objects.count() == 0


def test_the_page_speaks_the_language_of_who_wrote(reader, workspace, token):
    workspace.language = "fr"
    workspace.save()
    response = reader.get(f"/e/u/{token}", headers={"Accept-Language": "en"})
    assert '<html lang="fr">' in response.content.decode()
    assert response["Content-Language"] == "fr"


def test_one_click_unsubscribes_without_cookie_or_token(reader, delivery, token):
    response = reader.post(f"/e/u/{token}", {"List-Unsubscribe": "One-Click"})
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    suppression = Suppression.objects.get()
    assert (suppression.email, suppression.reason, suppression.detail) == (
        "zoe@example.com",
        "unsubscribed",
        "one-click",
    )
    delivery.refresh_from_db()
    assert delivery.unsubscribed_at is not None
    reader.post(f"/e/u/{token}", {"List-Unsubscribe": "One-Click"})
    delivery.campaign.refresh_from_db()
    assert (Suppression.objects.count(), delivery.campaign.total_unsubscribed) == (1, 1)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [("", "application/x-www-form-urlencoded"), ("%%%", "multipart/form-data; boundary=x"), ("{}", "application/json")],
)
def test_any_post_unsubscribes(reader, token, body, content_type):
    assert reader.post(f"/e/u/{token}", body, content_type=content_type).status_code == 200
    assert Suppression.objects.get().reason == "unsubscribed"


def test_a_signed_in_viewer_may_unsubscribe_too(viewer_client, token):
    assert viewer_client.post(f"/e/u/{token}").status_code == 200
    assert Suppression.objects.count() == 1


def test_the_button_unsubscribes_and_a_mistake_is_undone(reader, workspace, delivery, token):
    workspace.language = "en"
    workspace.save()
    page = reader.post(f"/e/u/{token}").content.decode()
    assert "You are unsubscribed" in page
    assert f'action="/e/u/{token}/subscribe"' in page
    page = reader.post(f"/e/u/{token}/subscribe").content.decode()
    assert "Welcome back" in page
    assert Suppression.objects.count() == 0
    assert reader.get(f"/e/u/{token}/subscribe").status_code == 405


def test_who_complained_cannot_be_subscribed_again_by_a_link(reader, workspace, token):
    make_suppression(workspace, "zoe@example.com", reason="complained")
    page = reader.post(f"/e/u/{token}/subscribe").content.decode()
    assert f"/e/u/{token}/subscribe" not in page
    assert Suppression.objects.get().reason == "complained"


def test_a_message_is_read_in_the_browser(reader, token):
    response = reader.get(f"/e/v/{token}")
    assert "<p>Bonjour Zoé</p>" in response.content.decode()
    assert f"/e/u/{token}" in response.content.decode()
    assert response["Content-Security-Policy"].startswith("sandbox allow-popups")


@pytest.mark.parametrize("place", ["/e/u/{}", "/e/v/{}"])
def test_a_tampered_link_gets_a_neutral_page(reader, token, place):
    for wrong in (token[:-1] + ("0" if token[-1] != "0" else "1"), "nonsense", token.replace("-", "-1", 1)):
        response = reader.get(place.format(wrong))
        assert response.status_code == 404
        assert "zoe@example.com" not in response.content.decode()
        assert reader.post("/e/u/" + wrong).status_code == 404
    assert Suppression.objects.count() == 0


def test_the_links_of_a_test_message_say_what_they_will_do(reader, workspace, delivery):
    token = token_of(0, delivery.campaign_id)
    workspace.language = "en"
    workspace.save()
    for response in (reader.get(f"/e/u/{token}"), reader.post(f"/e/u/{token}")):
        assert "This is a test message" in response.content.decode()
    assert reader.get(f"/e/v/{token}").status_code == 200
    assert Suppression.objects.count() == 0


def test_a_scheduled_campaign_shows_its_time_where_the_workspace_lives(member_client, workspace):
    at = datetime(2031, 1, 10, 8, 0, tzinfo=UTC)
    campaign = make_campaign(workspace, status="scheduled", scheduled_at=at)
    page = member_client.get(campaign.get_absolute_url()).content.decode()
    assert "01/10/2031 9 a.m." in page
    assert "(Europe/Paris)" in page
