import pytest

from crm import actions
from crm.models import Lead, LeadEngagement, Prediction, Scoring, ScoringRule
from tests.crm.scoring.conftest import bare  # noqa: F401
from tests.factories.crm import make_lead, make_rule
from webox.analytics.actions import record

pytestmark = pytest.mark.django_db
RULES, SCORING = "/api/marketing/scoring-rules", "/api/marketing/scoring"


def score_of(lead):
    return f"/api/marketing/leads/{lead.pk}/score"


@pytest.fixture
def lead(bare):  # noqa: F811
    rule = make_rule(bare, points=30, name="Has a phone number")
    make_rule(bare, points=25, name="Has a company", rules={"all": [{"field": "company", "op": "not_empty"}]})
    make_rule(bare, "engagement", points=40, cap=60, name="Opened an email")
    lead = make_lead(bare, phone="1")
    for _ in range(2):
        record(workspace=bare, type="emails.delivery.opened", lead_id=lead.pk)
    assert rule.pk
    return lead


def test_post_counts_anew_and_takes_the_score_apart(api, lead):
    answer = api.post(score_of(lead))
    assert answer.status_code == 200
    found = answer.json()
    assert {name: found[name] for name in ("fit", "engagement", "score", "cell", "fit_weight")} == {
        "fit": 30,
        "engagement": 60,
        "score": 45,
        "cell": "B1",
        "fit_weight": 50,
    }
    lines = [
        (line["name"], round(line["points"]), round(line["before_cap"]), line["events"]) for line in found["rules"]
    ]
    assert lines == [("Opened an email", 60, 80, 2), ("Has a phone number", 30, 30, 0)]
    assert [(move["name"], move["points"]) for move in found["moves"]] == [("Has a company", 25)]
    assert found["forecast"] is None
    assert (found["prediction"]["missing_won"], found["prediction"]["missing_lost"]) == (20, 20)
    lead.refresh_from_db()
    assert (lead.fit, lead.engagement, lead.score) == (30, 60, 45)


def test_get_changes_nothing(viewer_api, lead):
    assert viewer_api.get(score_of(lead)).json()["fit"] == 30
    assert viewer_api.post(score_of(lead)).status_code == 403
    lead.refresh_from_db()
    assert (lead.fit, lead.scored_at) == (0, None)


def test_lists_and_rows_show_what_is_now(api, lead):
    api.post(score_of(lead))
    row = LeadEngagement.objects.get()
    row.as_of = row.as_of.replace(year=row.as_of.year - 1)
    row.save()
    address = f"/api/marketing/leads/{lead.pk}"
    for shown in (api.get(address).json(), api.get("/api/marketing/leads").json()["results"][0]):
        assert (shown["fit"], shown["engagement"], shown["score"], shown["probability"]) == (30, 0, 15, None)
    assert api.get("/api/marketing/leads?engagement_min=1").json()["results"] == []
    assert len(api.get("/api/marketing/leads?fit_min=30&score_max=15").json()["results"]) == 1
    Lead.objects.filter(pk=lead.pk).update(score=99, engagement=99)
    assert api.get(address)["ETag"] == api.get(address)["ETag"]


def test_a_score_that_fades_does_not_stand_in_the_way_of_an_edit(api, lead):
    address = f"/api/marketing/leads/{lead.pk}"
    etag = api.get(address)["ETag"]
    api.post(score_of(lead))
    assert api.patch(address, {"company": "Dupont"}, headers={"If-Match": etag}).status_code == 200


def test_a_score_is_counted_not_written(api, lead):
    assert api.patch(f"/api/marketing/leads/{lead.pk}", {"score": 99}).status_code == 200
    assert Lead.objects.get().score == 0


def test_a_rule_is_made_changed_and_deleted_and_everyone_counted(api, workspace):
    body = {"kind": "fit", "name": "In Lyon", "points": 12, "rules": {"field": "company", "op": "is", "value": "Lyon"}}
    made = api.post(RULES, body)
    assert made.status_code == 201, made.json()
    rule = ScoringRule.objects.get(name="In Lyon")
    assert made["Location"] == f"{RULES}/{rule.pk}"
    assert Scoring.objects.get().state == "queued"
    assert api.patch(made["Location"], {"points": -12}).json()["points"] == -12
    assert api.get(f"{RULES}?kind=fit").json()["results"][-1]["name"] == "In Lyon"
    assert Scoring.objects.get().round == 2
    assert api.delete(made["Location"]).status_code == 204
    assert Scoring.objects.get().round == 3


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"rules": {"all": [{"field": "nonsense", "op": "is", "value": "x"}]}}, "rules.all[0].field"),
        ({"points": 101}, "points"),
        ({"points": 0}, "points"),
        ({"kind": "engagement", "event_type": "emails.delivery.opened", "cap": 10}, "half_life_days"),
        ({"kind": "engagement", "cap": 10, "half_life_days": 10}, "event_type"),
        (
            {"kind": "engagement", "event_type": "emails.delivery.machine_opened", "cap": 10, "half_life_days": 10},
            "event_type",
        ),
        ({"kind": "nonsense"}, "kind"),
        ({"name": ""}, "name"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_by_its_field(api, workspace, body, field):
    answer = api.post(RULES, {"kind": "fit", "name": "x", "points": 5, "rules": {}} | body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_there_is_an_end_to_rules(api, workspace):
    for _ in range(ScoringRule.MOST):
        make_rule(workspace)
    answer = api.post(RULES, {"kind": "fit", "name": "x", "points": 5, "rules": {}})
    assert (answer.status_code, "at most 50" in str(answer.json())) == (400, True)


def test_settings_say_the_grid_and_what_can_be_scored(api, lead):
    api.post(score_of(lead))
    found = api.get(SCORING).json()
    assert {cell: number for cell, number in found["grid"].items() if number} == {"B1": 1}
    names = {event["name"] for event in found["event_types"]}
    assert "emails.delivery.opened" in names
    assert not {name for name in names if "machine" in name}
    changed = api.patch(SCORING, {"fit_weight": 80, "fit_a": 25, "fit_b": 10}).json()
    assert (changed["fit_weight"], changed["counting"], changed["total"]) == (80, "queued", 1)
    assert changed["grid"]["A1"] == 1


def test_limits_must_fall(api, workspace):
    answer = api.patch(SCORING, {"fit_a": 20})
    assert (answer.status_code, "A must begin above B" in str(answer.json())) == (400, True)


def test_the_grid_of_a_member_has_their_leads_alone(api, lead, member):
    member.memberships.update(own_leads_only=True)
    make_lead(lead.workspace, owner=member)
    assert sum(api.get(SCORING).json()["grid"].values()) == 1


def test_while_it_is_silent_it_counts_the_leads_closed_by_now(api, lead):
    make_lead(lead.workspace, status="won")
    make_lead(lead.workspace, status="lost")
    for found in (api.get(f"{SCORING}/prediction").json(), api.post(score_of(lead)).json()["prediction"]):
        assert (found["won"], found["missing_won"], found["lost"], found["trained_at"]) == (1, 19, 1, None)


def test_learning_is_asked_for(api, workspace):
    found = api.get(f"{SCORING}/prediction").json()
    assert (found["won"], found["missing_won"], found["is_silent"], found["asked_at"]) == (0, 20, True, None)
    assert api.post(f"{SCORING}/prediction").status_code == 202
    assert Prediction.objects.get().asked_at is not None


def test_deleted_leads_can_still_be_asked_about(api, lead, member):
    actions.delete_lead(lead=lead, by=member)
    assert api.get(score_of(lead)).status_code == 200
