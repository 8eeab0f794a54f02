from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from marketing.funnels import actions
from marketing.funnels.document import document_of
from marketing.funnels.forms import PageForm
from marketing.funnels.models import FunnelPage
from marketing.funnels.views.funnels import funnel_of, pages_context
from marketing.funnels.views.sandbox import PREVIEW_POLICY, sandboxed
from webox.accounts.access import for_writers
from webox.lib.htmx import trigger


def page_of(request, funnel_pk, pk):
    pages = FunnelPage.objects.for_workspace(request.workspace).select_related("funnel__workspace")
    return get_object_or_404(pages, pk=pk, funnel=funnel_pk)


@for_writers
@require_http_methods(["GET", "POST"])
def page_create(request, pk):
    funnel = funnel_of(request, pk)
    form = PageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            page = actions.create_page(funnel=funnel, by=request.user, **form.cleaned_data)
            return saved(request, page)
        except actions.SlugTaken as error:
            form.add_error(error.field, error.message)
    return editor(request, funnel, form)


@require_http_methods(["GET", "POST"])
def page_edit(request, pk, page_pk):
    page = page_of(request, pk, page_pk)
    form = PageForm(request.POST or None, instance=page)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_page(page=page, by=request.user, **form.cleaned_data)
            return saved(request, page)
        except actions.SlugTaken as error:
            form.add_error(error.field, error.message)
    return editor(request, page.funnel, form)


def saved(request, page):
    messages.success(request, _("Saved."))
    return redirect("funnels:page-edit", page.funnel_id, page.pk)


def editor(request, funnel, form):
    page = form.instance if form.instance.pk else None
    context = {"funnel": funnel, "form": form, "funnel_page": page}
    if page:
        context["public_path"] = page.public_path(request.workspace.slug, funnel.slug)
    return render(request, "funnels/page_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def page_preview(request, pk, page_pk=None):
    """A page as a visitor would see it, as it is saved or (posted) as it is typed; it sends and counts nothing."""
    page = page_of(request, pk, page_pk) if page_pk else FunnelPage(funnel=funnel_of(request, pk), name=_("Preview"))
    if request.method == "POST":
        for name in ("html_content", "css_content", "js_content"):
            setattr(page, name, request.POST.get(name, ""))
        if request.POST.get("page_type") in FunnelPage.Type.values:
            page.page_type = request.POST["page_type"]
    language = request.workspace.language
    with translation.override(language):
        document = document_of(page, language=language, action="#")
    return sandboxed(document, policy=PREVIEW_POLICY, language=language)


@require_POST
def page_move(request, pk, page_pk):
    page = page_of(request, pk, page_pk)
    actions.move_page(page=page, by=request.user, step=-1 if request.POST.get("direction") == "up" else 1)
    return pages_answer(request, page.funnel)


@require_POST
def page_delete(request, pk, page_pk):
    page = page_of(request, pk, page_pk)
    actions.delete_page(page=page, by=request.user)
    if request.htmx:
        return trigger(pages_answer(request, page.funnel), toast=_("The page is deleted."))
    messages.success(request, _("The page is deleted."))
    return redirect(page.funnel.get_absolute_url())


def pages_answer(request, funnel):
    if request.htmx:
        return render(request, "funnels/_pages.html", pages_context(funnel))
    return redirect(funnel.get_absolute_url())
