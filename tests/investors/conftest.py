from tests.marketing.emails.conftest import no_remembered_links, sink  # noqa: F401
