import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marketing.emails import events
from marketing.emails.actions import sending, start_campaign
from marketing.emails.actions.tracking import REMEMBERED, SETTLE_SECONDS, ingest, ingest_files
from marketing.emails.models import Delivery, IngestedSpool
from marketing.emails.tracking import spool, token_of
from tests.factories.crm import make_lead
from tests.factories.emails import make_campaign
from webox.analytics.models import DailyCount, Event

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
HTML = "".join(f'<a href="https://example.com/{path}">{path}</a>' for path in ("un", "deux", "trois"))


@pytest.fixture
def delivery(workspace, settings):
    """One message sent, to somebody who has not looked at it yet."""
    settings.EMAIL_URL = ""
    make_lead(workspace, email="zoe@example.com")
    campaign = start_campaign(campaign=make_campaign(workspace, html_content=HTML))
    sending.send_campaign(campaign_id=campaign.pk)
    return Delivery.objects.select_related("campaign").get()


@pytest.fixture
def reader():
    return Client(headers={"user-agent": FIREFOX})


def token(delivery):
    return token_of(delivery.pk, delivery.campaign_id)


def settle():
    return ingest(now=time.time() + SETTLE_SECONDS + 2)


def reloaded(delivery):
    delivery.refresh_from_db()
    delivery.campaign.refresh_from_db()
    return delivery


def utm(delivery, path):
    return f"https://example.com/{path}?utm_source=webox&utm_medium=email&utm_campaign=email-{delivery.campaign_id}"


def test_an_open_comes_back_on_the_delivery_the_campaign_and_as_an_event(delivery, reader):
    response = reader.get(f"/e/o/{token(delivery)}.gif")
    assert (response.status_code, response["Content-Type"]) == (200, "image/gif")
    assert response.content[:6] == b"GIF89a"
    assert settle() == 1
    delivery = reloaded(delivery)
    assert (delivery.campaign.total_opened, delivery.campaign.total_clicked) == (1, 0)
    event = Event.objects.get(type=events.OPENED)
    assert (event.lead_id, event.subject_id, event.properties["class"]) == (
        delivery.lead_id,
        delivery.campaign_id,
        "human",
    )
    assert event.at == delivery.opened_at
    assert DailyCount.objects.get(metric=events.OPENED, subject_type="").count == 1


def test_a_click_redirects_to_the_stored_address_without_a_query_and_counts_as_an_open(delivery, reader):
    reader.get(f"/e/c/{token(delivery)}.2")
    with CaptureQueriesContext(connection) as queries:
        response = reader.get(f"/e/c/{token(delivery)}.2")
    assert len(queries) == 0
    assert (response.status_code, response["Location"]) == (302, utm(delivery, "deux"))
    settle()
    delivery = reloaded(delivery)
    assert (delivery.campaign.total_opened, delivery.campaign.total_clicked) == (1, 1)
    assert list(delivery.campaign.links.order_by("number").values_list("clicks", flat=True)) == [0, 2, 0]
    assert Event.objects.filter(type=events.CLICKED).count() == 2


def test_reading_twice_is_counted_once_for_the_person_and_each_time_for_the_event(delivery, reader):
    for _time in range(3):
        reader.get(f"/e/o/{token(delivery)}.gif")
    settle()
    assert reloaded(delivery).campaign.total_opened == 1
    assert Event.objects.filter(type=events.OPENED).count() == 3


@pytest.mark.parametrize("agent", ["Mozilla/5.0", "", "python-requests/2.34"])
def test_what_a_machine_did_is_shown_apart(delivery, agent):
    client = Client(headers={"user-agent": agent})
    client.get(f"/e/o/{token(delivery)}.gif")
    client.get(f"/e/c/{token(delivery)}.1")
    settle()
    campaign = reloaded(delivery).campaign
    assert (campaign.total_opened, campaign.total_clicked) == (0, 0)
    assert (campaign.total_machine_opened, campaign.total_machine_clicked) == (1, 1)
    assert not Event.objects.filter(type__in=(events.OPENED, events.CLICKED)).exists()
    assert campaign.links.get(number=1).machine_clicks == 1


def test_a_scanner_that_follows_every_link_at_once_is_a_machine_whatever_it_calls_itself(delivery, reader):
    for number in (1, 2, 3):
        reader.get(f"/e/c/{token(delivery)}.{number}")
    settle()
    campaign = reloaded(delivery).campaign
    assert (campaign.total_clicked, campaign.total_machine_clicked) == (0, 1)
    assert Event.objects.filter(type=events.MACHINE_CLICKED, properties__reason="burst").count() == 3


def test_the_honeypot_speaks_for_what_follows_it(delivery, reader):
    assert reader.get(f"/e/c/{token(delivery)}.0")["Location"] == "http://testserver"
    settle()
    reader.get(f"/e/c/{token(delivery)}.1")
    settle()
    assert set(Event.objects.filter(type=events.MACHINE_CLICKED).values_list("properties__reason", flat=True)) == {
        "honeypot"
    }
    assert reloaded(delivery).campaign.total_clicked == 0


