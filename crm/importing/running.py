"""Carrying an import out, chunk by chunk, and trying it without leaving a trace."""

from collections import Counter
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.utils import timezone

from crm.fields import lead_fields
from crm.importing.cells import RowReader
from crm.importing.files import rows_of
from crm.importing.mapping import Plan
from crm.importing.matching import Matcher
from crm.models import Operation, OperationRow
from crm.operations.members import NoLongerMember
from crm.operations.writing import MOST_ROWS, apply_rows
from webox.accounts.models import Membership

# A trial reads so many rows, and shows so many of what it would change and refuse.
TRIED, SHOWN = 5000, 20


class Importer:
    """Reads the rows of an import's file and applies them, a chunk at a time."""

    def __init__(self, operation, plan=None):
        self.operation, self.plan = operation, plan or Plan.of(operation.params)
        self.file = operation.file
        memberships = Membership.objects.filter(workspace=operation.workspace).select_related("user", "workspace")
        self.membership = next((each for each in memberships if each.user_id == operation.by_id), None)
        if self.membership is None or not self.membership.can_write:
            raise NoLongerMember
        # Other systems name owners; an address wins over a name.
        members = {each.user.get_full_name().lower(): each.user_id for each in memberships}
        members |= {each.user.email.lower(): each.user_id for each in memberships}
        known = lead_fields(operation.workspace)
        self.reader = RowReader(self.plan, self.file.headers, known, members)
        self.matcher = Matcher(operation, self.plan, self.membership)

    def chunks(self, skip=0):
        """Lists of (number, cells, problem)."""
        rows = islice(rows_of(self.file), skip, None)
        while chunk := list(islice(rows, MOST_ROWS)):
            yield chunk

    def apply(self, chunk, at):
        """The Counter of outcomes. In a transaction, with the operation locked."""
        read = self.reader.read
        rows = []
        for number, cells, problem in chunk:
            values, tags, wrong = read(cells) if not problem else ({}, [], problem)
            rows.append((number, cells, values, tags, wrong))
        wanted = self.matcher.wanted(rows)
        return apply_rows(operation=self.operation, by=self.membership.user, rows=wanted, at=at)


@dataclass
class Trial:
    """What an import would do. `is_whole` when every row of the file was tried, else the first `tried`."""

    tried: int
    is_whole: bool
    counts: dict
    changes: list
    refused: list
    # As lead_fields() answers, with the fields that the import would make
    fields: dict


def trial_of(operation, plan):
    """The Trial: the very import on the first rows, taken back at once."""
    importer = Importer(operation, plan)
    counts, tried, now = Counter(), 0, timezone.now()
    with transaction.atomic(), timezone.override(operation.workspace.zone):
        for chunk in importer.chunks():
            chunk = chunk[: TRIED - tried]
            tried += len(chunk)
            counts += importer.apply(chunk, now)
            if tried >= TRIED:
                break
        rows = OperationRow.objects.filter(operation=operation).select_related("lead").order_by("number")
        refused = list(rows.filter(outcome=OperationRow.Outcome.REFUSED)[:SHOWN])
        changes = list(rows.changed()[:SHOWN])
        transaction.set_rollback(True)
    named = {outcome: counts.get(outcome, 0) for outcome in OperationRow.Outcome.values}
    is_whole = tried < TRIED or tried == operation.total
    return Trial(tried, is_whole, named, changes, refused, importer.reader.known)


def advance(operation_id, importer, chunk, position):
    """Apply one chunk and say how far the import has come; False when another worker or a stop came first."""
    with transaction.atomic():
        operation = Operation.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=operation_id)
        if operation.state != Operation.State.RUNNING or operation.done != position:
            return False
        importer.operation = importer.matcher.operation = operation
        importer.apply(chunk, timezone.now())
    return True
