"""From words to pages."""

from html.parser import HTMLParser

import pytest

from marketing.funnels.generating.rendering import pages_of, slugs_of
from marketing.funnels.markup import forms_of, tags_of
from tests.factories.funnels import make_draft, make_draft_page, make_section
from webox.ai.registry import Brand

BRAND = Brand(name="Atelier & Fils", color="#0f766e")
KINDS = ("optin", "vsl", "sales", "checkout", "upsell", "downsell", "thank_you", "webinar")
VOID = {"input", "br", "meta", "link", "img"}


class Nesting(HTMLParser):
    """What is left open, or closed without having been opened."""

    def __init__(self, html):
        super().__init__()
        self.open, self.wrong = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def draw(pages, shows_gaps=False, **fields):
    """The HTML of each page."""
    rest = [make_draft_page("thank_you") for _number in range(5 - len(pages))]
    draft = make_draft(pages=[*pages, *rest], **fields)
    return [page["html_content"] for page in pages_of(draft, brand=BRAND, language="fr", shows_gaps=shows_gaps)]


def draw_one(kind, shows_gaps=False, **fields):
    return draw([make_draft_page(kind, **fields)], shows_gaps)[0]


def test_every_page_leads_to_the_next():
    kinds = ["vsl", "sales", "checkout", "upsell", "thank_you"]
    pages = pages_of(make_draft(pages=[make_draft_page(kind) for kind in kinds]), brand=BRAND, language="fr")
    assert [page["slug"] for page in pages] == [
        "page-vsl",
        "page-sales",
        "page-checkout",
        "page-upsell",
        "page-thank_you",
    ]
    vsl, sales, checkout, upsell, thanks = (page["html_content"] for page in pages)
    assert '<a class="button" href="page-sales">Avancer</a>' in vsl
    assert '<a class="button" href="page-checkout">Avancer</a>' in sales
    assert '<button class="button" type="submit">Avancer</button>' in checkout
    assert "href=" not in upsell  # nothing was said of going on without
    assert "href=" not in thanks


def test_a_page_that_is_left_out_is_passed_over():
    pages = [make_draft_page("vsl"), make_draft_page("sales", is_shown=False), make_draft_page("checkout")]
    html = draw(pages)
    assert len(html) == 4
    assert 'href="page-checkout"' in html[0]


def test_whoever_declines_goes_on_without():
    html = draw([make_draft_page("upsell", decline="Non merci"), make_draft_page("thank_you", slug="fin")])[0]
    assert '<p class="decline"><a href="fin">Non merci</a></p>' in html


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("optin", ["first_name", "email"]),
        ("checkout", ["first_name", "last_name", "email", "phone"]),
        ("upsell", ["email"]),
        ("downsell", ["email"]),
    ],
)
def test_the_forms_are_those_the_house_receives(kind, names):
    html = draw_one(kind)
    (form,) = forms_of(html, tags_of(html))
    assert form.is_ours
    assert [tag.get("name") for tag in form.fields] == names
    assert form.submit_at < form.end  # the consent goes before the button


@pytest.mark.parametrize("kind", ["vsl", "sales", "webinar", "thank_you"])
def test_other_pages_ask_nothing(kind):
    assert "<form" not in draw_one(kind)


