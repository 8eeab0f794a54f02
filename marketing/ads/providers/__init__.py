"""Adapters by the name their connections carry."""

from marketing.ads.providers.google import Google
from marketing.ads.providers.linkedin import LinkedIn
from marketing.ads.providers.meta import Meta
from marketing.ads.providers.sandbox import Sandbox

ADAPTERS = {adapter.name: adapter for adapter in (Sandbox, Meta, Google, LinkedIn)}


def adapter_for(connection):
    """Raises webox.lib.vault.Unreadable."""
    return ADAPTERS[connection.adapter](connection.credentials, connection.memory)
