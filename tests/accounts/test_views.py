import json
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.factories.accounts import make_api_key, make_member, make_user
from webox.accounts import actions
from webox.accounts.models import ApiKey, Invitation, Membership, Profile, Workspace

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def admin_client(client_of, workspace):
    return client_of(make_member(workspace, "admin", email="admin@example.com", first_name="Inès"))


@pytest.fixture
def invitation(workspace, owner):
    return actions.invite(by=Membership.objects.get(user=owner), email="new@example.com", role="member")


def toast(response):
    return json.loads(response["HX-Trigger"])["toast"]


# The workspace

SETTINGS = {
    "name": "Atelier Neuf",
    "slug": "Atelier-Neuf",
    "time_zone": "America/Montreal",
    "currency": "cad",
    "language": "en",
    "postal_address": "12 rue Neuve",
}


def test_an_admin_changes_the_workspace(admin_client, workspace):
    assert admin_client.post("/settings", SETTINGS)["Location"] == "/settings"
    values = Workspace.objects.filter(pk=workspace.pk).values(*SETTINGS).get()
    assert values == SETTINGS | {"slug": "atelier-neuf", "currency": "CAD"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "workspace taken"),
        ("currency", "E1R"),
        ("currency", "EURO"),
        ("time_zone", "Mars/Olympus"),
        ("name", ""),
        ("language", "xx"),
    ],
)
def test_a_wrong_setting_is_named_and_nothing_typed_is_lost(admin_client, workspace, field, value):
    response = admin_client.post("/settings", SETTINGS | {field: value})
    assert response.status_code == 422
    form = response.context["form"]
    assert set(form.errors) == {field if field != "currency" or len(value) > 3 else "__all__"}
    assert "12 rue Neuve" in response.content.decode()
    assert Workspace.objects.get(pk=workspace.pk).name == "Atelier"


def test_an_address_of_another_workspace_is_refused(admin_client, other_workspace):
    response = admin_client.post("/settings", SETTINGS | {"slug": other_workspace.slug})
    assert set(response.context["form"].errors) == {"slug"}


@pytest.mark.parametrize("role", ["member", "viewer"])
def test_others_see_the_settings_but_cannot_change_them(client_of, workspace, role):
    client = client_of(make_member(workspace, role))
    page = client.get("/settings")
    assert all(field.disabled for field in page.context["form"].fields.values())
    assert client.post("/settings", SETTINGS).status_code == 403
    assert Workspace.objects.get(pk=workspace.pk).name == "Atelier"


def test_a_person_without_a_workspace_is_asked_to_open_one(client_of, db):
    client = client_of(make_user())
    assert client.get("/settings")["Location"] == "/workspaces/new"
    assert client.get("/profile").status_code == 200
    client.post("/workspaces/new", {"name": "Mon studio"})
    assert client.get("/settings").wsgi_request.workspace.name == "Mon studio"


def test_a_viewer_may_open_a_workspace_and_is_in_it_at_once(viewer_client):
    assert viewer_client.post("/workspaces/new", {"name": ""}).status_code == 422
    viewer_client.post("/workspaces/new", {"name": "À moi"})
    assert viewer_client.get("/settings").wsgi_request.workspace.slug == "a-moi"


def test_switching_is_for_the_persons_own_workspaces(viewer_client, viewer, workspace, other_workspace):
    assert viewer_client.post("/workspaces/switch", {"workspace": other_workspace.pk}).status_code == 404
    assert viewer_client.post("/workspaces/switch", {"workspace": "x"}).status_code == 404
    Membership.objects.create(workspace=other_workspace, user=viewer)
    assert viewer_client.get("/workspaces/switch").status_code == 405
    viewer_client.post("/workspaces/switch", {"workspace": other_workspace.pk})
    assert viewer_client.get("/settings").wsgi_request.workspace == other_workspace
    assert Profile.objects.get(user=viewer).last_workspace == other_workspace


