from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """What is wrong with a campaign: the field, a sentence with the remedy, a code for programs."""

    field: str
    message: str
    code: str
