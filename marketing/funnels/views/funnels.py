from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from marketing.funnels import actions
from marketing.funnels.api.filters import FunnelFilter
from marketing.funnels.forms import FunnelForm, UtmForm
from marketing.funnels.models import Funnel
from marketing.funnels.stats import stats_of
from webox.accounts.access import for_writers
from webox.analytics.periods import PRESETS, period_from
from webox.lib.htmx import close_modal, wants_fragment
from webox.lib.pagination import ListPage


def funnel_of(request, pk):
    return get_object_or_404(Funnel.objects.for_workspace(request.workspace), pk=pk)


@require_safe
@vary_on_headers("HX-Request")
def funnel_list(request):
    filter = FunnelFilter(request.GET, Funnel.objects.for_workspace(request.workspace).for_list())
    context = {"filter": filter, "page": ListPage(request, filter.qs)}
    return render(request, "funnels/_funnels.html" if wants_fragment(request) else "funnels/funnels.html", context)


@for_writers
@require_http_methods(["GET", "POST"])
def funnel_create(request):
    form = FunnelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            funnel = actions.create_funnel(workspace=request.workspace, by=request.user, **form.cleaned_data)
            messages.success(request, _("Your funnel begins with an opt-in and a thank-you page. Make them yours."))
            return moved(request, funnel.get_absolute_url())
        except actions.SlugTaken as error:
            form.add_error(error.field, error.message)
    return modal(request, form, _("New funnel"), reverse("funnels:funnel-create"), _("Create"))


@for_writers
@require_http_methods(["GET", "POST"])
def funnel_edit(request, pk):
    funnel = funnel_of(request, pk)
    form = FunnelForm(request.POST or None, instance=funnel)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_funnel(funnel=funnel, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved."))
            return moved(request, funnel.get_absolute_url())
        except actions.SlugTaken as error:
            form.add_error(error.field, error.message)
    return modal(request, form, _("Settings of the funnel"), reverse("funnels:funnel-edit", args=[pk]), _("Save"))


def modal(request, form, title, action, submit):
    context = {"form": form, "title": title, "action": action, "submit": submit}
    template = "components/modal_form.html" if request.htmx else "funnels/form_page.html"
    return render(request, template, context, status=422 if form.errors else 200)


def moved(request, address):
    """Open a page, from a modal as from a plain form."""
    if request.htmx:
        response = close_modal(toast="")
        response.headers.pop("HX-Trigger")
        response["HX-Redirect"] = address
        return response
    return redirect(address)


@require_safe
@vary_on_headers("HX-Request")
def funnel_detail(request, pk):
    funnel = funnel_of(request, pk)
    try:
        period = period_from(request.GET, request.workspace)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(funnel.get_absolute_url())
    context = pages_context(funnel) | link_context(request, funnel) | stats_context(request, funnel, period)
    if wants_fragment(request):
        return render(request, "funnels/_stats.html", context)
    return render(request, "funnels/funnel_detail.html", context)


def pages_context(funnel):
    pages = list(funnel.pages.in_order().without_content())
    return {"funnel": funnel, "pages": pages, "has_published_page": any(page.is_published for page in pages)}


def stats_context(request, funnel, period):
    stats = stats_of(funnel, period)
    days = stats["days"]
    chart = {
        "labels": [date_format(day, "MONTH_DAY_FORMAT") for day, _visitors, _leads in days],
        "format": "integer",
        "series": [
            {"label": _("Visitors"), "values": [visitors for _day, visitors, _leads in days], "color": "blue"},
            {"label": _("Leads"), "values": [leads for _day, _visitors, leads in days], "color": "green"},
        ],
    }
    chosen = request.GET.get("period") or ("" if request.GET.get("from") else "30")
    presets = [{"value": value, "label": label, "active": value == chosen} for value, label in PRESETS.items()]
    for figure in ("visitors", "leads", "conversion"):
        change = stats[figure]["change"]
        stats[figure]["delta"] = None if change is None else change * 100
    return {"stats": stats, "chart": chart, "period": period, "presets": presets}


def link_context(request, funnel):
    form = UtmForm(request.GET if request.htmx else None)
    address = f"{settings.SITE_URL}{funnel.public_path(request.workspace.slug)}"
    return {"utm_form": form, "public_url": form.added_to(address)}


@require_safe
def funnel_link(request, pk):
    """The funnel's address with what an ad should add to it."""
    return render(request, "funnels/_link.html", link_context(request, funnel_of(request, pk)))


@require_POST
def funnel_publish(request, pk):
    funnel = funnel_of(request, pk)
    try:
        if "unpublish" in request.POST:
            actions.unpublish(funnel=funnel, by=request.user)
            messages.success(request, _("Taken down. Visitors find nothing here until you publish it again."))
        else:
            actions.publish(funnel=funnel, by=request.user)
            messages.success(request, _("Published. Share its address."))
    except actions.NothingToPublish as error:
        messages.error(request, str(error))
    return redirect(funnel.get_absolute_url())


@require_POST
def funnel_duplicate(request, pk):
    copy = actions.duplicate_funnel(funnel=funnel_of(request, pk), by=request.user)
    messages.success(request, _("This is the copy, not yet published."))
    return redirect(copy.get_absolute_url())


@require_POST
def funnel_delete(request, pk):
    funnel = funnel_of(request, pk)
    actions.delete_funnel(funnel=funnel, by=request.user)
    messages.success(request, _("“%(name)s” is deleted. Its leads stay.") % {"name": funnel.name})
    return redirect("funnels:funnel-list")
