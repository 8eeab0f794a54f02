from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from marketing.ads.actions import connections, pulling
from marketing.ads.forms.connections import ConnectForm, CredentialsForm
from marketing.ads.models import AdConnection
from marketing.ads.providers import ADAPTERS
from webox.accounts.access import admin_required
from webox.lib.htmx import close_modal, trigger, wants_fragment


def connection_of(request, pk):
    rows = AdConnection.objects.visible_to(request.membership).select_related("workspace")
    return get_object_or_404(rows, pk=pk)


@require_safe
@vary_on_headers("HX-Request")
def connection_list(request):
    template = "ads/_connections.html" if wants_fragment(request) else "ads/connections.html"
    return render(request, template, list_context(request))


def list_context(request):
    rows = list(AdConnection.objects.visible_to(request.membership).order_by("created_at", "pk"))
    for row in rows:
        row.adapter_label = ADAPTERS[row.adapter].label
        row.has_credentials = bool(ADAPTERS[row.adapter].credentials)
    is_moving = any(row.state in ("running", "waiting") for row in rows)
    return {"connections": rows, "is_moving": is_moving, "adapters": ADAPTERS.values()}


@admin_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def connection_create(request, adapter):
    if adapter not in ADAPTERS:
        raise Http404
    chosen = ADAPTERS[adapter]
    form = ConnectForm(request.POST if request.method == "POST" else None, adapter=chosen, workspace=request.workspace)
    connected = form.is_valid() and form.save_by(request.user)
    if connected:
        return done(request, _("Connected. The figures are on their way."))
    title = _("Connect an account: %(platform)s") % {"platform": chosen.label}
    context = {"adapter": chosen, "submit": _("Connect"), "intro": intro_of(form)}
    return shown(request, form, title, reverse("ads:connection-create", args=[adapter]), context)


def intro_of(form):
    return _("These credentials reach several accounts.") if form.is_second_step else form.adapter.how


@admin_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def connection_edit(request, pk):
    connection = connection_of(request, pk)
    form = CredentialsForm(request.POST if request.method == "POST" else None, connection=connection)
    if form.is_valid() and form.save_by(request.user):
        return done(request, _("Saved."))
    title = _("Credentials of %(account)s") % {"account": connection}
    adapter = ADAPTERS[connection.adapter]
    context = {"adapter": adapter, "intro": adapter.how}
    return shown(request, form, title, reverse("ads:connection-edit", args=[pk]), context)


def shown(request, form, title, action, context):
    template = "ads/_connection_form.html" if request.htmx else "ads/connection_form.html"
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, context | {"form": form, "title": title, "action": action}, status=status)


def done(request, message):
    if request.htmx:
        return close_modal("connectionsChanged", toast=message)
    messages.success(request, message)
    return redirect("ads:connection-list")


@require_POST
def connection_pull(request, pk):
    connection = connection_of(request, pk)
    if pulling.ask_pull(connection=connection, by=request.user):
        return list_answer(request, _("The figures are on their way."))
    return list_answer(request, _("Its figures are being pulled already."), "info")


@require_POST
def connection_test(request, pk):
    try:
        account = connections.test(connection=connection_of(request, pk), by=request.user)
    except connections.NotConnected as error:
        return list_answer(request, str(error.message), "warning")
    return list_answer(request, _("It answers: %(account)s.") % {"account": account.name or account.id})


@admin_required
@require_POST
def connection_disconnect(request, pk):
    connections.disconnect(connection=connection_of(request, pk), by=request.user)
    return list_answer(request, _("Disconnected. Its campaigns and their figures stay."))


def list_answer(request, message, level="success"):
    if request.htmx:
        fragment = render(request, "ads/_connections.html", list_context(request))
        return trigger(fragment, toast=message, level=level)
    messages.add_message(request, getattr(messages, level.upper()), message)
    return redirect("ads:connection-list")
