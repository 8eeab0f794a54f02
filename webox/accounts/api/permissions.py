from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import SAFE_METHODS, BasePermission

from webox.accounts.access import SESSION_KEY, choose_membership, memberships_of
from webox.accounts.models import ApiKey


class IsWorkspaceMember(BasePermission):
    """Signed in, and a member of the workspace in question; writing needs a role (and a key) that may write.

    Sets `request.workspace` and `request.membership`: an API key names its workspace; others may send
    `X-Workspace: slug`, else it is the page's current or the person's first one.
    """

    message = _("You are not allowed to do this in this workspace.")

    def has_permission(self, request, view):
        if not request.user or not request.user.is_authenticated:
            return False
        membership = self.membership(request)
        if not membership:
            return False
        request.membership, request.workspace = membership, membership.workspace
        if request.method in SAFE_METHODS:
            return True
        if isinstance(request.auth, ApiKey) and request.auth.scope != ApiKey.Scope.WRITE:
            return False
        return membership.can_write or getattr(view, "viewer_may_write", False)

    def membership(self, request):
        slug = request.headers.get("X-Workspace", "")
        if isinstance(request.auth, ApiKey):
            if slug and slug != request.auth.workspace.slug:
                raise Http404  # a program that names another workspace must not write into this one
            return memberships_of(request.user).filter(workspace=request.auth.workspace).first()
        session = getattr(request, "session", None)
        workspace_id = session.get(SESSION_KEY) if session is not None else None
        membership = choose_membership(request.user, slug, workspace_id)
        if slug and not membership:
            raise Http404
        return membership
