from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from crm.models import Segment
from crm.segments import validate
from marketing.emails import events
from marketing.emails.compile import preview, problems_of, warnings_of
from marketing.emails.generating.audience import choices_of, suggested
from marketing.emails.generating.message import campaign_of, html_of, text_of, written
from marketing.emails.generating.schema import CampaignDraft
from marketing.emails.generating.timing import best_time
from marketing.emails.generating.writing import write_campaign
from marketing.emails.models import EmailCampaign
from tests.ai.writer.briefs import a_brief
from tests.factories.accounts import make_workspace
from tests.factories.ai import make_config
from tests.factories.crm import make_lead, make_tag
from webox.ai.actions import reading
from webox.ai.actions.generating import generate, run_generation
from webox.ai.models import Generation
from webox.ai.prompts import instructions_of
from webox.analytics.actions import record

TYPES = ["newsletter", "promo", "announcement", "educational", "sequence"]
TONES = ["professional", "friendly", "enthusiastic", "formal"]
LINK = "https://atelier.example/offre?a=1&b=2"


def drafted(language="fr", tone="professional", type="promo", seed=1, context=None, brand=None, **inputs):
    brief = a_brief(language, tone, type=type, context=context, brand=brand or {"name": "Atelier Nord"}, **inputs)
    with translation.override(language):
        return CampaignDraft.model_validate(write_campaign(brief, Random(seed))).model_dump(mode="json")


def asked(workspace, member, **inputs):
    inputs = {"type": "promo", "topic": "Soldes d’été", "audience": "", "goal": "vendre", "link": LINK} | inputs
    generation = generate(
        workspace=workspace, by=member, purpose="emails.campaign", inputs={"language": "fr"} | inputs, seed=5
    )
    run_generation(generation_id=generation.pk)
    generation.refresh_from_db()
    return generation


# Written without a model


@pytest.mark.parametrize("type", TYPES)
@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_type_has_five_subjects_and_a_message(language, tone, type):
    for seed in range(5):
        draft = drafted(language, tone, type, seed, topic="Gestion du temps", audience="parents", link=LINK)
        subjects = [draft["subject"], *draft["alternatives"]]

        assert len(set(subjects)) == 5
        assert all(0 < len(each) <= 60 for each in subjects)
        assert draft["headline"] not in subjects
        assert 0 < len(draft["preheader"]) <= 100
        assert draft["points"]
        assert draft["button"]
        said = [*draft["paragraphs"], *draft["points"], *draft["more"]]
        assert len(said) == len(set(said))
        assert (draft["send_day"], draft["send_time"]) == ("tuesday", "10:00")


def test_without_a_link_it_asks_for_a_reply():
    draft = drafted("fr", topic="Yoga")

    assert (draft["link"], draft["button"]) == ("", "")
    assert "message" in draft["more"][-1]
    assert "éponde" in draft["more"][-1]


def test_a_price_is_said_when_it_is_about_the_topic():
    brand = {"name": "Nord", "prices": ("Coaching : 490 €", "Atelier pain : 60 €")}

    assert any("60\u00a0€" in each for each in drafted(topic="Atelier pain", brand=brand)["more"])
    assert not any("490" in each for each in drafted(topic="Atelier pain", brand=brand)["more"])
    assert not any("€" in each for each in drafted(topic="Poterie", brand=brand)["more"])


def test_a_topic_that_is_a_question_is_a_subject():
    draft = drafted("fr", type="educational", topic="Comment choisir un four ?")

    assert draft["subject"] == "Comment choisir un four\u00a0?"
    assert "« " not in draft["subject"]


# As a message


def test_the_message_compiles_and_passes_the_checks_of_the_house(workspace, member):
    make_config(workspace, brand_name="Chez Léa {{ x }}{% y %}", brand_color="#ffe600")
    generation = asked(workspace, member, audience="clientes <b>fidèles</b>")
    campaign = campaign_of(generation, generation.output)

    assert problems_of(campaign) == []
    assert warnings_of(campaign) == []
    seen = preview(campaign, make_lead(workspace, first_name="Zoé"))
    assert "Bonjour Zoé," in seen.html or "Bonjour Zoé\u00a0!" in seen.html
    assert "Bonjour à vous" in preview(campaign).text
    assert seen.text.count("#unsubscribe") == 1
    assert LINK in seen.text
    assert "<b>" not in seen.html
    assert "#0d1117" in campaign.html_content  # ink on yellow
    assert "Chez Léa (( x ))(% y %)" in seen.html
    assert campaign.from_name == "Chez Léa (( x ))(% y %)"


