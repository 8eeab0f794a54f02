"""Who may do what in which workspace: the one place that knows."""

import zoneinfo
from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from webox.accounts.actions import InvitationGone, invitation_of
from webox.accounts.models import Membership, Profile

SESSION_KEY = "workspace_id"
INVITATION_KEY = "invitation"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def memberships_of(user):
    return (
        Membership.objects.filter(user=user)
        .select_related("workspace", "user__profile")
        .order_by("workspace__name", "pk")
    )


def choose_membership(user, slug="", workspace_id=None):
    """The membership asked for by slug or id, or the last used or first one; None when there is none."""
    return choose(list(memberships_of(user)), slug, workspace_id)


def choose(memberships, slug="", workspace_id=None):
    if slug:
        return next((m for m in memberships if m.workspace.slug == slug), None)
    return next((m for m in memberships if m.workspace_id == workspace_id), memberships[0] if memberships else None)


def zone_of(membership):
    """The time zone in which this person reads times: their own, or the workspace's."""
    profile = getattr(membership.user, "profile", None)
    return zoneinfo.ZoneInfo(profile.time_zone) if profile and profile.time_zone else membership.workspace.zone


def enter(request, workspace):
    """Make a workspace the current one, here and at the next sign-in."""
    request.session[SESSION_KEY] = workspace.pk
    Profile.objects.update_or_create(user=request.user, defaults={"last_workspace": workspace})


def invitation_in(session):
    """The invitation a visitor came with before they had an account; None when there is none that still counts."""
    try:
        return invitation_of(session[INVITATION_KEY]) if INVITATION_KEY in session else None
    except InvitationGone:
        return None


def remember_language(response, language):
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=60 * 60 * 24 * 365,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def viewer_may_write(view):
    """Mark a page that changes only the person's own things, so that a viewer may post to it."""
    view.viewer_may_write = True
    return view


def for_writers(view):
    """Mark a page that is there to change something: its GET is refused a viewer as its POST is."""
    view.for_writers = True
    return view


def workspace_not_needed(view):
    """Mark a page that makes sense before the first workspace."""
    view.workspace_not_needed = True
    return view


def require_admin(membership):
    if not membership.can_administer:
        raise PermissionDenied(_("Only an owner or an admin of the workspace may do this."))


def admin_required(view):
    """Let owners and admins of the workspace in, others get a 403."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        require_admin(request.membership)
        return view(request, *args, **kwargs)

    guarded.admin_required = True
    return guarded
