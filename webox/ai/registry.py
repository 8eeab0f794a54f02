"""What WeBox can write. Each feature app names its purposes in one purposes.py and registers them here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any


@dataclass(frozen=True)
class Brand:
    """What is true of whom we write for; texts as people wrote them, lists one entry a line."""

    name: str = ""
    color: str = ""
    offer: str = ""
    facts: tuple[str, ...] = ()
    prices: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    samples: str = ""


@dataclass(frozen=True)
class Brief:
    """What a writer gets: the purpose's cleaned inputs, the voice, and what is true."""

    inputs: dict
    language: str  # "fr" or "en"
    tone: str  # webox.ai.models.Tone
    brand: Brand
    # What the purpose looked up itself, such as the tags a segment may name: plain JSON values
    context: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Problem:
    path: str  # "/pages/0/headline"; empty for the whole
    message: str  # one translated sentence that names the remedy
    level: str = "warning"  # or "error": it can't be accepted like this


@dataclass(frozen=True)
class Purpose:
    name: str  # "emails.campaign"
    label: Any
    # The inputs: a Django form(workspace, data); its cleaned_data is kept as JSON
    form: type
    # A pydantic model; titles of its fields are what people read beside them (lazy translations via `title`)
    schema: type
    # templates/ai/prompts/<prompt>.txt; the version is its suffix: "emails.campaign.1"
    prompt: str
    # write(brief, random) -> dict of the schema's shape: the offline writer
    write: Callable[[Brief, Random], dict]
    # accept(generation, output, by) -> the draft object it became; None for answers that are only read
    accept: Callable[..., Any] | None = None
    # check(output, brief) -> problems beyond the schema and the brand
    check: Callable[[dict, Brief], list[Problem]] = lambda output, brief: []
    # limits(inputs, path) -> (hard, soft) characters of a text, where they depend on what was asked; None: the schema's
    limits: Callable[[dict, str], tuple] | None = None
    # finish(generation, output, brief, voice) -> output: what a worker adds once it is written, such as images
    finish: Callable[..., dict] | None = None
    # context(workspace, inputs, by) -> Brief.context
    context: Callable[..., dict] = lambda workspace, inputs, by: {}
    # The preview; gets generation, output, brief. Fields are edited through {% ai_field path %}.
    preview: str = "ai/_preview.html"


PURPOSES: dict[str, Purpose] = {}


def register(purpose):
    """Make a purpose known and return it. A second registration of the same name is a mistake."""
    if purpose.name in PURPOSES:
        raise ValueError(f"Purpose {purpose.name} is registered twice.")
    PURPOSES[purpose.name] = purpose
    return purpose
