"""On whose behalf a worker carries an operation out."""

from contextlib import contextmanager

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from webox.accounts.models import Profile


class NoLongerMember(Exception):
    """Whoever started it has left the workspace, or may no longer write."""

    def __init__(self):
        self.message = _("Whoever started this may no longer change leads in the workspace.")
        super().__init__(self.message)


@contextmanager
def as_its_member(operation):
    """The language of whoever started it, for reasons, and the clock of the workspace, for days."""
    language = Profile.objects.filter(user=operation.by_id).values_list("language", flat=True).first()
    with (
        translation.override(language or operation.workspace.language),
        timezone.override(operation.workspace.zone),
    ):
        yield
