from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from webox.lib import written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", "5"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("(12)", "-12"),
        ("+3", "3"),
        ("1 234,56 €", "1234.56"),
        ("1\u202f234,56\u00a0€", "1234.56"),
        ("1,234.56", "1234.56"),
        ("$1,234,567", "1234567"),
        ("1.234,56", "1234.56"),
        ("1.234.567", "1234567"),
        ("1.234.567,8", "1234567.8"),
        ("1,23,456.78", "123456.78"),
        ("1'234.50 CHF", "1234.50"),
        ("EUR 12,5", "12.5"),
        ("1,234", "1234"),
        ("1.234", "1.234"),
        ("0,125", "0.125"),
        ("12,3456", "12.3456"),
        (".5", "0.5"),
        ("20 %", "20"),
        ("1.2E+3", "1200"),
    ],
)
def test_numbers_are_read_as_people_write_them(text, expected):
    assert written.number(text) == Decimal(expected)


@pytest.mark.parametrize(
    "text", ["", "abc", "1,2,3", "12.34.5", "1.2.3,4", "--5", "1e9999", "٣", "NaN", "Infinity", "1 5x"]
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError):
        written.number(text)


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("2026-03-14", True, date(2026, 3, 14)),
        ("2026/3/4", False, date(2026, 3, 4)),
        ("14/03/2026", True, date(2026, 3, 14)),
        ("3/14/2026", False, date(2026, 3, 14)),
        ("04.03.26", True, date(2026, 3, 4)),
        ("04-03-71", True, date(1971, 3, 4)),
        ("14 mars 2026", True, date(2026, 3, 14)),
        ("1er Août 2026", True, date(2026, 8, 1)),
        ("14-Mar-2026", False, date(2026, 3, 14)),
        ("March 14th, 2026", True, date(2026, 3, 14)),
        ("déc. 2, 2026", True, date(2026, 12, 2)),
    ],
)
def test_days_are_read_in_the_order_that_was_said(text, day_first, expected):
    assert written.day(text, day_first=day_first) == expected


@pytest.mark.parametrize("text", ["3/14/2026", "2026-02-30", "1026-01-01", "14 brumaire 2026", "soon", "2026", "9/9/9"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError):
        written.day(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-14", (14, 0, 0)),
        ("2026-03-14T09:30:00Z", (14, 9, 30)),
        ("2026-03-14 09:30:15.5", (14, 9, 30)),
        ("2026-03-14T09:30+02:00", (14, 7, 30)),
        ("14/03/2026 09:30", (14, 9, 30)),
        ("14/03/2026, 9h30", (14, 9, 30)),
        ("14 mars 2026 à 9h", (14, 9, 0)),
        ("14/03/2026 9:30 PM", (14, 21, 30)),
        ("14/03/2026 12:05 am", (14, 0, 5)),
    ],
)
def test_moments_are_read_with_their_time(text, expected):
    day, hour, minute = expected
    assert written.moment(text).replace(second=0, microsecond=0) == datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["14/03/2026 25:00", "14/03/2026 13:00 pm", "2026-03-14T", "0001-01-01T00:00:00+10:00"]
)
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(ValueError):
        written.moment(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a; b,c ;", ["a", "b,c"]),
        ("a, b", ["a", "b"]),
        ('"Paris, France", b', ["Paris, France", "b"]),
        ("a\nb", ["a", "b"]),
        (" ; ", []),
    ],
)
def test_lists_are_read_at_their_separator(text, expected):
    assert written.entries(text) == expected


@pytest.mark.parametrize("entries", [["a"], ["a", "b"], ["Paris, France"], ["a;b", 'say "no"'], ['"'], [";", ","]])
def test_a_joined_list_is_read_back(entries):
    assert written.entries(written.joined(entries)) == entries


def test_yes_and_no_are_known_in_both_languages():
    assert [written.yes_or_no(text) for text in ("Oui", "yes", "VRAI", "x", "1")] == [True] * 5
    assert [written.yes_or_no(text) for text in ("non", "No", "faux", "0")] == [False] * 4
    with pytest.raises(ValueError):
        written.yes_or_no("perhaps")
