import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from marketing.ads.models import AdCreative, AdImage
from marketing.ads.visuals import files
from tests.factories.ads import make_ad_campaign, make_ad_generation, make_ad_image, make_creative
from tests.factories.crm import make_lead, make_segment
from webox.ai.models import Generation

pytestmark = pytest.mark.django_db


def picture(format="PNG", size=(300, 200), mode="RGB", **more):
    out = io.BytesIO()
    Image.new(mode, size, "#336699" if mode == "RGB" else None).save(out, format, **more)
    return out.getvalue()


def uploaded(data, name="x.png"):
    return {"image": SimpleUploadedFile(name, data), "alt": "Une tasse"}


@pytest.fixture
def creative(workspace):
    return make_creative(make_ad_campaign(workspace, platform="google"), headlines=["A", "B", "C"])


def sent(**fields):
    known = {"name": "Automne", "headlines": "Un\nDeux\n\n Trois ", "descriptions": "Première.\nSeconde."}
    return known | {"call_to_action": "En savoir plus", "landing_url": "https://example.com/"} | fields


def test_texts_are_kept_one_a_line(member_client, creative):
    response = member_client.post(reverse("ads:creative-edit", args=[creative.pk]), sent())
    assert response.status_code == 302
    creative.refresh_from_db()
    assert creative.headlines == ["Un", "Deux", "Trois"]
    assert creative.descriptions == ["Première.", "Seconde."]


def test_what_the_platform_refuses_is_said_at_its_field_and_nothing_is_kept(member_client, creative):
    address = reverse("ads:creative-edit", args=[creative.pk])
    response = member_client.post(address, sent(headlines=f"{'x' * 31}\nDeux\nTrois"), HTTP_ACCEPT_LANGUAGE="en")
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["headlines"]
    assert "x" * 31 in response.text
    creative.refresh_from_db()
    assert creative.headlines == ["A", "B", "C"]


def test_what_the_platform_only_cuts_is_kept_and_warned_of(member_client, workspace):
    campaign = make_ad_campaign(workspace, platform="facebook")
    address = reverse("ads:creative-create", args=[campaign.pk])
    fields = {"name": "Long", "texts": "x" * 126, "headlines": "Court", "landing_url": ""}
    response = member_client.post(address, fields, follow=True)
    creative = AdCreative.objects.get()
    assert creative.texts == ["x" * 126]
    assert len(response.context["problems"]) == 1
    assert "126" in str(response.context["problems"][0].message)


def test_the_fields_are_those_the_platform_has(member_client, workspace):
    campaign = make_ad_campaign(workspace, platform="tiktok")
    form = member_client.get(reverse("ads:creative-create", args=[campaign.pk])).context["form"]
    assert list(form.fields) == ["name", "texts", "call_to_action", "landing_url"]
    assert form.fields["texts"].widget.attrs["data-limit-hard"] == 100


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "GIF"])
def test_an_image_of_ones_own_is_written_anew(member_client, creative, format):
    address = reverse("ads:creative-image", args=[creative.pk])
    assert member_client.post(address, uploaded(picture(format), "../../etc/passwd")).status_code == 302
    image = AdImage.objects.get()
    assert (image.creative, image.alt, image.width, image.height) == (creative, "Une tasse", 300, 200)
    assert image.path.parent == files.folder()
    assert image.path.suffix in (".png", ".jpg")
    assert image.stored.removesuffix(image.path.suffix).isalnum()
    shown = member_client.get(reverse("ads:image", args=[image.pk]))
    assert shown["Content-Type"] in ("image/png", "image/jpeg")
    assert b"".join(shown.streaming_content) == image.path.read_bytes()


def test_what_a_camera_wrote_into_an_image_is_not_kept(member_client, creative):
    exif = Image.Exif()
    exif[0x010E] = "the address of whoever took it"
    member_client.post(reverse("ads:creative-image", args=[creative.pk]), uploaded(picture("JPEG", exif=exif)))
    assert b"the address of" not in AdImage.objects.get().path.read_bytes()


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html>",
        b"\x89PNG\r\n\x1a\nbroken",
        picture("TIFF"),
        picture("PNG", (50, 300)),
        picture("PNG")[:-60],
        picture("PNG", (7_000, 6_000)),
    ],
    ids=["svg", "html", "broken", "tiff", "small", "cut", "huge"],
)
def test_what_is_no_image_we_take_is_refused(member_client, creative, data):
    response = member_client.post(reverse("ads:creative-image", args=[creative.pk]), uploaded(data))
    assert response.status_code == 422
    assert list(response.context["image_form"].errors) == ["image"]
    assert AdImage.objects.count() == 0


def test_images_are_for_members_alone(client, member_client, creative, other_workspace):
    theirs = make_ad_image(make_creative(make_ad_campaign(other_workspace)))
    assert member_client.get(reverse("ads:image", args=[theirs.pk])).status_code == 404
    ours = make_ad_image(creative)
    client.logout()
    assert client.get(reverse("ads:image", args=[ours.pk])).status_code == 302


