from random import Random

from django.utils import translation
from django.utils.translation import gettext as _

from webox.ai.providers.base import Answer, Writer


class OfflineWriter(Writer):
    """Composes from templates on this machine: no key, no network, the same text for the same seed."""

    def write(self, *, purpose, brief, voice, seed):
        with translation.override(brief.language):
            output = purpose.write(brief, Random(seed))  # noqa: S311  variety, not secrecy
        return Answer(output=purpose.schema.model_validate(output).model_dump(mode="json"), cost=0, requests=0)

    def check(self, *, voice):
        return _("The offline writer is always there.")
