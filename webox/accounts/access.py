"""Who may do what in which workspace: the one place that knows."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from webox.accounts.models import Membership

SESSION_KEY = "workspace_id"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def memberships_of(user):
    return Membership.objects.filter(user=user).select_related("workspace").order_by("workspace__name", "pk")


def choose_membership(user, slug="", workspace_id=None):
    """The membership asked for by slug or id, or the last used or first one; None when there is none."""
    memberships = list(memberships_of(user))
    if slug:
        return next((m for m in memberships if m.workspace.slug == slug), None)
    return next((m for m in memberships if m.workspace_id == workspace_id), memberships[0] if memberships else None)


def viewer_may_write(view):
    """Mark a page that changes only the person's own things, so that a viewer may post to it."""
    view.viewer_may_write = True
    return view


def workspace_not_needed(view):
    """Mark a page that makes sense before the first workspace."""
    view.workspace_not_needed = True
    return view


def admin_required(view):
    """Let owners and admins of the workspace in, others get a 403."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.membership.can_administer:
            raise PermissionDenied(_("Only an owner or an admin of the workspace may do this."))
        return view(request, *args, **kwargs)

    guarded.admin_required = True
    return guarded
