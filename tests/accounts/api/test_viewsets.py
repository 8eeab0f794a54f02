import pytest
from django.test import Client
from rest_framework.test import APIClient

from tests.factories.accounts import make_api_key, make_user
from webox.accounts.models import Membership

PROFILE = "/api/users/profile"


def test_the_profile_of_the_person_who_asks(api, member, workspace):
    member.memberships.get()
    assert api.get(PROFILE).json() == {
        "email": member.email,
        "first_name": "Ada",
        "last_name": "Martin",
        "job_title": "",
        "phone": "",
        "language": "",
        "time_zone": "",
        "workspaces": [{"name": "Atelier", "slug": workspace.slug, "role": "member"}],
    }


def test_the_profile_is_changed_in_part_and_whole(api, member):
    answer = api.patch(PROFILE, {"job_title": "Comtesse", "last_name": "Lovelace"})
    assert (answer.status_code, answer.json()["last_name"], answer.json()["first_name"]) == (200, "Lovelace", "Ada")
    answer = api.put(PROFILE, {"first_name": "Augusta", "language": "fr", "email": "else@example.com"})
    assert answer.status_code == 200
    member.refresh_from_db()
    assert (member.first_name, member.profile.language, member.email) == ("Augusta", "fr", answer.json()["email"])


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"first_name": ""}, "first_name"),
        ({"language": "xx"}, "language"),
    ],
)
def test_a_wrong_field_of_the_profile_is_named(api, data, field):
    answer = api.patch(PROFILE, data)
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (400, [field])


def test_a_profile_changed_meanwhile_is_not_overwritten(api):
    etag = api.get(PROFILE)["ETag"]
    assert api.patch(PROFILE, {"phone": "1"}, headers={"If-Match": etag}).status_code == 200
    answer = api.patch(PROFILE, {"phone": "2"}, headers={"If-Match": etag})
    assert (answer.status_code, answer.json()["code"]) == (412, "changed_meanwhile")
    assert api.get(PROFILE).json()["phone"] == "1"


def test_a_viewer_changes_their_profile_but_not_with_a_read_only_key(viewer_api, workspace, viewer):
    assert viewer_api.patch(PROFILE, {"phone": "1"}).status_code == 200
    viewer_api.credentials(HTTP_AUTHORIZATION=f"Api-Key {make_api_key(workspace, viewer, 'read')}")
    assert viewer_api.get(PROFILE).status_code == 200
    assert viewer_api.patch(PROFILE, {"phone": "2"}).status_code == 403


def test_somebody_without_a_workspace_is_refused(db):
    client = APIClient()
    client.force_login(make_user())
    assert client.get(PROFILE).json()["code"] == "permission_denied"


def test_the_root_lists_what_can_be_asked(api):
    listed = api.get("/api/").json()
    assert listed["users/profile"] == "http://testserver/api/users/profile"
    assert listed["docs"] == "http://testserver/api/docs"
    assert listed["marketing/leads"] == "http://testserver/api/marketing/leads"


def test_the_root_asks_strangers_who_they_are(client, db):
    answer = client.get("/api/", HTTP_ACCEPT="application/json")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Api-Key")
    assert answer.json()["code"] == "not_authenticated"
    page = client.get("/api/", HTTP_ACCEPT="text/html")
    assert (page.status_code, "/accounts/login/?next=/api/" in page.content.decode()) == (401, True)


def test_the_browsable_api_has_our_look_and_no_inline_code(member_client):
    from tests.accounts.test_signing_in import check_look

    for path in ("/api/", PROFILE):
        page = member_client.get(path, HTTP_ACCEPT="text/html").content.decode()
        check_look(page.replace(' type="application/json"', ' src=""'), "en")
        assert "sidebar" in page
    assert 'data-method="PATCH"' in page


def test_the_documentation_has_no_inline_code_and_asks_nobody_else(client, db):
    from tests.accounts.test_signing_in import check_look

    page = client.get("/api/docs").content.decode()
    check_look(page, "en")
    assert "//cdn" not in page
    assert client.get("/api/docs?script=").status_code == 200
    assert client.get("/api/schema").status_code == 200


def test_a_workspace_is_chosen_by_header_and_only_ones_own(member, other_workspace):
    client = APIClient()
    client.force_login(member)
    assert client.get("/api/", headers={"X-Workspace": other_workspace.slug}).status_code == 404
    Membership.objects.create(workspace=other_workspace, user=member)
    assert client.get("/api/", headers={"X-Workspace": other_workspace.slug}).status_code == 200


def test_an_address_that_does_not_exist_is_a_problem(client, db):
    answer = client.get("/api/nothing/here")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_an_oversized_body_is_a_413_problem(api, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = api.patch(PROFILE, {"phone": "x" * 2000})
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")
    assert answer.json()["code"] == "too_large"
    form = Client().post("/api/auth/token", {"email": "x" * 2000})
    assert form.status_code == 415


def test_a_body_that_is_not_json_is_a_problem(api):
    answer = api.generic("PATCH", PROFILE, "{", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")