def test_a_deleted_image_takes_its_file_along(member_client, creative, django_capture_on_commit_callbacks):
    image = make_ad_image(creative)
    with django_capture_on_commit_callbacks(execute=True):
        member_client.post(reverse("ads:image-delete", args=[image.pk]))
    assert not image.path.exists()
    assert AdImage.objects.count() == 0


def test_a_deleted_creative_takes_its_images_along(member_client, creative, django_capture_on_commit_callbacks):
    image = make_ad_image(creative)
    with django_capture_on_commit_callbacks(execute=True):
        response = member_client.post(reverse("ads:creative-delete", args=[creative.pk]))
    assert response["Location"] == creative.campaign.get_absolute_url()
    assert (AdCreative.objects.count(), image.path.exists()) == (0, False)


def test_the_images_of_a_draft_are_composed_in_the_sizes_of_its_platform(member_client, workspace):
    generation = make_ad_generation(workspace)
    address = reverse("ads:draft-visual", args=[generation.pk, 1])
    shown = member_client.get(f"{address}?size=1200x628")
    with Image.open(io.BytesIO(b"".join(shown.streaming_content))) as image:
        assert (image.format, image.size) == ("PNG", (1200, 628))
    assert shown["Cache-Control"] == "private, max-age=31536000, immutable"
    assert member_client.get(f"{address}?size=9999x9999").status_code == 404
    assert member_client.get(reverse("ads:draft-visual", args=[generation.pk, 3])).status_code == 404


def test_the_cards_of_a_draft_follow_its_words(member_client, workspace):
    generation = make_ad_generation(workspace)
    output = generation.output
    output["variants"][4]["headlines"] = ["Tout autre chose"]
    Generation.objects.filter(pk=generation.pk).update(output=output)
    response = member_client.get(reverse("ads:draft-cards", args=[generation.pk]))
    assert response.text.count('hx-swap-oob="true"') == 5 + 3 + 2 + 4
    assert "Tout autre chose" in response.text


@pytest.mark.parametrize("platform", ["facebook", "google", "linkedin", "instagram", "tiktok", "other"])
def test_the_preview_shows_each_platforms_ads(member_client, workspace, platform):
    generation = make_ad_generation(workspace, platform=platform)
    response = member_client.get(generation.get_absolute_url())
    assert response.status_code == 200
    assert response.text.count('id="draft-card-') == 5
    assert response.text.count('id="draft-visual-') == 3
    assert response.text.count("/split/") >= 4


def test_counts_come_before_the_file_and_the_file_has_a_name(member_client, workspace):
    make_lead(workspace, source="pub", email="non@example.com")
    segment = make_segment(workspace, "Clients d’été", {"field": "source", "op": "is", "value": "pub"})
    asked = {"segment": segment.pk, "platform": "google", "country": "FR"}
    counted = member_client.get(reverse("ads:audience-export"), asked, headers={"HX-Request": "true"})
    assert counted.context["audience"].counts["named"] == 0
    file = member_client.post(reverse("ads:audience-download"), asked)
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert file["Content-Disposition"].startswith('attachment; filename="clients-dete-google-')
    assert b"".join(file.streaming_content) == b"Email,Phone,First Name,Last Name,Country,Zip\r\n"
    page = member_client.get(reverse("ads:audience-export"))
    assert [(each["segment"], each["people"]) for each in page.context["exports"]] == [("Clients d’été", 0)]


def test_a_segment_of_another_workspace_is_no_choice(member_client, other_workspace):
    segment = make_segment(other_workspace, "Ailleurs")
    asked = {"segment": segment.pk, "platform": "meta", "country": "FR"}
    response = member_client.post(reverse("ads:audience-download"), asked)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["segment"]


def test_a_segment_whose_rules_name_what_is_gone_says_so(member_client, workspace):
    segment = make_segment(workspace, "Vieux", {"field": "nothing", "op": "is", "value": "x"})
    asked = {"segment": segment.pk, "platform": "meta", "country": "FR"}
    response = member_client.post(reverse("ads:audience-download"), asked)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["segment"]


def test_the_endpoint_takes_what_the_source_document_sends(api):
    body = {"platform": "facebook", "product": "Formation Marketing", "objective": "conversions", "budget": 1000}
    response = api.post("/api/marketing/ads/generate", body, format="json")
    assert response.status_code == 202
    generation = Generation.objects.get()
    assert response["Location"] == f"/api/ai/generations/{generation.pk}"
    assert generation.purpose == "ads.creative"
    assert (Decimal(generation.inputs["budget"]), generation.inputs["days"]) == (Decimal(1000), 14)


def test_the_endpoint_names_what_is_wrong(api):
    response = api.post("/api/marketing/ads/generate", {"platform": "myspace", "budget": -1}, format="json")
    assert response.status_code == 400
    assert {"platform", "product", "objective", "budget"} <= {each["field"] for each in response.json()["errors"]}