def test_pages_show_times_where_the_person_or_the_workspace_lives(member_client, workspace, member):
    ApiKey.objects.create(
        workspace=workspace, user=member, name="Zap", prefix="wbx_1", last_used_at="2026-01-15T12:00:00Z"
    )
    assert 'datetime="2026-01-15T13:00:00+01:00"' in member_client.get("/settings/keys").content.decode()
    Profile.objects.create(user=member, time_zone="Asia/Tokyo")
    assert 'datetime="2026-01-15T21:00:00+09:00"' in member_client.get("/settings/keys").content.decode()


# Members and invitations


def test_the_members_are_listed_with_only_the_buttons_that_work(admin_client, workspace, owner, other_workspace):
    stranger = make_member(other_workspace, first_name="Inconnu")
    page = admin_client.get("/settings/members").content.decode()
    assert ("Inès" in page, owner.email in page, stranger.email in page) == (True, True, False)
    assert page.count("Change role") == 1
    member_page = Client()
    member_page.force_login(owner)
    assert member_page.get("/settings/members").content.decode().count("Change role") == 2


def test_the_list_answers_its_fragment_to_htmx(member_client):
    response = member_client.get("/settings/members", **HTMX)
    assert ("<html" in response.content.decode(), response["Vary"]) == (False, "HX-Request, Accept-Language, Cookie")


def test_the_list_costs_the_same_for_many(member_client, workspace, django_assert_num_queries):
    for _ in range(30):
        make_member(workspace)
    with django_assert_num_queries(5):
        member_client.get("/settings/members")


def test_inviting_sends_a_mail_and_shows_the_invitation(admin_client, workspace):
    assert "Invite a member" in admin_client.get("/settings/invitations/new", **HTMX).content.decode()
    response = admin_client.post("/settings/invitations/new", {"email": "New@Example.com", "role": "viewer"}, **HTMX)
    assert response.status_code == 204
    assert json.loads(response["HX-Trigger"]) == {
        "closeModal": True,
        "membersChanged": True,
        "toast": {"level": "success", "message": "The invitation is on its way to new@example.com."},
    }
    invitation = Invitation.objects.get()
    assert (invitation.workspace, invitation.role) == (workspace, "viewer")
    assert mail.outbox[0].to == ["new@example.com"]
    assert "Valid until" in admin_client.get("/settings/members").content.decode()


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"email": "nobody", "role": "member"}, "email", "valid email address"),
        ({"email": "admin@example.com", "role": "member"}, "email", "a member already"),
        ({"email": "new@example.com", "role": "member"}, "email", "invited already"),
        ({"email": "else@example.com", "role": "owner"}, "role", "owner is not one of"),
    ],
)
def test_a_refused_invitation_names_the_field(admin_client, invitation, data, field, words):
    response = admin_client.post("/settings/invitations/new", data, **HTMX)
    assert response.status_code == 422
    assert words in response.context["form"].errors[field][0]
    assert (Invitation.objects.count(), len(mail.outbox)) == (1, 0)


