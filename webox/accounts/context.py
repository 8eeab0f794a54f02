from django.conf import settings

from webox.accounts.access import memberships_of


def workspace(request):
    """What the shell of every page shows."""
    membership = getattr(request, "membership", None)
    if not membership:
        nobody = {"workspace": None, "membership": None, "can_write": False, "can_administer": False}
        return nobody | {"signup_open": settings.SIGNUP_OPEN}
    return {
        "workspace": membership.workspace,
        "membership": membership,
        "memberships": getattr(request, "memberships", None) or memberships_of(request.user),
        "can_write": membership.can_write,
        "can_administer": membership.can_administer,
        "outbox_enabled": not settings.EMAIL_URL,
    }
