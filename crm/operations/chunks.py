"""Rows that are written together, and what happens when one of them cannot be."""

from functools import partial

from django.db import DataError, IntegrityError, transaction

from crm.models import Lead
from crm.signals import leads_changed


def announce(operation, lead_ids):
    """Tell who listens, once the batch is there to stay."""
    if lead_ids:
        news = {"workspace": operation.workspace, "operation": operation, "lead_ids": lead_ids}
        transaction.on_commit(partial(leads_changed.send_robust, sender=Lead, **news))


def without_repeats(rows):
    """The rows in order, cut where a lead comes again: its second row sees what the first one did."""
    batch, seen = [], set()
    for row in rows:
        if row.lead_id in seen:
            yield batch
            batch, seen = [], set()
        if row.lead_id:
            seen.add(row.lead_id)
        batch.append(row)
    if batch:
        yield batch


def halving(write, give_up, rows):
    """write(rows), and smaller and smaller halves of what the database refuses; give_up(row) of the last one.

    Answers the sum of their answers. Somebody else's lead may take an address between our look and our write.
    """
    try:
        with transaction.atomic():
            return write(rows)
    except (DataError, IntegrityError):
        if len(rows) == 1:
            return give_up(rows[0])
    middle = len(rows) // 2
    return halving(write, give_up, rows[:middle]) + halving(write, give_up, rows[middle:])
