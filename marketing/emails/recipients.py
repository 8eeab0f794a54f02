"""Campaigns to people who are no leads. An app above registers whom its campaigns are for; they are sent, tracked,
suppressed and accounted for like any other, and nobody in them becomes a lead."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

LEADS = "leads"


@dataclass(frozen=True)
class Recipient:
    id: str  # "contact:12": once in a campaign
    email: str
    # What messages say of the person: a lead's first_name, last_name, phone, company, job_title
    merge: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Audience:
    label: Any
    # rows(campaign) -> whom it is for as of now; an address that comes twice gets one message, as its first recipient
    rows: Callable[[Any], Iterable[Recipient]]
    # describe(campaign) -> the audience in words
    describe: Callable[[Any], str]
    # url(campaign) -> the page where it is written: its own form knows leads alone
    url: Callable[[Any], str]


AUDIENCES: dict[str, Audience] = {}


def register(name, audience):
    """Make an EmailCampaign.audience_kind known."""
    if name in AUDIENCES or name == LEADS:
        raise ValueError(f"Audience {name} is registered twice.")
    AUDIENCES[name] = audience
