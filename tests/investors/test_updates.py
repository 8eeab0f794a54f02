"""Investor updates: written from facts, sent as campaigns, answered."""

from datetime import UTC, datetime
from decimal import Decimal
from email import message_from_bytes
from email.policy import default

import pytest
from django.core.exceptions import ValidationError

from crm.actions import change_status
from crm.models import Lead
from investors import actions
from investors.actions import updates
from investors.models import Ask, InvestorUpdate
from investors.timeline import FEED
from investors.updates.audience import recipients_of
from investors.updates.facts import metrics_of, shown, shown_round, wins_of
from investors.updates.letter import preview_of, title_for
from marketing.emails import actions as emails
from marketing.emails.actions import sending
from marketing.emails.audience import counts_of
from marketing.emails.models import EmailCampaign
from tests.factories.crm import make_lead
from tests.factories.emails import make_suppression
from tests.factories.investors import make_commitment, make_contact, make_interaction, make_investor, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def membership(workspace, owner):
    return workspace.memberships.select_related("workspace").get(user=owner)


@pytest.fixture
def draft(workspace, owner):
    """A function that writes an update of March 2026."""

    def write(**fields):
        fields = {"title": "Mars en bref", "headline": "Un bon mois."} | fields
        return updates.create_update(workspace=workspace, by=owner, year=2026, month=3, **fields)

    return write


def moment(month, day=10):
    return datetime(2026, month, day, 12, tzinfo=UTC)


def send(update, by):
    campaign = updates.send_update(update=update, by=by)
    sending.send_campaign(campaign_id=campaign.pk)
    update.refresh_from_db()
    return EmailCampaign.objects.get(pk=campaign.pk)


def message_to(sink, address):
    return message_from_bytes(next(raw for _from, to, raw in sink.messages if to == address), policy=default)


# What a month says


def test_figures_are_those_of_the_month_beside_those_of_the_month_before(workspace, membership):
    investor = make_investor(workspace)
    for month, type in ((3, "meeting"), (3, "meeting"), (3, "pitch"), (2, "meeting"), (1, "closing")):
        make_interaction(investor, type, date=moment(month))
    kept = metrics_of(membership, 2026, 3, ["rdv_count", "pitchs", "closings"])
    assert kept == [
        {"name": "rdv_count", "value": "2", "before": "1"},
        {"name": "pitchs", "value": "1", "before": "0"},
        {"name": "closings", "value": "0", "before": "0"},
    ]
    assert [(each["value"], each["before"], each["delta"]) for each in map(shown, kept)] == [
        ("2", "1", "+1"),
        ("1", "0", "+1"),
        ("0", "0", "="),
    ]


def test_customers_won_count_with_their_value_as_far_as_the_member_sees_them(workspace, membership, owner, member):
    mine = make_lead(workspace, owner=owner, company="Durand", estimated_value=Decimal(1500))
    other = make_lead(workspace, owner=member, company="Martin", estimated_value=Decimal(300))
    for lead in (mine, other):
        change_status(lead=lead, status=Lead.Status.WON, by=owner)
    day = workspace.day_of(mine.created_at)
    won = {each["name"]: each for each in metrics_of(membership, day.year, day.month, ["won_leads", "won_value"])}
    assert (won["won_leads"]["value"], Decimal(won["won_value"]["value"])) == ("2", Decimal(1800))
    assert won["won_value"]["currency"] == workspace.currency
    membership.own_leads_only = True
    membership.role = "member"
    assert len(wins_of(membership, day.year, day.month)) == 1
    assert "Durand" in wins_of(membership, day.year, day.month)[0]
    assert metrics_of(membership, day.year, day.month, ["won_leads"])[0]["value"] == "1"


def test_closings_and_wires_of_the_month_are_wins(workspace, membership):
    investor = make_investor(workspace, name="Fonds Alpha")
    make_interaction(investor, "closing", date=moment(3))
    make_interaction(investor, "closing", date=moment(3, 12))
    make_interaction(make_investor(workspace, name="Fonds Bêta"), "closing", date=moment(2))
    make_commitment(make_round(workspace), investor, wired_amount=Decimal(50_000), wired_on=moment(3).date())
    wins = wins_of(membership, 2026, 3)
    assert len(wins) == 2
    assert all("Fonds Alpha" in win for win in wins)
    assert "Seed" in wins[1]


