from random import Random

import pytest
from django.utils import translation

from marketing.emails.compile import problems_of
from marketing.emails.improving.accepting import put_back
from marketing.emails.improving.forms import content_of
from marketing.emails.improving.reading import changed_lines, changed_text, language_of
from marketing.emails.improving.writing import Shortener, Toner
from marketing.emails.starter import starter_content
from tests.factories.accounts import make_workspace
from tests.factories.emails import make_campaign
from webox.ai.actions import reading
from webox.ai.actions.generating import run_generation
from webox.ai.models import Generation

FIELD = '{{ first_name | default: "vous" }}'
HTML = (
    "<html><head><style>p { color: red } /* Vraiment utile. Oui. Non. */</style></head><body>"
    f"<p>Salut {FIELD} !</p>"
    "<p>Nous avons vraiment bien travaillé. Voici la suite. Elle est longue. Elle coûte 20 €. "
    'Voyez <a href="https://example.com/a?b=c>d">notre page</a>. Merci.</p>'
    "<p>À très vite !</p></body></html>"
)
TEXT = f"Salut {FIELD} !\n\nUne phrase. Deux phrases. Trois phrases.\n\nÀ très vite !"


@pytest.fixture
def campaign(workspace):
    return make_campaign(workspace, name="Le levain", subject=f"Du pain, {FIELD}", html_content=HTML, text_content=TEXT)


def improved(member_client, purpose, campaign, **inputs):
    answer = member_client.post(f"/ai/generate/emails.{purpose}", {"campaign": campaign.pk} | inputs)
    assert answer.status_code == 302, answer.text
    generation = Generation.objects.latest("pk")
    run_generation(generation_id=generation.pk)
    generation.refresh_from_db()
    return generation


# Text inside a message


def test_only_what_people_read_is_changed():
    shouted = changed_text(HTML, lambda text, *_around: text.upper())

    assert "<style>p { color: red } /* Vraiment utile. Oui. Non. */</style>" in shouted
    assert f"<p>SALUT {FIELD} !</p>" in shouted
    assert '<a href="https://example.com/a?b=c>d">NOTRE PAGE</a>' in shouted


def test_nothing_is_lost_when_nothing_is_changed(workspace):
    for source in (
        HTML,
        TEXT,
        starter_content(workspace)["html_content"],
        "a < b {{ x }} \ue0000\ue001",
        "{% if a %}<b>",
        "",
    ):
        assert changed_text(source, lambda text, *_around: text) == source.replace("\ue0000\ue001", "")
        assert changed_lines(source, lambda text, *_around: text) == source.replace("\ue0000\ue001", "")


def test_the_language_is_told_by_small_words():
    assert language_of({"a": "Le pain est pour vous"}, "en") == "fr"
    assert language_of({"a": "The bread is for you"}, "fr") == "en"
    assert language_of({"a": "Pain"}, "en") == "en"


# Shorter


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("fr", "Une. Deux. Trois. Quatre.", "Une. Deux."),
        ("fr", "Une. Deux. \ue0000\ue001 compte. Quatre 4.", "Une. Deux. \ue0000\ue001 compte. Quatre 4."),
        ("fr", "C’est vraiment bien. Ce n’est pas vraiment fini.", "C’est bien. Ce n’est pas vraiment fini."),
        ("fr", "En effet, il pleut afin de faire pousser.", "Il pleut pour faire pousser."),
        ("en", "This is really good, in order to grow.", "This is good, to grow."),
        ("en", "It is not very good.", "It is not very good."),
        ("en", "Please note that we moved.", "We moved."),
    ],
)
def test_shorter_is_less_of_the_same(language, long, short):
    assert Shortener(language)(long) == short


def test_a_campaign_is_shortened_and_says_how(member_client, campaign):
    generation = improved(member_client, "shorten", campaign)

    assert generation.state == Generation.State.READY
    assert generation.problems == []
    assert generation.language == "fr"
    output = generation.output
    assert output["subject"] == campaign.subject
    assert "Nous avons bien travaillé. Voici la suite. Elle coûte 20 €. Voyez <a " in output["html_content"]
    assert "Elle est longue" not in output["html_content"]
    assert output["text_content"] == TEXT.replace(" Trois phrases.", "")
    assert "Phrases retirées" in output["note"]
    assert "2" in output["note"]


