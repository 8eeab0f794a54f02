import pytest
from django.utils import timezone

from marketing.emails.models import Delivery, EmailCampaign, OutboxMessage, Suppression
from tests.factories.crm import make_lead, make_tag
from tests.factories.emails import make_campaign, make_delivery, make_sent_campaign, make_suppression

pytestmark = pytest.mark.django_db

CAMPAIGNS = "/api/marketing/campaigns"
SUPPRESSIONS = "/api/marketing/suppressions"
NEW = {
    "name": "Rentrée",
    "subject": "Bonjour {{ first_name }}",
    "html_content": "<p>Bonjour</p>",
    "from_email": "atelier@example.com",
}


def errors(response):
    return [(error["field"], error["code"]) for error in response.json()["errors"]]


def test_a_campaign_is_created_read_changed_and_deleted(api, workspace, member):
    make_tag(workspace, "client")
    rules = {"all": [{"field": "tags", "op": "any", "value": ["client"]}]}
    created = api.post(CAMPAIGNS, NEW | {"segment_rules": rules})
    assert created.status_code == 201, created.json()
    pk = created.json()["id"]
    assert created["Location"] == f"{CAMPAIGNS}/{pk}"
    assert EmailCampaign.objects.get().created_by == member
    read = api.get(f"{CAMPAIGNS}/{pk}")
    assert read.json()["segment_rules"] == rules
    assert (read.json()["status"], read.json()["open_rate"], read.json()["click_rate"]) == ("draft", None, None)
    changed = api.patch(f"{CAMPAIGNS}/{pk}", {"name": "Noël"}, headers={"If-Match": read["ETag"]})
    assert changed.json()["name"] == "Noël"
    assert api.patch(f"{CAMPAIGNS}/{pk}", {"name": "Été"}, headers={"If-Match": read["ETag"]}).status_code == 412
    assert api.delete(f"{CAMPAIGNS}/{pk}").status_code == 204
    assert api.get(f"{CAMPAIGNS}/{pk}").status_code == 404


def test_a_list_leaves_the_content_out_and_computes_rates(api, workspace, other_workspace):
    make_campaign(other_workspace)
    fields = {"total_opened": 1, "total_clicked": 0, "name": "Noël"}
    make_sent_campaign(workspace, [make_lead(workspace), make_lead(workspace)], ["sent", "sent"], **fields)
    results = api.get(CAMPAIGNS, {"search": "noël", "status": "completed"}).json()["results"]
    assert [row["name"] for row in results] == ["Noël"]
    row = results[0]
    assert (row["total_recipients"], row["total_delivered"], row["total_pending"]) == (2, 2, 0)
    assert (row["open_rate"], row["click_rate"]) == (0.5, 0.0)
    assert "html_content" not in row


def test_an_unknown_filter_is_refused(api):
    response = api.get(CAMPAIGNS, {"state": "draft"})
    assert (response.status_code, response.json()["errors"][0]["field"]) == (400, "state")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("subject", "Bonjour {{ prenom }}", "unknown_merge_field"),
        ("html_content", "<p>{% if company %}</p>", "template_syntax"),
        ("from_email", "atelier", "invalid"),
        ("name", "", "blank"),
    ],
)
def test_what_is_written_wrongly_is_refused_at_its_field(api, field, value, code):
    response = api.post(CAMPAIGNS, NEW | {field: value})
    assert response.status_code == 400
    assert errors(response) == [(field, code)]
    assert EmailCampaign.objects.count() == 0


def test_a_change_elsewhere_is_not_held_up_by_an_old_mistake(api, workspace):
    campaign = make_campaign(workspace, subject="{{ prenom }}")
    assert api.patch(f"{CAMPAIGNS}/{campaign.pk}", {"name": "Noël"}).status_code == 200


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ({"all": [{"field": "age", "op": "in", "value": ["3"]}]}, "segment_rules.all[0].field"),
        ({"all": [{"field": "status", "op": "like", "value": ["new"]}]}, "segment_rules.all[0].op"),
        ({"all": [{"field": "status", "op": "in", "value": ["lukewarm"]}]}, "segment_rules.all[0].value"),
        ([], ""),
        ("everyone", "segment_rules"),
        ({"any": []}, "segment_rules.any"),
    ],
)
def test_rules_that_cannot_be_name_their_place(api, rules, field):
    response = api.post(CAMPAIGNS, NEW | {"segment_rules": rules})
    if not field:
        assert response.status_code == 201
        return
    assert response.status_code == 400
    assert errors(response) == [(field, "segment")]