def test_what_was_typed_is_escaped_and_merge_fields_are_not():
    assert written('<i>&amp; {{ first_name | default: "à <vous>" }}\nfin') == (
        '&lt;i&gt;&amp;amp; {{ first_name | default: "à <vous>" }}<br />fin'
    )


def test_html_and_text_say_the_same():
    draft = drafted("en", topic="Bread <course>", link=LINK)
    with translation.override("en"):
        html, text = html_of(draft, a_brief(brand={"name": "Nord & Co"}).brand), text_of(draft)

    assert f'href="{LINK.replace("&", "&amp;")}"' in html
    assert "Nord &amp; Co" in html
    assert f"{draft['button']}: {LINK}" in text
    assert all(f"- {each}" in text for each in draft["points"])
    assert text.endswith("Unsubscribe: {{ unsubscribe_url }}\n")


# For whom


def test_an_audience_is_found_among_what_there_is(workspace):
    make_tag(workspace, "VIP")
    make_tag(workspace, "Coach sportif")
    Segment.objects.create(
        workspace=workspace, name="Boulangers", rules={"all": [{"field": "score", "op": "gt", "value": 5}]}
    )
    choices = choices_of(workspace)

    def found(audience, kind="newsletter"):
        rules, why, names = suggested(audience, kind, choices)
        validate(workspace, rules)
        return rules, why, names

    assert found("mes clients VIP") == (
        {"all": [{"field": "tags", "op": "any", "value": ["VIP"]}]},
        "tags",
        {"names": "VIP"},
    )
    assert found("des coachs sportifs")[2] == {"names": "Coach sportif"}
    assert found("les coachs")[1] == "everyone"
    assert found("boulanger")[1:] == ("saved", {"name": "Boulangers"})
    assert found("nos clientes") == ({"all": [{"field": "status", "op": "in", "value": ["won"]}]}, "customers", {})
    assert found("prospects tièdes")[1] == "prospects"
    assert found("", "promo")[0] == {"all": [{"field": "status", "op": "not_in", "value": ["lost"]}]}
    assert found("", "sequence")[0] == {"all": [{"field": "status", "op": "in", "value": ["new", "contacted"]}]}
    assert found("") == ({}, "everyone", {})


def test_tags_of_others_are_not_offered(workspace):
    make_tag(make_workspace(), "Secret")

    assert choices_of(workspace)["tags"] == []


# When


def test_the_best_hour_is_that_of_people_once_there_are_a_hundred_opens(workspace):
    workspace.time_zone = "America/Montreal"
    workspace.save()
    thursday = datetime(2026, 10, 15, 19, 30, tzinfo=ZoneInfo("America/Montreal"))
    for number in range(60):
        record(workspace=workspace, type=events.OPENED, at=thursday + timedelta(days=number % 2))
    for _number in range(39):
        record(workspace=workspace, type=events.OPENED, at=thursday - timedelta(hours=5))
    record(workspace=make_workspace(), type=events.OPENED, at=thursday)
    record(workspace=workspace, type=events.MACHINE_OPENED, at=thursday)
    assert best_time(workspace) == {"weekday": 1, "hour": 10, "opens": 99, "of_day": 0, "of_hour": 0}

    record(workspace=workspace, type=events.OPENED, at=thursday)
    measured = best_time(workspace)
    assert measured == {"weekday": 3, "hour": 19, "opens": 100, "of_day": 70, "of_hour": 61}

    draft = drafted("fr", context={"best_time": measured})
    assert (draft["send_day"], draft["send_time"]) == ("thursday", "19:00")
    assert draft["send_reason"] == (
        "Mesuré chez vous : sur vos 100 dernières ouvertures par des personnes, 70 ont eu lieu un jeudi et 61 entre "
        "19 h et 20 h."
    )
    assert "rule of thumb" in drafted("en")["send_reason"]


# Accepted


def test_accepting_makes_a_draft_campaign_once(workspace, member):
    generation = asked(workspace, member)
    assert generation.state == Generation.State.READY
    assert generation.problems == []

    campaign = reading.accept(generation=generation, by=member)
    assert reading.accept(generation=generation, by=member) == campaign

    assert EmailCampaign.objects.for_workspace(workspace).get() == campaign
    assert (campaign.status, campaign.created_by) == ("draft", member)
    assert campaign.name == "Soldes d’été (promotion)"
    assert campaign.subject == generation.output["subject"]
    assert campaign.segment_rules == {"all": [{"field": "status", "op": "not_in", "value": ["lost"]}]}
    assert campaign.html_content.startswith("<mjml>")
    assert problems_of(campaign) == []


