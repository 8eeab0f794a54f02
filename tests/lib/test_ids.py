import pytest

from webox.lib.ids import is_id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", True),
        ("42", True),
        ("9" * 18, True),
        ("9" * 19, False),
        ("", False),
        ("-1", False),
        ("1.5", False),
        (" 1", False),
        ("٣", False),
        ("²", False),
        ("none", False),
    ],
)
def test_what_the_number_of_a_row_may_be(text, expected):
    assert is_id(text) is expected
