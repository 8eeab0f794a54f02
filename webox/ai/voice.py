"""Who writes for a member: the environment's choice, the workspace's settings over it, that member's over both."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from webox.ai.models import AIConfig, Tone
from webox.ai.registry import Brand
from webox.lib import vault

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
    """Of the environment, over it the workspace's, over it the member's."""
    chosen = {
        "provider": settings.AI_PROVIDER,
        "model": settings.AI_MODEL,
        "base_url": settings.AI_BASE_URL,
        "sealed_key": vault.seal(settings.AI_KEY),
        "image_model": "",
    }
    for config in filter(None, (house, own)):
        chosen = _chosen_over(chosen, config)
    return chosen


def _chosen_over(below, config):
    if not config.provider:
        return below
    mine = {name: getattr(config, name) for name in CONNECTION}
    if config.provider == below["provider"] and not (config.sealed_key or config.base_url):
        # Another model of the same account. A key goes to the address it came with and nowhere else.
        return below | {name: mine[name] or below[name] for name in ("model", "image_model")}
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