def test_the_round_is_told_with_what_it_gained_since_the_last_update(workspace, owner, draft, sink):
    round = make_round(workspace)
    make_commitment(round, make_investor(workspace), hard_amount=Decimal(100_000))
    first = draft(investors=[make_investor(workspace).pk])
    send(first, owner)
    make_commitment(round, make_investor(workspace), wired_amount=Decimal(150_000))
    make_commitment(round, make_investor(workspace), soft_amount=Decimal(70_000))
    told = shown_round(draft().metrics)
    assert (told["percent"], told["bar"], told["has_soft"], told["is_oversubscribed"]) == (25, 25, True, False)
    assert [digits(told[name]) for name in ("secured", "gained", "soft", "missing")] == [
        "250000",
        "150000",
        "70000",
        "750000",
    ]
    assert shown_round(first.metrics)["percent"] == 10, "what was told stays told"
    assert shown_round(draft(shows_round=False).metrics) is None


def digits(text):
    return "".join(each for each in text if each.isdigit())


def test_a_subject_says_the_month_and_a_figure(workspace, membership):
    assert "2026" in title_for(workspace, 2026, 3, [])
    make_interaction(make_investor(workspace), date=moment(3))
    assert " 1 " in title_for(workspace, 2026, 3, metrics_of(membership, 2026, 3))


# Writing


def test_an_update_is_written_changed_and_deleted(workspace, owner, draft):
    update = draft(wins="- Un\n• Deux", asks=["Une mise en relation", " Une mise en relation ", ""])
    assert [each.text for each in update.asks.all()] == ["Une mise en relation"]
    kept = update.asks.get()
    updates.edit_update(update=update, by=owner, title="Avril", month=4, asks=["Un avis", "Une mise en relation"])
    update.refresh_from_db()
    assert (update.title, update.month, update.wins) == ("Avril", 4, "- Un\n• Deux")
    assert {each.text for each in update.asks.all()} == {"Un avis", "Une mise en relation"}
    assert kept in update.asks.all()
    updates.delete_update(update=update, by=owner)
    assert InvestorUpdate.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"month": 13}, "month"),
        ({"year": 1900}, "year"),
        ({"title": "x" * 201}, "title"),
        ({"asks": ["x" * 251]}, "asks"),
        ({"asks": [str(n) for n in range(11)]}, "asks"),
        ({"own": [{"label": "MRR", "value": "1"}] * 7}, "own"),
    ],
)
def test_what_does_not_fit_is_refused(workspace, owner, fields, name):
    with pytest.raises(ValidationError) as refused:
        updates.create_update(workspace=workspace, by=owner, **{"year": 2026, "month": 3} | fields)
    assert list(refused.value.message_dict) == [name]
    assert InvestorUpdate.objects.count() == 0


def test_what_people_write_is_no_template(workspace, owner, draft):
    update = draft(title="100 {{ secret }}", wins="{% if x %} et {{ first_name }} <b>gras</b>", asks=["{{ email }} {#"])
    seen = preview_of(update, updates.asks_of(update))
    assert seen.subject == "100 { { secret }}"
    assert "{ % if x %} et { { first_name }} &lt;b&gt;gras&lt;/b&gt;" in seen.html
    assert "{ { email }} { #" in seen.text
    assert "{ % if x %} et { { first_name }} <b>gras</b>" in seen.text


def test_figures_of_ones_own_stand_in_the_letter(draft):
    own = [{"label": "MRR", "value": "12 400 €", "before": "11 000 €"}, {"label": "Trésorerie", "value": "14 mois"}]
    seen = preview_of(draft(own=own), [])
    assert "MRR" in seen.html
    assert "12 400 €" in seen.html
    assert "11 000 €" in seen.text
    assert "14 mois" in seen.text


# Readers


