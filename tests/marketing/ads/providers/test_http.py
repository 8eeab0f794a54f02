"""What goes wrong between us and a platform, said by each in its documented way."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime

import httpx
import pytest

from marketing.ads.providers import http
from marketing.ads.providers.base import Refused, Unavailable
from tests.marketing.ads.providers import world
from tests.marketing.ads.providers.server import Answer

FIRST = world.TODAY - timedelta(days=6)


def test_the_rows_are_those_of_the_platform_to_the_cent(spoken):
    server, adapter, _given = spoken
    rows = list(adapter.pull_metrics(world.ACCOUNT, FIRST, world.TODAY))
    told = [world.figures(day, ad) for day, _campaign, _ad_set, ad in world.rows(FIRST, world.TODAY)]
    assert len(server.asked) > 3  # pages
    assert sum(row.impressions for row in rows) == sum(each["impressions"] for each in told)
    assert sum(row.clicks for row in rows) == sum(each["clicks"] for each in told)
    assert sum(row.conversions for row in rows) == sum(each["conversions"] for each in told)
    assert sum(row.spend for row in rows) == sum(each["spend"] for each in told)
    assert sum(row.conversion_value for row in rows) == sum(each["value"] for each in told)


def test_too_many_requests_says_when_to_come_back(spoken):
    server, adapter, _given = spoken
    server.next = [Answer(b"Too many requests", 429, {"Retry-After": "120"})]
    with pytest.raises(Unavailable) as error:
        adapter.accounts()
    assert error.value.retry_after == 120


def test_the_moment_to_come_back_may_be_a_date(spoken):
    server, adapter, _given = spoken
    then = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    server.next = [Answer({}, 503, {"Retry-After": then})]
    with pytest.raises(Unavailable) as error:
        adapter.accounts()
    assert 3500 <= error.value.retry_after <= 3600


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"<html>Bad gateway</html>", 502),
        Answer({"error": {"message": "An internal error has occurred."}}, 500),
        Answer(b"<html>Sign in to the hotel's network</html>", 200),
        Answer(b"", 302, {"Location": "https://example.com"}),
        Answer({"data": [1, 2, 3], "elements": [], "results": []}, cut=5),
    ],
    ids=["gateway", "server", "no-json", "redirect", "cut"],
)
def test_a_platform_that_is_out_of_order_is_asked_again(spoken, answer):
    server, adapter, _given = spoken
    server.next = [answer]
    with pytest.raises(Unavailable) as error:
        adapter.accounts()
    assert str(adapter.label) in error.value.message


def test_a_platform_that_is_not_there_is_asked_again(spoken):
    server, adapter, _given = spoken
    server.close()
    with pytest.raises(Unavailable) as error:
        adapter.accounts()
    assert "cannot be reached" in error.value.message


def test_a_platform_that_does_not_answer_is_asked_again(spoken, monkeypatch):
    server, adapter, given = spoken
    server.hang = True
    monkeypatch.setattr(http, "TIMEOUT", httpx.Timeout(0.2))
    with type(adapter)(given) as hurried, pytest.raises(Unavailable) as error:
        hurried.accounts()
    assert "too long" in error.value.message


def test_credentials_that_ended_are_refused_and_never_shown(spoken):
    server, adapter, given = spoken
    server.token = server.refresh_token = "another"
    with pytest.raises(Refused) as error:
        list(adapter.pull_metrics(world.ACCOUNT, FIRST, world.TODAY))
    assert "Connect the account again" in error.value.message
    for secret in given.values():
        assert not secret or secret not in error.value.message


def test_no_credential_stands_in_an_address(spoken):
    server, adapter, given = spoken
    adapter.accounts()
    list(adapter.pull_metrics(world.ACCOUNT, FIRST, world.TODAY))
    for asked in server.asked:
        assert not [secret for secret in given.values() if secret and secret in asked.target]


def test_pages_without_an_end_come_to_one(spoken, monkeypatch):
    server, adapter, _given = spoken
    for module in ("meta", "google", "linkedin"):
        monkeypatch.setattr(f"marketing.ads.providers.{module}.MOST_PAGES", 2)
    with pytest.raises(Unavailable) as error:
        list(adapter.pull_metrics(world.ACCOUNT, world.FIRST, world.TODAY))
        # LinkedIn's reports have no pages; its lists do.
        server.answer = lambda asked: Answer({"elements": [], "metadata": {"nextPageToken": "more"}})
        adapter.accounts()
    assert "did not come to an end" in error.value.message


def test_money_is_never_a_float(spoken):
    _server, adapter, _given = spoken
    rows = list(adapter.pull_metrics(world.ACCOUNT, FIRST, FIRST))
    assert {type(row.spend) for row in rows} == {Decimal}
