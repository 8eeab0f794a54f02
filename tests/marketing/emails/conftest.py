import pytest

from marketing.emails.tracking import stored_url
from tests.lib.conftest import certificate, tls  # noqa: F401
from tests.smtp_sink import Sink


@pytest.fixture(autouse=True)
def no_remembered_links():
    """Ids start again in every test, and what a process remembers of them must not."""
    stored_url.cache_clear()


@pytest.fixture
def sink(settings):
    """A mail server on loopback; its port is in EMAIL_URL."""
    with Sink() as sink:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{sink.port}?connections=4"
        yield sink
