from datetime import date

import pytest
from django.core.exceptions import ValidationError

from marketing.ads import actions
from marketing.ads.models import AdCampaign, AdDailyMetric, AdImage
from tests.factories.ads import figures, make_ad, make_ad_campaign, make_ad_set, make_creative, make_day

pytestmark = pytest.mark.django_db
STEPS = {
    "start": actions.start_campaign,
    "pause": actions.pause_campaign,
    "complete": actions.complete_campaign,
}


def refused(error):
    return {field: [str(each) for each in messages] for field, messages in error.value.message_dict.items()}


def test_a_campaign_begins_as_a_draft_of_its_author(workspace, member):
    campaign = actions.create_campaign(workspace=workspace, by=member, name="Été", platform="google")
    assert (campaign.status, campaign.created_by, campaign.money) == ("draft", member, "EUR")


def test_rules_of_the_table_are_told_at_their_fields(workspace, member):
    days = {"start_date": date(2026, 3, 2), "end_date": date(2026, 3, 1)}
    with pytest.raises(ValidationError) as error:
        actions.create_campaign(workspace=workspace, by=member, name="", currency="eur", total_budget=-1, **days)
    assert refused(error) == {
        "name": ["This field cannot be blank."],
        "end_date": ["The last day is before the first."],
        "total_budget": ["A budget is not negative."],
        "currency": ["Write the currency as three capital letters, such as EUR."],
    }
    campaign = make_ad_campaign(workspace)
    with pytest.raises(ValidationError):
        actions.edit_campaign(campaign=campaign, by=member, **days)
    assert AdCampaign.objects.get().end_date is None


@pytest.mark.parametrize(
    ("before", "step", "after"),
    [
        ("draft", "start", "active"),
        ("draft", "pause", None),
        ("draft", "complete", None),
        ("active", "start", None),
        ("active", "pause", "paused"),
        ("active", "complete", "completed"),
        ("paused", "start", "active"),
        ("paused", "pause", None),
        ("paused", "complete", "completed"),
        ("completed", "start", "active"),
        ("completed", "pause", None),
        ("completed", "complete", None),
    ],
)
def test_which_step_leads_where(before, step, after, workspace, member):
    campaign = make_ad_campaign(workspace, status=before)
    if after:
        assert STEPS[step](campaign=campaign, by=member).status == after
    else:
        with pytest.raises(actions.NotAllowed):
            STEPS[step](campaign=campaign, by=member)
    campaign.refresh_from_db()
    assert campaign.status == (after or before)


def test_a_campaign_whose_last_day_has_passed_does_not_start(workspace, member):
    campaign = make_ad_campaign(workspace, end_date=date(2020, 1, 1))
    with pytest.raises(actions.NotAllowed, match="Its last day has passed"):
        actions.start_campaign(campaign=campaign, by=member)


def test_a_running_campaign_is_not_deleted(workspace, member):
    campaign = make_ad_campaign(workspace, status="active")
    with pytest.raises(actions.NotAllowed, match="pause it before"):
        actions.delete_campaign(campaign=campaign, by=member)
    assert AdCampaign.objects.count() == 1


def test_a_deleted_campaign_takes_its_figures_and_files_along(
    workspace, member, data_dir, django_capture_on_commit_callbacks
):
    campaign = make_ad_campaign(workspace)
    make_day(campaign, "2026-03-01", **figures(clicks=1))
    image = image_of(make_creative(campaign), data_dir)
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_campaign(campaign=campaign, by=member)
    assert (AdDailyMetric.objects.count(), AdImage.objects.count(), image.path.exists()) == (0, 0, False)


def image_of(creative, data_dir, **fields):
    (data_dir / "creatives").mkdir(exist_ok=True)
    fields = {"stored": "a.png", "sha256": "0" * 64, "width": 1080, "height": 1080, "size": 3} | fields
    image = AdImage.objects.create(workspace=creative.workspace, creative=creative, **fields)
    image.path.write_bytes(b"PNG")
    return image


def test_a_copy_has_everything_but_what_happened(workspace, member, data_dir):
    campaign = make_ad_campaign(
        workspace,
        name="Été",
        status="completed",
        platform="google",
        ad_copy="Une annonce",
        total_budget=100,
        external_id="42",
        utm_campaign="ete",
        start_date=date(2026, 3, 1),
    )
    creative = make_creative(campaign, name="A", headlines=["Bonjour"], texts=["Texte"], call_to_action="download")
    image_of(creative, data_dir, alt="Fenêtre", layout="frame")
    make_ad(make_ad_set(campaign, name="Lyon", daily_budget=5, external_id="s1"), name="Ad", creative=creative)
    make_day(campaign, "2026-03-01", **figures(clicks=1))
    copy = actions.duplicate_campaign(campaign=campaign, by=member)
    assert (copy.name, copy.status, copy.platform, copy.ad_copy) == ("Été (copy)", "draft", "google", "Une annonce")
    assert (copy.total_budget, copy.external_id, copy.utm_campaign, copy.start_date) == (100, "", "", None)
    ad_set, twin = copy.ad_sets.get(), copy.creatives.get()
    assert (ad_set.name, ad_set.daily_budget, ad_set.status, ad_set.external_id) == ("Lyon", 5, "draft", "")
    assert (twin.headlines, twin.texts, twin.call_to_action) == (["Bonjour"], ["Texte"], "download")
    assert (ad_set.ads.get().name, ad_set.ads.get().creative, copy.days.count()) == ("Ad", twin, 0)
    image = twin.images.get()
    assert (image.path.read_bytes(), image.alt, image.layout) == (b"PNG", "Fenêtre", "frame")
    assert image.stored != "a.png"


def test_a_copy_of_an_image_whose_file_is_gone_goes_without(workspace, member, data_dir):
    creative = make_creative(make_ad_campaign(workspace))
    image_of(creative, data_dir).path.unlink()
    copy = actions.duplicate_campaign(campaign=creative.campaign, by=member, platform="linkedin")
    assert (copy.platform, copy.creatives.get().images.count()) == ("linkedin", 0)
