from io import BytesIO

import pytest
from rest_framework.exceptions import ParseError, ValidationError

from webox.lib.parsers import DEEPEST, JSONParser


def parse(body):
    return JSONParser().parse(BytesIO(body))


def test_json_arrives_as_it_was_sent():
    body = b'{"name": "\\u00c9lo\\u00efse \\ud83d\\ude00", "written": "\\\\u0000", "list": [1, [2, {"a": null}]]}'
    assert parse(body) == {"name": "Éloïse 😀", "written": "\\u0000", "list": [1, [2, {"a": None}]]}


@pytest.mark.parametrize("depth", [DEEPEST + 1, 100_000])
def test_nesting_nobody_means_is_refused(depth):
    assert parse(b"[" * DEEPEST + b"]" * DEEPEST) is not None
    with pytest.raises(ParseError, match="nested too deeply: at most 32 levels"):
        parse(b"[" * depth + b"1" + b"]" * depth)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b'{"custom_fields": {"a": ["b", "\\u0000"]}}', "custom_fields.a.1"),
        (b'{"status": "\\ud800"}', "status"),
        (b'{"custom_fields": {"\\u0000": 1}}', "custom_fields"),
        (b'"\\udfff"', "non_field_errors"),
    ],
)
def test_what_no_database_keeps_is_refused_where_it_stands(body, field):
    with pytest.raises(ValidationError) as caught:
        parse(body)
    assert list(caught.value.detail) == [field]
