"""What a page shows, the workbook and the PDF say: the same numbers, for data nobody thought of."""

import random
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from investors import actions
from investors.exporting import files
from investors.exporting.files import TYPES
from investors.models import Interaction, Investor
from investors.models.kpis import COUNTED
from investors.models.rounds import STEPS
from tests.factories.investors import (
    make_commitment,
    make_contact,
    make_interaction,
    make_investor,
    make_kpi,
    make_round,
)
from tests.investors.exporting.reading import assert_same_numbers, body, book_of, cells_of, pdf_text, shown_rows

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def some_of_a_raise(workspace, member, seed):
    """Investors, what happened with them, what they committed; numbers written by hand and a locked month."""
    chance = random.Random(seed)
    rounds = [make_round(workspace), make_round(workspace, name="Pont", currency="USD")]
    investors = []
    for n in range(chance.randrange(5, 9)):
        fields = {
            "name": f"Firme-{seed}-{n}",
            "check_size": chance.choice([None, Decimal(chance.randrange(9_000_000))]),
        }
        investor = make_investor(workspace, pipeline_stage=chance.choice(Investor.Stage.values), **fields)
        investors.append(investor)
        for _ in range(chance.randrange(25)):
            day = datetime(chance.choice([2025, 2026, 2026]), chance.randrange(1, 13), chance.randrange(1, 29), 23, 30)
            make_interaction(investor, chance.choice(Interaction.Type.values), date=day.replace(tzinfo=PARIS))
        for round in rounds:
            if chance.random() < 0.5:
                amount = Decimal(chance.randrange(10**9)) / 100
                make_commitment(round, investor, **{f"{chance.choice(['soft', 'hard', 'wired'])}_amount": amount})
        make_kpi(investor, 2026, chance.randrange(1, 7), rdv_count=chance.randrange(2000), pitchs=chance.randrange(20))
    actions.lock_month(workspace=workspace, year=2026, month=3, by=member)
    make_interaction(investors[0], date=datetime(2026, 3, 5, tzinfo=PARIS))
    return investors


def both(client, path, **asked):
    """(workbook, PDF) of what is exported at a path."""
    answers = [client.get(path, asked | {"format": format}) for format in ("xlsx", "pdf")]
    assert [answer.status_code for answer in answers] == [200, 200]
    return [body(answer) for answer in answers]


ASKED = [
    *(("investor-export", {}), ("investor-export", {"stage": "meeting"})),
    *(("interaction-export", {}), ("interaction-export", {"type": "meeting", "date_after": "2026-01-01"})),
    *(("kpi-export", {"year": 2026}), ("kpi-export", {"year": 2026, "month": 3}), ("kpi-export", {"month": 1})),
    *(("kpi-export", {"year": 2026, "summary": 1}), ("kpi-export", {"year": 2026, "investor": True})),
]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_both_files_of_every_report_have_the_same_numbers(seed, language, workspace, member, member_client):
    investors = some_of_a_raise(workspace, member, seed)
    member_client.cookies["django_language"] = language
    for name, query in ASKED:
        query = query | {"investor": investors[0].pk} if "investor" in query else query
        assert assert_same_numbers(*both(member_client, reverse(f"investors:{name}"), **query)) > 1


@pytest.mark.parametrize("seed", [4, 5])
def test_the_numbers_of_the_files_are_those_of_the_api(seed, workspace, member, member_client, api):
    some_of_a_raise(workspace, member, seed)
    stages = member_client.get("/investors/export", {"format": "xlsx"})
    by_stage = api.get("/api/investors/stats").json()["by_stage"]
    assert [row[1:3] for row in rows_of(stages, 0)[:-1]] == [
        [each["count"], float(each["check_size"])] for each in by_stage
    ]
    year = api.get("/api/kpis/summary/annual/2026").json()
    book = member_client.get("/investors/kpis/export", {"year": 2026, "summary": 1})
    assert [row[1:4] for row in rows_of(book, 0)[:-1]] == [
        [month[name]["value"] for name in COUNTED] for month in year["months"]
    ]
    assert rows_of(book, 0)[-1][1:4] == [year["totals"][name] for name in COUNTED]
    grid = member_client.get("/investors/kpis/export", {"year": 2026})
    assert [rows_of(grid, place)[-1][-1] for place in range(3)] == list(year["totals"].values())