@pytest.mark.parametrize("spoil", [lambda t: t[:-1] + ("0" if t[-1] != "0" else "1"), lambda t: "", lambda t: "1-1-zz"])
def test_a_tampered_token_never_redirects_and_counts_nothing(delivery, reader, spoil):
    response = reader.get(f"/e/c/{spoil(token(delivery))}.1")
    assert response.status_code == 404
    assert "Location" not in response
    assert b"https://example.com" not in response.content
    assert reader.get(f"/e/o/{spoil(token(delivery))}.gif").status_code == 200
    assert settle() == 0


@pytest.mark.parametrize("number", ["99", "-1", "", "x", "1.1", "²"])
def test_a_link_the_campaign_does_not_have_is_a_neutral_page(delivery, reader, number):
    response = reader.get(f"/e/c/{token(delivery)}.{number}")
    assert (response.status_code, "Location" in response) == (404, False)
    assert "Ce lien ne fonctionne pas" in reader.get("/e/c/x.1", headers={"Accept-Language": "fr"}).text


def test_a_token_made_with_the_key_before_this_one_still_works(delivery, reader, settings):
    old = token(delivery)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert token(delivery) != old
    assert reader.get(f"/e/c/{old}.1").status_code == 302


def test_hits_wait_until_a_burst_would_have_ended(delivery, reader):
    reader.get(f"/e/o/{token(delivery)}.gif")
    assert ingest(now=time.time()) == 0
    assert settle() == 1


def test_a_spool_file_read_before_is_not_read_again(delivery, reader):
    reader.get(f"/e/o/{token(delivery)}.gif")
    file = spool().closed(before=time.time() + 10)[0]
    text = file.path.read_bytes()
    assert settle() == 1
    file.path.write_bytes(text)  # as if the reader had died between its commit and the removal
    assert settle() == 0
    assert Event.objects.filter(type=events.OPENED).count() == 1
    assert IngestedSpool.objects.count() == 1
    assert not file.path.exists()


def test_files_another_worker_is_at_lose_nothing_of_what_it_did_not_read(delivery, reader):
    reader.get(f"/e/o/{token(delivery)}.gif")
    read, left = spool().closed(before=time.time() + 10)[0], spool()
    IngestedSpool.objects.create(name=read.name)
    record = {"d": delivery.pk, "c": delivery.campaign_id, "n": 1, "t": time.time(), "a": FIREFOX}
    left.append(record)
    assert settle() == 1
    assert list(Event.objects.filter(subject_id=delivery.campaign_id).exclude(type=events.SENT)) == [
        Event.objects.get(type=events.CLICKED)
    ]


def test_two_readers_of_one_file_count_it_once(delivery, reader):
    reader.get(f"/e/o/{token(delivery)}.gif")
    files = spool().closed(before=time.time() + 10)
    assert ingest_files([*files, *files], []) == 1
    assert reloaded(delivery).campaign.total_opened == 1


def test_names_of_files_read_long_ago_are_forgotten(delivery):
    IngestedSpool.objects.create(name="old", at=timezone.now() - REMEMBERED - timedelta(days=1))
    IngestedSpool.objects.create(name="young")
    settle()
    assert IngestedSpool.objects.get().name == "young"


def test_an_agent_no_database_could_keep_stops_nothing(delivery):
    record = {"d": delivery.pk, "c": delivery.campaign_id, "n": None, "t": time.time() - 9, "a": FIREFOX + "\x00"}
    spool().append(record)
    assert settle() == 1
    assert Event.objects.get(type=events.OPENED).properties["agent"] == FIREFOX


def test_a_damaged_line_costs_only_itself(delivery, reader):
    spool().append({"d": "x"})
    reader.get(f"/e/o/{token(delivery)}.gif")
    assert settle() == 1


def test_an_open_settles_an_uncertain_delivery(delivery, reader):
    sending.move_counters(delivery.campaign_id, {"sent": -1, "uncertain": 1})
    Delivery.objects.update(state="uncertain", sent_at=None)
    reader.get(f"/e/o/{token(delivery)}.gif")
    settle()
    delivery = reloaded(delivery)
    assert (delivery.state, delivery.sent_at) == ("sent", delivery.opened_at)
    assert (delivery.campaign.total_sent, delivery.campaign.total_uncertain) == (1, 0)
    settled = Event.objects.filter(type=events.SENT, properties__reason="seen_opened")
    assert [event.lead_id for event in settled] == [delivery.lead_id]


def test_hits_of_a_campaign_deleted_since_are_dropped(delivery, reader):
    reader.get(f"/e/o/{token(delivery)}.gif")
    delivery.campaign.delete()
    assert settle() == 1
    assert not Event.objects.filter(type=events.OPENED).exists()


def test_when_it_happened_is_when_it_was_asked_for_not_when_it_was_read(delivery):
    at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    record = {"d": delivery.pk, "c": delivery.campaign_id, "n": None, "t": at.timestamp(), "a": FIREFOX, "m": "GET"}
    spool().append(record)
    settle()
    event = Event.objects.get(type=events.OPENED)
    assert (event.at, event.day.isoformat()) == (at, "2026-03-02"), "in Paris it was after midnight"
