"""What every writer of texts offers, and what can go wrong with one."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Answer:
    output: dict  # of the purpose's schema
    input_tokens: int = 0
    output_tokens: int = 0
    cost: Decimal | None = None  # US dollars; None where the price is not known
    requests: int = 1
    model: str = ""  # as the provider names what answered


class ProviderFailed(Exception):
    """`message` is for people; `spent` is an Answer without output, as what was spent on the way is still spent."""

    def __init__(self, message, spent=None):
        self.message, self.spent = message, spent
        super().__init__(str(message))


class Unavailable(ProviderFailed):
    """Down, overloaded, too slow or limiting us: worth another try after `retry_after` seconds, if it said so."""

    def __init__(self, message, retry_after=None, spent=None):
        self.retry_after = retry_after
        super().__init__(message, spent)


class Refused(ProviderFailed):
    """Another try would end the same: a wrong key, an unknown model, answers that stay invalid."""


class Writer:
    """One provider. `voice` is a webox.ai.voice.Voice, `brief` a webox.ai.registry.Brief."""

    def write(self, *, purpose, brief, voice, seed):
        """An Answer whose output fits purpose.schema. Raises Unavailable or Refused."""
        raise NotImplementedError

    def check(self, *, voice):
        """One cheap request; returns a sentence about what answered. Raises Unavailable or Refused."""
        raise NotImplementedError
