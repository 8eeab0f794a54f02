"""Changing many leads at once, and taking it back: started by a member, carried on by a worker."""

import logging
from datetime import timedelta

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.actions.imports import run_import
from crm.models import Operation
from crm.operations.kinds import check_params, wanted_rows
from crm.operations.members import NoLongerMember, as_its_member
from crm.operations.selecting import next_ids
from crm.operations.undoing import WRITTEN, take_back
from crm.operations.writing import apply_rows
from crm.tasks import run_operation
from webox.accounts.models import Membership

logger = logging.getLogger(__name__)
Kind, State = Operation.Kind, Operation.State
# In one transaction; the writers of SQLite wait for each other.
CHUNK = 500
# So few are not handed to a worker: finish_if_few() does them before the page answers.
AT_ONCE = 200
SILENT = timedelta(minutes=1)


class NothingSelected(Exception):
    def __init__(self):
        self.message = _("No lead is selected. Tick some, or choose another filter.")
        super().__init__(self.message)


class CountChanged(Exception):
    """More or fewer leads than were confirmed: `number`."""

    def __init__(self, number):
        self.number = number
        text = ngettext(
            "It is %(number)s lead now. Look again, and confirm.",
            "It is %(number)s leads now. Look again, and confirm.",
            number,
        )
        self.message = text % {"number": intcomma(number)}
        super().__init__(self.message)


class CannotUndo(Exception):
    """It is not finished, or was undone before."""

    def __init__(self, operation):
        if operation.state in (State.UNDOING, State.UNDONE):
            self.message = _("This was undone already.")
        elif operation.is_unfinished or operation.state == State.DRAFT:
            self.message = _("This is not finished yet. Wait until it is, then undo it.")
        else:
            self.message = _("This changed nothing that could be undone.")
        super().__init__(self.message)


@transaction.atomic
def change_many(*, workspace, by, kind, params, selection, total):
    """The operation that does one thing to each selected lead; see crm.operations.selecting.

    Raises NothingSelected, and ValidationError for parameters that cannot be.
    """
    params = check_params(workspace, kind, params)
    if not total:
        raise NothingSelected
    operation = Operation.objects.create(
        workspace=workspace,
        by=by,
        kind=kind,
        params=params,
        selection=selection,
        total=total,
        seen_at=timezone.now(),
    )
    ring(operation, total)
    return operation


@transaction.atomic
def undo_operation(*, operation, by):
    """Have an operation taken back: what was edited since stays and is listed. Raises CannotUndo."""
    operation = Operation.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=operation.pk)
    if not operation.can_be_undone:
        raise CannotUndo(operation)
    operation.state, operation.undone_by, operation.seen_at = State.UNDOING, by, timezone.now()
    operation.problem = ""
    operation.save(update_fields=["state", "undone_by", "seen_at", "problem"])
    ring(operation, operation.changed_count)
    return operation


def ring(operation, rows):
    if rows > AT_ONCE:
        run_operation.delay_on_commit(operation_id=operation.pk)


def finish_if_few(operation):
    """Do what is done in a moment before the page answers, so that it can show the outcome; the operation as it is."""
    if (operation.changed_count if operation.state == State.UNDOING else operation.total) <= AT_ONCE:
        carry_on(operation_id=operation.pk)
    operation.refresh_from_db()
    return operation


def carry_on(*, operation_id):
    """Carry an operation or its undo on to its end. Twice at once or after a kill, every row is done once."""
    if Operation.objects.filter(pk=operation_id, kind=Kind.IMPORT).exclude(state=State.UNDOING).exists():
        run_import(operation_id=operation_id)
        return
    Operation.objects.filter(pk=operation_id, state=State.QUEUED).update(
        state=State.RUNNING, started_at=timezone.now(), seen_at=timezone.now()
    )
    operation = Operation.objects.select_related("workspace").filter(pk=operation_id).first()
    if operation is None or operation.state not in (State.RUNNING, State.UNDOING):
        return
    step = undo_chunk if operation.state == State.UNDOING else write_chunk
    try:
        with as_its_member(operation):
            place = None
            while (place := step(operation_id, place)) is not None:
                pass
    except DatabaseError:
        # A restarted database, or two writers in each other's way: the sweeper rings again.
        raise
    except Exception as error:
        logger.exception("Operation %s", operation_id)
        problem = error.message if isinstance(error, NoLongerMember) else _("It stopped at a fault of ours.")
        fail(operation_id, problem)


def locked(operation_id, state):
    operations = Operation.objects.select_for_update(of=("self",)).select_related("workspace", "by", "undone_by")
    return operations.filter(pk=operation_id, state=state).first()


def writer_of(operation, user):
    members = Membership.objects.select_related("workspace", "user")
    membership = members.filter(workspace=operation.workspace, user=user).first()
    if membership is None or not membership.can_write:
        raise NoLongerMember
    return membership


@transaction.atomic
def write_chunk(operation_id, _place):
    """The next rows; None when there are none left, or another worker or a stop came first."""
    operation = locked(operation_id, State.RUNNING)
    if operation is None:
        return None
    membership = writer_of(operation, operation.by)
    ids = next_ids(membership, operation.selection, operation.done, CHUNK)
    if not ids:
        finish(operation, state=State.DONE, finished_at=timezone.now(), total=operation.done)
        return None
    apply_rows(operation=operation, by=operation.by, rows=wanted_rows(operation, ids))
    if "filter" in operation.selection:
        operation.selection["after"] = ids[-1]
        operation.save(update_fields=["selection"])
    return operation.done + len(ids)


@transaction.atomic
def undo_chunk(operation_id, below):
    """Take back the rows below this number, the last ones first; the number to go on below, None at the end."""
    operation = locked(operation_id, State.UNDOING)
    if operation is None:
        return None
    by = writer_of(operation, operation.undone_by).user
    rows = operation.rows.filter(outcome__in=WRITTEN, undo="").order_by("-number")
    rows = list((rows.filter(number__lt=below) if below is not None else rows)[:CHUNK])
    if not rows:
        finish(operation, state=State.UNDONE, undone_at=timezone.now())
        return None
    counts = take_back(operation=operation, by=by, rows=rows)
    Operation.objects.filter(pk=operation.pk).update(
        undone_count=F("undone_count") + counts["undone"],
        conflict_count=F("conflict_count") + counts["conflict"],
        seen_at=timezone.now(),
    )
    return rows[-1].number


def finish(operation, **fields):
    Operation.objects.filter(pk=operation.pk).update(seen_at=timezone.now(), **fields)


def fail(operation_id, problem):
    now = timezone.now()
    Operation.objects.filter(pk=operation_id).unfinished().update(
        state=State.FAILED, problem=problem, finished_at=now, seen_at=now
    )


def stalled():
    """Unfinished operations whose worker has fallen silent."""
    return Operation.objects.unfinished().filter(seen_at__lt=timezone.now() - SILENT)
