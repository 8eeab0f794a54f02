"""Importing leads from a file: receive it, choose what its columns are, start it, carry it out, stop it."""

import logging
from datetime import timedelta
from functools import partial

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.actions.fields import TooManyFields, create_field
from crm.fields import CUSTOM, lead_fields
from crm.importing import files
from crm.importing.mapping import NEW, Plan, check
from crm.importing.proposing import propose, take_layout
from crm.importing.recognise import signature_of
from crm.importing.running import Importer, advance, trial_of
from crm.models import ImportFile, ImportMapping, Operation
from crm.operations.members import NoLongerMember, as_its_member
from crm.tasks import run_operation
from webox.accounts.models import Membership
from webox.lib.tablefaults import Unreadable
from webox.lib.tables import Layout, look_at, with_headers

logger = logging.getLogger(__name__)
State = Operation.State
# How long an uploaded file, with all the addresses in it, is kept
DRAFTS_WAIT, FILES_STAY = timedelta(days=7), timedelta(days=90)


class ImportRefused(Exception):
    """The file does not do, or it is too late: `message` says what to do."""

    def __init__(self, message):
        self.message = message
        super().__init__(message)


def receive_file(*, workspace, by, upload):
    """The draft of an import: how its file is written, and the likeliest choices. Raises ImportRefused."""
    try:
        stored, size, digest = files.keep(upload)
    except Unreadable as error:
        raise ImportRefused(error.message) from error
    try:
        kept = {"stored": stored, "size": size, "sha256": digest}
        return _draft(workspace, by, upload.name.replace("\x00", "")[-255:], kept)
    except BaseException as error:
        files.forget(stored)
        if isinstance(error, Unreadable):
            raise ImportRefused(error.message) from error
        raise


@transaction.atomic
def _draft(workspace, by, name, kept):
    operation = Operation.objects.create(workspace=workspace, kind=Operation.Kind.IMPORT, state=State.DRAFT, by=by)
    file = ImportFile(workspace=workspace, operation=operation, name=name, **kept)
    layout, headers, file.sheets = look_at(file.path)
    take_layout(file, layout, headers)
    propose(file)
    operation.save()
    file.save()
    return operation


@transaction.atomic
def read_again(*, operation, by, encoding="", delimiter="", sheet=""):
    """Read the file of a draft another way than was guessed. Raises ImportRefused."""
    operation = _locked_draft(operation)
    file = operation.file
    layout = Layout(file.format, encoding or file.encoding, delimiter or file.delimiter, sheet or file.sheet)
    try:
        take_layout(file, *with_headers(file.path, layout))
        propose(file)
    except Unreadable as error:
        raise ImportRefused(error.message) from error
    operation.save()
    file.save()
    return operation


@transaction.atomic
def choose(*, operation, by, plan):
    """Keep what was chosen for a draft. Raises ValidationError for what cannot be carried out, ImportRefused."""
    operation = _locked_draft(operation)
    check(plan, operation.file.headers, lead_fields(operation.workspace))
    operation.params |= plan.as_params()
    operation.save(update_fields=["params"])
    return operation


def try_import(*, operation, by):
    """The Trial of a draft: what it would do, with nothing written. Raises ImportRefused."""
    with transaction.atomic():
        operation = _locked_draft(operation)
        plan = _with_new_fields(operation, by)
        try:
            return trial_of(operation, plan)
        except Unreadable as error:
            raise ImportRefused(error.message) from error
        except NoLongerMember as error:
            raise ImportRefused(_("Only members who may write can import.")) from error
        finally:
            transaction.set_rollback(True)


@transaction.atomic
def start_import(*, operation, by):
    """Hand a draft to a worker, and remember its choices for the next file with these headers. Raises ImportRefused."""
    operation = _locked_draft(operation)
    plan = Plan.of(operation.params)
    check(plan, operation.file.headers, lead_fields(operation.workspace))
    plan = _with_new_fields(operation, by)
    operation.params |= plan.as_params()
    operation.state = State.QUEUED
    operation.seen_at = timezone.now()
    operation.save(update_fields=["params", "state", "seen_at"])
    if not operation.file.parent_id:
        ImportMapping.objects.update_or_create(
            workspace=operation.workspace,
            signature=signature_of(operation.file.headers),
            defaults={"params": plan.as_params()},
        )
    transaction.on_commit(partial(run_operation.delay, operation_id=operation.pk))
    return operation


