"""The offline writer of funnels: whatever somebody types, in both languages, in every tone."""

import json
import re
from random import Random

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from marketing.funnels.generating.checking import check
from marketing.funnels.generating.gaps import GAP
from marketing.funnels.generating.rendering import pages_of
from marketing.funnels.generating.schema import FunnelDraft
from marketing.funnels.generating.words import BANK
from marketing.funnels.generating.writing import PAGES, write
from marketing.funnels.models import Funnel
from webox.ai.claims import claims_in
from webox.ai.models import Tone
from webox.ai.paths import leaves
from webox.ai.registry import Brand, Brief

TYPED = st.text(max_size=60) | st.sampled_from(
    [
        "Marketing Digital 2025",
        "l’épargne",
        "<b>Yoga</b> & co",
        "{topic}",
        "[a|b]",
        "Comment vendre ?",
        "Ünïcødé 🍯",
        "",
    ]
)
BRANDS = st.builds(
    Brand,
    name=TYPED,
    offer=TYPED,
    facts=st.lists(TYPED, max_size=3).map(tuple),
    prices=st.lists(TYPED, max_size=2).map(tuple),
)
ADDRESS = {"postal_address": "12 rue de la Paix\n75002 Paris"}


def brief_of(language="fr", tone="friendly", brand=None, **inputs):
    known = {"funnel_type": "webinar", "topic": "Marketing Digital 2025", "audience": "Entrepreneurs"}
    return Brief(known | inputs, language, tone, brand or Brand(name="Atelier"), ADDRESS)


def written(brief, seed=1):
    with translation.override(brief.language):
        return FunnelDraft.model_validate(write(brief, Random(seed))).model_dump(mode="json")


@settings(max_examples=40, deadline=None)
@given(
    funnel_type=st.sampled_from(Funnel.Type.values),
    language=st.sampled_from(["fr", "en"]),
    tone=st.sampled_from(Tone.values),
    brand=BRANDS,
    typed=st.fixed_dictionaries({name: TYPED for name in ("topic", "audience", "goal", "price", "budget", "details")}),
    seed=st.integers(0, 2**31),
)
def test_whatever_is_typed_a_whole_funnel_is_written(funnel_type, language, tone, brand, typed, seed):
    brief = brief_of(language, tone, brand, funnel_type=funnel_type, **typed)
    draft = written(brief, seed)
    assert draft == written(brief, seed)
    assert tuple(page["type"] for page in draft["pages"]) == PAGES[funnel_type]
    for path, text in leaves(draft):
        assert "None" not in text or "none" in (str(typed) + str(brand)).casefold(), path
        assert not re.search(r"\{\w+(\.\w+)?\}", text), path
        assert "  " not in text, path
        # A text without a gap has no half of an alternative left in it.
        assert "|" not in text, path
    assert [each for each in claims_in(draft, brief) if each.level == "error"] == []
    with translation.override("en"):
        assert [each for each in check(draft, brief) if each.level == "error"] == []
    assert len(pages_of(draft, brand=brand, language=language)) == len(PAGES[funnel_type])


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("funnel_type", Funnel.Type.values)
def test_nothing_is_claimed_that_nobody_said(language, funnel_type):
    brand = Brand(name="Atelier", facts=("Depuis 2014 à Lille",), prices=("Accompagnement : 890 €",))
    for seed in range(20):
        brief = brief_of(language, funnel_type=funnel_type, price="497 €", brand=brand)
        assert [each.message for each in claims_in(written(brief, seed), brief)] == []
        # Every page says something of its own, and no list has but one point.
        pages = written(brief, seed)["pages"]
        assert len({page["headline"] for page in pages}) == len(pages)
        lists = [each for page in pages for each in page["sections"] if each["kind"] in ("problem", "for_whom", "faq")]
        assert min(len(each["items"]) for each in lists) >= 2


def test_another_seed_writes_another_funnel():
    brief = brief_of()
    assert len({json.dumps(written(brief, seed)) for seed in range(8)}) == 8


