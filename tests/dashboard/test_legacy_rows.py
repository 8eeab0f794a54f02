import uuid
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from crm.models import Lead
from webox.dashboard.legacy.rows import Refused, Row, id_of


def row(**values):
    return Row("leads", values)


@pytest.mark.parametrize(
    "value",
    [
        *("2025-04-01 10:00:00", "2025-04-01T10:00:00Z", "2025-04-01 12:00:00+02", "2025-04-01 10:00:00.000000 UTC"),
        *(1743501600, datetime(2025, 4, 1, 10), datetime(2025, 4, 1, 10, tzinfo=UTC)),
    ],
)
def test_a_moment_is_utc_where_no_zone_is_said(value):
    assert row(created_at=value).moment("created_at") == datetime(2025, 4, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("value", ["yesterday", "infinity", "0001-01-01 00:00:00", "2025-02-30", 10**20, b"\xff"])
def test_what_is_no_moment_is_noted(value):
    read = row(created_at=value)
    assert read.moment("created_at") is None
    assert [note.endswith("is not a date and was left out") for note in read.notes] == [True]


@pytest.mark.parametrize(
    ("value", "id"),
    [(7, "7"), ("7", "7"), (7.0, "7"), ("7.0", "7"), (None, ""), ("x" * 101, ""), ("abc", "abc")]
    + [
        (form, "0b8f5a3c-9d1e-4f6a-8b7c-6d5e4f3a2b1c")
        for uid in [uuid.UUID("0b8f5a3c9d1e4f6a8b7c6d5e4f3a2b1c")]
        for form in (uid, uid.hex, uid.hex.upper(), f"{{{uid}}}", uid.bytes)
    ],
)
def test_an_id_is_one_text_however_it_is_written(value, id):
    assert id_of(value) == id


@pytest.mark.parametrize("value", [1, "1", "t", "True", b"true", 1.0, True])
def test_yes(value):
    assert row(is_active=value).is_true("is_active") is True


@pytest.mark.parametrize("value", [0, "0", "f", "FALSE", "", None, 0.0, False])
def test_no(value):
    assert row(is_active=value).is_true("is_active") is False


def test_a_word_that_is_neither_is_noted_and_no():
    read = row(is_active="peut-être")
    assert (read.is_true("is_active"), read.notes) == (
        False,
        ["is_active “peut-être” is neither yes nor no, taken as no"],
    )


@pytest.mark.parametrize("value", ["won", "WON", "LeadStatus.WON", " Won "])
def test_a_choice_is_named_by_value_or_member(value):
    assert row(status=value).choice("status", Lead.Status, "new") == "won"
    assert row().choice("status", Lead.Status, "new") == "new"


def test_an_unknown_choice_is_refused():
    with pytest.raises(Refused, match="unknown status “gagné”"):
        row(status="gagné").choice("status", Lead.Status, "new")


@pytest.mark.parametrize(
    ("value", "amount"),
    [("12.345", Decimal("12.35")), ("12,5", Decimal("12.50")), (9999999999.99, Decimal("9999999999.99"))]
    + [(value, None) for value in (10**10, "9999999999.995", "1e999", "NaN", "Infinity", -1, "beaucoup", "")],
)
def test_money_has_two_decimals_or_is_left_out(value, amount):
    read = row(estimated_value=value)
    assert read.money("estimated_value", 12) == amount
    assert len(read.notes) == (amount is None and value != "")


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ('{"a": 1}', {"a": 1}),
        ('"{\\"a\\": 1}"', {"a": 1}),
        ({"a": [1]}, {"a": [1]}),
        ('{"a": NaN}', {"a": None}),
        ('{"a": 1e999}', {"a": None}),
        ('["\\u0000x\\ud800"]', ["x?"]),
        ("a, b", "a, b"),
        ("null", None),
        (None, None),
    ],
)
def test_json_is_read_however_it_is_kept(value, found):
    assert row(tags=value).parsed("tags") == found


def test_a_text_is_cut_to_its_room_and_cleaned():
    read = row(company=" a\x00b" + "c" * 10, notes=None)
    assert (read.text("company", 5), read.notes) == ("abccc", ["company was cut to 5 characters"])
    assert read.text("notes") == ""
