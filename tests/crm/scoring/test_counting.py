"""Scores as they are counted from leads and events, and as they are from then on."""

from datetime import timedelta

import pytest

from crm.actions.scoring import CHUNK, carry_on, count_everyone, count_grid, missed, score_leads, stalled
from crm.models import Lead, LeadEngagement, Scoring, ScoringRule
from crm.scoring.fields import email_kinds
from crm.scoring.now import scored_between, with_scores
from crm.scoring.standard import email_kind, standard_rules
from crm.segments import leads_matching
from tests.crm.scoring.conftest import NOW
from tests.factories.accounts import make_workspace
from tests.factories.crm import make_lead, make_rule
from webox.analytics.actions import record, stitch

pytestmark = pytest.mark.django_db


def scored(lead, at=NOW):
    score_leads(workspace=lead.workspace, lead_ids=[lead.pk], at=at)
    lead.refresh_from_db()
    return lead.fit, lead.engagement, lead.score


def later(lead, days):
    """(engagement, score) of a lead as read so many days after it was counted."""
    row = with_scores(Lead.objects.filter(pk=lead.pk), NOW + timedelta(days=days)).get()
    return row.engagement_now, row.score_now


def test_fit_is_the_sum_of_the_rules_that_hold(bare):
    make_rule(bare, points=30)
    make_rule(bare, points=25, rules={"all": [{"field": "company", "op": "is", "value": "Dupont"}]})
    make_rule(bare, points=-10, rules={"all": [{"field": "tags", "op": "any", "value": ["student"]}]})
    make_rule(bare, points=50, is_active=False)
    assert scored(make_lead(bare)) == (0, 0, 0)
    assert scored(make_lead(bare, phone="1")) == (30, 0, 15)
    assert scored(make_lead(bare, phone="1", company="Dupont")) == (55, 0, 28)
    assert scored(make_lead(bare, phone="1", tags=["student"])) == (20, 0, 10)


def test_a_sum_stays_between_0_and_100(bare):
    make_rule(bare, points=70)
    make_rule(bare, points=70)
    make_rule(bare, points=-100, rules={"all": [{"field": "company", "op": "not_empty"}]})
    assert scored(make_lead(bare, phone="1"))[0] == 100
    assert scored(make_lead(bare, company="x"))[0] == 0


def test_engagement_halves_with_every_half_life(bare, happened):
    make_rule(bare, "engagement", points=40)
    lead = make_lead(bare)
    happened(lead, 0)
    happened(lead, 14)
    assert scored(lead) == (0, 60, 30)  # 40 + 20
    assert [later(lead, days) for days in (0, 14, 28)] == [(60, 30), (30, 15), (15, 8)]
    lead.refresh_from_db()
    assert (lead.engagement, lead.score) == (60, 30), "reading rewrites nothing"


def test_a_cap_holds_until_the_value_has_fallen_below_it(bare, happened):
    make_rule(bare, "engagement", points=40, cap=50)
    lead = make_lead(bare)
    for _ in range(4):
        happened(lead, 0)
    assert scored(lead)[1] == 50
    # 160, 80, 40 before the cap
    assert [later(lead, days)[0] for days in (0, 14, 28)] == [50, 50, 40]


def test_negative_points_lower_what_others_give_and_fade_too(bare, happened):
    make_rule(bare, "engagement", points=40, half_life_days=14)
    make_rule(bare, "engagement", points=-30, half_life_days=7, event_type="emails.delivery.unsubscribed")
    lead = make_lead(bare)
    happened(lead, 0)
    happened(lead, 0, "emails.delivery.unsubscribed")
    assert scored(lead)[1] == 10
    # 20 − 7.5: it may rise while it fades
    assert later(lead, 14)[0] == 13


def test_what_machines_did_changes_nothing(bare, happened):
    make_rule(bare, "engagement", points=40)
    make_rule(bare, "engagement", points=40, event_type="emails.delivery.clicked")
    lead = make_lead(bare)
    happened(lead, 1, "emails.delivery.machine_opened")
    happened(lead, 1, "emails.delivery.machine_clicked")
    assert scored(lead) == (0, 0, 0)
    assert LeadEngagement.objects.count() == 0


def test_counting_twice_is_counting_once(bare, happened):
    make_rule(bare, "engagement", points=40)
    lead = make_lead(bare)
    happened(lead, 0)
    assert scored(lead) == scored(lead) == (0, 40, 20)
    row = LeadEngagement.objects.get()
    assert (row.value, row.count, row.last_at, row.as_of) == (40, 1, NOW, NOW)


def test_an_event_long_gone_leaves_nothing_behind(bare, happened):
    make_rule(bare, "engagement", points=40)
    lead = make_lead(bare)
    happened(lead, 0)
    assert scored(lead)[1] == 40
    assert scored(lead, NOW + timedelta(days=200))[1] == 0
    assert LeadEngagement.objects.count() == 0


