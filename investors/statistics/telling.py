"""What the forecast and the simulation take for granted, in sentences."""

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from investors.statistics.figures import LATELY
from investors.statistics.rates import ENOUGH, FEW_TIMES, WEIGHT
from investors.statistics.simulation import MOST_HOPES
from marketing.emails.templatetags.rates import percent, unit

# Assumption → (its name, what is less of it, what is more)
CHANGES = {
    "date": (gettext_lazy("The date"), gettext_lazy("30 days earlier"), gettext_lazy("30 days later")),
    "amounts": (gettext_lazy("All amounts"), "−20\N{NO-BREAK SPACE}%", "+20\N{NO-BREAK SPACE}%"),
    "meetings": (gettext_lazy("First meetings"), gettext_lazy("one less a week"), gettext_lazy("one more a week")),
    "chances": (gettext_lazy("All chances"), "−20\N{NO-BREAK SPACE}%", "+20\N{NO-BREAK SPACE}%"),
    "times": (gettext_lazy("Time in each stage"), "+25\N{NO-BREAK SPACE}%", "−20\N{NO-BREAK SPACE}%"),
}


def changes(rows):
    """The rows of a sensitivity, in words."""
    return [dict(zip(("label", "less_label", "more_label"), CHANGES[row["name"]], strict=True)) | row for row in rows]


def of_rates():
    return [
        _(
            "A rate is that of the investors who came to a stage long enough ago: as long as nine in ten took who went "
            "on. Who came later is not judged yet; who is still waiting did not go on."
        ),
        _(
            "Each rate is pooled with a prior, shown beside it, that counts as %(weight)d investors. The prior follows "
            "the benchmarks below: 37 %% of outreach leads to a meeting, and 5 %% of a list to a wire; the steps "
            "between them are our assumption."
        )
        % {"weight": WEIGHT},
        _("A type of investor has its own rate from %(number)d judged investors on, pooled with the rate of all.")
        % {"number": ENOUGH},
        _("Where fewer than %(number)d investors went on, usual times are counted among theirs.")
        % {"number": FEW_TIMES},
        _("Investors who are deleted count nowhere; who jumped over a stage went on from it without a time."),
    ]


def of_forecast(pipeline):
    told = [
        _("Money that is signed or wired counts whole; the rest by the chance its investor has to come to the end."),
        _("The amount is what an investor committed softly to the round, else the check size."),
        _("The longer somebody stands in a stage against those who went on from it, the lower the chance."),
        _("Investors who are not active count nothing."),
    ]
    if number := pipeline.without_amount:
        told.append(
            ngettext(
                "%(number)d investor without an amount counts nothing: write a check size down.",
                "%(number)d investors without an amount count nothing: write their check sizes down.",
                number,
            )
            % {"number": number}
        )
    if pipeline.currency != pipeline.workspace.currency:
        told.append(
            _("Check sizes are in %(own)s and the round is in %(currency)s: they are left out.")
            % {"own": pipeline.workspace.currency, "currency": pipeline.currency}
        )
    return told


def of_simulation(found):
    assumptions = found["assumptions"]
    told = [
        _("%(runs)s futures are drawn with the fixed seed %(seed)d: the same figures give the same answer.")
        % {"runs": floatformat(assumptions.runs, "0g"), "seed": assumptions.seed},
        ngettext(
            "%(number)d investor who was met and has an amount closes or not, with the chance of the forecast.",
            "%(number)d investors who were met and have an amount close or not, each with the chance of the forecast.",
            len(assumptions.hopes),
        )
        % {"number": len(assumptions.hopes)},
        _(
            "There are %(number)s first meetings a week; lately there were %(pace)s, the mean of the last %(weeks)d "
            "weeks that are over. They are with whoever is not met yet, on the list or not."
        )
        % {
            "number": floatformat(assumptions.meetings, 1),
            "pace": floatformat(found["pace"], 1),
            "weeks": LATELY,
        },
    ]
    if (rest := len(assumptions.hopes) - MOST_HOPES) > 0:
        told.append(
            _("The %(number)d of them from whom least is to be hoped bring what they bring on average.")
            % {"number": rest}
        )
    if assumptions.amounts:
        told.append(
            _(
                "One first meeting in %(number)s leads to a wire (%(chance)s), of %(amount)s on average: amounts are "
                "drawn from those committed and talked about."
            )
            % {
                "number": floatformat(1 / assumptions.chance, "-1"),
                "chance": percent(assumptions.chance),
                "amount": unit(floatformat(found["amount_of_meeting"], "0g"), found["round"].currency),
            }
        )
    else:
        told.append(_("No amount is known, so that a first meeting brings nothing: write check sizes down."))
    told.append(_("The time it takes is drawn from the times of each stage, as if everybody had just come to theirs."))
    told.append(_("Investors decide by themselves: that one follows another, as they often do, is not in it."))
    return told