def test_an_invitation_whose_mail_fails_is_kept_and_said(admin_client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    response = admin_client.post("/settings/invitations/new", {"email": "new@example.com", "role": "member"}, **HTMX)
    assert toast(response)["level"] == "error"
    again = admin_client.post(f"/settings/invitations/{Invitation.objects.get().pk}/resend", **HTMX)
    assert (again.status_code, toast(again)["level"]) == (422, "error")


def test_an_invitation_is_sent_again_and_revoked(admin_client, invitation):
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert "Expired" in admin_client.get("/settings/members").content.decode()
    response = admin_client.post(f"/settings/invitations/{invitation.pk}/resend", **HTMX)
    assert toast(response)["message"] == "The invitation is on its way to new@example.com."
    assert "Expired" not in response.content.decode()
    response = admin_client.post(f"/settings/invitations/{invitation.pk}/revoke")
    assert (response["Location"], Invitation.objects.count()) == ("/settings/members", 0)


def test_a_role_is_changed_in_the_modal(admin_client, workspace, member):
    membership = Membership.objects.get(user=member)
    assert "Role of Ada Martin" in admin_client.get(f"/settings/members/{membership.pk}", **HTMX).content.decode()
    response = admin_client.post(f"/settings/members/{membership.pk}", {"role": "viewer"}, **HTMX)
    assert (response.status_code, Membership.objects.get(user=member).role) == (204, "viewer")


def test_the_last_owner_can_neither_be_demoted_nor_removed(client_of, owner):
    client, membership = client_of(owner), Membership.objects.get(user=owner)
    response = client.post(f"/settings/members/{membership.pk}", {"role": "admin"}, **HTMX)
    words = "This is the last owner. Make somebody else an owner first."
    assert (response.status_code, response.context["form"].errors["role"]) == (422, [words])
    response = client.post(f"/settings/members/{membership.pk}/remove", **HTMX)
    assert (response.status_code, toast(response)) == (422, {"level": "error", "message": words})
    assert Membership.objects.filter(pk=membership.pk, role="owner").exists()


def test_an_admin_cannot_change_or_remove_an_owner(admin_client, owner):
    membership = Membership.objects.get(user=owner)
    response = admin_client.post(f"/settings/members/{membership.pk}", {"role": "viewer"}, **HTMX)
    assert set(response.context["form"].errors) == {"role"}
    assert toast(admin_client.post(f"/settings/members/{membership.pk}/remove", **HTMX))["level"] == "error"


def test_removing_a_member(admin_client, member):
    membership = Membership.objects.get(user=member)
    response = admin_client.post(f"/settings/members/{membership.pk}/remove", **HTMX)
    assert toast(response)["message"] == "Ada Martin was removed."
    assert not Membership.objects.filter(pk=membership.pk).exists()


def test_removing_oneself_leaves_the_workspace(admin_client):
    membership = Membership.objects.get(user__email="admin@example.com")
    assert admin_client.post(f"/settings/members/{membership.pk}/remove", **HTMX)["HX-Redirect"] == "/"
    assert admin_client.get("/settings")["Location"] == "/workspaces/new"


# API keys


def test_a_key_is_shown_once(admin_client, workspace):
    response = admin_client.post("/settings/keys/new", {"name": "Zapier", "scope": "write"}, **HTMX)
    text = response.context["text"]
    assert f'value="{text}"' in response.content.decode()
    assert json.loads(response["HX-Trigger"]) == {"keysChanged": True}
    page = admin_client.get("/settings/keys").content.decode()
    assert ("Zapier" in page, text in page, text.partition(".")[0] in page) == (True, False, True)
    answer = Client().get("/api/users/profile", HTTP_AUTHORIZATION=f"Api-Key {text}")
    assert answer.json()["email"] == "admin@example.com"


def test_a_key_without_a_name_is_refused(admin_client):
    response = admin_client.post("/settings/keys/new", {"name": "", "scope": "all"}, **HTMX)
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"name", "scope"})


def test_a_revoked_key_opens_nothing(admin_client, workspace, member):
    text = make_api_key(workspace, member)
    response = admin_client.post(f"/settings/keys/{ApiKey.objects.get().pk}/revoke", **HTMX)
    assert toast(response)["message"] == "“test” no longer opens anything."
    answer = Client().get("/api/users/profile", HTTP_AUTHORIZATION=f"Api-Key {text}")
    assert (answer.status_code, answer.json()["code"]) == (401, "authentication_failed")


# Who may


def paths_for_admins(pk):
    return [
        ("get", "/settings/invitations/new"),
        ("post", "/settings/invitations/new"),
        ("get", f"/settings/members/{pk}"),
        ("post", f"/settings/members/{pk}"),
        ("post", f"/settings/members/{pk}/remove"),
        ("post", f"/settings/invitations/{pk}/resend"),
        ("post", f"/settings/invitations/{pk}/revoke"),
        ("get", "/settings/keys/new"),
        ("post", "/settings/keys/new"),
        ("post", f"/settings/keys/{pk}/revoke"),
    ]


