"""What a prediction learns from: leads as they were before they were won or lost."""

from datetime import timedelta

import pytest

from crm import actions
from crm.actions.predicting import ask_to_learn, due_to_learn, learn
from crm.actions.scoring import score_leads
from crm.models import Lead, LeadEdit, Prediction, Scoring
from crm.scoring.breakdown import breakdown_of
from crm.scoring.features import outcomes_of
from crm.scoring.predicting import in_words
from tests.crm.scoring.conftest import NOW
from tests.factories.crm import make_change, make_lead, make_rule
from webox.analytics.actions import record, stitch

pytestmark = pytest.mark.django_db


def closed(workspace, status="won", days=10, **fields):
    return make_lead(workspace, status=status, status_since=NOW - timedelta(days=days), **fields)


def many(workspace, status, number, **fields):
    """Closed one after the other over the same forty days."""
    for place in range(number):
        closed(workspace, status, days=40 - 40 * place / number, **fields)


def features(workspace):
    return [(outcome.won, outcome.features) for outcome in outcomes_of(workspace)]


def test_facts_become_features(bare):
    closed(
        bare,
        source=" Salon ",
        phone="1",
        email="a@dupont.fr",
        company="Dupont",
        estimated_value="2500",
        tags=["vip"],
        notes="secret",
        lost_reason="",
    )
    (outcome,) = outcomes_of(bare)
    assert outcome.features == {
        "source": "salon",
        "phone": "yes",
        "email": "professional",
        "company": "yes",
        "job_title": "no",
        "value": "good",
        "engagement": "none",
    }
    assert (outcome.won, outcome.tags) == (True, {"vip"})


def test_the_first_closed_comes_first_and_open_or_deleted_leads_are_left_out(bare):
    closed(bare, "won", 1, source="new")
    closed(bare, "lost", 9, source="old")
    closed(bare, "won", 5, source="gone", deleted_at=NOW)
    make_lead(bare, source="open")
    assert [(won, known["source"]) for won, known in features(bare)] == [(False, "old"), (True, "new")]


def test_what_was_edited_with_or_after_the_closing_is_put_back(bare):
    lead = closed(bare, days=10, phone="1", estimated_value=90_000, tags=["client"], company="Dupont")

    def edit(days, **changes):
        LeadEdit.objects.create(workspace=bare, lead=lead, at=NOW - timedelta(days=days), changes=changes)

    edit(20, company=["", "Dupont"])
    edit(10, estimated_value=["100.00", "200.00"])
    edit(5, estimated_value=["200.00", "90000.00"], tags=[["lead"], ["client"]], phone=["", "1"])
    (outcome,) = outcomes_of(bare)
    known = outcome.features
    assert (known["value"], known["phone"], known["company"]) == ("low", "no", "yes")
    assert outcome.tags == {"lead"}


def test_engagement_is_what_it_was_before_the_closing(bare):
    make_rule(bare, "engagement", points=20)
    make_rule(bare, "engagement", points=20, event_type="funnels.page.viewed")
    before, after, visitor, faded = (closed(bare, days=10, source=name) for name in ("before", "after", "v", "faded"))
    for lead, days in ((before, 10.1), (before, 10.2), (after, 9), (after, 1), (faded, 100)):
        record(workspace=bare, type="emails.delivery.opened", at=NOW - timedelta(days=days), lead_id=lead.pk)
    for days in (10.1, 10.1, 10.2, 9):
        record(workspace=bare, type="funnels.page.viewed", at=NOW - timedelta(days=days), visitor="a" * 32)
    stitch(workspace=bare, visitor="a" * 32, lead_id=visitor.pk)
    assert {known["source"]: known["engagement"] for _won, known in features(bare)} == {
        "before": "some",
        "after": "none",
        "v": "much",
        "faded": "none",
    }


def test_nothing_is_said_below_20_of_each(bare):
    many(bare, "won", 19)
    many(bare, "lost", 30)
    prediction = learn(workspace=bare)
    assert (prediction.won, prediction.lost, prediction.counts) == (19, 30, {})
    assert (prediction.missing_won, prediction.missing_lost, prediction.is_silent) == (1, 0, True)
    lead = make_lead(bare)
    score_leads(workspace=bare, lead_ids=[lead.pk])
    lead.refresh_from_db()
    assert (lead.probability, breakdown_of(lead).forecast) == (None, None)


@pytest.fixture
def learnt(bare):
    """Of 40 referred leads 36 were won, of 40 others 4."""
    for status, source, number in (("won", "referral", 36), ("lost", "referral", 4)):
        many(bare, status, number, source=source, phone="1")
    for status, source, number in (("won", "ads", 4), ("lost", "ads", 36)):
        many(bare, status, number, source=source, phone="1")
    learn(workspace=bare)
    return bare


def test_an_open_lead_gets_its_chance_and_the_reasons(learnt):
    lead = make_lead(learnt, source="Referral", phone="1")
    score_leads(workspace=learnt, lead_ids=[lead.pk])
    lead.refresh_from_db()
    forecast = breakdown_of(lead).forecast
    # The odds of the source alone: (36 + 1) / (4 + 1)
    assert forecast.probability == pytest.approx(37 / 42)
    assert lead.probability == 88
    assert sum(part.points for part in forecast.parts) == forecast.points == 29
    words = [in_words(part, {}) for part in forecast.parts[:2]]
    assert words == ["All leads, before anything is known of this one", "Source: referral"]
    assert [part.points for part in forecast.parts[:2]] == [0, 29]


def test_a_closed_lead_has_no_chance_any_more(learnt, member):
    lead = make_lead(learnt, source="referral")
    score_leads(workspace=learnt, lead_ids=[lead.pk])
    assert Lead.objects.get(pk=lead.pk).probability == 88
    actions.change_status(lead=lead, status="won", by=member)
    score_leads(workspace=learnt, lead_ids=[lead.pk])
    assert Lead.objects.get(pk=lead.pk).probability is None


def test_learning_anew_counts_everyone_when_it_learnt_something_else(learnt):
    assert Scoring.objects.get().round == 1
    learn(workspace=learnt)
    assert Scoring.objects.get().round == 1
    many(learnt, "lost", 5, source="fair")
    learn(workspace=learnt)
    assert Scoring.objects.get().round == 2
    assert Prediction.objects.get().lost == 45


def test_the_test_is_kept_with_what_was_learnt(learnt):
    found = Prediction.objects.get().backtest
    assert found["enough"]
    assert found["deciles"][0]["lift"] > 1.3
    assert found["brier"] < found["base_brier"]


def test_it_learns_within_a_day_of_a_closing_or_at_once_when_asked(bare, other_workspace, member):
    assert list(due_to_learn()) == []
    make_change(closed(bare), "won", kind="created", at=NOW - timedelta(days=3))
    assert list(due_to_learn(NOW)) == [bare]
    learn(workspace=bare)
    Prediction.objects.update(trained_at=NOW - timedelta(days=2))
    assert list(due_to_learn(NOW)) == []
    make_change(closed(bare), "lost", kind="created", at=NOW - timedelta(hours=3))
    assert list(due_to_learn(NOW)) == [bare]
    Prediction.objects.update(trained_at=NOW - timedelta(hours=4))
    assert list(due_to_learn(NOW)) == [], "not twice a day"
    ask_to_learn(workspace=bare, by=member)
    assert list(due_to_learn(NOW)) == [bare]
    assert learn(workspace=bare).asked_at is None
