import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from investors.models import Investor, StageChange
from tests.factories.investors import make_investor
from webox.analytics.models import Event

pytestmark = pytest.mark.django_db
BULK = "/api/investors/bulk"


def told(answer):
    return [
        (row["index"], row["status"], [(error["field"], error["code"]) for error in row["errors"]])
        for row in answer.json()["results"]
    ]


def test_each_row_has_its_own_answer(api, workspace, member):
    there = make_investor(workspace, name="Kima", email="bonjour@kima.example")
    rows = [
        {
            "name": "Ancre",
            "email": "A@ancre.example",
            "tags": ["seed"],
            "owner": member.pk,
            "pipeline_stage": "meeting",
        },
        {"email": "nobody@example.com"},
        {"name": "Autre", "email": "BONJOUR@kima.example"},
        {"name": "Double", "email": "a@ancre.example"},
        {"name": "Vague", "rating": 9, "owner": 999_999},
        {"name": "Bpi"},
    ]
    answer = api.post(BULK, {"investors": rows})
    assert (answer.status_code, answer.json()["created"], answer.json()["refused"]) == (207, 2, 4)
    assert told(answer) == [
        (0, "created", []),
        (1, "refused", [("name", "required")]),
        (2, "refused", [("email", "unique")]),
        (3, "refused", [("email", "unique")]),
        (4, "refused", [("rating", "max_value"), ("owner", "does_not_exist")]),
        (5, "created", []),
    ]
    detail = answer.json()["results"][2]["errors"][0]["detail"]
    assert detail == f"Kima has this email already. See /api/investors/{there.pk}."
    ancre = Investor.objects.get(pk=answer.json()["results"][0]["id"])
    assert (ancre.email, ancre.owner, [tag.name for tag in ancre.tags.all()]) == ("a@ancre.example", member, ["seed"])
    line = StageChange.objects.get(investor=ancre)
    assert (line.from_stage, line.to_stage, line.at, line.until, line.by) == (
        "",
        "meeting",
        ancre.created_at,
        None,
        member,
    )
    assert Event.objects.filter(type="investors.investor.added").count() == 3
    assert Investor.objects.search("ancre").count() == 1


def test_all_or_nothing(api, workspace):
    make_investor(workspace, email="bonjour@kima.example")
    rows = [{"name": "Ancre"}, {"name": "Autre", "email": "bonjour@kima.example"}]
    refusal = api.post(BULK, {"investors": rows, "all_or_nothing": True})
    assert refusal.status_code == 400
    assert [(error["field"], error["code"]) for error in refusal.json()["errors"]] == [("investors.1.email", "unique")]
    refusal = api.post(BULK, {"investors": [{"name": "Ancre"}, {}], "all_or_nothing": True})
    assert [error["field"] for error in refusal.json()["errors"]] == ["investors.1.name"]
    assert Investor.objects.count() == 1
    answer = api.post(BULK, {"investors": [{"name": "Ancre"}, {"name": "Bpi"}], "all_or_nothing": True})
    assert (answer.status_code, Investor.objects.count()) == (201, 3)


@pytest.mark.parametrize("rows", [[], "x", [1], None, [{"name": "a"}] * 1001])
def test_what_is_no_list_of_rows_is_refused(api, workspace, rows):
    assert api.post(BULK, {"investors": rows}).status_code == 400
    assert Investor.objects.count() == 0


def test_a_repeated_request_creates_nobody_twice(api, workspace):
    body = {"investors": [{"name": "Ancre"}, {"name": ""}]}
    first = api.post(BULK, body, headers={"Idempotency-Key": "x"})
    again = api.post(BULK, body, headers={"Idempotency-Key": "x"})
    assert (again.status_code, again.json(), Investor.objects.count()) == (207, first.json(), 1)


def test_a_thousand_cost_as_many_queries_as_ten(api, workspace):
    counts = []
    for number in (1, 10, 1000):
        rows = [{"name": f"Fonds {n}", "email": f"f{n}@b{number}.example", "tags": ["seed"]} for n in range(number)]
        with CaptureQueriesContext(connection) as queries:
            assert api.post(BULK, {"investors": rows}).json()["created"] == number
        # Inserts come in batches of as many parameters as the database takes.
        counts.append(len([query for query in queries if not query["sql"].startswith("INSERT")]))
    # What a process learns once is not the list's.
    assert counts[1] == counts[2]
    assert Investor.objects.count() == StageChange.objects.count() == 1011
