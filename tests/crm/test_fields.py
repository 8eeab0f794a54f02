from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from crm.fields import STANDARD, LeadField, lead_fields
from crm.models import CustomField
from tests.factories.crm import make_lead

NUMBER = LeadField("custom.budget", "Budget", "number")
DAY = LeadField("custom.renewal", "Renewal", "date")
CHOICE = LeadField("custom.size", "Size", "choice", choices=(("S", "S"), ("Très grand", "Très grand")))
CHOICES = LeadField("custom.interests", "Interests", "choices", choices=(("a", "a"), ("b, c", "b, c"), ("d", "d")))
YES = LeadField("custom.vip", "VIP", "boolean")
TEXT = LeadField("custom.city", "City", "text")
URL = LeadField("custom.site", "Site", "url")
AT = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        (NUMBER, 5.0, 5),
        (NUMBER, "5.50", 5.5),
        (NUMBER, 0, 0),
        (DAY, "2026-03-14", "2026-03-14"),
        (DAY, date(2026, 3, 14), "2026-03-14"),
        (CHOICE, "S", "S"),
        (CHOICES, ["d", "a", "a"], ["a", "d"]),
        (CHOICES, [], None),
        (YES, False, False),
        (TEXT, "  Nice ", "Nice"),
        (TEXT, " ", None),
        (URL, "https://example.com/a", "https://example.com/a"),
        (STANDARD["estimated_value"], "1200", Decimal("1200.00")),
        (STANDARD["company"], None, ""),
        (STANDARD["tags"], ["b", " a ", "B"], ["B", "a"]),
        (STANDARD["next_step_at"], "2026-03-14T09:30:00Z", AT),
        (STANDARD["email"], "Zoe@Example.com", "zoe@example.com"),
        (STANDARD["owner"], None, None),
    ],
)
def test_a_value_is_made_right(field, value, expected):
    cleaned = field.clean(value)
    assert (cleaned, type(cleaned)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (NUMBER, "ten", "“ten” is not a number. Write one such as 1234.56."),
        (NUMBER, True, "Write a number."),
        (NUMBER, float("nan"), "Write a number."),
        (NUMBER, "1e99", "Write a number of at most 15 digits."),
        (NUMBER, "0.1234567", "Write at most 6 decimals."),
        (STANDARD["estimated_value"], "-1", "Write a number of at least 0."),
        (STANDARD["estimated_value"], "12345678901", "Write a number of at most 10 digits."),
        (STANDARD["estimated_value"], "1.234", "Write at most 2 decimals."),
        (DAY, "14/03/2026", "“14/03/2026” is not a day. Write one such as 2026-03-14."),
        (DAY, 5, "“5” is not a day. Write one such as 2026-03-14."),
        (CHOICE, "M", "“M” is not a choice. Choose from: S, Très grand."),
        (CHOICE, ["S"], "“['S']” is not a choice. Choose from: S, Très grand."),
        (CHOICES, "a", "Write a list of choices."),
        (YES, "true", "Write true or false."),
        (TEXT, 5, "Write a text."),
        (TEXT, "x" * 1001, "Write at most 1000 characters; these are 1001."),
        (TEXT, "a\0b", "The text holds characters that cannot be kept. Write it anew."),
        (URL, "javascript:x", "“javascript:x” is not a web address. Write one such as https://example.com."),
        (STANDARD["status"], "", "Choose a status."),
        (STANDARD["email"], "zoe", "“zoe” is not an email address. Write one such as name@example.com."),
        (STANDARD["owner"], "5", "Write the number of a member."),
    ],
)
def test_a_wrong_value_is_refused_with_the_remedy(field, value, message):
    with override("en"), pytest.raises(ValidationError) as refused:
        field.clean(value)
    assert refused.value.messages == [message]


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        (NUMBER, "1 234,56 €", 1234.56),
        (NUMBER, 5.0, 5),
        (NUMBER, 0.1 + 0.2, 0.3),
        (DAY, "14/03/2026", "2026-03-14"),
        (DAY, datetime(2026, 3, 14, 23, 30), "2026-03-14"),
        (CHOICE, "tres GRAND", "Très grand"),
        (CHOICES, "d; A", ["a", "d"]),
        (CHOICES, "B, c", ["b, c"]),
        (YES, "Oui", True),
        (YES, 0.0, False),
        (URL, "www.example.com/a", "https://www.example.com/a"),
        (TEXT, 75001.0, "75001"),
        (STANDARD["phone"], 33612345678.0, "33612345678"),
        (STANDARD["status"], "Gagné", "won"),
        (STANDARD["status"], "WON", "won"),
        (STANDARD["tags"], "vip, client", ["client", "vip"]),
        (STANDARD["estimated_value"], "1,234.56", Decimal("1234.56")),
        (STANDARD["estimated_value"], 1234.5678, Decimal("1234.57")),
        (STANDARD["next_step_at"], "14/03/2026 9h30", AT),
        (STANDARD["next_step_at"], datetime(2026, 3, 14, 9, 30), AT),
        (STANDARD["owner"], "Zoe@Example.com ", 7),
        (STANDARD["company"], "  ", ""),
    ],
)
def test_a_text_of_a_person_is_read(field, text, expected):
    parsed = field.parse(text, members={"zoe@example.com": 7})
    assert (parsed, type(parsed)) == (expected, type(expected))


