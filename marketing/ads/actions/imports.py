"""Importing figures of ads: receive a file, answer what it leaves open, see what it changes, start it, undo it."""

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.operations.members import as_its_member
from marketing.ads import tasks
from marketing.ads.importing import files
from marketing.ads.importing.comparing import STATES, UNCHANGED, compare
from marketing.ads.importing.facts import Report
from marketing.ads.importing.reading import Choices, read_report
from marketing.ads.importing.writing import forget_made, take_back, write
from marketing.ads.models import AdImport
from webox.accounts.models import Workspace
from webox.lib.tablefaults import Unreadable

logger = logging.getLogger(__name__)
State = AdImport.State
# More rows than that are a worker's.
AT_ONCE = 5000
# How long an uploaded file is kept
DRAFTS_WAIT, FILES_STAY = timedelta(days=7), timedelta(days=90)
# A worker that has been rung for so long ago is rung for again.
SILENT = timedelta(seconds=60)
# So many of what an undo left as it is are named.
NAMED = 200


class ImportRefused(Exception):
    """The file does not do, or it is too late: `message` says what to do, `questions` what has to be answered."""

    def __init__(self, message, questions=None):
        self.message, self.questions = message, questions or {}
        super().__init__(message)


@dataclass
class Preview:
    """What an import would do. While its report has questions there are no differences."""

    report: Report
    # Whether the file was compared with what stands here
    is_compared: bool = True
    differences: list = field(default_factory=list)
    # The import of the very same file that was carried out last
    same_as: AdImport | None = None

    def counts(self):
        found = dict.fromkeys(STATES, 0)
        for difference in self.differences:
            found = {state: found[state] + count for state, count in difference.counts().items()}
        return found

    @property
    def changes_nothing(self):
        counts = self.counts()
        return sum(counts.values()) == counts[UNCHANGED]


def receive_file(*, workspace, by, upload, **choices):
    """The draft of an import with what was recognised in its file. Raises ImportRefused."""
    try:
        stored, size, digest = files.keep(upload)
    except Unreadable as error:
        raise ImportRefused(error.message) from error
    name = upload.name.replace("\x00", "")[-255:]
    file = AdImport(workspace=workspace, by=by, name=name, stored=stored, size=size, sha256=digest, **choices)
    try:
        recognise(file, Choices.of(file))
        file.save()
    except BaseException:
        files.forget(stored)
        raise
    return file


def recognise(file, choices):
    """Fill in how the file is read; not saved here. Raises ImportRefused."""
    report = report_of(file, choices)
    file.platform = report.platform
    file.encoding, file.delimiter = report.table.layout.encoding, report.table.layout.delimiter
    file.locale, file.date_order, file.decimal_mark = report.locale, report.date_order, report.decimal_mark
    file.account = report.account
    file.problem, file.counts = "", {}
    if not report.questions:
        file.currency = report.currency
        file.first_day, file.last_day = report.first_day, report.last_day
        file.counts = {"rows": report.rows, "totals_dropped": len(report.totals)}
    return report


def report_of(file, choices=None):
    if not file.path.exists():
        raise ImportRefused(_("The file is no longer there. Upload it again."))
    try:
        return read_report(file.path, choices or Choices.of(file))
    except Unreadable as error:
        raise ImportRefused(error.message) from error


def locked(file, *states):
    """The import, nobody else's for now. Raises ImportRefused when it is in another state."""
    file = AdImport.objects.select_for_update(of=("self",)).select_related("workspace", "by").get(pk=file.pk)
    if file.state not in states:
        raise ImportRefused(already(file))
    return file


def already(file):
    """Why it is too late."""
    return {
        State.DRAFT: _("This import has not been started yet."),
        State.UNDONE: _("This import has been undone already."),
    }.get(file.state, _("This import has been started already."))


@transaction.atomic
def choose(*, file, by, **choices):
    """Keep how a draft is to be read: what Choices name. Raises ImportRefused when it cannot be read so."""
    file = locked(file, State.DRAFT)
    for name, value in choices.items():
        setattr(file, name, value)
    recognise(file, Choices.of(file))
    file.save()
    return file