@pytest.mark.parametrize(
    ("path", "value", "place", "level"),
    [
        ("/paragraphs/0", "Bonjour {{ nobody }}", "/paragraphs/0", "error"),
        ("/subject", "{{ first_name", "/subject", "error"),
        ("/link", "javascript:alert(1)", "/link", "error"),
        ("/link", "", "/link", "warning"),
        ("/segment_rules", {"all": [{"field": "tags", "op": "any", "value": ["none"]}]}, "/segment_rules", "error"),
        ("/subject", "x" * 61, "/subject", "warning"),
        ("/preheader", "x" * 101, "/preheader", "warning"),
        ("/more", ["Garantie à vie, 4000 clients"], "/more/0", "warning"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(workspace, member, path, value, place, level):
    generation = reading.edit(generation=asked(workspace, member), by=member, path=path, value=value)

    assert {(each["path"], each["level"]) for each in generation.problems} == {(place, level)}
    if level == "error":
        with pytest.raises(reading.NotAcceptable):
            reading.accept(generation=generation, by=member)
        assert not EmailCampaign.objects.exists()


# Pages and programs


def test_the_page_shows_the_message_the_audience_and_the_hour(member_client, workspace, member):
    make_lead(workspace, email="a@example.com")
    make_lead(workspace, email="b@example.com", status="lost")
    generation = asked(workspace, member)

    page = member_client.get(generation.get_absolute_url())
    assert generation.output["subject"] in page.text
    assert f'src="/email-marketing/drafts/{generation.pk}/html"' in page.text
    frame = member_client.get(f"/email-marketing/drafts/{generation.pk}/html")
    assert generation.output["paragraphs"][0][:20] in frame.text
    assert "sandbox" in frame["Content-Security-Policy"]
    assert "img-src data:" in frame["Content-Security-Policy"]
    audience = member_client.get(f"/email-marketing/drafts/{generation.pk}/audience")
    assert "none of Lost" in audience.text or "Lost" in audience.text
    assert '<dd class="fw-bold">1</dd>' in audience.text


def test_the_list_has_a_button_for_who_may_write(member_client, viewer_client):
    assert 'hx-get="/ai/generate/emails.campaign"' in member_client.get("/email-marketing").text
    assert "emails.campaign" not in viewer_client.get("/email-marketing").text


@pytest.mark.parametrize("path", ["campaigns", "email-campaigns"])
def test_programs_ask_by_either_name(api, workspace, path):
    sent = {
        "type": "educational",
        "topic": "Le levain",
        "target_audience": "débutants",
        "tone": "formal",
        "goal": "lire",
    }
    answer = api.post(f"/api/marketing/{path}/generate", sent, format="json")
    assert answer.status_code == 202
    generation = Generation.objects.get()
    assert generation.inputs["audience"] == "débutants"
    run_generation(generation_id=generation.pk)

    seen = api.get(f"/api/marketing/campaigns/generate/{generation.pk}")
    assert seen.status_code == 200
    assert seen.data["html_content"].startswith("<mjml>")
    assert len(seen.data["alternatives"]) == 4
    assert "Madame, Monsieur" in seen.data["text_content"]
    assert seen.data["segment"] == "Every lead"


def test_a_wish_without_a_topic_or_of_no_type_is_refused(api):
    answer = api.post("/api/marketing/campaigns/generate", {"type": "poem"}, format="json")

    assert answer.status_code == 400
    assert {each["field"] for each in answer.data["errors"]} == {"type", "topic"}


def test_a_draft_not_yet_written_has_no_message(api, workspace, member):
    generation = generate(workspace=workspace, by=member, purpose="emails.campaign", inputs={"topic": "x"})

    assert api.get(f"/api/marketing/campaigns/generate/{generation.pk}").status_code == 404


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ["campaign", "shorten", "tone", "translate", "subjects"])
def test_prompts_are_whole(name, language):
    told = instructions_of(f"emails.{name}.1", a_brief(language, "formal", topic="SECRET"))

    assert "{%" not in told.replace("{% or %}", "").replace("{% and %}", "")
    assert "SECRET" not in told
    assert "merge field" in told.lower()
