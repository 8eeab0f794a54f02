"""Decks and other files for investors: kept, put into folders, replaced, looked at."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from investors.actions import documents as actions
from investors.api.document_filters import DocumentFilterSet
from investors.documents.kinds import ACCEPTED, KINDS, FileRefused
from investors.documents.showing import answer_of
from investors.forms.documents import DocumentForm, FolderForm
from investors.models import Document, DocumentLink, DocumentView, Folder
from webox.accounts.access import for_writers
from webox.lib.htmx import go, wants_fragment
from webox.lib.ids import is_id
from webox.lib.pagination import ListPage

LAST_VIEWS = 20


def document_of(request, pk):
    rows = Document.objects.visible_to(request.membership).select_related("workspace", "folder", "uploaded_by")
    return get_object_or_404(rows, pk=pk)


def folder_of(request, pk):
    return get_object_or_404(Folder.objects.visible_to(request.membership), pk=pk)


def counted(rows, relation, name):
    """How many of these rows belong to the row outside."""
    found = rows.filter(**{relation: OuterRef("pk")}).order_by().values(relation)
    return Coalesce(Subquery(found.annotate(number=Count("pk")).values("number")), 0)


def listed(request):
    """Documents with what a list says of them."""
    seen = DocumentView.objects.filter(is_machine=False)
    last = seen.filter(document=OuterRef("pk")).order_by().values("document").annotate(at=Max("at")).values("at")
    rows = Document.objects.visible_to(request.membership).select_related("folder")
    return rows.annotate(
        views_number=counted(seen, "document", "views"),
        links_number=counted(DocumentLink.objects.working(timezone.now()), "document", "links"),
        last_seen_at=Subquery(last),
    )


@require_safe
@vary_on_headers("HX-Request")
def document_list(request):
    filter = DocumentFilterSet(request.GET, listed(request), request=request)
    page = ListPage(request, filter.qs)
    for row in page.rows:
        row.kind = KINDS[row.content_type]
    context = {"filter": filter, "page": page, "is_filtered": any(request.GET.values())}
    if not wants_fragment(request):
        context |= upload_context(request)
    return render(request, f"investors/{'_documents' if wants_fragment(request) else 'document_list'}.html", context)


def upload_context(request, folder=None):
    folders = Folder.objects.visible_to(request.membership).annotate(
        documents_number=counted(Document.objects.all(), "folder", "documents")
    )
    limit = {"accepted": ACCEPTED, "most_bytes": settings.DOCUMENT_MAX_BYTES}
    return {"folders": folders.order_by("name"), "folder": folder, **limit}


@require_POST
def document_upload(request):
    """One or several files. A script sends them one by one and reads JSON; a form sends all and reads the page."""
    asked, folder = request.POST.get("folder", ""), None
    if asked:
        folder = folder_of(request, asked if is_id(asked) else 0)
    kept, refused = [], []
    for upload in request.FILES.getlist("file"):
        try:
            kept.append(
                actions.add_document(workspace=request.workspace, by=request.user, upload=upload, folder=folder)
            )
        except FileRefused as error:
            refused.append((upload.name, error.message))
    if not kept and not refused:
        refused.append(("", _("Choose a file first.")))
    if request.accepts("text/html"):
        for name, message in refused:
            messages.error(request, f"{name}: {message}" if name else message)
        if kept:
            text = ngettext("%(number)d document is kept.", "%(number)d documents are kept.", len(kept))
            messages.success(request, text % {"number": len(kept)})
        return redirect(folder or "investors:document-list")
    if refused:
        return JsonResponse({"message": refused[0][1]}, status=422)
    return JsonResponse({"message": _("Kept."), "url": kept[0].get_absolute_url()}, status=201)


@require_safe
@vary_on_headers("HX-Request")
def document_detail(request, pk):
    document = document_of(request, pk)
    document.kind = KINDS[document.content_type]
    context = {"document": document, "accepted": ACCEPTED, **told_of(document=document)}
    return render(request, f"investors/{'_sharing' if wants_fragment(request) else 'document_detail'}.html", context)


def told_of(**subject):
    """Links to a document or a folder, and who saw it last through any of them."""
    links = DocumentLink.objects.filter(**subject).select_related("investor", "created_by", "document", "folder")
    views = DocumentView.objects.filter(is_machine=False)
    links = links.annotate(views_number=counted(views, "link", "views")).order_by("-created_at", "-pk")
    through = {"link__folder": subject["folder"]} if "folder" in subject else subject
    seen = DocumentView.objects.filter(**through)
    seen = seen.select_related("investor", "document", "link__document", "link__folder")
    return {"links": links[:200], "views": seen.order_by("-at", "-pk")[:LAST_VIEWS]}


@require_safe
def document_file(request, pk):
    """The file for a member: no link, no mark, no line in the log."""
    return answer_of(document_of(request, pk), as_attachment="download" in request.GET)


@for_writers
@require_http_methods(["GET", "POST"])
def document_edit(request, pk):
    document = document_of(request, pk)
    form = DocumentForm(request.POST or None, instance=document)
    if form.is_valid():
        document = actions.edit_document(document=document, by=request.user, **form.cleaned_data)
        return saved(request, document)
    return modal(request, form, _("Edit the document"), reverse("investors:document-edit", args=[pk]))


@require_POST
def document_replace(request, pk):
    document = document_of(request, pk)
    upload = request.FILES.get("file")
    try:
        if not upload:
            raise FileRefused(_("Choose a file first."))
        document = actions.replace_document(document=document, by=request.user, upload=upload)
        text = _("Version %(number)d is kept: its links lead to it from now on.")
        messages.success(request, text % {"number": document.version})
    except FileRefused as error:
        messages.error(request, error.message)
    return go(request, document.get_absolute_url())


@require_POST
def document_delete(request, pk):
    document = document_of(request, pk)
    actions.delete_document(document=document, by=request.user)
    messages.success(request, _("“%(name)s” was deleted.") % {"name": document})
    return go(request, reverse("investors:document-list"))


@for_writers
@require_http_methods(["GET", "POST"])
def folder_create(request):
    form = FolderForm(request.POST or None, instance=Folder(workspace=request.workspace))
    folder = form.is_valid() and form.save_by(request.user)
    if folder:
        return saved(request, folder)
    return modal(request, form, _("New folder"), reverse("investors:folder-create"))


@require_safe
@vary_on_headers("HX-Request")
def folder_detail(request, pk):
    folder = folder_of(request, pk)
    if wants_fragment(request):
        return render(request, "investors/_sharing.html", {"folder": folder, **told_of(folder=folder)})
    page = ListPage(request, listed(request).filter(folder=folder))
    for row in page.rows:
        row.kind = KINDS[row.content_type]
    context = {"folder": folder, "page": page, **upload_context(request, folder), **told_of(folder=folder)}
    return render(request, "investors/folder_detail.html", context)


@for_writers
@require_http_methods(["GET", "POST"])
def folder_edit(request, pk):
    form = FolderForm(request.POST or None, instance=folder_of(request, pk))
    folder = form.is_valid() and form.save_by(request.user)
    if folder:
        return saved(request, folder)
    return modal(request, form, _("Rename the folder"), reverse("investors:folder-edit", args=[pk]))


@require_POST
def folder_delete(request, pk):
    folder = folder_of(request, pk)
    actions.delete_folder(folder=folder, by=request.user)
    messages.success(request, _("“%(name)s” was deleted. Its documents stay.") % {"name": folder})
    return go(request, reverse("investors:document-list"))


def saved(request, thing):
    messages.success(request, _("Saved."))
    return go(request, thing.get_absolute_url())


def modal(request, form, title, action, **context):
    """A form in its dialog, or on a page of its own where there is no script."""
    template = "components/modal_form.html" if request.htmx else "investors/document_form.html"
    context |= {"form": form, "title": title, "action": action}
    return render(request, template, context, status=422 if form.errors else 200)
