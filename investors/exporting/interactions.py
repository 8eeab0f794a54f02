"""What happened with investors: how often of each type, with whom, and one by one."""

from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from investors.exporting.pipeline import name_of, read
from investors.exporting.report import Chart, Column, Kind, Sheet
from investors.models import Interaction


def sheets(interactions):
    """Of the interactions of a list, the newest first."""
    by_investor = {}
    counted = interactions.order_by().values("investor", "investor__name", "type")
    for row in counted.annotate(number=Count("pk"), first=Min("date"), last=Max("date")):
        key = (row["investor__name"].casefold(), row["investor"], row["investor__name"])
        by_investor.setdefault(key, {})[row["type"]] = row
    return [type_sheet(by_investor), investor_sheet(by_investor), interaction_sheet(interactions)]


def type_sheet(by_investor):
    numbers = {
        type: sum(found[type]["number"] for found in by_investor.values() if type in found) for type in Interaction.Type
    }
    rows = [[str(type.label), number] for type, number in numbers.items()]
    chart = Chart(_("Interactions by type"), [row[0] for row in rows], [(_("Interactions"), [row[1] for row in rows])])
    columns = [Column(name_of(Interaction, "type"), width=20), Column(_("Interactions"), Kind.COUNT)]
    return Sheet(_("By type"), columns, rows, [[_("Total"), sum(numbers.values())]], [chart])


def investor_sheet(by_investor):
    columns = [
        Column(_("Investor"), width=30),
        *(Column(str(type.label), Kind.COUNT, 10) for type in Interaction.Type),
        Column(_("Total"), Kind.COUNT, 10),
        Column(pgettext("interaction", "First"), Kind.MOMENT, 17),
        Column(pgettext("interaction", "Last"), Kind.MOMENT, 17),
    ]
    rows = []
    for (_folded, _id, name), found in sorted(by_investor.items()):
        numbers = [found[type]["number"] if type in found else 0 for type in Interaction.Type]
        first, last = min(row["first"] for row in found.values()), max(row["last"] for row in found.values())
        rows.append([name, *numbers, sum(numbers), first, last])
    numbers = [sum(each) for each in zip(*(row[1:-2] for row in rows), strict=True)] or [0] * (len(columns) - 3)
    return Sheet(_("By investor"), columns, rows, [[_("Total"), *numbers, None, None]])


def interaction_sheet(interactions):
    def name(field):
        return name_of(Interaction, field)

    columns = [
        Column(name("date"), Kind.MOMENT, 17),
        Column(_("Investor"), width=26),
        Column(name("type"), width=14),
        Column(name("subject"), width=32),
        Column(name("outcome"), width=28),
        Column(name("participants"), width=24),
        Column(name("author"), width=18),
        Column(name("content"), width=60, is_on_paper=False),
    ]
    found = interactions.select_related("investor", "author").prefetch_related("participants")
    return Sheet(_("Interactions"), columns, (cells_of(each) for each in read(found, "-date", "-pk")))


def cells_of(each):
    return [
        each.date,
        each.investor.name,
        str(each.get_type_display()),
        each.subject,
        each.outcome,
        ", ".join(sorted(contact.name for contact in each.participants.all())),
        str(each.author or ""),
        each.content,
    ]
