"""Drafts of investor updates: from the month's facts and a person's notes, and nothing besides."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from investors.generating.forms import UpdateWish
from investors.models import InvestorUpdate
from investors.updates.facts import month_before
from tests.factories.investors import make_commitment, make_interaction, make_investor, make_round
from webox.ai.actions.generating import generate, run_generation
from webox.ai.actions.reading import accept
from webox.ai.forms import inputs_of
from webox.ai.models import Generation

pytestmark = pytest.mark.django_db
NOTES = {"wins": "- premier client allemand", "lowlights": "Recrutement en retard", "asks": "Un avocat à Berlin ?"}


@pytest.fixture
def month(workspace):
    today = workspace.day_of(timezone.now())
    return month_before(today.year, today.month)


@pytest.fixture
def known(workspace, month):
    """Four meetings after one, no pitch after two, a closing, and a quarter of the round."""
    firm = make_investor(workspace, name="Fonds Alpha")
    before = month_before(*month)
    for each, type, number in (
        (month, "meeting", 4),
        (before, "meeting", 1),
        (before, "pitch", 2),
        (month, "closing", 1),
    ):
        for _n in range(number):
            make_interaction(firm, type, date=datetime(*each, 10, 12, tzinfo=UTC))
    round = make_round(workspace)
    make_commitment(round, firm, hard_amount=Decimal(250_000))
    make_commitment(round, make_investor(workspace), soft_amount=Decimal(70_000))


@pytest.fixture
def drafted(workspace, owner, month):
    def drafted(language="fr", **notes):
        form = UpdateWish({"period": "{}-{:02}".format(*month), "language": language} | notes, workspace=workspace)
        assert form.is_valid(), form.errors
        asked = generate(workspace=workspace, by=owner, purpose="investors.update", inputs=inputs_of(form), seed=5)
        run_generation(generation_id=asked.pk)
        return Generation.objects.get(pk=asked.pk)

    return drafted


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_in_french(known, drafted):
    generation = drafted(**NOTES)
    output = generation.output
    assert (generation.state, generation.problems) == ("ready", [])
    assert plain(output["headline"]).endswith(
        " : 4 rendez-vous avec des investisseurs et 1 closing. C’est 3 rendez-vous de plus que le mois précédent. "
        "Seed : 250 000 EUR signés ou versés sur 1 000 000 EUR, soit 25 %."
    )
    assert output["wins"][0] == "Premier client allemand."
    assert "Fonds Alpha" in output["wins"][1]
    assert [plain(each) for each in output["lowlights"]] == [
        "Recrutement en retard.",
        "Moins de pitchs que le mois précédent : 0 contre 2.",
    ]
    assert [plain(each) for each in output["next_steps"]] == ["Faire signer ce qui est promis pour Seed : 70 000 EUR."]
    assert output["asks"] == ["Un avocat à Berlin ?"]


def test_in_english(known, drafted):
    output = drafted("en").output
    assert "4 investor meetings" in output["title"]
    assert "4 investor meetings and 1 closing. That is 3 more meetings than the month before." in output["headline"]
    assert output["lowlights"] == ["Fewer pitches than the month before: 0 after 2."]
    assert [plain(each) for each in output["asks"]] == [
        "An introduction to an investor who could complete Seed: 750,000 EUR is still to be found."
    ]


@pytest.mark.parametrize(("language", "said"), [("fr", "aucun rendez-vous"), ("en", "No meetings with investors")])
def test_of_a_month_without_anything_it_says_no_more(drafted, language, said):
    output = drafted(language).output
    assert said in output["headline"]
    assert [output[name] for name in ("wins", "lowlights", "next_steps", "asks")] == [[], [], [], []]


def test_accepted_it_is_a_draft_with_the_months_figures(known, drafted, owner, month):
    generation = drafted(**NOTES)
    accept(generation=generation, by=owner)
    update = InvestorUpdate.objects.get()
    assert ((update.year, update.month), update.title, update.state) == (month, generation.output["title"], "draft")
    assert update.wins == "\n".join(generation.output["wins"])
    assert [each.text for each in update.asks.all()] == ["Un avocat à Berlin ?"]
    assert update.metrics[0] == {"name": "rdv_count", "value": "4", "before": "1"}
    generation.refresh_from_db()
    assert generation.state == "accepted"


def test_the_form_offers_last_month_first(workspace, month):
    assert UpdateWish(workspace=workspace).fields["period"].choices[0][0] == "{}-{:02}".format(*month)
    assert not UpdateWish({"period": "1999-01"}, workspace=workspace).is_valid()
