from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from webox.accounts.access import SAFE_METHODS, SESSION_KEY, choose, memberships_of, zone_of
from webox.lib.problems import problem_response

CODES = {400: "invalid", 404: "not_found", 413: "too_large"}


class WorkspaceMiddleware:
    """Gives every page of a signed-in person `request.workspace` and `request.membership`, and their time zone.

    A viewer's unsafe request is refused here, so that a forgotten guard in a view fails closed, and so is the page that
    would lead to one (`for_writers`).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.workspace = request.membership = None
        try:
            response = self.get_response(request)
        finally:
            timezone.deactivate()
        if request.workspace:
            # Without it the back button shows what was, and after signing out what was private.
            response.setdefault("Cache-Control", "no-store, private")
        return response

    def process_view(self, request, view, args, kwargs):
        if not request.user.is_authenticated or hasattr(view, "cls"):  # DRF resolves its own, see api/permissions.py
            return None
        if request.resolver_match.app_name == "admin" or not getattr(view, "login_required", True):
            return None
        request.memberships = list(memberships_of(request.user))
        membership = choose(request.memberships, workspace_id=request.session.get(SESSION_KEY))
        if membership:
            request.membership, request.workspace = membership, membership.workspace
            timezone.activate(zone_of(membership))
            is_writing = request.method not in SAFE_METHODS or getattr(view, "for_writers", False)
            if is_writing and not self.may_write(request, view):
                raise PermissionDenied(_("Your role lets you look but not change. Ask an admin of the workspace."))
            return None
        if getattr(view, "workspace_not_needed", False) or self.is_allauth(request):
            return None
        return redirect("accounts:workspace-create")

    def may_write(self, request, view):
        return request.membership.can_write or getattr(view, "viewer_may_write", False) or self.is_allauth(request)

    @staticmethod
    def is_allauth(request):
        return request.resolver_match.route.startswith("accounts/") or request.resolver_match.url_name == "set_language"


class ApiProblemMiddleware:
    """Answers under /api/ that Django makes before DRF is reached (no route, body too large) as problem JSON."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith("/api/"):
            return self.get_response(request)
        if self.is_too_large(request):
            return problem_response(413, "too_large", _("The body is larger than this server accepts."))
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        # DRF's own HTML is the browsable API.
        is_drf = hasattr(response, "accepted_renderer")
        if response.status_code in CODES and is_page and not is_drf:
            return problem_response(response.status_code, CODES[response.status_code])
        return response

    @staticmethod
    def is_too_large(request):
        # DRF's JSON parser reads the stream itself and so never meets Django's own limit.
        limit, length = settings.DATA_UPLOAD_MAX_MEMORY_SIZE, request.META.get("CONTENT_LENGTH") or "0"
        is_file = request.content_type == "multipart/form-data"
        return limit is not None and not is_file and length.isdigit() and int(length) > limit
