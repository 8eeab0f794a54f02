import logging
from contextlib import contextmanager

from django.utils.translation import gettext as _

from marketing.ads.providers import ADAPTERS, adapter_for
from marketing.ads.providers.base import Refused, Unavailable
from webox.lib.vault import Unreadable

logger = logging.getLogger(__name__)
# What an answer of another shape than documented runs into
UNEXPECTED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


@contextmanager
def speaking_to(connection):
    """The adapter of a connection; whatever goes wrong with it is Unavailable or Refused."""
    try:
        with adapter_for(connection) as adapter:
            if any(each.is_required and not adapter.given.get(each.name) for each in adapter.credentials):
                raise Refused(_("Credentials are missing. Enter them."))
            yield adapter
    except Unreadable as error:
        message = _("The credentials were sealed with a key this installation no longer has. Enter them again.")
        raise Refused(message) from error
    except UNEXPECTED as error:
        label = ADAPTERS[connection.adapter].label
        logger.exception("%s: an answer could not be read", connection.adapter)
        raise Unavailable(_("%(platform)s gave an answer that cannot be read.") % {"platform": label}) from error
