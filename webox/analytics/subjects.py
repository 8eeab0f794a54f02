"""What an event can be about: any model whose rows belong to a workspace, named by its model name."""

from functools import cache

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from webox.accounts.models import WorkspaceOwned


@cache
def models():
    """{"lead": Lead, …}"""
    return {model._meta.model_name: model for model in apps.get_models() if issubclass(model, WorkspaceOwned)}


def require_row(workspace, subject_type, subject_id, field="subject_id"):
    """Raise ValidationError naming the field unless the workspace has this row."""
    model = models().get(subject_type)
    if model is None:
        message = _("“%(name)s” is not a kind of subject. Choose from: %(known)s.")
        raise ValidationError({"subject_type": message % {"name": subject_type, "known": ", ".join(sorted(models()))}})
    if not model.objects.for_workspace(workspace).filter(pk=subject_id).exists():
        raise ValidationError({field: _("Nothing with this id is in your workspace.")})
