"""What people say of a month, and locking it."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from investors.kpis import EMPTY, numbers_of
from investors.models import KPI, KPITarget, MonthLock, Restatement
from investors.models.kpis import COUNTED


class MonthIsLocked(Exception):
    def __init__(self, year, month):
        self.message = _("%(month)02d/%(year)d is locked. An admin can unlock it.") % {"year": year, "month": month}
        super().__init__(self.message)


@transaction.atomic
def set_kpi(*, investor, year, month, by, **numbers):
    """Create or update one investor's month; None takes a manual value away. Returns (KPI, whether it is new).

    `numbers` are of COUNTED and `note`. Raises MonthIsLocked and ValidationError.
    """
    row = KPI(workspace=investor.workspace, investor=investor, year=year, month=month)
    for name, value in numbers.items():
        setattr(row, name, value)
    row.clean_fields(exclude=["workspace", "investor", "by"])
    require_open(investor.workspace, year, month)
    try:
        # Of two at once one inserts; the other finds its row, and waits for it on PostgreSQL.
        with transaction.atomic():
            kept, is_new = KPI.objects.select_for_update().get_or_create(
                investor=investor,
                year=year,
                month=month,
                defaults={"workspace": investor.workspace, "by": by, **numbers},
            )
    except IntegrityError as error:
        raise ValidationError(_("This month could not be kept.")) from error
    if not is_new:
        for name, value in numbers.items():
            setattr(kept, name, value)
        kept.by = by
        kept.save()
    return kept, is_new


@transaction.atomic
def delete_kpi(*, kpi, by):
    """Take the manual values of a month away; the derived ones count again. Raises MonthIsLocked."""
    require_open(kpi.workspace, kpi.year, kpi.month)
    kpi.delete()


@transaction.atomic
def lock_month(*, workspace, year, month, by):
    """Keep what a month says now. Harmless twice. Raises ValidationError for a month that is not over."""
    today = workspace.day_of(timezone.now())
    if (year, month) >= (today.year, today.month):
        raise ValidationError({"month": _("This month is not over yet. Lock it when it is.")})
    lock, is_new = MonthLock.objects.get_or_create(workspace=workspace, year=year, month=month, defaults={"by": by})
    if not is_new:
        return lock
    for investor, months in numbers_of(workspace, year).items():
        if month not in months:
            continue
        values = {f"locked_{name}": number.current for name, number in months[month].items()}
        KPI.objects.update_or_create(
            investor_id=investor,
            year=year,
            month=month,
            defaults=values,
            create_defaults=values | {"workspace": workspace},
        )
    return lock


@transaction.atomic
def unlock_month(*, workspace, year, month, by):
    """Open a month again: its numbers are those of today, its restatements stay as what was told."""
    MonthLock.objects.for_workspace(workspace).filter(year=year, month=month).delete()
    KPI.objects.for_workspace(workspace).filter(year=year, month=month).update(
        **{f"locked_{name}": None for name in COUNTED}
    )


@transaction.atomic
def set_target(*, workspace, year, by, **numbers):
    target, _is_new = KPITarget.objects.update_or_create(workspace=workspace, year=year, defaults=numbers)
    return target


def require_open(workspace, year, month):
    if MonthLock.objects.for_workspace(workspace).filter(year=year, month=month).exists():
        raise MonthIsLocked(year, month)


@contextmanager
def restating(*, investor, days, by, interaction=None):
    """Around a change of interactions of some days: what it changes of a locked month is told as a restatement.

    Call it in the transaction of the change. `days` are all the days concerned, before and after; `interaction` is
    who is to blame, a function where it exists only afterwards.
    """
    months = {(day.year, day.month) for day in days if day}
    locked = (
        {
            (year, month)
            for year, month in MonthLock.objects.for_workspace(investor.workspace).values_list("year", "month")
            if (year, month) in months
        }
        if months
        else set()
    )
    before = {each: _of(investor, *each) for each in locked}
    yield
    for (year, month), numbers in before.items():
        after = _of(investor, year, month)
        Restatement.objects.bulk_create(
            Restatement(
                workspace=investor.workspace,
                investor=investor,
                year=year,
                month=month,
                field=name,
                before=numbers[name].current,
                after=after[name].current,
                interaction=interaction() if callable(interaction) else interaction,
                by=by,
            )
            for name in COUNTED
            if numbers[name].current != after[name].current
        )


def _of(investor, year, month):
    cells = numbers_of(investor.workspace, year, [investor.pk]).get(investor.pk, {})
    return cells.get(month) or dict.fromkeys(COUNTED, EMPTY)
