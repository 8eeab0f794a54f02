"""The segment field "funnel": leads that came through one of the funnels named by their ids."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.segments import register_field
from marketing.funnels.events import FUNNEL_CONVERTED
from marketing.funnels.models import Funnel
from webox.analytics.models import Event


def choices(workspace):
    funnels = Funnel.objects.for_workspace(workspace).order_by("name", "pk").values_list("pk", "name")
    return [(str(pk), name) for pk, name in funnels]


def came_through(workspace, values):
    funnel_ids = [int(value) for value in values if value.isascii() and value.isdigit()]
    converted = Event.objects.for_workspace(workspace).filter(
        type=FUNNEL_CONVERTED, subject_type="funnel", subject_id__in=funnel_ids, lead_id__isnull=False
    )
    # Looked up once for all leads; a correlated EXISTS would be asked for every one of them.
    return Q(pk__in=converted.values("lead_id"))


register_field("funnel", _("Funnel"), choices, came_through)