def test_sending_hands_over_to_the_workers_once(api, workspace):
    make_lead(workspace)
    campaign = make_campaign(workspace)
    response = api.post(f"{CAMPAIGNS}/{campaign.pk}/send")
    assert (response.status_code, response.json()["status"]) == (202, "active")
    again = api.post(f"{CAMPAIGNS}/{campaign.pk}/send")
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    assert again.json()["detail"] == "This campaign was started already."


def test_sending_what_is_incomplete_names_each_field(api, workspace):
    campaign = make_campaign(workspace, from_email="", html_content="", subject="{{ prenom }}")
    response = api.post(f"{CAMPAIGNS}/{campaign.pk}/send")
    assert response.status_code == 400
    assert errors(response) == [
        ("html_content", "no_content"),
        ("from_email", "missing_sender"),
        ("subject", "unknown_merge_field"),
    ]


def test_sending_to_nobody_is_refused(api, workspace):
    response = api.post(f"{CAMPAIGNS}/{make_campaign(workspace).pk}/send")
    assert (response.status_code, errors(response)) == (400, [("segment_rules", "no_recipients")])


def test_scheduling_and_back(api, workspace):
    make_lead(workspace)
    campaign = make_campaign(workspace)
    response = api.post(f"{CAMPAIGNS}/{campaign.pk}/schedule", {"scheduled_at": "2031-01-10T09:00:00+01:00"})
    assert (response.status_code, response.json()["scheduled_at"]) == (200, "2031-01-10T08:00:00Z")
    assert api.post(f"{CAMPAIGNS}/{campaign.pk}/unschedule").json()["status"] == "draft"
    assert api.post(f"{CAMPAIGNS}/{campaign.pk}/unschedule").status_code == 409


@pytest.mark.parametrize(
    ("body", "code"),
    [({}, "required"), ({"scheduled_at": "demain"}, "invalid"), ({"scheduled_at": "2020-01-10T09:00:00Z"}, "past")],
)
def test_a_moment_that_cannot_be_is_refused_at_its_field(api, workspace, body, code):
    response = api.post(f"{CAMPAIGNS}/{make_campaign(workspace).pk}/schedule", body)
    assert (response.status_code, errors(response)) == (400, [("scheduled_at", code)])


def test_pausing_and_resuming(api, workspace):
    campaign = make_campaign(workspace, status="active", frozen_at=timezone.now())
    assert api.post(f"{CAMPAIGNS}/{campaign.pk}/pause").json()["status"] == "paused"
    assert api.post(f"{CAMPAIGNS}/{campaign.pk}/pause").status_code == 409
    assert api.post(f"{CAMPAIGNS}/{campaign.pk}/resume").json()["status"] == "active"
    assert api.patch(f"{CAMPAIGNS}/{campaign.pk}", {"name": "Noël"}).status_code == 409
    assert api.delete(f"{CAMPAIGNS}/{campaign.pk}").status_code == 409


def test_a_test_is_sent_as_a_lead(api, workspace, other_workspace):
    lead = make_lead(workspace, first_name="Zoé")
    campaign = make_campaign(workspace)
    path = f"{CAMPAIGNS}/{campaign.pk}/test"
    assert api.post(path, {"to": "moi@example.com", "lead": lead.pk}).status_code == 204
    assert OutboxMessage.objects.get().subject == "[Test] Bonjour Zoé"
    stranger = make_lead(other_workspace)
    response = api.post(path, {"to": "moi", "lead": stranger.pk})
    assert errors(response) == [("to", "invalid"), ("lead", "does_not_exist")]
    assert OutboxMessage.objects.count() == 1


def test_duplicating_answers_the_new_draft(api, workspace):
    campaign = make_campaign(workspace, name="Noël")
    response = api.post(f"{CAMPAIGNS}/{campaign.pk}/duplicate")
    assert (response.status_code, response.json()["name"]) == (201, "Noël (copy)")
    assert response["Location"] == f"{CAMPAIGNS}/{response.json()['id']}"


