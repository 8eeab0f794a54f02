"""Who writes, in which voice: the workspace's settings, which are an admin's, and what a member wants otherwise."""

from django.db import transaction

from webox.ai.models import AIConfig
from webox.ai.providers import writer_for
from webox.ai.voice import rows_of, voice_between

# A key goes to whom it was given for, and to nobody an admin names later.
GIVEN_FOR = ("provider", "base_url")


def configure(*, workspace, by, key="", **fields):
    """Change the workspace's settings; an empty key keeps the present one, if it still goes to the same place."""
    return _save(workspace, None, key, fields)


def override(*, workspace, by, key="", **fields):
    """What `by` wants otherwise: provider, model, base_url, image_model, language, tone, key."""
    return _save(workspace, by, key, fields)


@transaction.atomic
def _save(workspace, user, key, fields):
    config, _created = AIConfig.objects.select_for_update(of=("self",)).get_or_create(workspace=workspace, user=user)
    _change(config, key, fields)
    config.save()
    return config


def _change(config, key, fields):
    moved = any(name in fields and fields[name] != getattr(config, name) for name in GIVEN_FOR)
    for name, value in fields.items():
        setattr(config, name, value)
    if key or moved:
        config.keep_key(key.strip())


def forget_key(*, workspace, by, own=False):
    """Forget the workspace's key, or with `own` that of `by`."""
    mine = AIConfig.objects.for_workspace(workspace).filter(user=by if own else None)
    mine.update(sealed_key="", key_hint="")


def test_connection(*, workspace, by, own=False, key="", **fields):
    """One cheap request to whom would write if what was typed were saved; a sentence about what answered.

    Raises ProviderFailed.
    """
    house, mine = rows_of(workspace, by if own else None)
    if own:
        mine = mine or AIConfig(workspace=workspace, user=by)
    _change(mine if own else house, key, fields)
    voice = voice_between(house, mine)
    return writer_for(voice.provider).check(voice=voice)
