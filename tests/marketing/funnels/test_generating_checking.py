import pytest
from django.utils import translation

from marketing.funnels.generating.checking import check
from tests.factories.funnels import make_draft, make_draft_page, make_section
from webox.ai.registry import Brand, Brief

LEGAL = {"legal_url": "https://a.example/legal", "privacy_url": "https://a.example/privacy"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def found(funnel_type="lead_magnet", **fields):
    """(path, level, beginning of the message)"""
    brief = Brief({"funnel_type": funnel_type}, "en", "friendly", Brand())
    problems = check(make_draft(**LEGAL | fields), brief)
    return [(each.path, each.level, each.message.partition(":")[0].partition(".")[0]) for each in problems]


def with_first(*pages):
    return [*pages, *[make_draft_page("thank_you") for _number in range(5 - len(pages))]]


def test_a_whole_draft_has_nothing_wrong():
    assert found() == []


def test_a_gap_is_a_warning_that_names_its_field():
    section = make_section("proof", items=[{"title": "[Who]", "text": "[What they said]"}])
    pages = with_first(make_draft_page("optin", headline="[Say it]"), make_draft_page("sales", sections=[section]))
    assert found(pages=pages) == [
        ("/pages/0/headline", "warning", "To be written by you"),
        ("/pages/1/sections/0/items/0/title", "warning", "To be written by you"),
        ("/pages/1/sections/0/items/0/text", "warning", "To be written by you"),
    ]


def test_a_gap_in_what_is_left_out_is_none():
    section = make_section("proof", is_shown=False, items=[{"title": "", "text": "[What they said]"}])
    hidden = make_draft_page("upsell", is_shown=False, headline="[Say it]")
    assert found(pages=with_first(make_draft_page("optin", sections=[section]), hidden)) == []


def test_who_publishes_is_asked_for():
    assert found(legal_url="", privacy_url="ftp://a") == [
        ("/legal_url", "warning", "Add the address of your legal notice"),
        ("/privacy_url", "error", "Write a whole address that begins with https"),
    ]


def test_a_video_is_asked_for_where_there_should_be_one():
    pages = with_first(make_draft_page("optin"), make_draft_page("vsl"), make_draft_page("webinar", video_url="film"))
    assert found(pages=pages) == [
        ("/pages/1/video_url", "warning", "Add the address of the video"),
        ("/pages/2/video_url", "error", "Write a whole address that begins with https"),
    ]


def test_a_funnel_that_leads_nowhere():
    pages = [make_draft_page("sales") for _number in range(5)]
    assert found(pages=pages) == [
        ("/pages", "warning", "No page asks for an address"),
        ("/pages/4", "warning", "The last page should say thank you"),
    ]
    assert found("webinar") == [("/pages", "warning", "There is no page for the webinar itself")]
    assert found(pages=[make_draft_page("optin", is_shown=False) for _number in range(5)]) == [
        ("/pages", "error", "No page is shown")
    ]


def test_a_form_without_words_on_its_button():
    assert found(pages=with_first(make_draft_page("optin", call_to_action=" "))) == [
        ("/pages/0/call_to_action", "error", "The button of the form needs words")
    ]


def test_a_downsell_right_after_an_upsell():
    pages = with_first(make_draft_page("optin"), make_draft_page("upsell"), make_draft_page("downsell"))
    assert found(pages=pages) == [("/pages/1", "warning", "Whoever says yes comes to the next page too")]


def test_no_consent():
    assert found(consent_text="") == [
        ("/consent_text", "warning", "Without a consent you may not write to these leads in many countries")
    ]