def test_what_is_short_already_is_said_to_be(member_client, workspace):
    short = make_campaign(workspace, html_content="<p>Bonjour le monde</p>")

    assert improved(member_client, "shorten", short).output["note"].startswith("Rien à raccourcir")


# In another tone


@pytest.mark.parametrize(
    ("language", "tone", "text", "changed"),
    [
        ("fr", "formal", "Salut \ue0000\ue001 !", "Bonjour \ue0000\ue001,"),
        ("fr", "formal", "À très vite !", "Nous vous prions d’agréer nos salutations distinguées,"),
        ("fr", "formal", "🎉 Ça change !", "Cela change."),
        ("fr", "friendly", "Cordialement,", "À très bientôt,"),
        ("fr", "professional", "Bises,", "Cordialement,"),
        ("fr", "enthusiastic", "Nous ouvrons demain.", "Nous ouvrons demain\u00a0!"),
        ("en", "formal", "Hi there, we're open!", "Hello, we are open."),
        ("en", "friendly", "Dear Zoé, we are open and do not close.", "Hi Zoé, we’re open and don’t close."),
        ("en", "professional", "Cheers!", "Kind regards,"),
        ("en", "formal", "Don’t wait.", "Do not wait."),
        ("en", "enthusiastic", "Wait...", "Wait..."),
    ],
)
def test_a_tone_changes_what_is_sure(language, tone, text, changed):
    assert Toner(language, tone)(text) == changed


def test_the_tone_of_a_campaign_is_changed_and_put_back(member_client, member, campaign):
    before = content_of(campaign)
    generation = improved(member_client, "tone", campaign, tone="formal")
    assert generation.problems == []
    assert f"<p>Bonjour {FIELD},</p>" in generation.output["html_content"]

    answer = member_client.post(f"{generation.get_absolute_url()}/accept")
    assert answer.url == campaign.get_absolute_url()
    campaign.refresh_from_db()
    assert content_of(campaign) == {name: generation.output[name] for name in before}
    assert problems_of(campaign) == []

    page = member_client.get(campaign.get_absolute_url())
    back = f"/email-marketing/improvements/{generation.pk}/put-back"
    assert f'action="{back}"' in page.text
    assert member_client.post(back).url == campaign.get_absolute_url()
    campaign.refresh_from_db()
    assert content_of(campaign) == before
    assert back not in member_client.get(campaign.get_absolute_url()).text
    # Once more changes nothing, and says so.
    assert member_client.post(back).url == generation.get_absolute_url()
    campaign.refresh_from_db()
    assert content_of(campaign) == before


# Subjects


@pytest.mark.parametrize("tone", ["professional", "friendly", "enthusiastic", "formal"])
def test_five_subjects_are_offered_and_one_is_taken(member_client, member, campaign, tone):
    generation = improved(member_client, "subjects", campaign, tone=tone)
    output = generation.output

    assert len({output["subject"], *output["alternatives"]}) == 5
    assert "levain" in output["subject"].lower()
    reading.accept(generation=generation, by=member)
    campaign.refresh_from_db()
    assert campaign.subject == output["subject"]
    assert campaign.html_content == HTML
    put_back(generation=generation, by=member)
    campaign.refresh_from_db()
    assert campaign.subject == f"Du pain, {FIELD}"


# Refused


def test_translating_without_a_model_says_so(member_client, campaign):
    generation = improved(member_client, "translate", campaign, language="en")

    assert generation.state == Generation.State.FAILED
    assert "needs a model" in generation.error


def test_what_was_changed_meanwhile_is_not_written_over(member_client, member, campaign):
    generation = improved(member_client, "shorten", campaign)
    campaign.subject = "Autre chose"
    campaign.save()

    with pytest.raises(reading.NotAcceptable, match="changed since"):
        reading.accept(generation=generation, by=member)
    assert member_client.post(f"{generation.get_absolute_url()}/accept").status_code == 422
    campaign.delete()
    with pytest.raises(reading.NotAcceptable, match="gone"):
        reading.accept(generation=generation, by=member)


