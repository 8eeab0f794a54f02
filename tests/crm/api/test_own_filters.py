import pytest

from tests.factories.crm import make_field, make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def leads(workspace):
    make_field(workspace, "budget", "number")
    make_field(workspace, "city")
    make_field(workspace, "renewal", "date")
    make_field(workspace, "vip", "boolean")
    make_field(workspace, "size", "choice", choices=["S", "Très grand"])
    make_field(workspace, "interests", "choices", choices=["a", "b", "c"])
    make_lead(
        workspace,
        first_name="Ana",
        custom_fields={
            "budget": 5.0,
            "city": "Nice",
            "renewal": "2026-03-14",
            "vip": True,
            "size": "S",
            "interests": ["a", "b"],
        },
    )
    make_lead(
        workspace,
        first_name="Bob",
        custom_fields={"budget": 1200, "city": "Lyon", "renewal": "2026-04-01", "vip": False, "interests": ["c"]},
    )
    make_lead(workspace, first_name="Cid", custom_fields={"budget": "a lot", "city": "", "left by a form": "x"})
    make_lead(workspace, first_name="Dan")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("custom.budget=5", "Ana"),
        ("custom.budget=5.0", "Ana"),
        ("custom.budget=5&custom.budget=1 200,00 €", "AnaBob"),
        ("custom.budget_min=5", "AnaBob"),
        ("custom.budget_min=5.01&custom.budget_max=1200", "Bob"),
        ("custom.budget_max=4", ""),
        ("custom.budget_empty=true", "Dan"),
        ("custom.budget_empty=false", "AnaBobCid"),
        ("custom.city=nice", "Ana"),
        ("custom.city=Nice&custom.city=Lyon", "AnaBob"),
        ("custom.city_empty=true", "CidDan"),
        ("custom.renewal=14/03/2026", "Ana"),
        ("custom.renewal_min=2026-03-15", "Bob"),
        ("custom.renewal_max=2026-03-14", "Ana"),
        ("custom.vip=true", "Ana"),
        ("custom.vip=false", "Bob"),
        ("custom.size=tres grand&custom.size=S", "Ana"),
        ("custom.interests=b", "Ana"),
        ("custom.interests=b&custom.interests=c", "AnaBob"),
        ("custom.interests_empty=true", "CidDan"),
        ("custom.budget=", "AnaBobCidDan"),
        ("custom.budget_min=1&search=lyon", ""),
    ],
)
def test_leads_are_filtered_by_what_a_workspace_asks_of_them(api, leads, query, expected):
    answer = api.get(f"/api/marketing/leads?{query}&ordering=created_at").json()
    assert "".join(lead["first_name"] for lead in answer["results"]) == expected


@pytest.mark.parametrize(
    ("query", "field", "detail"),
    [
        ("custom.budget_min=ten", "custom.budget_min", "“ten” is not a number. Write one such as 1234.56."),
        (
            "custom.renewal=soon",
            "custom.renewal",
            "“soon” is not a day. Write 2026-03-14 or, the day first, 14/03/2026.",
        ),
        ("custom.budget_empty=x", "custom.budget_empty", "Write true or false."),
        ("overdue=yes", "overdue", "Write true or false."),
        ("custom.size=XXL", "custom.size", "“XXL” is not a choice. Choose from: S, Très grand."),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(api, leads, query, field, detail):
    response = api.get(f"/api/marketing/leads?{query}", headers={"Accept-Language": "en"})
    assert response.status_code == 400
    assert [(error["field"], error["detail"]) for error in response.json()["errors"]] == [(field, detail)]


@pytest.mark.parametrize("name", ["custom.colour", "custom.city_min", "custom.", "custom.old"])
def test_a_filter_of_no_field_is_refused(api, leads, workspace, name):
    make_field(workspace, "old", archived_at="2026-01-01T00:00:00Z")
    response = api.get(f"/api/marketing/leads?{name}=x", headers={"Accept-Language": "en"})
    assert response.status_code == 400
    error = response.json()["errors"][0]
    assert error["field"] == name
    assert error["detail"].startswith(f"“{name}” is not a filter. Known: ")
    assert "custom.budget, custom.budget_empty, custom.budget_max, custom.budget_min" in error["detail"]


def test_another_workspaces_field_is_no_filter(api, leads, other_workspace):
    make_field(other_workspace, "secret")
    assert api.get("/api/marketing/leads?custom.secret=x").status_code == 400


@pytest.mark.parametrize("path", ["/api/marketing/leads", "/api/marketing/board"])
def test_what_cannot_be_read_may_have_a_percent_sign(api, workspace, path):
    make_field(workspace, "budget", "number")
    answer = api.get(path, {"custom.budget_min": "%x"})
    assert answer.status_code == 400
    assert [(each["field"], "%x" in each["detail"]) for each in answer.json()["errors"]] == [
        ("custom.budget_min", True)
    ]
