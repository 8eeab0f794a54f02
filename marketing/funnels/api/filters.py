import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketing.funnels.models import Funnel, FunnelPage

PUBLISHED = [("", _("Any state")), ("true", _("Published")), ("false", _("Not published"))]


class PublishedFilter(django_filters.TypedChoiceFilter):
    def __init__(self, **kwargs):
        super().__init__(choices=PUBLISHED, coerce=lambda text: text == "true", empty_value=None, **kwargs)


class FunnelFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(method="by_text", label=_("Search"), max_length=100)
    funnel_type = django_filters.ChoiceFilter(choices=Funnel.Type.choices, label=_("Type"), empty_label=_("Any type"))
    is_active = PublishedFilter(label=_("Published"))

    class Meta:
        model = Funnel
        fields = []

    def by_text(self, queryset, name, text):
        return queryset.filter(Q(name__icontains=text) | Q(description__icontains=text) | Q(slug__icontains=text))


class FunnelPageFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(method="by_text", label=_("Search"), max_length=100)
    page_type = django_filters.ChoiceFilter(choices=FunnelPage.Type.choices, label=_("Type"))
    is_published = PublishedFilter(label=_("Published"))

    class Meta:
        model = FunnelPage
        fields = []

    def by_text(self, queryset, name, text):
        return queryset.filter(Q(name__icontains=text) | Q(slug__icontains=text))
