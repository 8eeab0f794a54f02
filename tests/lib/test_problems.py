import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from rest_framework import exceptions

from webox.lib.problems import Conflict, PreconditionFailed, TooLarge, exception_handler, problem, problem_response


def body_of(error):
    response = exception_handler(error, {})
    assert response.content_type == "application/problem+json"
    assert response.status_code == response.data["status"]
    return response.data


def test_the_shape_of_a_problem():
    assert problem(404, "not_found") == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "code": "not_found",
        "detail": "Not Found",
    }
    assert problem(400, "invalid", "No.", [{"field": "a"}])["errors"] == [{"field": "a"}]


@pytest.mark.parametrize(
    ("error", "status", "code", "detail"),
    [
        (Http404("secret"), 404, "not_found", "Nothing with this id is in your workspace."),
        (PermissionDenied("No entry."), 403, "permission_denied", "No entry."),
        (PermissionDenied(), 403, "permission_denied", "You do not have permission to perform this action."),
        (RequestDataTooBig(), 413, "too_large", "The body is larger than this server accepts."),
        (TooLarge("Big."), 413, "too_large", "Big."),
        (Conflict("Taken."), 409, "conflict", "Taken."),
        (Conflict("Again.", "in_progress"), 409, "in_progress", "Again."),
        (PreconditionFailed("Old."), 412, "changed_meanwhile", "Old."),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed", "Method “PUT” not allowed."),
        (exceptions.ParseError("Line 1."), 400, "parse_error", "Line 1."),
        (exceptions.APIException({"detail": "Deep.", "code": "x"}), 500, "error", "Deep."),
        (exceptions.APIException(["First.", "Second."]), 500, "error", "First."),
    ],
)
def test_every_refusal_has_a_code_and_a_sentence(error, status, code, detail):
    body = body_of(error)
    assert (body["status"], body["code"], body["detail"].replace('"', "“", 1).replace('"', "”", 1)) == (
        status,
        code,
        detail,
    )


def test_wrong_fields_are_listed_with_their_path():
    error = exceptions.ValidationError(
        {
            "email": [exceptions.ErrorDetail("Taken.", code="unique")],
            "address": {"city": ["Missing."]},
            "rows": [{}, {"name": ["Too long.", "Too odd."]}],
            "non_field_errors": ["Both or none."],
        }
    )
    assert body_of(error)["errors"] == [
        {"field": "email", "code": "unique", "detail": "Taken."},
        {"field": "address.city", "code": "invalid", "detail": "Missing."},
        {"field": "rows.1.name", "code": "invalid", "detail": "Too long."},
        {"field": "rows.1.name", "code": "invalid", "detail": "Too odd."},
        {"field": "", "code": "invalid", "detail": "Both or none."},
    ]


def test_a_list_of_messages_belongs_to_no_field():
    assert body_of(exceptions.ValidationError("No."))["errors"] == [{"field": "", "code": "invalid", "detail": "No."}]


def test_a_validation_error_of_a_model_reads_the_same():
    error = DjangoValidationError({"slug": DjangoValidationError("Taken by %(who)s.", "taken", {"who": "Ada"})})
    assert body_of(error)["errors"] == [{"field": "slug", "code": "taken", "detail": "Taken by Ada."}]
    assert body_of(DjangoValidationError("No."))["errors"] == [{"field": "", "code": "invalid", "detail": "No."}]


def test_headers_tell_how_to_sign_in_and_when_to_come_back():
    error = exceptions.NotAuthenticated()
    error.auth_header = "Api-Key"
    assert exception_handler(error, {})["WWW-Authenticate"] == "Api-Key"
    assert exception_handler(exceptions.Throttled(wait=7.5), {})["Retry-After"] == "8"


def test_a_fault_of_ours_is_not_dressed_up():
    assert exception_handler(ValueError("bug"), {}) is None


def test_outside_drf_it_is_a_plain_response():
    response = problem_response(400, "invalid", "Unreadable.")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
