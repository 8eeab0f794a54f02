"""The board as a page: columns and totals, cards and their pages, moves, the past, the stages."""

import json
import re
from datetime import datetime, timedelta
from decimal import Decimal
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm import actions
from crm.models import Lead, Stage
from tests.factories.accounts import make_member
from tests.factories.crm import make_change, make_lead

pytestmark = pytest.mark.django_db
BOARD = "/crm?view=board"
PARIS = ZoneInfo("Europe/Paris")


def at(day, hour=12):
    return datetime(2026, 3, day, hour, tzinfo=PARIS)


@pytest.fixture
def seller_client(workspace):
    user = make_member(workspace, own_leads_only=True, first_name="Paul")
    client = Client()
    client.force_login(user)
    client.user = user
    return client


def get(client, query="", **headers):
    response = client.get(f"{BOARD}{query}", headers=headers)
    assert response.status_code == 200
    return response


def columns(response):
    """{status: names from top to bottom} of the columns that hold any."""
    return {c.status: [card.name for card in c.cards] for c in response.context["columns"] if c.cards}


def totals(response):
    return {c.status: (c.count, c.value, c.weighted_value) for c in response.context["columns"] if c.count}


def column_of(response, column):
    """The part of the page that begins with the head of a column."""
    return response.content.decode().partition(f'id="head-{column.status}"')[2]


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


class TestColumns:
    def test_count_value_and_weighted_value(self, workspace, member_client):
        for value in (1000, 500):
            make_lead(workspace, status="qualified", estimated_value=value)
        make_lead(workspace, status="won", estimated_value=70)
        make_lead(workspace, status="lost", estimated_value=30)
        make_lead(workspace)
        Stage.objects.filter(status="qualified").update(probability=33)
        response = get(member_client)
        assert totals(response) == {
            "new": (1, 0, 0),
            "qualified": (2, 1500, 495),
            "won": (1, 70, 70),
            "lost": (1, 30, 0),
        }
        assert [column.status for column in response.context["columns"]] == Lead.Status.values
        assert "Qualified 2 1,500 EUR weighted ≈ 495 EUR" in text_of(response)

    @pytest.mark.parametrize("query", ["", "&source=salon", "&as_of=2026-03-09", "&as_of=2026-03-09&source=salon"])
    def test_a_count_opens_the_leads_it_counts(self, query, workspace, member, member_client):
        for name, source in (("A", "salon"), ("B", "google"), ("C", "salon")):
            lead = make_lead(workspace, first_name=name, last_name="", status="won", source=source, created_at=at(1))
            make_change(lead, "new", at=at(1))
            make_change(lead, "won", at=at(12))
        actions.delete_lead(lead=lead, by=member)
        response = get(member_client, query)
        for column in response.context["columns"]:
            link = re.search(r'href="([^"]*)"', column_of(response, column))
            assert len(member_client.get(unescape(link[1])).context["page"].rows) == column.count

    def test_a_filter_narrows_cards_and_totals_alike(self, workspace, member_client):
        make_lead(workspace, first_name="A", last_name="", source="salon", estimated_value=10)
        make_lead(workspace, first_name="B", last_name="", source="salon", status="won", estimated_value=5)
        make_lead(workspace, first_name="Quentin", last_name="", source="google", estimated_value=7)
        response = get(member_client, "&source=salon")
        assert columns(response) == {"new": ["A"], "won": ["B"]}
        assert totals(response) == {"new": (1, 10, Decimal("0.50")), "won": (1, 5, 5)}
        assert columns(get(member_client, "&search=quentin")) == {"new": ["Quentin"]}

    def test_a_status_chooses_the_column_and_its_totals_stay(self, workspace, member_client):
        make_lead(workspace, first_name="A", last_name="", status="won")
        make_lead(workspace, first_name="B", last_name="")
        response = get(member_client, "&status=won")
        assert (columns(response), len(response.context["columns"])) == ({"won": ["A"]}, 1)
        assert "Show every column" in text_of(response)

    def test_deleted_leads_and_strangers_stand_nowhere(self, workspace, other_workspace, member_client, member):
        actions.delete_lead(lead=make_lead(workspace), by=member)
        make_lead(other_workspace)
        for query in ("", "&is_deleted=true"):
            assert totals(get(member_client, query)) == {}
        assert "No lead yet" in text_of(get(member_client))
        assert "Nobody matches this search" in text_of(get(member_client, "&search=zzz"))

    def test_who_sees_their_own_leads_only_gets_the_totals_of_these(self, workspace, seller_client, member):
        make_lead(workspace, first_name="Mine", last_name="", owner=seller_client.user, estimated_value=5)
        make_lead(workspace, owner=member, estimated_value=100)
        response = get(seller_client)
        assert (columns(response), totals(response)) == ({"new": ["Mine"]}, {"new": (1, 5, Decimal("0.25"))})

    def test_a_filter_that_cannot_be_read_is_named(self, member_client):
        assert "As of: Write a day such as 2026-03-14." in text_of(get(member_client, "&as_of=soon"))

    def test_a_search_gets_the_fragment(self, workspace, member_client):
        make_lead(workspace)
        fragment = get(member_client, HX_Request="true")
        assert b"<html" not in fragment.content
        assert "HX-Request" in fragment["Vary"]

    def test_a_viewer_is_offered_no_move(self, workspace, viewer_client):
        make_lead(workspace)
        content = get(viewer_client).content.decode()
        assert "data-move-url" not in content
        assert "reason-template" not in content


