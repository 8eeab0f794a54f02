"""Settings, AI: who writes for the workspace, and what a member wants otherwise for themselves."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from webox.accounts.access import admin_required, for_writers
from webox.accounts.views import tabs
from webox.ai.actions import configuring, generating
from webox.ai.forms import CONNECTION, ConfigForm, OverrideForm
from webox.ai.models import AIConfig
from webox.ai.providers.base import ProviderFailed
from webox.lib.vault import Unreadable


def config_of(request, user=None):
    mine = AIConfig.objects.for_workspace(request.workspace).filter(user=user)
    return mine.first() or AIConfig(workspace=request.workspace, user=user)


@require_http_methods(["GET", "POST"])
def config(request):
    if request.method == "GET":
        return page(request)
    if not request.membership.can_administer:
        return page(request, status=403)
    form = ConfigForm(request.POST, instance=config_of(request))
    if not form.is_valid():
        return page(request, form=form, status=422)
    configuring.configure(workspace=request.workspace, by=request.user, **form.cleaned_data)
    return saved(request)


@for_writers
@require_http_methods(["GET", "POST"])
def override(request):
    form = OverrideForm(request.POST, prefix="own", instance=config_of(request, request.user))
    if request.method == "GET":
        return redirect("ai:config")
    if not form.is_valid():
        return page(request, own_form=form, status=422)
    configuring.override(workspace=request.workspace, by=request.user, **form.cleaned_data)
    return saved(request)


def saved(request):
    messages.success(request, _("Saved."))
    return redirect("ai:config")


def page(request, form=None, own_form=None, status=200):
    read_only = not request.membership.can_administer
    house, own = config_of(request), config_of(request, request.user)
    context = {
        "tabs": tabs("ai:config"),
        "form": form or ConfigForm(instance=house, read_only=read_only),
        "config": house,
        "own_form": own_form or OverrideForm(prefix="own", instance=own),
        "own": own,
        "spent": generating.spent_this_month(request.workspace),
    }
    return render(request, "ai/config.html", context, status=status)


# Trying the connection as it is typed, and forgetting a key


@admin_required
@require_POST
def connection_test(request):
    return tested(request, ConfigForm(request.POST, instance=config_of(request)), own=False)


@for_writers
@require_POST
def override_test(request):
    return tested(
        request, OverrideForm(request.POST, prefix="own", instance=config_of(request, request.user)), own=True
    )


def tested(request, form, own):
    form.is_valid()
    wrong = [message for name in [*CONNECTION, "key"] for message in form.errors.get(name, [])]
    answer = {"level": "error", "text": " ".join(wrong)}
    if not wrong:
        typed = {name: form.cleaned_data[name] for name in [*CONNECTION, "key"]}
        answer = attempt(request, own, typed)
    if not request.htmx:
        level = messages.SUCCESS if answer["level"] == "success" else messages.ERROR
        messages.add_message(request, level, answer["text"])
        return redirect("ai:config")
    return render(request, "ai/_tested.html", answer)


def attempt(request, own, typed):
    if own and not typed["provider"]:
        # Without a provider of their own the workspace's connection is theirs.
        typed = {}
    try:
        text = configuring.test_connection(workspace=request.workspace, by=request.user, own=own, **typed)
    except ProviderFailed as error:
        return {"level": "error", "text": error.message}
    except Unreadable:
        return {"level": "error", "text": _("The key can't be read any more: SECRET_KEY was changed. Type it again.")}
    return {"level": "success", "text": text}


@admin_required
@require_POST
def key_forget(request):
    configuring.forget_key(workspace=request.workspace, by=request.user)
    return forgotten(request)


@for_writers
@require_POST
def override_key_forget(request):
    configuring.forget_key(workspace=request.workspace, by=request.user, own=True)
    return forgotten(request)


def forgotten(request):
    messages.success(request, _("The key is forgotten."))
    return redirect("ai:config")