@pytest.mark.parametrize("seed", [6, 7])
def test_the_numbers_of_the_files_are_those_of_the_pages(seed, workspace, member, member_client):
    some_of_a_raise(workspace, member, seed)
    grid = member_client.get("/investors/kpis/export", {"year": 2026})
    for place, name in enumerate(COUNTED):
        shown = shown_rows(member_client.get("/investors/kpis", {"year": 2026, "number": name}).text)
        assert [row[1:] for row in rows_of(grid, place)[-1:]] == [row[1:] for row in shown[-1:]]
        assert {row[0]: row[1:] for row in rows_of(grid, place)[:-1]} == {
            row[0]: row[1:] for row in shown[:-1] if row[-1]
        }
    year = member_client.get("/investors/kpis/export", {"year": 2026, "summary": 1})
    shown = shown_rows(member_client.get("/investors/kpis/year/2026").text, -1)
    assert [row[1:4] for row in rows_of(year, 0)] == [row[1:4] for row in shown]
    for month in (1, 3):
        answer = member_client.get("/investors/kpis/export", {"year": 2026, "month": month})
        page = member_client.get(f"/investors/kpis/month/2026/{month}").text
        assert [row[1] for row in rows_of(answer, 0)] == [row[1] for row in shown_rows(page)[:3]]
        assert [round(row[1], 3) for row in rows_of(answer, 1) if row[1] is not None] == [
            row[1] for row in shown_rows(page)[3:] if len(row) > 1
        ]
        assert rows_of(answer, 2)[:-1] == [row for row in shown_rows(page, -1) if any(row[1:])]


@pytest.mark.parametrize("seed", [8, 9])
def test_the_money_of_the_stages_is_that_of_the_board(seed, workspace, member, member_client):
    some_of_a_raise(workspace, member, seed)
    board = member_client.get("/investors", {"view": "board"}).context["columns"]
    assert [[row[1], *row[3:]] for row in rows_of(member_client.get("/investors/export"), 0)[:-1]] == [
        [column.count, *(float(column.money[step]) for step in STEPS), float(column.value)] for column in board
    ]


def rows_of(response, place):
    """The rows of a sheet, without its header."""
    if not hasattr(response, "book"):
        response.book = book_of(body(response))
    return cells_of(response.book.worksheets[place])[1:]


@pytest.fixture
def raise_(workspace, member):
    """Two investors and a little of everything, to the number."""
    investor = make_investor(
        workspace, name="Alpha", client_type="vc", pipeline_stage="meeting", check_size=Decimal(250_000), owner=member
    )
    other = make_investor(workspace, name="=Béta", pipeline_stage="committed", next_step="Relancer", rating=4)
    round = make_round(workspace)
    make_commitment(
        round, other, soft_amount=Decimal(100_000), hard_amount=Decimal("80000.50"), hard_on=date(2026, 3, 9)
    )
    make_commitment(make_round(workspace, name="Vieux", status="cancelled"), other)
    met = make_interaction(investor, "meeting", date=datetime(2026, 2, 28, 23, 30, tzinfo=UTC), subject="Café")
    met.participants.add(make_contact(investor, name="Ada Martin"))
    make_interaction(investor, "pitch", date=datetime(2026, 3, 20, 9, tzinfo=UTC), outcome="À revoir", author=member)
    make_interaction(other, "meeting", date=datetime(2026, 1, 5, 9, tzinfo=UTC), content="Tout " * 10)
    return investor, other


def test_the_pipeline_to_the_number(raise_, member_client):
    member_client.cookies["django_language"] = "en"
    answer = member_client.get("/investors/export", {"format": "xlsx"})
    stages = {row[0]: row[1:] for row in rows_of(answer, 0)}
    assert stages["Meeting"] == [1, 250_000, 0, 0, 0, 0]
    assert stages["Committed"] == [1, 0, 0, 80000.5, 0, 80000.5]
    assert stages["Total"] == [2, 250_000, 0, 80000.5, 0, 80000.5]
    assert [cell.value for cell in answer.book.worksheets[0][1]][-1] == "Committed to Seed"
    beta, alpha = rows_of(answer, 1)
    assert (beta[0], beta[2], beta[4], beta[6]) == ("'=Béta", "Committed", 4, "Relancer")
    assert beta[10:12] == [80000.5, "Signed"]
    assert (alpha[0], alpha[1], alpha[5], alpha[9], alpha[10]) == (
        "Alpha",
        "Venture capital",
        250_000,
        "Ada Martin",
        None,
    )
    assert answer.book.worksheets[1]["F3"].number_format == "#,##0.00\\ [$EUR]"
    assert [row[:8] for row in rows_of(answer, 2)] == [
        ["Seed", "'=Béta", 100_000, None, 80000.5, datetime(2026, 3, 9), None, None]
    ]
    assert answer.book.sheetnames == ["By stage", "Investors", "Commitments", "About"]
    assert answer["Content-Disposition"].startswith('attachment; filename="investors-20')


