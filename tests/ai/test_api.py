from decimal import Decimal

import pytest
from django.urls import path
from drf_spectacular.generators import SchemaGenerator

from crm.models import Tag
from tests.factories.accounts import make_api, make_member
from tests.factories.ai import OUTPUT, make_config, make_generation
from webox import urls
from webox.ai.actions.generating import run_generation
from webox.ai.api.generating import GenerateView
from webox.ai.models import AIConfig, Generation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("note")]

GENERATIONS = "/api/ai/generations"
NOTES = "/api/notes/generate"


class WithNotes:
    """The addresses of the house and the endpoint of the purpose of these tests."""

    urlpatterns = [
        path(
            "api/notes/generate",
            GenerateView.as_view(purpose="tests.note", aliases={"about": "topic"}),
            name="note-generate",
        ),
        *urls.urlpatterns,
    ]
    handler400, handler404 = urls.handler400, urls.handler404


@pytest.fixture
def notes(settings):
    settings.ROOT_URLCONF = WithNotes


@pytest.fixture
def draft(workspace, member):
    return make_generation(workspace, by=member, marks=["/subject", "/body"])


@pytest.fixture
def admin_api(workspace):
    return make_api(workspace, make_member(workspace, "admin"))


def url_of(generation, end=""):
    return f"{GENERATIONS}/{generation.pk}{end}"


# Asking


@pytest.mark.usefixtures("notes")
def test_a_wish_is_accepted_and_watched_where_location_says(api, member):
    answer = api.post(NOTES, {"topic": "Rye", "language": "fr"})
    generation = Generation.objects.get()
    assert (answer.status_code, answer["Location"]) == (202, url_of(generation))
    assert (answer.data["state"], answer.data["inputs"]) == ("queued", {"topic": "Rye", "language": "fr"})
    assert answer.data["by"] == member.email
    run_generation(generation_id=generation.pk)
    seen = api.get(answer["Location"]).data
    assert (seen["state"], seen["output"]["subject"]) == ("ready", "About Rye")
    assert seen["marks"] == ["/subject", "/body", "/points/0", "/points/1"]


@pytest.mark.usefixtures("notes")
def test_an_input_may_have_its_earlier_name(api):
    assert api.post(NOTES, {"about": "Rye"}).data["inputs"]["topic"] == "Rye"
    assert api.post(NOTES, {"about": "Rye", "topic": "Oats"}).data["inputs"]["topic"] == "Oats"


@pytest.mark.usefixtures("notes")
@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "topic"),
        ({"topic": "x" * 201}, "topic"),
        ({"topic": {"a": 1}}, "topic"),
        ({"topic": ["a"]}, "topic"),
        ({"topic": None}, "topic"),
        ({"topic": "Rye", "language": "de"}, "language"),
        ({"topic": "Rye", "provider": "openai"}, "provider"),
        ({"topic": "Rye", "provider": {"a": 1}}, "provider"),
        (["topic"], ""),
    ],
)
def test_a_wish_that_is_not_right_names_the_field(body, field, api):
    answer = api.post(NOTES, body)
    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["errors"]] == [field]
    assert Generation.objects.count() == 0


