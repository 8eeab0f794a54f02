import pytest
from hypothesis import given
from hypothesis import strategies as st

from webox.lib.phones import COUNTRIES, e164


@pytest.mark.parametrize(
    ("text", "country", "found"),
    [
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("+33 6 12 34 56 78", "", "+33612345678"),
        ("+33 (0)6 12 34 56 78", "BE", "+33612345678"),
        ("0033612345678", "", "+33612345678"),
        ("33612345678", "FR", "+33612345678"),
        ("06.12.34.56.78", "FR", "+33612345678"),
        ("(415) 555-2671", "US", "+14155552671"),
        ("1-415-555-2671", "US", "+14155552671"),
        ("06 1234 5678", "IT", "+390612345678"),
        ("0470 12 34 56", "BE", "+32470123456"),
        ("020 7946 0958 ext. 12", "GB", "+442079460958"),
        ("06 12 34 56 78", "", ""),
        ("12", "FR", ""),
        ("bonjour", "FR", ""),
        ("", "FR", ""),
        ("+1234567890123456", "", ""),
    ],
)
def test_a_number_gets_its_country(text, country, found):
    assert e164(text, country) == found


@given(st.text(max_size=40), st.sampled_from(["", *COUNTRIES]))
def test_anything_typed_is_a_number_or_none(text, country):
    found = e164(text, country)
    assert found == "" or (found[0] == "+" and found[1:].isascii() and found[1:].isdigit() and len(found) <= 16)
