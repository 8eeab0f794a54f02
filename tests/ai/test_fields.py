from typing import Annotated, Literal

import pytest
from django.db import models
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from webox.ai.fields import anchor_of, field_at


class Kind(models.TextChoices):
    OPTIN = "optin", _("Opt-in")
    SALES = "sales", _("Sales")


class Words(BaseModel):
    text: str = Field(title=_("Text"), json_schema_extra={"widget": "lines", "limit": 300, "soft_limit": 200})


class Figure(BaseModel):
    number: int
    is_shown: bool = True


class Page(BaseModel):
    kind: Kind
    headline: str = Field(title=_("Headline"), max_length=30, json_schema_extra={"help": "Short."})
    parts: list[Words | Figure] = Field(default_factory=list)
    note: str | None = None


class Site(BaseModel):
    id: int = Field(0, json_schema_extra={"hidden": True})
    tone: Literal["plain", "loud"] = Field(json_schema_extra={"choices": {"plain": "Plain"}})
    pages: list[Page] = Field(title=_("Pages"), max_length=7, json_schema_extra={"item": "Page"})
    names: list[Annotated[str, Field(max_length=25)]] = Field(title="Names", max_length=3)
    points: list[str] = Field(json_schema_extra={"widget": "lines"})
    rules: dict = {}
    html: str = Field("", json_schema_extra={"widget": "html"})


OUTPUT = {
    "id": 4,
    "tone": "plain",
    "pages": [
        {"kind": "optin", "headline": "Hello", "parts": [{"text": "A"}, {"number": 3, "is_shown": True}], "note": None},
        {"kind": "sales", "headline": "Buy", "parts": [], "note": "x"},
    ],
    "names": ["One", "Two"],
    "points": ["a", "b"],
    "rules": {"all": []},
    "html": "<p>",
}


@pytest.mark.parametrize(
    ("path", "kind", "label"),
    [
        ("", "group", ""),
        ("/id", "number", "Id"),
        ("/tone", "choice", "Tone"),
        ("/pages", "list", "Pages"),
        ("/pages/1", "group", "Page 2"),
        ("/pages/1/kind", "choice", "Kind"),
        ("/pages/0/headline", "text", "Headline"),
        ("/pages/0/parts/0", "group", "Parts 1"),
        ("/pages/0/parts/0/text", "lines", "Text"),
        ("/pages/0/parts/1/number", "number", "Number"),
        ("/pages/0/parts/1/is_shown", "switch", "Is shown"),
        ("/pages/0/note", "text", "Note"),
        ("/names/1", "text", "Names 2"),
        ("/points", "lines", "Points"),
        ("/rules", "json", "Rules"),
        ("/html", "html", "Html"),
    ],
)
def test_a_place_of_a_draft_has_its_kind_and_its_name(path, kind, label):
    field = field_at(Site, OUTPUT, path)
    assert (field.path, field.kind, str(field.label)) == (path, kind, label)


def test_limits_are_those_of_the_text_and_not_of_its_list():
    def limits(path):
        field = field_at(Site, OUTPUT, path)
        return field.limit, field.soft_limit

    assert limits("/pages/0/headline") == (30, None)
    assert limits("/pages/0/parts/0/text") == (300, 200)
    assert limits("/names/0") == (25, None)
    assert limits("/pages/1/kind") == (None, None)


def test_a_value_is_shown_in_words():
    def shown(path):
        return str(field_at(Site, OUTPUT, path).shown)

    assert shown("/pages/0/kind") == "Opt-in"
    assert shown("/tone") == "Plain"
    assert shown("/points") == "a\nb"
    assert shown("/rules") == '{\n  "all": []\n}'


def test_the_parts_stand_in_the_order_of_the_schema():
    parts = field_at(Site, OUTPUT, "").parts()
    assert [part.path for part in parts if not part.hidden] == [
        *("/tone", "/pages", "/names", "/points", "/rules", "/html")
    ]
    assert [part.path for part in field_at(Site, OUTPUT, "/pages").parts()] == ["/pages/0", "/pages/1"]


@pytest.mark.parametrize("path", ["/x", "/pages/2", "/pages/-1", "/names/one", "/tone/0", "tone", "/rules/all", "/"])
def test_nothing_stands_elsewhere(path):
    with pytest.raises(KeyError):
        field_at(Site, OUTPUT, path)


def test_a_field_has_an_id_on_its_page():
    assert anchor_of("/pages/0/headline") == "ai-pages-0-headline"