def test_visits_before_the_address_was_known_count(bare):
    make_rule(bare, "engagement", points=8, event_type="funnels.page.viewed")
    lead, stranger = make_lead(bare), make_lead(bare)
    for visitor in ("a" * 32, "b" * 32, "c" * 32):
        record(workspace=bare, type="funnels.page.viewed", at=NOW, visitor=visitor)
    assert scored(lead)[1] == 0
    stitch(workspace=bare, visitor="a" * 32, lead_id=lead.pk)
    stitch(workspace=bare, visitor="b" * 32, lead_id=lead.pk)
    record(workspace=bare, type="funnels.page.viewed", at=NOW, lead_id=lead.pk, visitor="a" * 32)
    assert scored(lead)[1] == 24
    assert scored(stranger)[1] == 0


def test_another_workspaces_events_and_leads_are_left_alone(bare, other_workspace, happened):
    make_rule(bare, "engagement", points=40)
    ours, theirs = make_lead(bare), make_lead(other_workspace)
    record(workspace=other_workspace, type="emails.delivery.opened", at=NOW, lead_id=ours.pk)
    score_leads(workspace=bare, lead_ids=[ours.pk, theirs.pk], at=NOW)
    theirs.refresh_from_db()
    ours.refresh_from_db()
    assert (ours.engagement, theirs.scored_at) == (0, None)


def test_counting_does_not_look_like_an_edit(bare):
    make_rule(bare)
    lead = make_lead(bare, phone="1")
    before = lead.updated_at
    assert scored(lead)[0] == 10
    assert lead.updated_at == before


def test_a_rule_that_cannot_be_read_gives_nothing(bare):
    make_rule(bare, rules={"all": [{"field": "custom.gone", "op": "not_empty"}]})
    make_rule(bare, points=7, rules={})
    assert scored(make_lead(bare))[0] == 7


def test_many_leads_cost_as_many_queries_as_one(bare, happened, django_assert_num_queries):
    make_rule(bare)
    make_rule(bare, "engagement")
    leads = [make_lead(bare, phone="1") for _ in range(30)]
    for lead in leads:
        happened(lead, 1)
    for number in (1, 30):
        Lead.objects.update(scored_at=None)
        ids = [lead.pk for lead in leads[:number]]
        with django_assert_num_queries(12):
            score_leads(workspace=bare, lead_ids=ids, at=NOW + timedelta(seconds=number))
    assert set(Lead.objects.values_list("fit", flat=True)) == {10}


# Filters


@pytest.fixture
def faded(bare, happened):
    """Leads with an engagement of 80, 40, 20 and none when counted; two weeks later 40, 20, 10 and none."""
    make_rule(bare, "engagement", points=10)
    leads = [make_lead(bare, last_name=str(number)) for number in (8, 4, 2, 0)]
    for lead in leads:
        for _ in range(int(lead.last_name)):
            happened(lead, 0)
    score_leads(workspace=bare, lead_ids=[lead.pk for lead in leads], at=NOW)
    return bare


@pytest.mark.parametrize("only_fades", [True, False])
@pytest.mark.parametrize(
    ("name", "least", "most", "found"),
    [
        ("engagement", 40, None, ["8"]),
        ("engagement", 20, None, ["4", "8"]),
        ("engagement", 11, 39, ["4"]),
        ("engagement", None, 10, ["0", "2"]),
        ("score", 20, None, ["8"]),
        ("score", 10, None, ["4", "8"]),
        ("score", None, 5, ["0", "2"]),
        ("score", 21, None, []),
        ("fit", 1, None, []),
        ("fit", None, 0, ["0", "2", "4", "8"]),
    ],
)
def test_filters_ask_for_what_is_now(faded, name, least, most, found, only_fades):
    if not only_fades:
        make_rule(faded, "engagement", points=-1, event_type="emails.delivery.unsubscribed")
    leads = scored_between(Lead.objects.all(), faded, name, least, most, NOW + timedelta(days=14))
    assert sorted(leads.values_list("last_name", flat=True)) == found


def test_a_lead_never_counted_has_the_score_it_was_given(workspace):
    make_lead(workspace, score=70)
    assert scored_between(Lead.objects.all(), workspace, "score", 70, 70).count() == 1
    assert scored_between(Lead.objects.all(), workspace, "score", 71).count() == 0


