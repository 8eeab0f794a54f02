"""A funnel as words. What its pages look like is ours: no HTML is asked of a writer, and none is taken."""

from typing import Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

from marketing.funnels.models import FunnelPage

DESIGNS = {"clear": gettext_noop("Light"), "warm": gettext_noop("Warm"), "bold": gettext_noop("Bold")}
KINDS = {
    "problem": _("The problem"),
    "promise": _("The promise"),
    "benefits": _("What you get"),
    "how": _("How it works"),
    "program": _("The programme"),
    "for_whom": _("Who it is for"),
    "not_for": _("Who it is not for"),
    "about": _("About us"),
    "proof": _("What customers say"),
    "price": _("The price"),
    "faq": _("Questions"),
    "next_steps": _("What comes next"),
}
TYPES = {str(value): label for value, label in FunnelPage.Type.choices}


def words(title, longest, *, lines=False, soft=None, about="", **options):
    """A text field: its name for people, its hard and its advised limit, and what a model is told of it."""
    extra = {"widget": "lines" if lines else "text", "limit": longest}
    if soft:
        extra["soft_limit"] = soft
    about = {"description": about} if about else {}
    return Field(title=title, max_length=longest, json_schema_extra=extra, **about, **options)


class Item(BaseModel):
    title: str = words(_("Title"), 160, default="", about="A point, a step, a question, or who said a quotation.")
    text: str = words(_("Text"), 900, lines=True, default="", about="One or two sentences; empty for a short point.")


class Section(BaseModel):
    kind: Literal[*KINDS] = Field(title=_("Kind"), json_schema_extra={"hidden": True})
    is_shown: bool = Field(True, title=_("Shown"))
    heading: str = words(_("Heading"), 160, soft=80)
    text: str = words(_("Text"), 3000, lines=True, default="", about="Paragraphs, one a line.")
    amount: str = words(_("Price"), 60, default="", about="In a section of kind price only: the price as it was given.")
    items: list[Item] = Field(
        default_factory=list, title=_("Points"), max_length=12, json_schema_extra={"item": gettext_noop("Point")}
    )


class Page(BaseModel):
    type: Literal[*TYPES] = Field(title=_("Type"), json_schema_extra={"hidden": True})
    name: str = words(_("Name"), 120, about="What members call the page; visitors see it in the tab of the browser.")
    slug: str = words(_("Address"), 80, default="", about="Lower case letters, digits and hyphens.")
    is_shown: bool = Field(True, title=_("Shown"))
    kicker: str = words(_("Above the headline"), 80, default="", about="Two to six words.")
    headline: str = words(_("Headline"), 200, soft=90)
    subheadline: str = words(_("Below the headline"), 500, lines=True, default="", soft=260)
    video_url: str = words(_("Address of the video"), 500, default="", about="Always empty: a person adds it.")
    sections: list[Section] = Field(
        default_factory=list, title=_("Sections"), max_length=12, json_schema_extra={"item": gettext_noop("Section")}
    )
    call_to_action: str = words(_("Button"), 80, default="", soft=40, about="What the visitor does, as a verb.")
    reassurance: str = words(_("Below the button"), 240, default="", about="One honest sentence.")
    decline: str = words(_("Link to go on without"), 80, default="", about="On an upsell or downsell page only.")


class FunnelDraft(BaseModel):
    """A funnel of five to seven pages, complete and ready to be read."""

    name: str = words(_("Name of the funnel"), 120, soft=60)
    description: str = words(
        _("Description"), 1000, lines=True, default="", about="For members: what it is meant to do."
    )
    consent_text: str = words(_("Consent"), 500, lines=True, about="What a person agrees to with their address.")
    design: Literal[*DESIGNS] = Field("clear", title=_("Design"), json_schema_extra={"choices": DESIGNS})
    pages: list[Page] = Field(
        title=_("Pages"), min_length=5, max_length=7, json_schema_extra={"item": gettext_noop("Page")}
    )
    footer: str = words(_("Foot of every page"), 400, lines=True, default="", about="Who publishes: name and address.")
    legal_url: str = words(_("Address of the legal notice"), 500, default="", about="Always empty: a person adds it.")
    privacy_url: str = words(
        _("Address of the privacy policy"), 500, default="", about="Always empty: a person adds it."
    )
