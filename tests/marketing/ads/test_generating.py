from decimal import Decimal
from random import Random

import pytest
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from marketing.ads.forms.creatives import AdWishForm
from marketing.ads.generating import budget
from marketing.ads.generating.schema import ANGLES, AdDraft
from marketing.ads.generating.writing import short_name, write
from marketing.ads.limits import FIELDS, check, limit_of
from marketing.ads.models import AdCampaign, Platform
from marketing.ads.purposes import check_draft, limits
from webox.ai.claims import claims_in
from webox.ai.registry import Brand, Brief

BRAND = Brand(
    name="Atelier Clair",
    offer="Un accompagnement individuel à distance",
    facts=("Séances de 45 minutes en visio",),
    prices=("Séance découverte : 40 €",),
)
SEGMENTS = [
    {"id": 7, "name": "Abonnés", "people": 900},
    {"id": 8, "name": "Dirigeantes du Nord", "people": 40},
    {"id": 9, "name": "Dirigeants sans accord", "people": 0},
]


def make_brief(language="fr", tone="friendly", brand=BRAND, context=None, **inputs):
    wanted = {
        "platform": "facebook",
        "product": "Formation Marketing",
        "objective": "conversions",
        "audience": "dirigeants de PME",
        "budget": "1000.00",
        "days": 14,
        "landing_url": "https://example.com/",
    }
    return Brief(wanted | inputs, language, tone, brand, {"segments": SEGMENTS} if context is None else context)


def draft_of(brief, seed=1):
    with translation.override(brief.language):
        return AdDraft.model_validate(write(brief, Random(seed))).model_dump(mode="json")


@pytest.mark.parametrize("platform", Platform.values)
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("tone", ["professional", "friendly", "enthusiastic", "formal"])
def test_five_angles_stay_within_the_limits_of_every_platform(platform, language, tone):
    for seed, objective in enumerate(AdCampaign.Objective.values):
        brief = make_brief(language, tone, platform=platform, objective=objective)
        draft = draft_of(brief, seed)
        assert [variant["angle"] for variant in draft["variants"]] == list(ANGLES)
        assert list(check_draft(draft, brief)) == []
        assert list(claims_in(draft, brief)) == []
        for field in FIELDS:
            written = [text for variant in draft["variants"] for text in variant[field]]
            assert len(set(written)) == len(written)
            assert bool(written) == (limit_of(platform, field) is not None)


def test_a_variant_for_google_could_stand_alone_and_the_five_fill_a_responsive_ad():
    draft = draft_of(make_brief(platform="google"))
    assert [(len(each["headlines"]), len(each["descriptions"])) for each in draft["variants"]] == [(3, 2)] * 5
    assert len({text for each in draft["variants"] for text in each["headlines"]}) == 15
    assert not any("!" in text for each in draft["variants"] for text in each["headlines"])


LONG_NAME = "Formation en ligne à la lumière naturelle"


@pytest.mark.parametrize("seed", range(6))
def test_every_angle_names_what_is_sold_or_by_whom_even_when_its_name_is_long(seed):
    draft = draft_of(make_brief(platform="google", product=LONG_NAME, objective="sales"), seed)
    for variant in draft["variants"]:
        assert any("Formation en ligne" in text or "Atelier Clair" in text for text in variant["headlines"])
    images = [f"{each['headline']} {each['line']}" for each in draft["visuals"]]
    assert all("Formation en ligne" in text for text in images)


@pytest.mark.parametrize(
    ("product", "name"),
    [
        (LONG_NAME, "Formation en ligne"),
        ("Séance portrait de Noël en famille", "Séance portrait de Noël"),
        ("Thé", "Thé"),
        ("Time management coaching for founders", "Time management coaching"),
        ("Anticonstitutionnellement", "Anticonstitutionnellement"),
        ("", ""),
    ],
)
def test_a_long_name_is_cut_where_it_joins(product, name):
    assert short_name(product) == name


@pytest.mark.parametrize(
    ("language", "product"), [("fr", "Séance portrait de Noël"), ("en", "Christmas portrait session")]
)
def test_a_thing_one_buys_is_not_spoken_of_as_something_to_learn(language, product):
    lessons = ("par où commencer", "tourner en rond", "étape par étape", "step by step", "where to begin", "in circles")
    for seed in range(8):
        draft = draft_of(make_brief(language, platform="google", product=product), seed)
        written = [text for each in draft["variants"] for field in FIELDS for text in each[field]]
        assert not any(lesson in text.casefold() for text in written for lesson in lessons)


TYPED = st.text(max_size=120)


@given(
    platform=st.sampled_from(Platform.values),
    language=st.sampled_from(["fr", "en"]),
    tone=st.sampled_from(["professional", "friendly", "enthusiastic", "formal"]),
    product=TYPED,
    audience=TYPED,
    brand=st.builds(Brand, name=TYPED, offer=TYPED, facts=st.tuples(TYPED), prices=st.tuples(TYPED)),
    cents=st.integers(100, 10_000_000),
    days=st.integers(1, 365),
    seed=st.integers(0, 2**31),
)
@example("google", "fr", "professional", "0", "", Brand(name="0", facts=("",), prices=("0",)), 100, 1, 0)
@example("google", "fr", "professional", "", "", Brand(name="0000000000000000000000⺀⺀"), 100, 1, 0)
@settings(max_examples=60, deadline=None)
def test_whatever_is_asked_the_draft_fits_and_sums_up(
    platform, language, tone, product, audience, brand, cents, days, seed
):
    wished = {"product": product, "audience": audience, "budget": str(Decimal(cents) / 100), "days": days}
    brief = make_brief(language, tone, brand, platform=platform, **wished)
    draft = draft_of(brief, seed)
    assert [each for each in check_draft(draft, brief) if each.level == "error"] == []
    assert sum(Decimal(each["amount"]) for each in draft["split"]) == Decimal(cents) / 100
    for text in (text for variant in draft["variants"] for field in FIELDS for text in variant[field]):
        assert text.strip() == text != ""
        assert not any(mark in text for mark in "{}[]|")
    assert draft == draft_of(brief, seed)


