"""Reading the investors' board: the engine is that of leads (crm.board), the money that of the current round."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

import django_filters
from django.db.models import Count, F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.board import Board, Card, Column, PastBoard, end_of
from investors.api.filters import InvestorFilterSet
from investors.models import Commitment, Investor, StageChange
from investors.models.rounds import STEPS
from investors.rounds import current_round

SHOWN = (
    *("workspace_id", "name", "client_type", "pipeline_stage", "check_size", "rank", "stage_since"),
    *("next_step", "next_step_at", "owner__first_name", "owner__last_name", "owner__email"),
)
STOOD = ("to_stage", "at", "investor__name", "investor__client_type", "investor__check_size")


class BoardFilterSet(InvestorFilterSet):
    """Of a board: `stage` chooses columns, and `as_of` a past day. Investors deleted since then stood on it."""

    as_of = django_filters.DateFilter(
        method="by_day", label=_("As of"), error_messages={"invalid": _("Write a day such as 2026-03-14.")}
    )

    # What leaves no card out
    HARMLESS = frozenset({"view", "stage", "as_of", "is_deleted", "ordering", "cursor", "after"})

    def filter_queryset(self, queryset):
        asked = self.form.cleaned_data
        self.stages, self.day = asked.pop("stage", []), asked.get("as_of")
        asked["is_deleted"] = "any" if self.day else ""
        return super().filter_queryset(queryset)

    def by_day(self, queryset, name, value):
        return queryset

    @property
    def is_narrowing(self):
        return any(value for name, value in self.data.items() if name not in self.HARMLESS)


@dataclass
class StageColumn(Column):
    # {"soft", "hard", "wired"}: what its investors committed to the current round; `value` is the sum
    money: dict = field(default_factory=dict)


@dataclass
class InvestorCard(Card):
    # How far its commitment has come; empty when `value` is only the check size that is talked about
    step: str = ""


def board_of(request, filters):
    """The board a request asks for through a BoardFilterSet: today's, or of a day that is over."""
    workspace, investors = request.workspace, filters.qs
    if filters.day and filters.day < workspace.day_of(timezone.now()):
        return PastInvestorBoard(workspace, investors, filters.day)
    return InvestorBoard(workspace, investors, is_narrowed=filters.is_narrowing)


class InvestorBoard(Board):
    model, stage_field = Investor, "pipeline_stage"

    def columns(self, stages=()):
        totals, money = self.totals(), defaultdict(lambda: dict.fromkeys(STEPS, Decimal(0)))
        for stage, step, amount in self.committed.values():
            money[stage][step] += amount
        return [
            StageColumn(
                stage, stage.label, 0, None, totals.get(stage, 0), sum(money[stage].values()), money=money[stage]
            )
            for stage in Investor.Stage
            if not stages or stage in stages
        ]

    def totals(self):
        return dict(self.leads.order_by().values_list("pipeline_stage").annotate(Count("pk")))

    @cached_property
    def round(self):
        return current_round(self.workspace)

    @cached_property
    def committed(self):
        """{investor id: (stage, step, amount)} of the current round."""
        if not self.round:
            return {}
        commitments = Commitment.objects.filter(round=self.round, investor__in=self.leads).annotate(
            stage=self.stage_of()
        )
        steps = [(each, self.step_of(each)) for each in commitments if each.stage]
        return {each.investor_id: (each.stage, step, getattr(each, f"{step}_amount")) for each, step in steps if step}

    def stage_of(self):
        return F("investor__pipeline_stage")

    def step_of(self, commitment):
        return commitment.step

    def shown(self, investors):
        return investors.select_related("owner").prefetch_related("tags").only(*SHOWN)

    def card(self, investor):
        due = investor.next_step_at
        return self.card_of(
            investor,
            status=investor.pipeline_stage,
            owner=investor.owner,
            since=investor.stage_since,
            place=f"{investor.rank}_{investor.pk}",
            tags=tuple(sorted(tag.name for tag in investor.tags.all())),
            next_step=investor.next_step,
            next_step_at=due,
            is_overdue=bool(due and due < self.now),
            stamp=investor.pipeline_stage,
        )

    def card_of(self, investor, **values):
        _stage, step, amount = self.committed.get(investor.pk, ("", "", investor.check_size))
        return InvestorCard(
            id=investor.pk,
            name=investor.name,
            company=investor.get_client_type_display(),
            value=amount,
            step=step,
            days=max(0, (self.now - values["since"]).days),
            pace="",
            **values,
        )


class PastInvestorBoard(PastBoard, InvestorBoard):
    """The board at the end of a day, from the ledger and the days of the commitments. Names are today's."""

    model, stage_field = StageChange, "to_stage"

    def __init__(self, workspace, investors, day):
        InvestorBoard.__init__(self, workspace, investors, is_narrowed=True)
        self.day, self.now = day, end_of(day, workspace.zone)
        self.lines = StageChange.objects.for_workspace(workspace).standing_on(day).filter(investor__in=investors)

    def totals(self):
        return dict(self.lines.order_by().values_list("to_stage").annotate(Count("pk")))

    def stage_of(self):
        return Subquery(self.lines.filter(investor=OuterRef("investor")).values("to_stage")[:1])

    def step_of(self, commitment):
        return commitment.step_on(self.day)

    def shown(self, lines):
        return lines.select_related("investor").only(*STOOD)

    def card(self, line):
        return self.card_of(line.investor, status=line.to_stage, owner=None, since=line.at, place=self.place(line))