def test_it_goes_to_contacts_who_want_it_and_to_the_investors_own_address(workspace, draft):
    firm = make_investor(workspace, name="Fonds Alpha", email="contact@alpha.example")
    ada = make_contact(firm, name="Ada Martin", email="ada@alpha.example", job_title="Associée")
    make_contact(firm, email="ben@alpha.example", wants_updates=False)
    make_contact(firm, email="", phone="0102030405")
    angel = make_investor(workspace, name="Zoé Durand", email="zoe@example.com", client_type="angel")
    make_investor(workspace)
    update = draft(investors=[firm.pk, angel.pk])
    assert {(each.id, each.email, tuple(sorted(each.merge.items()))) for each in recipients_of(update)} == {
        (
            f"{firm.pk}/{ada.pk}",
            "ada@alpha.example",
            (
                ("company", "Fonds Alpha"),
                ("first_name", "Ada"),
                ("job_title", "Associée"),
                ("last_name", "Martin"),
            ),
        ),
        (f"{firm.pk}/", "contact@alpha.example", (("company", "Fonds Alpha"),)),
        (f"{angel.pk}/", "zoe@example.com", (("first_name", "Zoé"), ("last_name", "Durand"))),
    }


def test_who_wants_none_gets_none_at_the_firms_address_either(workspace, draft):
    firm = make_investor(workspace, email="zoe@example.com")
    make_contact(firm, email="Zoe@Example.com", wants_updates=False)
    assert recipients_of(draft(investors=[firm.pk])) == []


def test_readers_come_and_go(workspace, other_workspace, owner, draft):
    update, ones = draft(), [make_investor(workspace) for _n in range(3)]
    gone, stranger = make_investor(workspace), make_investor(other_workspace)
    actions.delete_investor(investor=gone, by=owner)
    chosen = [each.pk for each in (*ones, gone, stranger)]
    assert updates.add_investors(update=update, investors=chosen, by=owner) == 3
    assert updates.add_investors(update=update, investors=chosen, by=owner) == 0
    assert updates.remove_investors(update=update, investors=[ones[0].pk], by=owner) == 1
    assert set(update.investors.all()) == set(ones[1:])
    actions.delete_investor(investor=ones[1], by=owner)
    assert len(recipients_of(update)) == 1
    assert updates.remove_investors(update=update, by=owner) == 2


# Sending


def test_it_is_sent_as_a_campaign_and_nobody_becomes_a_lead(workspace, owner, draft, sink):
    firm = make_investor(workspace, name="Fonds Alpha", email="contact@alpha.example")
    make_contact(firm, name="Ada Martin", email="ada@alpha.example")
    make_suppression(workspace, "contact@alpha.example")
    update = draft(investors=[firm.pk], wins="Premier client", asks=["Un contact chez Durand"])
    campaign = send(update, owner)
    assert sink.recipients == ["ada@alpha.example"]
    assert (campaign.audience_kind, campaign.status, campaign.total_sent, campaign.total_skipped) == (
        "investors",
        "completed",
        1,
        1,
    )
    assert (update.state, update.sent_at, update.is_editable) == ("completed", campaign.sent_at, False)
    message = message_to(sink, "ada@alpha.example")
    assert (message["Subject"], message["Reply-To"]) == ("Mars en bref", owner.email)
    text = message.get_body(("plain",)).get_content()
    for words in ("Ada,", "Un bon mois.", "- Premier client", "1. Un contact chez Durand", workspace.postal_address):
        assert words in text
    assert "List-Unsubscribe" in message
    assert "Bonjour Ada," in text
    assert "\nBonjour,\n" in preview_of(update, []).text, "about whom nothing is known"
    assert Lead.objects.count() == 0


def test_what_was_sent_stays_as_its_readers_have_it(workspace, owner, draft, sink):
    update = draft(investors=[make_investor(workspace).pk])
    send(update, owner)
    for change in (
        lambda: updates.edit_update(update=update, by=owner, title="Autre"),
        lambda: updates.add_investors(update=update, by=owner, investors=[make_investor(workspace).pk]),
        lambda: updates.remove_investors(update=update, by=owner),
        lambda: updates.send_update(update=update, by=owner),
        lambda: updates.delete_update(update=update, by=owner),
    ):
        with pytest.raises(updates.UpdateWasSent):
            change()
    emails.delete_campaign(campaign=update.campaign, by=owner)
    update.refresh_from_db()
    assert (update.state, update.is_editable) == ("completed", False)


