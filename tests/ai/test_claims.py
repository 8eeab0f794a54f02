"""What nobody vouched for is found; what the brand says is not."""

import pytest
from django.utils import translation

from webox.ai.claims import claims_in
from webox.ai.registry import Brand, Brief

BRAND = Brand(
    name="Atelier 21",
    offer="Formations en ligne pour 12 personnes",
    facts=("Plus de 1 200 clients depuis 2019", "Noté 4,8/5 par 310 avis"),
    prices=("Coaching : 1 490,50 €", "Book: $29"),
    forbidden=("Meilleur prix", "get rich"),
)


def claims(text, brand=BRAND, **inputs):
    brief = Brief(inputs=inputs, language="en", tone="friendly", brand=brand)
    return [(each.level, each.message) for each in claims_in({"body": text}, brief)]


@pytest.mark.parametrize(
    "text",
    [
        "Le coaching coûte 1 490,50 €.",
        "Le coaching coûte 1\u202f490,50\u00a0€.",
        "The coaching is 1,490.50 EUR.",
        "The book is $29.00.",
        "Déjà 1200 clients !",
        "310 avis",
        "Un atelier pour 12 personnes.",
        "Nous avons trois formules et 5 étapes, en 2 minutes.",
        "Rendez-vous le 12 mars 2027 à 18 h.",
        "« Bonjour » est un beau mot, dit-on.",
        "",
    ],
)
def test_what_the_brand_says_or_nobody_could_doubt_is_no_claim(text):
    assert claims(text) == []


@pytest.mark.parametrize("text", ["Résultats garantis", "Une méthode garantie", "Guaranteed", "Résultat garanti"])
def test_a_promise_made_in_one_form_is_made_in_all(text):
    assert claims(text, topic="un résultat GARANTI") == []
    assert claims(f"{text}, money-back", topic="un résultat GARANTI") == [
        ("warning", "“money-back” is a promise the brand brief does not make.")
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Only 19 € today", "19 €"),
        ("Seulement 1 490 €", "1 490 €"),
        ("just $290!", "$290"),
        ("300 euros de remise", "300 euros"),
        ("Déjà 5 000 clients satisfaits", "5 000 clients"),
        ("97 % d’entre vous", "97 %"),
        ("plus de 40 entreprises", "40 entreprises"),
        ("Résultat garanti", "garanti"),
        ("Money-back, risk-free", "Money-back"),
        ("L’agence n°1", "n°1"),
    ],
)
def test_what_nobody_said_is_pointed_out(text, words):
    ((level, message),) = claims(text)
    assert level == "warning"
    assert f"“{words}”" in message


def test_what_somebody_typed_as_a_wish_is_vouched_for():
    assert claims("Only 19 € for 40 people", price="19", topic="An evening for 40 people") == []
    assert claims("Satisfaction garantie", goal="Dire que c’est garantie comprise") == []


@pytest.mark.parametrize(
    "text",
    [
        "“This changed the way I bake my bread.” — Marie, baker",
        "« Une formation qui a changé ma vie ! » – Paul D.",
        "<blockquote>“Everything I ever wanted in a course”</blockquote> - <b>Anna</b>",
    ],
)
def test_a_testimonial_is_pointed_out(text):
    assert claims(text) == [("warning", "This reads like a testimonial. Quote only people who said it.")]


@pytest.mark.parametrize("text", ["Le MEILLEUR   prix", "le meilleur&nbsp;prix", "<b>Meilleur</b> prix", "Get rich!"])
def test_what_the_brand_forbids_is_an_error_however_it_is_written(text):
    ((level, message),) = claims(text)
    assert level == "error"
    assert message.endswith("is on your list of forbidden claims.")


def test_forbidden_words_inside_others_are_others():
    assert claims("Le meilleur prixfixe, to get richer") == []


def test_words_forbidden_with_marks_around_them_are_found():
    assert [level for level, _message in claims("Pain (frais)", Brand(forbidden=("(frais)",)))] == ["error"]
    assert [level for level, _message in claims("It is C++ now", Brand(forbidden=("C++",)))] == ["error"]


def test_each_place_is_read_and_each_kind_is_said_once():
    brief = Brief(inputs={}, language="en", tone="friendly", brand=Brand())
    output = {"subject": "10 €, 20 €", "pages": [{"headline": "30 €", "css": "40 €", "image_url": "50 €"}], "price": 60}
    assert [each.path for each in claims_in(output, brief)] == ["/subject", "/pages/0/headline"]


def test_they_are_said_in_the_language_of_the_moment():
    with translation.override("fr"):
        ((_level, message),) = claims("Only 19 €")
    assert "19 €" in message


@pytest.mark.parametrize(
    "part", ["1", "111 ", "1,", "<", "«", "“", '"', "$", "1 a ", "a", " ", "- ", "“xxxxxxxxxxxxxxxx” - ", "n°", "€1"]
)
def test_no_text_takes_for_ever(part):
    """Where an expression would try again from every letter, this would not come back."""
    for text in (part * (200_000 // len(part)), "“" + part * (200_000 // len(part))):
        assert len(claims(text, Brand(forbidden=("miracle",)))) <= 4


def test_a_forbidden_line_of_marks_alone_forbids_nothing():
    assert claims("Anything", Brand(forbidden=("\u0301",))) == []
