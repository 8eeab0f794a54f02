from datetime import date

import pytest

from marketing.ads.limits import FIELDS, LIMITS, check, length, limit_of, sizes_of
from marketing.ads.models import AdCreative, Platform

RSA = {"headlines": ["Un", "Deux", "Trois"], "descriptions": ["A", "B"]}


def found(platform, **creative):
    return [(each.path, each.level) for each in check(platform, creative)]


def test_every_platform_has_limits_with_a_day_and_a_source():
    assert set(LIMITS) == set(Platform.values)
    for platform, limits in LIMITS.items():
        assert date.fromisoformat(limits["checked"]) >= date(2026, 1, 1)
        assert limits["source"].startswith("https://") or platform == "other"
        assert sizes_of(platform)[0] == tuple(limits["images"]["sizes"][0])
        assert set(limits["fields"]) <= {*FIELDS, "name", "landing_url"}


def test_google_refuses_what_is_one_character_too_long():
    exact = {"headlines": ["x" * 30, "y" * 30, "z" * 30], "descriptions": ["x" * 90, "y" * 90]}
    assert found("google", **exact) == []
    problems = list(check("google", exact | {"headlines": ["x" * 31, "y", "z"]}))
    assert [(each.path, each.level) for each in problems] == [("/headlines/0", "error")]
    assert problems[0].message == "31 characters: the platform refuses more than 30. Shorten it by 1."


def test_google_wants_three_headlines_and_two_descriptions_and_takes_no_more_than_fifteen_and_four():
    assert found("google", headlines=["A", "B"], descriptions=["C"]) == [
        ("/headlines", "error"),
        ("/descriptions", "error"),
    ]
    many = {"headlines": [f"Titre {n}" for n in range(16)], "descriptions": [f"Phrase {n}" for n in range(5)]}
    assert found("google", **many) == [("/headlines", "error"), ("/descriptions", "error")]


def test_an_empty_line_is_no_headline():
    assert found("google", **RSA | {"headlines": ["A", "B", "  "]}) == [("/headlines", "error")]


def test_wide_characters_count_twice_on_google_alone():
    assert (length("広告", True), length("広告"), length("é", True), length("e\u0301")) == (4, 2, 1, 1)
    assert found("google", **RSA | {"headlines": ["広" * 16, "B", "C"]}) == [("/headlines/0", "error")]
    assert found("linkedin", texts=["広" * 150], headlines=["広"]) == []


def test_meta_warns_and_refuses_nothing_for_its_length():
    assert found("facebook", texts=["x" * 126], headlines=["y" * 28]) == [
        ("/headlines/0", "warning"),
        ("/texts/0", "warning"),
    ]


@pytest.mark.parametrize(("number", "level"), [(150, []), (151, ["warning"]), (600, ["warning"]), (601, ["error"])])
def test_linkedin_cuts_first_and_refuses_later(number, level):
    assert [each[1] for each in found("linkedin", texts=["x" * number], headlines=["y"])] == level


def test_google_refuses_shouting_and_repeating():
    assert found("google", **RSA | {"headlines": ["Vite !", "B", "b"]}) == [
        ("/headlines/2", "error"),
        ("/headlines/0", "error"),
    ]
    assert found("google", **RSA | {"descriptions": ["Oui !", "Oui ! Non !"]}) == [("/descriptions/1", "error")]


def test_tiktok_refuses_its_forbidden_marks():
    assert found("tiktok", texts=["#promo"]) == [("/texts/0", "error")]


def test_a_platform_ignores_what_it_does_not_have():
    assert limit_of("tiktok", "headlines") is None
    assert found("tiktok", texts=["Bonjour"], headlines=["x" * 500]) == []


def test_a_stored_creative_is_checked_as_well_with_a_path_before_it():
    creative = AdCreative(headlines=["x" * 31, "b", "c"], descriptions=["d", "e"], landing_url="https://a.be/")
    assert [each.path for each in check("google", creative, "/variants/2")] == ["/variants/2/headlines/0"]
