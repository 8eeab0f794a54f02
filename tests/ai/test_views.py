import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Literal

import pytest
from django.test import Client
from django.utils import timezone
from pydantic import BaseModel, Field

from crm.models import Tag
from tests.factories.accounts import make_member
from tests.factories.ai import make_config, make_generation
from webox.ai.actions.generating import DOUBLE_CLICK, run_generation
from webox.ai.models import AIConfig, Generation
from webox.ai.registry import PURPOSES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("note")]

HTMX = {"HX-Request": "true"}
MARKS = ["/subject", "/body", "/points/0", "/points/1"]
LONG = {"path": "/subject", "level": "error", "message": "Longer than 40 characters."}


@pytest.fixture
def draft(workspace, member):
    return make_generation(workspace, by=member, marks=MARKS)


@pytest.fixture
def owner_client(owner):
    client = Client()
    client.force_login(owner)
    return client


def url_of(generation, end=""):
    return f"/ai/generations/{generation.pk}{end}"


# Asking


def test_the_form_of_a_purpose_is_a_modal_or_a_page_with_what_the_settings_say(member_client, workspace):
    make_config(workspace, language="fr")
    modal = member_client.get("/ai/generate/tests.note?topic=Rye", headers=HTMX)
    assert 'hx-post="/ai/generate/tests.note?topic=Rye"' in modal.text
    assert 'value="Rye"' in modal.text
    assert '<option value="fr" selected>' in modal.text
    assert "no model is used" in modal.text
    page = member_client.get("/ai/generate/tests.note")
    assert '<form class="card" method="post" action="/ai/generate/tests.note"' in page.text
    assert member_client.get("/ai/generate/nothing").status_code == 404


def test_a_wish_is_stored_and_watched(member_client, workspace, member):
    answer = member_client.post("/ai/generate/tests.note", {"topic": "Rye", "language": "en"}, headers=HTMX)
    generation = Generation.objects.get()
    assert (generation.by, generation.inputs) == (member, {"topic": "Rye", "language": "en"})
    assert (generation.state, generation.provider, generation.language) == ("queued", "offline", "en")
    assert f'hx-get="{url_of(generation, "/progress")}"' in answer.text
    assert member_client.get(url_of(generation, "/progress"), headers=HTMX).status_code == 200
    run_generation(generation_id=generation.pk)
    done = member_client.get(url_of(generation, "/progress"), headers=HTMX)
    assert done["HX-Redirect"] == url_of(generation)


def test_who_waits_long_is_told_where_to_look(member_client, workspace):
    generation = make_generation(workspace, "queued")
    progress = url_of(generation, "/progress")
    assert "Nobody has taken it yet" not in member_client.get(progress, headers=HTMX).text
    Generation.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    assert "Nobody has taken it yet" in member_client.get(progress, headers=HTMX).text
    assert "Nobody has taken it yet" in member_client.get(url_of(generation)).text


def test_whoever_watches_is_led_to_the_way_out_once_it_is_put_off(member_client, workspace):
    generation = make_generation(workspace, "queued", provider="openai", put_off=1, error="Busy.")
    progress = url_of(generation, "/progress")
    assert member_client.get(progress, headers=HTMX)["HX-Redirect"] == url_of(generation)
    page = member_client.get(url_of(generation)).text
    assert "Use the offline writer" in page
    assert f'hx-get="{progress}?put_off=yes"' in page
    assert "HX-Redirect" not in member_client.get(f"{progress}?put_off=yes", headers=HTMX)


def test_without_javascript_a_wish_leads_to_the_page_of_the_draft(member_client):
    answer = member_client.post("/ai/generate/tests.note", {"topic": "Rye"})
    assert (answer.status_code, answer["Location"]) == (302, url_of(Generation.objects.get()))
    page = member_client.get(answer["Location"])
    assert "See how far it is" in page.text


def test_a_double_click_asks_once(member_client, member, workspace):
    first = member_client.post("/ai/generate/tests.note", {"topic": "Rye"})
    assert member_client.post("/ai/generate/tests.note", {"topic": "Rye"})["Location"] == first["Location"]
    assert member_client.post("/ai/generate/tests.note", {"topic": "Oats"})["Location"] != first["Location"]
    Generation.objects.update(created_at=timezone.now() - DOUBLE_CLICK - timedelta(seconds=1))
    assert member_client.post("/ai/generate/tests.note", {"topic": "Rye"})["Location"] != first["Location"]
    assert Generation.objects.count() == 3


