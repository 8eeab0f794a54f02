"""Nothing a client can write makes a server error: every operation of the schema, every page, with what nobody expects.

Seeded, so that a failure comes back: the message says which request it was.
"""

import json
import random
import re

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from tests.ai.conftest import note  # noqa: F401  a fixture
from tests.factories.accounts import make_api_key
from tests.test_house_access import ENDPOINTS, OURS, PAGES, fill, rows_of  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db

TIMES = 10
TEXTS = [
    *("", " ", "a", "0", "-1", "1.5", "1e999", "NaN", "null", "true", "é" * 300, "x" * 70_000, "\x00", "a\x00b"),
    *("\ud800", "‮", "😀", "%", "%s", "%00", "'", '"', "`", "\\", "../../etc/passwd", "<script>alert(1)</script>"),
    *("a@b", "ada@example.com", "ADA@EXAMPLE.COM ", "@", "x@" + "y" * 300 + ".com", "a@exämple.com", "a\r\nBcc: b@c.d"),
    *("2026-02-30", "2026-03-14", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "2026-03-14T09:30:00", "--id"),
    *(
        "http://[",
        "http://x/\n",
        "javascript:alert(1)",
        "--created_at",
        "-",
        "cD0x",
        "cj0xJnA9MTI",
        "99999999999999999999",
    ),
    *("{{", "{{ nobody }}", "{% for %}", "{% include 'x' %}", "{{ first_name | date: 5 }}", "<mjml><mj-body>", "<p"),
]
NUMBERS = [0, 1, -1, 2, 7, 255, 32768, 2**31, 2**53, 2**63 - 1, 2**63, 10**30, -(10**30), 0.1, 1e308, -0.0]


def any_value(rng, depth=0):
    kind = rng.randrange(8 if depth < 3 else 5)
    if kind <= 1:
        return rng.choice(TEXTS)
    if kind == 2:
        return rng.choice(NUMBERS)
    if kind <= 4:
        return rng.choice([None, True, False, [], {}, [None], "new", "draft"])
    if kind == 5:
        return [any_value(rng, depth + 1) for _ in range(rng.randrange(4))]
    if kind == 6:
        return {rng.choice(TEXTS): any_value(rng, depth + 1) for _ in range(rng.randrange(3))}
    return {"all": [{"field": rng.choice(["tags", "status", "funnel", 3]), "op": "in", "value": [any_value(rng, 2)]}]}


def likely_value(rng, schema, components):
    """Often what the schema asks for, so that the request gets further than the first check."""
    schema = resolved(schema, components)
    if rng.random() < 0.4:
        return any_value(rng)
    if schema.get("enum"):
        return rng.choice(schema["enum"])
    kind, form = schema.get("type"), schema.get("format")
    if kind == "object":
        return {name: likely_value(rng, each, components) for name, each in schema.get("properties", {}).items()}
    if kind == "array":
        return [likely_value(rng, schema["items"], components) for _ in range(rng.randrange(4))]
    if kind in ("integer", "number"):
        return rng.choice(NUMBERS)
    if kind == "boolean":
        return rng.random() < 0.5
    texts = {
        "email": "ada@example.com",
        "date-time": "2031-01-01T10:00:00Z",
        "date": "2026-03-14",
        "uri": "https://a.b",
    }
    return texts.get(form) or rng.choice(TEXTS)


def resolved(schema, components):
    while "$ref" in schema or "allOf" in schema or "oneOf" in schema:
        schema = schema["allOf"][0] if "allOf" in schema else schema["oneOf"][0] if "oneOf" in schema else schema
        if "$ref" in schema:
            schema = components[schema["$ref"].rpartition("/")[2]]
    return schema