def kinds_of(page):
    return [section["kind"] for section in page["sections"]]


def test_a_price_is_spoken_of_only_when_it_is_given():
    without = written(brief_of())
    assert [page["name"] for page in without["pages"] if "price" in kinds_of(page)] == []
    priced = written(brief_of(price="497 €", details="- Six modules\n\n• Un groupe d’échange.\nDes modèles"))
    assert [page["type"] for page in priced["pages"] if "price" in kinds_of(page)] == ["sales", "checkout"]
    section = next(each for each in priced["pages"][3]["sections"] if each["kind"] == "price")
    assert section["amount"] == "497\xa0€"
    assert [item["title"] for item in section["items"]] == ["Six modules", "Un groupe d’échange", "Des modèles"]
    assert "Six modules" not in json.dumps(priced["pages"][0])  # the webinar before it holds something else


def test_what_only_people_can_add_is_a_gap():
    brief = brief_of("en", topic="Digital marketing", audience="freelancers")
    with translation.override("en"):
        gaps = [each.path for each in check(written(brief), brief) if each.message.startswith("To be written")]
    places = {path.split("/")[2]: path for path in gaps}
    assert sorted(places) == ["0", "1", "3"]  # who we are; when the webinar is; who we are and what customers say
    facts = Brand(name="Atelier", facts=("Installés à Lille",))
    about = [each for each in written(brief_of(brand=facts))["pages"][3]["sections"] if each["kind"] == "about"]
    assert about[0]["items"] == [{"title": "Installés à Lille", "text": ""}]


def test_the_goal_and_the_budget_are_for_members_only():
    draft = written(brief_of(goal="50 inscriptions", budget="500 €"))
    assert draft["description"] == "Pour les entrepreneurs\nObjectif\xa0: 50 inscriptions\nBudget\xa0: 500\xa0€"
    assert "50 inscriptions" not in json.dumps(draft["pages"])
    assert draft["footer"] == "Atelier\n12 rue de la Paix\n75002 Paris"
    assert draft["consent_text"] in (
        "J’accepte de recevoir les conseils et les offres d’Atelier par email.",
        "J’accepte de recevoir des conseils et des offres par email.",
    )


def test_a_brand_that_says_tu_is_followed():
    brand = Brand(name="Atelier", samples="Tu veux avancer ? Viens, on te montre. Ton projet, ta façon.")
    # What is still to be written is said to members, politely; a visitor's question is theirs.
    text = GAP.sub("", json.dumps(written(brief_of(brand=brand)), ensure_ascii=False)).replace("Que faites-vous", "")
    assert re.findall(r"(?<!-)\b(?:vous|votre|vos)\b", text, re.IGNORECASE) == []


def test_a_further_price_of_the_brand_is_what_the_upsell_offers():
    brand = Brand(name="Atelier", prices=("Programme : 497 €", "Accompagnement : 890 €"))
    upsell = written(brief_of(brand=brand, price="497 €"))["pages"][5]
    assert upsell["subheadline"].endswith("Nous proposons aussi\xa0: Accompagnement\xa0: 890\xa0€.")


def test_both_banks_say_the_same_kinds():
    assert BANK["fr"].keys() == BANK["en"].keys()


def test_french_is_set_as_french_is():
    for phrases in BANK["fr"].values():
        for tone in phrases.values():
            for phrase in tone:
                assert "'" not in phrase
                assert not re.search(r"\S[:;!?»]", phrase.replace("://", "")), phrase
                assert phrase.count("[") == phrase.count("]")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("funnel_type", Funnel.Type.values)
def test_who_lands_on_a_page_reads_what_it_is_about(funnel_type, language):
    for seed in range(40):
        draft = written(brief_of(language, funnel_type=funnel_type, topic="Poterie"), seed)
        assert "Atelier" in draft["consent_text"]
        for page in draft["pages"]:
            if page["type"] in ("optin", "vsl", "webinar"):
                assert "Poterie" in page["headline"], (seed, page["type"], page["headline"])
