from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from investors import actions
from investors.models import Interaction
from tests.factories.investors import make_contact, make_event, make_interaction, make_investor

pytestmark = pytest.mark.django_db
INTERACTIONS = "/api/interactions"
PARIS = ZoneInfo("Europe/Paris")


def at(day, hour=12):
    return datetime(2026, 3, day, hour, tzinfo=PARIS)


def subjects(api, query=None, path=INTERACTIONS):
    answer = api.get(f"{path}?{urlencode(query or {}, doseq=True)}")
    assert answer.status_code == 200, answer.json()
    return [row["subject"] for row in answer.json()["results"]]


def test_an_interaction_is_logged_changed_and_deleted(api, workspace, member):
    investor = make_investor(workspace)
    contact = make_contact(investor)
    body = {"type": "meeting", "date": "2026-03-31T22:30:00Z", "subject": "Café", "participants": [contact.pk]}
    answer = api.post(f"{INTERACTIONS}/investor/{investor.pk}", body)
    row = Interaction.objects.get()
    path = f"{INTERACTIONS}/{row.pk}"
    assert (answer.status_code, answer["Location"]) == (201, path)
    shown = api.get(path).json()
    assert shown == answer.json()
    expected = {"investor": investor.pk, "type": "meeting", "day": "2026-04-01", "author": member.pk}
    assert {name: shown[name] for name in expected} == expected
    assert shown["participants"] == [contact.pk]
    changed = api.patch(path, {"type": "pitch", "participants": []})
    assert (changed.json()["type"], changed.json()["participants"], changed.json()["subject"]) == ("pitch", [], "Café")
    assert api.put(path, {"subject": "Thé"}).json()["subject"] == "Thé"
    assert api.delete(path).status_code == 204
    investor.refresh_from_db()
    assert (Interaction.objects.count(), investor.last_interaction_at) == (0, None)


def test_a_change_needs_what_was_read(api, workspace):
    row = make_interaction(make_investor(workspace), subject="Café")
    tag = api.get(f"{INTERACTIONS}/{row.pk}")["ETag"]
    assert api.patch(f"{INTERACTIONS}/{row.pk}", {"subject": "Thé"}, headers={"If-Match": tag}).status_code == 200
    assert api.patch(f"{INTERACTIONS}/{row.pk}", {"subject": "Eau"}, headers={"If-Match": tag}).status_code == 412


def test_participants_are_contacts_of_the_investor(api, workspace, other_workspace):
    investor = make_investor(workspace)
    path = f"{INTERACTIONS}/investor/{investor.pk}"
    strangers = make_contact(make_investor(other_workspace)).pk, make_contact(make_investor(workspace)).pk
    codes = []
    for number in strangers:
        answer = api.post(path, {"type": "call", "participants": [number]})
        codes.append([(error["field"], error["code"]) for error in answer.json()["errors"]])
    assert codes == [[("participants", "does_not_exist")], [("participants", "invalid")]]
    assert Interaction.objects.count() == 0


@pytest.fixture
def history(workspace, member):
    investor = make_investor(workspace)
    for type, day, subject in (("email", 1, "a"), ("meeting", 10, "b"), ("pitch", 20, "c"), ("note", 25, "d")):
        make_interaction(investor, type, date=at(day), subject=subject, author=member)
    make_interaction(investor, "meeting", date=datetime(2099, 1, 1, tzinfo=PARIS), subject="planned")
    make_interaction(make_investor(workspace), "call", date=at(5), subject="other")
    return investor


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["planned", "d", "c", "b", "other", "a"]),
        ({"ordering": "date"}, ["a", "other", "b", "c", "d", "planned"]),
        ({"type": ["meeting", "call"]}, ["planned", "b", "other"]),
        ({"date_after": "2026-03-10", "date_before": "2026-03-20"}, ["c", "b"]),
        ({"author": "me", "type": "pitch"}, ["c"]),
        ({"author": "none"}, ["planned", "other"]),
        ({"search": "B"}, ["b"]),
        ({"planned": "true"}, ["planned"]),
        ({"planned": "false", "type": "meeting"}, ["b"]),
    ],
)
def test_the_list_is_filtered(api, history, query, found):
    assert subjects(api, query) == found