def test_a_scheduled_update_can_still_be_changed_and_says_so_in_its_campaign(workspace, owner, draft):
    update = draft(investors=[make_investor(workspace).pk])
    campaign = updates.schedule_update(update=update, at=moment(3).replace(year=2099), by=owner)
    assert campaign.status == "scheduled"
    updates.edit_update(update=update, by=owner, title="Corrigé", asks=["Un avis"])
    campaign.refresh_from_db()
    assert (campaign.subject, campaign.name) == ("Corrigé", "Corrigé")
    assert "Un avis" in campaign.html_content
    assert updates.unschedule_update(update=update, by=owner).status == "draft"
    assert EmailCampaign.objects.count() == 1


def test_without_readers_it_does_not_start(owner, draft):
    update = draft()
    with pytest.raises(emails.CampaignInvalid) as refused:
        updates.send_update(update=update, by=owner)
    assert [problem.code for problem in refused.value.problems] == ["no_recipients"]
    update.refresh_from_db()
    assert (update.state, update.is_editable) == ("draft", True)


def test_an_investor_deleted_while_it_is_sent_gets_none(workspace, owner, draft, sink):
    kept, gone = make_investor(workspace), make_investor(workspace)
    campaign = updates.send_update(update=draft(investors=[kept.pk, gone.pk]), by=owner)
    sending.freeze(campaign=campaign)
    actions.delete_investor(investor=gone, by=owner)
    sending.send_campaign(campaign_id=campaign.pk)
    assert sink.recipients == [kept.email]


def test_a_test_goes_to_one_address_and_counts_nowhere(workspace, owner, draft, sink):
    update = draft(investors=[make_investor(workspace).pk])
    updates.send_test(update=update, to="moi@example.com", by=owner)
    assert sink.recipients == ["moi@example.com"]
    update.refresh_from_db()
    assert (update.state, update.campaign.total_recipients) == ("draft", 0)
    assert counts_of(update.campaign) == {"audience": 1, "sendable": 1, "suppressed": 0}


# Asks


def test_an_ask_is_settled_by_whom_it_was(workspace, other_workspace, owner, draft):
    ask = draft(asks=["Un contact"]).asks.get()
    investor = make_investor(workspace)
    updates.settle_ask(ask=ask, by=owner, state=Ask.State.DONE, investor=investor, answer="Présenté à Durand")
    ask.refresh_from_db()
    assert (ask.state, ask.investor, ask.answer) == ("done", investor, "Présenté à Durand")
    with pytest.raises(ValidationError):
        updates.settle_ask(ask=ask, by=owner, state=Ask.State.DONE, investor=make_investor(other_workspace))
    with pytest.raises(ValidationError):
        updates.settle_ask(ask=ask, by=owner, state="perhaps")


# The timeline of an investor


def test_what_became_of_it_stands_on_the_investors_timeline(workspace, owner, draft, sink):
    firm, other = make_investor(workspace), make_investor(workspace)
    make_contact(firm, name="Ada Martin", email="ada@alpha.example")
    campaign = send(draft(investors=[firm.pk, other.pk]), owner)
    message = campaign.deliveries.get(email="ada@alpha.example")
    message.opened_at, message.clicked_at = message.sent_at, message.sent_at
    message.save()
    entries = FEED.page_of(firm, kinds=["update"]).entries
    assert sorted((each.icon, each.who) for each in entries) == [
        ("click", "ada@alpha.example"),
        ("mail-opened", "ada@alpha.example"),
        ("send", "ada@alpha.example"),
        ("send", firm.email),
    ]
    assert {each.href for each in entries} == {campaign.investor_update.get_absolute_url()}
    assert [each.who for each in FEED.page_of(other, kinds=["update"]).entries] == [other.email]


def test_one_address_of_two_investors_shows_on_both_timelines(workspace, owner, draft, sink):
    firm, angel = make_investor(workspace), make_investor(workspace, email="Zoe@example.com")
    make_contact(firm, email="zoe@example.com")
    send(draft(investors=[firm.pk, angel.pk]), owner)
    assert sorted(sink.recipients) == [firm.email, "zoe@example.com"]
    assert [each.who for each in FEED.page_of(angel, kinds=["update"]).entries] == ["zoe@example.com"]
