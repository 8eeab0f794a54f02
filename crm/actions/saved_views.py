from django.db import transaction
from django.utils.translation import gettext as _

from crm.models import SavedView


class TooManyViews(Exception):
    def __init__(self):
        self.message = _("A workspace has at most %(most)d saved views. Delete one first.") % {"most": SavedView.MOST}
        super().__init__(self.message)


@transaction.atomic
def save_view(*, workspace, by, is_default=False, **fields):
    """Keep a view for a member. Raises TooManyViews, ValidationError."""
    if SavedView.objects.for_workspace(workspace).count() >= SavedView.MOST:
        raise TooManyViews
    view = SavedView(workspace=workspace, owner=by, **fields)
    _check(view)
    view.save()
    return start_with(view=view, by=by, is_default=is_default)


@transaction.atomic
def change_view(*, view, by, is_default=None, **fields):
    """Raises ValidationError. `is_default` is the member's own affair, whoever the view belongs to."""
    if fields:
        for name, given in fields.items():
            setattr(view, name, given)
        _check(view)
        view.save()
    return view if is_default is None else start_with(view=view, by=by, is_default=is_default)


def start_with(*, view, by, is_default):
    """Open the member's CRM with this view, or no longer; another one that did gives way."""
    starts = SavedView.starters.through.objects.filter(user=by, savedview__workspace=view.workspace_id)
    (starts if is_default else starts.filter(savedview=view)).delete()
    if is_default:
        view.starters.add(by)
    view.is_default = is_default
    return view


def _check(view):
    view.full_clean(exclude=["workspace", "owner"], validate_constraints=False)
    view.validate_constraints()
