"""From a wish to a draft campaign: written, drawn, accepted."""

from decimal import Decimal
from html import unescape

import pytest
from django.utils import timezone, translation
from PIL import Image

from marketing.ads.limits import check, sizes_of
from marketing.ads.models import Ad, AdCampaign, AdImage
from marketing.ads.visuals import files
from tests.factories.ads import AD_WISH
from tests.factories.ai import make_config
from tests.factories.crm import make_lead, make_segment
from tests.factories.emails import make_suppression
from webox.ai.actions.generating import generate, run_generation
from webox.ai.actions.reading import accept, edit
from webox.ai.models import Generation

pytestmark = pytest.mark.django_db

CONSENT = {"consent_at": timezone.now(), "consent_text": "J’accepte."}


@pytest.fixture
def written(workspace, member):
    def write(**inputs):
        generation = generate(workspace=workspace, by=member, purpose="ads.creative", inputs=AD_WISH | inputs, seed=3)
        run_generation(generation_id=generation.pk)
        generation.refresh_from_db()
        return generation

    return write


def test_a_wish_becomes_a_draft_without_any_key(written):
    generation = written()
    assert (generation.state, generation.provider, generation.error) == ("ready", "offline", "")
    assert generation.problems == []
    assert len(generation.output["variants"]) == 5
    # Three images in the four sizes of the platform are there before anybody looks.
    assert len(list((files.folder() / "drafts").iterdir())) == 12


def test_accepting_makes_a_campaign_with_sets_creatives_ads_and_images(written, member):
    generation = written()
    campaign = accept(generation=generation, by=member)
    assert isinstance(campaign, AdCampaign)
    assert (campaign.status, campaign.platform, campaign.objective) == ("draft", "facebook", "conversions")
    assert (campaign.total_budget, campaign.landing_url) == (Decimal("1000.00"), "https://example.com/formation")
    assert campaign.created_by == member
    assert [each.daily_budget for each in campaign.ad_sets.order_by("pk")] == [Decimal("20.00")] * 3
    assert [creative.texts for creative in campaign.creatives.order_by("pk")] == [
        variant["texts"] for variant in generation.output["variants"]
    ]
    assert all(list(check("facebook", creative)) == [] for creative in campaign.creatives.all())
    assert Ad.objects.filter(ad_set__campaign=campaign).count() == 15
    images = AdImage.objects.filter(creative__campaign=campaign)
    assert images.count() == 20
    for image in images:
        with Image.open(image.path) as opened:
            assert (opened.format, opened.size) == ("PNG", (image.width, image.height))
        assert image.size == image.path.stat().st_size < 1_000_000
        assert image.alt and image.layout
    first = campaign.creatives.order_by("pk")[0]
    assert [(each.width, each.height) for each in first.images.order_by("order")] == sizes_of("facebook")


def test_the_plan_is_written_and_shown_on_the_page_of_the_campaign(written, member, member_client):
    with translation.override("fr"):
        campaign = accept(generation=written(), by=member)
    assert "700,00 EUR, " in campaign.description.replace("\xa0", " ")
    audiences = [(each.name, each.target_audience) for each in campaign.ad_sets.order_by("name")]
    assert all(about for _name, about in audiences)
    html = unescape(member_client.get(campaign.get_absolute_url()).text)
    assert [(name in html, about in html) for name, about in audiences] == [(True, True)] * 3
    assert html.count("20.00 EUR a day") == 3
    lines = member_client.get(f"/api/marketing/ads/{campaign.pk}/stats").json()["ad_sets"]
    assert [(each["name"], each["target_audience"]) for each in lines] == audiences
    assert {each["daily_budget"] for each in lines} == {"20.0000"}


def test_a_second_click_makes_nothing_more(written, member):
    generation = written()
    assert accept(generation=generation, by=member) == accept(generation=generation, by=member)
    assert AdCampaign.objects.count() == 1


def test_google_gets_one_ad_with_all_fifteen_headlines_and_the_angles_beside_it(written, member):
    generation = written(platform="google")
    campaign = accept(generation=generation, by=member)
    creatives = list(campaign.creatives.order_by("pk"))
    assert len(creatives) == 6
    whole = creatives[0]
    assert (len(set(whole.headlines)), len(whole.descriptions), whole.texts) == (15, 4, [])
    assert whole.descriptions == [each["descriptions"][0] for each in generation.output["variants"][:4]]
    assert list(check("google", whole)) == []
    assert set(Ad.objects.filter(ad_set__campaign=campaign).values_list("creative", flat=True)) == {whole.pk}
    assert (whole.images.count(), creatives[1].images.count()) == (9, 3)


def test_words_edited_on_an_image_are_on_the_image(written, member):
    generation = written()
    before = accept(generation=generation, by=member).creatives.order_by("pk")[0].images.order_by("order")[0]
    again = written()
    edit(generation=again, by=member, path="/visuals/0/headline", value="Tout autre chose")
    after = accept(generation=again, by=member).creatives.order_by("pk")[0].images.order_by("order")[0]
    assert before.sha256 != after.sha256


def test_what_breaks_a_hard_limit_cannot_be_accepted(written, member):
    generation = written(platform="google")
    edit(generation=generation, by=member, path="/variants/0/headlines/0", value="x" * 31)
    generation.refresh_from_db()
    assert [(each["path"], each["level"]) for each in generation.problems] == [("/variants/0/headlines/0", "error")]
    with pytest.raises(Exception, match="31"):
        accept(generation=generation, by=member)
    assert AdCampaign.objects.count() == 0


def test_segments_are_sources_as_far_as_their_people_agreed(written, workspace):
    make_lead(workspace, email="oui@example.com", source="pub", **CONSENT)
    make_lead(workspace, email="non@example.com", source="pub")
    make_lead(workspace, email="stop@example.com", source="pub", **CONSENT)
    make_suppression(workspace, "stop@example.com")
    segment = make_segment(workspace, "Dirigeants", {"field": "source", "op": "is", "value": "pub"})
    audiences = written().output["audiences"]
    assert [(each["segment"], each["people"]) for each in audiences] == [(None, None), (segment.pk, 1), (None, None)]


def test_the_brand_is_on_the_draft(written, workspace):
    make_config(workspace, brand_name="Atelier Clair", brand_color="#0f766e")
    one = {path.name for path in (files.folder() / "drafts").iterdir()} if files.folder().exists() else set()
    written()
    assert len({path.name for path in (files.folder() / "drafts").iterdir()} - one) == 12


def test_a_workspace_that_is_gone_takes_its_generations_along(written, member, workspace):
    generation = written()
    campaign = accept(generation=generation, by=member)
    Generation.objects.filter(pk=generation.pk).delete()
    assert campaign.creatives.filter(generation=None).count() == 5
