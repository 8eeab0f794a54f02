"""Saved views: tabs above the leads, and the modals that keep, change and choose what the list shows."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm import actions
from crm.api.filters import BoardFilterSet
from crm.api.own_filters import own_filters
from crm.columns import names_in
from crm.fields import CUSTOM
from crm.forms.saved_views import ColumnsForm, MoreFilters, SavedViewForm
from crm.models import SavedView
from webox.accounts.access import for_writers
from webox.lib.htmx import go


def view_of(request, pk):
    return get_object_or_404(SavedView.objects.visible_to(request.membership), pk=pk)


def views_context(request):
    """What the tabs above the leads and the menu beside them show. One query."""
    views = list(SavedView.objects.visible_to(request.membership).in_order())
    asked = request.GET.get("saved", "")
    current = next((view for view in views if str(view.pk) == asked), None)
    shown = shown_in(request)
    return {
        "views": views,
        "current_view": current,
        "may_change_view": bool(current) and current.may_change(request.membership),
        "is_view_changed": bool(current) and any(getattr(current, name) != value for name, value in shown.items()),
        "starts_elsewhere": any(view.is_default for view in views),
        "query": request.GET.urlencode(),
        "view_tabs": tabs_of(request, views, current),
    }


def tabs_of(request, views, current):
    """Everyone, then what is pinned, then the one that is open where it is not."""
    board = "board" if request.GET.get("view") == "board" else "list"
    tabs = [{"label": _("All leads"), "url": f"{reverse('crm:lead-list')}?view={board}", "active": not current}]
    tabs += [
        {"label": view.name, "url": view.get_absolute_url(), "active": view == current, "icon": icon_of(view)}
        for view in views
        if view.is_pinned or view == current
    ]
    return tabs if len(tabs) > 1 else []


def icon_of(view):
    return "columns" if view.layout == SavedView.Layout.BOARD else ""


def shown_in(request):
    """What a saved view keeps of the list as it is shown: layout, filters with the order, columns."""
    known = set(BoardFilterSet.base_filters) | {"ordering"}
    params = {
        name: values
        for name, texts in request.GET.lists()
        if (name in known or name.startswith(CUSTOM)) and (values := [text for text in texts if text])
    }
    layout = SavedView.Layout.BOARD if request.GET.get("view") == "board" else SavedView.Layout.LIST
    return {"layout": layout, "params": params, "columns": names_in(request.GET)}


@for_writers
def saved_view_create(request):
    """Keep what the query of this address asks for."""
    data = request.POST if request.method == "POST" else None
    form = SavedViewForm(data, workspace=request.workspace, shown=shown_in(request), initial={"is_pinned": True})
    action = f"{reverse('crm:saved-view-create')}?{request.GET.urlencode()}"
    return view_form(request, form, _("Save this view"), action)


@for_writers
def saved_view_edit(request, pk):
    view = view_of(request, pk)
    data = request.POST if request.method == "POST" else None
    may_change = view.may_change(request.membership)
    form = SavedViewForm(data, instance=view, workspace=request.workspace, may_change=may_change)
    return view_form(request, form, view.name, reverse("crm:saved-view-edit", args=[pk]))


def view_form(request, form, title, action):
    view = form.save_by(request.user) if form.is_bound and form.is_valid() else None
    if view:
        messages.success(request, _("“%(name)s” is saved.") % {"name": view})
        return go(request, view.get_absolute_url())
    context = {"form": form, "title": title, "action": action}
    template = "components/modal_form.html" if request.htmx else "crm/saved_view_form.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_POST
def saved_view_update(request, pk):
    """Let the view show what the query of this address asks for."""
    view = changeable(request, pk)
    try:
        actions.change_view(view=view, by=request.user, **shown_in(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("“%(name)s” is saved.") % {"name": view})
    return redirect(view)


@require_POST
def saved_view_delete(request, pk):
    view = changeable(request, pk)
    view.delete()
    messages.success(request, _("“%(name)s” is deleted. The leads stay as they are.") % {"name": view})
    return redirect(f"{reverse('crm:lead-list')}?view=list")


def changeable(request, pk):
    view = view_of(request, pk)
    view.require_change(request.membership)
    return view


def kept(request, drawn):
    """[(name, value)] of the query that a form must send along, since it draws no field for it."""
    return [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if value and name not in drawn and name not in ("cursor", "after")
    ]


@require_safe
def lead_columns(request):
    """Choose the columns: a form that asks for the list anew."""
    form = ColumnsForm(workspace=request.workspace, chosen=names_in(request.GET))
    context = {"form": form, "title": _("Columns"), "kept": kept(request, {"columns"})}
    return query_form(request, context)


@require_safe
def lead_filters(request):
    """The filters the toolbar has no room for."""
    form = MoreFilters(request.GET, own=own_filters(request.workspace))
    context = {"form": form, "title": _("More filters"), "kept": kept(request, form.fields)}
    return query_form(request, context)


def query_form(request, context):
    template = "crm/_query_form.html" if request.htmx else "crm/query_form.html"
    return render(request, template, context | {"list_url": reverse("crm:lead-list")})
