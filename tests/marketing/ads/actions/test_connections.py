"""An account is connected, tested, steered, sent creatives and forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketing.ads.actions import campaigns, connections
from marketing.ads.actions.connections import NotConnected, NotSteered
from marketing.ads.actions.pulling import pull
from marketing.ads.models import Ad, AdCampaign, AdConnection, AdDailyMetric, AdSet
from tests.factories.ads import make_ad, make_ad_campaign, make_ad_set, make_connection, make_creative
from tests.marketing.ads.providers import world
from tests.marketing.ads.providers.fake_meta import error
from tests.marketing.ads.providers.fakes import FAKES, GIVEN
from tests.marketing.ads.providers.server import Answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def meta(workspace, server):
    return make_connection(workspace, "meta", GIVEN["meta"], account_id=world.ACCOUNT, account_name="Atelier")


@pytest.fixture
def campaign(workspace, meta):
    return make_ad_campaign(workspace, connection=meta, external_id="11", status="active", landing_url="https://a.fr")


def connect(workspace, member, name="meta", account=world.ACCOUNT, **given):
    given = GIVEN.get(name, {}) | given
    (made,) = connections.connect(workspace=workspace, by=member, adapter=name, given=given, account_ids=[account])
    return made


@pytest.mark.parametrize("name", FAKES)
def test_an_account_is_connected_with_sealed_credentials_and_pulled(
    workspace, member, platform, rung, name, django_capture_on_commit_callbacks
):
    platform(name)
    with django_capture_on_commit_callbacks(execute=True):
        connection = connect(workspace, member, name)
    assert rung == [{"connection_id": connection.pk}]
    stored = AdConnection.objects.get()
    assert (stored.account_id, stored.account_name, stored.currency) == (world.ACCOUNT, "Atelier", "EUR")
    assert stored.platform == {"meta": "facebook"}.get(name, name)
    assert stored.credentials == GIVEN[name]
    for secret in GIVEN[name].values():
        assert not secret or secret not in stored.sealed_credentials


def test_a_sandbox_needs_no_key_and_speaks_the_workspaces_language(workspace, member):
    workspace.language = "en"
    workspace.save()
    connection = connect(workspace, member, "sandbox", "sandbox-google", platform="google")
    assert (connection.platform, connection.account_name) == ("google", "Sandbox Google")
    pull(connection_id=connection.pk)
    assert set(AdCampaign.objects.values_list("name", "platform")) == {
        ("Prospecting", "google"),
        ("Retargeting", "google"),
        ("Awareness", "google"),
    }


def test_an_account_is_connected_once(workspace, other_workspace, member, meta):
    with pytest.raises(NotConnected) as refusal:
        connect(workspace, member)
    assert refusal.value.message == "This account is connected already."
    assert connect(other_workspace, member).workspace == other_workspace


def test_what_the_platform_refuses_is_not_connected(workspace, member, server):
    with pytest.raises(NotConnected) as refusal:
        connect(workspace, member, access_token="wrong")
    assert "Connect the account again" in refusal.value.message
    with pytest.raises(NotConnected) as refusal:
        connect(workspace, member, account="999")
    assert refusal.value.message == "These credentials do not reach the account 999."
    assert AdConnection.objects.count() == 0


def test_other_credentials_take_the_place_of_the_sealed_ones(meta, member, server):
    server.token = "EAAB-new"
    connections.change_credentials(connection=meta, by=member, given={"access_token": "EAAB-new"})
    meta.refresh_from_db()
    assert meta.credentials == {"access_token": "EAAB-new", "page_id": "77"}
    with pytest.raises(NotConnected):
        connections.change_credentials(connection=meta, by=member, given={"access_token": "wrong"})
    meta.refresh_from_db()
    assert meta.credentials["access_token"] == "EAAB-new"


def test_credentials_no_key_opens_are_replaced_whole(meta, member):
    AdConnection.objects.update(sealed_credentials="gAAAA-of-another-installation")
    meta.refresh_from_db()
    connections.change_credentials(connection=meta, by=member, given=GIVEN["meta"])
    meta.refresh_from_db()
    assert meta.credentials == GIVEN["meta"]


def test_a_test_keeps_what_the_platform_says(meta, member, server):
    server.next = [error(200, "Ad account owner has NOT granted ads_read permission", 403)]
    with pytest.raises(NotConnected):
        connections.test(connection=meta, by=member)
    meta.refresh_from_db()
    assert "NOT granted" in meta.error
    assert connections.test(connection=meta, by=member).name == "Atelier"
    meta.refresh_from_db()
    assert meta.error == ""


def test_disconnecting_forgets_the_credentials_and_keeps_the_figures(meta, member):
    pull(connection_id=meta.pk)
    rows = AdDailyMetric.objects.count()
    assert rows > 0
    connections.disconnect(connection=meta, by=member)
    assert AdConnection.objects.count() == 0
    assert AdDailyMetric.objects.count() == rows
    assert set(AdCampaign.objects.values_list("connection", flat=True)) == {None}


def test_connecting_again_goes_on_with_the_same_campaigns(workspace, meta, member):
    pull(connection_id=meta.pk)
    ids = set(AdCampaign.objects.values_list("pk", flat=True))
    connections.disconnect(connection=meta, by=member)
    again = connect(workspace, member)
    pull(connection_id=again.pk)
    assert set(AdCampaign.objects.values_list("pk", "connection")) == {(pk, again.pk) for pk in ids}


# Steering


def test_a_connected_campaign_is_paused_there_and_then_here(campaign, member, server):
    campaigns.pause_campaign(campaign=campaign, by=member)
    assert server.statuses == {"11": "PAUSED"}
    campaign.refresh_from_db()
    assert campaign.status == "paused"
    campaigns.start_campaign(campaign=campaign, by=member)
    assert server.statuses == {"11": "ACTIVE"}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (error(200, "(#200) No permission to change this campaign", 403), "No permission to change this campaign"),
        (Answer(b"", 503), "out of order"),
        (Answer(b"Too many", 429), "asks us to wait"),
    ],
)
def test_what_the_platform_does_not_do_is_not_done_here_either(campaign, member, server, answer, said):
    server.next = [answer]
    with pytest.raises(campaigns.NotAllowed) as refusal:
        campaigns.pause_campaign(campaign=campaign, by=member)
    assert said in str(refusal.value)
    campaign.refresh_from_db()
    assert campaign.status == "active"


def test_a_campaign_of_ours_alone_asks_nobody(workspace, member, server):
    campaign = make_ad_campaign(workspace, status="active", external_id="11")
    assert connections.steer(campaign=campaign, verb="pause") is False
    campaigns.pause_campaign(campaign=campaign, by=member)
    assert server.asked == []


def test_one_that_was_completed_here_stays_so_while_it_is_paused_there(campaign, meta, member, server):
    campaigns.complete_campaign(campaign=campaign, by=member)
    assert server.statuses == {"11": "PAUSED"}
    AdCampaign.objects.update(updated_at=timezone.now() - timedelta(minutes=1))
    pull(connection_id=meta.pk)
    campaign.refresh_from_db()
    assert campaign.status == "completed"
    server.statuses["11"] = "ACTIVE"
    AdConnection.objects.update(next_pull_at=timezone.now())
    pull(connection_id=meta.pk)
    campaign.refresh_from_db()
    assert campaign.status == "active"


def test_a_sandbox_remembers_the_pause(workspace, member):
    connection = connect(workspace, member, "sandbox", "sandbox-facebook", platform="facebook")
    pull(connection_id=connection.pk)
    campaign = AdCampaign.objects.get(external_id="sandbox-facebook-1")
    campaigns.pause_campaign(campaign=campaign, by=member)
    connection.refresh_from_db()
    ((start, end),) = connection.memory["pauses"]["sandbox-facebook-1"]
    assert start and end is None
    AdConnection.objects.update(next_pull_at=timezone.now())
    AdCampaign.objects.update(updated_at=timezone.now() - timedelta(minutes=1))
    pull(connection_id=connection.pk)
    statuses = dict(AdCampaign.objects.values_list("external_id", "status"))
    assert statuses == {
        "sandbox-facebook-1": "paused",
        "sandbox-facebook-2": "active",
        "sandbox-facebook-3": "active",
    }


# Creatives


@pytest.fixture
def ad_set(campaign):
    return make_ad_set(campaign, external_id="21")


@pytest.fixture
def creative(campaign):
    return make_creative(campaign, name="Hiver", headlines=["Titre"], texts=["Texte"], landing_url="https://a.fr/b")


def push(creative, ad_set, member):
    return connections.push_creative(creative=creative, ad_set=ad_set, by=member)


def test_a_creative_becomes_an_ad_there_and_here_once(creative, ad_set, member, server):
    ad = push(creative, ad_set, member)
    assert (ad.external_id, ad.name, ad.status, ad.creative) == ("92", "Hiver", "paused", creative)
    assert push(creative, ad_set, member) == ad
    assert [kind for kind, _form in server.pushed] == ["adcreatives", "ads"]
    assert Ad.objects.count() == 1


def test_a_creative_that_is_refused_leaves_no_ad(creative, ad_set, member, server):
    server.next = [error(100, "Invalid parameter", error_user_msg="The picture is too small.")]
    with pytest.raises(NotSteered) as refusal:
        push(creative, ad_set, member)
    assert "The picture is too small." in refusal.value.message
    assert Ad.objects.count() == 0
    assert push(creative, ad_set, member).external_id


def test_an_ad_of_ours_that_was_there_before_is_the_one_that_is_sent(creative, ad_set, member, server):
    ours = make_ad(ad_set, creative=creative, name="Nôtre")
    Ad.objects.update(updated_at=timezone.now() - timedelta(hours=1))
    server.next = [Answer(b"", 503)]
    with pytest.raises(NotSteered):
        push(creative, ad_set, member)
    assert push(creative, ad_set, member) == ours
    assert Ad.objects.count() == 1


def test_two_clicks_send_one(creative, ad_set, member, server):
    make_ad(ad_set, creative=creative)  # of the first, which is on its way
    with pytest.raises(NotSteered) as refusal:
        push(creative, ad_set, member)
    assert refusal.value.message == "This ad is being sent."
    assert server.pushed == []


def test_a_creative_without_an_address_or_a_platform_is_not_sent(creative, ad_set, campaign, member):
    creative.landing_url = creative.campaign.landing_url = ""
    with pytest.raises(NotSteered) as refusal:
        push(creative, ad_set, member)
    assert refusal.value.message == "Say first where a click leads."
    AdSet.objects.update(external_id="")
    ad_set.refresh_from_db()
    with pytest.raises(NotSteered) as refusal:
        push(creative, ad_set, member)
    assert refusal.value.message == "This ad set is on no connected account."
    other = make_ad_set(make_ad_campaign(campaign.workspace), external_id="21")
    with pytest.raises(NotSteered):
        push(creative, other, member)


def test_images_go_along(creative, ad_set, member, server, data_dir):
    from marketing.ads.models import AdImage

    (data_dir / "creatives").mkdir(exist_ok=True)
    for order, name in enumerate(("gone.png", "kept.png")):
        fields = {"sha256": "0" * 64, "width": 1, "height": 1, "size": 5, "order": order}
        AdImage.objects.create(workspace=creative.workspace, creative=creative, stored=name, **fields)
    (data_dir / "creatives" / "kept.png").write_bytes(b"\x89PNG")
    push(creative, ad_set, member)
    upload = next(each for each in server.asked if each.path.endswith("adimages"))
    assert upload.form["bytes"] == "iVBORw=="
