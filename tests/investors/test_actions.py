"""An investor from first name to wire, and the ledger of it."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from investors import actions
from investors.models import Investor, StageChange
from tests.factories.investors import make_commitment, make_contact, make_interaction, make_investor, make_round

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def lines(investor):
    return list(
        StageChange.objects.filter(investor=investor).order_by("at", "pk").values_list("from_stage", "to_stage")
    )


def move(investor, member):
    return actions.move_to_next_stage(investor=investor, by=member).pipeline_stage


def test_the_way_to_a_wire_asks_at_each_stage_for_what_it_needs(workspace, member):
    investor = make_investor(workspace, email="")
    with pytest.raises(actions.CannotMove) as refused:
        move(investor, member)
    assert list(refused.value.missing) == ["email"]
    make_contact(investor)
    assert move(investor, member) == "contacted"
    with pytest.raises(actions.CannotMove) as refused:
        move(investor, member)
    assert list(refused.value.missing) == ["next_step_at"]
    make_interaction(investor, "call")
    assert move(investor, member) == "meeting"
    with pytest.raises(actions.CannotMove) as refused:
        move(investor, member)
    assert list(refused.value.missing) == ["interactions"]
    make_interaction(investor, "meeting", date=timezone.now() + timedelta(days=1))
    with pytest.raises(actions.CannotMove):
        move(investor, member)
    make_interaction(investor, "pitch")
    assert move(investor, member) == "due_diligence"
    with pytest.raises(actions.CannotMove) as refused:
        move(investor, member)
    assert list(refused.value.missing) == ["check_size"]
    commitment = make_commitment(make_round(workspace), investor)
    assert move(investor, member) == "term_sheet"
    assert move(investor, member) == "committed"
    with pytest.raises(actions.CannotMove) as refused:
        move(investor, member)
    assert list(refused.value.missing) == ["commitments"]
    commitment.wired_amount = Decimal(90_000)
    commitment.save()
    assert move(investor, member) == "closed"
    with pytest.raises(actions.CannotMove) as refused:
        move(investor, member)
    assert refused.value.missing == {}
    stages = ["", *Investor.FUNNEL]
    assert lines(investor) == list(pairwise(stages))


def test_what_was_committed_to_a_cancelled_round_moves_nobody(workspace, member):
    investor = make_investor(workspace, pipeline_stage="term_sheet")
    round = make_round(workspace, status="cancelled")
    make_commitment(round, investor, wired_amount=Decimal(1))
    for stage in ("term_sheet", "committed"):
        actions.change_stage(investor=investor, stage=stage, by=member)
        with pytest.raises(actions.CannotMove) as refused:
            move(investor, member)
        assert list(refused.value.missing) == ["commitments"]


def test_who_passed_has_no_next_stage(workspace, member):
    investor = make_investor(workspace, pipeline_stage="passed")
    with pytest.raises(actions.CannotMove):
        move(investor, member)


def test_the_ledger_has_no_gap(workspace, member):
    investor = make_investor(workspace)
    actions.change_stage(investor=investor, stage="passed", by=member, reason="Trop tôt")
    actions.delete_investor(investor=investor, by=member)
    actions.delete_investor(investor=investor, by=member)
    actions.restore_investor(investor=investor, by=member)
    rows = list(StageChange.objects.filter(investor=investor).order_by("at", "pk"))
    assert [(row.from_stage, row.to_stage) for row in rows] == [
        ("", "identified"),
        ("identified", "passed"),
        ("passed", ""),
        ("", "passed"),
    ]
    assert [row.until for row in rows] == [*(row.at for row in rows[1:]), None]
    investor.refresh_from_db()
    assert (investor.no_reason, rows[1].reason) == ("Trop tôt", "Trop tôt")


def test_an_address_belongs_to_one_investor_of_a_workspace(workspace, member):
    first = make_investor(workspace, email="Ada@Fonds.example")
    with pytest.raises(actions.DuplicateInvestor) as refused:
        make_investor(workspace, email="ada@fonds.example")
    assert refused.value.investor == first
    other = make_investor(workspace)
    with pytest.raises(actions.DuplicateInvestor):
        actions.edit_investor(investor=other, by=member, email="ADA@fonds.example")


def test_the_last_interaction_follows_what_is_logged_corrected_and_deleted(workspace, member):
    investor = make_investor(workspace)

    def last():
        investor.refresh_from_db()
        return investor.last_interaction_at

    first = actions.log_interaction(investor=investor, by=member, type="call", date=datetime(2026, 3, 2, tzinfo=PARIS))
    second = actions.log_interaction(investor=investor, by=member, type="call", date=datetime(2026, 3, 9, tzinfo=PARIS))
    actions.log_interaction(investor=investor, by=member, type="note", date=datetime(2026, 3, 12, tzinfo=PARIS))
    assert last() == second.date
    actions.edit_interaction(interaction=second, by=member, date=datetime(2026, 3, 1, tzinfo=PARIS))
    assert last() == first.date
    actions.delete_interaction(interaction=first, by=member)
    assert last() == datetime(2026, 3, 1, tzinfo=PARIS)


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_are_two_steps_and_two_lines(workspace, member):
    investor = make_investor(workspace)
    make_interaction(investor, "call")
    start, failed = Barrier(2), []

    def one():
        try:
            start.wait()
            actions.move_to_next_stage(investor=investor, by=member)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert lines(investor) == [("", "identified"), ("identified", "contacted"), ("contacted", "meeting")]
    assert StageChange.objects.filter(investor=investor, until=None).count() == 1