def test_what_is_missing_is_said_beside_the_field(member_client):
    answer = member_client.post("/ai/generate/tests.note", {"topic": ""}, headers=HTMX)
    assert answer.status_code == 422
    assert "is-invalid" in answer.text
    assert Generation.objects.count() == 0


def test_who_has_switched_drafts_off_is_told_and_nothing_is_asked(member_client, workspace):
    make_config(workspace, is_on=False)
    assert "switched off for this workspace" in member_client.get("/ai/generate/tests.note", headers=HTMX).text
    answer = member_client.post("/ai/generate/tests.note", {"topic": "Rye"}, headers=HTMX)
    assert (answer.status_code, Generation.objects.count()) == (422, 0)


def test_a_spent_budget_leaves_the_offline_writer(member_client, workspace):
    make_config(workspace, provider="openai", model="m", monthly_budget=5)
    make_generation(workspace, provider="openai", cost=Decimal("5.10"))
    answer = member_client.post("/ai/generate/tests.note", {"topic": "Rye"}, headers=HTMX)
    assert answer.status_code == 422
    assert "$5.10 of $5.00" in answer.text
    assert 'name="writer" value="offline"' in answer.text
    member_client.post("/ai/generate/tests.note", {"topic": "Rye", "writer": "offline"}, headers=HTMX)
    assert Generation.objects.latest("pk").provider == "offline"


# The page of a draft


def test_a_draft_is_shown_field_by_field(member_client, draft):
    draft.problems = [LONG, {"path": "/points/1", "level": "warning", "message": "Is it?"}]
    draft.save()
    page = member_client.get(url_of(draft)).text
    assert page.count('class="ai-field is-marked"') == 4
    for part in ("About bread", "First.", "Written from templates", "4 texts not yet read", "Bread"):
        assert part in page
    assert '<a href="#ai-subject">Subject</a>' in page
    assert '<a href="#ai-points-1">Points 2</a>' in page
    assert "<span data-ai-length>11</span> / 60" in page
    for verb in ("accept", "retry", "reject"):
        assert f'action="{url_of(draft, "/" + verb)}"' in page


@pytest.mark.parametrize(
    ("fields", "said", "verbs"),
    [
        ({"state": "queued"}, "Waiting for a worker…", {"cancel"}),
        ({"state": "running"}, "Being written…", {"cancel"}),
        ({"state": "queued", "provider": "openai", "put_off": 1, "error": "Busy."}, "Busy.", {"cancel", "retry"}),
        ({"state": "failed", "provider": "openai", "error": "Away."}, "Away.", {"retry"}),
        ({"state": "accepted"}, "Accepted.", set()),
        ({"state": "rejected"}, "Rejected: nothing was made of it.", {"retry"}),
        ({"state": "rejected", "output": {}, "error": "Cancelled."}, "Cancelled.", {"retry"}),
    ],
)
def test_each_state_says_what_to_do(fields, said, verbs, member_client, workspace):
    if "put_off" in fields:
        fields["not_before"] = timezone.now() + timedelta(seconds=20)
    generation = make_generation(workspace, **fields)
    if fields.get("output") == {}:
        Generation.objects.update(output=None)
    page = member_client.get(url_of(generation)).text
    assert said in page
    assert {verb for verb in ("accept", "reject", "cancel", "retry") if url_of(generation, f"/{verb}") in page} == verbs


def test_a_draft_whose_purpose_is_gone_is_listed_and_can_be_rejected(member_client, workspace):
    generation = make_generation(workspace, purpose="old.one")
    assert "old.one" in member_client.get("/ai/generations").text
    assert member_client.get(url_of(generation)).status_code == 200
    for end in ("/accept", "/retry"):
        assert member_client.post(url_of(generation, end)).status_code == 404
    assert member_client.get(url_of(generation, "/field/edit?path=/subject")).status_code == 404
    member_client.post(url_of(generation, "/reject"))
    generation.refresh_from_db()
    assert generation.state == "rejected"