def preview_of(file, compares=True):
    """The Preview of a draft, with nothing written; without differences unless it compares. Raises ImportRefused."""
    report = report_of(file)
    earlier = AdImport.objects.for_workspace(file.workspace).filter(sha256=file.sha256, state=State.DONE)
    preview = Preview(report, compares, same_as=earlier.exclude(pk=file.pk).order_by("-done_at").first())
    if compares and not report.questions:
        try:
            preview.differences, _matcher = compare(file.workspace, report)
        except Unreadable as error:
            raise ImportRefused(error.message) from error
    return preview


@transaction.atomic
def start_import(*, file, by):
    """Carry a draft out, a long one through a worker. Raises ImportRefused."""
    file = locked(file, State.DRAFT)
    file.by = by
    if file.counts.get("rows", 0) > AT_ONCE:
        file.state, file.queued_at, file.problem = State.QUEUED, timezone.now(), ""
        file.save(update_fields=["state", "queued_at", "by", "problem"])
        transaction.on_commit(partial(tasks.run_import.delay, import_id=file.pk))
        return file
    return carry_out(file)


def carry_out(file):
    """Write what a locked import changes, in the caller's transaction. Raises ImportRefused."""
    # Two files of one workspace come one after the other.
    Workspace.objects.select_for_update(no_key=True).get(pk=file.workspace_id)
    report = report_of(file)
    if report.questions:
        raise ImportRefused(next(iter(report.questions.values())), report.questions)
    try:
        differences, matcher = compare(file.workspace, report, file.by)
    except Unreadable as error:
        raise ImportRefused(error.message) from error
    counts = Preview(report, differences=differences).counts()
    created = sum(difference.is_new for difference in differences)
    made = write(file, differences, matcher)
    file.counts = counts | {
        "rows": report.rows,
        "totals_dropped": len(report.totals),
        "campaigns_created": created,
        "made": made,
    }
    file.first_day, file.last_day, file.currency = report.first_day, report.last_day, report.currency
    file.state, file.done_at, file.problem = State.DONE, timezone.now(), ""
    file.save()
    return file


def run_import(*, import_id):
    """What a worker does with a queued import: all of it or nothing. Twice at once, the second finds it done."""
    file = AdImport.objects.filter(pk=import_id, state=State.QUEUED).select_related("workspace").first()
    if file is None:
        return
    with as_its_member(file):
        try:
            with transaction.atomic():
                carry_out(locked(file, State.QUEUED))
        except ImportRefused as error:
            back_to_draft(import_id, error.message)
        except DatabaseError:
            # A restarted database, or two writers in each other's way: the sweeper rings again.
            raise
        except Exception:
            logger.exception("Import of ad figures %s", import_id)
            back_to_draft(import_id, _("It stopped at a fault of ours."))


def back_to_draft(import_id, problem):
    AdImport.objects.filter(pk=import_id, state=State.QUEUED).update(state=State.DRAFT, problem=problem)


def stalled():
    """Queued imports whose worker has fallen silent."""
    return AdImport.objects.filter(state=State.QUEUED, queued_at__lt=timezone.now() - SILENT)


@transaction.atomic
def undo_import(*, file, by):
    """Put back what stood there before, but where something newer stands: that is named in counts["kept"]."""
    file = locked(file, State.DONE)
    Workspace.objects.select_for_update(no_key=True).get(pk=file.workspace_id)
    kept = take_back(file)
    file.state, file.undone_at = State.UNDONE, timezone.now()
    named = [
        {
            "campaign": change.campaign_id,
            "name": change.campaign.name,
            "first_day": change.first_day.isoformat(),
            "last_day": change.last_day.isoformat(),
        }
        for change in kept[:NAMED]
    ]
    made = file.counts.pop("made", {})
    file.counts |= {"kept": len(kept), "kept_named": named}
    file.save(update_fields=["state", "undone_at", "counts"])
    forget_made(made)
    return file


@transaction.atomic
def discard_import(*, file, by):
    """Throw a draft away with its file."""
    file = locked(file, State.DRAFT)
    transaction.on_commit(partial(files.forget, file.stored))
    file.delete()


def forget_old_files():
    """Throw away drafts nobody came back to, and the files of imports that are long done."""
    now = timezone.now()
    for file in AdImport.objects.filter(state=State.DRAFT, created_at__lt=now - DRAFTS_WAIT):
        discard_import(file=file, by=None)
    ended = AdImport.objects.filter(done_at__range=(now - 2 * FILES_STAY, now - FILES_STAY))
    for stored in ended.values_list("stored", flat=True).iterator():
        files.forget(stored)
