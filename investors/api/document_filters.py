"""What documents, their links and who saw them can be filtered by, on the page and in the API alike."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.api.ledger import MomentFilter, OfWorkspace
from investors.documents.kinds import KINDS
from investors.models import Document, DocumentLink, DocumentView, Folder

NUMBER = {"min_value": 1, "max_value": 2**63 - 1, "decimal_places": 0, "max_digits": 19}


def folders(request):
    return Folder.objects.visible_to(request.membership).order_by("name") if request else Folder.objects.none()


class DocumentFilterSet(django_filters.FilterSet):
    search = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label=_("Search"), max_length=100)
    folder = django_filters.ModelChoiceFilter(queryset=folders, label=_("Folder"), empty_label=_("Every folder"))
    content_type = django_filters.ChoiceFilter(
        choices=[(name, kind.label) for name, kind in KINDS.items()], label=_("Type"), empty_label=_("Every type")
    )

    class Meta:
        model = Document
        fields = []


class DocumentLinkFilterSet(django_filters.FilterSet):
    document = django_filters.NumberFilter(label=_("Document"), **NUMBER)
    folder = django_filters.NumberFilter(label=_("Folder"), **NUMBER)
    investor = django_filters.NumberFilter(label=_("Investor"), **NUMBER)
    is_revoked = django_filters.BooleanFilter(
        field_name="revoked_at", lookup_expr="isnull", exclude=True, label=_("Withdrawn")
    )

    class Meta:
        model = DocumentLink
        fields = []


class DocumentViewFilterSet(OfWorkspace):
    search = django_filters.CharFilter(
        field_name="email", lookup_expr="icontains", label=_("Address contains"), max_length=100
    )
    document = django_filters.NumberFilter(label=_("Document"), **NUMBER)
    link = django_filters.NumberFilter(label=_("Link"), **NUMBER)
    investor = django_filters.NumberFilter(label=_("Investor"), **NUMBER)
    is_machine = django_filters.BooleanFilter(label=_("By a machine"))
    was_downloaded = django_filters.BooleanFilter(label=_("Downloaded"))
    at_after = MomentFilter(method="by_start", field_name="at", label=pgettext_lazy("date", "From"))
    at_before = MomentFilter(method="by_end", field_name="at", label=_("Until"))

    class Meta:
        model = DocumentView
        fields = []


class Behind(django_filters.NumberFilter):
    """What a figure elsewhere leads here with, and a search keeps."""

    def __init__(self):
        super().__init__(widget=forms.HiddenInput, **NUMBER)


class DocumentViewListFilter(DocumentViewFilterSet):
    """Of the page."""

    document, link, investor = Behind(), Behind(), Behind()
    is_machine = django_filters.ChoiceFilter(
        choices=[("False", _("People")), ("True", _("Machines"))],
        label=_("By a machine"),
        empty_label=_("People and machines"),
    )
    was_downloaded = at_after = at_before = None
