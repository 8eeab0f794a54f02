"""The pipeline: how many and how much in each stage, the investors, and what they committed."""

from collections import defaultdict
from decimal import Decimal

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from investors.exporting.report import Chart, Column, Kind, Money, Sheet
from investors.models import Commitment, Investor
from investors.standing import STEPS, by_stage, commitments, committed, summed

CHUNK = 1_000


def sheets(workspace, filterset):
    """Of the investors of a list, by name. Money is that of every round that was not cancelled, by currency."""
    investors = filterset.qs
    money = committed(investors.order_by())
    currencies = [each["currency"] for each in summed(money)]
    return [
        stage_sheet(workspace, filterset, money, currencies),
        investor_sheet(workspace, investors, currencies),
        commitment_sheet(investors),
    ]


def name_of(model, field):
    return capfirst(str(model._meta.get_field(field).verbose_name))


def step_names():
    return {step: name_of(Commitment, f"{step}_amount") for step in STEPS}


def stage_sheet(workspace, filterset, money, currencies):
    stages = list(by_stage(filterset.qs.order_by(), filterset.data, timezone.now(), money))
    rows = [
        [str(row["label"]), row["count"], Money(row["check_size"], workspace.currency), *sums_in(currencies, row)]
        for row in stages
    ]
    count, checks = sum(row["count"] for row in stages), sum(row["check_size"] for row in stages)
    total = [_("Total"), count, Money(checks, workspace.currency), *sums_in(currencies, {"committed": summed(money)})]
    names = [*step_names().values(), _("Committed")]
    columns = [
        Column(_("Stage"), width=18),
        Column(_("Investors"), Kind.COUNT),
        Column(_("Check sizes"), Kind.MONEY, 16),
        *(Column(name, Kind.MONEY, 16) for _currency in currencies for name in names),
    ]
    labels = [row[0] for row in rows]
    charts = [Chart(_("Investors by stage"), labels, [(_("Investors"), [row[1] for row in rows])])]
    # One currency at a time: amounts of two say nothing beside each other.
    for currency in currencies[:1]:
        amounts = [(name, [row[3 + place].amount for row in rows]) for place, name in enumerate(names[:-1])]
        charts.append(Chart(_("Committed money, in %(currency)s") % {"currency": currency}, labels, amounts))
    return Sheet(_("By stage"), columns, rows, [total], charts)


def sums_in(currencies, row):
    """Soft, hard, wired and in all, of each currency."""
    found = {each["currency"]: each for each in row["committed"]}
    nothing = dict.fromkeys((*STEPS, "total"), Decimal(0))
    return [
        Money(found.get(currency, nothing)[step], currency) for currency in currencies for step in (*STEPS, "total")
    ]


def investor_sheet(workspace, investors, currencies):
    columns = [
        *(Column(name_of(Investor, field), kind, width) for field, kind, width in SHOWN),
        *(Column(_("Committed"), Kind.MONEY, 16) for _currency in currencies),
        *(Column(name_of(Investor, field), width=width, is_on_paper=False) for field, width in MORE.items()),
    ]
    sums = defaultdict(lambda: defaultdict(Decimal))
    for each in commitments_of(investors).select_related("round"):
        sums[each.investor_id][each.round.currency] += each.amount
    found = read(investors.for_list(), "name", "pk")
    rows = (row_of(workspace, each, [money_of(sums[each.pk].get(name), name) for name in currencies]) for each in found)
    return Sheet(_("Investors"), columns, rows)


SHOWN = (
    ("name", Kind.TEXT, 26),
    ("client_type", Kind.TEXT, 16),
    ("pipeline_stage", Kind.TEXT, 14),
    ("stage_since", Kind.DAY, 12),
    ("rating", Kind.COUNT, 8),
    ("check_size", Kind.MONEY, 16),
    ("next_step", Kind.TEXT, 20),
    ("next_step_at", Kind.MOMENT, 16),
    ("last_interaction_at", Kind.MOMENT, 16),
    ("owner", Kind.TEXT, 16),
)
# What has room in the workbook alone
MORE = {
    **{"relation": 12, "email": 26, "phone": 16, "website": 24, "place": 18, "intro_by": 20, "no_reason": 24},
    **{"tags": 20, "notes": 40},
}


def commitments_of(investors):
    return commitments().filter(investor__in=investors.order_by().values("pk"))


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
        Column(_("Counts"), Kind.MONEY, 16),
        Column(_("Notes"), width=30, is_on_paper=False),
    ]
    found = commitments_of(investors).select_related("round", "investor")
    rows = (commitment_row(each) for each in read(found, "round__name", "investor__name", "pk"))
    return Sheet(_("Commitments"), columns, rows)


def commitment_row(each):
    currency, cells = each.round.currency, []
    for step in STEPS:
        cells += [money_of(getattr(each, f"{step}_amount"), currency), getattr(each, f"{step}_on")]
    return [each.round.name, each.investor.name, *cells, Money(each.amount, currency), each.notes]
