import pytest

from investors.actions import updates
from investors.models import Ask, InvestorUpdate
from marketing.emails.actions import sending
from marketing.emails.models import EmailCampaign
from tests.factories.investors import make_interaction, make_investor
from webox.ai.actions.generating import run_generation
from webox.analytics.periods import today_of

pytestmark = pytest.mark.django_db
PATH = "/api/investors/updates"


@pytest.fixture
def draft(workspace, owner):
    return updates.create_update(
        workspace=workspace, by=owner, year=2026, month=3, title="Mars en bref", asks=["Un contact chez Durand"]
    )


def test_written_over_the_api(api, workspace):
    body = {
        "year": 2026,
        "month": 3,
        "headline": "Un bon mois.",
        "wins": "Premier client",
        "figures": ["rdv_count"],
        "own_figures": [{"label": "MRR", "value": "12 400 €"}],
        "ask_texts": ["Un avis", "Un contact"],
    }
    answer = api.post(PATH, body, format="json")
    made = answer.json()
    assert (answer.status_code, answer["Location"]) == (201, f"{PATH}/{made['id']}")
    assert (made["state"], made["readers"], made["campaign"]) == ("draft", 0, None)
    assert "2026" in made["title"]
    assert made["metrics"] == [
        {"name": "rdv_count", "value": "0", "before": "0"},
        {"name": "own", "label": "MRR", "value": "12 400 €", "before": ""},
    ]
    assert [(each["text"], each["state"]) for each in made["asks"]] == [("Un avis", "open"), ("Un contact", "open")]
    assert api.get(f"{PATH}/{made['id']}").json() == made


def test_a_part_is_changed_with_patch_and_the_whole_with_put(api, draft):
    path = f"{PATH}/{draft.pk}"
    kept = api.patch(path, {"wins": "Un client"}, format="json").json()
    assert (kept["title"], kept["wins"], len(kept["asks"]), len(kept["metrics"])) == ("Mars en bref", "Un client", 1, 5)
    whole = api.put(path, {"title": "Autre", "year": 2026, "month": 4, "figures": []}, format="json").json()
    assert (whole["title"], whole["month"], whole["wins"], whole["asks"], whole["metrics"]) == ("Autre", 4, "", [], [])
    stale = api.patch(path, {"wins": "x"}, format="json", headers={"If-Match": '"0"'})
    assert stale.status_code == 412
    assert api.delete(path).status_code == 204
    assert InvestorUpdate.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"month": 13}, "month"),
        ({"year": 1}, "year"),
        ({"figures": ["x"]}, "figures"),
        ({"own_figures": [{"label": "A"}]}, "own_figures"),
        ({"own_figures": [{"label": "A", "value": "1"}] * 7}, "own_figures"),
        ({"ask_texts": ["x" * 251]}, "ask_texts"),
    ],
)
def test_what_does_not_fit_is_refused(api, wrong, field):
    answer = api.post(PATH, {"year": 2026, "month": 3} | wrong, format="json")
    assert answer.status_code == 400
    assert {each["field"].partition(".")[0] for each in answer.json()["errors"]} == {field}
    assert InvestorUpdate.objects.count() == 0


def test_readers_are_added_and_taken_off(api, workspace, other_workspace, draft):
    ones, stranger = [make_investor(workspace), make_investor(workspace, email="")], make_investor(other_workspace)
    path = f"{PATH}/{draft.pk}/readers"
    answer = api.post(f"{path}/add", {"investors": [each.pk for each in ones]}, format="json")
    assert answer.json() == {"changed": 2, "audience": 1, "suppressed": 0, "sendable": 1}
    refused = api.post(f"{path}/add", {"investors": [stranger.pk]}, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "investors")
    assert api.get(f"{PATH}/{draft.pk}").json()["readers"] == 2
    assert api.post(f"{path}/remove", {"investors": [ones[0].pk]}, format="json").json()["changed"] == 1


