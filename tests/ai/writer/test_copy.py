import re
from itertools import pairwise
from random import Random

import pytest

from tests.ai.writer.briefs import a_brief
from webox.ai.claims import GUARANTEE, TESTIMONIAL
from webox.ai.writer import ANGLES, FRAMEWORKS, Copy, goal_of
from webox.ai.writer.phrases import EITHER, LANGUAGES, SLOT

TONES = ["professional", "friendly", "enthusiastic", "formal"]
VOICES = [(language, tone) for language in LANGUAGES for tone in TONES]


def phrases_of(language):
    for kind, by_tone in LANGUAGES[language].BANK.items():
        for tone, phrases in by_tone.items():
            for phrase in phrases:
                yield kind, tone, phrase
    for question, answer in LANGUAGES[language].QUESTIONS:
        yield "question", "any", question
        yield "question", "any", answer


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bank_claims_nothing(language):
    for _kind, _tone, phrase in phrases_of(language):
        assert not re.search(r"\d", phrase), phrase
        assert not GUARANTEE.search(phrase), phrase
        assert not TESTIMONIAL.search(phrase), phrase


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bank_is_written_as_it_should_be(language):
    written = [phrase for _kind, _tone, phrase in phrases_of(language)]
    assert len(written) == len(set(written))
    for phrase in written:
        bare = SLOT.sub("x", EITHER.sub(lambda found: found[1], phrase))
        assert not re.search(r"[{}\[\]|]|  |'", bare), phrase
        if language == "fr":
            assert not re.search(r"[^ \u00a0][:;!?»]|«[^ ]", bare), phrase


@pytest.mark.parametrize("tone", ["any", "everyday", "friendly"])
def test_french_that_may_be_familiar_says_both(tone):
    for _kind, its_tone, phrase in phrases_of("fr"):
        if its_tone == tone:
            assert not re.search(r"\b(?:vous|votre|vos)\b|(?!chez|assez)\b\w+ez\b", EITHER.sub("", phrase), re.I), (
                phrase
            )


@pytest.mark.parametrize("natures", [{"subject"}, {"thing", "object"}, {"thing", "moment"}])
@pytest.mark.parametrize(("language", "tone"), VOICES)
def test_every_kind_can_be_said_when_nothing_is_known(language, tone, natures):
    copy = Copy(a_brief(language, tone), Random(1))
    copy.slots.natures = natures

    for kind in LANGUAGES[language].BANK:
        if kind not in ("about",):
            assert copy.line(kind), kind
    assert all(copy.headline(angle) for angle in ANGLES)


@pytest.mark.parametrize(("language", "tone"), VOICES)
@pytest.mark.parametrize("topic", ["Yoga", "Concert", "Software"])
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_piece_says_nothing_twice(language, tone, framework, topic):
    copy = Copy(a_brief(language, tone, topic=topic, audience="parents"), Random(7))
    said = [
        *(copy.headline(angle) for angle in ANGLES),
        copy.subheadline(),
        *copy.paragraphs(framework),
        *copy.bullets(5),
        *copy.benefit_questions(3),
        *copy.steps(4),
        *copy.for_whom(3),
        *copy.not_for_whom(3),
        *(text for pair in copy.questions(4) for text in pair),
    ]

    assert all(said)
    assert len(said) == len(set(said))


def test_the_same_seed_writes_the_same_and_others_do_not():
    def written(seed):
        copy = Copy(a_brief("fr", "friendly", topic="Yoga"), Random(seed))
        return (copy.headline(), *copy.paragraphs(copy.framework()), *copy.bullets(4))

    assert written(3) == written(3)
    assert len({written(seed) for seed in range(40)}) == 40


def test_facts_are_said_as_they_are_and_once():
    brand = {"name": "Lumen", "facts": ("Fondé en 2015 à Lyon.", "12 formateurs")}
    copy = Copy(a_brief(brand=brand), Random(1))

    assert copy.bullets(3)[:2] == ["Fondé en 2015 à Lyon", "12 formateurs"]
    assert not copy.has("fact")
    assert copy.facts(1) == []


