"""Who writes for a member: the workspace's settings with that member's overrides on top."""

from dataclasses import dataclass

from django.db.models import Q

from webox.ai.models import AIConfig, Tone
from webox.ai.registry import Brand

Provider = AIConfig.Provider
OVERRIDDEN = ("language", "tone")
# Taken together from one row: another provider's model or key would make no sense.
CONNECTION = ("provider", "model", "base_url", "sealed_key", "image_model")


@dataclass(frozen=True)
class Voice:
    is_on: bool
    provider: str
    model: str
    base_url: str
    sealed_key: str
    image_model: str
    language: str
    tone: str
    brand: Brand
    monthly_budget: object  # Decimal US dollars, or None for no limit


def voice_of(workspace, user=None):
    return voice_between(*rows_of(workspace, user))


def rows_of(workspace, user=None):
    """(the workspace's settings, that member's override or None); settings nobody saved yet are the defaults."""
    wanted = Q(user=None) | Q(user=user) if user else Q(user=None)
    rows = {each.user_id: each for each in AIConfig.objects.for_workspace(workspace).filter(wanted)}
    return rows.get(None) or AIConfig(workspace=workspace), rows.get(user.pk) if user else None


def voice_between(house, own=None):
    chosen = {name: (own and getattr(own, name)) or getattr(house, name) for name in OVERRIDDEN}
    return Voice(
        is_on=house.is_on,
        **_connection(house, own),
        language=chosen["language"] or house.workspace.language,
        tone=chosen["tone"] or Tone.FRIENDLY,
        brand=brand_of(house),
        monthly_budget=house.monthly_budget,
    )


def _connection(house, own):
    theirs = {name: getattr(house, name) for name in CONNECTION} | {"provider": house.provider or Provider.OFFLINE}
    if not own or not own.provider:
        return theirs
    mine = {name: getattr(own, name) for name in CONNECTION}
    if own.provider == theirs["provider"] and not (own.sealed_key or own.base_url):
        # Another model of the same account. The workspace's key goes to the workspace's address and nowhere else.
        return theirs | {name: mine[name] or theirs[name] for name in ("model", "image_model")}
    return mine


def brand_of(config):
    return Brand(
        name=config.brand_name or config.workspace.name,
        color=config.brand_color,
        offer=config.offer.strip(),
        facts=_lines(config.facts),
        prices=_lines(config.prices),
        forbidden=_lines(config.forbidden_claims),
        samples=config.sample_texts.strip(),
    )


def _lines(text):
    return tuple(line.strip() for line in text.splitlines() if line.strip())
