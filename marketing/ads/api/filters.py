import django_filters
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

    class Meta:
        model = AdCampaign
        fields = []

    def by_text(self, queryset, name, text):
        return queryset.filter(
            Q(name__icontains=text)
            | Q(headline__icontains=text)
            | Q(description__icontains=text)
            | Q(external_id=text)
            | Q(utm_campaign__icontains=text)
        )
