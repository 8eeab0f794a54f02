import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.actions import change_status, create_lead
from crm.events import LEAD_CREATED, LEAD_RETURNED, LEAD_STATUS_CHANGED
from marketing.emails.events import CLICKED, OPENED, SENT
from marketing.funnels.events import FUNNEL_CONVERTED, FUNNEL_ENTERED, OPTED_IN
from tests.factories.accounts import make_member, make_workspace
from tests.factories.ads import figures as ad_figures
from tests.factories.ads import make_ad_campaign, make_day
from tests.factories.crm import make_lead
from tests.factories.emails import make_campaign
from tests.factories.funnels import make_funnel
from webox.analytics.actions import record
from webox.dashboard.figures import AdCosts, Figure

pytestmark = pytest.mark.django_db
HOME = "/marketing-dashboard"


def days_ago(number):
    """Noon of a day in Paris, where the test's workspace lives."""
    paris = ZoneInfo("Europe/Paris")
    return datetime.combine(timezone.now().astimezone(paris).date() - timedelta(days=number), time(12), paris)


def fill(workspace, member, number):
    """`number` of everything the page shows, in this period and in the one before."""
    for n in range(number):
        funnel = make_funnel(workspace)
        campaign = make_campaign(workspace, frozen_at=days_ago(1), status="completed", total_sent=10, total_opened=4)
        lead = create_lead(workspace=workspace, by=member, email=f"p{n}@example.com", source=f"source {n}")
        change_status(lead=lead, status="won", by=member)
        make_day(make_ad_campaign(workspace), days_ago(n % 60).date(), **ad_figures(spend="5"))
        for type, subject in (
            (FUNNEL_ENTERED, funnel),
            (FUNNEL_CONVERTED, funnel),
            (OPTED_IN, funnel),
            (LEAD_RETURNED, funnel),
            (SENT, campaign),
            (OPENED, campaign),
            (CLICKED, campaign),
        ):
            record(workspace=workspace, type=type, at=days_ago(n % 60), lead_id=lead.pk, subject=subject)
    # The feed shows the newest: whatever the hour, a campaign's and a funnel's are among them.
    record(workspace=workspace, type=CLICKED, lead_id=lead.pk, subject=campaign)
    record(workspace=workspace, type=LEAD_RETURNED, lead_id=lead.pk, subject=funnel)


def test_the_root_leads_to_the_dashboard(member_client):
    response = member_client.get("/")
    assert (response.status_code, response["Location"]) == (302, HOME)


def test_who_sees_only_their_own_leads_gets_the_figures_of_those(client, workspace, owner):
    limited = make_member(workspace, own_leads_only=True)
    for number, (person, source, status) in enumerate(
        ((limited, "salon", "won"), (limited, "salon", "lost"), (limited, "", "new"), (owner, "google", "won"))
    ):
        lead = create_lead(workspace=workspace, by=owner, owner=person, email=f"p{number}@example.com", source=source)
        if status != "new":
            change_status(lead=lead, status=status, by=owner)
    seen = {}
    for person in (limited, owner):
        client.force_login(person)
        figures = client.get(HOME).context["figures"]
        seen[person] = figures.leads.now, figures.won.now, figures.decided.now, sum(figures.days[LEAD_CREATED].values())
        seen[person] += (figures.sources,)
    assert seen == {
        limited: (3, 1, 2, 3, [("salon", 2), ("", 1)]),
        owner: (4, 2, 3, 4, [("salon", 2), ("", 1), ("google", 1)]),
    }


def test_figures_are_those_of_the_period_and_of_the_one_before(member_client, workspace):
    for day, number in ((0, 3), (29, 1), (30, 2), (59, 3), (60, 9)):
        for _time in range(number):
            record(workspace=workspace, type=SENT, at=days_ago(day))
    for status, day, number in (("won", 2, 3), ("lost", 2, 1), ("won", 40, 1), ("lost", 40, 1)):
        for _time in range(number):
            record(workspace=workspace, type=LEAD_STATUS_CHANGED, at=days_ago(day), properties={"to": status})
    for day, sent, opened, clicked in ((3, 200, 80, 20), (3, 100, 10, 1), (45, 50, 10, 0)):
        counters = {"total_sent": sent, "total_opened": opened, "total_clicked": clicked}
        make_campaign(workspace, frozen_at=days_ago(day), status="completed", **counters)
    figures = member_client.get(HOME).context["figures"]
    assert (figures.sent, round(figures.sent.change, 3)) == (Figure(4, 5), -20.0)
    assert (figures.won, figures.decided, figures.win_rate) == (Figure(3, 1), Figure(4, 2), Figure(0.75, 0.5))
    assert (figures.open_rate, figures.click_rate) == (Figure(0.3, 0.2), Figure(0.07, 0.0))
    assert round(figures.open_rate.points, 3) == 10.0
    week = member_client.get(f"{HOME}?period=7").context["figures"]
    assert (week.sent, week.sent.change) == (Figure(3, 0), None)


