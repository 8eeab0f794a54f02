"""What went wrong with a model, as one sentence that names the remedy."""

import json
from contextlib import suppress

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic_ai import exceptions as faults

from webox.ai.providers.base import Refused, Unavailable

# Answers of a server that another try may change, beyond those the library knows as such
PASSING = (408, 409, 425)


def translated(error, *, name, model, spent):
    """Unavailable or Refused, to be raised from the library's `error`; `name` is whom we asked."""
    if sentence := _refusal(error, name, model):
        return Refused(sentence, spent)
    return Unavailable(_absence(error, name), retry_after=getattr(error, "retry_after", None), spent=spent)


def _refusal(error, name, model):
    """Why another try would end the same; empty when it might not."""
    known = {"name": name, "model": model, "said": said(error)}
    match error:
        case faults.ModelQuotaExceededError():
            return _("The account at %(name)s has no credit left. Top it up, or use the offline writer.") % known
        case faults.ModelAuthenticationError():
            return (
                _("%(name)s refused the key, or the key may not use “%(model)s”. Check it in the AI settings.") % known
            )
        case faults.ModelNotFoundError():
            return _("%(name)s knows no model “%(model)s”. Check the model and the address in the AI settings.") % known
        case faults.ModelContextWindowExceededError():
            return _("This is too long for “%(model)s”. Shorten the brand brief, or choose a larger model.") % known
        case faults.OutputTokenLimitExceeded():
            return _("“%(model)s” stopped before its answer was whole. Choose a model that may write longer.") % known
        case faults.ContentFilterError():
            return _("%(name)s declined to write about this. Word it differently, or use the offline writer.") % known
        case faults.UnexpectedModelBehavior():
            return _("“%(model)s” gave no usable answer. Try another model, or use the offline writer.") % known
        case faults.ModelRequestRejectedError():
            return _("%(name)s did not accept the request: %(said)s Check the AI settings.") % known
        case faults.ModelHTTPError(status_code=status) if status < 500 and status not in (*PASSING, 429):
            return _("%(name)s did not accept the request: %(said)s Check the AI settings.") % known
    return ""


def _absence(error, name):
    known = {"name": name, "seconds": settings.AI_TIMEOUT_SECONDS}
    match error:
        case faults.ModelRateLimitError():
            return _("%(name)s is limiting how much we may ask at once.") % known
        case faults.ModelConnectionError(phase="connect" | "pool"):
            return (
                _("%(name)s cannot be reached. Check the address in the AI settings, and that the server runs.") % known
            )
        case faults.ModelTimeoutError() | faults.ModelRequestTimeout():
            return _("%(name)s did not answer within %(seconds)s seconds.") % known
        case faults.ModelHTTPError() | faults.ModelServerError() | faults.ModelUnavailableError():
            return _("%(name)s has a fault of its own at the moment.") % known
    return broken(name)


def broken(name):
    return _("The answer of %(name)s broke off, or could not be read.") % {"name": name}


def said(error):
    """The provider's own words, short, and as a sentence."""
    body = getattr(error, "body", None)
    if isinstance(body, str):
        with suppress(ValueError):
            body = json.loads(body)
    inner = body.get("error", body) if isinstance(body, dict) else None
    words = inner.get("message") if isinstance(inner, dict) else None
    words = " ".join(str(words or getattr(error, "status_code", "") or error).split())[:300]
    return words if words.endswith((".", "!", "?")) else f"{words}."
