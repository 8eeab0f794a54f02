"""The page of ad accounts: connect, pull, test, change credentials, disconnect."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from marketing.ads.models import AdConnection
from tests.factories.ads import make_ad_campaign, make_ad_set, make_connection, make_creative
from tests.marketing.ads.providers import world
from tests.marketing.ads.providers.fake_meta import error
from tests.marketing.ads.providers.fakes import GIVEN
from tests.marketing.ads.providers.server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]
PAGE = "/advertising/accounts"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def owners(client, owner):
    client.force_login(owner)
    return client


@pytest.fixture
def meta(workspace, server):
    return make_connection(workspace, "meta", GIVEN["meta"], account_id=world.ACCOUNT, account_name="Atelier Lyon")


def connect(client, name="meta", **fields):
    return client.post(f"{PAGE}/connect/{name}", fields, headers=HTMX)


def test_the_page_says_what_to_do_first(owners):
    page = owners.get(PAGE)
    assert "No ad account connected yet" in page.text
    assert "Connect a sandbox" in page.text
    assert page.text.count('hx-target="#modal"') == 5
    for name in ("Sandbox", "Meta", "Google Ads", "LinkedIn"):
        assert f'Connect<span class="visually-hidden"> {name}</span>' in page.text
    assert "no key, no money, every feature" in page.text


def test_a_member_sees_the_accounts_without_what_only_an_admin_does(member_client, meta):
    page = member_client.get(PAGE).text
    assert "Atelier Lyon" in page
    assert "Pull now" in page
    assert "Disconnect" not in page
    assert "Connect an account" not in page
    assert member_client.get(f"{PAGE}/connect/meta").status_code == 403
    assert member_client.post(f"{PAGE}/{meta.pk}/disconnect").status_code == 403
    assert member_client.get(f"{PAGE}/{meta.pk}/credentials").status_code == 403


def test_a_sandbox_is_connected_in_one_click(owners, workspace, rung, django_capture_on_commit_callbacks):
    assert "no key" in owners.get(f"{PAGE}/connect/sandbox", headers=HTMX).text
    with django_capture_on_commit_callbacks(execute=True):
        answer = connect(owners, "sandbox", platform="facebook")
    assert answer.status_code == 204
    assert "connectionsChanged" in answer["HX-Trigger"]
    connection = AdConnection.objects.get()
    assert (connection.workspace, connection.account_id) == (workspace, "sandbox-facebook")
    assert rung == [{"connection_id": connection.pk}]
    again = connect(owners, "sandbox", platform="facebook")
    assert again.status_code == 422
    assert "connected already" in again.text


def test_the_form_asks_what_its_platform_wants_and_shows_no_secret(owners, server):
    form = owners.get(f"{PAGE}/connect/meta", headers=HTMX).text
    assert 'name="access_token"' in form and 'name="page_id"' in form
    assert connect(owners).status_code == 422
    refused = connect(owners, access_token="EAAB-secret-and-wrong")
    assert refused.status_code == 422
    assert "Connect the account again" in refused.text
    assert "EAAB-secret-and-wrong" not in refused.text


def test_an_account_without_a_script(owners, server):
    answer = owners.post(f"{PAGE}/connect/meta", GIVEN["meta"])
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert AdConnection.objects.get().credentials == GIVEN["meta"]


def test_credentials_of_several_accounts_ask_which(owners, server):
    rows = [{"account_id": id, "name": f"Compte {id}", "currency": "EUR"} for id in ("1", "2", "3")]
    page, two = Answer({"data": rows}), {"accounts": ["1", "3"]}
    server.answer = lambda asked: page
    step = connect(owners, **GIVEN["meta"])
    assert step.status_code == 200
    assert "Compte 2" in step.text
    assert GIVEN["meta"]["access_token"] not in step.text
    sealed = step.context["form"]["sealed"].value()
    assert connect(owners, sealed=sealed).status_code == 422  # none ticked
    answer = owners.post(f"{PAGE}/connect/meta", {"sealed": sealed} | two, headers=HTMX)
    assert answer.status_code == 204
    assert sorted(AdConnection.objects.values_list("account_id", flat=True)) == ["1", "3"]
    assert {row.credentials["access_token"] for row in AdConnection.objects.all()} == {GIVEN["meta"]["access_token"]}
    step = connect(owners, **GIVEN["meta"])
    assert step.status_code == 204  # one was left
    assert AdConnection.objects.count() == 3


def test_a_seal_of_another_workspace_or_of_nobody_is_refused(owners, client_of, other_workspace, server):
    from tests.factories.accounts import make_member

    rows = [{"account_id": id, "name": "", "currency": "EUR"} for id in ("1", "2")]
    server.answer = lambda asked: Answer({"data": rows})
    sealed = connect(owners, **GIVEN["meta"]).context["form"]["sealed"].value()
    client = client_of(make_member(other_workspace, "owner"))
    for given in (sealed, "gAAAA-made-up"):
        answer = connect(client, sealed=given, accounts=["1"])
        assert answer.status_code == 422
        assert "Enter the credentials again" in answer.text
    assert AdConnection.objects.count() == 0


def test_pull_now_rings_once(member_client, meta, rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = member_client.post(f"{PAGE}/{meta.pk}/pull", headers=HTMX)
    assert "on their way" in answer["HX-Trigger"]
    assert rung == [{"connection_id": meta.pk}]
    AdConnection.objects.update(claim="x", next_pull_at=timezone.now() + timedelta(minutes=5))
    answer = member_client.post(f"{PAGE}/{meta.pk}/pull", headers=HTMX)
    assert "already" in answer["HX-Trigger"]
    assert len(rung) == 1
    assert "every 2s" in answer.text


def test_a_test_says_who_answers_or_what_is_wrong(member_client, meta, server):
    assert "It answers: Atelier." in member_client.post(f"{PAGE}/{meta.pk}/test", headers=HTMX)["HX-Trigger"]
    server.next = [Answer(b"", 503)]
    answer = member_client.post(f"{PAGE}/{meta.pk}/test", headers=HTMX)
    assert "out of order" in answer["HX-Trigger"]
    assert "out of order" in answer.text
    assert member_client.post(f"{PAGE}/{meta.pk}/test")["Location"] == PAGE


def test_secrets_that_are_left_empty_stay(owners, meta):
    path = f"{PAGE}/{meta.pk}/credentials"
    form = owners.get(path, headers=HTMX).text
    assert GIVEN["meta"]["access_token"] not in form
    assert 'value="77"' in form
    answer = owners.post(path, {"access_token": "", "page_id": "88"}, headers=HTMX)
    assert answer.status_code == 204
    meta.refresh_from_db()
    assert meta.credentials == {"access_token": GIVEN["meta"]["access_token"], "page_id": "88"}
    answer = owners.post(path, {"access_token": "wrong", "page_id": "88"}, headers=HTMX)
    assert (answer.status_code, "wrong" in answer.text) == (422, False)


def test_disconnecting_is_the_admins(owners, meta):
    answer = owners.post(f"{PAGE}/{meta.pk}/disconnect", headers=HTMX)
    assert "figures stay" in answer["HX-Trigger"]
    assert AdConnection.objects.count() == 0


def test_an_unknown_platform_is_not_there(owners):
    assert owners.get(f"{PAGE}/connect/myspace").status_code == 404


def test_errors_and_states_are_seen(member_client, workspace):
    now = timezone.now()
    make_connection(workspace, error="Meta refused: no.", next_pull_at=now, account_name="Un")
    make_connection(workspace, pulled_at=now, pulled_until=now.date(), next_pull_at=now, account_name="Deux")
    page = member_client.get(PAGE).text
    assert "Meta refused: no." in page
    assert "Up to date" in page and "Failed" in page
    assert "every 2s" not in page


@pytest.mark.browser
def test_connect_a_sandbox_and_see_its_campaigns(browse_as, owner, django_capture_on_commit_callbacks):
    from playwright.sync_api import expect

    from marketing.ads.actions.pulling import pull

    page = browse_as(owner)
    page.goto(PAGE)
    page.get_by_role("button", name="Connect a sandbox").click()
    modal = page.locator("#modal")
    modal.get_by_label("Platform").select_option("linkedin")
    modal.get_by_role("button", name="Connect").click()
    expect(page.get_by_text("Sandbox LinkedIn")).to_be_visible()
    expect(page.get_by_text("Waiting")).to_be_visible()
    pull(connection_id=AdConnection.objects.get().pk)
    expect(page.get_by_text("Up to date")).to_be_visible()
    page.goto(reverse("ads:campaign-list"))
    expect(page.get_by_text("Prospect").first).to_be_visible()


# Creatives


@pytest.fixture
def creative(workspace, meta):
    campaign = make_ad_campaign(workspace, connection=meta, external_id="11", landing_url="https://a.fr")
    make_ad_set(campaign, external_id="21", name="Intérêts")
    return make_creative(campaign, name="Hiver", texts=["Texte"])


def test_a_creative_is_sent_from_its_campaign(member_client, creative, server):
    page = member_client.get(creative.campaign.get_absolute_url()).text
    assert "Send to the platform" in page
    edit = member_client.get(reverse("ads:campaign-edit", args=[creative.campaign.pk])).text
    assert "replaced with the next pull" in edit
    path = f"/advertising/creatives/{creative.pk}/push"
    for headers in ({}, HTMX):
        assert "Intérêts" in member_client.get(path, headers=headers).text
    assert member_client.post(path, {}, headers=HTMX).status_code == 422
    asked = {"ad_set": creative.campaign.ad_sets.get().pk}
    server.next = [error(100, "Invalid parameter", error_user_msg="The text is too short.")]
    refused = member_client.post(path, asked, headers=HTMX)
    assert (refused.status_code, "The text is too short." in refused.text) == (422, True)
    answer = member_client.post(path, asked, headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, creative.campaign.get_absolute_url())
    assert creative.ads.get().external_id == "92"
    assert "is on Facebook, in “Intérêts”: paused." in member_client.get(answer["HX-Redirect"]).text


def test_a_creative_of_a_campaign_without_an_account_has_nowhere_to_go(member_client, workspace):
    creative = make_creative(make_ad_campaign(workspace))
    make_ad_set(creative.campaign, external_id="21", name="Intérêts")
    assert "Send to the platform" not in member_client.get(creative.campaign.get_absolute_url()).text
    path = f"/advertising/creatives/{creative.pk}/push"
    assert "Intérêts" not in member_client.get(path).text
    answer = member_client.post(path, {"ad_set": creative.campaign.ad_sets.get().pk})
    assert answer.status_code == 422