def test_interactions_to_the_number(raise_, member_client):
    member_client.cookies["django_language"] = "en"
    answer = member_client.get("/investors/interactions/export", {"format": "xlsx"})
    assert dict(rows_of(answer, 0)) == {
        **dict.fromkeys(["Email", "Call", "Due diligence", "Closing", "Note"], 0),
        **{"Meeting": 2, "Pitch": 1, "Total": 3},
    }
    first, last = datetime(2026, 3, 1, 0, 30), datetime(2026, 3, 20, 10, 0)
    assert rows_of(answer, 1)[1] == ["Alpha", 0, 0, 1, 1, 0, 0, 0, 2, first, last]
    assert [row[:7] for row in rows_of(answer, 2)] == [
        [last, "Alpha", "Pitch", None, "À revoir", None, "Ada Martin"],
        [first, "Alpha", "Meeting", "Café", None, "Ada Martin", None],
        [datetime(2026, 1, 5, 10, 0), "'=Béta", "Meeting", None, None, None, None],
    ]


def test_the_kpis_of_a_year_to_the_number(raise_, workspace, member, member_client):
    _alpha, beta = raise_
    member_client.cookies["django_language"] = "en"
    make_kpi(beta, 2026, 1, rdv_count=3)
    answer = member_client.get("/investors/kpis/export", {"year": 2026, "format": "xlsx"})
    assert answer.status_code == 200
    assert rows_of(answer, 0) == [
        ["'=Béta", 3, *[0] * 11, 3],
        ["Alpha", 0, 0, 1, *[0] * 9, 1],
        ["Total", 3, 0, 1, *[0] * 9, 4],
    ]
    assert rows_of(answer, 3)[0] == ["'=Béta", "January 2026", "Meetings", 3, 1, 3, 2, None, None]
    assert answer.book.sheetnames == ["Meetings", "Pitches", "Closings", "How it came about", "About"]
    answer = member_client.get("/investors/kpis/export", {"year": 2026, "search": "alph", "format": "xlsx"})
    assert rows_of(answer, 0) == [["Alpha", 0, 0, 1, *[0] * 9, 1], ["Total", 0, 0, 1, *[0] * 9, 1]]
    assert dict(cells_of(answer.book.worksheets[-1]))["Filter"] == "Search: alph"


def test_a_month_and_a_year_to_the_number(raise_, workspace, member, member_client):
    member_client.cookies["django_language"] = "en"
    actions.set_target(workspace=workspace, year=2026, by=member, rdv_count=8)
    month = member_client.get("/investors/kpis/export", {"year": 2026, "month": 3, "format": "xlsx"})
    assert rows_of(month, 0)[0] == ["Meetings", 1, 1, None, None, None, None, 0, 1, 0, 1]
    assert rows_of(month, 1) == [["Pitches per meeting", 1], ["Closings per pitch", 0]]
    assert rows_of(month, 2) == [["Alpha", 1, 1, 0], ["Total", 1, 1, 0]]
    year = member_client.get("/investors/kpis/export", {"year": 2026, "summary": 1, "format": "xlsx"})
    assert rows_of(year, 0)[2] == ["March 2026", 1, 1, 0, 2, 1, 0]
    assert rows_of(year, 0)[12] == ["Total", 2, 1, 0, None, None, None]
    assert rows_of(year, 1)[0] == ["Meetings", 2, 0, 2, 8, 0.25, "January 2026"]
    one = member_client.get("/investors/kpis/export", {"year": 2026, "investor": raise_[0].pk, "format": "xlsx"})
    assert rows_of(one, 1)[0] == ["Meetings", 1, 0, 1, None, None, "March 2026"]


def test_the_filter_is_printed_in_words(raise_, member, member_client):
    member_client.cookies["django_language"] = "en"
    asked = {"stage": ["meeting", "pitch"], "owner": "me", "created_after": "2026-01-31", "is_active": "true"}
    asked |= {"stage": ["meeting", "committed"], "check_size_min": "1000", "search": "alp", "tag": "vip"}
    words = "Search: alp · Stage: Meeting, Committed · Check size from: 1,000 · Owner: Ada Martin · Tag: vip · "
    words += "Active: yes · Created from: 01/31/2026"
    answer = member_client.get("/investors/export", asked | {"format": "xlsx"})
    assert dict(cells_of(book_of(body(answer)).worksheets[-1]))["Filter"] == words
    answer = member_client.get("/investors/export", asked | {"format": "pdf"})
    assert words in pdf_text(body(answer))