# Reading and editing


def test_reading_a_field_takes_its_mark(member_client, draft):
    answer = member_client.post(url_of(draft, "/read"), {"path": "/points/0"}, headers=HTMX)
    draft.refresh_from_db()
    assert draft.marks == ["/subject", "/body", "/points/1"]
    assert '<div id="ai-unread" hx-swap-oob="true">' in answer.text
    assert "3 texts not yet read" in answer.text
    plain = member_client.post(url_of(draft, "/read"), {"path": ""})
    draft.refresh_from_db()
    assert (plain.status_code, draft.marks) == (302, [])


def test_a_field_is_edited_in_its_place(member_client, draft):
    form = member_client.get(url_of(draft, "/field/edit?path=/body"), headers=HTMX)
    assert '<textarea name="value"' in form.text
    assert 'id="ai-body"' in form.text
    answer = member_client.post(url_of(draft, "/field/edit"), {"path": "/body", "value": "Mine.\r\nAll."}, headers=HTMX)
    draft.refresh_from_db()
    assert (draft.output["body"], draft.marks) == ("Mine.\nAll.", ["/subject", "/points/0", "/points/1"])
    assert 'class="ai-field"' in answer.text
    assert '<div id="ai-aside" class="sticky-aside" hx-swap-oob="true">' in answer.text
    assert json.loads(answer["HX-Trigger"]) == {"draftChanged": {"path": "/body", "paths": []}}


def test_an_edit_names_the_fields_whose_problems_it_changed(member_client, draft):
    member_client.post(url_of(draft, "/field/edit"), {"path": "/subject", "value": "x" * 41}, headers=HTMX)
    draft.refresh_from_db()
    assert draft.problems == [LONG]
    # Found when it was written, and no longer so
    draft.problems.append({"path": "/body", "level": "warning", "message": "Once."})
    draft.save()
    answer = member_client.post(url_of(draft, "/field/edit"), {"path": "/subject", "value": "Short"}, headers=HTMX)
    assert json.loads(answer["HX-Trigger"]) == {"draftChanged": {"path": "/subject", "paths": ["/body"]}}
    field = member_client.get(url_of(draft, "/field?path=/body"), headers=HTMX).text
    assert "Once." not in field


def test_what_does_not_fit_stays_in_the_form(member_client, draft):
    answer = member_client.post(url_of(draft, "/field/edit"), {"path": "/subject", "value": "x" * 61}, headers=HTMX)
    assert answer.status_code == 422
    assert "is-invalid" in answer.text
    assert "x" * 61 in answer.text
    draft.refresh_from_db()
    assert draft.output["subject"] == "About bread"


def test_without_javascript_the_form_is_a_page(member_client, draft):
    assert "<html" in member_client.get(url_of(draft, "/field/edit?path=/subject")).text
    answer = member_client.post(url_of(draft, "/field/edit"), {"path": "/subject", "value": "Mine"})
    assert (answer.status_code, answer["Location"]) == (302, f"{url_of(draft)}#ai-subject")


def test_what_is_typed_is_escaped(member_client, draft):
    member_client.post(url_of(draft, "/field/edit"), {"path": "/body", "value": "<script>alert(1)</script>"})
    page = member_client.get(url_of(draft)).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("path", ["/nothing", "/points/7", "subject", "/subject/0", "/points/x"])
def test_a_path_that_leads_nowhere_is_not_there(path, member_client, draft):
    for end in (f"/field?path={path}", f"/field/edit?path={path}", f"/html?path={path}"):
        assert member_client.get(url_of(draft, end), headers=HTMX).status_code == 404
    assert member_client.post(url_of(draft, "/field/edit"), {"path": path, "value": "x"}).status_code == 404


class Leaflet(BaseModel):
    html: str = Field(json_schema_extra={"widget": "html"})
    is_folded: bool = False
    size: Literal["a4", "a5"] = "a4"
    copies: int = 1
    names: list[str] = Field(default_factory=list, json_schema_extra={"widget": "lines"})
    rules: dict = {}


