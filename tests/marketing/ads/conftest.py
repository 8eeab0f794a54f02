import pytest

from marketing.ads.tasks import pull_connection as task
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


@pytest.fixture
def server(platform):
    return platform("meta")


@pytest.fixture
def rung(monkeypatch):
    """What was published to workers, and reaches none."""
    published = []
    monkeypatch.setattr(task, "apply_async", lambda args=None, kwargs=None, **_options: published.append(kwargs))
    return published
