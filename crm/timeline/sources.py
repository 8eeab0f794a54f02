"""What the CRM itself adds to the feed of a lead. Imported when the app is ready."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.models import LeadInteraction, Operation, OperationRow, StatusChange
from crm.timeline import kind_of_event, register_events, register_kind, register_source
from webox.analytics.events import TYPES
from webox.analytics.models import Event, VisitorLead
from webox.analytics.visitors import CLICK_IDS, UTM

ICONS = {"email": "mail", "call": "phone", "meeting": "calendar", "note": "note", "form": "file-text"}
# What is neither told by the status ledger nor by an event of its own
TOLD = (Operation.Kind.IMPORT, Operation.Kind.SET_FIELD, Operation.Kind.ADD_TAGS, Operation.Kind.REMOVE_TAGS)
Outcome = OperationRow.Outcome


def interactions(lead, kinds):
    return lead.interactions.select_related("author")


def of_interaction(row, words):
    kind = row.get_interaction_type_display()
    return {
        "title": f"{kind} · {row.subject}" if row.subject else kind,
        "icon": ICONS[row.interaction_type] if row.interaction_type in LeadInteraction.Type.values else "note",
        "text": row.content,
        "who": str(row.author or ""),
    }


def status_changes(lead, kinds):
    told = (StatusChange.Kind.CREATED, StatusChange.Kind.MOVED)
    return lead.status_changes.filter(kind__in=told).select_related("by")


def of_status_change(row, words):
    is_move = row.kind == StatusChange.Kind.MOVED
    return {
        "title": _("Status changed to") if is_move else _("Created as"),
        "icon": "flag" if is_move else "user-plus",
        "who": str(row.by or ""),
        "text": row.reason,
        "state": row.to_status,
        "state_label": row.get_to_status_display(),
    }


def edits(lead, kinds):
    return lead.edits.select_related("by")


def of_edit(row, words):
    return {
        "title": _("Edited"),
        "icon": "pencil",
        "who": str(row.by or ""),
        "text": words.of_changes(row.changes),
    }


def operation_rows(lead, kinds):
    rows = lead.operation_rows.filter(operation__kind__in=TOLD)
    rows = rows.filter(outcome__in=[Outcome.CREATED, Outcome.UPDATED, Outcome.RESTORED])
    return rows.select_related("operation__by")


def of_operation_row(row, words):
    before, after = row.before or {}, row.after or {}
    changes = {name: [before.get(name), after.get(name)] for name in after}
    title = row.operation.get_kind_display()
    return {
        "title": _("%(title)s (undone)") % {"title": title} if row.undo else title,
        "icon": "file-import" if row.operation.kind == Operation.Kind.IMPORT else "pencil",
        "who": str(row.operation.by or ""),
        "text": words.of_changes(changes),
        "href": reverse("crm:operation-detail", args=[row.operation_id]),
    }


def events(lead, kinds):
    shown = {name for name, known in TYPES.items() if known.timeline}
    types = Q(type__in={name for name in shown if not kinds or kind_of_event(name) in kinds})
    if not kinds or kind_of_event("custom.") in kinds:
        types |= Q(type__startswith="custom.")
    return Event.objects.filter(types, workspace=lead.workspace_id)


def events_of_lead(lead, kinds):
    return events(lead, kinds).filter(lead_id=lead.pk)


def events_of_visitor(lead, kinds):
    """What a visitor did before the address was known."""
    visitors = VisitorLead.objects.filter(workspace=lead.workspace_id, lead_id=lead.pk).values("visitor")
    return events(lead, kinds).filter(visitor__in=list(visitors.values_list("visitor", flat=True)[:50]), lead_id=None)


def of_event(row, words):
    known = TYPES.get(row.type)
    return {
        "kind": kind_of_event(row.type),
        "title": str(known.label) if known else row.type,
        "icon": known.icon if known else "activity",
        "text": str(row.properties.get("title", "")) or touch_in_words(row.properties),
    }


def touch_in_words(properties):
    """Where a visit came from: its UTM parameters, the ad platforms whose click ids it carries, the referrer."""
    said = [str(properties[name]) for name in UTM if properties.get(name)]
    said += [name for name in CLICK_IDS if properties.get(name)]
    said += [str(properties["referrer"])] if properties.get("referrer") else []
    return " · ".join(said)


register_kind("interaction", gettext_lazy("Interactions"))
register_kind("status", gettext_lazy("Status"))
register_kind("visit", gettext_lazy("Visits"))
register_kind("email", gettext_lazy("Emails"))
register_kind("edit", gettext_lazy("Edits"))
register_kind("operation", gettext_lazy("Imports"))
register_kind("other", gettext_lazy("Other"))
register_events("visit", "analytics.")
register_events("edit", "crm.lead.")
register_source("interaction", rows=interactions, moment="created_at", entry=of_interaction)
register_source("status", rows=status_changes, moment="at", entry=of_status_change)
# Events are of many kinds: the two sources are asked whatever the kind, and narrow themselves.
register_source("other", rows=events_of_lead, moment="at", entry=of_event)
register_source("other", rows=events_of_visitor, moment="at", entry=of_event)
register_source("edit", rows=edits, moment="at", entry=of_edit)
register_source("operation", rows=operation_rows, moment="operation__created_at", entry=of_operation_row)