@pytest.fixture
def leaflet(note, monkeypatch, workspace):
    monkeypatch.setitem(PURPOSES, "tests.leaflet", replace(note, schema=Leaflet, check=lambda output, brief: []))
    output = Leaflet(html="<head></head><script>alert(1)</script>").model_dump(mode="json")
    return make_generation(workspace, purpose="tests.leaflet", output=output)


def test_html_is_shown_in_a_frame_where_nothing_runs(member_client, leaflet):
    page = member_client.get(url_of(leaflet)).text
    assert f'<iframe class="ai-frame" src="{url_of(leaflet, "/html?path=/html")}" sandbox=' in page
    assert "<script>alert(1)" not in page
    frame = member_client.get(url_of(leaflet, "/html?path=/html"))
    assert frame.text == '<head><base target="_blank"></head><script>alert(1)</script>'
    assert frame["Content-Security-Policy"].startswith("sandbox allow-popups")
    assert member_client.get(url_of(leaflet, "/html?path=/size")).status_code == 404


@pytest.mark.parametrize(
    ("path", "typed", "kept"),
    [
        ("/is_folded", "on", True),
        ("/size", "a5", "a5"),
        ("/copies", "12", 12),
        ("/names", " One \r\n\r\nTwo", ["One", "Two"]),
        ("/rules", '{"all": []}', {"all": []}),
        ("/html", "<p>\r\n", "<p>"),
    ],
)
def test_each_kind_of_field_is_edited_as_what_it_is(path, typed, kept, member_client, leaflet):
    assert member_client.get(url_of(leaflet, f"/field/edit?path={path}"), headers=HTMX).status_code == 200
    answer = member_client.post(url_of(leaflet, "/field/edit"), {"path": path, "value": typed}, headers=HTMX)
    assert answer.status_code == 200
    leaflet.refresh_from_db()
    assert leaflet.output[path[1:]] == kept


@pytest.mark.parametrize(("path", "typed"), [("/size", "a6"), ("/copies", "many"), ("/rules", "{"), ("/copies", "")])
def test_what_is_no_such_thing_stays_in_the_form(path, typed, member_client, leaflet):
    answer = member_client.post(url_of(leaflet, "/field/edit"), {"path": path, "value": typed}, headers=HTMX)
    assert answer.status_code == 422
    leaflet.refresh_from_db()
    assert (leaflet.output["size"], leaflet.output["copies"], leaflet.output["rules"]) == ("a4", 1, {})


# Deciding


def test_accepting_makes_the_object_once_and_leads_on(member_client, draft):
    answers = [member_client.post(url_of(draft, "/accept")) for _ in range(2)]
    tag = Tag.objects.get()
    assert tag.name == "About bread"
    # A tag has no page of its own.
    assert [answer["Location"] for answer in answers] == [url_of(draft)] * 2
    draft.refresh_from_db()
    assert (draft.state, draft.subject, draft.subject_id, draft.marks) == ("accepted", "crm.tag", tag.pk, [])
    assert "ai-field is-marked" not in member_client.get(url_of(draft)).text


def test_a_draft_that_breaks_a_limit_is_not_accepted(member_client, workspace):
    draft = make_generation(workspace, output={"subject": "x" * 41, "body": "b", "points": []}, problems=[LONG])
    answer = member_client.post(url_of(draft, "/accept"))
    assert answer.status_code == 422
    assert "Mend what is marked in red first: Longer than 40 characters." in answer.text
    assert Tag.objects.count() == 0


def test_rejecting_makes_nothing_and_comes_too_late_once_accepted(member_client, draft, workspace):
    member_client.post(url_of(draft, "/reject"))
    draft.refresh_from_db()
    assert (draft.state, Tag.objects.count()) == ("rejected", 0)
    other = make_generation(workspace)
    member_client.post(url_of(other, "/accept"))
    member_client.post(url_of(other, "/reject"))
    other.refresh_from_db()
    assert other.state == "accepted"


def test_writing_again_asks_the_same_once(member_client, workspace, member):
    failed = make_generation(workspace, state="failed", provider="openai", error="Away.")
    make_config(workspace, provider="openai", model="m")
    first = member_client.post(url_of(failed, "/retry"), {"provider": "offline"})
    assert member_client.post(url_of(failed, "/retry"), {"provider": "offline"})["Location"] == first["Location"]
    again = failed.retries.get()
    assert first["Location"] == url_of(again)
    assert (again.provider, again.inputs, again.by) == ("offline", failed.inputs, member)


