"""The tables in the order their rows need each other, a batch and a transaction at a time.

A run that died is simply run again: what a batch brought in is remembered with it.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

from django.db import transaction

from marketing.ads.models import AdCampaign
from webox.accounts.models import ExternalId, User, Workspace
from webox.dashboard.legacy import ads, campaigns, custom, funnels, interactions, leads, pages
from webox.dashboard.legacy.reading import USERS, Source
from webox.dashboard.legacy.report import Report
from webox.dashboard.legacy.rows import EXTRA, Row, id_of


@dataclass(frozen=True)
class Table:
    """`take(run, rows)` brings in rows not seen before: it ends each, and names its `subject_id` where it has one."""

    name: str
    columns: frozenset
    take: Callable
    model: Any = None
    # Rows with whole pages in them come a few at a time.
    batch: int = 500


TABLES = (
    Table("funnels", funnels.COLUMNS, funnels.take, funnels.Funnel, 100),
    Table("funnels_old", funnels.COLUMNS, funnels.take, funnels.Funnel, 100),
    Table("funnel_pages", pages.COLUMNS, pages.take, pages.FunnelPage, 20),
    Table("leads", leads.COLUMNS, leads.take, leads.Lead),
    Table("lead_interactions", interactions.COLUMNS, interactions.take, interactions.LeadInteraction),
    Table("email_campaigns", campaigns.COLUMNS, campaigns.take, campaigns.EmailCampaign, 20),
    Table("email_campaigns_old", campaigns.COLUMNS, campaigns.take, campaigns.EmailCampaign, 20),
    Table("ad_campaigns", ads.COLUMNS, ads.take, AdCampaign),
)
NAMES = {table.name for table in TABLES}


@dataclass
class Run:
    """One run. `by` acts, and gets the leads whose owner is no member here; `system` names where the rows come from."""

    workspace: Workspace
    source: Source
    report: Report
    system: str = "legacy"
    by: User | None = None
    # {name in small letters: id} of tags met so far
    tags: dict = field(default_factory=dict)
    # Custom fields this run made, in words
    made: list = field(default_factory=list)
    _true: dict = field(default_factory=dict)

    def known(self, table, ids):
        """{id there: id here} of rows brought in before."""
        rows = ExternalId.objects.for_workspace(self.workspace).filter(system=self.system, kind=table)
        return dict(rows.filter(external_id__in=list(ids)).values_list("external_id", "subject_id"))

    def remember(self, rows):
        ExternalId.objects.bulk_create(
            ExternalId(
                workspace=self.workspace,
                system=self.system,
                kind=row.table,
                external_id=row.id,
                subject_id=row.subject_id,
            )
            for row in rows
            if row.id and row.subject_id
        )

    def ids_where_true(self, table, column, key="id"):
        """The ids in column `key` of the rows whose column says yes: a few, of funnels."""
        if table not in self._true:
            rows = (Row(table, values) for values in self.source.rows(table, {column, key}))
            self._true[table] = {row.reference(key) for row in rows if row.is_true(column)}
        return self._true[table]

    @cached_property
    def fields(self):
        return custom.fields_of(self)

    def member(self, row, column):
        """The member an account of the earlier system belongs to; None, with a note, where nobody is found."""
        there = row.reference(column)
        if not there:
            return None
        if there not in self.members:
            row.note(f"{column} {there} is no member here")
        return self.members.get(there)

    @cached_property
    def members(self):
        """{id of an account there: member here}, by their addresses."""
        members = {user.email.lower(): user for user in User.objects.filter(memberships__workspace=self.workspace)}
        found = {}
        for values in self.source.rows(USERS, {"id", "email"}):
            user = members.get(str(values.get("email") or "").strip().lower())
            if user:
                found[id_of(values.get("id"))] = user
        return found


def bring_in(run):
    """Take every table in turn; yields each one's name when it is done."""
    for table in TABLES:
        if table.name not in run.source.tables:
            continue
        with closing(run.source.rows(table.name)) as rows:
            while batch := [Row(table.name, values) for values in islice(rows, table.batch)]:
                with transaction.atomic():
                    take(run, table, batch)
                # Said only once it is so.
                for row in batch:
                    run.report.add(row)
        yield table.name


def take(run, table, rows):
    while rows:
        rows = take_each_once(run, table, rows)


def take_each_once(run, table, rows):
    """Bring in what is new of a batch; returns the rows whose id stood in it before."""
    known = run.known(table.name, {row.id for row in rows if row.id})
    present = set(table.model.objects.filter(pk__in=known.values()).values_list("pk", flat=True)) if known else set()
    fresh, again, seen = [], [], set()
    for row in rows:
        if EXTRA in row.values:
            row.refuse("it has more cells than the table has columns")
        elif row.id in known:
            row.end("matched", "" if known[row.id] in present else "it was erased here, and stays so")
        elif row.id and row.id in seen:
            again.append(row)
        else:
            seen.add(row.id)
            fresh.append(row)
    table.take(run, fresh)
    run.remember(fresh)
    return again


def unknown_columns(run):
    """["table.column"] that nothing here reads."""
    return [
        f"{table.name}.{column}"
        for table in TABLES
        for column in run.source.tables.get(table.name, [])
        if column and column.lower() not in table.columns
    ]