def test_another_seed_writes_otherwise():
    brief = make_brief()
    assert len({str(draft_of(brief, seed)["variants"]) for seed in range(5)}) == 5


def test_a_test_comes_before_what_is_left_for_the_winner():
    split = draft_of(make_brief(budget="1000.01"))["split"]
    assert [(each["phase"], each["audience"], each["days"], each["amount"]) for each in split] == [
        ("test", 0, 5, "100.01"),
        ("test", 1, 5, "100.00"),
        ("test", 2, 5, "100.00"),
        ("scale", None, 9, "700.00"),
    ]


def test_a_few_days_are_not_spent_on_a_test_alone():
    split = draft_of(make_brief(budget="10", days=3))["split"]
    assert [(each["days"], each["amount"]) for each in split] == [(3, "3.34"), (3, "3.33"), (3, "3.33")]


@given(st.decimals(1, 10**8, places=2), st.lists(st.integers(0, 1000), min_size=1, max_size=6))
def test_parts_always_sum_to_the_whole(total, weights):
    parts = budget.parts_of(total, weights)
    assert (sum(parts), len(parts)) == (total, len(weights))
    assert all(part == part.quantize(budget.CENT) and part >= 0 for part in parts)


def test_the_split_of_a_model_is_made_to_sum_up():
    shares = [{"amount": "1.00", "days": 2}, {"amount": "2.00", "days": 3}]
    settled = budget.settled(shares, Decimal("100.00"))
    assert settled == [
        {"amount": "33.34", "days": 2},
        {"amount": "66.66", "days": 3},
    ]


def test_the_segment_whose_name_fits_is_a_source_and_one_without_people_never():
    audiences = draft_of(make_brief())["audiences"]
    assert [(each["segment"], each["people"]) for each in audiences] == [(None, None), (8, 40), (None, None)]
    assert audiences[1]["name"] == "Vos contacts\u00a0: Dirigeantes du Nord"
    lonely = draft_of(make_brief(context={"segments": SEGMENTS[2:]}))["audiences"]
    assert [each["name"] for each in lonely] == [
        "Dirigeants de PME",
        "Vos visiteurs récents",
        "Audience similaire à vos clients",
    ]


def test_a_budget_edited_out_of_balance_is_an_error():
    brief = make_brief()
    draft = draft_of(brief)
    draft["split"][0]["amount"] = "90.00"
    with translation.override("en"):
        (problem,) = check_draft(draft, brief)
    assert (problem.path, problem.level) == ("/split", "error")
    assert problem.message == "The parts come to 990.00, the budget is 1000.00: change one of them by 10.00."


def test_what_is_too_long_is_told_at_its_place():
    brief = make_brief(platform="google")
    draft = draft_of(brief)
    draft["variants"][2]["headlines"][1] = "x" * 31
    assert [(each.path, each.level) for each in check_draft(draft, brief)] == [("/variants/2/headlines/1", "error")]
    assert list(check("google", draft["variants"][0])) == []


def test_limits_of_a_field_are_those_of_the_platform_asked_for():
    assert limits({"platform": "google"}, "/variants/0/headlines/1") == (30, None)
    assert limits({"platform": "linkedin"}, "/variants/4/texts/0") == (None, 150)
    assert limits({"platform": "tiktok"}, "/variants/0/headlines/0") is None
    assert limits({"platform": "google"}, "/visuals/0/headline") == (None, 50)
    assert limits({"platform": "google"}, "/split/0/name") == (None, None)


@pytest.mark.django_db
def test_the_wish_takes_what_the_source_document_sends(workspace):
    sent = {"platform": "facebook", "product": "Formation Marketing", "objective": "conversions", "budget": "1000"}
    form = AdWishForm(sent, workspace=workspace)
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["budget"], form.cleaned_data["days"]) == (Decimal(1000), 14)


@pytest.mark.django_db
@pytest.mark.parametrize(("field", "value"), [("budget", "0"), ("platform", "myspace"), ("days", "0"), ("product", "")])
def test_the_wish_refuses_what_makes_no_sense(workspace, field, value):
    sent = {"platform": "google", "product": "Thé", "objective": "sales", "budget": "10", field: value}
    assert list(AdWishForm(sent, workspace=workspace).errors) == [field]


@pytest.mark.parametrize("platform", ["google", "facebook"])
@pytest.mark.parametrize(
    ("language", "product"), [("fr", "Logiciel de facturation"), ("en", "Invoicing software for tradespeople")]
)
def test_a_tool_is_not_advertised_as_a_present(language, product, platform):
    for seed in range(40):
        texts = str(draft_of(make_brief(language, product=product, platform=platform), seed)).casefold()
        assert not any(each in texts for each in ("offrir", "quelqu’un que", "plaisir", "gift", "love", "treat")), seed