def test_a_day_is_read_month_first_where_that_was_said():
    assert DAY.parse("3/4/2026") == "2026-04-03"
    assert DAY.parse("3/4/2026", day_first=False) == "2026-03-04"
    with override("en"), pytest.raises(ValidationError) as refused:
        DAY.parse("3/14/2026")
    assert refused.value.messages == ["“3/14/2026” is not a day. Write 2026-03-14 or, the day first, 14/03/2026."]


def test_an_owner_must_be_a_member():
    with override("en"), pytest.raises(ValidationError) as refused:
        STANDARD["owner"].parse("stranger@example.com", members={})
    assert refused.value.messages == ["“stranger@example.com” is not a member. Write the email address of one."]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("field", "value"),
    [
        (NUMBER, 1234.5),
        (NUMBER, 100_000_000_000_000),
        (NUMBER, 0.000001),
        (NUMBER, 1.234),
        (NUMBER, -3),
        (DAY, "2026-03-04"),
        (CHOICE, "Très grand"),
        (CHOICES, ["b, c"]),
        (CHOICES, ["a", "b, c"]),
        (YES, True),
        (YES, False),
        (TEXT, '=1+1; "x"\ny'),
        (URL, "https://example.com/?a=1,2;3"),
        (TEXT, None),
        (STANDARD["tags"], ["Paris, France", "a;b"]),
        (STANDARD["tags"], []),
        (STANDARD["status"], "won"),
        (STANDARD["estimated_value"], Decimal("1234.50")),
        (STANDARD["next_step_at"], AT),
        (STANDARD["owner"], 7),
    ],
)
def test_what_is_written_for_a_file_is_read_back(field, value, language):
    with override(language):
        text = field.write(value, members={7: "zoe@example.com"})
        assert field.parse(text, members={"zoe@example.com": 7}) == value


def test_values_are_shown_as_people_write_them():
    with override("fr"):
        assert NUMBER.show(1234.5) == "1\u202f234,5" or NUMBER.show(1234.5) == "1\xa0234,5"
        assert DAY.show("2026-03-14") == "14/03/2026"
        assert YES.show(True) == "Oui"
        assert STANDARD["status"].show("won") == "Gagné"
    with override("en"):
        assert NUMBER.show(1234567) == "1,234,567"
        assert CHOICES.show(["a", "d"]) == "a, d"
        assert STANDARD["next_step_at"].show(AT) == "03/14/2026 9:30 a.m."
        assert STANDARD["owner"].show(7, members={7: "Zoé"}) == "Zoé"


def test_a_value_from_before_the_field_had_its_kind_is_shown_as_it_is():
    assert NUMBER.show("ten") == "ten"
    assert NUMBER.show([1, "b"]) == "1, b"
    assert DAY.show({"a": 1}) == '{"a": 1}'
    assert CHOICE.show(["S"]) == "S"
    assert TEXT.show(5) == "5"


def test_the_registry_has_the_custom_fields_in_use(workspace, django_assert_num_queries):
    CustomField.objects.create(workspace=workspace, key="budget", label="Budget", kind="number", position=2)
    CustomField.objects.create(workspace=workspace, key="size", label="Size", kind="choice", choices=["S"], position=1)
    CustomField.objects.create(workspace=workspace, key="old", label="Old", archived_at=AT)
    with django_assert_num_queries(1):
        fields = lead_fields(workspace)
    assert list(fields) == [*STANDARD, "custom.size", "custom.budget"]
    assert fields["custom.size"].choices == (("S", "S"),)
    assert fields["custom.budget"].read(make_lead(workspace, custom_fields={"budget": 5})) == 5
