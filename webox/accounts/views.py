from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST
from django.views.decorators.vary import vary_on_headers
from django.views.i18n import set_language

from webox.accounts import actions
from webox.accounts.access import (
    INVITATION_KEY,
    admin_required,
    enter,
    remember_language,
    viewer_may_write,
    workspace_not_needed,
)
from webox.accounts.forms import ApiKeyForm, InvitationForm, MemberForm, ProfileForm, WorkspaceForm, WorkspaceNameForm
from webox.accounts.models import ApiKey, Invitation, Membership, Profile, User
from webox.lib.htmx import close_modal, trigger
from webox.lib.problems import problem_response


def tabs(active):
    pages = [
        ("accounts:settings", _("Workspace"), "building"),
        ("accounts:member-list", _("Members"), "users"),
        ("accounts:key-list", _("API keys"), "key"),
        ("ai:config", _("AI"), "sparkles"),
    ]
    return [
        {"label": label, "icon": icon, "url": reverse(name), "active": name == active} for name, label, icon in pages
    ]


# The workspace


def workspace_settings(request):
    read_only = not request.membership.can_administer
    form = WorkspaceForm(request.POST or None, instance=request.workspace, read_only=read_only)
    if request.method == "POST" and not read_only and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("accounts:settings")
    if form.is_bound:
        # A refused form has already been written onto the instance that the shell of the page shows.
        request.workspace.refresh_from_db()
    status = 403 if read_only and request.method == "POST" else 422 if form.is_bound else 200
    context = {"form": form, "tabs": tabs("accounts:settings")}
    return render(request, "accounts/workspace_settings.html", context, status=status)


@viewer_may_write
@workspace_not_needed
def workspace_create(request):
    form = WorkspaceNameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        workspace = actions.open_workspace(by=request.user, name=form.cleaned_data["name"])
        enter(request, workspace)
        messages.success(request, _("%(name)s is ready.") % {"name": workspace})
        return redirect("accounts:settings")
    return render(request, "accounts/workspace_create.html", {"form": form}, status=422 if form.is_bound else 200)


@viewer_may_write
@require_POST
def workspace_switch(request):
    memberships = Membership.objects.filter(user=request.user).select_related("workspace")
    pk = request.POST.get("workspace", "")
    membership = get_object_or_404(memberships, workspace=pk if pk.isdecimal() else 0)
    enter(request, membership.workspace)
    messages.info(request, _("You are now in %(name)s.") % {"name": membership.workspace})
    return redirect(settings.LOGIN_REDIRECT_URL)


# Members and invitations


@vary_on_headers("HX-Request")
def member_list(request):
    context = {"tabs": tabs("accounts:member-list")} | member_context(request)
    return render(request, "accounts/_members.html" if request.htmx else "accounts/member_list.html", context)


def member_context(request):
    members = request.workspace.memberships.select_related("user").order_by("user__first_name", "user__email")
    invitations = Invitation.objects.for_workspace(request.workspace).open().select_related("invited_by")
    may_give = request.membership.may_give
    return {
        "members": [(member, member.role in may_give) for member in members],
        "invitations": invitations.order_by("email"),
    }


def members_answer(request, message, level="success"):
    if not request.htmx:
        messages.add_message(request, messages.DEFAULT_LEVELS[level.upper()], message)
        return redirect("accounts:member-list")
    status = 422 if level == "error" else 200
    return trigger(
        render(request, "accounts/_members.html", member_context(request), status=status), toast=message, level=level
    )


