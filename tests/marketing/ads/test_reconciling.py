from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from marketing.ads.reconciling import leads_of, reconciliation_of
from marketing.funnels.events import OPTED_IN
from tests.factories.accounts import make_member
from tests.factories.ads import figures, make_ad_campaign, make_day
from tests.factories.crm import make_lead
from webox.accounts.models import Membership
from webox.analytics.actions import record
from webox.analytics.events import VISIT_STARTED
from webox.analytics.periods import Period

pytestmark = pytest.mark.django_db
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def membership(workspace, owner):
    return Membership.objects.get(user=owner)


@pytest.fixture
def campaign(workspace):
    campaign = make_ad_campaign(workspace, name="Été", platform="facebook", utm_campaign="Ete26", external_id="120")
    make_day(campaign, "2026-03-31", **figures(1000, 10, "3", "50"))
    return campaign


def visit(workspace, visitor="v1", at=NOON, **touch):
    record(workspace=workspace, type=VISIT_STARTED, at=at, visitor=visitor, properties=touch)


def opt_in(workspace, visitor="v1", at=NOON + timedelta(minutes=5), **fields):
    lead = make_lead(workspace, **fields)
    record(workspace=workspace, type=OPTED_IN, at=at, visitor=visitor, lead_id=lead.pk, subject=("funnelpage", 1))
    return lead


@pytest.mark.parametrize(
    ("touch", "is_ours"),
    [
        ({"utm_campaign": "Ete26"}, True),
        ({"utm_campaign": "ete26", "utm_source": "ig", "fbclid": "x"}, True),
        ({"utm_campaign": "Été"}, True),
        ({"utm_campaign": "120"}, True),
        ({"utm_id": "120", "utm_campaign": "whatever"}, True),
        ({"utm_campaign": "ete26", "utm_source": "facebook-ads"}, True),
        ({"utm_campaign": "ete26", "utm_source": "promo", "fbclid": "x"}, True),
        ({"utm_campaign": "ete26", "utm_source": "newsletter"}, False),
        ({"utm_campaign": "ete26", "utm_source": "google"}, False),
        ({"utm_campaign": "ete26", "gclid": "x"}, False),
        ({"utm_campaign": "hiver"}, False),
        ({"utm_id": "121"}, False),
        ({"fbclid": "x"}, False),
        ({}, False),
    ],
)
def test_whose_visit_it_is(touch, is_ours, workspace, campaign, membership):
    visit(workspace, **touch)
    assert reconciliation_of(campaign, MARCH, membership).visits == is_ours


@pytest.mark.parametrize(
    ("touch", "is_ours"),
    [
        ({"utm_source": "bing", "msclkid": "x"}, True),
        ({"utm_source": "spotify"}, True),
        ({"utm_source": "newsletter"}, False),
        ({"utm_source": "google"}, False),
        ({"ttclid": "x"}, False),
    ],
)
def test_whose_visit_it_is_on_a_platform_without_a_name(touch, is_ours, workspace, membership):
    campaign = make_ad_campaign(workspace, name="Noël", platform="other")
    visit(workspace, utm_campaign="noel", **touch)
    assert reconciliation_of(campaign, MARCH, membership).visits == is_ours


def test_opt_ins_follow_the_visit_of_their_visitor(workspace, campaign, membership):
    visit(workspace, "v1", utm_campaign="ete26")
    visit(workspace, "v1", NOON + timedelta(days=2), landing="/p")
    won = opt_in(workspace, "v1", NOON + timedelta(days=2), status="won", estimated_value=900)
    visit(workspace, "v2", NOON - timedelta(days=12), utm_campaign="ete26")
    other = opt_in(workspace, "v2")
    opt_in(workspace, "v3")
    visit(workspace, "v3", NOON + timedelta(days=1), utm_campaign="ete26")
    opt_in(workspace, "")
    found = reconciliation_of(campaign, MARCH, membership)
    assert (found.clicks, found.visits, found.visitors) == (10, 2, 2)
    assert (found.conversions, found.opt_ins, found.leads) == (3, 2, 2)
    assert (found.won, found.won_value) == (1, Decimal(900))
    assert (found.click_gap, found.conversion_gap) == (-8, -1)
    assert set(leads_of(campaign, MARCH, membership)) == {won, other}


def test_gaps_are_explained(workspace, campaign, membership):
    visit(workspace, "v1", utm_campaign="ete26")
    visit(workspace, "v2", fbclid="x")
    opt_in(workspace, "v2")
    found = reconciliation_of(campaign, MARCH, membership)
    assert (found.unnamed_visits, found.unnamed_opt_ins) == (1, 1)
    assert [sentence.partition(":")[0] for sentence in found.sentences] == [
        "9 clicks are no visits here",
        "The platform claims more conversions than opt-ins that began with its click",
        "1 more visit with a click id of Facebook (1 opt-ins) names no campaign",
    ]


def test_more_here_than_there_is_explained_too(workspace, membership):
    campaign = make_ad_campaign(workspace, name="Noël", platform="google")
    make_day(campaign, "2026-03-31", **figures(10, 1, "0", "1"))
    for number in range(3):
        visit(workspace, f"v{number}", utm_campaign="noel", gclid=f"g{number}")
    opt_in(workspace, "v1")
    found = reconciliation_of(campaign, MARCH, membership)
    assert [sentence.partition(":")[0] for sentence in found.sentences] == [
        "2 visits more than the platform billed",
        "More opt-ins than the platform knows of",
    ]


def test_no_visit_at_all_names_the_remedy(workspace, membership, settings):
    settings.SITE_URL = "https://box.example"
    campaign = make_ad_campaign(workspace, landing_url="https://box.example/p/a")
    make_day(campaign, "2026-03-31", **figures(10, 1, "0", "1"))
    assert (
        "check that the ads lead to the tracked address" in reconciliation_of(campaign, MARCH, membership).sentences[0]
    )
    campaign.landing_url = "https://elsewhere.example/a"
    assert "is on another site" in reconciliation_of(campaign, MARCH, membership).sentences[0]


def test_days_the_platform_has_not_reported_are_not_compared(workspace, membership):
    campaign = make_ad_campaign(workspace, name="Noël")
    visit(workspace, utm_campaign="noel")
    found = reconciliation_of(campaign, MARCH, membership)
    assert (found.visits, found.has_figures) == (1, False)
    assert found.sentences[0].startswith("The platform’s figures of these days are not here yet")
    make_day(campaign, "2026-03-09", **figures(10, 1, "0", "1"))
    found = reconciliation_of(campaign, MARCH, membership)
    assert (found.visits, found.period.last) == (0, date(2026, 3, 9))


def test_a_stranger_and_somebody_elses_leads_are_not_counted(workspace, other_workspace, campaign, membership):
    visit(other_workspace, utm_campaign="ete26")
    visit(workspace, utm_campaign="ete26")
    opt_in(workspace, "v1")
    limited = Membership.objects.get(user=make_member(workspace, own_leads_only=True))
    assert reconciliation_of(campaign, MARCH, membership).leads == 1
    found = reconciliation_of(campaign, MARCH, limited)
    assert (found.visits, found.leads, leads_of(campaign, MARCH, limited).count()) == (1, 0, 0)
