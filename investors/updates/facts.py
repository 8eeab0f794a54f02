"""What a month says of itself: the figures of an investor update, where the round stands, and wins to tell."""

from datetime import date
from decimal import Decimal

from django.db.models import Count, Sum
from django.template.defaultfilters import floatformat
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from crm.models import Lead, StatusChange
from investors.kpis import month_summary
from investors.models import Commitment, Interaction, InvestorUpdate
from investors.models.kpis import COUNTED
from investors.rounds import current_round, progress_of
from marketing.emails.templatetags.rates import unit

FIGURES = {
    "rdv_count": gettext_lazy("Meetings with investors"),
    "pitchs": gettext_lazy("Pitches"),
    "closings": gettext_lazy("Closings"),
    "won_leads": gettext_lazy("Customers won"),
    "won_value": gettext_lazy("Value of the customers won"),
}
ROUND, OWN = "round", "own"
MOST_WINS = 12


def month_before(year, month):
    return (year, month - 1) if month > 1 else (year - 1, 12)


def name_of(year, month):
    return formats.date_format(date(year, month, 1), "YEAR_MONTH_FORMAT")


def metrics_of(membership, year, month, names=(*FIGURES, ROUND), own=()):
    """The figures chosen by name, as an InvestorUpdate keeps them; `own` are those a person wrote, [{label, …}]."""
    workspace = membership.workspace
    won, won_before = won_of(membership, year, month), won_of(membership, *month_before(year, month))
    kept = kpis_of(workspace, year, month) + [
        {"name": name, "value": str(won[name]), "before": str(won_before[name])}
        | ({"currency": workspace.currency} if name == "won_value" else {})
        for name in won
    ]
    round = round_of(workspace) if ROUND in names else None
    chosen = [each for each in kept if each["name"] in names]
    return [*chosen, *({"name": OWN} | each for each in own), *([round] if round else [])]


def kpis_of(workspace, year, month):
    summary = month_summary(workspace, year, month)
    return [
        {"name": name, "value": str(summary["numbers"][name].value), "before": str(summary["before"][name])}
        for name in COUNTED
    ]


def won_of(membership, year, month):
    """What the CRM won in a month, as far as the member sees it."""
    won = StatusChange.objects.visible_to(membership).decisions().filter(to_status=Lead.Status.WON)
    sums = won.filter(day__year=year, day__month=month).aggregate(number=Count("pk"), value=Sum("to_value"))
    return {"won_leads": sums["number"], "won_value": sums["value"] or Decimal(0)}


def round_of(workspace):
    """Where the round stands, and what was secured when the last update told of it; None without a round."""
    round = current_round(workspace)
    if round is None:
        return None
    progress = progress_of(round)
    told = InvestorUpdate.objects.for_workspace(workspace).exclude(sent_at=None).order_by("-sent_at", "-pk")
    last = [each for update in told[:3] for each in update.metrics if each["name"] == ROUND and each["id"] == round.pk]
    return {
        "name": ROUND,
        "id": round.pk,
        "label": round.name,
        "currency": round.currency,
        "investors": progress.investors,
        **{name: str(getattr(progress, name)) for name in ("target", "soft", "hard", "wired", "secured")},
        "before": last[0]["secured"] if last else "",
    }


def wins_of(membership, year, month, language=""):
    """Sentences to choose from: customers won and money committed in the month, in the language of the letter."""
    workspace = membership.workspace
    won = StatusChange.objects.visible_to(membership).decisions().filter(to_status=Lead.Status.WON)
    won = won.filter(day__year=year, day__month=month).select_related("lead").order_by("-to_value", "pk")
    closed = Interaction.objects.for_workspace(workspace).happened().of_month(year, month)
    closed = closed.filter(type=Interaction.Type.CLOSING, investor__deleted_at=None).select_related("investor")
    wired = Commitment.objects.for_workspace(workspace).filter(wired_on__year=year, wired_on__month=month)
    wired = wired.filter(investor__deleted_at=None).select_related("investor", "round")
    with override(language or workspace.language):
        wins = [
            _("%(name)s joins the round.") % {"name": name}
            for name in dict.fromkeys(each.investor.name for each in closed.order_by("date", "pk")[:MOST_WINS])
        ]
        wins += [
            _("%(name)s wired its share of %(round)s.") % {"name": each.investor.name, "round": each.round.name}
            for each in wired.order_by("wired_on", "pk")[:MOST_WINS]
        ]
        wins += [_("New customer: %(name)s.") % {"name": each.lead.company or each.lead} for each in won[:MOST_WINS]]
    return list(dict.fromkeys(wins))[:MOST_WINS]


def amount(value, currency):
    return unit(floatformat(Decimal(value), "-2g"), currency)


def shown(metric):
    """A kept figure as people read it: {"label", "value", "before", "delta"}; texts, empty where nothing is known."""
    name = metric["name"]
    if name == OWN:
        return {"label": metric["label"], "value": metric["value"], "before": metric.get("before", ""), "delta": ""}
    value, before = Decimal(metric["value"]), Decimal(metric["before"])
    money = metric.get("currency")
    texts = [amount(each, money) if money else floatformat(each, "0g") for each in (value, before, abs(value - before))]
    sign = "" if value == before else "+" if value > before else "\N{MINUS SIGN}"
    return {
        "label": str(FIGURES[name]),
        "value": texts[0],
        "before": texts[1],
        "delta": sign + texts[2] if sign else "=",
    }


def shown_round(metrics):
    """The round among kept figures in words, with its share in percent; None when the update tells none."""
    kept = next((each for each in metrics if each["name"] == ROUND), None)
    if kept is None:
        return None
    secured, target = Decimal(kept["secured"]), Decimal(kept["target"])
    texts = {name: amount(kept[name], kept["currency"]) for name in ("target", "soft", "hard", "wired", "secured")}
    gained = secured - Decimal(kept["before"]) if kept["before"] else None
    return texts | {
        "label": kept["label"],
        "investors": kept["investors"],
        "has_soft": Decimal(kept["soft"]) > 0,
        "percent": int(secured * 100 / target),
        "bar": min(100, int(secured * 100 / target)),
        "is_oversubscribed": secured > target,
        "missing": amount(max(target - secured, Decimal(0)), kept["currency"]),
        "is_open": secured < target,
        "gained": amount(gained, kept["currency"]) if gained and gained > 0 else "",
    }


def figures_of(metrics):
    return [shown(each) for each in metrics if each["name"] != ROUND]
