import json

import pytest

from crm.models import Lead, Prediction, Scoring, ScoringRule
from tests.factories.crm import make_lead, make_rule
from webox.analytics.actions import record

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
PHONE = json.dumps({"all": [{"field": "phone", "op": "not_empty"}]})


@pytest.fixture
def bare(workspace):
    ScoringRule.objects.all().delete()
    return workspace


def test_the_page_shows_rules_and_a_grid_whose_cells_open_their_leads(member_client, workspace):
    lead = make_lead(workspace, first_name="Zoé")
    Lead.objects.filter(pk=lead.pk).update(fit=70, scored_at="2026-01-01T00:00Z")
    make_lead(workspace, first_name="Paul")
    page = member_client.get("/crm/scoring")
    cells = {cell.name: cell for _letter, cells in page.context["rows"] for cell in cells}
    assert {name: cell.count for name, cell in cells.items() if cell.count} == {"A3": 1, "C3": 1}
    for name, first_name in (("A3", "Zoé"), ("C3", "Paul")):
        behind = member_client.get(cells[name].url.replace("&amp;", "&")).context["page"]
        assert [row.first_name for row in behind.rows] == [first_name]
    assert "Professional email address" in page.text or "professionnelle" in page.text
    assert page.text.count("/crm/scoring/rules/") >= 11


def test_a_viewer_sees_rules_without_the_way_to_change_them(viewer_client, workspace):
    page = viewer_client.get("/crm/scoring")
    assert page.status_code == 200
    assert "/crm/scoring/rules/" not in page.text


def test_a_rule_of_fit_is_made_and_changed(member_client, bare):
    form = {"name": "Phone", "points": "15", "is_active": "on", "rules": PHONE}
    assert member_client.post("/crm/scoring/rules/new?kind=fit", form).status_code == 302
    rule = ScoringRule.objects.get()
    assert (rule.kind, rule.points, rule.rules, rule.event_type) == ("fit", 15, json.loads(PHONE), "")
    address = f"/crm/scoring/rules/{rule.pk}"
    assert member_client.post(address, {**form, "points": "-20", "is_active": ""}).status_code == 302
    rule.refresh_from_db()
    assert (rule.points, rule.is_active, Scoring.objects.get().round) == (-20, False, 2)
    assert member_client.post(f"{address}/delete").status_code == 302
    assert (ScoringRule.objects.count(), Scoring.objects.get().round) == (0, 3)


def test_a_rule_of_engagement_is_made(member_client, bare):
    form = {"name": "Opened", "event_type": "emails.delivery.opened", "points": "5", "is_active": "on"}
    refused = member_client.post("/crm/scoring/rules/new?kind=engagement", form)
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"cap", "half_life_days"}
    assert 'value="Opened"' in refused.text
    kept = form | {"cap": "20", "half_life_days": "14"}
    assert member_client.post("/crm/scoring/rules/new?kind=engagement", kept).status_code == 302
    rule = ScoringRule.objects.get()
    assert (rule.event_type, rule.cap, rule.half_life_days) == ("emails.delivery.opened", 20, 14)
    machine = kept | {"event_type": "emails.delivery.machine_opened"}
    assert member_client.post("/crm/scoring/rules/new?kind=engagement", machine).status_code == 422


def test_a_rule_of_a_programs_own_event_keeps_it(member_client, bare):
    rule = make_rule(bare, "engagement", event_type="custom.demo.booked")
    page = member_client.get(f"/crm/scoring/rules/{rule.pk}")
    assert '<option value="custom.demo.booked" selected>' in page.text
    form = {"name": "x", "event_type": "custom.demo.booked", "points": "9", "cap": "20", "half_life_days": "14"}
    assert member_client.post(f"/crm/scoring/rules/{rule.pk}", form).status_code == 302
    assert ScoringRule.objects.get().points == 9


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"points": "0"}, "points"), ({"points": "101"}, "points"), ({"rules": "{"}, "rules"), ({"name": ""}, "name")],
)
def test_a_wrong_rule_keeps_what_was_typed(member_client, bare, changed, field):
    form = {"name": "Phone", "points": "15", "rules": PHONE} | changed
    page = member_client.post("/crm/scoring/rules/new?kind=fit", form)
    assert (page.status_code, set(page.context["form"].errors)) == (422, {field})
    assert ScoringRule.objects.count() == 0


def test_an_unknown_kind_is_not_there(member_client, workspace):
    assert member_client.get("/crm/scoring/rules/new?kind=nonsense").status_code == 404


def test_a_rule_is_tried_on_leads_before_it_is_saved(member_client, bare):
    make_rule(bare, points=10)
    make_lead(bare, first_name="Zoé", last_name="Martin", phone="1")
    make_lead(bare, first_name="Paul", last_name="Petit")
    form = {"kind": "fit", "points": "60", "is_active": "on", "rules": PHONE}
    trials = member_client.post("/crm/scoring/rules/preview", form).context["trials"]
    found = {trial.lead.first_name: (trial.before.fit, trial.after.fit, trial.after.cell) for trial in trials}
    assert found == {"Zoé": (10, 70, "A3"), "Paul": (0, 0, "C3")}
    (trial,) = member_client.post("/crm/scoring/rules/preview", form | {"lead": "martin"}).context["trials"]
    assert (trial.before.score, trial.after.score, trial.is_changed) == (5, 35, True)
    assert ScoringRule.objects.get().points == 10


