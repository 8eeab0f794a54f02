"""Reading the pipeline board: columns with their totals and pages of cards, as they stand or as they stood one day."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, DecimalField, F, Max, OuterRef, Q, Subquery, Sum, Value
from django.utils import timezone

from crm.models import Lead, Stage, StatusChange, StatusTotal
from crm.models.leads import EPOCH
from crm.statistics import standing_totals

PAGE = 25
CENT = Decimal("0.01")
MICROSECOND = timedelta(microseconds=1)
# What of a lead and its owner is on a card
SHOWN = (
    *("workspace_id", "first_name", "last_name", "email", "company", "status", "estimated_value", "rank"),
    *("status_since", "placed_at", "next_step", "next_step_at"),
    *("owner__first_name", "owner__last_name", "owner__email"),
)
STOOD = (
    *("to_status", "to_value", "at", "lead__first_name", "lead__last_name", "lead__email", "lead__company"),
    *("owner__first_name", "owner__last_name", "owner__email"),
)
LIVED = (StatusChange.Kind.CREATED, StatusChange.Kind.MOVED, StatusChange.Kind.RESTORED)


@dataclass
class Column:
    status: str
    label: str
    probability: int
    expected_days: int | None
    count: int = 0
    value: Decimal = Decimal(0)
    cards: list = field(default_factory=list)
    next: str = ""

    @property
    def weighted_value(self):
        return (self.value * self.probability / 100).quantize(CENT)


@dataclass
class Card:
    """`place` is where a next page begins; `pace` is "late" after the days its stage expects, then "very_late"."""

    id: int
    name: str
    company: str
    status: str
    value: Decimal | None
    owner: object
    since: datetime
    days: int
    pace: str
    place: str
    tags: tuple = ()
    next_step: str = ""
    next_step_at: datetime | None = None
    is_overdue: bool = False
    stamp: str = ""


def board_of(request, filters):
    """The board a request asks for through a BoardFilterSet: today's, or of a day that is over."""
    workspace, membership, leads = request.workspace, request.membership, filters.qs
    is_narrowed = filters.is_narrowing or membership.sees_own_leads_only
    if filters.day and filters.day < workspace.day_of(timezone.now()):
        lines = StatusChange.objects.visible_to(membership)
        return PastBoard(workspace, leads, is_narrowed, lines, filters.day)
    return Board(workspace, leads, is_narrowed)


class Board:
    """`leads` are those a member sees through their filters; `is_narrowed` says that these are not all there are."""

    model, stage_field, day = Lead, "status", None
    # A filter that leaves so few cards in a column: these are sorted, instead of the column walked to find them.
    FEW = 500

    def __init__(self, workspace, leads, is_narrowed):
        self.workspace, self.leads, self.is_narrowed = workspace, leads, is_narrowed
        self.now = timezone.now()

    def columns(self, statuses=()):
        """The columns with their totals; only those of `statuses` if there are any."""
        totals = self.totals()
        return [
            Column(status, Lead.Status(status).label, stage.probability, stage.expected_days, *totals[status])
            for status, stage in self.stages.items()
            if not statuses or status in statuses
        ]

    @cached_property
    def stages(self):
        return Stage.objects.for_workspace(self.workspace).by_status()

    def totals(self):
        """{status: (number, value)}; of all leads from totals kept, of some in one grouped query.

        The stages come along in the same query.
        """
        stage = Stage.objects.for_workspace(self.workspace).values_list(
            "status", Value(1), "expected_days", "probability", Value(Decimal(0), DecimalField())
        )
        if self.is_narrowed:
            sums = self.leads.order_by().values("status").annotate(number=Count("pk"), value=Sum("estimated_value"))
            sums = sums.values_list("status", Value(0), "number", Value(0), "value")
        else:
            sums = StatusTotal.objects.for_workspace(self.workspace)
            sums = sums.values_list("status", Value(0), "count", "cents", Value(Decimal(0), DecimalField()))
        stages, totals = [], {status: (0, Decimal(0)) for status in Lead.Status.values}
        for status, is_stage, one, two, value in stage.union(sums, all=True):
            if is_stage:
                stages.append(Stage(status=status, expected_days=one, probability=two))
            else:
                totals[status] = (one, (value or Decimal(0)) + Decimal(two) / 100)
        found = {stage.status: stage for stage in stages}
        self.stages = {status: found.get(status) or Stage.standard(status) for status in Lead.Status.values}
        return totals

    def deal(self, columns):
        """Give each column its first page of cards, all in one query."""
        rows = self.model.objects
        tops = [self.top(column).values("pk") for column in columns if column.count]
        if tops:
            # Each inside a query of its own: SQLite takes no LIMIT in a part of a UNION.
            parts = [rows.filter(pk__in=top).order_by().values("pk") for top in tops]
            found = sorted(self.shown(rows.filter(pk__in=parts[0].union(*parts[1:], all=True))), key=self.in_order)
            dealt = {status: list(cards) for status, cards in groupby(map(self.card, found), attrgetter("status"))}
            for column in columns:
                column.cards, column.next = self.cut(dealt.get(column.status, []))
        return columns

    def in_order(self, lead):
        return getattr(lead, self.stage_field), lead.rank, lead.pk

    def top(self, column):
        walked = not self.is_narrowed or column.count > self.FEW
        rank = F("rank") if walked else F("rank") + 0
        return self.leads.filter(**{self.stage_field: column.status}).order_by(rank, "pk")[: PAGE + 1]

    def page(self, status, after="", size=PAGE):
        """(cards, where the next page begins) of a column below a place. Raises ValueError for what is no place."""
        leads = self.leads.filter(**{self.stage_field: status}).order_by("rank", "pk")
        if after:
            leads = leads.below(*place_of(after))
        return self.cut([self.card(lead) for lead in self.shown(leads)[: size + 1]], size)

    def shown(self, leads):
        return leads.select_related("owner").prefetch_related("tags").only(*SHOWN)

    @staticmethod
    def cut(cards, size=PAGE):
        return cards[:size], cards[size - 1].place if len(cards) > size else ""

    def card(self, lead):
        due = lead.next_step_at
        days, pace = self.age(lead.status, lead.status_since, self.now)
        return Card(
            id=lead.pk,
            name=str(lead),
            company=lead.company,
            status=lead.status,
            value=lead.estimated_value,
            owner=lead.owner,
            since=lead.status_since,
            days=days,
            pace=pace,
            place=f"{lead.rank}_{lead.pk}",
            tags=tuple(sorted(tag.name for tag in lead.tags.all())),
            next_step=lead.next_step,
            next_step_at=due,
            is_overdue=bool(due and due < self.now),
            stamp=lead.stamp,
        )

    def age(self, status, since, now):
        days = max(0, (now - since).days)
        expected = self.stages[status].expected_days
        if expected is None or days <= expected:
            return days, ""
        return days, "very_late" if days > expected * 1.5 else "late"


