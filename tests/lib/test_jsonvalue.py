import pytest

from crm.models import Lead
from tests.factories.crm import make_lead
from webox.lib.jsonvalue import JSONDay, JSONHas, JSONListSize, JSONNumber, JSONText, JSONTrue

pytestmark = pytest.mark.django_db

# What is kept → what each reads of it: text, number, true, day, size of the list, whether it holds "a"
READ = [
    ("a", ("a", None, False, None, 0, False)),
    ("2026-03-14", ("2026-03-14", None, False, "2026-03-14", 0, False)),
    ("12", ("12", None, False, None, 0, False)),
    (12.5, (None, 12.5, False, None, 0, False)),
    (0, (None, 0, False, None, 0, False)),
    (True, (None, None, True, None, 0, False)),
    (False, (None, None, False, None, 0, False)),
    (None, (None, None, False, None, 0, False)),
    ([], (None, None, False, None, 0, False)),
    (["a", 1, None], (None, None, False, None, 3, True)),
    ([["a"]], (None, None, False, None, 1, False)),
    ({"a": "a"}, (None, None, False, None, 0, False)),
]


@pytest.mark.parametrize(("kept", "expected"), READ)
def test_a_value_is_read_as_its_own_type_alone(workspace, kept, expected):
    make_lead(workspace, custom_fields={"key": kept})
    reads = {"text": JSONText, "number": JSONNumber, "true": JSONTrue, "day": JSONDay, "size": JSONListSize}
    columns = {name: read("custom_fields", "key") for name, read in reads.items()}
    columns["has"] = JSONHas("custom_fields", "key", "a")
    assert tuple(Lead.objects.values(**columns).get().values()) == expected


def test_a_key_that_is_not_there_is_nothing(workspace):
    make_lead(workspace, custom_fields={"other": 5})
    columns = {"text": JSONText("custom_fields", "key"), "number": JSONNumber("custom_fields", "key")}
    assert Lead.objects.values(**columns).get() == {"text": None, "number": None}
    assert Lead.objects.filter(JSONHas("custom_fields", "key", "a")).count() == 0
    assert Lead.objects.exclude(JSONTrue("custom_fields", "key")).count() == 1