def test_the_price_is_asked_about_only_when_it_is_known():
    asked = "Combien cela coûte-t-il\u00a0?"
    without = dict(Copy(a_brief(), Random(1)).questions(20))
    known = dict(Copy(a_brief(brand={"prices": ("Coaching : 490 €",)}), Random(1)).questions(20))

    assert asked not in without
    assert known[asked] == "Coaching\u00a0: 490\u00a0€."


def test_tu_is_for_friends_whose_brand_says_it():
    def said(tone, samples):
        copy = Copy(a_brief("fr", tone, brand={"samples": samples}), Random(1))
        return copy.say("[Vous avez|Tu as] [votre|ta] place")

    assert said("friendly", "Tu sais quoi ? T'as raison, c'est ton jour.") == "Tu as ta place"
    assert said("friendly", "Vous savez quoi ?") == "Vous avez votre place"
    assert said("friendly", "") == "Vous avez votre place"
    assert said("formal", "Tu sais quoi ?") == "Vous avez votre place"


def test_a_limit_is_kept_by_choosing_before_cutting():
    copy = Copy(a_brief("fr", topic="Accompagnement à la création d’entreprise en zone rurale"), Random(5))

    for angle in ANGLES:
        assert 0 < len(copy.headline(angle, limit=45)) <= 45
    assert copy.say("Une phrase, et puis une autre", limit=12) == "Une phrase"


def test_a_bank_of_ones_own_has_the_same_slots():
    bank = {"fr": {"shout": {"any": ("Vive {topic.the} !",)}}}
    copy = Copy(a_brief("fr", product="formation Excel"), Random(1), bank=bank)

    assert copy.line("shout") == "Vive la formation Excel\u00a0!"
    assert copy.line("unknown") == ""


@pytest.mark.parametrize(
    ("wish", "language", "goal"),
    [
        ("Vendre la formation", "fr", "sell"),
        ("Inscriptions au webinaire", "fr", "sign_up"),
        ("prise de rendez-vous", "fr", "book"),
        ("Télécharger le guide", "fr", "download"),
        ("book more calls", "en", "book"),
        ("Get more feedback", "en", "reply"),
        ("", "en", "start"),
        (None, "fr", "start"),
    ],
)
def test_a_goal_is_read_from_what_a_person_wrote(wish, language, goal):
    assert goal_of(wish, language) == goal


def test_a_button_suits_the_goal():
    copy = Copy(a_brief("fr", "formal"), Random(1))

    assert copy.call_to_action("vendre") in ("Voir l’offre", "Découvrir l’offre", "Je me décide", "Consulter l’offre")
    assert copy.call_to_action("reply") in ("Répondre à ce message", "Poser ma question", "Nous répondre")


def test_every_phrase_reads_well_with_every_topic():
    """Whatever is put into the slots, one space, one mark, and no hole."""
    for language, tone in VOICES:
        for topic in ("Excel", "gestion du temps", "Comment vendre ?", "Yahoo!"):
            brand = {"name": "Yahoo!", "offer": "On aide.", "facts": ("Oui.",) * 9, "prices": ("5 €",) * 9}
            copy = Copy(a_brief(language, tone, topic=topic, audience="parents", brand=brand), Random(1))
            for _kind, _tone, phrase in phrases_of(language):
                if copy.slots.can_fill(phrase):
                    text = copy.say(phrase)
                    assert not re.search(r"[{}\[\]|]|None|[ \u00a0]{2}", text), text
                    assert not any(a in ".!?" and b in ".!?" for a, b in pairwise(text)), text


@pytest.mark.parametrize(
    ("language", "phrase", "written"),
    [
        ("fr", "Voici ! {topic.title}, tout est prêt.", "Voici\u00a0! Notre atelier, tout est prêt."),
        ("fr", "Le voici : {topic.title}.", "Le voici\u00a0: notre atelier."),
        ("en", "Drum roll… {topic.title}!", "Drum roll… Notre atelier!"),
    ],
)
def test_a_sentence_that_begins_with_a_slot_begins_with_a_capital(language, phrase, written):
    assert Copy(a_brief(language, topic="notre atelier"), Random(1)).say(phrase) == written
