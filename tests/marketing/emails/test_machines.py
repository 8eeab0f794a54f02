import pytest

from marketing.emails.machines import HUMAN, MACHINE, PROXY, Hit, classify

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def hit(number=None, at=100.0, agent=FIREFOX, **fields):
    return Hit(1, 1, number, at, agent, **fields)


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({}, (HUMAN, "")),
        ({"number": 2}, (HUMAN, "")),
        ({"method": "HEAD"}, (MACHINE, "head")),
        ({"purpose": "prefetch;anonymous-client-ip"}, (MACHINE, "prefetch")),
        ({"agent": ""}, (MACHINE, "no_agent")),
        ({"agent": "Mozilla/5.0"}, (MACHINE, "apple_privacy")),
        (
            {"agent": "Mozilla/5.0 AppleWebKit/537.36 Chrome/42.0.2311.135 Safari/537.36 Edge/12.246"},
            (MACHINE, "gmail_prefetch"),
        ),
        ({"agent": "python-requests/2.34"}, (MACHINE, "scanner_agent")),
        (
            {"agent": "Mozilla/5.0 (Windows NT 5.1) Firefox/11.0 (via ggpht.com GoogleImageProxy)"},
            (PROXY, "google_image_proxy"),
        ),
        ({"number": 0}, (MACHINE, "honeypot")),
    ],
)
def test_one_request_alone(fields, verdict):
    assert classify(hit(**fields), []) == verdict


def test_three_links_within_two_seconds_are_a_burst_and_all_its_clicks_are_a_machines():
    clicks = [hit(1, 100.0), hit(2, 100.9), hit(3, 101.9)]
    for click in clicks:
        others = [other for other in clicks if other is not click]
        assert classify(click, others) == (MACHINE, "burst")


def test_two_links_or_three_in_a_longer_time_are_a_person():
    assert classify(hit(1, 100.0), [hit(2, 100.5), hit(1, 100.7)]) == (HUMAN, "")
    assert classify(hit(2, 101.5), [hit(1, 100.0), hit(3, 103.0)]) == (HUMAN, "")


def test_a_click_near_the_honeypot_is_a_machines():
    assert classify(hit(2, 109.0), [hit(0, 100.0)]) == (MACHINE, "honeypot")
    assert classify(hit(2, 111.0), [hit(0, 100.0)]) == (HUMAN, "")
