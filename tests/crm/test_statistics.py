"""The page of the statistics; its figures themselves are tested where the API answers them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from crm import actions
from crm.templatetags.durations import duration
from marketing.emails.templatetags.rates import percent
from webox.accounts.models import Membership

pytestmark = pytest.mark.django_db
URL = "/crm/statistics"


@pytest.fixture
def won(workspace, member):
    fields = {"first_name": "Ada", "source": "web", "owner": member, "estimated_value": Decimal(1200)}
    created_at = timezone.now() - timedelta(days=4)
    lead = actions.create_lead(workspace=workspace, by=member, created_at=created_at, **fields)
    return actions.change_status(lead=lead, status="won", by=member)


@pytest.fixture
def visit(client_of, member):
    return client_of(member)


def test_the_page_leads_from_every_figure_to_its_leads(visit, won, workspace):
    page = visit.get(f"{URL}?period=30")
    today = workspace.day_of(timezone.now())
    span = f"moved_after={today - timedelta(days=29)}&amp;moved_before={today}"
    assert page.status_code == 200
    assert f'href="/crm?moved_to=won&amp;moved_stands=true&amp;is_deleted=any&amp;{span}"' in page.content.decode()
    for text in ("1,200 EUR", "4 days", "100.0 %", "Leads created in the period", "Leads closed in the period"):
        assert text in page.content.decode(), text


def test_a_fragment_for_htmx(visit, won):
    answer = visit.get(URL, headers={"HX-Request": "true"})
    assert next(template.name for template in answer.templates) == "crm/_statistics.html"
    assert "<html" not in answer.content.decode()


def test_without_leads_the_page_says_what_to_do(visit):
    page = visit.get(URL).content.decode()
    assert "No leads yet" in page
    assert reverse("crm:lead-create") in page


def test_what_was_typed_wrong_is_kept_and_named(visit, won):
    page = visit.get(f"{URL}?from=gestern&as_of=2199-01-01").content.decode()
    assert "Choose a day that is not in the future." in page
    assert 'value="gestern"' in page
    assert 'value="2199-01-01"' in page


def test_presets_keep_the_other_questions(visit, won, member):
    page = visit.get(f"{URL}?source=web&owner={member.pk}&from=2026-01-01&to=2026-02-01").content.decode()
    assert f"?source=web&amp;owner={member.pk}&amp;period=90" in page


def test_as_of_a_past_day(visit, won, workspace):
    yesterday = workspace.day_of(timezone.now()) - timedelta(days=1)
    page = visit.get(f"{URL}?as_of={yesterday}")
    assert page.context["stats"]["statuses"][0]["count"] == 1
    assert f"stood_in=new&amp;stood_on={yesterday}" in page.content.decode()


def test_who_sees_their_own_leads_only_is_not_offered_others(visit, won, workspace, member):
    Membership.objects.filter(user=member).update(own_leads_only=True, role="member")
    page = visit.get(URL)
    assert list(page.context["bar"].fields) == ["as_of"]
    assert page.context["scope"].owner == str(member.pk)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "–"),
        (0, "0 seconds"),
        (1, "1 second"),
        (90, "1.5 minutes"),
        (3600, "1 hour"),
        (86_400 * 2, "2 days"),
        (86_400 * 2.14, "2.1 days"),
    ],
)
def test_durations_in_words(seconds, words):
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("rate", "shown"), [(None, "–"), (0, "0.0"), (2 / 3, "66.7"), (0.29, "29.0"), (11 / 12, "91.7"), (1, "100.0")]
)
def test_rates_are_rounded_not_cut(rate, shown):
    assert percent(rate).split()[0] == shown
