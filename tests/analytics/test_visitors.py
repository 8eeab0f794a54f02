from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from webox.analytics.events import VISIT_STARTED
from webox.analytics.visitors import (
    COOKIE,
    Visitor,
    is_counted,
    landing_url,
    remember,
    touch_of,
    visit_event,
    visitor_of,
)

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def page(query="", cookie="", **headers):
    request = RequestFactory().get(f"/p/atelier/guide/optin{query}", headers={"User-Agent": FIREFOX} | headers)
    if cookie:
        request.COOKIES[COOKIE] = cookie
    return request


def cookie_of(visitor, at=NOON):
    response = HttpResponse()
    remember(response, visitor, "/p/atelier", at)
    return response.cookies[COOKIE]


def test_a_visitor_is_known_again_by_the_cookie():
    first = visitor_of(page())
    assert (len(first.id), first.seen_at, first.keep) == (32, None, True)
    again = visitor_of(page(cookie=cookie_of(first).value))
    assert again == Visitor(first.id, NOON, True)
    assert again.number == first.number


def test_the_cookie_is_first_party_and_out_of_reach_of_scripts(settings):
    morsel = cookie_of(Visitor("0" * 31 + "1"))
    assert {name: morsel[name] for name in ("max-age", "path", "httponly", "secure", "samesite")} == {
        "max-age": 31_536_000,
        "path": "/p/atelier",
        "httponly": True,
        "secure": "",
        "samesite": "Lax",
    }
    settings.SESSION_COOKIE_SECURE = True
    assert cookie_of(Visitor("0" * 31 + "1"))["secure"] is True


@pytest.mark.parametrize("header", ["DNT", "Sec-GPC"])
def test_who_asks_not_to_be_tracked_is_forgotten_with_the_session(header):
    visitor = visitor_of(page(**{header: "1"}))
    assert visitor.keep is False
    assert cookie_of(visitor)["max-age"] == ""


def test_a_changed_cookie_makes_a_new_visitor():
    visitor = Visitor("a" * 32)
    value = cookie_of(visitor).value
    for forged in (value[:-1] + ("0" if value[-1] != "0" else "1"), "b" + value[1:], "x", "é", "1-2-3"):
        assert visitor_of(page(cookie=forged)).id != visitor.id


def test_keys_rotate(settings):
    value = cookie_of(Visitor("a" * 32)).value
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"
    assert visitor_of(page(cookie=value)).id == "a" * 32


def test_a_touch_has_where_the_visitor_came_from():
    request = page(
        "?utm_source=Google&utm_medium=CPC&utm_campaign=Spring&utm_id=9&gclid=Cj0KCQ_aB&fbclid=Iw%00AR&x=secret",
        Referer="https://user:pass@www.Example.org/search?q=private",
    )
    assert touch_of(request) == {
        "landing": "/p/atelier/guide/optin",
        "utm_source": "google",
        "utm_medium": "cpc",
        "utm_campaign": "Spring",
        "utm_id": "9",
        "gclid": "Cj0KCQ_aB",
        "fbclid": "IwAR",
        "referrer": "www.example.org/search",
    }


@pytest.mark.parametrize("referrer", ["http://testserver/crm", "javascript:alert(1)", "http://[broken", "", "null"])
def test_our_own_and_unreadable_referrers_are_left_out(referrer):
    assert touch_of(page(Referer=referrer, Host="testserver")) == {"landing": "/p/atelier/guide/optin"}


def test_landing_url_has_the_parameters_that_matter():
    touch = touch_of(page("?utm_source=a%20b&gclid=Xy&email=someone@example.com"))
    assert landing_url(touch) == "http://testserver/p/atelier/guide/optin?utm_source=a+b&gclid=Xy"
    assert landing_url({"landing": "/p/a"}) == "http://testserver/p/a"


@pytest.mark.django_db
def test_a_visit_ends_after_thirty_minutes_of_silence(workspace):
    visitor = Visitor("a" * 32, NOON)
    assert visit_event(page(), workspace, visitor, NOON + timedelta(minutes=30)) is None
    event = visit_event(page("?utm_source=x"), workspace, visitor, NOON + timedelta(minutes=31))
    assert (event.type, event.visitor, event.properties) == (
        VISIT_STARTED,
        "a" * 32,
        {"landing": "/p/atelier/guide/optin", "utm_source": "x"},
    )


@pytest.mark.parametrize(
    "agent",
    ["Googlebot/2.1", "Mozilla/5.0 (compatible; bingbot/2.0)", "curl/8.5", "python-requests/2.32", "AhrefsBot", ""],
)
def test_programs_are_not_counted(agent):
    assert is_counted(page(**{"User-Agent": agent})) is False


def test_people_are_counted_but_not_what_their_browser_fetches_ahead():
    assert is_counted(page()) is True
    assert is_counted(page(**{"User-Agent": "Mozilla/5.0 (Linux; Android 14; CUBOT X) Chrome/126"})) is True
    assert is_counted(page(**{"Sec-Purpose": "prefetch;prerender"})) is False
    assert is_counted(RequestFactory().head("/p/a/b/c", headers={"User-Agent": FIREFOX})) is False
