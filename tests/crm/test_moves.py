"""Cards of the board: where they land, who is told, what the ledger says, and many movers at once."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from crm import actions
from crm.models import Lead, Stage, StatusChange, StatusTotal
from tests.factories.accounts import make_member
from tests.factories.crm import make_lead


def order(workspace, status="new"):
    """The first names of a column, from top to bottom."""
    cards = Lead.objects.for_workspace(workspace).alive().filter(status=status).order_by("rank", "pk")
    return "".join(cards.values_list("first_name", flat=True))


@pytest.fixture
def column(workspace):
    """A function: leads of these one-letter names in a column, top to bottom, by name."""

    def make(names, status="new", ranks=None, **fields):
        ranks = ranks or [n * 1000 for n in range(len(names))]
        leads = [
            make_lead(workspace, first_name=name, status=status, rank=rank, **fields)
            for name, rank in zip(names, ranks, strict=True)
        ]
        return {lead.first_name: lead for lead in leads}

    return make


@pytest.mark.django_db
class TestPlaces:
    @pytest.mark.parametrize(
        ("after", "before", "expected"),
        [
            ("A", "B", "AXBCD"),
            ("A", None, "AXBCD"),
            (None, "B", "AXBCD"),
            ("D", None, "ABCDX"),
            (None, "A", "XABCD"),
            (None, None, "XABCD"),
            # Between them stand cards that a filter hid: the one above counts.
            ("B", "D", "ABXCD"),
        ],
    )
    def test_between_its_neighbours(self, after, before, expected, column, workspace, member):
        cards = column("ABCD", status="qualified")
        moved = make_lead(workspace, first_name="X")
        ids = {"after": after and cards[after].pk, "before": before and cards[before].pk}
        lead, is_as_asked = actions.move_lead(lead=moved, status="qualified", by=member, **ids)
        assert (order(workspace, "qualified"), lead.status, is_as_asked) == (expected, "qualified", True)

    def test_within_its_column_and_out_of_an_empty_one(self, column, workspace, member):
        cards = column("ABC")
        actions.move_lead(lead=cards["A"], status="new", by=member, after=cards["C"].pk)
        assert order(workspace) == "BCA"
        actions.move_lead(lead=cards["B"], status="won", by=member)
        assert (order(workspace), order(workspace, "won")) == ("CA", "B")
        assert list(cards["A"].status_changes.all()) == []

    def test_neighbours_that_left_meanwhile(self, column, workspace, member):
        cards = column("ABC", status="proposal")
        moved, other = make_lead(workspace, first_name="X"), make_lead(workspace, first_name="Y")
        actions.change_status(lead=cards["B"], status="won", by=member)
        ids = {"after": cards["B"].pk, "before": cards["C"].pk}
        assert actions.move_lead(lead=moved, status="proposal", by=member, **ids)[1] is False
        assert order(workspace, "proposal") == "AXC"
        assert actions.move_lead(lead=other, status="proposal", by=member, after=cards["B"].pk)[1] is False
        assert order(workspace, "proposal") == "YAXC"

    def test_a_strangers_card_is_no_neighbour(self, column, workspace, other_workspace, member):
        column("AB")
        strange = make_lead(other_workspace, rank=500)
        moved = make_lead(workspace, first_name="X", status="won")
        assert actions.move_lead(lead=moved, status="new", by=member, after=strange.pk)[1] is False
        assert order(workspace) == "XAB"

    def test_new_cards_come_on_top_of_those_put_there(self, column, workspace, member):
        cards = column("AB")
        actions.move_lead(lead=cards["B"], status="new", by=member, before=cards["A"].pk)
        make_lead(workspace, first_name="N")
        assert order(workspace) == "NBA"

    @pytest.mark.parametrize("ranks", [[5, 5, 5, 5], [-8, -7, -6, -5]])
    def test_room_is_made_where_there_is_none(self, ranks, column, workspace, member):
        cards = column("ABCD", ranks=ranks)
        before = dict(Lead.objects.values_list("pk", "updated_at"))
        for name, place in (("X", "B"), ("Y", "B"), ("Z", "A")):
            lead = make_lead(workspace, first_name=name, status="won")
            actions.move_lead(lead=lead, status="new", by=member, after=cards[place].pk)
        assert order(workspace) == "AZBYXCD"
        assert dict(Lead.objects.filter(pk__in=before).values_list("pk", "updated_at")) == before

    def test_only_cards_near_the_gap_make_room(self, workspace, member):
        leads = Lead.objects.bulk_create(
            [Lead(workspace=workspace, status="contacted", rank=n // 40, email=f"{n}@example.com") for n in range(400)]
        )
        moved = make_lead(workspace)
        ids = [lead.pk for lead in leads]
        actions.move_lead(lead=moved, status="contacted", by=member, after=ids[200])
        column = Lead.objects.filter(status="contacted").order_by("rank", "pk")
        assert list(column.values_list("pk", flat=True)) == [*ids[:201], moved.pk, *ids[201:]]

    def test_cards_as_close_as_an_import_leaves_them(self, workspace, member):
        """Chunks of 300, one apart, twenty thousand between chunks: few of them move, and the order stays."""
        Lead.objects.bulk_create(
            [
                Lead(
                    workspace=workspace,
                    status="contacted",
                    rank=n // 300 * 20_000 + n % 300,
                    email=f"{n}@example.com",
                )
                for n in range(2400)
            ]
        )
        column = Lead.objects.filter(status="contacted").order_by("rank", "pk")
        before = dict(column.values_list("pk", "rank"))
        ids = list(before)
        for _time in range(3):
            moved = make_lead(workspace)
            actions.move_lead(lead=moved, status="contacted", by=member, after=ids[1350])
            ids.insert(1351, moved.pk)
        after = dict(column.values_list("pk", "rank"))
        assert list(after) == ids
        assert 0 < sum(after[pk] != rank for pk, rank in before.items()) < 1200

    def test_a_column_of_an_earlier_database_gets_its_stage(self, workspace, member):
        Stage.objects.all().delete()
        actions.move_lead(lead=make_lead(workspace), status="won", by=member)
        assert Stage.objects.count() == 7


@pytest.mark.django_db
def test_the_order_is_right_after_a_thousand_moves_into_the_same_gap(column, workspace, member):
    top, bottom = column("AZ", status="qualified").values()
    others = [Lead(workspace=workspace, email=f"{n}@example.com") for n in range(50)]
    cards = Lead.objects.bulk_create(others)
    expected = []
    for n in range(1000):
        lead = cards[n % 50]
        actions.move_lead(
            lead=lead, status="qualified", by=member, after=top.pk, before=expected[0] if expected else None
        )
        expected = [lead.pk, *(pk for pk in expected if pk != lead.pk)]
    found = Lead.objects.filter(status="qualified").order_by("rank", "pk")
    assert list(found.values_list("pk", flat=True)) == [top.pk, *expected, bottom.pk]
    ranks = list(found.values_list("rank", flat=True))
    assert len(set(ranks)) == 52


@pytest.mark.django_db
def test_a_stamp_survives_that_others_need_room(column, workspace, member):
    cards = column("ABCD", ranks=[1, 2, 3, 4])
    stamps = {lead.pk: lead.stamp for lead in cards.values()}
    actions.move_lead(lead=make_lead(workspace, first_name="X"), status="new", by=member, after=cards["B"].pk)
    assert {lead.pk: lead.stamp for lead in Lead.objects.filter(pk__in=stamps)} == stamps
    lead, _ = actions.move_lead(lead=cards["D"], status="new", by=member, seen=stamps[cards["D"].pk])
    assert order(workspace) == "DABXC"
    assert lead.stamp != stamps[lead.pk]


@pytest.mark.django_db
class TestConflicts:
    def test_the_second_mover_is_told_by_whom_and_where_to(self, workspace, member, owner):
        lead = make_lead(workspace, first_name="Zoé", last_name="Martin")
        seen = lead.stamp
        actions.move_lead(lead=lead, status="won", by=member, seen=seen)
        with pytest.raises(actions.MovedMeanwhile) as refused:
            actions.move_lead(lead=lead, status="qualified", by=owner, seen=seen)
        assert refused.value.message == "Ada Martin moved Zoé Martin to “Won” meanwhile."
        assert refused.value.lead.status == Lead.objects.get().status == "won"
        assert StatusChange.objects.count() == 1

    def test_there_and_back_is_a_move_too(self, workspace, member, owner):
        lead = make_lead(workspace, first_name="Zoé", last_name="")
        seen = lead.stamp
        for status in ("won", "new"):
            actions.change_status(lead=lead, status=status, by=member)
        with pytest.raises(actions.MovedMeanwhile, match="Ada Martin moved Zoé to “New” meanwhile"):
            actions.move_lead(lead=lead, status="qualified", by=owner, seen=seen)

    def test_another_place_in_the_column(self, column, member, owner):
        cards = column("ABC", last_name="")
        seen = cards["A"].stamp
        actions.move_lead(lead=cards["A"], status="new", by=member, after=cards["C"].pk, seen=seen)
        with pytest.raises(actions.MovedMeanwhile, match="A was put elsewhere in “New” meanwhile"):
            actions.move_lead(lead=cards["A"], status="new", by=owner, after=cards["B"].pk, seen=seen)

    def test_a_deleted_card_and_a_status_there_is_not(self, workspace, member):
        lead = make_lead(workspace)
        with pytest.raises(Exception, match="“nonsense” is not a status"):
            actions.move_lead(lead=lead, status="nonsense", by=member)
        actions.delete_lead(lead=lead, by=member)
        with pytest.raises(actions.LeadIsDeleted):
            actions.move_lead(lead=lead, status="won", by=member)
        assert Lead.objects.get().status == "new"


@pytest.mark.django_db
class TestLedger:
    def test_a_loss_wants_its_reason(self, workspace, member):
        lead = make_lead(workspace)
        with pytest.raises(actions.ReasonMissing, match="Write why this lead was lost"):
            actions.move_lead(lead=lead, status="lost", by=member, reason="  ")
        lead, _ = actions.move_lead(lead=lead, status="lost", by=member, reason=" Too dear ")
        assert (lead.lost_reason, lead.status_changes.get().reason) == ("Too dear", "Too dear")

    def test_every_move_is_one_line_and_the_lines_leave_no_gap(self, workspace, member, owner):
        lead = actions.create_lead(workspace=workspace, by=member, first_name="Zoé", estimated_value=100)
        Lead.objects.filter(pk=lead.pk).update(status_since=timezone.now() - timedelta(days=3))
        actions.move_lead(lead=lead, status="won", by=member)
        actions.move_lead(lead=lead, status="won", by=member)  # another place in the column is no line
        actions.move_lead(lead=lead, status="lost", by=owner, reason="Chose another")
        actions.move_lead(lead=lead, status="negotiation", by=owner)
        lines = list(lead.status_changes.order_by("at", "pk"))
        assert [(line.kind, line.from_status, line.to_status, line.by, line.reason) for line in lines] == [
            ("created", "", "new", member, ""),
            ("moved", "new", "won", member, ""),
            ("moved", "won", "lost", owner, "Chose another"),
            ("moved", "lost", "negotiation", owner, ""),
        ]
        assert [line.until for line in lines] == [*(line.at for line in lines[1:]), None]
        assert [line.seconds_in_from for line in lines] == [None, 3 * 86400, 0, 0]
        assert {line.to_value for line in lines} == {100}
        lead.refresh_from_db()
        assert (lead.lost_reason, lead.status_since) == ("", lines[-1].at)


def at_once(number, work):
    """Run work(n) in threads that start together; what each returned or raised."""
    start = Barrier(number)

    def run(n):
        try:
            start.wait()
            return work(n)
        except (actions.MovedMeanwhile, actions.LeadIsDeleted) as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(run, range(number)))


@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    def test_of_those_who_move_the_same_card_one_wins(self, workspace, member):
        lead, users = make_lead(workspace), [make_member(workspace) for _ in range(4)]
        seen, statuses = lead.stamp, ["contacted", "qualified", "proposal", "won"]
        results = at_once(
            4,
            lambda n: actions.move_lead(
                lead=Lead(pk=lead.pk, workspace=workspace), status=statuses[n], by=users[n], seen=seen
            ),
        )
        won = [n for n, result in enumerate(results) if isinstance(result, tuple)]
        assert [type(result) for n, result in enumerate(results) if n not in won] == [actions.MovedMeanwhile] * 3
        line = StatusChange.objects.get()
        assert [(line.to_status, line.by)] == [(statuses[n], users[n]) for n in won]
        assert Lead.objects.get().status == line.to_status

    def test_cards_put_into_one_gap_all_stand_in_it(self, column, workspace, member):
        top, bottom = column("AZ", status="won", ranks=[1, 2]).values()
        cards = [make_lead(workspace, first_name="x") for _ in range(24)]

        def move(n):
            for lead in cards[n * 6 : n * 6 + 6]:
                actions.move_lead(lead=lead, status="won", by=member, after=top.pk, before=bottom.pk)

        at_once(4, move)
        assert order(workspace, "won") == "A" + "x" * 24 + "Z"
        assert Lead.objects.filter(status="won").values("rank").distinct().count() == 26
        total = StatusTotal.objects.get(status="won")
        assert (total.count, StatusChange.objects.count()) == (26, 24)

    def test_moves_and_changes_of_status_never_wait_for_each_other(self, column, workspace, member):
        cards = list(column("ABCDEF", ranks=[1, 1, 1, 1, 1, 1]).values())

        def work(n):
            for turn in range(8):
                lead = cards[(n + turn) % 6]
                if n % 2:
                    actions.change_status(lead=lead, status=["new", "won"][turn % 2], by=member)
                else:
                    actions.move_lead(lead=lead, status=["won", "new"][turn % 2], by=member, after=cards[turn % 6].pk)

        assert at_once(4, work) == [None] * 4
        assert sum(StatusTotal.objects.values_list("count", flat=True)) == 6
        for lead in cards:
            lines = list(lead.status_changes.order_by("at", "pk"))
            assert all(one.to_status == two.from_status for one, two in itertools.pairwise(lines))


@pytest.mark.django_db
def test_a_move_asks_a_constant_number_of_questions(workspace, member):
    counts = []
    for number in (3, 200):
        cards = [
            Lead(workspace=workspace, status="qualified", email=f"{number}-{n}@example.com") for n in range(number)
        ]
        Lead.objects.bulk_create(cards)
        lead, below = make_lead(workspace), Lead.objects.filter(status="qualified").order_by("rank")[1]
        with CaptureQueriesContext(connection) as queries:
            actions.move_lead(lead=lead, status="qualified", by=member, before=below.pk)
        counts.append(len(queries))
    assert counts[0] == counts[1]
