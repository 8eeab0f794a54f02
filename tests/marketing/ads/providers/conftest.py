from datetime import UTC, datetime

import pytest

from marketing.ads.providers.google import Google
from marketing.ads.providers.linkedin import LinkedIn
from marketing.ads.providers.meta import Meta
from marketing.ads.providers.sandbox import Sandbox
from tests.marketing.ads.providers import world
from tests.marketing.ads.providers.fake_google import FakeGoogle
from tests.marketing.ads.providers.fake_linkedin import FakeLinkedIn
from tests.marketing.ads.providers.fake_meta import FakeMeta

FAKES = {"meta": (FakeMeta, Meta), "google": (FakeGoogle, Google), "linkedin": (FakeLinkedIn, LinkedIn)}
GIVEN = {
    "meta": {"access_token": FakeMeta.token, "page_id": "77"},
    "google": {
        "developer_token": FakeGoogle.developer_token,
        "client_id": "client.apps.googleusercontent.com",
        "client_secret": "GOCSPX-secret",
        "refresh_token": FakeGoogle.refresh_token,
        "login_customer_id": "",
    },
    "linkedin": {"access_token": FakeLinkedIn.token, "organization_id": "55"},
}


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


@pytest.fixture(params=FAKES)
def spoken(request, platform):
    """(server, adapter, credentials) of each platform that is spoken to over HTTP."""
    server, given = platform(request.param), dict(GIVEN[request.param])
    with FAKES[request.param][1](given) as adapter:
        yield server, adapter, given


@pytest.fixture(params=["sandbox", *FAKES])
def connected(request, platform):
    """(adapter, account, campaign, ad set) of every platform."""
    if request.param == "sandbox":
        now = datetime(world.TODAY.year, world.TODAY.month, world.TODAY.day, 18, tzinfo=UTC)
        account = "sandbox-facebook"
        return Sandbox({"platform": "facebook"}, {"language": "fr"}, now), account, f"{account}-1", f"{account}-1-1"
    platform(request.param)
    adapter = FAKES[request.param][1](dict(GIVEN[request.param]))
    request.addfinalizer(adapter.close)
    return adapter, world.ACCOUNT, "11", "21"
