"""Files to share and the folders they lie in."""

from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from investors.documents import storing
from investors.documents.kinds import PDF, FileRefused
from investors.models import Document
from webox.accounts.models import Workspace


class FolderNameTaken(Exception):
    def __init__(self):
        self.message = _("A folder of this name exists already.")
        super().__init__(self.message)


def add_document(*, workspace, by, upload, folder=None, name=""):
    """Keep an uploaded file under what it is called, or under `name`. Raises FileRefused."""
    # Outside of the transaction: a long deck takes a while to be read.
    stored = storing.keep(upload, workspace)
    try:
        with transaction.atomic():
            require_room(workspace, stored.size)
            return Document.objects.create(
                workspace=workspace,
                folder=folder,
                name=name or storing.name_of(upload.name),
                uploaded_by=by,
                **vars(stored),
            )
    except BaseException:
        storing.forget(stored.path)
        raise


def replace_document(*, document, by, upload):
    """Put another file in its place: its links lead to the new one from now on. Raises FileRefused."""
    stored = storing.keep(upload, document.workspace)
    try:
        with transaction.atomic():
            document = Document.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=document.pk)
            require_room(document.workspace, stored.size - document.size)
            require_shown(document, stored.content_type)
            transaction.on_commit(partial(storing.forget, document.path))
            for name, value in vars(stored).items():
                setattr(document, name, value)
            document.version, document.uploaded_by = document.version + 1, by
            document.save()
            return document
    except BaseException:
        storing.forget(stored.path)
        raise


def require_room(workspace, size):
    """Raise FileRefused where a file of this size is one too many; of two at once the second waits to be counted."""
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    used = Document.objects.for_workspace(workspace).aggregate(sum=Sum("size"))["sum"] or 0
    if used + size > settings.DOCUMENT_QUOTA_BYTES:
        text = _("There is no room for this file: documents take %(used)s of %(quota)s. Delete some first.")
        told = {"used": filesizeformat(used), "quota": filesizeformat(settings.DOCUMENT_QUOTA_BYTES)}
        raise FileRefused(text % told)


def require_shown(document, content_type):
    """Raise FileRefused where a link that lets nobody download would lead to a file no browser shows."""
    if content_type != PDF.content_type and document.links.filter(revoked_at=None, allows_download=False).exists():
        raise FileRefused(_("Links show this document in the browser: upload a PDF, or let its links allow downloads."))


@transaction.atomic
def edit_document(*, document, by, **fields):
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    for name, value in fields.items():
        setattr(document, name, value)
    document.save()
    return document


@transaction.atomic
def delete_document(*, document, by):
    """With its file, its links and what they logged."""
    transaction.on_commit(partial(storing.forget, document.path))
    document.delete()


def save_folder(*, folder, by, **fields):
    """Create an unsaved Folder or rename a saved one. Raises FolderNameTaken."""
    for name, value in fields.items():
        setattr(folder, name, value)
    try:
        with transaction.atomic():
            folder.save()
    except IntegrityError as error:
        raise FolderNameTaken from error
    return folder


@transaction.atomic
def delete_folder(*, folder, by):
    """Its documents stay, in no folder; links to it end."""
    folder.delete()


def forget_files():
    """Throw away files that no document names, such as those of a workspace that is gone."""
    storing.forget_orphans(set(Document.objects.values_list("path", flat=True)))