@pytest.mark.usefixtures("notes")
def test_the_same_key_asks_once(api):
    answers = [api.post(NOTES, {"topic": "Rye"}, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert answers[0].data == answers[1].data
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Generation.objects.count() == 1


@pytest.mark.usefixtures("notes")
def test_switched_off_and_spent_are_conflicts(api, workspace):
    config = make_config(workspace, is_on=False, provider="openai", monthly_budget=1)
    assert api.post(NOTES, {"topic": "Rye"}).json()["code"] == "switched_off"
    config.is_on = True
    config.save()
    make_generation(workspace, provider="openai", cost=Decimal("1"))
    answer = api.post(NOTES, {"topic": "Rye"})
    assert (answer.status_code, answer.json()["code"]) == (409, "budget_spent")
    assert api.post(NOTES, {"topic": "Rye", "provider": "offline"}).data["provider"] == "offline"


@pytest.mark.usefixtures("notes")
def test_a_viewer_asks_for_nothing(viewer_api):
    assert viewer_api.post(NOTES, {"topic": "Rye"}).status_code == 403


def test_the_schema_describes_the_form(notes):
    schema = SchemaGenerator(patterns=WithNotes.urlpatterns).get_schema(request=None, public=True)
    body = schema["paths"][NOTES]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["properties"]["topic"] == {"type": "string", "maxLength": 200}
    assert body["properties"]["about"] == body["properties"]["topic"]
    assert body["properties"]["language"]["enum"] == ["fr", "en"]
    assert "required" not in body  # the topic has two names


# Drafts


def test_a_list_leaves_the_drafts_out(api, workspace, draft):
    make_generation(workspace, "failed", provider="openai", cost=Decimal("0.012345"))
    rows = api.get(GENERATIONS).data["results"]
    assert [row["state"] for row in rows] == ["failed", "ready"]
    assert rows[0]["cost"] == "0.012345"
    assert not {"output", "marks", "problems"} & set(rows[0])
    assert [row["id"] for row in api.get(f"{GENERATIONS}?state=ready").data["results"]] == [draft.pk]
    assert api.get(f"{GENERATIONS}?purpose=tests.note&month=2020-01").status_code == 400
    assert api.get(f"{GENERATIONS}?nonsense=1").status_code == 400


def test_a_field_is_edited_and_read(api, draft):
    answer = api.patch(url_of(draft), {"path": "/subject", "value": "x" * 41})
    assert (answer.status_code, answer.data["output"]["subject"]) == (200, "x" * 41)
    assert answer.data["marks"] == ["/body"]
    assert answer.data["problems"] == [{"path": "/subject", "level": "error", "message": "Longer than 40 characters."}]
    whole = api.patch(url_of(draft), {"path": "/points", "value": ["One"]})
    assert whole.data["output"]["points"] == ["One"]


@pytest.mark.parametrize(
    "body",
    [
        {"path": "/subject", "value": "x" * 61},
        {"path": "/subject", "value": 5},
        {"path": "/points", "value": ["a"] * 6},
        {"path": "/nothing", "value": "x"},
        {"path": "/points/9", "value": "x"},
        {"path": "", "value": {}},
        {"value": "x"},
        {"path": "/subject"},
    ],
)
def test_an_edit_that_does_not_fit_changes_nothing(body, api, draft):
    assert api.patch(url_of(draft), body).status_code == 400
    draft.refresh_from_db()
    assert draft.output == OUTPUT


def test_an_edit_of_what_was_changed_meanwhile_is_refused(api, draft):
    tag = api.get(url_of(draft))["ETag"]
    assert api.patch(url_of(draft), {"path": "/body", "value": "A"}, headers={"If-Match": tag}).status_code == 200
    assert api.patch(url_of(draft), {"path": "/body", "value": "B"}, headers={"If-Match": tag}).status_code == 412


def test_accepting_twice_makes_one_object(api, draft):
    answers = [api.post(url_of(draft, "/accept")) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    tag = Tag.objects.get()
    assert (answers[1].data["subject"], answers[1].data["subject_id"]) == ("crm.tag", tag.pk)
    assert answers[1].data["state"] == "accepted"
    late = api.post(url_of(draft, "/reject"))
    assert (late.status_code, late.json()["code"]) == (409, "wrong_state")
    assert api.patch(url_of(draft), {"path": "/body", "value": "x"}).json()["code"] == "wrong_state"


def test_a_broken_limit_is_not_accepted(api, workspace):
    draft = make_generation(workspace, output={"subject": "x" * 41, "body": "b", "points": []})
    answer = api.post(url_of(draft, "/accept"))
    assert (answer.status_code, answer.json()["code"]) == (409, "not_acceptable")
    assert Tag.objects.count() == 0


def test_rejecting_cancelling_and_asking_again(api, workspace, draft):
    assert api.post(url_of(draft, "/reject")).data["state"] == "rejected"
    assert api.post(url_of(draft, "/cancel")).json()["code"] == "wrong_state"
    waiting = make_generation(workspace, "queued")
    assert api.post(url_of(waiting, "/retry")).json()["code"] == "wrong_state"
    assert api.post(url_of(waiting, "/cancel")).data["state"] == "rejected"
    again = api.post(url_of(waiting, "/retry"), {"provider": "offline"})
    assert (again.status_code, again["Location"]) == (202, url_of(waiting.retries.get()))
    assert again.data["retry_of"] == waiting.pk
    assert api.post(url_of(waiting, "/retry"), {"provider": "openai"}).status_code == 400


def test_what_a_draft_was_for_may_be_gone(api, workspace):
    draft = make_generation(workspace, purpose="old.one")
    assert api.get(url_of(draft)).status_code == 200
    assert api.post(url_of(draft, "/accept")).json()["code"] == "unknown_purpose"
    assert api.post(url_of(draft, "/reject")).status_code == 200


def test_strangers_and_viewers(api, viewer_api, draft, other_workspace):
    strange = make_generation(other_workspace)
    for end, verb in (("", "get"), ("", "patch"), ("/accept", "post"), ("/reject", "post"), ("/retry", "post")):
        assert getattr(api, verb)(url_of(strange, end), {"path": "/body", "value": "x"}).status_code == 404
    assert viewer_api.get(url_of(draft)).status_code == 200
    for end, verb in (("", "patch"), ("/accept", "post"), ("/reject", "post"), ("/cancel", "post")):
        assert getattr(viewer_api, verb)(url_of(draft, end), {"path": "/body", "value": "x"}).status_code == 403


# Settings


def test_settings_are_read_by_all_and_changed_by_admins(api, admin_api, workspace):
    empty = api.get("/api/ai/config").data
    assert (empty["provider"], empty["is_on"], empty["spent_this_month"]) == ("", True, "0.000000")
    assert api.patch("/api/ai/config", {"model": "x"}).status_code == 403
    sent = {"provider": "openai", "model": "gpt-5-mini", "key": "sk-verysecret-abcd", "monthly_budget": "12.50"}
    answer = admin_api.patch("/api/ai/config", sent)
    assert (answer.data["key_hint"], answer.data["monthly_budget"]) == ("abcd", "12.50")
    assert "key" not in answer.data
    assert b"verysecret" not in answer.content
    make_generation(workspace, provider="openai", cost=Decimal("0.25"))
    assert api.get("/api/ai/config").data["spent_this_month"] == "0.250000"
    config = AIConfig.objects.get()
    assert (config.key, config.model) == ("sk-verysecret-abcd", "gpt-5-mini")
    admin_api.patch("/api/ai/config", {"offer": "Bread."})
    config.refresh_from_db()
    assert (config.key, config.offer, config.model) == ("sk-verysecret-abcd", "Bread.", "gpt-5-mini")
    admin_api.patch("/api/ai/config", {"base_url": "https://elsewhere.example"})
    config.refresh_from_db()
    assert config.key == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [("brand_color", "red"), ("monthly_budget", "-1"), ("base_url", "ftp://x"), ("provider", "x"), ("tone", "rude")],
)
def test_settings_that_are_not_right_name_the_field(name, value, admin_api):
    answer = admin_api.patch("/api/ai/config", {name: value})
    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["errors"]] == [name]


def test_of_two_changes_to_the_same_settings_one_is_refused(admin_api):
    tag = admin_api.get("/api/ai/config")["ETag"]
    assert admin_api.patch("/api/ai/config", {"offer": "A"}, headers={"If-Match": tag}).status_code == 200
    assert admin_api.patch("/api/ai/config", {"offer": "B"}, headers={"If-Match": tag}).status_code == 412


def test_a_member_has_settings_of_their_own(api, viewer_api, workspace, member):
    make_config(workspace, provider="openai", key="sk-verysecret-abcd")
    answer = api.patch("/api/ai/config/mine", {"tone": "formal"})
    assert (answer.status_code, answer.data["tone"], answer.data["provider"]) == (200, "formal", "")
    assert AIConfig.objects.get(user=member).tone == "formal"
    assert "offer" not in answer.data
    assert viewer_api.patch("/api/ai/config/mine", {"tone": "formal"}).status_code == 403


def test_the_connection_is_tried(api, admin_api, workspace):
    assert api.post("/api/ai/config/test").status_code == 403
    assert admin_api.post("/api/ai/config/test").data == {"ok": True, "detail": "The offline writer is always there."}
    make_config(workspace, provider="openai", model="m", base_url="http://127.0.0.1:9", key="k")
    answer = admin_api.post("/api/ai/config/test")
    assert (answer.status_code, answer.data["ok"]) == (200, False)
