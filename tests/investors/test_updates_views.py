from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from investors.actions import updates
from investors.models import InvestorUpdate
from investors.updates.facts import month_before
from marketing.emails.actions import sending
from marketing.emails.models import EmailCampaign
from tests.factories.investors import make_commitment, make_contact, make_interaction, make_investor, make_round

pytestmark = pytest.mark.django_db
LIST = "/investors/updates"


@pytest.fixture
def draft(workspace, owner):
    return updates.create_update(
        workspace=workspace, by=owner, year=2026, month=3, title="Mars en bref", asks=["Un contact chez Durand"]
    )


def path(update, *more):
    return "/".join([f"{LIST}/{update.pk}", *more])


TODAY = timezone.now().astimezone(ZoneInfo("Europe/Paris"))
LAST = month_before(TODAY.year, TODAY.month)
EARLIER = month_before(*LAST)


def tenth(month):
    return datetime(*month, 10, 12, tzinfo=UTC)


def period(month):
    return "{}-{:02}".format(*month)


def written(**fields):
    return {
        "period": period(LAST),
        "title": "Mars en bref",
        "headline": "Un bon mois.",
        "wins": "Premier client",
        "figures": ["rdv_count"],
        "shows_round": "on",
        "own": "MRR : 12 400 € (11 000 €)\nTrésorerie: 14 mois",
        "asks": "Un contact chez Durand\n- Un avis",
    } | fields


def test_the_list_is_empty_and_says_what_to_do(member_client, viewer_client):
    assert f"{LIST}/new" in member_client.get(LIST).text
    assert f"{LIST}/new" not in viewer_client.get(LIST).text
    assert "Open asks" not in viewer_client.get(LIST).text


def test_writing_one_with_the_figures_of_the_month_beside_it(workspace, member_client):
    investor = make_investor(workspace, name="Fonds Alpha")
    for type in ("meeting", "meeting", "closing"):
        make_interaction(investor, type, date=tenth(LAST))
    make_commitment(make_round(workspace), investor, hard_amount=Decimal(250_000))
    page = member_client.get(f"{LIST}/new")
    assert f'value="{period(LAST)}" selected' in page.text
    assert 'name="suggestions"' in page.text
    win = next(iter(page.context["facts"]["wins"]))
    answer = member_client.post(f"{LIST}/new", written(suggestions=[win]))
    update = InvestorUpdate.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, path(update))
    assert ((update.year, update.month), update.wins) == (LAST, f"Premier client\n{win}")
    assert [(each["name"], each.get("label"), each["value"], each["before"]) for each in update.metrics[:3]] == [
        ("rdv_count", None, "2", "0"),
        ("own", "MRR", "12 400 €", "11 000 €"),
        ("own", "Trésorerie", "14 mois", ""),
    ]
    assert update.metrics[3]["secured"] == "250000.00"
    assert [each.text for each in update.asks.order_by("pk")] == ["Un contact chez Durand", "Un avis"]
    page = member_client.get(path(update, "edit"))
    assert "MRR: 12 400 € (11 000 €)" in page.text
    assert win not in page.context["facts"]["wins"], "what is written is not offered again"


