"""Programs connect ad accounts, have them pulled and disconnect them; nobody gets a credential back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketing.ads.models import AdConnection
from tests.factories.accounts import make_api
from tests.factories.ads import make_connection
from tests.marketing.ads.providers import world
from tests.marketing.ads.providers.fakes import GIVEN
from tests.marketing.ads.providers.server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]
PATH = "/api/marketing/ad-accounts"


@pytest.fixture
def owners(workspace, owner):
    return make_api(workspace, owner)


@pytest.fixture
def meta(workspace, server):
    return make_connection(workspace, "meta", GIVEN["meta"], account_id=world.ACCOUNT, account_name="Atelier")


def post(client, path="", **body):
    return client.post(PATH + path, body, format="json")


def errors_of(response):
    return {each["field"]: each["detail"] for each in response.json()["errors"]}


def test_an_account_is_connected_and_tells_no_credential(owners, server):
    response = post(owners, adapter="meta", credentials=GIVEN["meta"])
    assert response.status_code == 201
    row = AdConnection.objects.get()
    assert response["Location"] == f"{PATH}/{row.pk}"
    body = response.json()
    assert {
        name: body[name] for name in ("adapter", "platform", "account_id", "account_name", "currency", "state")
    } == {
        "adapter": "meta",
        "platform": "facebook",
        "account_id": world.ACCOUNT,
        "account_name": "Atelier",
        "currency": "EUR",
        "state": "waiting",
    }
    for text in (response.text, owners.get(PATH).text, owners.get(f"{PATH}/{row.pk}").text):
        assert GIVEN["meta"]["access_token"] not in text
        assert "credentials" not in text


def test_a_sandbox_wants_its_platform_alone(owners):
    assert post(owners, adapter="sandbox", platform="tiktok").json()["account_id"] == "sandbox-tiktok"
    response = post(owners, adapter="sandbox", platform="myspace")
    assert errors_of(response) == {"platform": "Choose one of: facebook, google, linkedin, instagram, tiktok."}
    response = post(owners, adapter="sandbox", platform="tiktok")
    assert errors_of(response) == {"credentials": "This account is connected already."}


@pytest.mark.parametrize(
    ("credentials", "said"),
    [
        ({}, "Missing: access_token."),
        ({"access_token": " "}, "Missing: access_token."),
        (
            {"access_token": "x", "password": "y"},
            "“password” is not asked for. Known: access_token, app_secret, page_id.",
        ),
        ({"access_token": "é"}, "A credential is made of plain letters, digits and signs: copy it again."),
        ({"access_token": "a\nb"}, "A credential is made of plain letters, digits and signs: copy it again."),
        ({"access_token": "wrong"}, "Meta no longer accepts the credentials. Connect the account again."),
    ],
)
def test_credentials_that_do_not_do_are_said_so(owners, server, credentials, said):
    response = post(owners, adapter="meta", credentials=credentials)
    assert response.status_code == 400
    assert list(errors_of(response).values()) == [said]
    assert AdConnection.objects.count() == 0


def test_of_several_accounts_one_is_named(owners, server):
    rows = [{"account_id": id, "name": f"Compte {id}", "currency": "EUR"} for id in ("1", "2")]
    server.answer = lambda asked: Answer({"data": rows})
    response = post(owners, adapter="meta", credentials=GIVEN["meta"])
    said = "These credentials reach several accounts. Choose one of: 1 (Compte 1), 2 (Compte 2)."
    assert errors_of(response) == {"account_id": said}
    response = post(owners, adapter="meta", credentials=GIVEN["meta"], account_id="2")
    assert response.json()["account_name"] == "Compte 2"


def test_only_owners_and_admins_connect_and_disconnect(api, meta):
    assert post(api, adapter="sandbox").status_code == 403
    assert post(api, f"/{meta.pk}/credentials", credentials={}).status_code == 403
    assert api.delete(f"{PATH}/{meta.pk}").status_code == 403
    assert post(api, f"/{meta.pk}/test").status_code == 200


def test_credentials_are_replaced_and_what_is_not_named_stays(owners, meta, server):
    server.token = "EAAB-new"
    response = post(owners, f"/{meta.pk}/credentials", credentials={"access_token": "EAAB-new"})
    assert (response.status_code, "EAAB" in response.text) == (200, False)
    meta.refresh_from_db()
    assert meta.credentials == {"access_token": "EAAB-new", "page_id": "77"}
    response = post(owners, f"/{meta.pk}/credentials", credentials={"access_token": "wrong"})
    assert "Connect the account again" in errors_of(response)["credentials"]


def test_a_pull_is_asked_for_once(api, meta, rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert post(api, f"/{meta.pk}/pull").status_code == 202
    assert rung == [{"connection_id": meta.pk}]
    AdConnection.objects.update(claim="x", next_pull_at=timezone.now() + timedelta(minutes=5))
    response = post(api, f"/{meta.pk}/pull")
    assert (response.status_code, response.json()["code"]) == (409, "in_progress")
    assert api.get(f"{PATH}/{meta.pk}").json()["state"] == "running"


def test_a_test_that_fails_is_a_conflict_with_the_reason(api, meta, server):
    server.next = [Answer(b"", 503)]
    response = post(api, f"/{meta.pk}/test")
    assert (response.status_code, response.json()["code"]) == (409, "not_connected")
    assert api.get(f"{PATH}/{meta.pk}").json()["error"] == "Meta is out of order (answer 503)."


def test_disconnecting(owners, meta):
    assert owners.delete(f"{PATH}/{meta.pk}").status_code == 204
    assert AdConnection.objects.count() == 0


def test_what_can_be_connected_is_told_with_what_it_asks_for(api):
    found = {each["name"]: each for each in api.get(f"{PATH}/adapters").json()}
    assert list(found) == ["sandbox", "meta", "google", "linkedin"]
    assert found["sandbox"]["credentials"] == []
    assert [(each["name"], each["is_secret"], each["is_required"]) for each in found["google"]["credentials"]] == [
        ("developer_token", True, True),
        ("client_id", False, True),
        ("client_secret", True, True),
        ("refresh_token", True, True),
        ("login_customer_id", False, False),
    ]


def test_lists_are_filtered(api, meta, workspace):
    sandbox = make_connection(workspace, platform="google")
    assert [row["id"] for row in api.get(PATH, {"adapter": "sandbox"}).json()["results"]] == [sandbox.pk]
    assert [row["id"] for row in api.get(PATH, {"platform": "facebook"}).json()["results"]] == [meta.pk]
    assert api.get(PATH, {"adapter": "myspace"}).status_code == 400
