"""A draft's words as pages: responsive, light, in the brand's colour, and nothing of what a writer left open."""

import re
from dataclasses import asdict

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify

from marketing.funnels.generating.gaps import has_gap, with_marked_gaps
from marketing.funnels.generating.palette import palette_of
from marketing.funnels.models import FunnelPage

Type = FunnelPage.Type
# Beside the form, where the eye is; the rest follows below
PITCH = {Type.OPTIN: ("benefits",), Type.CHECKOUT: ("price",)}
FILM = re.compile(r"https?://[^\s\"'<>]+\.(mp4|webm|ogv)(\?[^\s\"'<>]*)?$", re.IGNORECASE)
ADDRESS = re.compile(r"https?://[^\s\"'<>]+$", re.IGNORECASE)
BLANK_LINES = re.compile(r"\n[ \t]*(?=\n)")


def pages_of(draft, *, brand, language, shows_gaps=False):
    """[{name, page_type, slug, html_content, css_content}] of the pages that are shown, each leading to the next.

    With `shows_gaps`, for the eyes of members, what is left open stands out; without, it is left out.
    """
    pages = [page for page in draft["pages"] if page["is_shown"]]
    slugs = slugs_of(pages)
    css = css_of(draft["design"], brand.color)
    with translation.override(language):
        return [
            {
                "name": page["name"],
                "page_type": page["type"],
                "slug": slug,
                "html_content": html_of(draft, page, brand, following, shows_gaps),
                "css_content": css,
            }
            for page, slug, following in zip(pages, slugs, [*slugs[1:], ""], strict=True)
        ]


def slugs_of(pages):
    """An address for each page, none of them twice."""
    slugs = []
    for page in pages:
        wanted = slugify(page["slug"] or page["name"])[:70].strip("-") or page["type"].replace("_", "-")
        slug, number = wanted, 1
        while slug in slugs:
            number += 1
            slug = f"{wanted}-{number}"
        slugs.append(slug)
    return slugs


def css_of(design, color):
    colors = asdict(palette_of(color))
    variables = " ".join(f"--{name.replace('_', '-')}: {value};" for name, value in colors.items())
    sheets = [render_to_string(f"funnels/starters/{name}.css") for name in ("base", design)]
    return "\n".join([f":root {{ {variables} }}", *sheets]).strip() + "\n"


def html_of(draft, page, brand, following, shows_gaps):
    words = Words(shows_gaps)
    parts = words.page(page)
    sections = parts["sections"]
    beside = PITCH.get(page["type"], ())
    parts["pitch"] = [each for each in sections if each["kind"] in beside]
    parts["sections"] = paired([each for each in sections if each["kind"] not in beside])
    asks = page["type"] == Type.OPTIN
    parts["closes"] = page["type"] in (Type.OPTIN, Type.SALES, Type.VSL, Type.WEBINAR) and len(parts["sections"]) > 1
    parts["aside"] = aside_of(sections) if page["type"] == Type.SALES else None
    parts["button_in_hero"] = not any(each["kind"] == "next_steps" for each in sections)
    context = {
        "page": parts,
        "brand": brand.name,
        "design": draft["design"],
        "href": "#form" if asks else following,
        "footer": words.lines(draft["footer"]),
        "legal_url": address_in(draft["legal_url"]),
        "privacy_url": address_in(draft["privacy_url"]),
        "shows_gaps": shows_gaps,
    }
    return BLANK_LINES.sub("", render_to_string("funnels/starters/page.html", context)).strip() + "\n"


def aside_of(sections):
    """What is offered in short, beside the headline: what is in it, and its price."""
    titles = [item["title"] for each in sections if each["kind"] == "benefits" for item in each["items"]]
    amount = next((each["amount"] for each in sections if each["amount"]), "")
    return {"titles": [title for title in titles if title][:5], "amount": amount} if any(titles) else None


def paired(sections):
    """For whom it is and for whom it is not stand side by side."""
    parts = []
    for section in sections:
        if section["kind"] == "not_for" and parts and parts[-1]["kind"] == "for_whom":
            parts[-1] = {"kind": "pair", "pair": [parts[-1], section]}
        else:
            parts.append(section)
    return parts


def address_in(text):
    return text.strip() if ADDRESS.match(text.strip()) else ""


class Words:
    """The texts of a page as they are shown, gaps marked or left out."""

    def __init__(self, shows_gaps):
        self.shows_gaps = shows_gaps

    def text(self, text):
        text = text.strip()
        if not has_gap(text):
            return text
        return with_marked_gaps(text) if self.shows_gaps else ""

    def lines(self, text):
        return [line for line in map(self.text, text.splitlines()) if line]

    def page(self, page):
        address = address_in(page["video_url"])
        short = {name: self.text(page[name]) for name in ("kicker", "call_to_action", "reassurance", "decline")}
        return short | {
            "type": page["type"],
            "headline": self.text(page["headline"]) or page["name"],
            "subheadline": self.lines(page["subheadline"]),
            "video_file": address if FILM.match(address) else "",
            "video_link": "" if FILM.match(address) else address,
            "sections": [each for each in map(self.section, page["sections"]) if each],
        }

    def section(self, section):
        """None for one that has nothing to show."""
        items = [{name: self.text(text) for name, text in item.items()} for item in section["items"]]
        # A point that lost a half would say something else.
        whole = [
            item
            for item, written in zip(items, section["items"], strict=True)
            if any(item.values()) and all(item[name] for name in written if written[name].strip())
        ]
        shown = {
            "kind": section["kind"],
            "heading": self.text(section["heading"]),
            "text": self.lines(section["text"]),
            "amount": self.text(section["amount"]),
            "items": whole,
        }
        is_empty = not (shown["text"] or shown["items"] or shown["amount"])
        return None if is_empty or not section["is_shown"] else shown
