"""Fields of segments that funnels know: who came through, who looked at which page, who opted in where."""

from django.utils.translation import gettext_lazy as _

from crm.segments import EventTrail, SegmentField, VisitorTrail, events, register_behaviour, register_field
from marketing.funnels.events import FUNNEL_CONVERTED, OPTED_IN, PAGE_VIEWED
from marketing.funnels.models import Funnel, FunnelPage


def funnel_choices(workspace):
    funnels = Funnel.objects.for_workspace(workspace).order_by("name", "pk").values_list("pk", "name")
    return [(str(pk), name) for pk, name in funnels]


def page_choices(workspace):
    pages = FunnelPage.objects.for_workspace(workspace).order_by("funnel__name", "order", "pk")
    return [(str(pk), f"{funnel} · {name}") for pk, funnel, name in pages.values_list("pk", "funnel__name", "name")]


def pages_of(workspace, funnel_ids):
    return FunnelPage.objects.for_workspace(workspace).filter(funnel__in=funnel_ids).values("pk")


register_field(
    SegmentField(
        "funnel",
        _("Funnel"),
        "link",
        trail=EventTrail(events(FUNNEL_CONVERTED, subject="funnel")),
        choices=funnel_choices,
    )
)
register_behaviour(
    "visited",
    _("Visited pages"),
    VisitorTrail(events(PAGE_VIEWED, subject="funnelpage")),
    page_choices,
    _("of these pages"),
)
register_behaviour(
    "visited_funnel",
    _("Visited a funnel"),
    VisitorTrail(events(PAGE_VIEWED, subject="funnelpage", ids=pages_of)),
    funnel_choices,
    _("of these funnels"),
)
register_behaviour(
    "opted_in",
    _("Opted in"),
    EventTrail(events(OPTED_IN, subject="funnelpage", ids=pages_of)),
    funnel_choices,
    _("in these funnels"),
)
