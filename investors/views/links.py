"""Links to documents, and the log of who came through them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from investors.actions import sharing
from investors.api.document_filters import DocumentViewListFilter
from investors.documents.kinds import PDF
from investors.forms.documents import LinkForm
from investors.models import DocumentLink, DocumentView
from investors.views.documents import document_of, folder_of, modal
from webox.accounts.access import for_writers
from webox.lib.htmx import trigger, wants_fragment
from webox.lib.pagination import ListPage


def link_of(request, pk):
    rows = DocumentLink.objects.visible_to(request.membership)
    return get_object_or_404(rows.select_related("workspace", "document", "folder", "investor"), pk=pk)


@for_writers
@require_http_methods(["GET", "POST"])
def document_share(request, pk):
    document = document_of(request, pk)
    link = DocumentLink(workspace=request.workspace, document=document)
    link.allows_download = document.content_type != PDF.content_type
    return link_form(request, link, reverse("investors:document-share", args=[pk]))


@for_writers
@require_http_methods(["GET", "POST"])
def folder_share(request, pk):
    link = DocumentLink(workspace=request.workspace, folder=folder_of(request, pk))
    return link_form(request, link, reverse("investors:folder-share", args=[pk]))


@for_writers
@require_http_methods(["GET", "POST"])
def link_edit(request, pk):
    return link_form(request, link_of(request, pk), reverse("investors:link-edit", args=[pk]))


def link_form(request, link, action):
    is_new, thing = link.pk is None, link.thing
    form = LinkForm(request.POST or None, instance=link, workspace=request.workspace)
    made = form.is_valid() and form.save_by(request.user)
    if made and request.htmx:
        return trigger(render(request, "investors/_link_made.html", {"link": made, "is_new": is_new}), "linksChanged")
    if made:
        messages.success(request, _("The link is ready: %(url)s") % {"url": made.url} if is_new else _("Saved."))
        return redirect(thing)
    title = _("Share “%(name)s”") % {"name": thing} if is_new else _("Edit the link")
    return modal(request, form, title, action, submit=_("Make the link") if is_new else "")


@require_POST
def link_revoke(request, pk):
    link = link_of(request, pk)
    sharing.revoke_link(link=link, by=request.user)
    messages.success(request, _("The link is withdrawn: nobody comes in through it any more."))
    return redirect(link.thing)


@require_safe
@vary_on_headers("HX-Request")
def view_log(request):
    """Who saw what."""
    rows = DocumentView.objects.visible_to(request.membership)
    rows = rows.select_related("document", "investor", "link__document", "link__folder")
    filter = DocumentViewListFilter(request.GET, rows, request=request)
    page = ListPage(request, filter.qs, ordering=("-at", "-id"))
    context = {"filter": filter, "page": page, "views": page.rows, "is_filtered": any(request.GET.values())}
    return render(request, f"investors/{'_views' if wants_fragment(request) else 'document_views'}.html", context)
