"""Sign-up, sign-in, reset and two-factor sign-in as allauth serves them with our forms and templates."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client

from tests.factories.accounts import make_member, make_user
from webox.accounts import actions
from webox.accounts.models import Invitation, Membership, Profile, User, Workspace

PASSWORD = "correct horse battery"
SIGNUP = {
    "first_name": "Ada",
    "workspace_name": "Atelier Ada",
    "email": "Ada@Example.com",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def now_code(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.fixture
def invitation(owner):
    by = Membership.objects.get(user=owner)
    return actions.invite(by=by, email="new@example.com", role="viewer")


@pytest.fixture
def link(invitation):
    return f"/invitations/{actions.invitation_token(invitation)}"


def test_signing_up_opens_a_workspace(client, db):
    response = client.post("/accounts/signup/", SIGNUP)
    assert (response.status_code, response["Location"]) == (302, "/marketing-dashboard")
    user = User.objects.get()
    assert (user.email, user.first_name) == ("ada@example.com", "Ada")
    assert list(Membership.objects.values_list("workspace__slug", "user", "role")) == [
        ("atelier-ada", user.pk, "owner")
    ]
    assert client.get("/settings").status_code == 200


def test_signing_up_keeps_what_was_typed_when_something_is_wrong(client, db):
    response = client.post("/accounts/signup/", SIGNUP | {"email": "not an address", "password2": "else"})
    form = response.context["form"]
    assert set(form.errors) == {"email", "password2"}
    assert 'value="Atelier Ada"' in response.content.decode()
    assert (User.objects.count(), Workspace.objects.count()) == (0, 0)


def test_a_workspace_that_cannot_be_opened_takes_the_account_back(client, db):
    response = client.post("/accounts/signup/", SIGNUP | {"workspace_name": ""})
    assert set(response.context["form"].errors) == {"workspace_name"}
    assert User.objects.count() == 0


@pytest.fixture
def known(db):
    user = make_user("ada@example.com")
    EmailAddress.objects.create(user=user, email="ada@example.com", verified=True, primary=True)


def test_signing_up_with_a_known_address_is_refused(client, known):
    response = client.post("/accounts/signup/", SIGNUP)
    assert set(response.context["form"].errors) == {"email"}
    assert (User.objects.count(), Workspace.objects.count()) == (1, 0)


def test_where_addresses_are_verified_only_the_owner_of_a_known_one_is_told(client, known, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    response = client.post("/accounts/signup/", SIGNUP)
    assert (response["Location"], User.objects.count()) == ("/accounts/confirm-email/", 1)
    assert mail.outbox[0].to == ["ada@example.com"]
    stranger = Client().post("/accounts/signup/", SIGNUP | {"email": "new@example.com"})
    assert stranger["Location"] == response["Location"]


def test_signing_up_with_an_invitation_joins_and_opens_no_workspace(client, invitation, link):
    assert "Create my account and join" in client.get(link).content.decode()
    page = client.get("/accounts/signup/").content.decode()
    assert ('value="new@example.com"' in page, "workspace_name" in page) == (True, False)
    response = client.post("/accounts/signup/", SIGNUP | {"email": "else@example.com"})
    assert response.status_code == 302
    user = User.objects.get(email="new@example.com")
    assert list(user.memberships.values_list("workspace", "role")) == [(invitation.workspace_id, "viewer")]
    assert Workspace.objects.count() == 1
    assert EmailAddress.objects.get(user=user).verified
    assert not Invitation.objects.open().exists()


def test_signing_in_with_an_invitation_comes_back_to_it(client, invitation, link):
    make_user("new@example.com")
    page = client.get(link).content.decode()
    assert f"/accounts/login/?next={link}" in page
    login = {"login": "new@example.com", "password": PASSWORD, "next": link}
    assert client.post("/accounts/login/", login)["Location"] == link
    assert client.post(link)["Location"] == "/marketing-dashboard"
    assert User.objects.get(email="new@example.com").memberships.get().workspace == invitation.workspace


def test_an_invitation_opened_by_somebody_else_says_what_to_do(client_of, other_workspace, link):
    client = client_of(make_member(other_workspace))
    for response in (client.get(link), client.post(link)):
        assert response.status_code == 200
        assert "the invitation is for new@example.com" in response.content.decode()
    assert Invitation.objects.open().count() == 1


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (lambda link: link[:-1] + ("0" if link[-1] != "0" else "1"), "incomplete or was changed"),
        (lambda link: Invitation.objects.update(accepted_at="2026-01-01T00:00:00Z") and link, "was used already"),
        (lambda link: Invitation.objects.all().delete() and link, "was withdrawn"),
    ],
)
def test_a_link_that_no_longer_works_says_why(client, link, break_it, words):
    response = client.get(break_it(link))
    assert response.status_code == 410
    assert words in response.content.decode()


def test_closed_sign_up_shows_a_page_but_lets_invited_people_in(client, settings, link):
    settings.SIGNUP_OPEN = False
    assert "By invitation only" in client.get("/accounts/signup/").content.decode()
    client.post("/accounts/signup/", SIGNUP)
    assert not User.objects.filter(email="ada@example.com").exists()
    client.get(link)
    assert "Create my account and join" in client.get("/accounts/signup/").content.decode()


def test_signing_in_by_email_in_any_case(client, member):
    response = client.post("/accounts/login/", {"login": member.email.upper(), "password": PASSWORD})
    assert response["Location"] == "/marketing-dashboard"
    assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert client.get("/settings")["Location"] == "/accounts/login/?next=/settings"


def test_a_wrong_password_is_said_and_counted(client, member, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/m/key"}
    wrong = {"login": member.email, "password": "wrong"}
    texts = [client.post("/accounts/login/", wrong).content.decode() for _ in range(3)]
    assert "password you specified are not correct" in texts[1]
    assert "Too many failed login attempts" in texts[2]


def test_signing_in_brings_back_language_and_workspace(client, workspace, other_workspace, member):
    Membership.objects.create(workspace=other_workspace, user=member)
    Profile.objects.create(user=member, language="fr", last_workspace=other_workspace)
    response = client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    assert response.cookies["django_language"].value == "fr"
    assert client.get("/settings").wsgi_request.workspace == other_workspace


def test_the_language_of_the_workspace_serves_who_chose_none(client, workspace, member):
    workspace.language = "fr"
    workspace.save()
    response = client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    assert response.cookies["django_language"].value == "fr"
    visitor = Client()
    visitor.cookies["django_language"] = "en"
    response = visitor.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    assert "django_language" not in response.cookies


def test_a_forgotten_password_is_set_anew_by_the_link_in_the_mail(client, member):
    client.post("/accounts/password/reset/", {"email": member.email})
    (message,) = mail.outbox
    assert message.subject == "Password Reset Email"
    path = re.search(r"http://testserver(/\S+)", message.body)[1]
    page = client.get(path, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "another long one", "password2": "another long one"})
    member.refresh_from_db()
    assert member.check_password("another long one")
    assert "Bad Token" in client.get(path, follow=True).content.decode()


def test_an_address_is_verified_by_the_link_in_the_mail(client, db):
    client.post("/accounts/signup/", SIGNUP)
    path = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    client.post(path)
    assert EmailAddress.objects.get().verified


def test_two_factor_sign_in_asks_for_the_code(client, member):
    secret = generate_totp_secret()
    TOTP.activate(member, secret)
    response = client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/settings").status_code == 302
    assert "Incorrect code" in client.post(response["Location"], {"code": "000000"}).content.decode()
    assert client.post(response["Location"], {"code": now_code(secret)})["Location"] == "/marketing-dashboard"
    assert client.get("/settings").status_code == 200


def test_two_factor_sign_in_is_switched_on_with_recovery_codes(client, member):
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    asked = client.get("/accounts/2fa/totp/activate/")["Location"]
    page = client.post(asked, {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    response = client.post("/accounts/2fa/totp/activate/", {"code": now_code(secret)})
    assert response["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get(response["Location"]).content.decode().count('class="form-control font-monospace"') == 1
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "path",
    [
        "login/",
        "signup/",
        "password/reset/",
        "password/reset/done/",
        "confirm-email/",
        "inactive/",
        "confirm-email/abc/",
    ],
)
def test_entrance_pages_have_our_look_and_no_inline_code(client, db, path, language):
    client.cookies["django_language"] = language
    page = client.get(f"/accounts/{path}").content.decode()
    check_look(page, language)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "path", ["email/", "password/change/", "2fa/", "2fa/totp/activate/", "reauthenticate/", "logout/"]
)
def test_account_pages_have_our_look_and_no_inline_code(client, member, path, language):
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.cookies["django_language"] = language
    check_look(client.get(f"/accounts/{path}").content.decode(), language)


def check_look(page, language):
    assert f'<html lang="{language}">' in page
    assert page.count("tabler.min.css") == 1
    assert re.findall(r"<style|<[^>]+ style=|<[^>]+ on[a-z]+=|<script(?![^>]* src=)", page) == []
    assert page.count("<h1") == 1