def body_of(rng, operation, components):
    schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    choice = rng.random()
    if choice < 0.06:
        return rng.choice([b"", b"{", b"[1", b"\xff\xfe", b"null", b'"x"', b"[" * 3000, b"NaN", b'{"a": 1e999}'])
    if not schema or choice < 0.12:
        return json.dumps(any_value(rng))
    properties = resolved(schema, components).get("properties", {})
    names = [name for name in properties if rng.random() < 0.8]
    return json.dumps({name: likely_value(rng, properties[name], components) for name in names})


def query_of(rng, parameters):
    names = [each["name"] for each in parameters if each["in"] == "query"]
    names += ["cursor", "limit", "ordering", "format", "search", "nonsense"] if rng.random() < 0.5 else []
    return {name: rng.choice([*TEXTS, *map(str, NUMBERS)]) for name in names if rng.random() < 0.4}


def encodable(query):
    return {name: text.encode("utf-8", "replace").decode() for name, text in query.items()}


def operations():
    schema = SchemaGenerator().get_schema(request=None, public=True)
    components = schema["components"]["schemas"]
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation, components


def test_every_operation_of_the_schema_answers_any_request_without_a_fault(workspace, owner, rows_of):  # noqa: F811
    ids, key = rows_of(workspace), make_api_key(workspace, owner)
    client = APIClient(raise_request_exception=False)
    faults, rng = [], random.Random(20_260_314)
    for path, method, operation, components in operations():
        parameters = operation.get("parameters", [])
        for _ in range(TIMES):
            name = NAMES.get(bare(path))
            found = ids(name) if name else {}
            number = rng.choice([found.get("pk")] * 6 + [0, 2**63, 10**40])
            url = fill(ENDPOINTS[name], found | {"pk": number}) if name else path
            headers = {"Authorization": f"Api-Key {key}"}
            if rng.random() < 0.1:
                headers["Idempotency-Key"] = rng.choice(["a", "b", "x" * 201, " "])
                headers["If-Match"] = rng.choice(['"x"', "*", ""])
            query, body = encodable(query_of(rng, parameters)), body_of(rng, operation, components)
            response = client.generic(
                method.upper(), url, body, "application/json", query_params=query, headers=headers
            )
            if response.status_code >= 500:
                faults.append((method, url, query, body[:300], repr(response.exc_info[1]) if response.exc_info else ""))
    assert faults == []


def bare(path):
    """A path without the names of its parameters: `{}` for each."""
    return re.sub(r"\(\?P<\w+>[^)]*\)|<\w+:\w+>|\{\w+\}", "{}", path.lstrip("/"))


# By the path the schema has
NAMES = {bare(path): name for name, path in ENDPOINTS.items()}


@pytest.mark.parametrize("verb", ["get", "post"])
def test_every_page_answers_any_request_without_a_fault(verb, workspace, owner, rows_of):  # noqa: F811
    ids = rows_of(workspace)
    client = Client(raise_request_exception=False)
    client.force_login(owner)
    faults, rng = [], random.Random(20_260_315)
    for name, path in PAGES.items():
        if not name.startswith(OURS) or "logout" in name:
            continue
        for _ in range(6):
            url = fill(path, ids(name))
            names = [
                "search",
                "status",
                "q",
                "page",
                "cursor",
                "period",
                "from",
                "to",
                "owner",
                "tag",
                "funnel",
                "lead",
            ]
            names += ["email", "name", "slug", "order", "ids", "as", "to", "scheduled_at", "role", "next", "workspace"]
            names += ["subject", "html_content", "from_email", "tags", "estimated_value", "custom_fields", "state"]
            names += ["path", "value", "provider", "topic", "month"]
            data = encodable({each: rng.choice(TEXTS) for each in names if rng.random() < 0.3})
            htmx = {"HX-Request": "true"} if rng.random() < 0.5 else {}
            response = getattr(client, verb)(url, data, headers=htmx)
            if response.status_code >= 500:
                faults.append((verb, url, data, repr(response.exc_info[1]) if response.exc_info else ""))
    assert faults == []