def test_a_preview_fills_the_merge_fields_in(api, workspace, other_workspace):
    lead = make_lead(workspace, first_name="Zoé")
    path = f"{CAMPAIGNS}/{make_campaign(workspace).pk}/preview"
    seen = api.get(path, {"lead": lead.pk}).json()
    assert seen["subject"] == "Bonjour Zoé"
    assert "<p>Bonjour Zoé</p>" in seen["html"]
    assert {"name": "To", "value": lead.email} in seen["headers"]
    assert api.get(path).json()["subject"] == "Bonjour vous"
    assert api.get(path, {"lead": make_lead(other_workspace).pk}).status_code == 404
    assert api.get(path, {"lead": "zoe"}).status_code == 400
    assert api.get(path, {"lead": "9" * 5000}).status_code == 404
    broken = make_campaign(workspace, subject="{{ prenom")
    assert errors(api.get(f"{CAMPAIGNS}/{broken.pk}/preview")) == [("subject", "template_syntax")]


def test_stats_account_for_everyone(api, workspace):
    leads = [make_lead(workspace) for _n in range(5)]
    states = ["sent", "sent", "skipped", "bounced", "uncertain"]
    campaign = make_sent_campaign(workspace, leads, states, total_opened=1, total_machine_opened=2)
    Delivery.objects.filter(state="skipped").update(reason="no_email")
    campaign.links.create(workspace=workspace, number=1, url="https://example.com/", clicks=3, machine_clicks=4)
    stats = api.get(f"{CAMPAIGNS}/{campaign.pk}/stats").json()
    assert stats == {
        "status": "completed",
        "audience": 5,
        "sent": 2,
        "skipped": 1,
        "bounced": 1,
        "failed": 0,
        "uncertain": 1,
        "pending": 0,
        "is_balanced": True,
        "opened": 1,
        "clicked": 0,
        "machine_opened": 2,
        "machine_clicked": 0,
        "unsubscribed": 0,
        "open_rate": 0.5,
        "click_rate": 0.0,
        "bounce_rate": 1 / 3,
        "unsubscribe_rate": 0.0,
        "reasons": [{"state": "skipped", "reason": "no_email", "text": "no email address", "count": 1}],
        "links": [{"number": 1, "url": "https://example.com/", "clicks": 3, "machine_clicks": 4}],
        "days": [],
    }


def test_rates_of_nothing_are_null(api, workspace):
    stats = api.get(f"{CAMPAIGNS}/{make_campaign(workspace).pk}/stats").json()
    rates = ["open_rate", "click_rate", "bounce_rate", "unsubscribe_rate"]
    assert [stats[name] for name in rates] == [None, None, None, None]


def test_a_campaign_of_an_earlier_system_is_accounted_for_by_its_totals(api, workspace):
    totals = {"total_recipients": 100, "total_sent": 90, "total_bounced": 4, "total_skipped": 5, "total_uncertain": 1}
    campaign = make_campaign(workspace, status="completed", frozen_at=timezone.now(), totals_only=True, **totals)
    assert api.get(f"{CAMPAIGNS}/{campaign.pk}").json()["totals_only"] is True
    stats = api.get(f"{CAMPAIGNS}/{campaign.pk}/stats").json()
    names = ("audience", "sent", "skipped", "bounced", "failed", "uncertain", "pending", "is_balanced")
    assert [stats[name] for name in names] == [100, 90, 5, 4, 0, 1, 0, True]
    assert api.patch(f"{CAMPAIGNS}/{campaign.pk}", {"totals_only": False}, format="json").status_code == 409


def test_deliveries_are_filtered_and_paged(api, workspace):
    leads = [make_lead(workspace) for _n in range(3)]
    campaign = make_sent_campaign(workspace, leads, ["sent", "sent", "failed"])
    path = f"{CAMPAIGNS}/{campaign.pk}/deliveries"
    first = api.get(path, {"state": "sent", "limit": 1}).json()
    assert [row["email"] for row in first["results"]] == [leads[0].email]
    second = api.get(first["next"]).json()
    assert [row["lead"] for row in second["results"]] == [leads[1].pk]
    assert second["next"] is None
    assert api.get(path, {"state": "lost"}).status_code == 400
    assert api.get(path, {"status": "sent"}).status_code == 400


def test_suppressions_are_listed_added_and_taken_off(api, workspace, other_workspace):
    make_suppression(other_workspace, "lea@example.com")
    created = api.post(SUPPRESSIONS, {"email": "Zoe@Example.com", "detail": "Au téléphone"})
    assert created.status_code == 201
    assert (created.json()["email"], created.json()["reason"]) == ("zoe@example.com", "manual")
    assert created["Location"] == f"{SUPPRESSIONS}/{created.json()['id']}"
    assert errors(api.post(SUPPRESSIONS, {"email": "zoe@example.com"})) == [("email", "unique")]
    assert errors(api.post(SUPPRESSIONS, {"email": "zoe"})) == [("email", "invalid")]
    listed = api.get(SUPPRESSIONS, {"reason": "manual", "search": "zoe"}).json()["results"]
    assert [row["email"] for row in listed] == ["zoe@example.com"]
    assert api.delete(f"{SUPPRESSIONS}/{listed[0]['id']}").status_code == 204
    assert [row.email for row in Suppression.objects.all()] == ["lea@example.com"]


