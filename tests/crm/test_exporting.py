import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest

from crm import exporting
from crm.models import Lead
from tests.factories.crm import make_field, make_lead

pytestmark = pytest.mark.django_db
HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1"]


def body(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def csv_of(response, delimiter=","):
    return list(csv.reader(io.StringIO(body(response).decode("utf-8-sig")), delimiter=delimiter))


def sheet_of(response):
    book = openpyxl.load_workbook(io.BytesIO(body(response)))
    return [list(row) for row in book.active.iter_rows()]


def test_a_csv_file_of_a_filter(api, workspace, member):
    make_field(workspace, "budget", "number", label="Budget")
    lead = make_lead(
        workspace,
        tags=["b", "a"],
        first_name="Zoé",
        phone="+33 6 12",
        estimated_value=Decimal("1200.50"),
        owner=member,
        custom_fields={"budget": -5},
        source="salon",
        created_at=datetime(2026, 3, 14, 8, 30, tzinfo=UTC),
    )
    make_lead(workspace, source="other")
    names = "id,first_name,phone,estimated_value,owner,tags,custom.budget,created_at"
    response = api.get(f"/api/marketing/leads/export?format=csv&source=salon&columns={names}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="leads-')
    assert csv_of(response) == [
        ["Number", "First name", "Phone", "Estimated value", "Owner", "Tags", "Budget", "Created"],
        [str(lead.pk), "Zoé", "+33 6 12", "1200.5", member.email, "a; b", "-5", "2026-03-14T08:30:00+00:00"],
    ]


def test_a_workbook_has_real_numbers_and_dates(api, workspace):
    make_field(workspace, "start", "date", label="Start")
    make_lead(
        workspace,
        estimated_value=Decimal("1200.50"),
        phone="+33612",
        custom_fields={"start": "2026-04-01"},
        created_at=datetime(2026, 3, 14, 8, 30, tzinfo=UTC),
    )
    names = "estimated_value,phone,custom.start,created_at,next_step_at"
    rows = sheet_of(api.get(f"/api/marketing/leads/export?format=xlsx&columns={names}"))
    assert [cell.value for cell in rows[1]] == [
        1200.5,
        "+33612",
        datetime(2026, 4, 1),
        datetime(2026, 3, 14, 9, 30),
        None,
    ]
    assert [cell.is_date for cell in rows[1]] == [False, False, True, True, False]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_formulas_are_neutralised(api, workspace, format):
    for text in HOSTILE:
        make_lead(workspace, first_name=text, last_name="", company="x\x0by\x1f", notes="<b>&</b>")
    make_lead(workspace, first_name="-5", last_name="")
    response = api.get(f"/api/marketing/leads/export?format={format}&columns=first_name")
    if format == "csv":
        found = [row[0] for row in csv_of(response)[1:]]
    else:
        cells = [row[0] for row in sheet_of(response)[1:]]
        assert {cell.data_type for cell in cells} == {"s"}
        found = [cell.value for cell in cells]
    assert found == [f"'{text}" for text in HOSTILE] + ["-5"]


def test_characters_no_workbook_takes_are_left_out(api, workspace):
    make_lead(workspace, company="x\x0by\x1f<&>")
    rows = sheet_of(api.get("/api/marketing/leads/export?format=xlsx&columns=company"))
    assert rows[1][0].value == "xy<&>"


def test_semicolons_come_with_decimal_commas(api, workspace):
    make_lead(workspace, estimated_value=Decimal("0.50"), company="a;b")
    query = "format=csv&delimiter=semicolon&bom=false&columns=estimated_value,company"
    assert body(api.get(f"/api/marketing/leads/export?{query}")) == b'Estimated value;Company\r\n0,5;"a;b"\r\n'


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("format=pdf", "format"),
        ("columns=colour", "columns"),
        ("colour=red", "colour"),
        ("delimiter=x", "delimiter"),
        ("owner=x", "owner"),
    ],
)
def test_what_cannot_be_is_a_400_that_names_it(api, query, name):
    response = api.get(f"/api/marketing/leads/export?{query}")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    assert name in response.text


def test_rows_are_found_from_the_last_one(api, workspace, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(exporting, "CHUNK", 2)
    leads = [make_lead(workspace) for _ in range(5)]
    rows = csv_of(api.get("/api/marketing/leads/export?columns=id"))
    assert [row[0] for row in rows[1:]] == [str(lead.pk) for lead in leads]


def test_a_limited_member_takes_their_own_leads_along(client, workspace, limited):
    own = make_lead(workspace, owner=limited)
    make_lead(workspace)
    client.force_login(limited)
    rows = csv_of(client.get("/crm/export?format=csv&delimiter=,&columns=id"))
    assert rows[1:] == [[str(own.pk)]]


def test_the_page_offers_the_columns_and_keeps_the_filter(member_client, workspace):
    lead = make_lead(workspace, status="won", first_name="Zoé")
    make_lead(workspace)
    page = member_client.get("/crm/export?status=won&cursor=x&columns=company", HTTP_HX_REQUEST="true")
    form = page.context["form"]
    assert form["columns"].value() == ["first_name", "last_name", "email", "company"]
    query = {"format": "csv", "query": form["query"].value(), "columns": ["first_name", "id"], "delimiter": ";"}
    assert csv_of(member_client.get("/crm/export", query), ";")[1:] == [["Zoé", str(lead.pk)]]
    response = member_client.get("/crm/export", query | {"query": "owner=somebody"})
    assert response.status_code == 302
    assert member_client.get("/crm/export?format=pdf").status_code == 422


def test_every_field_can_leave_and_come_back(api, workspace):
    make_lead(workspace)
    header = csv_of(api.get("/api/marketing/leads/export"))[0]
    assert len(header) == len(set(header)) == len(exporting.lead_fields(workspace))
    assert Lead.objects.count() == 1
