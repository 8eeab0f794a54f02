"""The last things that happened in a workspace, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from crm.events import INTERACTION_ADDED, LEAD_CREATED, LEAD_RETURNED, LEAD_STATUS_CHANGED
from crm.models import Lead, LeadInteraction
from marketing.emails.events import BOUNCED, CLICKED, UNSUBSCRIBED
from marketing.emails.models import EmailCampaign
from marketing.funnels.models import Funnel
from webox.analytics.events import TYPES
from webox.analytics.models import Event

# What a person would want to be told; sends, opens and visits are figures, not news.
NEWS = (LEAD_CREATED, LEAD_RETURNED, LEAD_STATUS_CHANGED, INTERACTION_ADDED, CLICKED, UNSUBSCRIBED, BOUNCED)
TONES = {LEAD_CREATED: "green", LEAD_RETURNED: "green", CLICKED: "blue", UNSUBSCRIBED: "yellow", BOUNCED: "red"}
SIZE = 8


@dataclass(frozen=True)
class Entry:
    when: datetime
    icon: str
    tone: str
    label: str
    lead: Lead | None
    # The campaign or funnel it happened in
    subject: EmailCampaign | Funnel | None
    status: str
    status_label: str


def recent(membership, size=SIZE):
    """The newest entries, in four queries: the events, then the leads, campaigns and funnels they name.

    Of leads a member may not see nothing is told.
    """
    workspace = membership.workspace
    if membership.sees_own_leads_only:
        seen = Event.objects.visible_to(membership).filter(type__in=NEWS, lead_id__isnull=False)
        events = list(seen.order_by("-at", "-pk")[:size])
    else:
        events = latest(workspace, NEWS, size)
    leads = named(Lead, workspace, {event.lead_id for event in events})
    subjects = {
        model._meta.model_name: named(
            model,
            workspace,
            {event.subject_id for event in events if event.subject_type == model._meta.model_name},
        )
        for model in (EmailCampaign, Funnel)
    }
    return [
        entry_of(event, leads.get(event.lead_id), subjects.get(event.subject_type, {}).get(event.subject_id))
        for event in events
    ]


def latest(workspace, types, size):
    """The newest events of some types: the newest of each from the index, then the newest of those.

    Walking events by time alone could pass a million opens before it meets ten of these.
    """
    table = connection.ops.quote_name(Event._meta.db_table)
    newest = f"SELECT * FROM {table} WHERE workspace_id = %s AND type = %s ORDER BY at DESC, id DESC LIMIT %s"  # noqa: S608
    union = " UNION ALL ".join(f"SELECT * FROM ({newest}) AS newest_{place}" for place in range(len(types)))  # noqa: S608
    params = [value for name in types for value in (workspace.pk, name, size)]
    return list(Event.objects.raw(f"{union} ORDER BY at DESC, id DESC LIMIT %s", [*params, size]))


def named(model, workspace, ids):
    only = ("first_name", "last_name", "email", "deleted_at") if model is Lead else ("name",)
    return {row.pk: row for row in model.objects.for_workspace(workspace).filter(pk__in=ids - {None}).only(*only)}


def entry_of(event, lead, subject):
    known = TYPES[event.type]
    label, status = str(known.label), ""
    if event.type == LEAD_STATUS_CHANGED:
        status = event.properties.get("to", "")
    if event.type == INTERACTION_ADDED and event.properties.get("type") in LeadInteraction.Type.values:
        label = str(LeadInteraction.Type(event.properties["type"]).label)
    return Entry(
        when=event.at,
        icon=known.icon,
        tone=TONES.get(event.type, ""),
        label=label,
        lead=lead,
        subject=subject,
        status=status,
        status_label=str(Lead.Status(status).label) if status in Lead.Status.values else status,
    )