ACTIONS = ["send", "schedule", "unschedule", "pause", "resume", "duplicate", "test"]


@pytest.mark.parametrize("name", ACTIONS)
def test_a_foreign_campaign_cannot_be_moved_and_a_viewer_moves_none(api, viewer_api, workspace, other_workspace, name):
    body = {"scheduled_at": "2031-01-10T09:00:00Z", "to": "moi@example.com"}
    assert api.post(f"{CAMPAIGNS}/{make_campaign(other_workspace).pk}/{name}", body).status_code == 404
    assert viewer_api.post(f"{CAMPAIGNS}/{make_campaign(workspace).pk}/{name}", body).status_code == 403


@pytest.mark.parametrize("name", ["", "/stats", "/deliveries", "/preview"])
def test_a_foreign_campaign_is_not_found(api, other_workspace, name):
    assert api.get(f"{CAMPAIGNS}/{make_campaign(other_workspace).pk}{name}").status_code == 404


def test_a_foreign_suppression_is_not_found(api, viewer_api, workspace, other_workspace):
    foreign = make_suppression(other_workspace, "zoe@example.com")
    assert api.delete(f"{SUPPRESSIONS}/{foreign.pk}").status_code == 404
    own = make_suppression(workspace, "zoe@example.com")
    assert viewer_api.delete(f"{SUPPRESSIONS}/{own.pk}").status_code == 403
    assert viewer_api.post(SUPPRESSIONS, {"email": "lea@example.com"}).status_code == 403


@pytest.mark.parametrize("name", ["", "/deliveries", "suppressions"])
def test_lists_cost_the_same_whatever_they_hold(api, workspace, django_assert_num_queries, name):
    campaign = make_campaign(workspace)
    path = SUPPRESSIONS if name == "suppressions" else CAMPAIGNS + (f"/{campaign.pk}{name}" if name else "")

    def fill(number):
        for n in range(number):
            make_delivery(campaign, make_lead(workspace))
            make_suppression(workspace, f"{number}-{n}@example.com", campaign=make_campaign(workspace))

    queries = 4 if name == "/deliveries" else 3
    api.get(path)  # the first use of a key is written down
    fill(3)
    with django_assert_num_queries(queries):
        api.get(path)
    fill(27)
    with django_assert_num_queries(queries):
        api.get(path)


def test_the_schema_tells_of_every_endpoint_without_a_warning(api, capsys):
    paths = api.get("/api/schema", {"format": "json"}).json()["paths"]
    told = {path.removeprefix("/api/marketing/") for path in paths if "/campaigns" in path or "/suppressions" in path}
    improvements = ["shorten", "tone", "translate", "subjects"]
    assert told == {
        "campaigns",
        "campaigns/generate",
        "campaigns/generate/{id}",
        *[f"campaigns/{{id}}/{name}" for name in improvements],
        "campaigns/{id}",
        *[f"campaigns/{{id}}/{name}" for name in [*ACTIONS, "stats", "deliveries", "preview"]],
        "suppressions",
        "suppressions/{id}",
    }
    filters = {
        parameter["name"] for parameter in paths["/api/marketing/campaigns/{id}/deliveries"]["get"]["parameters"]
    }
    assert {"state", "outcome", "reason", "search"} <= filters
    assert "Warning" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"from_name": "{{ x"}, "template_syntax"),
        ({"from_name": "{{ nobody }}"}, "unknown_merge_field"),
        ({"from_email": "{{x}}@example.com"}, "braces"),
        ({"reply_to": "{{x}}@example.com"}, "braces"),
    ],
)
def test_a_sender_no_message_could_carry_is_refused_where_it_is_written(api, fields, code):
    response = api.post("/api/marketing/campaigns", {"name": "Lettre", "subject": "Bonjour"} | fields)
    assert response.status_code == 400
    assert [(error["field"], error["code"]) for error in response.data["errors"]] == [(next(iter(fields)), code)]
