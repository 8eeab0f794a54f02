"""What people are told of a file: what has to be answered, which columns were taken and why, where its sums differ."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marketing.ads.importing.facts import is_day
from marketing.ads.models import Measures

# A platform rounds every row to cents, and its totals from what is not rounded.
ROUNDED = Decimal("0.005")


def questions(example):
    """{choice: sentence} of all that a file can leave open. `example` is a day of it that can be read in two ways."""
    days = _("Days such as %(example)s can be read in two ways. Say whether the day or the month stands first.")
    span = _("The file does not say which days its figures are about. Give the first and the last one.")
    return {
        "platform": _("Several platforms write such columns. Say which one the file is from."),
        "date_order": days % {"example": example},
        "decimal_mark": _("Amounts such as 1,234 can be read in two ways. Say which mark stands before decimals."),
        "currency": _("The file does not say in which currency its amounts are. Say which."),
        "first_day": span,
        "last_day": span,
    }


def tell(report):
    """Fill the notes and warnings of a report that has been read."""
    report.notes = [*of_columns(report), *of_rows(report)]
    report.warnings = differing_sums(report)


def of_columns(report):
    table = report.table
    named = table.named
    if table.is_old:
        yield _(
            "The file has LinkedIn’s old names: what it calls a campaign group is a campaign here, what it calls a "
            "campaign is an ad set."
        )
    if named("clicks") and named("all_clicks"):
        yield _(
            "Clicks are those of “%(taken)s”. “%(left)s” also counts clicks that lead nowhere, and is left out."
        ) % {
            "taken": named("clicks"),
            "left": named("all_clicks"),
        }
    elif named("all_clicks"):
        text = _("The file has no link clicks: “%(taken)s” is taken, which also counts clicks that lead nowhere.")
        yield text % {"taken": named("all_clicks")}
    counted = [named(name) for name in ("conversions", "results", "purchases", "leads") if named(name)]
    if len(counted) > 1:
        text = _("Conversions are those of “%(taken)s”; “%(left)s” are not added to them.")
        yield text % {"taken": counted[0], "left": "”, “".join(counted[1:])}
    if named("results") and not named("conversions") and named("result_kind"):
        text = _("“%(taken)s” are conversions except where “%(kind)s” says clicks, views or people reached.")
        yield text % {"taken": named("results"), "kind": named("result_kind")}
    elif named("results") and not named("conversions"):
        yield _("“%(taken)s” are taken for conversions: the file does not say of what kind they are.") % {
            "taken": named("results")
        }
    yield _("Rates and costs per click or conversion are computed anew from the sums.")


def of_rows(report):
    facts, table = report.facts, report.table
    parted = [name for name, target in zip(table.headers, table.targets, strict=True) if target == "breakdown"]
    if parted and facts.added_up:
        text = ngettext(
            "%(number)d row was added to another one of the same day: the file parts them by “%(columns)s”.",
            "%(number)d rows were added to others of the same day: the file parts them by “%(columns)s”.",
            facts.added_up,
        )
        yield text % {"number": facts.added_up, "columns": "”, “".join(parted)}
    elif facts.added_up:
        text = ngettext(
            "%(number)d row is about the same as another one, and was added to it.",
            "%(number)d rows are about the same as others, and were added to them.",
            facts.added_up,
        )
        yield text % {"number": facts.added_up}
    if facts.rolled_up:
        text = ngettext(
            "On %(number)d day of a campaign not every row names its ad: these figures are kept one level higher.",
            "On %(number)d days of campaigns not every row names its ad: these figures are kept one level higher.",
            facts.rolled_up,
        )
        yield text % {"number": facts.rolled_up}
    if not all(is_day(span) for span in facts.spans()):
        yield _("Figures of several days together are kept as periods, and never booked on one day.")


def differing_sums(report):
    """Where our sums are not those of the file's own totals rows. Of several totals rows one has to agree."""
    ours = report.facts.sums()
    if not report.totals or len(ours) != 1:
        return []
    ours = dict(zip(Measures.NAMES, next(iter(ours.values())), strict=True))
    tolerance = ROUNDED * report.rows + Decimal("0.01")
    differing = [differences(total, ours, tolerance) for total in report.totals]
    if not all(differing):
        return []
    labels = {field.name: field.verbose_name for field in Measures._meta.fields}
    text = _("%(measure)s: our sum is %(ours)s, the totals row of the file says %(theirs)s.")
    return [
        text % {"measure": capfirst(labels[measure]), "ours": shown(ours[measure]), "theirs": shown(theirs)}
        for measure, theirs in min(differing, key=len).items()
    ]


def differences(total, ours, tolerance):
    """{measure: what the totals row says} where it is not our sum."""
    return {
        measure: theirs
        for measure, theirs in total.amounts.items()
        if abs(theirs - ours[measure]) > (0 if measure in ("impressions", "clicks") else tolerance)
    }


def shown(amount):
    amount = amount.quantize(Decimal("0.01")) if amount != amount.to_integral_value() else amount.to_integral_value()
    return number_format(amount, use_l10n=True, force_grouping=True)