@admin_required
def member_edit(request, pk):
    membership = get_object_or_404(request.workspace.memberships.select_related("user"), pk=pk)
    initial = {"role": membership.role, "own_leads_only": membership.own_leads_only}
    form = MemberForm(request.POST or None, by=request.membership, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_role(by=request.membership, membership=membership, **form.cleaned_data)
        except actions.LastOwner:
            form.add_error("role", last_owner())
        except actions.RoleTooHigh:
            form.add_error("role", role_too_high())
        else:
            return close_modal("membersChanged", toast=_("Saved."))
    context = {
        "form": form,
        "title": _("Role of %(name)s") % {"name": membership.user},
        "action": reverse("accounts:member-edit", args=[pk]),
    }
    return render(request, "components/modal_form.html", context, status=422 if form.is_bound else 200)


def last_owner():
    return _("This is the last owner. Make somebody else an owner first.")


def role_too_high():
    return _("Only an owner can give this role or change a person who has it.")


@admin_required
@require_POST
def member_remove(request, pk):
    membership = get_object_or_404(request.workspace.memberships.select_related("user"), pk=pk)
    try:
        actions.remove_member(by=request.membership, membership=membership)
    except actions.LastOwner:
        return members_answer(request, last_owner(), "error")
    except actions.RoleTooHigh:
        return members_answer(request, role_too_high(), "error")
    if membership.user == request.user:
        response = HttpResponse(headers={"HX-Redirect": "/"}) if request.htmx else redirect("/")
        messages.info(request, _("You have left %(name)s.") % {"name": request.workspace})
        return response
    return members_answer(request, _("%(name)s was removed.") % {"name": membership.user})


@admin_required
def invitation_create(request):
    form = InvitationForm(request.POST or None, by=request.membership)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = actions.invite(by=request.membership, **form.cleaned_data)
            actions.send_invitation(by=request.membership, invitation=invitation)
        except actions.AlreadyMember:
            form.add_error("email", _("This person is a member already."))
        except actions.AlreadyInvited:
            form.add_error("email", _("This person is invited already: send the invitation again from the list."))
        except actions.RoleTooHigh:
            form.add_error("role", role_too_high())
        except actions.MailNotSent as error:
            return close_modal("membersChanged", toast=not_sent(error), level="error")
        else:
            return close_modal("membersChanged", toast=_("The invitation is on its way to %s.") % invitation.email)
    context = {
        "form": form,
        "title": _("Invite a member"),
        "action": reverse("accounts:invitation-create"),
        "submit": _("Send the invitation"),
    }
    return render(request, "components/modal_form.html", context, status=422 if form.is_bound else 200)


def not_sent(error):
    return _("The invitation is saved, but the mail server did not take it: %s. Send it again from the list.") % error


@admin_required
@require_POST
def invitation_resend(request, pk):
    invitation = open_invitation(request, pk)
    try:
        actions.send_invitation(by=request.membership, invitation=invitation)
    except actions.MailNotSent as error:
        return members_answer(request, not_sent(error), "error")
    return members_answer(request, _("The invitation is on its way to %s.") % invitation.email)


@admin_required
@require_POST
def invitation_revoke(request, pk):
    invitation = open_invitation(request, pk)
    invitation.delete()
    return members_answer(request, _("The invitation to %s no longer counts.") % invitation.email)


def open_invitation(request, pk):
    return get_object_or_404(Invitation.objects.for_workspace(request.workspace).open(), pk=pk)


@login_not_required
def invitation_accept(request, token):
    try:
        invitation = actions.invitation_of(token)
        if request.method == "POST" and request.user.is_authenticated:
            membership = actions.accept_invitation(by=request.user, invitation=invitation)
            enter(request, membership.workspace)
            messages.success(request, _("Welcome to %(name)s.") % {"name": membership.workspace})
            return redirect(settings.LOGIN_REDIRECT_URL)
    except actions.InvitationGone as gone:
        return render(request, "accounts/invitation_gone.html", {"reason": gone.reason}, status=410)
    except actions.WrongPerson:
        pass  # the page says so
    if not request.user.is_authenticated:
        request.session[INVITATION_KEY] = token
    context = {
        "invitation": invitation,
        "is_right_person": request.user.is_authenticated and request.user.email.lower() == invitation.email.lower(),
        "has_account": User.objects.filter(email__iexact=invitation.email).exists(),
    }
    return render(request, "accounts/invitation_accept.html", context)


# API keys


@vary_on_headers("HX-Request")
def key_list(request):
    context = {"tabs": tabs("accounts:key-list")} | key_context(request)
    return render(request, "accounts/_keys.html" if request.htmx else "accounts/key_list.html", context)


def key_context(request):
    keys = ApiKey.objects.for_workspace(request.workspace).select_related("user")
    return {"keys": keys.order_by("revoked_at", "-created_at")[:200]}


@admin_required
def key_create(request):
    form = ApiKeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key, text = actions.issue_key(by=request.membership, **form.cleaned_data)
        return trigger(render(request, "accounts/_key_created.html", {"key": key, "text": text}), "keysChanged")
    context = {
        "form": form,
        "title": _("New API key"),
        "action": reverse("accounts:key-create"),
        "submit": _("Create the key"),
        "intro": _("A program that sends the key acts as you in this workspace."),
    }
    return render(request, "components/modal_form.html", context, status=422 if form.is_bound else 200)


@admin_required
@require_POST
def key_revoke(request, pk):
    key = get_object_or_404(ApiKey.objects.for_workspace(request.workspace), pk=pk)
    ApiKey.objects.filter(pk=key.pk).revoke()
    if not request.htmx:
        return redirect("accounts:key-list")
    message = _("“%(name)s” no longer opens anything.") % {"name": key.name}
    return trigger(render(request, "accounts/_keys.html", key_context(request)), toast=message)


# The person


@viewer_may_write
@workspace_not_needed
def profile(request):
    instance = Profile.objects.filter(user=request.user).first() or Profile(language=request.LANGUAGE_CODE)
    form = ProfileForm(request.POST or None, instance=instance, user=request.user)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        with override(saved.language):
            messages.success(request, _("Saved."))
        response = redirect("accounts:profile")
        remember_language(response, saved.language)
        return response
    context = {"form": form}
    return render(request, "accounts/profile.html", context, status=422 if form.is_bound else 200)


@login_not_required
def choose_language(request):
    """Django's set_language, which also remembers the choice of a person who has a profile."""
    language = request.POST.get("language", "")
    if request.method == "POST" and request.user.is_authenticated and language in dict(settings.LANGUAGES):
        Profile.objects.filter(user=request.user).update(language=language)
    return set_language(request)


# The process, and what Django answers when a request cannot be served


@login_not_required
def healthz(request):
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def favicon(request):
    """For pages without a head of ours: the admin, answers in JSON, pages people wrote."""
    return redirect(static("img/favicon.svg"))


@login_not_required
def readyz(request):
    """The process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"database": connection.vendor})


@login_not_required
def bad_request(request, exception=None):
    is_too_large = isinstance(exception, RequestDataTooBig)
    if request.path.startswith("/api/"):
        if is_too_large:
            return problem_response(413, "too_large", _("The body is larger than this server accepts."))
        return problem_response(400, "invalid", _("This request could not be read."))
    return render(request, "413.html", status=413) if is_too_large else render(request, "400.html", status=400)


@login_not_required
def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)
