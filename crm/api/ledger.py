"""Filters of leads by their ledger: what was moved when, and what stood where on a day."""

from datetime import datetime, time, timedelta

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from crm.models import Lead, StatusChange
from webox.lib.written import in_calendar


class MomentField(forms.CharField):
    """A day (2026-03-14) or a moment (2026-03-14T09:30:00Z); cleans to a date or an aware datetime."""

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            moment = parse_date(text) or parse_datetime(text.replace(" ", "+"))
            # The first and the last years have no midnight in every time zone.
            moment = moment and in_calendar(moment)
        except ValueError:
            moment = None
        if moment is None:
            raise ValidationError(_("Write a day such as 2026-03-14, or a moment such as 2026-03-14T09:30:00Z."))
        if isinstance(moment, datetime) and timezone.is_naive(moment):
            return timezone.make_aware(moment, timezone.get_default_timezone())
        return moment


@extend_schema_field(OpenApiTypes.DATETIME)
class MomentFilter(django_filters.Filter):
    field_class = MomentField


class OwnerField(forms.RegexField):
    default_error_messages = {"invalid": _("Write the number of a member, “me” or “none”.")}

    def __init__(self, **kwargs):
        super().__init__(regex=r"^(me|none|[0-9]{1,18})$", **kwargs)


@extend_schema_field(OpenApiTypes.STR)
class OwnerFilter(django_filters.Filter):
    field_class = OwnerField


# Parameter → (lookup, value it stands for where the parameter says yes or no)
LOOKUPS = {
    "to": ("to_status__in", None),
    "in": ("to_status__in", None),
    "from": ("from_status__in", None),
    "source": ("source", None),
    "source_empty": ("source", ""),
    "reason": ("reason", None),
    "reason_empty": ("reason", ""),
    "valued": ("to_value__isnull", False),
    "stands": ("stands", True),
    "last_stay": ("is_last_stay", True),
}
MOVED = ("after", "before", "owner", *(name for name in LOOKUPS if name != "in"))
STOOD = ("on", "in", "owner", "source", "source_empty")


class DeletedField(forms.ChoiceField):
    def to_python(self, value):
        return {"1": "true", "0": "false"}.get(value, super().to_python(value).lower())


@extend_schema_field(OpenApiTypes.STR)
class DeletedFilter(django_filters.ChoiceFilter):
    """`false` as if nothing were asked, `true` for deleted leads alone, `any` for all."""

    field_class = DeletedField

    def __init__(self, **kwargs):
        choices = [("true", _("only")), ("false", _("no")), ("any", _("also"))]
        super().__init__(choices=choices, **kwargs)


class OfWorkspace(django_filters.FilterSet):
    """Days are whole days of the workspace, and “me” is who asks."""

    def by_owner(self, queryset, name, value):
        return queryset.filter(**{name: self.owner_id(value)})

    def by_start(self, queryset, name, value):
        return queryset.filter(**{f"{name}__gte": self.moment(value)})

    def by_end(self, queryset, name, value):
        if isinstance(value, datetime):
            return queryset.filter(**{f"{name}__lte": value})
        return queryset.filter(**{f"{name}__lt": self.moment(value + timedelta(days=1))})

    def by_deleted(self, queryset, name, value):
        return {"true": queryset.deleted, "false": queryset.alive, "any": queryset.all}[value]()

    def owner_id(self, text):
        if text == "none":
            return None
        return self.request.user.pk if text == "me" else int(text)

    def moment(self, value):
        if isinstance(value, datetime):
            return value
        return datetime.combine(value, time.min, self.request.workspace.zone)


class LedgerFilters(OfWorkspace):
    """The filters `moved_…` together name one change of status, and `stood_…` one line of the ledger."""

    moved_to = django_filters.MultipleChoiceFilter(
        method="by_line", field_name="status", choices=Lead.Status, label=_("Status changed to")
    )
    moved_from = django_filters.MultipleChoiceFilter(
        method="by_line", field_name="status", choices=Lead.Status, label=_("Status changed from")
    )
    moved_after = MomentFilter(method="by_line", label=pgettext_lazy("date", "From"))
    moved_before = MomentFilter(method="by_line", label=_("Until"))
    # As they were when the status changed
    moved_owner = OwnerFilter(method="by_line", label=_("Owner then"))
    moved_source = django_filters.CharFilter(method="by_line", label=_("Source then"))
    moved_source_empty = django_filters.BooleanFilter(method="by_line", label=_("Without a source then"))
    moved_reason = django_filters.CharFilter(method="by_line", label=_("Reason"))
    moved_reason_empty = django_filters.BooleanFilter(method="by_line", label=_("Without a reason"))
    moved_valued = django_filters.BooleanFilter(method="by_line", label=_("With a value then"))
    moved_stands = django_filters.BooleanFilter(method="by_line", label=_("Not taken back since"))
    moved_last_stay = django_filters.BooleanFilter(method="by_line", label=_("Last stay in that status"))
    stood_on = django_filters.DateFilter(
        method="by_line", label=_("As of"), error_messages={"invalid": _("Write a day such as 2026-03-14.")}
    )
    stood_in = django_filters.MultipleChoiceFilter(
        method="by_line", field_name="status", choices=Lead.Status, label=_("Status then")
    )
    stood_owner = OwnerFilter(method="by_line", label=_("Owner then"))
    stood_source = django_filters.CharFilter(method="by_line", label=_("Source then"))
    stood_source_empty = django_filters.BooleanFilter(method="by_line", label=_("Without a source then"))
    reached = django_filters.ChoiceFilter(
        method="by_line",
        choices=[(stage.value, stage.label) for stage in Lead.FUNNEL],
        label=_("Came at least as far as"),
    )

    def by_line(self, queryset, name, value):
        """See moved() and stood(): several of them name one line."""
        return queryset

    def moved(self, leads):
        asked = {name: self.form.cleaned_data.get(f"moved_{name}") for name in MOVED}
        if all(value in (None, "", []) for value in asked.values()):
            return leads
        changes = self.of_line(StatusChange.objects.for_workspace(self.request.workspace).moves(), asked)
        if asked["after"]:
            changes = self.by_start(changes, "at", asked["after"])
        if asked["before"]:
            changes = self.by_end(changes, "at", asked["before"])
        return leads.filter(Exists(changes.filter(lead=OuterRef("pk"))))

    def stood(self, leads):
        asked = {name: self.form.cleaned_data.get(f"stood_{name}") for name in STOOD}
        reached = self.form.cleaned_data.get("reached")
        if not reached and all(value in (None, "", []) for value in asked.values()):
            return leads
        lines = StatusChange.objects.for_workspace(self.request.workspace)
        day = asked["on"] or self.request.workspace.day_of(timezone.now())
        lines = self.of_line(lines.standing_on(day), asked)
        if reached:
            lines = lines.filter(furthest__in=Lead.FUNNEL[Lead.FUNNEL.index(reached) :])
        return leads.filter(Exists(lines.filter(lead=OuterRef("pk"))))

    def of_line(self, lines, asked):
        for name, value in asked.items():
            if name in LOOKUPS and value not in (None, "", []):
                lookup, turned = LOOKUPS[name]
                wanted = {lookup: value} if turned is None else {lookup: turned}
                lines = lines.filter(**wanted) if turned is None or value else lines.exclude(**wanted)
        if asked["owner"]:
            lines = lines.filter(owner=self.owner_id(asked["owner"]))
        return lines