def test_a_rule_that_is_there_is_tried_in_its_place(member_client, bare):
    rule = make_rule(bare, "engagement", points=10)
    lead = make_lead(bare)
    record(workspace=bare, type="emails.delivery.opened", lead_id=lead.pk)
    form = {"rule": rule.pk, "event_type": rule.event_type, "points": "40", "cap": "30", "half_life_days": "14"}
    (trial,) = member_client.post("/crm/scoring/rules/preview", form | {"is_active": "on"}).context["trials"]
    assert (trial.before.engagement, trial.after.engagement) == (10, 30)
    (trial,) = member_client.post("/crm/scoring/rules/preview", form).context["trials"]
    assert trial.after.engagement == 0
    assert "Complete the rule" in member_client.post("/crm/scoring/rules/preview", form | {"points": ""}).text


def test_a_rule_is_tried_on_leads_one_may_see(client, bare, limited):
    client.force_login(limited)
    make_lead(bare, first_name="Zoé")
    form = {"kind": "fit", "points": "60", "rules": PHONE}
    assert client.post("/crm/scoring/rules/preview", form).context["trials"] == []


def test_weight_and_limits_are_kept(member_client, workspace):
    form = {"fit_weight": "70", "fit_a": "50", "fit_b": "60", "engagement_1": "40", "engagement_2": "10"}
    refused = member_client.post("/crm/scoring/settings", form, headers=HTMX)
    assert (refused.status_code, "A must begin above B" in refused.text) == (422, True)
    kept = member_client.post("/crm/scoring/settings", form | {"fit_b": "20"}, headers=HTMX)
    assert kept["HX-Redirect"] == "/crm/scoring"
    assert (Scoring.objects.get().fit_weight, Scoring.objects.get().state) == (70, "queued")
    assert "Counting every lead anew" in member_client.get("/crm/scoring/progress", headers=HTMX).text


def test_the_card_says_what_gives_points_and_what_would(member_client, bare):
    make_rule(bare, points=30, name="Has a phone number")
    make_rule(bare, "engagement", points=40, cap=60, name="Opened an email")
    lead = make_lead(bare, phone="1")
    for _ in range(2):
        record(workspace=bare, type="emails.delivery.opened", lead_id=lead.pk)
    before = member_client.get(f"/crm/{lead.pk}/score", headers=HTMX)
    assert before.context["found"].engagement == 0
    card = member_client.post(f"/crm/{lead.pk}/score", headers=HTMX)
    found = card.context["found"]
    assert (found.fit, found.engagement, found.score, found.cell) == (30, 60, 45, "B1")
    assert [(line.rule.name, line.details) for line in found.lines] == [
        ("Opened an email", "2 times · half gone after 14 days · capped at 60"),
        ("Has a phone number", ""),
    ]
    assert "20 won leads and 20 lost leads" in card.text
    assert "<html" not in card.text
    assert "<html" in member_client.get(f"/crm/{lead.pk}/score").text


def test_the_card_of_somebody_elses_lead_is_not_there(client, workspace, limited):
    client.force_login(limited)
    assert client.get(f"/crm/{make_lead(workspace).pk}/score").status_code == 404


def test_the_back_test_says_when_there_is_too_little(member_client, workspace):
    assert "Too little to test" in member_client.get("/crm/scoring/backtest").text


def test_the_back_test_shows_lift_and_calibration(member_client, workspace):
    ten = {"leads": 10, "won": 6, "rate": 0.6, "lift": 2.0, "from": 0.5, "to": 0.9}
    band = {"from": 50, "to": 60, "leads": 4, "said": 0.55, "came": 0.5}
    found = {
        "enough": True,
        "learnt": {"won": 70, "lost": 70},
        "tried": {"won": 30, "lost": 70},
        "brier": 0.12,
        "base_brier": 0.21,
        "base_rate": 0.3,
        "deciles": [ten] * 10,
        "calibration": [band],
    }
    Prediction.objects.create(workspace=workspace, won=100, lost=140, backtest=found)
    page = member_client.get("/crm/scoring/backtest")
    assert (page.context["tried"], page.context["deciles"][0]["to"], page.context["calibration"][0]["said"]) == (
        100,
        90,
        55,
    )
    assert "It knows more than the average does." in page.text
    assert "2.0 ×" in page.text


def test_learning_is_asked_for(member_client, workspace):
    answer = member_client.post("/crm/scoring/learn", {"next": "/crm/scoring/backtest"})
    assert answer["Location"] == "/crm/scoring/backtest"
    assert member_client.post("/crm/scoring/learn", {"next": "https://evil.example"})["Location"] == "/crm/scoring"
    assert Prediction.objects.get().asked_at is not None
