from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions import capture_lead
from crm.models import Lead
from marketing.funnels.events import FUNNEL_CONVERTED, FUNNEL_ENTERED, OPTED_IN, PAGE_VIEWED
from marketing.funnels.models import Funnel, FunnelPage
from webox.analytics.actions import build, record_many
from webox.analytics.events import VISIT_STARTED
from webox.analytics.models import Event
from webox.analytics.visitors import landing_url

# Two presses of the button, or a page loaded again: one opt-in.
DOUBLE = timedelta(minutes=1)


@transaction.atomic
def record_view(*, page, visitor, visit=None, at=None):
    """A person looks at a page. `visit` is the unsaved event of the visit that starts with it, if one does."""
    at = at or timezone.now()
    funnel = page.funnel
    is_new_here, is_new_to_funnel = first_time(page, visitor)
    properties = {"funnel": funnel.pk, "title": f"{funnel.name} · {page.name}"}
    events = [build(funnel.workspace, PAGE_VIEWED, at, visitor.id, subject=page, properties=properties)]
    if visit:
        events.insert(0, visit)
    if is_new_to_funnel:
        events.append(build(funnel.workspace, FUNNEL_ENTERED, at, visitor.id, subject=funnel))
        Funnel.objects.filter(pk=funnel.pk).update(total_visitors=F("total_visitors") + 1)
    if is_new_here:
        FunnelPage.objects.filter(pk=page.pk).update(visitors=F("visitors") + 1)
    record_many(events=events)


def first_time(page, visitor):
    """Whether the visitor is new to the page, and to the funnel."""
    if visitor.seen_at is None:
        return True, True
    seen = seen_before(page, visitor)
    if all(seen):
        return False, False
    # Two tabs opened at once would both find nothing: they look again one after the other.
    Funnel.objects.select_for_update().get(pk=page.funnel_id)
    return tuple(not before for before in seen_before(page, visitor))


def seen_before(page, visitor):
    events = Event.objects.filter(workspace=page.workspace_id).of_visitor(visitor.id)
    return (
        events.filter(type=PAGE_VIEWED, subject_type="funnelpage", subject_id=page.pk).exists(),
        events.filter(type=FUNNEL_ENTERED, subject_type="funnel", subject_id=page.funnel_id).exists(),
    )


@transaction.atomic
def opt_in(*, page, visitor, submission, touch, ip="", at=None):
    """A visitor left their address on a page: (lead, whether this counts).

    The same visitor and address within a minute do not count again. The lead's source is the visit's utm_source, or
    the funnel's slug; its source_url the page the visit landed on. Raises ValidationError as capture_lead() does.
    """
    at = at or timezone.now()
    funnel = Funnel.objects.select_for_update().select_related("workspace").get(pk=page.funnel_id)
    workspace = funnel.workspace
    if double := recent_double(page, visitor, submission.email, at):
        return double, False
    touch = touch_of_visit(workspace, visitor, touch)
    lead, _is_new = capture_lead(
        workspace=workspace,
        email=submission.email,
        fields=submission.fields,
        source=touch.get("utm_source") or funnel.slug,
        source_url=landing_url(touch),
        consent_text=funnel.consent_text.strip(),
        consent_ip=ip,
        at=at,
        visitor=visitor.id,
        subject=_("Opt-in on %(page)s") % {"page": f"{funnel.name} · {page.name}"},
        content=submission.lines(),
        metadata={"funnel": funnel.pk, "page": page.pk, "touch": touch},
        origin=funnel,
    )
    count_opt_in(funnel, page, visitor, lead, at)
    return lead, True


def count_opt_in(funnel, page, visitor, lead, at):
    past = Event.objects.filter(workspace=funnel.workspace_id)
    is_first_of_visitor = not past.of_visitor(visitor.id).filter(type=OPTED_IN, subject_id=page.pk).exists()
    is_new_to_funnel = not past.of_lead(lead.pk).filter(type=FUNNEL_CONVERTED, subject_id=funnel.pk).exists()
    about = {"at": at, "visitor": visitor.id, "lead_id": lead.pk}
    events = [build(funnel.workspace, OPTED_IN, subject=page, properties={"funnel": funnel.pk}, **about)]
    if is_first_of_visitor:
        FunnelPage.objects.filter(pk=page.pk).update(conversions=F("conversions") + 1)
    if is_new_to_funnel:
        events.append(build(funnel.workspace, FUNNEL_CONVERTED, subject=funnel, **about))
        Funnel.objects.filter(pk=funnel.pk).update(total_leads=F("total_leads") + 1)
    record_many(events=events)


def recent_double(page, visitor, email, at):
    """The lead of an opt-in of the same visitor and address on this page less than a minute ago, or None."""
    recent = Event.objects.filter(workspace=page.workspace_id).of_visitor(visitor.id)
    recent = recent.filter(type=OPTED_IN, subject_id=page.pk, at__gt=at - DOUBLE)
    leads = Lead.objects.filter(workspace=page.workspace_id, pk__in=recent.values("lead_id"))
    return leads.alive().filter(email__iexact=email).first()


def touch_of_visit(workspace, visitor, touch):
    """Where the visit began, if that is known; else what the request of the opt-in itself says."""
    visits = Event.objects.for_workspace(workspace).of_visitor(visitor.id).filter(type=VISIT_STARTED)
    return visits.order_by("-at").values_list("properties", flat=True).first() or touch
