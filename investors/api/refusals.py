"""What an action refuses, as the API says it: which field, and what to do."""

from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework import exceptions

from investors import actions
from investors.models import Interaction
from webox.lib.problems import Conflict, as_field_errors


@contextmanager
def refusals_of_actions():
    try:
        yield
    except actions.DuplicateInvestor as error:
        raise exceptions.ValidationError(errors_of(error)) from error
    except actions.InvestorIsDeleted as error:
        raise Conflict(error.message, "deleted") from error
    except Interaction.DoesNotExist as error:
        raise exceptions.NotFound from error
    except actions.MovedMeanwhile as error:
        raise Conflict(error.message, "moved_meanwhile") from error
    except actions.MonthIsLocked as error:
        raise Conflict(error.message, "locked") from error
    except actions.AlreadyCommitted as error:
        raise Conflict(error.message, "already_committed") from error
    except actions.RoundHasMoney as error:
        raise Conflict(error.message, "has_commitments") from error
    except actions.CannotMove as error:
        raise Conflict(error.message, "missing" if error.missing else "no_next_stage", error.missing) from error


def errors_of(refusal):
    """{field: [ErrorDetail]} of a row that was refused."""
    if isinstance(refusal, ValidationError):
        return as_field_errors(refusal)
    detail = refusal.message
    if refusal.investor.pk:
        detail = _("%(message)s See /api/investors/%(id)s.") % {"message": detail, "id": refusal.investor.pk}
    return {"email": [exceptions.ErrorDetail(detail, code="unique")]}
