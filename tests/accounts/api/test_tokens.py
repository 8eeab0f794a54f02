import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from rest_framework.test import APIClient

from tests.accounts.test_signing_in import PASSWORD, now_code
from tests.factories.accounts import make_member

TOKEN = "/api/auth/token"


@pytest.fixture
def anybody(db):
    return APIClient()


def test_an_email_and_a_password_give_tokens_that_open_the_api(anybody, member):
    answer = anybody.post(TOKEN, {"email": member.email.upper(), "password": PASSWORD})
    assert (answer.status_code, set(answer.json())) == (200, {"access", "refresh"})
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {answer.json()['access']}"}
    assert anybody.get("/api/users/profile", **bearer).json()["email"] == member.email
    fresh = anybody.post("/api/auth/token/refresh", {"refresh": answer.json()["refresh"]})
    assert set(fresh.json()) == {"access"}


def test_wrong_credentials_are_a_problem(anybody, member):
    answer = anybody.post(TOKEN, {"email": member.email, "password": "wrong"})
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer.json() == {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "code": "no_active_account",
        "detail": "No active account has this email and password.",
    }


def test_a_deactivated_person_gets_no_token(anybody, workspace):
    user = make_member(workspace, is_active=False)
    assert anybody.post(TOKEN, {"email": user.email, "password": PASSWORD}).status_code == 401


def test_missing_fields_are_named(anybody):
    answer = anybody.post(TOKEN, {"email": "x"})
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [
        ("email", "invalid"),
        ("password", "required"),
    ]


def test_guessing_is_throttled_together_with_the_sign_in_page(anybody, member, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/key"}
    wrong = {"email": member.email, "password": "wrong"}
    anybody.post("/accounts/login/", {"login": member.email, "password": "wrong"}, format="multipart")
    statuses = [anybody.post(TOKEN, wrong).status_code for _ in range(3)]
    assert statuses == [401, 401, 429]
    assert anybody.post(TOKEN, wrong).json()["code"] == "throttled"


def test_two_factor_sign_in_holds_for_tokens_too(anybody, member):
    secret = generate_totp_secret()
    TOTP.activate(member, secret)
    asked = {"email": member.email, "password": PASSWORD}
    errors = [anybody.post(TOKEN, asked | more).json()["errors"][0]["field"] for more in ({}, {"code": "000000"})]
    assert errors == ["code", "code"]
    assert anybody.post(TOKEN, asked | {"code": now_code(secret)}).status_code == 200


@pytest.mark.parametrize("token", ["rubbish", ""])
def test_a_bad_refresh_token_is_a_problem(anybody, token):
    answer = anybody.post("/api/auth/token/refresh", {"refresh": token})
    assert (answer.status_code, answer.json()["code"]) == ((401, "token_not_valid") if token else (400, "invalid"))


def test_a_bad_bearer_is_a_problem(anybody):
    answer = anybody.get("/api/users/profile", HTTP_AUTHORIZATION="Bearer rubbish")
    assert (answer.status_code, answer.json()["code"]) == (401, "token_not_valid")


def test_a_new_password_ends_the_tokens_of_the_old_one(anybody, member):
    tokens = anybody.post(TOKEN, {"email": member.email, "password": PASSWORD}).json()
    member.set_password("another horse battery")
    member.save()
    renewed = anybody.post("/api/auth/token/refresh", {"refresh": tokens["refresh"]}).json()
    for token in (tokens["access"], renewed["access"]):
        assert anybody.get("/api/users/profile", headers={"Authorization": f"Bearer {token}"}).status_code == 401
