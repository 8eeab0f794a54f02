from datetime import UTC, datetime

import pytest

from marketing.ads.providers.sandbox import Sandbox
from tests.marketing.ads.providers import world
from tests.marketing.ads.providers.fakes import FAKES, GIVEN


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
