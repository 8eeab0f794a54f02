import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketing.ads.models import AdCampaign, Platform
from marketing.ads.models.campaigns import Status


class AdCampaignFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(method="by_text", label=_("Search"), max_length=100)
    platform = django_filters.ChoiceFilter(
        choices=Platform.choices, label=_("Platform"), empty_label=_("Every platform")
    )
    status = django_filters.ChoiceFilter(choices=Status.choices, label=_("Status"), empty_label=_("Any status"))
    objective = django_filters.ChoiceFilter(
        choices=AdCampaign.Objective.choices, label=_("Objective"), empty_label=_("Any objective")
    )

    class Meta:
        model = AdCampaign
        fields = []

    def by_text(self, queryset, name, text):
        return queryset.filter(
            Q(name__icontains=text)
            | Q(headline__icontains=text)
            | Q(description__icontains=text)
            | Q(utm_campaign__icontains=text)
            | Q(external_id=text)
        )


class Kept(django_filters.CharFilter):
    """Something else the address says, which a search keeps."""

    def __init__(self):
        super().__init__(method="untouched", widget=forms.HiddenInput)


class CampaignListFilter(AdCampaignFilter):
    """Of the page: the platform is a tab, the days are chosen beside the list."""

    objective = None
    platform = django_filters.ChoiceFilter(choices=Platform.choices, widget=forms.HiddenInput)
    period = Kept()

    def untouched(self, queryset, name, value):
        return queryset


CampaignListFilter.base_filters |= {"from": Kept(), "to": Kept()}