class TestCards:
    @pytest.mark.parametrize(
        ("days", "expected", "pace", "words"),
        [
            (7, 7, "", "7 d"),
            (8, 7, "late", "8 d · late"),
            (10, 7, "late", "10 d · late"),
            (11, 7, "very_late", "11 d · very late"),
            (400, None, "", "400 d"),
        ],
    )
    def test_days_in_the_stage_against_what_it_expects(self, days, expected, pace, words, workspace, member_client):
        Stage.objects.filter(status="proposal").update(expected_days=expected)
        lead = make_lead(workspace, status="proposal")
        since = timezone.now() - timedelta(days=days, minutes=5)
        Lead.objects.filter(pk=lead.pk).update(status_since=since, created_at=since - timedelta(days=90))
        response = get(member_client)
        (card,) = response.context["columns"][3].cards
        assert (card.days, card.pace) == (days, pace)
        assert re.search(rf"{words}(?! ·)", text_of(response))

    def test_everything_one_wants_to_know_at_a_glance(self, workspace, member, member_client):
        lead = make_lead(
            workspace,
            first_name="Zoé",
            last_name="Martin",
            company="Atelier du Port",
            estimated_value=Decimal("1200.50"),
            owner=member,
            tags=["vip", "client"],
            next_step="Call back",
            next_step_at=timezone.now() - timedelta(days=2),
        )
        make_lead(workspace, first_name="Later", next_step="Write", next_step_at=timezone.now() + timedelta(days=2))
        text = text_of(get(member_client))
        assert "Zoé Martin Atelier du Port → Call back" in text
        assert text.count("overdue") == 1
        assert "client vip 1,200.50 EUR 0 d A" in text
        assert f'href="/crm/{lead.pk}"' in get(member_client).content.decode()

    def test_columns_load_in_pages(self, workspace, member_client):
        leads = Lead.objects.bulk_create(
            [
                Lead(workspace=workspace, first_name=f"{n}", rank=n // 3, email=f"{n}@example.com", source="salon")
                for n in range(60)
            ]
        )
        for query in ("", "&source=salon", "&search=example"):
            page, seen = get(member_client, query).context["columns"][0], []
            while True:
                seen += (
                    [card.id for card in page["cards"]] if isinstance(page, dict) else [card.id for card in page.cards]
                )
                following = page["next"] if isinstance(page, dict) else page.next
                if not following:
                    break
                page = member_client.get(f"/crm/board/new?after={following}{query}").context["column"]
            assert seen == [lead.pk for lead in leads]

    @pytest.mark.parametrize(
        "path", ["new?after=x", "new?after=1_", "new?after=9e9_1", f"new?after={2**70}_1", "nothing"]
    )
    def test_a_page_there_is_not(self, path, member_client):
        assert member_client.get(f"/crm/board/{path}").status_code == 404

    def test_the_board_asks_the_same_few_questions_however_full(self, workspace, member, member_client):
        counts = {}
        for number in (3, 30):
            for status in Lead.Status.values:
                for n in range(number):
                    email = f"{status}{number}{n}@example.com"
                    lead = make_lead(workspace, status=status, email=email, tags=["client", f"tag {n}"], owner=member)
                    make_change(lead, status, at=timezone.now() - timedelta(days=3))
            for query in ("", "&source=", "&search=example", "&as_of=2026-01-01", f"&as_of={timezone.now().date()}"):
                get(member_client, query)
                with CaptureQueriesContext(connection) as queries:
                    get(member_client, query)
                counts.setdefault(query, []).append(len(queries))
            yesterday = f"&as_of={(timezone.now() - timedelta(days=1)).date()}"
            with CaptureQueriesContext(connection) as queries:
                assert sum(column.count for column in get(member_client, yesterday).context["columns"]) >= number * 7
            counts.setdefault("past", []).append(len(queries))
        assert {query: set(numbers) for query, numbers in counts.items()} == {
            "": {8},
            "&source=": {8},
            "&search=example": {9 if connection.vendor == "sqlite" else 8},  # SQLite looks at the words first
            "&as_of=2026-01-01": {7},
            f"&as_of={timezone.now().date()}": {8},
            "past": {8},
        }

    def test_a_full_board_is_a_light_page(self, workspace, member, member_client):
        for status in Lead.Status.values:
            for n in range(26):
                make_lead(workspace, status=status, owner=member, company="Société 12", estimated_value=n * 100)
        size = len(get(member_client, HX_Request="true").content)
        assert size < 60_000


class TestMoves:
    def move(self, client, lead, query="", **values):
        return client.post(f"/crm/{lead.pk}/move{query}", {"seen": lead.stamp} | values)

    def test_a_move_answers_the_card_and_the_heads_of_both_columns(self, workspace, member_client):
        lead, other = make_lead(workspace, estimated_value=100), make_lead(workspace, estimated_value=10)
        stays = make_lead(workspace, status="qualified", estimated_value=1)
        response = self.move(member_client, lead, status="qualified", after=stays.pk)
        content = response.content.decode()
        assert response.status_code == 200
        lead.refresh_from_db()
        assert (lead.status, lead.rank > stays.rank) == ("qualified", True)
        assert content.startswith(f'<li class="bcard" id="c{lead.pk}" data-stamp="{lead.stamp}">')
        assert re.findall(r'id="head-(\w+)" hx-swap-oob="true"', content) == ["new", "qualified"]
        assert "New 1 10 EUR" in text_of(response)
        assert "Qualified 2 101 EUR" in text_of(response)
        assert "HX-Trigger" not in response
        assert other.pk != lead.pk

    def test_the_heads_count_what_the_mover_filters_by(self, workspace, member_client):
        lead = make_lead(workspace, source="salon", estimated_value=5)
        make_lead(workspace, source="google", status="won", estimated_value=70)
        response = self.move(member_client, lead, "?source=salon", status="won")
        assert "Won 1 5 EUR" in text_of(response)

    def test_gone_neighbours_have_the_board_drawn_anew(self, workspace, member_client):
        lead, gone = make_lead(workspace), make_lead(workspace, status="lost")
        response = self.move(member_client, lead, status="won", after=gone.pk)
        assert json.loads(response["HX-Trigger"]) == {"boardChanged": True}

    def test_a_conflict_says_who_moved_it_and_where(self, workspace, member_client, member):
        lead = make_lead(workspace, first_name="Zoé", last_name="")
        actions.change_status(lead=Lead.objects.get(), status="won", by=member)
        response = self.move(member_client, lead, status="qualified")
        assert (response.status_code, response.json()["code"]) == (409, "moved_meanwhile")
        assert response.json()["detail"] == "Ada Martin moved Zoé to “Won” meanwhile."
        actions.delete_lead(lead=lead, by=member)
        assert self.move(member_client, lead, status="qualified").json()["code"] == "deleted"

    @pytest.mark.parametrize(
        "values", [{"status": "nonsense"}, {}, {"status": "lost"}, {"status": "won", "after": "x"}]
    )
    def test_what_is_missing_is_said(self, values, workspace, member_client):
        lead = make_lead(workspace)
        response = self.move(member_client, lead, **values)
        assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
        assert Lead.objects.get().status == "new"

    def test_somebody_elses_card_is_not_there(self, workspace, seller_client, member):
        lead = make_lead(workspace, owner=member)
        assert self.move(seller_client, lead, status="won").status_code == 404


class TestLossOnThePageOfALead:
    def test_a_loss_asks_for_its_reason_first(self, workspace, member_client, member):
        lead = make_lead(workspace)
        url, hx = f"/crm/{lead.pk}/status", {"HX-Request": "true"}
        asked = member_client.post(url, {"status": "lost"}, headers=hx)
        assert (asked.status_code, asked["HX-Retarget"]) == (200, "#modal")
        assert "Why was" in text_of(asked)
        empty = member_client.post(url, {"status": "lost", "reason": " "}, headers=hx)
        assert empty.status_code == 422
        assert "Write why this lead was lost." in text_of(empty)
        assert Lead.objects.get().status == "new"
        done = member_client.post(url, {"status": "lost", "reason": "No budget"}, headers=hx)
        assert json.loads(done["HX-Trigger"])["closeModal"] is True
        lead.refresh_from_db()
        assert (lead.status, lead.lost_reason, lead.status_changes.get().reason) == ("lost", "No budget", "No budget")

    def test_without_scripts_a_page_asks(self, workspace, member_client):
        lead = make_lead(workspace)
        asked = member_client.post(f"/crm/{lead.pk}/status", {"status": "lost"})
        assert asked.status_code == 422
        assert 'name="reason"' in asked.content.decode()
        done = member_client.post(f"/crm/{lead.pk}/status", {"status": "lost", "reason": "Not a fit"})
        assert (done.status_code, Lead.objects.get().lost_reason) == (302, "Not a fit")

    def test_the_form_of_a_lead_asks_once_the_status_is_lost(self, workspace, member_client):
        lead = make_lead(workspace, first_name="Zoé", status="won")
        url, values = f"/crm/{lead.pk}/edit", {"first_name": "Zoé", "status": "lost"}
        assert "lost_reason" not in member_client.get(url).context["form"].fields
        refused = member_client.post(url, values)
        assert refused.context["form"].errors == {"lost_reason": ["Write why this lead was lost."]}
        assert member_client.post(url, values | {"lost_reason": "No answer"}).status_code == 302
        lead.refresh_from_db()
        assert (lead.status, lead.lost_reason, lead.status_changes.moves().get().reason) == ("lost", *["No answer"] * 2)
        assert member_client.post(url, {"first_name": "Zoé", "status": "new"}).status_code == 302
        assert Lead.objects.get().lost_reason == ""


class TestThePast:
    @pytest.fixture
    def story(self, workspace, member):
        """Ada became new on the 1st, qualified on the 3rd at 23:30, worth more on the 5th, won on the 8th, deleted."""
        lead = make_lead(workspace, first_name="Ada", last_name="", created_at=at(1), estimated_value=900, status="won")
        make_change(lead, "new", at=at(1), to_value=100)
        make_change(lead, "qualified", at=at(3, 23), to_value=100, owner=member)
        make_change(lead, "qualified", at=at(5), to_value=900, kind="valued", owner=member)
        make_change(lead, "won", at=at(8), to_value=900)
        make_change(lead, "", at=at(10), kind="deleted")
        lead.deleted_at = at(10)
        lead.save()
        other = make_lead(workspace, first_name="Bob", last_name="", created_at=at(4), source="salon")
        make_change(other, "new", at=at(4), to_value=7)
        return lead

    @pytest.mark.parametrize(
        ("day", "cards", "sums"),
        [
            ("2026-02-28", {}, {}),
            ("2026-03-01", {"new": ["Ada"]}, {"new": (1, 100)}),
            # At the end of the day in the workspace's own time zone
            ("2026-03-03", {"qualified": ["Ada"]}, {"qualified": (1, 100)}),
            ("2026-03-07", {"qualified": ["Ada"], "new": ["Bob"]}, {"qualified": (1, 900), "new": (1, 7)}),
            ("2026-03-08", {"won": ["Ada"], "new": ["Bob"]}, {"won": (1, 900), "new": (1, 7)}),
            ("2026-03-10", {"new": ["Bob"]}, {"new": (1, 7)}),
        ],
    )
    def test_who_stood_where_at_the_end_of_a_day(self, day, cards, sums, story, member_client):
        response = get(member_client, f"&as_of={day}")
        assert columns(response) == cards
        assert {status: total[:2] for status, total in totals(response).items()} == sums

    def test_it_is_marked_and_nothing_can_be_moved(self, story, member_client):
        response = get(member_client, "&as_of=2026-03-07")
        assert "The board as it stood at the end of March 7, 2026" in text_of(response)
        assert "Back to today" in text_of(response)
        assert "data-move-url" not in response.content.decode()
        assert "The board as it stood" not in text_of(get(member_client, "&as_of=2999-01-01")).partition("As of")[0]

    def test_owner_value_and_days_are_those_of_then(self, story, member, member_client):
        (card,) = get(member_client, "&as_of=2026-03-07").context["columns"][2].cards
        assert (card.owner, card.value, card.days, card.since) == (member, 900, 4, at(3, 23))

    def test_filters_find_leads_by_what_they_are_today(self, story, member_client):
        response = get(member_client, "&as_of=2026-03-07&source=salon")
        assert (columns(response), totals(response)["new"][:2]) == ({"new": ["Bob"]}, (1, 7))
        assert columns(get(member_client, "&as_of=2026-03-07&search=ada")) == {"qualified": ["Ada"]}

    def test_who_sees_their_own_leads_only(self, workspace, story, seller_client):
        assert columns(get(seller_client, "&as_of=2026-03-07")) == {}
        Lead.objects.filter(first_name="Bob").update(owner=seller_client.user)
        response = get(seller_client, "&as_of=2026-03-07")
        assert (columns(response), totals(response)["new"][:2]) == ({"new": ["Bob"]}, (1, 7))

    def test_pages_of_the_past_begin_with_who_came_last(self, workspace, member_client):
        leads = [make_lead(workspace, created_at=at(1)) for _ in range(30)]
        for n, lead in enumerate(leads):
            make_change(lead, "new", at=at(1 + n // 10))
        column = get(member_client, "&as_of=2026-03-09").context["columns"][0]
        following = member_client.get(f"/crm/board/new?as_of=2026-03-09&after={column.next}").context["column"]
        seen = [card.id for card in [*column.cards, *following["cards"]]]
        assert seen == [lead.pk for part in (leads[20:], leads[10:20], leads[:10]) for lead in reversed(part)]
        assert following["next"] == ""
        assert member_client.get(f"/crm/board/new?as_of=2026-03-09&after={2**62}_1").status_code == 404


class TestStages:
    def test_an_admin_says_what_is_expected(self, workspace, client, owner):
        client.force_login(owner)
        page = client.get("/crm/stages")
        forms = page.context["forms"]
        assert [form.instance.status for form in forms] == list(Lead.OPEN)
        data = {"form-TOTAL_FORMS": "5", "form-INITIAL_FORMS": "5"}
        for n, form in enumerate(forms):
            data |= {
                f"form-{n}-id": form.instance.pk,
                f"form-{n}-expected_days": n + 1,
                f"form-{n}-probability": n * 10,
            }
        assert client.post("/crm/stages", data | {"form-1-expected_days": ""}).status_code == 302
        stages = Stage.objects.for_workspace(workspace).by_status()
        assert [(stage.expected_days, stage.probability) for stage in stages.values()] == [
            (1, 0),
            (None, 10),
            (3, 20),
            (4, 30),
            (5, 40),
            (None, 100),
            (None, 0),
        ]
        refused = client.post("/crm/stages", data | {"form-2-probability": "120"})
        assert refused.status_code == 422
        assert "Ensure this value is less than or equal to 100." in text_of(refused)
        assert 'value="120"' in refused.content.decode()

    def test_a_strangers_stage_stays_as_it_is(self, workspace, other_workspace, client, owner):
        client.force_login(owner)
        strange = Stage.objects.get(workspace=other_workspace, status="new")
        data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": strange.pk, "form-0-probability": "99"}
        client.post("/crm/stages", data)
        strange.refresh_from_db()
        assert strange.probability == 5

    def test_members_do_not_get_in(self, member_client):
        assert member_client.get("/crm/stages").status_code == 403
