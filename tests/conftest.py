import os
import re
import shutil

import hypothesis
import pytest
from django.core.cache import cache
from django.utils import timezone, translation

from tests.installation import forget_migrated

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
REQUIRE_ALL = os.environ.get("WEBOX_REQUIRE_ALL") == "1"

# The same examples in every run, so that a change is judged by itself; HYPOTHESIS_PROFILE=default looks for new ones.
hypothesis.settings.register_profile("suite", derandomize=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_collection_modifyitems(config, items):
    # Not a skip: a test about one database itself has no place in a run on the other.
    other = "sqlite" if os.environ.get("DATABASE_URL") else "postgresql"
    elsewhere = [item for item in items if item.get_closest_marker(other)]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]
    # Browser tests come last: Playwright leaves an event loop running in the thread, and senders start their own.
    # Tests with real processes come first, so that no core waits for them in the end.
    items.sort(key=lambda item: (bool(item.get_closest_marker("browser")), not item.get_closest_marker("slow")))
    for item in items:
        if item.get_closest_marker("browser") and not CHROMIUM and not REQUIRE_ALL:
            item.add_marker(pytest.mark.skip(reason="no Chromium here: apt-get install chromium"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    if REQUIRE_ALL and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and nothing may be left out here: {report.longrepr}"


def pytest_sessionfinish(session):
    is_worker = hasattr(session.config, "workerinput")  # of pytest-xdist: the others are still at it
    if not is_worker:
        forget_migrated()
        shutil.rmtree(os.environ.get("WEBOX_DATA_DIR", ""), ignore_errors=True)


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """What a test before this one left in the cache is of rows that are gone."""
    cache.clear()


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    """Every test writes its spool, journals and outbox into a folder of its own."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    return settings.DATA_DIR


@pytest.fixture(autouse=True)
def no_language_left_behind():
    """A request chooses language and time zone for its thread; the next test begins without."""
    yield
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture
def workspace(db):
    from tests.factories.accounts import make_workspace

    return make_workspace("Atelier")


@pytest.fixture
def other_workspace(db):
    from tests.factories.accounts import make_workspace

    return make_workspace("Étranger")


@pytest.fixture
def member(workspace):
    from tests.factories.accounts import make_member

    return make_member(workspace, first_name="Ada", last_name="Martin")


@pytest.fixture
def viewer(workspace):
    from tests.factories.accounts import make_member

    return make_member(workspace, "viewer")


@pytest.fixture
def owner(workspace):
    from tests.factories.accounts import make_member

    return make_member(workspace, "owner")


@pytest.fixture
def client_of(client):
    """A function that signs a person in and returns the client."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def member_client(client, member):
    client.force_login(member)
    return client


@pytest.fixture
def viewer_client(viewer):
    from django.test import Client

    client = Client()
    client.force_login(viewer)
    return client


@pytest.fixture
def api(workspace, member):
    from tests.factories.accounts import make_api

    return make_api(workspace, member)


@pytest.fixture
def viewer_api(workspace, viewer):
    from tests.factories.accounts import make_api

    return make_api(workspace, viewer)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    flags = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    flags += " --disable-component-update --disable-sync"
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": flags.split()}


@pytest.fixture(scope="session")
def browser(browser):
    """A browser whose every page is used as a person uses it: once it is there. What a program types between the
    first line of a page and its scripts reaches nobody."""
    from playwright.sync_api import expect

    expect.set_options(timeout=20_000)
    browser.on("context", _wait_for_the_scripts)
    return browser


def _wait_for_the_scripts(context):
    context.on("page", _wait_for_the_scripts_of)


def _wait_for_the_scripts_of(page):
    # Asked before every action: a page always has a root, and nothing need be put into it.
    root = page.locator("html")
    page.add_locator_handler(root, lambda: page.wait_for_load_state("domcontentloaded"), no_wait_after=True)


# The server refuses what was typed, or what came too late; or the page left before an answer came, which htmx calls
# errors too. A request that fails is a fault: htmx says more of it than these two.
REFUSED = re.compile(r"(status of|Error Code) (409|422)|^htmx:(afterRequest|sendAbort)\b")


@pytest.fixture
def browse_as(new_context, live_server):
    """A function: a page of a browser of its own in which somebody is signed in. A complaint of its console fails the
    test; `page.faults` holds them until then."""
    from django.test import Client

    faults = []

    def note(said):
        if said.type == "error" and not REFUSED.search(said.text):
            faults.append(said.text)

    def open_page(user, **options):
        client = Client()
        client.force_login(user)
        context = new_context(base_url=live_server.url, **options)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.faults = faults
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", note)
        return page

    yield open_page
    assert faults == []
