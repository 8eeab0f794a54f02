import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketing.emails.models import Delivery, EmailCampaign, OutboxMessage, Suppression


class CampaignFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(method="by_text", label=_("Search"), max_length=100)
    status = django_filters.ChoiceFilter(
        choices=EmailCampaign.Status.choices, label=_("Status"), empty_label=_("Any status")
    )

    class Meta:
        model = EmailCampaign
        fields = []

    def by_text(self, queryset, name, text):
        return queryset.filter(Q(name__icontains=text) | Q(subject__icontains=text))


class DeliveryFilter(django_filters.FilterSet):
    """`state` is one state; the others are the figures of a report that are no state of their own."""

    search = django_filters.CharFilter(field_name="email", lookup_expr="icontains", label=_("Search"), max_length=100)
    state = django_filters.ChoiceFilter(choices=Delivery.State.choices, label=_("State"), empty_label=_("Any state"))
    outcome = django_filters.ChoiceFilter(
        method="by_outcome",
        label=_("What came back"),
        empty_label=_("Any answer"),
        choices=[
            ("accepted", _("Accepted by the server")),
            ("waiting", _("Not decided yet")),
            ("opened", _("Opened")),
            ("clicked", _("Clicked")),
            ("machine_opened", _("Opened by a machine")),
            ("machine_clicked", _("Clicked by a machine")),
            ("unsubscribed", _("Unsubscribed")),
        ],
    )
    reason = django_filters.CharFilter(field_name="reason", label=_("Reason"), widget=forms.HiddenInput)

    class Meta:
        model = Delivery
        fields = []

    def by_outcome(self, queryset, name, value):
        if value == "accepted":
            return queryset.filter(state__in=(Delivery.State.SENT, Delivery.State.DELIVERED))
        if value == "waiting":
            return queryset.filter(state__in=Delivery.OPEN)
        return queryset.filter(**{f"{value}_at__isnull": False})


class SuppressionFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(field_name="email", lookup_expr="icontains", label=_("Search"), max_length=100)
    reason = django_filters.ChoiceFilter(
        choices=Suppression.Reason.choices, label=_("Reason"), empty_label=_("Any reason")
    )

    class Meta:
        model = Suppression
        fields = []


class OutboxFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(method="by_text", label=_("Search"), max_length=100)

    class Meta:
        model = OutboxMessage
        fields = []

    def by_text(self, queryset, name, text):
        return queryset.filter(Q(recipient__icontains=text) | Q(subject__icontains=text))
