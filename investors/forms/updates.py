import re
from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from crm.models import Tag
from investors.actions.updates import MOST_ASKS, MOST_OWN
from investors.models import Ask, Investor, InvestorUpdate
from investors.updates.facts import FIGURES, OWN, month_before, name_of
from investors.updates.letter import lines_of

OFFERED_MONTHS = 24
# Who passed is asked for apart.
STAGES = [(stage.value, stage.label) for stage in Investor.FUNNEL]
# "MRR: 12,400 € (11,000 €)"
OWN_LINE = re.compile(r"([^:]{1,60}):\s*([^()]{1,40}?)\s*(?:\(([^()]{1,40})\))?")


def months_of(workspace, also=None):
    """[("2026-03", "March 2026")] of the last two years, the newest first."""
    today = workspace.day_of(timezone.now())
    months, at = [], (today.year, today.month)
    for _number in range(OFFERED_MONTHS):
        months.append(at)
        at = month_before(*at)
    if also and also not in months:
        months.append(also)
    return [(f"{year}-{month:02}", name_of(year, month)) for year, month in months]


def month_of(text):
    """(2026, 3) of "2026-03". Raises ValueError."""
    first = date.fromisoformat(f"{text}-01")
    return first.year, first.month


def lines(rows):
    return forms.Textarea({"rows": rows})


class UpdateForm(forms.ModelForm):
    """What a person writes of a month; the figures are ticked beside it, see facts_of()."""

    period = forms.ChoiceField(label=pgettext_lazy("of an update", "Month"))
    figures = forms.MultipleChoiceField(required=False, choices=FIGURES.items())
    suggestions = forms.MultipleChoiceField(required=False)
    own = forms.CharField(
        label=_("Figures of your own"),
        required=False,
        max_length=1000,
        widget=lines(3),
        help_text=_("One a line, the value of the month before in brackets: “MRR: 12,400 € (11,000 €)”."),
    )
    asks = forms.CharField(
        label=_("Asks"),
        required=False,
        max_length=3000,
        widget=lines(3),
        help_text=_("One a line, two or three at best. Each is tracked until somebody did it."),
    )

    class Meta:
        model = InvestorUpdate
        fields = ["title", "headline", "wins", "lowlights", "next_steps", "shows_round"]
        widgets = {"headline": lines(3), "wins": lines(5), "lowlights": lines(3), "next_steps": lines(3)}
        help_texts = {
            "title": _("The subject of the email. Left empty, it says the month and a figure."),
            "wins": _("One a line."),
            "lowlights": _("One a line: what went wrong, and what you do about it."),
            "next_steps": _("One a line."),
        }

    field_order = ["period", "title", "headline"]

    def __init__(self, *args, workspace, wins=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        update = self.instance
        also = (update.year, update.month) if update.pk else None
        self.fields["period"].choices = months_of(workspace, also)
        self.fields["suggestions"].choices = [(win, win) for win in wins]
        if update.pk:
            kept = [each for each in update.metrics if each["name"] == OWN]
            self.initial |= {
                "period": f"{update.year}-{update.month:02}",
                "figures": [each["name"] for each in update.metrics if each["name"] in FIGURES],
                "own": "\n".join(line_of(each) for each in kept),
                "asks": "\n".join(update.asks.order_by("pk").values_list("text", flat=True)),
            }

    def clean_own(self):
        figures = []
        for line in lines_of(self.cleaned_data["own"]):
            if not (found := OWN_LINE.fullmatch(line)):
                raise forms.ValidationError(
                    gettext("Write “name: value”, or “name: value (value before)”: %(line)s") % {"line": line}
                )
            label, value, before = found.groups(default="")
            figures.append({"label": label.strip(), "value": value, "before": before})
        if len(figures) > MOST_OWN:
            raise forms.ValidationError(gettext("Give at most %(n)s figures of your own.") % {"n": MOST_OWN})
        return figures

    def clean_asks(self):
        asks = lines_of(self.cleaned_data["asks"])
        if len(asks) > MOST_ASKS or any(len(ask) > 250 for ask in asks):
            raise forms.ValidationError(
                gettext("Ask for at most %(n)s things, each in at most 250 characters.") % {"n": MOST_ASKS}
            )
        return asks

    def fields_of_update(self):
        """What the actions take."""
        cleaned = dict(self.cleaned_data)
        year, month = month_of(cleaned.pop("period"))
        wins = [cleaned["wins"].strip(), *cleaned.pop("suggestions")]
        return cleaned | {"year": year, "month": month, "wins": "\n".join(filter(None, wins))}


def line_of(figure):
    before = f" ({figure['before']})" if figure["before"] else ""
    return f"{figure['label']}: {figure['value']}{before}"


class ReadersForm(forms.Form):
    """Which investors an update goes to; nothing ticked is everyone but those who passed."""

    stage = forms.MultipleChoiceField(
        label=_("Stage"), choices=STAGES, required=False, widget=forms.CheckboxSelectMultiple
    )
    relation = forms.MultipleChoiceField(
        label=_("Relation"), choices=Investor.Relation, required=False, widget=forms.CheckboxSelectMultiple
    )
    tag = forms.MultipleChoiceField(label=_("Tags"), required=False, widget=forms.CheckboxSelectMultiple)
    with_passed = forms.BooleanField(
        label=_("Also those who passed"),
        required=False,
        help_text=_("Some who said no come back. They have to be asked for."),
    )

    def __init__(self, *args, workspace, **kwargs):
        super().__init__(*args, **kwargs)
        used = Tag.objects.for_workspace(workspace).filter(investors__deleted_at=None, investors__isnull=False)
        self.tags = used.distinct().order_by("name")
        self.fields["tag"].choices = [(tag.name, tag.name) for tag in self.tags]

    def matching(self, investors):
        wanted, found = self.cleaned_data, investors.alive().filter(is_active=True)
        if not wanted["with_passed"]:
            found = found.exclude(pipeline_stage=Investor.Stage.PASSED)
        if wanted["stage"]:
            stages = [*wanted["stage"], *([Investor.Stage.PASSED] if wanted["with_passed"] else [])]
            found = found.filter(pipeline_stage__in=stages)
        if wanted["relation"]:
            found = found.filter(relation__in=wanted["relation"])
        return found.tagged(self.tags.filter(name__in=wanted["tag"])) if wanted["tag"] else found


class AskForm(forms.ModelForm):
    class Meta:
        model = Ask
        fields = ["state", "investor", "answer"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["investor"].queryset = self.instance.update.investors.alive().order_by("name", "pk")
        self.fields["investor"].empty_label = _("Nobody yet")