def test_sent_and_then_left_alone(api, workspace, draft, sink):
    path, firm = f"{PATH}/{draft.pk}", make_investor(workspace)
    refused = api.post(f"{path}/send")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "no_recipients")
    api.post(f"{path}/readers/add", {"investors": [firm.pk]}, format="json")
    assert api.post(f"{path}/test", {"to": "moi@example.com"}).status_code == 204
    answer = api.post(f"{path}/send")
    assert (answer.status_code, answer.json()["state"]) == (202, "active")
    sending.send_campaign(campaign_id=answer.json()["campaign"])
    assert sink.recipients == ["moi@example.com", firm.email]
    sent = api.get(path).json()
    assert (sent["state"], sent["sent_at"] is None) == ("completed", False)
    for again in (
        api.post(f"{path}/send"),
        api.patch(path, {"wins": "x"}, format="json"),
        api.delete(path),
        api.post(f"{path}/readers/remove", {"investors": [firm.pk]}, format="json"),
    ):
        assert (again.status_code, again.json()["code"]) == (409, "sent")
    assert api.get(f"/api/marketing/campaigns/{sent['campaign']}/stats").json()["sent"] == 1


def test_scheduled_and_taken_back(api, workspace, draft):
    path = f"{PATH}/{draft.pk}"
    updates.add_investors(update=draft, investors=[make_investor(workspace).pk], by=None)
    assert api.post(f"{path}/schedule", {"scheduled_at": "2020-01-01T10:00:00Z"}).status_code == 400
    assert api.post(f"{path}/schedule", {"scheduled_at": "2099-01-01T10:00:00Z"}).json()["state"] == "scheduled"
    assert api.post(f"{path}/unschedule").json()["state"] == "draft"
    assert api.post(f"{path}/unschedule").status_code == 409
    assert EmailCampaign.objects.count() == 1


def test_the_letter_and_the_facts_of_a_month(api, workspace, draft):
    seen = api.get(f"{PATH}/{draft.pk}/preview").json()
    assert seen["subject"] == "Mars en bref"
    assert "Un contact chez Durand" in seen["text"]
    make_interaction(make_investor(workspace))
    today = today_of(workspace)
    facts = api.get(f"{PATH}/facts", {"period": f"{today:%Y-%m}"}).json()
    assert [(each["name"], each["value"]) for each in facts["figures"]][:2] == [("rdv_count", "1"), ("pitchs", "0")]
    assert facts["wins"] == []
    for wrong in ("", "2026", "2026-13", "x"):
        answer = api.get(f"{PATH}/facts", {"period": wrong})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "period")


def test_the_list_and_its_filters(api, workspace, owner, draft):
    other = updates.create_update(workspace=workspace, by=owner, year=2026, month=4, title="Avril")
    assert [each["id"] for each in api.get(PATH).json()["results"]] == [other.pk, draft.pk]
    assert [each["id"] for each in api.get(PATH, {"month": 3}).json()["results"]] == [draft.pk]
    assert [each["id"] for each in api.get(PATH, {"search": "avr"}).json()["results"]] == [other.pk]
    assert api.get(PATH, {"is_sent": "true"}).json()["results"] == []
    assert api.get(PATH, {"unknown": 1}).status_code == 400


def test_asks_are_listed_and_settled(api, workspace, other_workspace, draft):
    ask, firm = draft.asks.get(), make_investor(workspace)
    path = f"/api/investors/asks/{ask.pk}"
    assert [each["id"] for each in api.get("/api/investors/asks", {"state": "open"}).json()["results"]] == [ask.pk]
    answer = api.patch(path, {"state": "done", "investor": firm.pk, "answer": "Présenté"}, format="json").json()
    assert (answer["state"], answer["investor"], answer["answer"], answer["text"]) == (
        "done",
        firm.pk,
        "Présenté",
        "Un contact chez Durand",
    )
    stranger = make_investor(other_workspace)
    assert api.patch(path, {"investor": stranger.pk}, format="json").status_code == 400
    assert Ask.objects.get().investor == firm


def test_a_draft_is_asked_for_and_accepted(api, workspace):
    today = today_of(workspace)
    asked = api.post(f"{PATH}/generate", {"period": f"{today:%Y-%m}", "wins": "Premier client"}, format="json")
    assert asked.status_code == 202
    run_generation(generation_id=asked.json()["id"])
    draft = api.get(asked["Location"]).json()
    assert draft["output"]["wins"] == ["Premier client."]
    assert api.post(f"{asked['Location']}/accept").status_code == 200
    update = InvestorUpdate.objects.get()
    assert (update.year, update.month, update.wins) == (today.year, today.month, "Premier client.")
    refused = api.post(f"{PATH}/generate", {"period": "1999-01"}, format="json")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "period")


def test_a_subject_is_one_line(api):
    made = api.post(PATH, {"year": 2026, "month": 3, "title": "Mars\r\nBcc: x@example.com"}, format="json").json()
    assert made["title"] == "Mars Bcc: x@example.com"