def test_investors_and_owners_of_a_filter_have_their_names(raise_, workspace, other_workspace, member_client):
    member_client.cookies["django_language"] = "en"
    stranger = make_investor(other_workspace, name="Étranger")
    for asked, words in (
        ({"investor": raise_[0].pk, "author": "none"}, "Investor: Alpha · Author: nobody"),
        ({"investor": stranger.pk}, f"Investor: {stranger.pk}"),
        ({}, "none"),
    ):
        answer = member_client.get("/investors/interactions/export", asked | {"format": "xlsx"})
        assert dict(cells_of(book_of(body(answer)).worksheets[-1]))["Filter"] == words


def test_deleted_investors_and_those_of_others_are_in_no_file(
    raise_, workspace, other_workspace, member, member_client
):
    investor, _other = raise_
    make_interaction(make_investor(other_workspace, name="Étranger"))
    actions.delete_investor(investor=investor, by=member)
    for path in ("/investors/export", "/investors/interactions/export", "/investors/kpis/export?year=2026"):
        text = pdf_text(body(member_client.get(path, {"format": "pdf", "year": 2026})))
        assert ("Béta" in text, "Alpha" in text, "Étranger" in text) == (True, False, False)


def test_what_cannot_be_exported(raise_, other_workspace, member_client):
    stranger = make_investor(other_workspace)
    for query in ("format=docx", "year=1999", "year=x", "month=13", f"investor={stranger.pk}", "investor=x"):
        assert member_client.get(f"/investors/kpis/export?{query}").status_code == 404
    answer = member_client.get("/investors/export", {"rating_min": "9"}, follow=True)
    assert answer.redirect_chain == [("/investors/exports", 302)]


def test_more_rows_than_one_waits_for_lead_back_with_the_remedy(raise_, member_client, api, monkeypatch):
    monkeypatch.setitem(files.MOST_ROWS, "pdf", 1)
    answer = member_client.get("/investors/export", {"format": "pdf"}, follow=True)
    assert answer.redirect_chain == [("/investors/exports", 302)]
    assert "1" in str(next(iter(answer.context["messages"])))
    answer = api.get("/api/investors/export", {"format": "pdf"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "format")


API = {
    "/api/investors/export": "/investors/export",
    "/api/interactions/export": "/investors/interactions/export",
    "/api/kpis/export?year=2026": "/investors/kpis/export?year=2026",
    "/api/kpis/summary/month/2026/3/export": "/investors/kpis/export?year=2026&month=3",
    "/api/kpis/summary/annual/2026/export": "/investors/kpis/export?year=2026&summary=1",
    "/api/kpis/summary/annual/{id}/2026/export": "/investors/kpis/export?year=2026&investor={id}",
}


@pytest.mark.parametrize(("path", "shown"), API.items())
def test_the_api_answers_with_the_files_of_the_pages(path, shown, raise_, member_client, api):
    path, shown = path.format(id=raise_[0].pk), shown.format(id=raise_[0].pk)
    mark = "&" if "?" in path else "?"
    seen = []
    for client, address in ((api, path + mark), (member_client, shown + ("&" if "?" in shown else "?"))):
        book = book_of(body(client.get(f"{address}format=xlsx")))
        seen.append([cells_of(sheet) for sheet in book.worksheets[:-1]])
        assert client.get(f"{address}format=pdf")["Content-Type"] == "application/pdf"
    assert seen[0] == seen[1]
    assert api.get(path)["Content-Type"] == TYPES["xlsx"]
    wrong = [api.get(f"{path}{mark}format=csv"), api.get(f"{path}{mark}colour=red")]
    assert [(answer.status_code, answer.json()["code"]) for answer in wrong] == [(400, "invalid")] * 2


def test_a_thousand_investors_are_a_pdf_with_all_of_them(workspace, member_client):
    rows = [Investor(workspace=workspace, name=f"Firme-{n:04}", email=f"f{n}@example.com") for n in range(1000)]
    Investor.objects.bulk_create(rows)
    text = pdf_text(body(member_client.get("/investors/export", {"format": "pdf"})))
    assert [line.split()[0] for line in text.splitlines() if line.startswith((" Firme-", "Firme-"))] == [
        f"Firme-{n:04}" for n in range(1000)
    ]
