import pytest
from django.contrib import admin
from django.urls import reverse

from tests.factories.accounts import make_api_key
from webox.accounts.models import ApiKey, IdempotentRequest, Profile, User


@pytest.fixture
def staff_client(client, db):
    user = User.objects.create_superuser("root@example.com", "correct horse battery")
    client.force_login(user)
    return client


def test_the_admin_is_entered_through_our_sign_in_page(client, db):
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    User.objects.create_superuser("root@example.com", "correct horse battery")
    login = {"login": "root@example.com", "password": "correct horse battery", "next": "/admin/"}
    assert client.post("/accounts/login/", login)["Location"] == "/admin/"
    assert "WeBox" in client.get("/admin/").content.decode()


def test_a_member_who_is_not_staff_stays_outside(member_client):
    assert member_client.get("/admin/login/").status_code == 403


MODELS = [model for model in admin.site._registry if model._meta.app_label in ("accounts", "account", "mfa")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_is_listed_and_searched(staff_client, workspace, member, model):
    Profile.objects.create(user=member)
    make_api_key(workspace, member)
    IdempotentRequest.objects.create(workspace=workspace, user=member, key="k", path="/api/x", fingerprint="f")
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    response = staff_client.get(reverse(f"{name}_changelist"), {"q": "example"})
    assert response.status_code == 200
    row = model._default_manager.first()
    if row:
        assert staff_client.get(reverse(f"{name}_change", args=[row.pk])).status_code == 200


def test_the_hash_of_a_key_is_not_shown_and_a_key_not_made_here(staff_client, workspace, member):
    make_api_key(workspace, member)
    key = ApiKey.objects.get()
    assert key.secret_hash not in staff_client.get(f"/admin/accounts/apikey/{key.pk}/change/").content.decode()
    assert staff_client.get("/admin/accounts/apikey/add/").status_code == 403


def test_keys_are_revoked_from_the_list(staff_client, workspace, member):
    make_api_key(workspace, member)
    key = ApiKey.objects.get()
    staff_client.post("/admin/accounts/apikey/", {"action": "revoke", "_selected_action": [key.pk]})
    key.refresh_from_db()
    assert key.revoked_at is not None


def test_a_user_is_added_by_email(staff_client):
    data = {
        "email": "new@example.com",
        "usable_password": "true",
        "password1": "correct horse battery",
        "password2": "correct horse battery",
    }
    staff_client.post("/admin/accounts/user/add/", data)
    assert User.objects.get(email="new@example.com").check_password("correct horse battery")