def place_of(text):
    """The two numbers of a card's place."""
    rank, _separator, pk = text.partition("_")
    place = int(rank), int(pk)
    if not all(-(2**63) <= number < 2**63 for number in place):
        raise ValueError(text)
    return place


def end_of(day, zone):
    """The last moment of a day."""
    return datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC) - MICROSECOND


class PastBoard(Board):
    """The board at the end of a day, from the ledger: who stood where, with which value and owner.

    `leads` are found by what they are today, `lines` are those of the leads a member sees.
    """

    model, stage_field = StatusChange, "to_status"

    def __init__(self, workspace, leads, is_narrowed, lines, day):
        super().__init__(workspace, leads, is_narrowed)
        self.day = day
        self.now = end_of(day, workspace.zone)
        self.lines = lines.standing_at(self.now)
        if is_narrowed:
            self.lines = self.lines.filter(lead__in=leads)

    def totals(self):
        if not self.is_narrowed:
            return standing_totals(self.workspace, self.day)
        rows = self.lines.order_by().values_list("to_status").annotate(Count("pk"), Sum("to_value"))
        found = {status: (number, value or Decimal(0)) for status, number, value in rows}
        return {status: found.get(status, (0, Decimal(0))) for status in Lead.Status.values}

    def in_order(self, line):
        return getattr(line, self.stage_field), EPOCH - line.at, -line.pk

    def top(self, column):
        return self.lines.filter(**{self.stage_field: column.status}).order_by("-at", "-pk")[: PAGE + 1]

    def page(self, status, after="", size=PAGE):
        lines = self.lines.filter(**{self.stage_field: status}).order_by("-at", "-pk")
        if after:
            moment, pk = place_of(after)
            try:
                at = EPOCH + moment * MICROSECOND
            except OverflowError as error:
                raise ValueError(after) from error
            lines = lines.filter(Q(at__lt=at) | Q(pk__lt=pk), at__lte=at)
        return self.cut([self.card(line) for line in self.shown(lines)[: size + 1]], size)

    def shown(self, lines):
        lived = StatusChange.objects.filter(lead=OuterRef("lead"), at__lte=OuterRef("at"), kind__in=LIVED)
        entered = Subquery(lived.order_by().values("lead").annotate(last=Max("at")).values("last"))
        return lines.select_related("lead", "owner").only(*STOOD).annotate(entered=entered)

    def card(self, line):
        since = line.entered or line.at
        days, pace = self.age(line.to_status, since, self.now)
        return Card(
            id=line.lead_id,
            name=str(line.lead),
            company=line.lead.company,
            status=line.to_status,
            value=line.to_value,
            owner=line.owner,
            since=since,
            days=days,
            pace=pace,
            place=self.place(line),
        )

    @staticmethod
    def place(line):
        return f"{(line.at - EPOCH) // MICROSECOND}_{line.pk}"
