"""What rows beside a lead say of it: its tags, its events, its calls."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from django.db import connections
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.lookups import GreaterThan

from crm.models import Lead
from webox.analytics.models import Event, VisitorLead
from webox.lib.ids import is_id


@dataclass(frozen=True)
class Trail:
    """`rows(workspace, of)` → a queryset of rows that name a lead in `lead`; `of` are texts, none of them any.

    `about` is the column whose values `of` picks.
    """

    rows: Any
    lead: str = "lead_id"
    at: str = "at"
    about: str = "subject_id"
    # Ids of so many are gathered in a few milliseconds
    MANY: ClassVar = 10_000

    def within(self, now, days, of):
        rows = self.rows(now.workspace, of)
        if days:
            rows = rows.filter(**{f"{self.at}__gte": now.start_of(now.today - timedelta(days - 1))})
        return rows

    def holds(self, now, of, times=1, days=None):
        """True of the leads that have at least `times` such rows within so many days."""
        rows = self.within(now, days, of)
        if times == 1:
            return self.some(rows, now)
        # Whoever has one is found first; only of them the others are counted, and no further than needed.
        return self.some(rows, now) & Q(Exists(self.of_lead(rows, now)[times - 1 : times]))

    def some(self, rows, now):
        """PostgreSQL probes or joins as it likes with EXISTS, and never has to keep a million ids for IN;
        SQLite would probe for every lead, and looks the ids up once with IN.

        Where nothing can be joined both first gather the ids of everybody who has one, however few leads are asked
        for. If these are many and the asking ends early, each lead is looked up instead when its turn comes.
        """
        if now.ends_early and not now.joins and self.are_many(rows):
            # The comparison holds always. PostgreSQL gathers only what is tied to the lead by nothing but equality.
            return Q(Exists(self.of_lead(rows, now).filter(GreaterThan(OuterRef("pk"), 0))))
        if connections[Lead.objects.db].vendor == "sqlite":
            return Q(pk__in=rows.filter(**{f"{self.lead}__isnull": False}).values(self.lead))
        return Q(Exists(self.of_lead(rows, now)))

    def are_many(self, rows):
        return rows.order_by()[: self.MANY + 1].count() > self.MANY

    def of_lead(self, rows, now):
        return rows.filter(**{self.lead: OuterRef("pk")})

    def ids_of(self, lead):
        """What a lead's rows are about, as texts."""
        rows = self.rows(lead.workspace, []).filter(**{self.lead: lead.pk}).order_by(self.about)
        return [str(one) for one in rows.values_list(self.about, flat=True).distinct()[:20]]

    def number(self, now, of, days=None):
        """How many such rows a lead has, as a subquery."""
        rows = self.of_lead(self.within(now, days, of), now).order_by()
        return Subquery(rows.values(self.lead).annotate(number=Count("*")).values("number"))


@dataclass(frozen=True)
class EventTrail(Trail):
    def holds(self, now, of, times=1, days=None):
        if times == 1 or not now.joins:
            return super().holds(now, of, times, days)
        often = self.within(now, days, of).filter(lead_id__isnull=False).values("lead_id")
        return Q(pk__in=often.annotate(number=Count("*")).filter(number__gte=times).values("lead_id"))


@dataclass(frozen=True)
class TagTrail(Trail):
    """Links to tags, by their ids."""

    def within(self, now, days, of):
        if not of:
            return self.rows(now.workspace, [])
        # The ids are those of the workspace: its tags need not be joined.
        ids = [pk for name in of for pk in now.tags().get(name.lower(), [0])]
        return Lead.tags.through.objects.filter(tag__in=ids)


@dataclass(frozen=True)
class VisitorTrail(Trail):
    """Of events that know a visitor and not yet a lead: who the visitor turned out to be says whose they are."""

    def some(self, rows, now):
        theirs = Exists(rows.filter(visitor=OuterRef("visitor")).exclude(visitor=""))
        stitched = VisitorLead.objects.for_workspace(now.workspace).filter(theirs)
        if connections[Lead.objects.db].vendor == "sqlite":
            return Q(pk__in=stitched.values("lead_id"))
        return Q(Exists(stitched.filter(lead_id=OuterRef("pk"))))

    def of_lead(self, rows, now):
        stitched = VisitorLead.objects.for_workspace(now.workspace)
        visitors = stitched.filter(lead_id=OuterRef(OuterRef("pk"))).values("visitor")
        return rows.filter(visitor__in=visitors).exclude(visitor="")

    def number(self, now, of, days=None):
        rows = self.of_lead(self.within(now, days, of), now).order_by()
        return Subquery(rows.values("workspace_id").annotate(number=Count("*")).values("number"))


def events(*types, subject="", ids=None):
    """`rows` of a Trail: events of these types about the subjects in `of`, or about what `ids(workspace, of)` makes
    of them."""

    def rows(workspace, of):
        found = Event.objects.for_workspace(workspace).filter(type__in=types)
        if not of:
            return found
        numbers = [int(one) for one in of if is_id(one)]
        return found.filter(subject_type=subject, subject_id__in=ids(workspace, numbers) if ids else numbers)

    return rows
