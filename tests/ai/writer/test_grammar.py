import pytest

from webox.ai.writer.en import grammar as english
from webox.ai.writer.fr import grammar as french


@pytest.mark.parametrize(
    ("typed", "the", "of", "to"),
    [
        ("Gestion du temps", "la gestion du temps", "de la gestion du temps", "à la gestion du temps"),
        ("webinaire sur le SEO", "le webinaire sur le SEO", "du webinaire sur le SEO", "au webinaire sur le SEO"),
        ("Atelier d’écriture", "l’atelier d’écriture", "de l’atelier d’écriture", "à l’atelier d’écriture"),
        ("les impôts", "les impôts", "des impôts", "aux impôts"),
        ("Soldes d’été", "les soldes d’été", "des soldes d’été", "aux soldes d’été"),
        ("Un guide pratique", "un guide pratique", "d’un guide pratique", "à un guide pratique"),
        ("des bijoux faits main", "des bijoux faits main", "de bijoux faits main", "à des bijoux faits main"),
        ("huile d’olive", "l’huile d’olive", "de l’huile d’olive", "à l’huile d’olive"),
        ("Nouvelle collection", "la nouvelle collection", "de la nouvelle collection", "à la nouvelle collection"),
        ("cours de yoga", "le cours de yoga", "du cours de yoga", "au cours de yoga"),
        ("SEO", "le SEO", "du SEO", "au SEO"),
        ("WeBox", "WeBox", "de WeBox", "à WeBox"),
        ("Excel", "Excel", "d’Excel", "à Excel"),
        ("Comment vendre plus", "« Comment vendre plus »", "de « Comment vendre plus »", "à « Comment vendre plus »"),
        ("vendre sans stress", "« Vendre sans stress »", "de « Vendre sans stress »", "à « Vendre sans stress »"),
        ("42 recettes", "« 42 recettes »", "de « 42 recettes »", "à « 42 recettes »"),
    ],
)
def test_a_french_topic_has_its_article_and_its_contractions(typed, the, of, to):
    forms = french.topic_forms(typed)

    assert (forms["the"], forms["of"], forms["to"]) == (the, of, to)
    assert forms["title"] == typed


@pytest.mark.parametrize(
    ("typed", "the", "of", "to"),
    [
        ("Dirigeant de PME", "les dirigeants de PME", "des dirigeants de PME", "aux dirigeants de PME"),
        ("jeune maman", "les jeunes mamans", "des jeunes mamans", "aux jeunes mamans"),
        ("TPE et PME", "les TPE et PME", "des TPE et PME", "aux TPE et PME"),
        ("Notaires", "les notaires", "des notaires", "aux notaires"),
        ("commercial", "les commerciaux", "des commerciaux", "aux commerciaux"),
        ("des coachs débutants", "les coachs débutants", "des coachs débutants", "aux coachs débutants"),
        ("celles qui débutent", "celles qui débutent", "de celles qui débutent", "à celles qui débutent"),
        ("grand public", "le grand public", "du grand public", "au grand public"),
        (
            "50 ans et plus",
            "le public « 50 ans et plus »",
            "du public « 50 ans et plus »",
            "au public « 50 ans et plus »",
        ),
    ],
)
def test_a_french_audience_is_made_of_people(typed, the, of, to):
    forms = french.audience_forms(typed)

    assert (forms["the"], forms["of"], forms["to"]) == (the, of, to)


def test_french_is_typeset_as_the_house_does():
    assert french.typeset("L'offre : « oui » ! Vraiment ? 490 €") == (
        "L’offre\u00a0: «\u00a0oui\u00a0»\u00a0! Vraiment\u00a0? 490\u00a0€"
    )
    assert french.brand_forms("Atelier Nord")["of"] == "d’Atelier Nord"
    assert french.brand_forms("Studio Lumen")["of"] == "de Studio Lumen"


@pytest.mark.parametrize(
    ("typed", "the"),
    [
        ("Time management", "time management"),
        ("Excel course", "the Excel course"),
        ("New website", "the new website"),
        ("watercolour workshop for beginners", "the watercolour workshop for beginners"),
        ("Our summer sale", "our summer sale"),
        ("How to sell more", "“How to sell more”"),
        ("Time Management Course", "the Time Management Course"),
        ("WeBox", "WeBox"),
        ("handmade candles", "handmade candles"),
    ],
)
def test_an_english_topic_has_an_article_where_it_is_counted(typed, the):
    assert english.topic_forms(typed)["the"] == the


@pytest.mark.parametrize(
    ("typed", "the"),
    [
        ("Small business owner", "every small business owner"),
        ("busy parents", "busy parents"),
        ("Coaches", "coaches"),
        ("anyone who sews", "anyone who sews"),
        ("women over fifty", "women over fifty"),
        ("HR", "HR"),
    ],
)
def test_an_english_audience_is_one_or_many(typed, the):
    assert english.audience_forms(typed)["the"] == the


@pytest.mark.parametrize(
    ("grammar", "topic", "natures"),
    [
        (french, "Soldes d’été", {"thing", "object"}),
        (french, "Notre nouvelle collection", {"thing", "object", "gift"}),
        (french, "Logiciel de facturation", {"thing", "object"}),
        (french, "L’ouverture de la boutique", {"thing", "moment"}),
        (french, "Séance portrait de Noël en famille", {"thing", "moment"}),
        (french, "Coaching sportif", {"subject"}),
        (french, "Gestion du temps", {"subject", "concept"}),
        (french, "Comment choisir un vin", {"subject", "concept"}),
        (french, "", {"subject", "concept"}),
        (english, "Summer sale", {"thing", "object"}),
        (english, "Handmade candles", {"thing", "object", "gift"}),
        (english, "Opening of our new office", {"thing", "moment"}),
        (english, "Time management course", {"subject"}),
        (english, "Time management", {"subject", "concept"}),
        (english, "How to choose a book", {"subject", "concept"}),
    ],
)
def test_what_one_buys_is_told_from_what_one_learns(grammar, topic, natures):
    assert grammar.natures(topic) == natures