@pytest.mark.parametrize("role", ["member", "viewer"])
def test_administration_is_for_admins(client_of, workspace, role):
    client = client_of(make_member(workspace, role))
    assert {getattr(client, method)(path).status_code for method, path in paths_for_admins(1)} == {403}


def test_rows_of_another_workspace_do_not_exist(admin_client, other_workspace):
    stranger = make_member(other_workspace, "owner")
    membership = Membership.objects.get(user=stranger)
    invitation = actions.invite(by=membership, email="x@example.com", role="member")
    key, _text = actions.issue_key(by=membership, name="theirs", scope="read")
    for path in (
        f"/settings/members/{membership.pk}",
        f"/settings/members/{membership.pk}/remove",
        f"/settings/invitations/{invitation.pk}/resend",
        f"/settings/invitations/{invitation.pk}/revoke",
        f"/settings/keys/{key.pk}/revoke",
    ):
        assert admin_client.post(path).status_code == 404


# The person

PROFILE = {"first_name": "Ada", "last_name": "Lovelace", "job_title": "Comtesse", "phone": "+33 1", "language": "fr"}


def test_a_viewer_changes_their_own_profile_and_language(viewer_client, viewer):
    response = viewer_client.post("/profile", PROFILE | {"time_zone": "Europe/London"})
    assert response.cookies["django_language"].value == "fr"
    profile = Profile.objects.select_related("user").get()
    assert (profile.user, profile.user.last_name, profile.time_zone) == (viewer, "Lovelace", "Europe/London")
    assert '<html lang="fr">' in viewer_client.get("/profile").content.decode()


def test_a_wrong_profile_is_named(viewer_client):
    response = viewer_client.post("/profile", PROFILE | {"first_name": "", "time_zone": "Mars/Olympus"})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"first_name", "time_zone"})
    assert 'value="Lovelace"' in response.content.decode()


def test_the_language_switch_is_remembered_in_the_profile(viewer_client, viewer):
    Profile.objects.create(user=viewer, language="en")
    viewer_client.post("/language", {"language": "fr", "next": "/settings"})
    assert Profile.objects.get().language == "fr"
    viewer_client.post("/language", {"language": "xx"})
    assert Profile.objects.get().language == "fr"


def test_a_visitor_may_switch_the_language(client, db):
    response = client.post("/language", {"language": "fr", "next": "/accounts/login/"})
    assert (response["Location"], response.cookies["django_language"].value) == ("/accounts/login/", "fr")


# The process and refusals


def test_health_and_readiness(client, db):
    from django.db import connection

    assert client.get("/healthz").content == b"ok"
    assert client.get("/readyz").json() == {"database": connection.vendor}


def test_an_oversized_form_is_a_413_page(admin_client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = Client().post("/accounts/login/", {"login": "x" * 2000})
    assert response.status_code == 413
    assert "larger than this server accepts" in response.content.decode()


def test_a_malformed_request_is_a_400_page(client, db):
    response = client.post("/accounts/login/", b"--x\r\n", content_type="multipart/form-data; boundary=x\xff")
    assert response.status_code == 400
    assert "can’t be read" in response.content.decode()


def test_a_form_without_its_csrf_token_says_so(db):
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.com"})
    assert response.status_code == 403
    assert "403" in response.content.decode()


def test_a_member_is_limited_to_their_own_leads(client_of, workspace, owner, member):
    client = client_of(owner)
    membership = workspace.memberships.get(user=member)
    url = f"/settings/members/{membership.pk}"
    assert "Sees only their own leads" in client.get(url, headers={"HX-Request": "true"}).text
    answer = client.post(url, {"role": "member", "own_leads_only": "on"}, headers={"HX-Request": "true"})
    membership.refresh_from_db()
    assert (answer.status_code, membership.sees_own_leads_only) == (204, True)
    assert "sees only their own leads" in client.get("/settings/members").text
    client.post(url, {"role": "member"}, headers={"HX-Request": "true"})
    membership.refresh_from_db()
    assert membership.sees_own_leads_only is False
