"""Figures of connected accounts, brought by a worker every hour and whenever somebody asks.

A pull goes through its days in chunks, each written in one transaction: a killed one goes on where it was. It puts the
days it brings in place of what stood there, so that it may run twice, and leaves days the platform says nothing of.
"""

import logging
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marketing.ads.actions.keeping import keep_rows
from marketing.ads.models import AdConnection
from marketing.ads.providers import ADAPTERS
from marketing.ads.providers.base import PlatformFailed, Unavailable
from marketing.ads.providers.speaking import speaking_to
from marketing.ads.tasks import pull_connection as task

logger = logging.getLogger(__name__)
EVERY = timedelta(hours=1)
CHUNK = timedelta(days=7)
# Days of the first pull, and of those within a day of the last; the first of a day takes all late conversions in
FIRST, RECENT = timedelta(days=90), timedelta(days=3)
# A worker holds an account for so long from chunk to chunk.
LEASE = timedelta(minutes=15)
# After a failure, doubled with each that follows
BACK_OFF, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=6)
# What was refused stays refused until somebody mends it; they ask themselves then.
REFUSED_FOR = timedelta(days=1)


def ask_pull(*, connection, by):
    """Have figures pulled now. False when a worker is at it already."""
    now = timezone.now()
    with transaction.atomic():
        idle = AdConnection.objects.select_for_update().filter(pk=connection.pk, is_active=True).first()
        if idle is None or idle.is_pulling:
            return False
        AdConnection.objects.filter(pk=connection.pk).update(next_pull_at=now, claim="")
        task.delay_on_commit(connection_id=connection.pk)
    return True


def ring_due():
    """Ring for every account whose hour has come, those of killed workers among them."""
    due = AdConnection.objects.filter(is_active=True, next_pull_at__lte=timezone.now())
    for pk in due.values_list("pk", flat=True):
        task.delay(connection_id=pk)


def pull(*, connection_id):
    """Bring the figures of one account, if it is due and nobody is at it."""
    connection = claim(connection_id)
    if connection is None:
        return
    with translation.override(connection.workspace.language):
        try:
            for first, last in chunks(*span_of(connection)):
                began = timezone.now()
                with speaking_to(connection) as adapter:
                    rows = list(adapter.pull_metrics(connection.account_id, first, last))
                if not keep(connection, rows, last, began):
                    return
        except PlatformFailed as error:
            fail(connection, error)
        except Exception as error:
            logger.exception("Account %s could not be pulled", connection.pk)
            fail(connection, Unavailable(_("Something went wrong here: %(error)s") % {"error": error}))
        else:
            finish(connection)


def claim(connection_id):
    """The account, held by this worker, or None."""
    now, mine = timezone.now(), secrets.token_hex(16)
    due = AdConnection.objects.filter(pk=connection_id, is_active=True, next_pull_at__lte=now)
    if not due.update(claim=mine, next_pull_at=now + LEASE):
        return None
    connection = AdConnection.objects.select_related("workspace").get(pk=connection_id)
    return connection if connection.claim == mine else None


def span_of(connection):
    """(first day, last day) of what may have changed since the last pull."""
    workspace, now = connection.workspace, timezone.now()
    today = workspace.day_of(now)
    if connection.pulled_until is None:
        return today - FIRST + timedelta(days=1), today
    is_first_today = connection.pulled_at is None or workspace.day_of(connection.pulled_at) < today
    back = timedelta(days=ADAPTERS[connection.adapter].late_days) if is_first_today else RECENT
    return min(connection.pulled_until, today) - back, today


def chunks(first, last):
    while first <= last:
        end = min(first + CHUNK - timedelta(days=1), last)
        yield first, end
        first = end + timedelta(days=1)


@transaction.atomic
def keep(connection, rows, last, began):
    """Write a chunk and how far it goes. False when this worker no longer holds the account."""
    held = AdConnection.objects.select_for_update().filter(pk=connection.pk, claim=connection.claim).first()
    if held is None:
        return False
    keep_rows(connection, rows, began)
    until = max(last, held.pulled_until or last)
    AdConnection.objects.filter(pk=held.pk).update(pulled_until=until, next_pull_at=timezone.now() + LEASE)
    return True


def finish(connection):
    now = timezone.now()
    _write(connection, pulled_at=now, failures=0, error="", next_pull_at=now + EVERY)


def fail(connection, error):
    failures = connection.failures + 1
    if isinstance(error, Unavailable):
        asked = timedelta(seconds=min(error.retry_after or 0, REFUSED_FOR.total_seconds()))
        wait = max(min(BACK_OFF * 2 ** min(failures - 1, 10), LONGEST_WAIT), asked)
    else:
        wait = REFUSED_FOR
    _write(connection, failures=failures, error=str(error.message), next_pull_at=timezone.now() + wait)


def _write(connection, **fields):
    # Who disconnected it, or took over after silence, wins.
    held = AdConnection.objects.filter(pk=connection.pk, claim=connection.claim)
    held.update(claim="", updated_at=timezone.now(), **fields)
