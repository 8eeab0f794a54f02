"""The board of a raise: columns with their money, today and on a past day; who moves where, and what it takes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Barrier, Event, Thread
from time import sleep

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from investors import actions
from investors.actions import investors
from investors.models import Commitment, Investor, StageChange
from tests.factories.investors import make_commitment, make_investor, make_round

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def column_of(response, stage):
    return next(column for column in response.context["columns"] if column.status == stage)


def order(stage):
    return "".join(Investor.objects.filter(pipeline_stage=stage).order_by("rank", "pk").values_list("name", flat=True))


@pytest.fixture
def abc(workspace):
    return {name: make_investor(workspace, name=name, rank=n * 1000) for n, name in enumerate("ABC")}


class TestReading:
    def test_each_column_has_its_cards_and_what_they_committed(self, member_client, workspace):
        make_round(workspace, name="Avant", status="closed")
        round = make_round(workspace)
        one, two, three = (make_investor(workspace, pipeline_stage="committed", check_size=5_000) for _each in range(3))
        make_commitment(round, one, soft_amount=Decimal(10_000))
        make_commitment(round, two, soft_amount=Decimal(10_000), hard_amount=Decimal(20_000))
        make_commitment(round, make_investor(workspace, pipeline_stage="closed"), wired_amount=Decimal(7_000))
        response = member_client.get("/investors?view=board")
        column = column_of(response, "committed")
        assert (column.count, column.value) == (3, 30_000)
        assert column.money == {"soft": 10_000, "hard": 20_000, "wired": 0}
        assert {card.id: (card.step, card.value) for card in column.cards} == {
            one.pk: ("soft", 10_000),
            two.pk: ("hard", 20_000),
            three.pk: ("", 5_000),
        }
        assert column_of(response, "closed").money == {"soft": 0, "hard": 0, "wired": 7_000}
        assert column_of(response, "identified").count == 0

    def test_filters_narrow_cards_and_money(self, member_client, workspace, member):
        round = make_round(workspace)
        make_commitment(round, make_investor(workspace, owner=member, pipeline_stage="committed"))
        make_commitment(round, make_investor(workspace, pipeline_stage="committed"))
        column = column_of(member_client.get("/investors?view=board&owner=me"), "committed")
        assert (column.count, column.value) == (1, 100_000)
        shown = member_client.get("/investors?view=board&stage=committed").context["columns"]
        assert [each.status for each in shown] == ["committed"]

    def test_a_past_day_shows_who_stood_where_and_what_was_dated(self, member_client, workspace, member):
        round = make_round(workspace)
        investor = make_investor(workspace, name="Aurore")
        actions.change_stage(investor=investor, stage="committed", by=member)
        first, second = StageChange.objects.order_by("at", "pk")
        noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
        StageChange.objects.filter(pk=first.pk).update(
            at=noon, day=date(2026, 3, 2), until=noon.replace(day=10), until_day=date(2026, 3, 10)
        )
        StageChange.objects.filter(pk=second.pk).update(at=noon.replace(day=10), day=date(2026, 3, 10))
        make_commitment(
            round,
            investor,
            soft_amount=Decimal(1_000),
            soft_on=date(2026, 3, 5),
            hard_amount=Decimal(2_000),
            hard_on=date(2026, 3, 12),
        )

        def stood(day):
            response = member_client.get(f"/investors?view=board&as_of={day}")
            assert response.context["may_move"] is False
            return {
                column.status: (column.count, column.value) for column in response.context["columns"] if column.count
            }

        assert stood("2026-03-01") == {}
        assert stood("2026-03-04") == {"identified": (1, 0)}
        assert stood("2026-03-09") == {"identified": (1, 1_000)}
        assert stood("2026-03-10") == {"committed": (1, 1_000)}
        assert stood("2026-03-12") == {"committed": (1, 2_000)}
        assert "The board as it stood at the end of" in member_client.get("/investors?view=board&as_of=2026-03-09").text

    def test_a_long_column_goes_on(self, member_client, workspace):
        for n in range(30):
            make_investor(workspace, rank=n)
        column = column_of(member_client.get("/investors?view=board"), "identified")
        assert (column.count, len(column.cards)) == (30, 25)
        rest = member_client.get(f"/investors/board/identified?after={column.next}")
        assert len(rest.context["column"]["cards"]) == 5
        assert member_client.get("/investors/board/identified?after=x").status_code == 404
        assert member_client.get("/investors/board/nowhere").status_code == 404

    def test_it_costs_the_same_whatever_it_holds(self, member_client, workspace, member):
        round, counts = make_round(workspace), []
        for number in (3, 27):
            for n in range(number):
                stage = Investor.Stage.values[n % 8]
                make_commitment(round, make_investor(workspace, owner=member, tags=["a"], pipeline_stage=stage))
            with CaptureQueriesContext(connection) as queries:
                member_client.get("/investors?view=board")
            counts.append(len(queries))
        assert counts == [9, 9]


class TestMoving:
    def move(self, client, investor, **fields):
        return client.post(f"/investors/{investor.pk}/move", fields, headers=HTMX)

    def test_a_card_finds_its_place_in_another_column_and_in_its_own(self, member_client, workspace, member, abc):
        there = make_investor(workspace, name="D", pipeline_stage="contacted", rank=0)
        response = self.move(member_client, abc["A"], status="contacted", after=there.pk, seen="identified")
        assert response.status_code == 200
        assert response.text.strip().startswith(f'<li class="bcard" id="c{abc["A"].pk}" data-stamp="contacted">')
        assert 'id="head-identified" hx-swap-oob="true"' in response.text
        assert order("contacted") == "DA"
        self.move(member_client, abc["C"], status="identified", before=abc["B"].pk)
        assert order("identified") == "CB"
        line = abc["A"].stage_changes.get(until=None)
        assert (line.from_stage, line.to_stage, line.by) == ("identified", "contacted", member)
        assert abc["C"].stage_changes.count() == 1

    def test_no_gap_left_makes_room(self, member_client, workspace, abc):
        Investor.objects.filter(pk=abc["B"].pk).update(rank=1)
        self.move(member_client, abc["C"], status="identified", after=abc["A"].pk)
        assert order("identified") == "ACB"

    def test_passing_wants_its_reason(self, member_client, abc):
        refused = self.move(member_client, abc["A"], status="passed")
        assert (refused.status_code, refused.json()["code"]) == (400, "reason_missing")
        self.move(member_client, abc["A"], status="passed", reason="Too early")
        passed = Investor.objects.get(pk=abc["A"].pk)
        assert (passed.pipeline_stage, passed.no_reason) == ("passed", "Too early")
        assert passed.stage_changes.get(until=None).reason == "Too early"

    def test_committed_and_closed_want_the_money_first(self, member_client, workspace, abc):
        round = make_round(workspace)
        refused = self.move(member_client, abc["A"], status="committed")
        url = f"/investors/{abc['A'].pk}/commitments?stage=committed"
        assert (refused.status_code, refused["HX-Retarget"], url in refused.text) == (200, "#modal", True)
        assert order("committed") == ""
        member_client.post(url, {"round": round.pk, "soft_amount": "5000"}, headers=HTMX)
        assert order("committed") == "A"
        assert "closed" in self.move(member_client, abc["A"], status="closed").text
        commitment = Commitment.objects.get()
        assert order("closed") == ""
        actions.save_commitment(commitment=commitment, by=None, hard_amount=Decimal(5000))
        self.move(member_client, abc["A"], status="closed")
        assert order("closed") == "A"

    def test_who_saw_it_elsewhere_or_deleted_is_refused(self, member_client, abc):
        actions.change_stage(investor=abc["A"], stage="meeting", by=None)
        refused = self.move(member_client, abc["A"], status="contacted", seen="identified")
        assert (refused.status_code, refused.json()["code"]) == (409, "moved_meanwhile")
        actions.delete_investor(investor=abc["B"], by=None)
        refused = self.move(member_client, abc["B"], status="contacted")
        assert (refused.status_code, refused.json()["code"]) == (409, "deleted")
        assert self.move(member_client, abc["C"], status="nowhere").status_code == 400

    def test_the_stage_is_chosen_on_its_page_too(self, member_client, abc):
        url = f"/investors/{abc['A'].pk}/stage"
        member_client.post(url, {"status": "meeting"})
        assert order("meeting") == "A"
        asked = member_client.post(url, {"status": "passed"})
        assert (asked.status_code, "Why did A pass?" in asked.text) == (422, True)
        member_client.post(url, {"status": "passed", "reason": "Valuation"})
        assert order("passed") == "A"
        led = member_client.post(f"/investors/{abc['B'].pk}/stage", {"status": "committed"})
        assert led["Location"] == f"/investors/{abc['B'].pk}/commitments?stage=committed"


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_who_drop_cards_at_the_same_place_at_once_both_find_one(workspace, abc):
    there = make_investor(workspace, name="D", pipeline_stage="contacted")
    barrier, faults = Barrier(2), []

    def drop(name):
        try:
            barrier.wait()
            actions.move_investor(investor=abc[name], stage="contacted", by=None, after=there.pk, seen="identified")
        except Exception as error:  # told below, outside the thread
            faults.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=drop, args=name) for name in "AB"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert order("contacted") in ("DAB", "DBA")
    ranks = list(Investor.objects.filter(pipeline_stage="contacted").values_list("rank", flat=True))
    assert len(set(ranks)) == 3
    assert [each.stage_changes.filter(until=None).get().to_stage for each in (abc["A"], abc["B"])] == ["contacted"] * 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["log", "delete", "delete many"])
def test_a_card_moves_while_something_of_a_past_month_changes(workspace, member, abc, monkeypatch, verb):
    """All of them lock the workspace and the investor: in one order, or they wait for each other."""
    faults, locked, held = [], Event(), investors.held

    def slowly(investor):
        row = held(investor)
        locked.set()
        sleep(0.3)
        return row

    def change():
        if verb == "log":
            past = timezone.now() - timedelta(days=40)
            actions.log_interaction(investor=abc["A"], by=member, type="meeting", date=past)
        elif verb == "delete":
            actions.delete_investor(investor=abc["A"], by=member)
        else:
            actions.change_many(investors=[abc["B"], abc["A"]], by=member, kind="delete")

    def move():
        locked.wait(5)
        actions.move_investor(investor=abc["A"], stage="contacted", by=member)

    def run(call):
        try:
            call()
        except actions.InvestorIsDeleted:
            pass
        except Exception as error:  # told below, outside the thread
            faults.append(error)
        finally:
            connections.close_all()

    monkeypatch.setattr(investors, "held", slowly)
    threads = [Thread(target=run, args=[call]) for call in (change, move)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