def test_who_takes_the_offline_writer_waits_no_longer(member_client, workspace):
    later = timezone.now() + timedelta(minutes=1)
    waiting = make_generation(workspace, state="queued", provider="openai", put_off=1, not_before=later, error="Busy.")
    member_client.post(url_of(waiting, "/retry"), {"provider": "offline"})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.retries.get().provider) == ("rejected", "offline")


def test_what_is_being_written_is_not_asked_again(member_client, workspace):
    running = make_generation(workspace, state="running")
    answer = member_client.post(url_of(running, "/retry"))
    assert (answer.status_code, running.retries.count()) == (422, 0)


def test_cancelling_twice_does_no_more_than_once(member_client, workspace):
    generation = make_generation(workspace, state="queued")
    for _ in range(2):
        assert member_client.post(url_of(generation, "/cancel"))["Location"] == url_of(generation)
    generation.refresh_from_db()
    assert (generation.state, generation.error) == ("rejected", "Cancelled.")


# The list


def test_the_list_is_filtered_and_searched(member_client, workspace, member):
    now = timezone.now()
    make_generation(workspace, by=member, inputs={"topic": "Élan vital"})
    make_generation(workspace, "failed", purpose="other.thing", model="mistral-small", provider="mistral")
    make_generation(workspace, created_at=now - timedelta(days=70))

    def shown(**query):
        return len(member_client.get("/ai/generations", query, headers=HTMX).context["page"].rows)

    assert shown() == 3
    assert shown(state="failed") == 1
    assert shown(purpose="tests.note") == 2
    assert shown(search="Élan") == 1
    assert shown(search="mistral-sm") == 1
    assert shown(search="Martin") == 1
    assert shown(month=f"{now:%Y-%m}") == 2
    assert "No draft matches" in member_client.get("/ai/generations?search=zzzz").text


def test_cost_is_summed_by_month_where_the_workspace_lives(member_client, workspace):
    workspace.time_zone = "Pacific/Auckland"
    workspace.save()
    now = timezone.now().astimezone(workspace.zone)
    first = now.replace(day=1, hour=0, minute=30, second=0)
    make_generation(workspace, provider="openai", cost=Decimal("0.25"), input_tokens=100, output_tokens=20)
    make_generation(workspace, "accepted", provider="openai", cost=Decimal("1.5"), created_at=first)
    make_generation(workspace, provider="openai", cost=Decimal("4"), created_at=first - timedelta(hours=1))
    make_generation(workspace, provider="openai", cost=None, created_at=first - timedelta(hours=2))
    months = member_client.get("/ai/generations").context["months"]
    assert [(each["drafts"], each["accepted"], each["tokens"], each["cost"]) for each in months] == [
        (2, 1, 120, Decimal("1.75")),
        (2, 0, 0, Decimal("4")),
    ]


# Settings


CONFIG = {
    "is_on": "on",
    "provider": "openai",
    "model": "gpt-5-mini",
    "base_url": "http://ollama:11434/v1",
    "key": "sk-verysecret-abcd",
    "language": "fr",
    "tone": "formal",
    "brand_name": "Atelier",
    "brand_color": "#1f6feb",
    "offer": "Bread.",
    "facts": "Since 1998",
    "prices": "Loaf: 4 €",
    "monthly_budget": "20",
}


def test_an_admin_sets_who_writes_and_the_key_is_never_shown(owner_client, workspace):
    assert owner_client.post("/settings/ai", CONFIG)["Location"] == "/settings/ai"
    config = AIConfig.objects.get()
    assert (config.user, config.provider, config.base_url) == (None, "openai", "http://ollama:11434/v1")
    assert (config.key, config.key_hint, config.monthly_budget) == ("sk-verysecret-abcd", "abcd", Decimal("20"))
    page = owner_client.get("/settings/ai").text
    assert "verysecret" not in page
    assert 'placeholder="…abcd"' in page
    # Left empty it stays.
    owner_client.post("/settings/ai", CONFIG | {"key": "", "offer": "Cake."})
    config.refresh_from_db()
    assert (config.key, config.offer) == ("sk-verysecret-abcd", "Cake.")
    owner_client.post("/settings/ai/forget-key")
    config.refresh_from_db()
    assert (config.key, config.key_hint) == ("", "")