def test_another_months_figures_come_while_one_writes(workspace, member_client):
    make_interaction(make_investor(workspace), date=tenth(EARLIER))
    asked = {"period": period(EARLIER), "figures": ["pitchs"]}
    rows = member_client.get(f"{LIST}/facts", asked).context["facts"]["figures"]
    assert [(each["name"], each["value"], each["ticked"]) for each in rows[:2]] == [
        ("rdv_count", "1", False),
        ("pitchs", "0", True),
    ]
    for wrong in ("", "x", "2026", "99999-01", "0-0"):
        assert member_client.get(f"{LIST}/facts", {"period": wrong}).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"period": "1999-01"}, "period"),
        ({"own": "sans valeur"}, "own"),
        ({"own": "\n".join(f"A{n}: 1" for n in range(7))}, "own"),
        ({"asks": "x" * 251}, "asks"),
        ({"title": "x" * 201}, "title"),
        ({"figures": ["unknown"]}, "figures"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(member_client, wrong, field):
    answer = member_client.post(f"{LIST}/new", written(**wrong))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert InvestorUpdate.objects.count() == 0


def test_choosing_who_gets_it(workspace, draft, member_client):
    for name, fields in {
        "Alpha": {"pipeline_stage": "meeting", "tags": ["ami"]},
        "Bêta": {"pipeline_stage": "meeting", "relation": "existing"},
        "Gamma": {"pipeline_stage": "passed"},
        "Delta": {"is_active": False},
    }.items():
        make_investor(workspace, name=name, **fields)
    here = path(draft, "readers")

    def number(**asked):
        return member_client.get(here, asked, headers={"HX-Request": "true"}).context["matching"]

    assert (number(), number(with_passed="on"), number(stage="meeting"), number(stage="closed")) == (2, 3, 2, 0)
    assert (number(relation="existing"), number(tag="ami"), number(stage="closed", with_passed="on")) == (1, 1, 1)
    answer = member_client.post(here, {"stage": "meeting", "add": "1"})
    assert answer["Location"] == here
    assert {each.name for each in draft.investors.all()} == {"Alpha", "Bêta"}
    assert number() == 0, "who is chosen is not counted again"
    member_client.post(here, {"remove": "1", "ids": [draft.investors.get(name="Alpha").pk, "x"]})
    assert [each.name for each in draft.investors.all()] == ["Bêta"]


def test_a_draft_shows_the_letter_whom_it_reaches_and_what_is_missing(workspace, draft, member_client):
    page = member_client.get(path(draft))
    assert page.context["counts"] == {"audience": 0, "sendable": 0, "suppressed": 0}
    nobody = make_investor(workspace, name="Sans adresse", email="")
    firm = make_investor(workspace)
    make_contact(firm)
    updates.add_investors(update=draft, investors=[nobody.pk, firm.pk], by=None)
    workspace.postal_address = ""
    workspace.save()
    page = member_client.get(path(draft))
    assert page.context["counts"] == {"audience": 2, "sendable": 2, "suppressed": 0}
    assert "Sans adresse" in page.text
    assert [problem.code for problem in page.context["problems"]] == ["missing_postal_address"]
    letter = member_client.get(path(draft, "preview"))
    assert "Mars en bref" in letter.text
    assert "sandbox" in letter["Content-Security-Policy"]
    assert EmailCampaign.objects.count() == 0, "looking makes nothing"


def test_sent_with_a_double_click_it_goes_once_and_shows_who_read_it(workspace, draft, member_client, sink):
    firm = make_investor(workspace, name="Fonds Alpha")
    updates.add_investors(update=draft, investors=[firm.pk], by=None)
    assert member_client.get(path(draft, "send")).context["counts"]["sendable"] == 1
    for _click in range(2):
        assert member_client.post(path(draft, "send"))["Location"] == path(draft)
    campaign = EmailCampaign.objects.get()
    sending.send_campaign(campaign_id=campaign.pk)
    campaign.deliveries.update(opened_at=campaign.frozen_at)
    page = member_client.get(path(draft))
    assert "Fonds Alpha" in page.text
    assert [each.investor for each in page.context["page"].rows] == [firm]
    assert sink.recipients == [firm.email]
    assert "Mars en bref" in member_client.get(path(draft, "preview")).text
    for refused in ("edit", "readers"):
        assert member_client.get(path(draft, refused))["Location"] == path(draft)
    for refused in ("delete", "unschedule"):
        member_client.post(path(draft, refused))
    assert InvestorUpdate.objects.get().campaign == campaign


def test_nothing_is_sent_to_nobody(draft, member_client):
    answer = member_client.post(path(draft, "send"))
    assert (answer.status_code, [each.code for each in answer.context["problems"]]) == (422, ["no_recipients"])


def test_scheduled_taken_back_and_deleted(workspace, draft, member_client):
    updates.add_investors(update=draft, investors=[make_investor(workspace).pk], by=None)
    answer = member_client.post(path(draft, "schedule"), {"scheduled_at": "2026-01-01T10:00"})
    assert answer.status_code == 422
    member_client.post(path(draft, "schedule"), {"scheduled_at": "2099-01-01T10:00"})
    assert EmailCampaign.objects.get().status == "scheduled"
    assert "2099" in member_client.get(path(draft)).text
    member_client.post(path(draft, "unschedule"))
    assert EmailCampaign.objects.get().status == "draft"
    member_client.post(path(draft, "delete"))
    assert (InvestorUpdate.objects.count(), EmailCampaign.objects.count()) == (0, 0)


def test_a_test_to_oneself(draft, member_client, sink):
    answer = member_client.post(path(draft, "test"), {"to": "moi@example.com"})
    assert answer.status_code == 204
    assert sink.recipients == ["moi@example.com"]
    assert member_client.post(path(draft, "test"), {"to": "x"}).status_code == 422


def test_an_ask_is_answered(workspace, draft, member_client):
    firm, ask = make_investor(workspace), draft.asks.get()
    updates.add_investors(update=draft, investors=[firm.pk], by=None)
    here = f"/investors/asks/{ask.pk}/edit"
    assert "Un contact chez Durand" in member_client.get(here).text
    answer = member_client.post(here, {"state": "done", "investor": firm.pk, "answer": "Présenté"})
    assert answer["Location"] == path(draft)
    ask.refresh_from_db()
    assert (ask.state, ask.investor, ask.answer) == ("done", firm, "Présenté")
    other = make_investor(workspace)
    assert member_client.post(here, {"state": "done", "investor": other.pk}).status_code == 422


def test_its_campaign_leads_back_to_it(workspace, draft, member_client):
    updates.add_investors(update=draft, investors=[make_investor(workspace).pk], by=None)
    campaign = updates.campaign_for(draft, draft.created_by)
    page = member_client.get(f"/email-marketing/campaigns/{campaign.pk}")
    assert f'href="{path(draft)}"' in page.text
    edit = member_client.get(f"/email-marketing/campaigns/{campaign.pk}/edit")
    assert edit["Location"] == path(draft)
