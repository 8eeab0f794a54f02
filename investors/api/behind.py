"""Filters that name the investors behind a figure of the statistics."""

import django_filters
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from crm.api.ledger import OfWorkspace
from investors.models import Investor, StageChange
from investors.statistics.figures import held_until
from webox.analytics.periods import today_of


def day(label):
    return django_filters.DateFilter(
        method="later", label=label, error_messages={"invalid": _("Write a day such as 2026-03-14.")}
    )


class BehindFigures(OfWorkspace):
    """The filters of one beginning name one line of the ledger, or one first meeting, together."""

    reached = django_filters.ChoiceFilter(
        method="later",
        choices=[(stage.value, stage.label) for stage in Investor.FUNNEL],
        label=_("Came at least as far as"),
    )
    met_after = day(_("First met from"))
    met_before = day(_("First met until"))
    moved_after = day(_("Changed stage from"))
    moved_before = day(_("Changed stage until"))
    stood_in = django_filters.ChoiceFilter(method="later", choices=Investor.Stage.choices, label=_("Stage then"))
    stood_on = day(_("As of"))

    def later(self, queryset, name, value):
        """See filter_queryset(): several of them name one thing."""
        return queryset

    def filter_queryset(self, queryset):
        queryset, asked = super().filter_queryset(queryset), self.form.cleaned_data
        lines = StageChange.objects.for_workspace(self.request.workspace)
        of_one = {"investor": OuterRef("pk")}
        if stage := asked["reached"]:
            further = Investor.FUNNEL[Investor.FUNNEL.index(stage) :]
            queryset = queryset.filter(Exists(lines.filter(to_stage__in=further, **of_one)))
        if moved := between("day", asked["moved_after"], asked["moved_before"]):
            queryset = queryset.filter(Exists(lines.moves().filter(**moved, **of_one)))
        if asked["stood_in"] or asked["stood_on"]:
            stood = lines.standing_on(asked["stood_on"] or today_of(self.request.workspace)).filter(**of_one)
            queryset = queryset.filter(Exists(stood.filter(to_stage=asked["stood_in"]) if asked["stood_in"] else stood))
        if met := between("met_on", asked["met_after"], asked["met_before"]):
            held = held_until(self.request.workspace, today_of(self.request.workspace))
            first = held.filter(**of_one).order_by("day").values("day")[:1]
            queryset = queryset.annotate(met_on=Subquery(first)).filter(**met)
        return queryset


def between(field, first, last):
    limits = {f"{field}__gte": first, f"{field}__lte": last}
    return {lookup: day for lookup, day in limits.items() if day}