def test_each_count_of_rows_is_the_number_of_the_list_it_leads_to(member_client, workspace, member):
    for n in range(4):
        lead = create_lead(workspace=workspace, by=member, email=f"n{n}@example.com", source="salon & co")
        if n == 3:
            change_status(lead=lead, status="won", by=member)
    create_lead(workspace=workspace, by=member, email="old@example.com", created_at=days_ago(31))
    context = member_client.get(HOME).context
    assert context["figures"].leads == Figure(4, 1)
    assert member_client.get(context["leads_url"]).context["page"].total == 4
    source = context["leads_by_source"]["series"][0]
    assert (source["values"], member_client.get(source["links"][0]).context["page"].total) == ([4], 4)
    today = context["leads_per_day"]["series"][0]
    assert (today["values"][-1], member_client.get(today["links"][-1]).context["page"].total) == (4, 4)
    assert (context["figures"].won.now, member_client.get(context["won_url"]).context["page"].total) == (1, 1)
    assert (context["figures"].decided.now, member_client.get(context["decided_url"]).context["page"].total) == (1, 1)
    for row in context["pipeline"]["statuses"]:
        listed = member_client.get(f"{reverse('crm:lead-list')}?status={row['status']}").context["page"].total
        assert (row["status"], listed) == (row["status"], row["count"])


def test_days_are_those_of_the_workspace(client):
    samoa = make_workspace(time_zone="Pacific/Apia")
    client.force_login(make_member(samoa))
    today = samoa.day_of(timezone.now())
    context = client.get(f"{HOME}?period=7").context
    assert (context["period"].first, context["period"].last) == (today - timedelta(days=6), today)


def test_a_range_of_ones_own_and_one_that_cannot_be_read(member_client, workspace):
    make_lead(workspace)
    response = member_client.get(f"{HOME}?from=2026-01-05&to=2026-01-09")
    period = response.context["period"]
    assert (str(period.first), str(period.last), len(period)) == ("2026-01-05", "2026-01-09", 5)
    assert [preset["active"] for preset in response.context["period_bar"]["presets"]] == [False, False, False]
    response = member_client.get(f"{HOME}?from=2026-02-31&to=2026-03-02")
    text = response.content.decode()
    assert (response.status_code, len(response.context["period"])) == (200, 30)
    assert "“2026-02-31” is not a date. Write it as 2026-01-31." in text
    assert re.findall(r'<input class="form-control" type="date"[^>]*value="([^"]*)"', text) == [
        "2026-02-31",
        "2026-03-02",
    ]


def test_a_fragment_for_htmx_and_a_page_for_everybody_else(member_client, workspace):
    make_lead(workspace)
    page = member_client.get(HOME)
    fragment = member_client.get(HOME, headers={"HX-Request": "true"})
    assert ("<html" in page.content.decode(), "<html" in fragment.content.decode()) == (True, False)
    assert "HX-Request" in fragment["Vary"]
    assert fragment.content.decode().count("data-chart ") == 4


def test_a_new_workspace_is_told_what_to_do_first(member_client, workspace):
    text = member_client.get(HOME).content.decode()
    titles = re.findall(r'<div class="fw-medium">([^<]+)</div>', text)
    assert titles == ["Publish a funnel", "Add your first lead", "Send your first campaign"]
    assert ("data-chart" in text, "is-done" in text) == (False, False)
    make_lead(workspace)
    text = member_client.get(HOME).content.decode()
    assert (text.count("data-chart "), text.count("is-done")) == (4, 1)
    make_funnel(workspace)
    make_campaign(workspace, frozen_at=timezone.now(), status="completed")
    assert "First steps" not in member_client.get(HOME).content.decode()


def test_a_viewer_is_offered_nothing_to_add(viewer_client, workspace):
    text = viewer_client.get(HOME).content.decode()
    assert [url in text for url in ("/crm/new", "/funnels/new", "/email-marketing/new")] == [False, False, False]


def test_nothing_of_another_workspace_is_shown(member_client, workspace, other_workspace, member):
    fill(other_workspace, make_member(other_workspace), 2)
    make_lead(workspace)
    context = member_client.get(HOME).context
    figures = context["figures"]
    empty = Figure(0, 0)
    assert (figures.leads, figures.sent, figures.won, figures.visitors) == (empty, empty, empty, empty)
    assert (context["feed"], figures.sources, context["pipeline"]["total_count"]) == ([], [], 1)


def test_what_ads_cost_stands_there_per_currency(member_client, workspace):
    make_lead(workspace)
    assert "Ad spend" not in member_client.get(HOME).text
    campaign = make_ad_campaign(workspace)
    make_day(campaign, days_ago(2).date(), **ad_figures(clicks=30, conversions="2.5", spend="150"))
    make_day(campaign, days_ago(40).date(), **ad_figures(clicks=20, conversions="2", spend="100"))
    make_day(campaign, days_ago(3).date(), currency="USD", **ad_figures(spend="7"))
    page = member_client.get(HOME)
    nothing = Figure(0.0, 0.0)
    assert page.context["figures"].ads == [
        AdCosts("EUR", Figure(150.0, 100.0), Figure(30.0, 20.0), Figure(2.5, 2.0), Figure(60.0, 50.0)),
        AdCosts("USD", Figure(7.0, 0.0), nothing, nothing, Figure(None, None)),
    ]
    assert [text in page.text for text in ("150.00 EUR", "60.00 EUR", "2.50")] == [True] * 3


@pytest.mark.parametrize("number", [3, 30])
def test_the_page_costs_the_same_however_much_there_is(
    member_client, workspace, member, number, django_assert_num_queries
):
    fill(workspace, member, number)
    member_client.get(HOME)
    with django_assert_num_queries(14):
        member_client.get(HOME)