def test_addresses_are_free_and_clean():
    pages = [
        make_draft_page("optin", name="Été à Paris"),
        make_draft_page("sales", slug="Été à Paris"),
        make_draft_page("vsl", name="!!!"),
    ]
    assert slugs_of([page | {"slug": page.get("slug", "")} for page in pages]) == [
        "ete-a-paris",
        "ete-a-paris-2",
        "vsl",
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("design", ["clear", "warm", "bold"])
def test_every_tag_is_closed_and_what_people_typed_is_text(kind, design):
    evil = '<script>alert("x")</script>&'
    sections = [
        make_section(each, evil, text=evil, amount=evil, items=[{"title": evil, "text": evil}])
        for each in ("problem", "promise", "benefits", "how", "program", "for_whom", "not_for", "about", "proof")
    ]
    sections += [
        make_section(each, evil, items=[{"title": evil, "text": evil}]) for each in ("price", "faq", "next_steps")
    ]
    words = {"headline": evil, "subheadline": evil, "kicker": evil, "call_to_action": evil, "reassurance": evil}
    page = make_draft_page(kind, sections=sections, decline=evil, **words)
    html = draw([page], design=design, footer=evil)[0]
    nesting = Nesting(html)
    assert (nesting.open, nesting.wrong) == ([], [])
    assert "<script" not in html
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;" in html
    assert "Atelier &amp; Fils" in html
    assert f'class="page design-{design} page-{kind}"' in html


def test_what_is_still_to_be_written_never_reaches_a_visitor():
    sections = [
        make_section("proof", items=[{"title": "[Prénom]", "text": "[Ajoutez un témoignage]"}]),
        make_section("about", text="Depuis dix ans.\n[Présentez-vous]"),
        make_section("faq", items=[{"title": "Quand ?", "text": "Le [date]."}, {"title": "Où ?", "text": "Ici."}]),
        make_section("price", amount="[prix]"),
    ]
    words = {
        "headline": "[Titre]",
        "subheadline": "Bonjour\n[Jour et heure]",
        "reassurance": "[à dire]",
        "sections": sections,
    }
    seen = draw_one("sales", **words)
    assert "[" not in seen
    assert "<h1>Page sales</h1>" in seen
    assert "part-proof" not in seen
    assert "part-price" not in seen
    assert "Depuis dix ans." in seen
    assert "Quand ?" not in seen  # a question without its answer would be worse than none
    assert "Où ?" in seen


def test_members_see_what_is_still_to_be_written():
    sections = [make_section("proof", items=[{"title": "", "text": "[Ajoutez <un> témoignage]"}])]
    html = draw_one("sales", shows_gaps=True, sections=sections)
    assert '<span class="gap">[Ajoutez &lt;un&gt; témoignage]</span>' in html


def test_a_video_is_shown_linked_or_left_out():
    address = "https://videos.example.com/film.mp4?v=1"
    assert f'<video class="video" src="{address}"' in draw_one("vsl", video_url=address)
    assert 'class="video video-link"><a href="https://youtu.be/x"' in draw_one(
        "webinar", video_url="https://youtu.be/x"
    )
    assert 'class="video' not in draw_one("vsl").partition("<!--")[0]
    assert "video-gap" in draw_one("vsl", shows_gaps=True)
    assert "javascript" not in draw_one("vsl", video_url="javascript:alert(1)")


def test_the_foot_says_who_publishes_and_links_only_to_real_addresses():
    html = draw(
        [], footer="Atelier\n12 rue de la Paix", legal_url="https://a.example/mentions", privacy_url="javascript:x"
    )[0]
    foot = html.partition("<footer")[2]
    assert "<p>Atelier</p>" in foot
    assert '<a href="https://a.example/mentions" target="_blank" rel="noopener">' in foot
    assert "javascript" not in foot


def test_for_whom_and_for_whom_not_stand_side_by_side():
    for_whom = make_section("for_whom", "Pour vous si", items=[{"title": "oui"}])
    not_for = make_section("not_for", "Pas pour vous si", items=[{"title": "non"}])
    html = draw_one("sales", sections=[for_whom, not_for])
    assert html.count('<section class="part') == 1
    assert html.index("Pour vous si") < html.index("Pas pour vous si")
    assert html.count('<section class="part') == draw_one("sales", sections=[not_for]).count('<section class="part')


def test_the_style_is_the_brands_and_asks_nobody_else():
    page = pages_of(make_draft(design="bold"), brand=BRAND, language="fr")[0]
    css = page["css_content"]
    assert "--accent: #0f766e;" in css
    assert "url(" not in css
    assert "@import" not in css
    assert len(css) < 20_000
    assert "src=" not in page["html_content"]
