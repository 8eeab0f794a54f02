import pytest

from tests.marketing.ads.providers.fakes import FAKES


@pytest.fixture
def platform(monkeypatch):
    """A function: the server of a platform, running, with its adapter pointed at it."""
    servers = []

    def start(name):
        fake, adapter = FAKES[name]
        servers.append(server := fake())
        monkeypatch.setattr(adapter, "base_url", server.url)
        if name == "google":
            monkeypatch.setattr(adapter, "token_url", f"{server.url}/token")
        return server

    yield start
    for server in servers:
        server.close()
