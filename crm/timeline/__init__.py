"""One feed per lead: what people wrote, how its status moved, what was edited, and the events the apps registered.

The apps above add kinds: register_source() for rows of their own, register_events() for what to call their events. An
app whose rows have a history of their own keeps a Feed beside this one.
An event type is shown when it is registered with timeline=True; its line is the type's label and icon, and
`properties["title"]` below it where there is one.
"""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm.fields import lead_fields
from webox.accounts.models import User


@dataclass(frozen=True)
class Entry:
    when: datetime
    kind: str
    title: str
    icon: str
    text: str = ""
    who: str = ""
    state: str = ""
    state_label: str = ""
    href: str = ""
    # Whether href is a form for the modal
    is_form: bool = False
    # Where it stands among things of the same moment; filled by the feed
    rank: int = 0
    pk: int = 0

    @property
    def place(self):
        """Where it stands in the feed: newest first, and a fixed order among things of the same moment."""
        return (-self.when.timestamp(), self.rank, -self.pk)


@dataclass(frozen=True)
class Source:
    """Rows of a kind. `moment` is the path to their time; asked when the reader wants their kind."""

    kind: str
    # rows(subject, kinds) -> queryset; `kinds` is what the reader asked for, empty for everything
    rows: Callable[[Any, frozenset], Any]
    moment: str
    # entry(row, words) -> what an Entry holds of it; `words` puts changed fields into words, see Words
    entry: Callable[[Any, Any], dict]


@dataclass(frozen=True)
class Page:
    entries: list
    # Where the next page starts, None on the last
    cursor: str | None


class Feed:
    """The entries of a subject (a lead) from all registered sources, newest first, one page after the other."""

    def __init__(self):
        # {name: label} of what the feed can be filtered by, in the order of registration
        self.kinds: dict[str, str] = {}
        self.sources: list[Source] = []

    def register_kind(self, name, label):
        if name in self.kinds:
            raise ValueError(f"Timeline kind {name} is registered twice.")
        self.kinds[name] = label

    def register_source(self, kind, *, rows, moment, entry):
        """Add rows to the feed: see Source. The kind is registered first; several sources may share one."""
        if kind not in self.kinds:
            raise ValueError(f"Timeline kind {kind} is not registered.")
        self.sources.append(Source(kind, rows, moment, entry))

    def page_of(self, subject, cursor="", size=20, kinds=()):
        """One page of a subject's feed, of some kinds or of all; one query a source.

        Raises ValidationError for a cursor that is not one of ours, or a kind that is not registered.
        """
        kinds = frozenset(kinds)
        if unknown := sorted(kinds - set(self.kinds)):
            message = _("“%(kind)s” is not a kind of entry. Choose from: %(known)s.")
            raise ValidationError({"kind": message % {"kind": unknown[0], "known": ", ".join(self.kinds)}})
        after, words = _read(cursor) if cursor else None, Words(subject.workspace)
        sources = [
            _take(source, rank, subject, kinds, words, after, size + 1)
            for rank, source in enumerate(self.sources)
            if not kinds or source.kind in kinds or source.kind == "other"
        ]
        entries = list(islice(merge(*sources, key=lambda entry: entry.place), size + 1))
        has_more = len(entries) > size
        entries = entries[:size]
        return Page(entries, _write(entries[-1]) if has_more else None)


LEADS = Feed()
KINDS, register_kind, register_source, page_of = LEADS.kinds, LEADS.register_kind, LEADS.register_source, LEADS.page_of
# [(beginning of an event type's name, kind)]
EVENT_KINDS: list[tuple[str, str]] = []


def register_events(kind, *beginnings):
    """Events whose type begins with one of these are of this kind; what nobody claims is of the kind “other”."""
    if kind not in KINDS:
        raise ValueError(f"Timeline kind {kind} is not registered.")
    EVENT_KINDS.extend((beginning, kind) for beginning in beginnings)


def kind_of_event(type):
    return next((kind for beginning, kind in EVENT_KINDS if type.startswith(beginning)), "other")


class Words:
    """Changed fields of a workspace's leads as people read them; looked up once a page, and only when needed."""

    def __init__(self, workspace):
        self.workspace = workspace

    @cached_property
    def fields(self):
        return lead_fields(self.workspace)

    @cached_property
    def members(self):
        return {user.pk: str(user) for user in User.objects.filter(memberships__workspace=self.workspace)}

    def of_changes(self, changes):
        """One line a field of {name: [before, after]}: `Company: Durand → Martin`."""
        line = _("%(field)s: %(before)s → %(after)s")
        # PostgreSQL keeps the names of an object in an order of its own.
        place = {name: place for place, name in enumerate(self.fields)}
        ordered = sorted(changes.items(), key=lambda change: (place.get(change[0], len(place)), change[0]))
        return "\n".join(
            line
            % {
                "field": capfirst(str(self.fields[name].label)) if name in self.fields else name,
                "before": self.of_value(name, before),
                "after": self.of_value(name, after),
            }
            for name, (before, after) in ordered
        )

    def of_value(self, name, value):
        field = self.fields.get(name)
        if value in (None, "", []):
            return "–"
        if not field:
            return str(value)
        if field.kind == "member":
            return self.members.get(value, str(value))
        return field.show(field.load(value))


def _take(source, rank, subject, kinds, words, after, number):
    """The first entries of one source that come after a place in the feed."""
    rows, moment = source.rows(subject, kinds), source.moment
    if after:
        at, after_rank, after_pk = after
        earlier = Q(**{f"{moment}__lt": at})
        if rank == after_rank:
            earlier |= Q(**{moment: at, "pk__lt": after_pk})
        elif rank > after_rank:
            earlier |= Q(**{moment: at})
        rows = rows.filter(earlier)
    when = attrgetter(moment.replace("__", "."))
    return [
        Entry(**{"when": when(row), "rank": rank, "pk": row.pk, "kind": source.kind} | source.entry(row, words))
        for row in rows.order_by(f"-{moment}", "-pk")[:number]
    ]


def _write(entry):
    body = json.dumps([entry.when.isoformat(), entry.rank, entry.pk])
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def _read(cursor):
    try:
        moment, rank, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = datetime.fromisoformat(moment)
        if (
            not 1 < moment.year < 9999
            or moment.tzinfo is None
            or type(rank) is not int
            or type(pk) is not int
            or not 0 < pk < 2**63
        ):
            raise ValueError(cursor)
    except (ValueError, TypeError) as error:
        raise ValidationError(
            {"after": _("This page of the timeline is unknown. Start again from the top.")}
        ) from error
    return moment, rank, pk
