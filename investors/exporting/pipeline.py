"""The pipeline: how many and how much in each stage, the investors, and what they committed."""

from decimal import Decimal

from django.db.models import Sum
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from investors.board import InvestorBoard
from investors.exporting.report import Chart, Column, Kind, Money, Sheet
from investors.models import Commitment, Investor, Round
from investors.models.rounds import STEPS

CHUNK = 1_000


def sheets(workspace, investors):
    """Of the investors of a list, by name. The money of stages is that of the current round, as on the board."""
    board = InvestorBoard(workspace, investors, is_narrowed=True)
    return [stage_sheet(workspace, board), investor_sheet(workspace, board), commitment_sheet(investors)]


def name_of(model, field):
    return capfirst(str(model._meta.get_field(field).verbose_name))


def step_names():
    return {step: name_of(Commitment, f"{step}_amount") for step in STEPS}


def stage_sheet(workspace, board):
    stages, names = board.columns(), step_names()
    checks = dict(board.leads.order_by().values_list("pipeline_stage").annotate(Sum("check_size")))
    rows = [
        [str(stage.label), stage.count, checks.get(stage.status) or Decimal(0), *sums_of(board, stage)]
        for stage in stages
    ]
    total = [_("Total"), *(sum(cells) for cells in list(zip(*rows, strict=True))[1:])]
    columns = [
        Column(_("Stage"), width=18),
        Column(_("Investors"), Kind.COUNT),
        Column(_("Check sizes"), Kind.MONEY, 16),
    ]
    labels = [row[0] for row in rows]
    charts = [Chart(_("Investors by stage"), labels, [(_("Investors"), [row[1] for row in rows])])]
    if board.round:
        columns += [Column(name, Kind.MONEY, 16) for name in [*names.values(), committed_to(board.round)]]
        title = f"{committed_to(board.round)} ({board.round.currency})"
        charts.append(
            Chart(title, labels, [(name, [row[n] for row in rows]) for n, name in enumerate(names.values(), 3)])
        )
    currencies = [workspace.currency, *[board.round.currency] * 4] if board.round else [workspace.currency]
    priced = [[*row[:2], *map(Money, row[2:], currencies)] for row in [*rows, total]]
    return Sheet(_("By stage"), columns, priced[:-1], priced[-1:], charts)


def committed_to(round):
    return _("Committed to %(round)s") % {"round": round}


def sums_of(board, stage):
    return [*(stage.money[step] for step in STEPS), stage.value] if board.round else []


def investor_sheet(workspace, board):
    columns = [
        *(Column(name_of(Investor, field), kind, width) for field, kind, width in SHOWN),
        *([Column(committed_to(board.round), Kind.MONEY, 15), Column(_("How far"), width=12)] if board.round else []),
        *(Column(name_of(Investor, field), width=width, is_on_paper=False) for field, width in MORE.items()),
    ]
    steps, found = step_names(), read(board.leads.for_list(), "name", "pk")
    rows = (row_of(workspace, each, commitment_of(board, each, steps) if board.round else []) for each in found)
    return Sheet(_("Investors"), columns, rows)


def commitment_of(board, investor, steps):
    _stage, step, amount = board.committed.get(investor.pk, (None, None, None))
    return [money_of(amount, board.round.currency), steps.get(step)]


SHOWN = (
    ("name", Kind.TEXT, 24),
    ("client_type", Kind.TEXT, 14),
    ("pipeline_stage", Kind.TEXT, 13),
    ("stage_since", Kind.DAY, 13),
    ("rating", Kind.COUNT, 7),
    ("check_size", Kind.MONEY, 15),
    ("next_step", Kind.TEXT, 20),
    ("next_step_at", Kind.MOMENT, 13),
    ("last_interaction_at", Kind.MOMENT, 13),
    ("owner", Kind.TEXT, 14),
)
# What has room in the workbook alone
MORE = {
    **{"relation": 12, "email": 26, "phone": 16, "website": 24, "place": 18, "intro_by": 20, "no_reason": 24},
    **{"tags": 20, "notes": 40},
}


def read(rows, *order):
    return rows.order_by(*order).iterator(chunk_size=CHUNK)


def row_of(workspace, investor, money):
    cells = {
        "client_type": investor.get_client_type_display(),
        "pipeline_stage": investor.get_pipeline_stage_display(),
        "relation": investor.get_relation_display(),
        "stage_since": workspace.day_of(investor.stage_since),
        "check_size": money_of(investor.check_size, workspace.currency),
        "tags": ", ".join(sorted(tag.name for tag in investor.tags.all())),
    }
    shown, more = (
        [cells[name] if name in cells else getattr(investor, name) for name in names]
        for names in ([name for name, _kind, _width in SHOWN], MORE)
    )
    return [*shown, *money, *more]


def money_of(amount, currency):
    return None if amount is None else Money(amount, currency)


def commitment_sheet(investors):
    steps = [
        column
        for step, name in step_names().items()
        for column in (Column(name, Kind.MONEY, 16), Column(name_of(Commitment, f"{step}_on"), Kind.DAY, 12))
    ]
    columns = [
        Column(_("Round"), width=18),
        Column(_("Investor"), width=26),
        *steps,
        Column(pgettext("figure", "Counts"), Kind.MONEY, 16),
        Column(_("Notes"), width=30, is_on_paper=False),
    ]
    found = Commitment.objects.exclude(round__status=Round.Status.CANCELLED).select_related("round", "investor")
    found = found.filter(investor__in=investors.order_by().values("pk"))
    rows = (commitment_row(each) for each in read(found, "round__name", "investor__name", "pk"))
    return Sheet(_("Commitments"), columns, rows)


def commitment_row(each):
    currency, cells = each.round.currency, []
    for step in STEPS:
        cells += [money_of(getattr(each, f"{step}_amount"), currency), getattr(each, f"{step}_on")]
    return [each.round.name, each.investor.name, *cells, Money(each.amount, currency), each.notes]
