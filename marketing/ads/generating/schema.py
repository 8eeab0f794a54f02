"""What a draft of ads is made of; webox.ai shows and edits it by these fields."""

from typing import Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

ANGLES = ("pain", "benefit", "how_to", "question", "objection")
LAYOUTS = Literal["block", "split", "diagonal", "frame", "big_type", "card"]
AMOUNT = r"^\d{1,9}\.\d{2}$"


class Variant(BaseModel):
    """One angle. On Google it is a responsive search ad that could stand alone: three headlines, two descriptions."""

    angle: Literal[ANGLES] = Field(
        title=_("Angle"),
        json_schema_extra={
            "choices": {
                "pain": gettext_noop("Pain"),
                "benefit": gettext_noop("Benefit"),
                "how_to": gettext_noop("How-to"),
                "question": gettext_noop("Question"),
                "objection": gettext_noop("Objection"),
            }
        },
    )
    headlines: list[str] = Field(default=[], title=_("Headlines"), json_schema_extra={"item": gettext_noop("Headline")})
    texts: list[str] = Field(default=[], title=_("Texts"), json_schema_extra={"item": gettext_noop("Text")})
    descriptions: list[str] = Field(
        default=[], title=_("Descriptions"), json_schema_extra={"item": gettext_noop("Description")}
    )
    call_to_action: str = Field(title=_("Call to action"), max_length=40)


class Picture(BaseModel):
    """An image: what it says, how it is laid out, and what it would show where a model paints it."""

    layout: LAYOUTS = Field(
        title=_("Layout"),
        json_schema_extra={
            "choices": {
                "block": gettext_noop("Colour block"),
                "split": gettext_noop("Two halves"),
                "diagonal": gettext_noop("Diagonal"),
                "frame": gettext_noop("Frame"),
                "big_type": gettext_noop("Big type"),
                "card": gettext_noop("Card"),
            }
        },
    )
    headline: str = Field(title=_("Words on the image"), max_length=120)
    line: str = Field(default="", title=_("Second line"), max_length=200, json_schema_extra={"widget": "lines"})
    button: str = Field(default="", title=_("Button"), max_length=40)
    alt: str = Field(title=_("Description for who does not see it"), max_length=255)
    picture: str = Field(
        default="",
        title=_("What an image model would paint"),
        max_length=400,
        json_schema_extra={"widget": "lines", "hidden": True},
    )


class Audience(BaseModel):
    name: str = Field(title=_("Audience"), max_length=200)
    description: str = Field(title=_("How to set it up"), json_schema_extra={"widget": "lines"})
    reason: str = Field(title=_("Why"), json_schema_extra={"widget": "lines"})
    # Of context.segments, where people of the workspace are its source
    segment: int | None = Field(default=None, json_schema_extra={"hidden": True})
    people: int | None = Field(default=None, json_schema_extra={"hidden": True})


class Share(BaseModel):
    """Part of the budget. All of them sum to it, to the cent."""

    name: str = Field(title=_("What for"), max_length=200)
    phase: Literal["test", "scale"] = Field(
        title=_("Phase"), json_schema_extra={"choices": {"test": gettext_noop("Test"), "scale": gettext_noop("Scale")}}
    )
    # The place in `audiences` it is for; None: the one that wins
    audience: int | None = Field(default=None, json_schema_extra={"hidden": True})
    days: int = Field(title=_("Days"), ge=1, le=365)
    amount: str = Field(title=_("Amount"), pattern=AMOUNT)
    reason: str = Field(title=_("Why"), json_schema_extra={"widget": "lines"})


class AdDraft(BaseModel):
    name: str = Field(title=_("Name of the campaign"), max_length=255)
    variants: list[Variant] = Field(title=_("Texts"), min_length=5, max_length=5)
    visuals: list[Picture] = Field(title=_("Images"), min_length=3, max_length=3)
    audiences: list[Audience] = Field(title=_("Audiences"), min_length=2, max_length=4)
    split: list[Share] = Field(title=_("Budget"), min_length=1, max_length=6)
    # Why images were composed although a model was to paint them
    note: str = Field(default="", title=_("Note"), json_schema_extra={"hidden": True})
