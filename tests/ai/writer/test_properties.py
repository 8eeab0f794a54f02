"""Whatever people type, in both languages and all tones."""

import re
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ai.writer.briefs import a_brief
from webox.ai.claims import claims_in
from webox.ai.writer import ANGLES, FRAMEWORKS, Copy, clean, name_of

TONES = ["professional", "friendly", "enthusiastic", "formal"]
ODD = [
    *("", " ", "{{ first_name }}", "{topic.the}", "[vous|tu]", "<script>alert(1)</script>", "None", "l'été", "Yahoo!"),
    *(
        "L’Oréal",
        "100 % coton",
        "42",
        "…",
        "???",
        "« Bien dormir »",
        "e\u0301te\u0301",
        "\u202egnirts",
        "a\u200bb",
        "👩‍👩‍👧",
    ),
    *(
        "Comment vendre ?",
        "DE LA FARINE",
        "des",
        "l’",
        "the",
        "a",
        "How",
        "🎉 fête",
        "x" * 300,
        "a\nb\tc",
        "\x00",
        "’",
        "d'",
    ),
]
typed = st.one_of(st.sampled_from(ODD), st.text(max_size=60))
plain = st.text(st.characters(blacklist_characters='"«»“”', blacklist_categories=("Cs",)), max_size=40)
languages, tones = st.sampled_from(["fr", "en"]), st.sampled_from(TONES)


def everything(copy):
    return [
        *(copy.headline(angle) for angle in ANGLES),
        copy.subheadline(),
        *(text for framework in FRAMEWORKS for text in copy.paragraphs(framework)),
        *copy.bullets(4),
        *copy.benefit_questions(3),
        *copy.steps(4),
        *copy.for_whom(3),
        *copy.not_for_whom(2),
        *copy.lines("tip", 3),
        *(text for pair in copy.questions(6) for text in pair),
        copy.call_to_action("sell"),
        copy.line("about"),
        copy.closing(),
        copy.line("postscript"),
    ]


@settings(max_examples=150, deadline=None)
@given(languages, tones, typed, typed, typed, typed, st.lists(typed, max_size=3), st.integers(0, 2**31))
def test_every_text_is_whole(language, tone, topic, audience, name, offer, facts, seed):
    brand = {"name": name, "offer": offer, "facts": tuple(facts), "prices": tuple(facts)}
    brief = a_brief(language, tone, topic=topic, audience=audience, brand=brand)
    written = everything(Copy(brief, Random(seed)))

    assert all(written)
    for text in written:
        assert not re.search(r"[{}\[\]|\x00-\x1f\u202e]", text)
        assert not re.search(r"[ \u00a0]{2}", text)
        assert text == text.strip()
    said = " ".join([topic, audience, name, offer, *facts])
    assert "None" in said or not any("None" in text for text in written)
    assert written == everything(Copy(brief, Random(seed)))


@settings(max_examples=150, deadline=None)
@given(languages, tones, plain, plain, plain, st.integers(0, 2**31))
def test_nothing_is_claimed_that_was_not_said(language, tone, topic, audience, name, seed):
    brief = a_brief(language, tone, topic=topic, audience=audience, brand={"name": name})

    assert list(claims_in(everything(Copy(brief, Random(seed))), brief)) == []


@settings(max_examples=100, deadline=None)
@given(languages, tones, typed, st.integers(5, 120), st.integers(0, 2**31))
def test_a_limit_always_holds(language, tone, topic, limit, seed):
    copy = Copy(a_brief(language, tone, topic=topic), Random(seed))

    for angle in ANGLES:
        assert 0 < len(copy.headline(angle, limit)) <= limit
    assert len(copy.call_to_action("book", limit)) <= limit


@settings(max_examples=200, deadline=None)
@given(typed)
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)
    assert name_of(name_of(text)) == name_of(text)