def _locked_draft(operation):
    operations = Operation.objects.select_for_update(of=("self",)).select_related("workspace", "file")
    operation = operations.get(pk=operation.pk)
    if operation.state != State.DRAFT:
        raise ImportRefused(_("This import has been started already."))
    return operation


def _with_new_fields(operation, by):
    """The plan with its `new:` columns made custom fields of the workspace."""
    plan = Plan.of(operation.params)
    pairs = zip(operation.file.headers, plan.targets, strict=True)
    plan.targets = [
        CUSTOM + _new_field(operation.workspace, by, header, target.removeprefix(NEW))
        if target.startswith(NEW)
        else target
        for header, target in pairs
    ]
    return plan


def _new_field(workspace, by, header, kind):
    """The key of a new custom field. Only who administers may make one."""
    membership = Membership.objects.filter(workspace=workspace, user=by).first()
    if not membership or not membership.can_administer:
        raise ImportRefused(_("Only owners and admins make new fields. Choose another one, or leave the column out."))
    try:
        return create_field(workspace=workspace, by=by, label=header[:80], kind=kind).key
    except TooManyFields as error:
        raise ImportRefused(error.message) from error
    except ValidationError as error:
        told = {"field": header[:80], "value": error.messages[0]}
        raise ImportRefused(_("%(field)s: %(value)s") % told) from error


def run_import(*, operation_id):
    """Carry an import out from where it stands. Twice at once or after a kill, every row is applied once."""
    claimable = Operation.objects.filter(pk=operation_id, kind=Operation.Kind.IMPORT)
    claimable.filter(state=State.QUEUED).update(state=State.RUNNING, started_at=timezone.now(), seen_at=timezone.now())
    operations = claimable.filter(state=State.RUNNING).select_related("workspace", "file", "by")
    operation = operations.first()
    if operation is None:
        return
    with as_its_member(operation):
        try:
            _run(operation)
        except Unreadable as error:
            _finish(operation.pk, State.FAILED, error.message)
        except NoLongerMember:
            _finish(operation.pk, State.FAILED, _("Whoever started this import may no longer write in the workspace."))
        except DatabaseError:
            # A restarted database, or two writers in each other's way: the sweeper rings again.
            raise
        except Exception:
            logger.exception("Import %s", operation_id)
            _finish(operation.pk, State.FAILED, _("It stopped at a fault of ours."))


def _run(operation):
    importer, position = Importer(operation), operation.done
    for chunk in importer.chunks(skip=position):
        if not advance(operation.pk, importer, chunk, position):
            return
        position += len(chunk)
    _finish(operation.pk, State.DONE, total=position)


def _finish(operation_id, state, problem="", **fields):
    now = timezone.now()
    Operation.objects.filter(pk=operation_id, state=State.RUNNING).update(
        state=state, problem=problem, finished_at=now, seen_at=now, **fields
    )


@transaction.atomic
def stop_import(*, operation, by):
    """Stop an import between two chunks; what is done stays, and can be undone. Nothing happens to a finished one."""
    operation = Operation.objects.select_for_update(of=("self",)).get(pk=operation.pk)
    if operation.state in (State.QUEUED, State.RUNNING):
        text = ngettext(
            "Stopped by %(name)s after %(number)s row.", "Stopped by %(name)s after %(number)s rows.", operation.done
        )
        operation.problem = text % {"name": by, "number": intcomma(operation.done)}
        operation.state, operation.finished_at = State.DONE, timezone.now()
        operation.save(update_fields=["state", "finished_at", "problem"])
    return operation


@transaction.atomic
def discard_import(*, operation, by):
    """Throw a draft away with its file."""
    operation = _locked_draft(operation)
    transaction.on_commit(partial(files.forget, operation.file.stored))
    operation.delete()


def forget_old_files():
    """Throw away drafts nobody came back to, and the files of imports that nobody will correct any more."""
    now = timezone.now()
    waiting = Operation.objects.filter(state=State.DRAFT, created_at__lt=now - DRAFTS_WAIT, kind=Operation.Kind.IMPORT)
    for operation in waiting.select_related("file"):
        discard_import(operation=operation, by=None)
    ended = ImportFile.objects.filter(operation__finished_at__range=(now - 2 * FILES_STAY, now - FILES_STAY))
    for stored in ended.values_list("stored", flat=True).iterator():
        files.forget(stored)
