"""What people say of a month, and locking it."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from investors.kpis import EMPTY, locks, numbers_of
from investors.models import KPI, Investor, KPITarget, MonthLock, Restatement
from investors.models.kpis import COUNTED
from webox.accounts.models import Workspace


class MonthIsLocked(Exception):
    def __init__(self, year, month):
        self.message = _("%(month)02d/%(year)d is locked. An admin can unlock it.") % {"year": year, "month": month}
        super().__init__(self.message)


class ChangedMeanwhile(Exception):
    def __init__(self):
        self.message = _("Somebody has changed one of these numbers since. Nothing was undone.")
        super().__init__(self.message)


@transaction.atomic
def set_kpi(*, investor, year, month, by, **numbers):
    """Create or update one investor's month; None takes a manual value away. Returns (KPI, whether it is new).

    `numbers` are of COUNTED and `note`. Raises MonthIsLocked and ValidationError.
    """
    row = KPI(workspace=investor.workspace, investor=investor, year=year, month=month, by=by, **numbers)
    row.clean_fields(exclude=["workspace", "investor", "by"])
    hold(investor.workspace)
    require_open(investor.workspace, year, month)
    same = KPI.objects.for_workspace(investor.workspace).filter(investor=investor, year=year, month=month)
    is_new = not same.exists()
    upsert([row], [*numbers, "by"])
    return same.get(), is_new


@transaction.atomic
def set_cells(*, workspace, year, name, values, by, seen=None):
    """Write many manual values of one number, all or none: {(investor id, month): value}, None takes one away.

    What a locked month says already is left out. With `seen`, the manual values that stood at the same places, one of
    them being another by now raises ChangedMeanwhile. Raises MonthIsLocked, Investor.DoesNotExist, ValidationError.
    """
    hold(workspace)
    investors = {investor for investor, _month in values}
    if Investor.objects.for_workspace(workspace).alive().filter(pk__in=investors).count() != len(investors):
        raise Investor.DoesNotExist
    numbers, locked = numbers_of(workspace, year, investors), locks(workspace, year)
    stands = {(pk, month): cells[name] for pk, months in numbers.items() for month, cells in months.items()}
    if seen and any(stands.get(key, EMPTY).manual != manual for key, manual in seen.items()):
        raise ChangedMeanwhile
    rows = []
    for (investor, month), value in sorted(values.items()):
        if month in locked and value == stands.get((investor, month), EMPTY).value:
            continue
        if month in locked:
            raise MonthIsLocked(year, month)
        row = KPI(workspace=workspace, investor_id=investor, year=year, month=month, by=by, **{name: value})
        row.clean_fields(exclude=["workspace", "investor", "by"])
        rows.append(row)
    upsert(rows, [name, "by"])


@transaction.atomic
def delete_kpi(*, kpi, by):
    """Take the manual values of a month away; the derived ones count again. Raises MonthIsLocked."""
    hold(kpi.workspace)
    require_open(kpi.workspace, kpi.year, kpi.month)
    kpi.delete()


@transaction.atomic
def lock_month(*, workspace, year, month, by):
    """Keep what a month says now. Harmless twice. Returns (MonthLock, whether it is new).

    Raises ValidationError for a month that is not over.
    """
    today = workspace.day_of(timezone.now())
    if (year, month) >= (today.year, today.month):
        raise ValidationError({"month": _("This month is not over yet. Lock it when it is.")})
    hold(workspace)
    lock, is_new = MonthLock.objects.get_or_create(workspace=workspace, year=year, month=month, defaults={"by": by})
    if is_new:
        said = {pk: months[month] for pk, months in numbers_of(workspace, year, month=month).items()}
        rows = [KPI(workspace=workspace, investor_id=pk, year=year, month=month) for pk in said]
        for row in rows:
            for name in COUNTED:
                setattr(row, f"locked_{name}", said[row.investor_id][name].current)
        upsert(rows, [f"locked_{name}" for name in COUNTED])
    return lock, is_new


@transaction.atomic
def unlock_month(*, workspace, year, month, by):
    """Open a month again: its numbers are those of today, its restatements stay as what was told."""
    hold(workspace)
    MonthLock.objects.for_workspace(workspace).filter(year=year, month=month).delete()
    rows = KPI.objects.for_workspace(workspace).filter(year=year, month=month)
    rows.update(**{f"locked_{name}": None for name in COUNTED})
    # What only the lock had written
    rows.filter(by=None, note="", **dict.fromkeys(COUNTED)).delete()


@transaction.atomic
def set_target(*, workspace, year, by, **numbers):
    target, _is_new = KPITarget.objects.update_or_create(workspace=workspace, year=year, defaults=numbers)
    return target


def require_open(workspace, year, month):
    if MonthLock.objects.for_workspace(workspace).filter(year=year, month=month).exists():
        raise MonthIsLocked(year, month)


def hold(workspace):
    """One at a time changes what a workspace's months say, so that none changes while it is being locked.

    Before any investor is locked, as a board does that makes room for a card: nobody waits for each other then.
    """
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)


def hold_months_of(workspace, days):
    """hold(), where one of these days is of a month that can be locked: of one that is over."""
    today = workspace.day_of(timezone.now())
    if any((day.year, day.month) < (today.year, today.month) for day in days if day):
        hold(workspace)


def upsert(rows, fields):
    KPI.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["investor", "year", "month"],
        update_fields=[*fields, "updated_at"],
    )


@contextmanager
def restating(*, investor, change, by, days=None, interaction=None):
    """Around a change of interactions of some days: what it changes of a locked month is told as a restatement.

    Call it in the transaction of the change, which holds those months before it locks the investor. `change` is of
    Restatement.Change; `days` are all the days concerned, before and after, None for whatever the investor has;
    `interaction` is what is to blame, a function where it exists only afterwards.
    """
    workspace = investor.workspace
    months = None if days is None else {(day.year, day.month) for day in days if day}
    if days is None:
        hold(workspace)
    else:
        hold_months_of(workspace, days)
    locked = MonthLock.objects.for_workspace(workspace).order_by("year", "month").values_list("year", "month")
    locked = [month for month in locked if months is None or month in months]
    before = _said(investor, locked)
    yield
    after = _said(investor, locked)
    blamed = interaction() if callable(interaction) else interaction
    Restatement.objects.bulk_create(
        Restatement(
            workspace=workspace,
            investor=investor,
            year=year,
            month=month,
            field=name,
            before=before[year, month][name].current,
            after=after[year, month][name].current,
            change=change,
            interaction=blamed if blamed and blamed.pk else None,
            subject=str(blamed or "")[:200],
            by=by,
        )
        for year, month in locked
        for name in COUNTED
        if before[year, month][name].current != after[year, month][name].current
    )


def _said(investor, months):
    """{(year, month): {name: Number}}"""
    years = {year: numbers_of(investor.workspace, year, [investor.pk]) for year in {year for year, _month in months}}
    nothing = dict.fromkeys(COUNTED, EMPTY)
    return {(year, month): years[year].get(investor.pk, {}).get(month, nothing) for year, month in months}
