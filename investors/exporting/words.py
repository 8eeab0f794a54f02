"""What a list was filtered by, in words that are printed on its export."""

from datetime import date, datetime

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.api.ledger import OwnerField
from investors.models import Investor
from webox.accounts.models import User


def words_of(filterset):
    """“Stage: Meeting, Pitch · Active: yes”; of a valid filter set."""
    asked = filterset.form.cleaned_data
    said = [
        said_of(filterset, field, name, asked[name])
        for name, field in filterset.form.fields.items()
        if asked.get(name) not in (None, "", [])
    ]
    return " · ".join(said) or pgettext("filter", "none")


def said_of(filterset, field, name, value):
    values = value if isinstance(value, list | tuple) else [value]
    words = ", ".join(shown(filterset, field, name, each) for each in values)
    return _("%(name)s: %(value)s") % {"name": filterset.filters[name].label, "value": words}


def shown(filterset, field, name, value):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(value.astimezone(filterset.request.workspace.zone), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(field, OwnerField):
        return owner_name(filterset.request, value)
    if name == "investor":
        found = Investor.objects.for_workspace(filterset.request.workspace).filter(pk=value).first()
        return found.name if found else str(value)
    if labels := dict(getattr(field, "choices", ())):
        return str(labels.get(value, value))
    return value if isinstance(value, str) else number_format(value, use_l10n=True, force_grouping=True)


def owner_name(request, value):
    if value == "none":
        return _("nobody")
    wanted = request.user.pk if value == "me" else int(value)
    found = User.objects.filter(pk=wanted, memberships__workspace=request.workspace).first()
    return str(found) if found else value
