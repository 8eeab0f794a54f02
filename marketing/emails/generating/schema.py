"""What a draft of a campaign is made of: words. The message itself is laid out from them by message.py."""

from typing import Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAY_NAMES = {
    "monday": gettext_noop("Monday"),
    "tuesday": gettext_noop("Tuesday"),
    "wednesday": gettext_noop("Wednesday"),
    "thursday": gettext_noop("Thursday"),
    "friday": gettext_noop("Friday"),
    "saturday": gettext_noop("Saturday"),
    "sunday": gettext_noop("Sunday"),
}
# Inboxes cut after about so many characters.
SUBJECT, PREHEADER = 60, 100


def text(title, longest, widget="text", **extra):
    return Field(title=title, max_length=longest, json_schema_extra={"widget": widget} | extra)


class CampaignDraft(BaseModel):
    name: str = text(_("Name of the campaign"), 120)
    subject: str = Field(
        title=_("Subject"), min_length=1, max_length=250, json_schema_extra={"soft_limit": SUBJECT, "limit": 250}
    )
    alternatives: list[str] = Field(
        title=_("Other subjects"),
        min_length=4,
        max_length=4,
        json_schema_extra={"item": gettext_noop("Alternative"), "soft_limit": SUBJECT},
    )
    preheader: str = text(_("Preheader"), 250, soft_limit=PREHEADER)
    greeting: str = text(_("Greeting"), 200)
    headline: str = text(_("Headline"), 200)
    paragraphs: list[str] = Field(
        title=_("Before the list"),
        min_length=1,
        max_length=12,
        json_schema_extra={"widget": "lines", "help": gettext_noop("One paragraph a line.")},
    )
    points_title: str = text(_("Title of the list"), 200)
    points: list[str] = Field(
        title=_("List"), max_length=10, json_schema_extra={"widget": "lines", "help": gettext_noop("One point a line.")}
    )
    more: list[str] = Field(
        title=_("After the list"),
        max_length=8,
        json_schema_extra={"widget": "lines", "help": gettext_noop("One paragraph a line.")},
    )
    button: str = text(_("Words on the button"), 80, soft_limit=30)
    link: str = text(
        _("Where the button leads"), 2000, help=gettext_noop("A web address. Left empty, there is no button.")
    )
    closing: str = text(_("Closing"), 300, "lines")
    postscript: str = text(_("Postscript"), 500, "lines")
    segment_rules: dict = Field(title=_("Audience"), json_schema_extra={"hidden": True})
    segment_reason: str = text(_("Why this audience"), 500, "lines")
    send_day: Day = Field(title=_("Best day"), json_schema_extra={"choices": DAY_NAMES})
    send_time: str = Field(
        title=_("Best hour"), pattern=r"^([01]\d|2[0-3]):[0-5]\d$", json_schema_extra={"widget": "text"}
    )
    send_reason: str = text(_("Why then"), 500, "lines")