def test_a_key_is_not_sent_to_another_address(owner_client, workspace):
    owner_client.post("/settings/ai", CONFIG)
    owner_client.post("/settings/ai", CONFIG | {"key": "", "base_url": "https://evil.example/v1"})
    assert AIConfig.objects.get().key == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("brand_color", "red"),
        ("monthly_budget", "-1"),
        ("base_url", "ftp://x"),
        ("base_url", "http://["),
        ("tone", "x"),
    ],
)
def test_what_is_wrong_in_the_settings_is_said_beside_the_field(field, value, owner_client):
    answer = owner_client.post("/settings/ai", CONFIG | {field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert AIConfig.objects.count() == 0


def test_a_member_reads_the_settings_and_sets_their_own(member_client, workspace, member):
    make_config(workspace, provider="openai", model="gpt-5-mini", key="sk-verysecret-abcd", offer="Bread.")
    page = member_client.get("/settings/ai")
    assert page.context["form"].fields["offer"].disabled
    assert "Bread." in page.text
    assert "/settings/ai/forget-key" not in page.text
    assert member_client.post("/settings/ai", CONFIG).status_code == 403
    assert member_client.post("/settings/ai/forget-key").status_code == 403
    assert member_client.post("/settings/ai/test").status_code == 403
    own = {"own-provider": "mistral", "own-model": "mistral-small", "own-key": "mine-is-secret-wxyz"}
    own["own-tone"] = "formal"
    assert member_client.post("/settings/ai/mine", own)["Location"] == "/settings/ai"
    config = AIConfig.objects.get(user=member)
    assert (config.provider, config.model, config.key, config.tone) == (
        "mistral",
        "mistral-small",
        "mine-is-secret-wxyz",
        "formal",
    )
    assert AIConfig.objects.get(user=None).key == "sk-verysecret-abcd"
    member_client.post("/settings/ai/mine/forget-key")
    config.refresh_from_db()
    assert config.key == ""


def test_the_connection_is_tried_as_it_is_typed(owner_client, member_client, workspace):
    answer = owner_client.post("/settings/ai/test", {"provider": "offline"}, headers=HTMX)
    assert "The offline writer is always there." in answer.text
    assert AIConfig.objects.count() == 0
    wrong = owner_client.post("/settings/ai/test", {"provider": "openai", "base_url": "nowhere"}, headers=HTMX)
    assert "begins with http:// or https://" in wrong.text
    closed = {"provider": "openai", "model": "m", "base_url": "http://127.0.0.1:9", "key": "k"}
    assert "is-bad" in owner_client.post("/settings/ai/test", closed, headers=HTMX).text
    assert owner_client.post("/settings/ai/test", {"provider": "offline"})["Location"] == "/settings/ai"
    assert "is-good" in member_client.post("/settings/ai/mine/test", {}, headers=HTMX).text


def test_a_viewer_looks_and_changes_nothing(viewer_client, draft, workspace):
    page = viewer_client.get(url_of(draft)).text
    assert "About bread" in page
    assert f"{url_of(draft)}/" not in page
    assert viewer_client.get("/ai/generate/tests.note").status_code == 403
    for end in ("/accept", "/reject", "/cancel", "/retry", "/read", "/field/edit"):
        assert viewer_client.post(url_of(draft, end)).status_code == 403
    assert "/settings/ai/mine" not in viewer_client.get("/settings/ai").text


def test_a_stranger_finds_nothing(draft, other_workspace):
    client = Client()
    client.force_login(make_member(other_workspace, "owner"))
    assert "/ai/generations/" not in client.get("/ai/generations").text
    for end in ("", "/progress", "/field?path=/body", "/field/edit?path=/body", "/html?path=/body"):
        assert client.get(url_of(draft, end)).status_code == 404
    for end in ("/accept", "/reject", "/cancel", "/retry", "/read", "/field/edit"):
        assert client.post(url_of(draft, end), {"path": "/body", "value": "x"}).status_code == 404
    draft.refresh_from_db()
    assert (draft.state, draft.marks) == ("ready", MARKS)
