"""The servers of the platforms, their adapters, and the credentials they take."""

from marketing.ads.providers.google import Google
from marketing.ads.providers.linkedin import LinkedIn
from marketing.ads.providers.meta import Meta
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
