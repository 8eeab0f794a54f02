from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from crm.models import PipelineTotal
from webox.accounts.models import Workspace
from webox.analytics.periods import Period, change, day_from, period_from, today_of
from webox.lib.ids import is_id

Dimension = PipelineTotal.Dimension
NOBODY = "none"


@dataclass(frozen=True)
class Scope:
    """What is asked: a period, perhaps a past day to look back from, of one source, of one owner.

    `source` and `owner` are None for all. An empty source is of leads without one; `owner` is the id of a user as text,
    empty for leads that are nobody's.
    """

    workspace: Workspace
    period: Period
    as_of: date | None = None
    source: str | None = None
    owner: str | None = None

    @property
    def day(self):
        return self.as_of or today_of(self.workspace)

    @property
    def span(self):
        """The period and the one before it."""
        return Period(self.period.previous().first, self.period.last)

    @property
    def dimension(self):
        if self.owner is None:
            return Dimension.ALL if self.source is None else Dimension.SOURCE
        return Dimension.OWNER if self.source is None else Dimension.BOTH

    @property
    def value(self):
        return "|".join(part for part in (self.owner, self.source) if part is not None)

    def totals(self):
        return PipelineTotal.objects.for_workspace(self.workspace)

    def lines(self, lines):
        """Of the ledger's lines, those of the source and the owner asked for."""
        if self.source is not None:
            lines = lines.filter(source=self.source)
        return lines if self.owner is None else lines.filter(owner=int(self.owner) if self.owner else None)

    def is_now(self):
        """Tells the rows of the period from those of the one before."""
        return ExpressionWrapper(Q(day__gte=self.period.first), output_field=BooleanField())

    def narrowed(self, source=None, owner=None):
        """The scope of one row of a table by source or by owner."""
        return Scope(
            self.workspace,
            self.period,
            self.as_of,
            self.source if source is None else source,
            self.owner if owner is None else owner,
        )

    # The leads behind a figure, as the query of a list

    def cohort(self, *statuses, period=None):
        return self.query("", [("created", period or self.period)], [("status", status) for status in statuses])

    def moves(self, *to, period=None, more=()):
        stands = [("moved_to", status) for status in to] + ([("moved_stands", "true")] if to else [])
        return self.query("moved_", [("moved", period or self.period)], [*stands, *more, ("is_deleted", "any")])

    def standing(self, *statuses):
        if not self.as_of:
            return self.query("", [], [("status", status) for status in statuses])
        stood = [("stood_in", status) for status in statuses] + [("stood_on", self.as_of.isoformat())]
        return self.query("stood_", [], [*stood, ("is_deleted", "any")])

    def reached(self, stage):
        more = [("reached", stage), ("stood_on", self.day.isoformat()), ("is_deleted", "any")]
        return self.query("stood_", [("created", self.period)], more)

    def query(self, prefix, periods, more):
        asked = list(more)
        for name, period in periods:
            asked += [(f"{name}_after", period.first.isoformat()), (f"{name}_before", period.last.isoformat())]
        if self.source is not None:
            asked.append((f"{prefix}source", self.source) if self.source else (f"{prefix}source_empty", "true"))
        if self.owner is not None:
            asked.append((f"{prefix}owner", self.owner or NOBODY))
        return urlencode(asked)


def scope_from(params, membership):
    """What a query string asks for. Raises ValidationError naming the parameter that cannot be read.

    Who sees their own leads only asks about those whatever they write.
    """
    workspace = membership.workspace
    as_of = day_from(params, "as_of")
    if as_of and as_of > today_of(workspace):
        raise ValidationError({"as_of": _("Choose a day that is not in the future.")})
    source, owner = params.get("source") or None, owner_from(params, membership)
    if params.get("source_empty") == "true":
        source = ""
    if as_of == today_of(workspace):
        as_of = None
    return Scope(workspace, period_from(params, workspace), as_of, source, owner)


def owner_from(params, membership):
    owner = params.get("owner", "")
    if membership.sees_own_leads_only or owner == "me":
        return str(membership.user_id)
    if owner and owner != NOBODY and not is_id(owner):
        raise ValidationError({"owner": _("Write the number of a member, “me” or “none”.")})
    if owner == NOBODY:
        return ""
    return str(int(owner)) if owner else None


@dataclass(frozen=True)
class Figure:
    """A number now and in the period before, and the query of the leads behind it; None: nothing to divide by."""

    value: float | None
    previous: float | None = None
    query: str = ""
    # How many leads the query finds, where the figure is not that number itself
    count: int | None = None

    @property
    def change(self):
        """How much more than before, as a fraction."""
        return change(self.value, self.previous)

    @property
    def percent(self):
        return None if self.change is None else self.change * 100

    @property
    def points(self):
        """How much more than before, in percentage points of a rate."""
        return None if self.value is None or self.previous is None else (self.value - self.previous) * 100


def ratio(part, whole):
    return part / whole if whole else None


def months_until(day, number):
    """The last `number` months until a day, the newest last and perhaps not over."""
    months, last = [], day
    for _number in range(number):
        first = last.replace(day=1)
        months.append(Period(first, last))
        last = first - timedelta(days=1)
    return months[::-1]
