"""Errors of the API as RFC 9457 problem JSON: one shape for a wrong field, a stranger's id and a wrong method.

{"type": "about:blank", "title": "…", "status": 400, "detail": "…", "code": "invalid",
 "errors": [{"field": "email", "code": "unique", "detail": "…"}]}
"""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404, JsonResponse
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

CONTENT_TYPE = "application/problem+json"


class Conflict(exceptions.APIException):
    """`missing` is {field: sentence} of what stands in the way, shown as errors of fields are."""

    status_code = 409
    default_code = "conflict"

    def __init__(self, detail=None, code=None, missing=None):
        super().__init__(detail, code)
        self.missing = missing or {}


class PreconditionFailed(exceptions.APIException):
    status_code = 412
    default_code = "changed_meanwhile"


class TooLarge(exceptions.APIException):
    status_code = 413
    default_code = "too_large"


def problem(status, code, detail="", errors=()):
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "code": code}
    body["detail"] = str(detail or HTTPStatus(status).phrase)
    if errors:
        body["errors"] = list(errors)
    return body


def problem_response(status, code, detail=""):
    """For views and middleware outside DRF."""
    return JsonResponse(problem(status, code, detail), status=status, content_type=CONTENT_TYPE)


def exception_handler(error, context):
    error = as_api_exception(error)
    if error is None:
        return None
    set_rollback()
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait))
    if isinstance(error, exceptions.ValidationError):
        errors = list(flatten(error.get_full_details()))
        body = problem(400, "invalid", _("Some fields are not right: see “errors”."), errors)
    else:
        codes = error.get_codes()
        code = codes if isinstance(codes, str) else error.default_code
        detail = error.detail if isinstance(error.detail, str) else first_text(error.detail)
        missing = getattr(error, "missing", {})
        errors = [{"field": field, "code": code, "detail": text} for field, text in missing.items()]
        body = problem(error.status_code, code, detail, errors)
    response = Response(body, status=error.status_code, headers=headers)
    renderer = getattr(context.get("request"), "accepted_renderer", None)
    # In the browsable API the problem is shown inside a page.
    if renderer is None or renderer.format == "json":
        response.content_type = CONTENT_TYPE
    return response


def as_api_exception(error):
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound(_("Nothing with this id is in your workspace."))
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied(str(error) or None)
    if isinstance(error, DjangoValidationError):
        return exceptions.ValidationError(as_field_errors(error))
    if isinstance(error, RequestDataTooBig):
        return TooLarge(_("The body is larger than this server accepts."))
    return None


def as_field_errors(error):
    """A Django ValidationError as DRF writes them: {field: [ErrorDetail]}."""
    fields = error.error_dict.items() if hasattr(error, "error_dict") else [("__all__", error.error_list)]
    return {
        (api_settings.NON_FIELD_ERRORS_KEY if name == "__all__" else name): [
            exceptions.ErrorDetail(message, code=item.code or "invalid") for item in items for message in item.messages
        ]
        for name, items in fields
    }


def flatten(details, path=""):
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        field = "" if path == api_settings.NON_FIELD_ERRORS_KEY else path
        yield {"field": field, "code": details["code"], "detail": str(details["message"])}
    elif isinstance(details, dict):
        for name, value in details.items():
            yield from flatten(value, f"{path}.{name}" if path else str(name))
    else:
        for index, value in enumerate(details):
            is_leaf = isinstance(value, dict) and set(value) == {"message", "code"}
            yield from flatten(value, path if is_leaf else f"{path}.{index}")


def first_text(detail):
    if isinstance(detail, dict):
        return first_text(detail.get("detail") or next(iter(detail.values()), ""))
    if isinstance(detail, list):
        return first_text(detail[0]) if detail else ""
    return str(detail)
