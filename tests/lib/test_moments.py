import pytest
from django.core.exceptions import ValidationError

from webox.lib.moments import MomentField


def test_a_day_somebody_lived_in_is_taken():
    assert MomentField().clean("2026-03-14T10:30").isoformat()[:16] == "2026-03-14T10:30"
    assert MomentField(required=False).clean("") is None


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "0020-03-14T10:30", "9999-12-31T23:59"])
def test_a_year_half_typed_is_refused(typed):
    with pytest.raises(ValidationError, match="valid date/time"):
        MomentField().clean(typed)