def test_segments_ask_for_what_is_now(bare):
    make_rule(bare, "engagement", points=64, half_life_days=1)
    lead = make_lead(bare)
    opened = record(workspace=bare, type="emails.delivery.opened", lead_id=lead.pk)
    score_leads(workspace=bare, lead_ids=[lead.pk], at=opened.at)

    def holds(field, op, value):
        return leads_matching(bare, {"all": [{"field": field, "op": op, "value": value}]}).exists()

    assert (holds("engagement", "gte", 63), holds("score", "between", [31, 32])) == (True, True)
    LeadEngagement.objects.update(as_of=opened.at - timedelta(days=2))
    assert (holds("engagement", "gte", 63), holds("engagement", "eq", 16), holds("score", "eq", 8)) == (
        False,
        True,
        True,
    )
    assert (holds("fit", "eq", 0), holds("probability", "gte", 0)) == (True, False)


@pytest.mark.parametrize(
    ("email", "kind"),
    [
        ("a@gmail.com", "free"),
        ("a@Orange.fr", "free"),
        ("a@dupont.fr", "professional"),
        ("a@gmail.com.dupont.fr", "professional"),
        ("", "none"),
    ],
)
def test_the_kind_of_an_address_is_the_same_in_sql_and_in_python(workspace, email, kind):
    make_lead(workspace, email=email)
    assert email_kind(email) == kind
    for value, _label in email_kinds(workspace):
        rules = {"all": [{"field": "email_kind", "op": "in", "value": [value]}]}
        assert leads_matching(workspace, rules).exists() == (value == kind)


# Everyone


def test_everyone_is_counted_and_the_progress_kept(bare):
    leads = [make_lead(bare, phone="1") for _ in range(3)]
    make_lead(bare, phone="1", deleted_at=NOW)
    make_rule(bare)
    scoring = count_everyone(workspace=bare)
    assert (scoring.state, scoring.done, scoring.total) == ("queued", 0, 3)
    carry_on(scoring_id=scoring.pk)
    scoring.refresh_from_db()
    assert (scoring.state, scoring.done, scoring.total) == ("idle", 3, 3)
    assert [lead.fit for lead in Lead.objects.filter(pk__in=[lead.pk for lead in leads])] == [10, 10, 10]


def test_a_killed_workers_successor_goes_on_from_there(bare):
    leads = [make_lead(bare, phone="1") for _ in range(4)]
    make_rule(bare)
    scoring = count_everyone(workspace=bare)
    died = NOW - timedelta(days=1)
    Scoring.objects.filter(pk=scoring.pk).update(state="running", last_lead_id=leads[2].pk, done=2, seen_at=died)
    assert list(stalled()) == [scoring]
    carry_on(scoring_id=scoring.pk)
    scoring.refresh_from_db()
    assert (scoring.state, scoring.done) == ("idle", 4)
    assert [lead.fit for lead in Lead.objects.order_by("pk")] == [10, 10, 0, 0]


def test_two_workers_do_not_walk_together(bare):
    make_lead(bare, phone="1")
    make_rule(bare)
    scoring = count_everyone(workspace=bare)
    Scoring.objects.filter(pk=scoring.pk).update(state="running")
    carry_on(scoring_id=scoring.pk)
    assert Lead.objects.get().scored_at is None


def test_a_chunk_is_not_the_end(bare, monkeypatch):
    monkeypatch.setattr("crm.actions.scoring.CHUNK", 2)
    assert CHUNK == 500
    for _ in range(5):
        make_lead(bare, phone="1")
    make_rule(bare)
    carry_on(scoring_id=count_everyone(workspace=bare).pk)
    assert Lead.objects.filter(fit=10).count() == 5
    assert Scoring.objects.get(workspace=bare).done == 5


def test_a_lost_doorbell_is_made_up_for(bare, happened):
    make_rule(bare, "engagement")
    counted, forgotten, machine = make_lead(bare), make_lead(bare), make_lead(bare)
    for lead in (counted, forgotten):
        happened(lead, 0.01)
    happened(machine, 0.01, "emails.delivery.machine_opened")
    happened(make_lead(bare), 1)
    scored(counted)
    assert missed(NOW) == {bare.pk: {forgotten.pk}}
    scored(forgotten)
    assert missed(NOW) == {}


def test_the_grid_counts_what_is_now(faded):
    count_grid(workspace=faded)
    grid = Scoring.objects.get(workspace=faded).grid
    assert {cell: number for cell, number in grid.items() if number} == {"C1": 1, "C2": 2, "C3": 1}


def test_a_new_workspace_has_rules_that_can_be_read(db):
    workspace = make_workspace(language="en")
    rules = ScoringRule.objects.for_workspace(workspace)
    assert [rule.name for rule in rules] == [rule["name"] for rule in standard_rules()]
    decider = make_lead(
        workspace,
        email="a@dupont.fr",
        phone="1",
        company="Dupont",
        job_title="Directrice générale",
        estimated_value=5000,
    )
    nobody = make_lead(workspace, email="a@gmail.com")
    assert (scored(decider), scored(nobody)) == ((85, 0, 43), (0, 0, 0))
    assert scored(make_lead(workspace, email="", source="Parrainage"))[0] == 20
