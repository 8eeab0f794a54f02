"""What every ad platform offers behind its adapter, and what can go wrong with one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from marketing.ads.models.campaigns import Status


class PlatformFailed(Exception):
    """`message` is for people and never holds a credential."""

    def __init__(self, message):
        self.message = message
        super().__init__(str(message))


class Unavailable(PlatformFailed):
    """Down, slow or limiting us: worth another try after `retry_after` seconds, if it said so."""

    def __init__(self, message, retry_after=None):
        self.retry_after = retry_after
        super().__init__(message)


class Refused(PlatformFailed):
    """Another try would end the same: credentials that ended, a right that is missing, a campaign that is gone."""


@dataclass(frozen=True)
class Credential:
    """One thing an adapter asks whoever connects an account for."""

    name: str
    label: Any
    is_secret: bool = True
    is_required: bool = True
    help: Any = ""


@dataclass(frozen=True)
class Account:
    id: str
    name: str = ""
    currency: str = ""


@dataclass(frozen=True)
class Named:
    """An ad set or an ad as the platform knows it."""

    id: str
    name: str
    status: str = Status.ACTIVE


@dataclass(frozen=True)
class Campaign(Named):
    objective: str = ""
    daily_budget: Decimal | None = None
    total_budget: Decimal | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class Row:
    """A day of an ad; of a campaign as a whole where the platform tells no more. A campaign's day has one level."""

    day: date
    campaign: Campaign
    ad_set: Named | None = None
    ad: Named | None = None
    impressions: int = 0
    clicks: int = 0
    conversions: Decimal = Decimal(0)
    spend: Decimal = Decimal(0)
    conversion_value: Decimal = Decimal(0)


@dataclass(frozen=True)
class Creative:
    """What is pushed: texts in the order they were written, and images as bytes."""

    name: str
    headlines: tuple[str, ...]
    texts: tuple[str, ...]
    descriptions: tuple[str, ...]
    landing_url: str
    call_to_action: str = ""
    images: tuple[bytes, ...] = ()


class Adapter:
    """One platform, used as a context manager. Every method raises Unavailable or Refused."""

    name = ""
    label: Any = ""
    # Platforms (marketing.ads.models.Platform) an account of it can be of
    platforms: tuple[str, ...] = ()
    credentials: tuple[Credential, ...] = ()
    # Where to get them: a sentence, and the platform's own page
    how: Any = ""
    how_url = ""
    # Days after which conversions no longer arrive
    late_days = 28
    # A template that shows a class must not make an object of it.
    do_not_call_in_templates = True

    def __init__(self, given, memory=None):
        self.given, self.memory = given, {} if memory is None else memory

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()

    def accounts(self) -> list[Account]:
        """The accounts these credentials reach."""
        raise NotImplementedError

    def pull_metrics(self, account_id: str, first: date, last: date) -> Iterable[Row]:
        """Every row of these days, both included; none for a day without figures."""
        raise NotImplementedError

    def push_creative(self, account_id: str, ad_set_id: str, creative: Creative) -> Named:
        """Make an ad of it there, paused where the platform lets us; returns that ad."""
        raise NotImplementedError

    def pause(self, account_id: str, campaign_id: str):
        raise NotImplementedError

    def resume(self, account_id: str, campaign_id: str):
        raise NotImplementedError

    def close(self):
        pass