def test_lost_merge_fields_and_links_are_said(member_client, member, campaign):
    generation = improved(member_client, "shorten", campaign)
    edited = reading.edit(generation=generation, by=member, path="/html_content", value="<p>Bonjour</p>")

    assert [(each["path"], each["level"]) for each in edited.problems] == [("/html_content", "warning")] * 2
    broken = reading.edit(generation=generation, by=member, path="/subject", value="{{ nobody }}")
    assert ("/subject", "error") in [(each["path"], each["level"]) for each in broken.problems]


def test_only_a_draft_of_ones_own_workspace_is_improved(member_client, workspace):
    for foreign in (make_campaign(make_workspace()), make_campaign(workspace, status="active")):
        answer = member_client.post("/ai/generate/emails.shorten", {"campaign": foreign.pk})
        assert answer.status_code == 422
    assert not Generation.objects.exists()


def test_pages_of_an_improvement(member_client, viewer_client, campaign):
    generation = improved(member_client, "shorten", campaign)
    path = f"/email-marketing/improvements/{generation.pk}"

    assert "Elle est longue" not in member_client.get(f"{path}/html").text
    assert "Elle est longue" in member_client.get(f"{path}/html?before").text
    assert f'src="{path}/html"' in member_client.get(generation.get_absolute_url()).text
    assert member_client.post(f"{path}/put-back").status_code == 404
    assert viewer_client.post(f"{path}/put-back").status_code == 403
    detail = member_client.get(campaign.get_absolute_url()).text
    assert f'hx-get="/ai/generate/emails.tone?campaign={campaign.pk}"' in detail
    assert "emails.tone" not in viewer_client.get(campaign.get_absolute_url()).text


def test_the_form_asks_only_what_matters(member_client, campaign):
    shorten = member_client.get(f"/ai/generate/emails.shorten?campaign={campaign.pk}").text
    assert f'name="campaign" value="{campaign.pk}"' in shorten
    assert 'id="id_tone"' not in shorten
    assert 'id="id_language"' not in shorten
    assert 'id="id_language"' in member_client.get("/ai/generate/emails.translate").text


def test_the_same_seed_offers_the_same_subjects():
    from marketing.emails.improving.writing import write_subjects
    from tests.ai.writer.briefs import a_brief

    brief = a_brief("fr", name="Le levain (conseils)", before={})
    with translation.override("fr"):
        assert write_subjects(brief, Random(1)) == write_subjects(brief, Random(1))
        assert write_subjects(brief, Random(1)) != write_subjects(brief, Random(2))


# The API


@pytest.mark.parametrize("verb", ["shorten", "tone", "subjects"])
def test_a_program_asks_for_an_improvement_of_a_campaign(api, campaign, verb):
    answer = api.post(f"/api/marketing/campaigns/{campaign.pk}/{verb}", {"tone": "formal"}, format="json")

    assert answer.status_code == 202, answer.text
    generation = Generation.objects.get()
    assert (generation.purpose, generation.inputs["campaign"]) == (f"emails.{verb}", campaign.pk)
    assert answer["Location"].endswith(f"/api/ai/generations/{generation.pk}")


def test_a_program_is_told_what_an_improvement_wants(api, campaign):
    answer = api.post(f"/api/marketing/campaigns/{campaign.pk}/translate", {}, format="json")

    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["errors"]] == ["language"]


def test_a_program_improves_no_campaign_of_others_and_none_that_started(api, workspace):
    other, started = make_campaign(make_workspace()), make_campaign(workspace, status="active")

    assert api.post(f"/api/marketing/campaigns/{other.pk}/shorten").status_code == 404
    refused = api.post(f"/api/marketing/campaigns/{started.pk}/shorten")
    assert (refused.status_code, [each["field"] for each in refused.json()["errors"]]) == (400, ["campaign"])