def test_an_investors_interactions_come_with_their_summary(api, workspace, history):
    answer = api.get(f"{INTERACTIONS}/investor/{history.pk}?limit=2").json()
    assert [row["subject"] for row in answer["results"]] == ["planned", "d"]
    summary = answer["summary"]
    assert summary["count"] == 5
    assert summary["by_type"] == {
        "email": 1,
        "call": 0,
        "meeting": 2,
        "pitch": 1,
        "due_diligence": 0,
        "closing": 0,
        "note": 1,
    }
    assert datetime.fromisoformat(summary["first"]) == at(1)
    assert datetime.fromisoformat(summary["last"]) == at(20)
    assert summary["days_since"] == (workspace.day_of(timezone.now()) - at(20).date()).days
    narrowed = api.get(f"{INTERACTIONS}/investor/{history.pk}?type=note").json()
    assert (narrowed["summary"]["count"], narrowed["summary"]["last"], narrowed["summary"]["days_since"]) == (
        1,
        None,
        None,
    )
    assert subjects(api, {"date_before": "2026-03-01"}, f"{INTERACTIONS}/investor/{history.pk}") == ["a"]


def test_interactions_of_a_deleted_investor_are_gone(api, history):
    row = history.interactions.first()
    actions.delete_investor(investor=history, by=None)
    assert subjects(api) == ["other"]
    path = f"{INTERACTIONS}/{row.pk}"
    answers = [api.get(path), api.patch(path, {"subject": "x"}), api.delete(path)]
    answers += [api.get(f"{INTERACTIONS}/investor/{history.pk}"), api.post(f"{INTERACTIONS}/investor/{history.pk}", {})]
    assert [answer.status_code for answer in answers] == [404] * 5


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"type": "fax"}, "type", "invalid_choice"),
        ({"type": "call", "date": "soon"}, "date", "invalid"),
        ({"type": "call", "date": "9999-12-31T23:59:59-12:00"}, "date", "overflow"),
        ({"type": "call", "date": "9000-12-31T23:59:59Z"}, "date", "calendar"),
        ({"type": "call", "participants": ["x"]}, "participants.0", "invalid"),
    ],
)
def test_what_is_wrong_is_named(api, workspace, body, field, code):
    answer = api.post(f"{INTERACTIONS}/investor/{make_investor(workspace).pk}", body)
    assert answer.status_code == 400
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [(field, code)]


def test_events_and_who_was_met_there(api, workspace, other_workspace):
    contact, stranger = make_contact(make_investor(workspace)), make_contact(make_investor(other_workspace))
    body = {"name": "Demo day", "date": "2026-06-04", "attendees_count": 120, "contacts": [contact.pk]}
    answer = api.post("/api/investors/events", body)
    assert answer.status_code == 201
    path = answer["Location"]
    assert path == f"/api/investors/events/{answer.json()['id']}"
    assert api.patch(path, {"place": "Station F"}).json() | body == api.get(path).json()
    assert api.get(path).json()["contacts"] == [contact.pk]
    assert api.patch(path, {"contacts": [stranger.pk]}).status_code == 400
    assert api.put(path, {"name": "Demo day 2"}).json()["errors"][0]["field"] == "date"
    make_event(workspace, name="Salon", date="2026-01-02")
    listed = [row["name"] for row in api.get("/api/investors/events").json()["results"]]
    assert listed == ["Demo day", "Salon"]
    found = api.get("/api/investors/events?date_before=2026-02-01&search=sal").json()["results"]
    assert [row["name"] for row in found] == ["Salon"]
    assert api.delete(path).status_code == 204
