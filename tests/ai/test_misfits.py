from enum import Enum
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field, ValidationError, field_validator

from webox.ai.misfits import sentence_of


class Size(Enum):
    SMALL = "small"
    LARGE = "large"


class Everything(BaseModel):
    text: Annotated[str, Field(min_length=2, max_length=1)] = "x"
    short: Annotated[str, Field(max_length=1)] = "x"
    coded: Annotated[str, Field(pattern="^x$")] = "x"
    kind: Literal["a", "b", "c"] = "a"
    size: Size = Size.SMALL
    number: Annotated[int, Field(ge=3, lt=9)] = 3
    price: float = 1
    switch: bool = True
    entries: Annotated[list[str], Field(min_length=1, max_length=2)] = ["x"]
    own: str = ""

    @field_validator("own")
    @classmethod
    def check_own(cls, value):
        if value:
            raise ValueError("A sentence of ours.")
        return value


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "x", "Too short: at least 2 characters."),
        ("short", "xx", "Too long: at most 1 character."),
        ("coded", "y", "This does not fit here."),
        ("kind", "d", "Choose one of these: 'a', 'b', 'c'."),
        ("size", "huge", "Choose one of these: 'small', 'large'."),
        ("number", "two", "A number belongs here."),
        ("number", 2.5, "A number belongs here."),
        ("number", 2, "Too little: from 3 on."),
        ("number", 9, "Too much: it must be under 9."),
        ("price", "free", "A number belongs here."),
        ("switch", "perhaps", "Yes or no belongs here."),
        ("entries", [], "Too few: at least 1 entry."),
        ("entries", ["x"] * 3, "Too many: at most 2 entries."),
        ("own", "x", "A sentence of ours."),
    ],
)
def test_each_fault_is_a_sentence(field, value, sentence):
    with pytest.raises(ValidationError) as caught:
        Everything(**{field: value})
    assert sentence_of(caught.value) == sentence
