"""One feed per lead: what people wrote, how its status moved, and the events the other apps registered for it.

An event type is shown when it is registered with timeline=True; its line is the type's label and icon, and
`properties["title"]` below it where there is one.
"""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from crm.models import LeadInteraction
from webox.analytics.events import TYPES
from webox.analytics.models import Event, VisitorLead
from webox.analytics.visitors import CLICK_IDS, UTM

ICONS = {"email": "mail", "call": "phone", "meeting": "calendar", "note": "note", "form": "file-text"}


@dataclass(frozen=True)
class Entry:
    when: datetime
    rank: int
    pk: int
    kind: str
    title: str
    icon: str
    text: str = ""
    who: str = ""
    state: str = ""
    state_label: str = ""

    @property
    def place(self):
        """Where it stands in the feed: newest first, and a fixed order among things of the same moment."""
        return (-self.when.timestamp(), self.rank, -self.pk)


@dataclass(frozen=True)
class Page:
    entries: list
    # Where the next page starts, None on the last
    cursor: str | None


def page_of(lead, cursor="", size=20):
    """One page of a lead's feed, in five queries. Raises ValidationError for a cursor that is not one of ours."""
    after = _read(cursor) if cursor else None
    sources = [
        _take(source, field, rank, entry, after, size + 1) for rank, (source, field, entry) in enumerate(_sources(lead))
    ]
    entries = list(islice(merge(*sources, key=lambda entry: entry.place), size + 1))
    has_more = len(entries) > size
    entries = entries[:size]
    return Page(entries, _write(entries[-1]) if has_more else None)


def _sources(lead):
    shown = [name for name, known in TYPES.items() if known.timeline]
    events = Event.objects.filter(workspace=lead.workspace_id).filter(Q(type__in=shown) | Q(type__startswith="custom."))
    visitors = list(
        VisitorLead.objects.filter(workspace=lead.workspace_id, lead_id=lead.pk).values_list("visitor", flat=True)[:50]
    )
    return [
        (lead.interactions.select_related("author"), "created_at", _of_interaction),
        (lead.status_changes.select_related("by"), "at", _of_status_change),
        (events.filter(lead_id=lead.pk), "at", _of_event),
        # What a visitor did before the address was known
        (events.filter(visitor__in=visitors, lead_id=None).exclude(visitor=""), "at", _of_event),
    ]


def _take(source, field, rank, entry, after, number):
    """The first entries of one source that come after a place in the feed."""
    if after:
        moment, after_rank, after_pk = after
        earlier = Q(**{f"{field}__lt": moment})
        if rank == after_rank:
            earlier |= Q(**{field: moment, "pk__lt": after_pk})
        elif rank > after_rank:
            earlier |= Q(**{field: moment})
        source = source.filter(earlier)
    return [entry(row, rank) for row in source.order_by(f"-{field}", "-pk")[:number]]


def _of_interaction(row, rank):
    kind = row.get_interaction_type_display()
    return Entry(
        row.created_at,
        rank,
        row.pk,
        kind="interaction",
        title=f"{kind} · {row.subject}" if row.subject else kind,
        icon=ICONS[row.interaction_type] if row.interaction_type in LeadInteraction.Type.values else "note",
        text=row.content,
        who=str(row.author) if row.author else "",
    )


def _of_status_change(row, rank):
    return Entry(
        row.at,
        rank,
        row.pk,
        kind="status",
        title=_("Status changed to") if row.from_status else _("Created as"),
        icon="flag" if row.from_status else "user-plus",
        who=str(row.by) if row.by else "",
        state=row.to_status,
        state_label=row.get_to_status_display(),
    )


def _of_event(row, rank):
    known = TYPES.get(row.type)
    return Entry(
        row.at,
        rank,
        row.pk,
        kind="event",
        title=str(known.label) if known else row.type,
        icon=known.icon if known else "activity",
        text=str(row.properties.get("title", "")) or touch_in_words(row.properties),
    )


def touch_in_words(properties):
    """Where a visit came from: its UTM parameters, the ad platforms whose click ids it carries, the referrer."""
    said = [str(properties[name]) for name in UTM if properties.get(name)]
    said += [name for name in CLICK_IDS if properties.get(name)]
    said += [str(properties["referrer"])] if properties.get("referrer") else []
    return " · ".join(said)


def _write(entry):
    body = json.dumps([entry.when.isoformat(), entry.rank, entry.pk])
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def _read(cursor):
    try:
        moment, rank, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = datetime.fromisoformat(moment)
        if moment.tzinfo is None or type(rank) is not int or type(pk) is not int or not 0 < pk < 2**63:
            raise ValueError(cursor)
    except (ValueError, TypeError) as error:
        raise ValidationError(
            {"after": _("This page of the timeline is unknown. Start again from the top.")}
        ) from error
    return moment, rank, pk
