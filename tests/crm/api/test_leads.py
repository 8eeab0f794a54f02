from datetime import UTC, datetime

import pytest

from crm.models import Lead, StatusChange
from tests.factories.accounts import make_member, make_user
from tests.factories.crm import make_change, make_field, make_interaction, make_lead

LEADS = "/api/marketing/leads"


def listed(api, query=""):
    answer = api.get(f"{LEADS}?{query}")
    assert answer.status_code == 200, answer.json()
    return [lead["first_name"] for lead in answer.json()["results"]]


def test_a_lead_is_created_and_read(api, workspace, member):
    make_field(workspace, "size", "choice", choices=["S", "M"])
    body = {
        "first_name": "Zoé",
        "email": "Zoe@Example.com",
        "status": "qualified",
        "estimated_value": "1250.5",
        "tags": ["vip", "client"],
        "owner": member.pk,
        "custom_fields": {"size": "M"},
    }
    answer = api.post(LEADS, body)
    lead = Lead.objects.get()
    assert (answer.status_code, answer["Location"]) == (201, f"{LEADS}/{lead.pk}")
    shown = api.get(answer["Location"]).json()
    assert shown == answer.json()
    names = ("name", "email", "status", "estimated_value", "currency", "tags", "owner", "custom_fields", "deleted_at")
    assert [shown[name] for name in names] == [
        "Zoé",
        "zoe@example.com",
        "qualified",
        "1250.50",
        "EUR",
        ["client", "vip"],
        member.pk,
        {"size": "M"},
        None,
    ]
    assert list(lead.status_changes.values_list("from_status", "to_status", "by")) == [("", "qualified", member.pk)]


def test_a_duplicate_names_the_lead_there_is(api, workspace):
    lead = make_lead(workspace, first_name="Ada", last_name="", email="ada@example.com")
    answer = api.post(LEADS, {"email": "ADA@example.com"})
    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {
            "field": "email",
            "code": "unique",
            "detail": f"A lead with this email exists already: Ada. See {LEADS}/{lead.pk}.",
        }
    ]


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"email": "ada"}, "email", "invalid"),
        ({"status": "bought"}, "status", "invalid_choice"),
        ({"estimated_value": "-1"}, "estimated_value", "min_value"),
        ({"estimated_value": "1e40"}, "estimated_value", "max_digits"),
        ({"owner": 999_999}, "owner", "does_not_exist"),
        ({"tags": "vip"}, "tags", "not_a_list"),
        ({"tags": ["x" * 61]}, "tags.0", "max_length"),
        ({"consent_text": "I agree."}, "consent_at", "invalid"),
        ({"custom_fields": []}, "custom_fields", "not_a_dict"),
        ({"custom_fields": {"size": "M"}}, "custom_fields", "invalid"),
        ({"next_step_at": "soon"}, "next_step_at", "invalid"),
    ],
)
def test_what_is_wrong_is_named(api, body, field, code):
    answer = api.post(LEADS, body)
    assert answer.status_code == 400
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [(field, code)]
    assert Lead.objects.count() == 0


def test_a_stranger_cannot_own_a_lead(api, workspace):
    lead, stranger = make_lead(workspace), make_user()
    for answer in (
        api.patch(f"{LEADS}/{lead.pk}", {"owner": stranger.pk}),
        api.post(f"{LEADS}/{lead.pk}/assign", {"owner": stranger.pk}),
    ):
        assert answer.status_code == 400
        assert [error["field"] for error in answer.json()["errors"]] == ["owner"]


def test_a_patched_status_is_in_the_ledger(api, workspace, member):
    lead = make_lead(workspace, tags=["client"])
    answer = api.patch(f"{LEADS}/{lead.pk}", {"status": "won"})
    assert (answer.status_code, answer.json()["status"], answer.json()["tags"]) == (200, "won", ["client"])
    assert list(lead.status_changes.values_list("from_status", "to_status", "by")) == [("new", "won", member.pk)]


def test_a_put_needs_what_was_read(api, workspace):
    lead = make_lead(workspace)
    answer = api.get(f"{LEADS}/{lead.pk}")
    body = answer.json() | {"first_name": "Inès", "tags": ["vip"]}
    changed = api.put(f"{LEADS}/{lead.pk}", body, headers={"If-Match": answer["ETag"]})
    assert (changed.status_code, changed.json()["first_name"], changed.json()["tags"]) == (200, "Inès", ["vip"])
    assert api.put(f"{LEADS}/{lead.pk}", body, headers={"If-Match": answer["ETag"]}).status_code == 412


def test_deleting_is_soft(api, workspace):
    lead = make_lead(workspace, first_name="Ada")
    assert api.delete(f"{LEADS}/{lead.pk}").status_code == 204
    assert (listed(api), listed(api, "is_deleted=true")) == ([], ["Ada"])
    assert api.get(f"{LEADS}/{lead.pk}").json()["deleted_at"] is not None
    refusal = api.patch(f"{LEADS}/{lead.pk}", {"first_name": "X"})
    assert (refusal.status_code, refusal.json()["code"]) == (409, "deleted")
    assert api.post(f"{LEADS}/{lead.pk}/restore").json()["deleted_at"] is None
    assert listed(api) == ["Ada"]


def test_assigning(api, workspace, member):
    lead = make_lead(workspace)
    assert api.post(f"{LEADS}/{lead.pk}/assign", {"owner": member.pk}).json()["owner"] == member.pk
    assert api.post(f"{LEADS}/{lead.pk}/assign", {"owner": None}).json()["owner"] is None
    assert api.post(f"{LEADS}/{lead.pk}/assign", {}).json()["errors"][0]["field"] == "owner"


def test_interactions_take_metadata_by_both_names(api, workspace, member):
    path = f"{LEADS}/{make_lead(workspace).pk}/interactions"
    body = {"interaction_type": "call", "subject": "Devis", "metadata": {"minutes": 4}}
    answer = api.post(path, body)
    assert answer.status_code == 201
    shown = answer.json()
    assert (shown["metadata"], shown["interaction_metadata"], shown["author"]) == (
        {"minutes": 4},
        {"minutes": 4},
        member.pk,
    )
    api.post(path, {"content": "Later", "interaction_metadata": {"a": 1}})
    results = api.get(path).json()["results"]
    assert [(row["content"], row["metadata"]) for row in results] == [("Later", {"a": 1}), ("", {"minutes": 4})]
    assert api.post(path, {}).json()["errors"][0]["field"] == "content"
    assert (
        api.post(path, {"content": "x", "interaction_type": "fax"}).json()["errors"][0]["field"] == "interaction_type"
    )


def test_interactions_are_paged(api, workspace):
    lead = make_lead(workspace)
    for number in range(3):
        make_interaction(lead, content=str(number))
    page = api.get(f"{LEADS}/{lead.pk}/interactions?limit=2").json()
    assert [row["content"] for row in page["results"]] == ["2", "1"]
    assert [row["content"] for row in api.get(page["next"]).json()["results"]] == ["0"]


@pytest.fixture
def three(workspace, other_workspace, member):
    noon = [datetime(2026, 3, day, 12, tzinfo=UTC) for day in (1, 2, 3)]
    make_lead(workspace, first_name="Ada", status="won", source="salon", score=10, owner=member, created_at=noon[0])
    make_lead(workspace, first_name="Bob", email="bob@example.com", tags=["Client"], score=50, created_at=noon[1])
    make_lead(workspace, first_name="Cléa", status="lost", tags=["client", "vip"], score=90, created_at=noon[2])
    make_lead(other_workspace, first_name="Foreign")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Cléa", "Bob", "Ada"]),
        ("status=won&status=lost", ["Cléa", "Ada"]),
        ("source=salon", ["Ada"]),
        ("owner=me", ["Ada"]),
        ("owner=none", ["Cléa", "Bob"]),
        ("owner=999", []),
        ("tag=client", ["Cléa", "Bob"]),
        ("tag=nobody", []),
        ("email=BOB@example.com", ["Bob"]),
        ("created_after=2026-03-02", ["Cléa", "Bob"]),
        ("created_before=2026-03-02", ["Bob", "Ada"]),
        ("created_after=2026-03-02T12:00:00Z&created_before=2026-03-02T13:00:00%2B01:00", ["Bob"]),
        ("updated_after=2126-01-01", []),
        ("score_min=50&score_max=60", ["Bob"]),
        ("search=clea", ["Cléa"]),
        ("is_deleted=false", ["Cléa", "Bob", "Ada"]),
        ("ordering=score", ["Ada", "Bob", "Cléa"]),
        ("ordering=-last_name,created_at", ["Cléa", "Bob", "Ada"]),
    ],
)
def test_filters_and_order(api, three, query, names):
    assert listed(api, query) == names


def test_moves_are_one_change_of_status(api, workspace, other_workspace):
    for name, moves in {"Ada": [("won", 1)], "Bob": [("won", 3), ("lost", 5)], "Cléa": [("lost", 2)]}.items():
        lead = make_lead(workspace, first_name=name)
        make_change(lead, "won", at=datetime(2026, 2, 1, tzinfo=UTC))
        for status, day in moves:
            at = datetime(2026, 3, day, 12, tzinfo=UTC)
            make_change(lead, status, at=at)
    assert listed(api, "moved_to=won&ordering=created_at") == ["Ada", "Bob"]
    assert listed(api, "moved_to=won&moved_after=2026-03-02") == ["Bob"]
    assert listed(api, "moved_to=won&moved_after=2026-03-04") == []
    assert listed(api, "moved_to=won&moved_to=lost&moved_before=2026-03-02&ordering=created_at") == ["Ada", "Cléa"]
    assert listed(api, "moved_after=2026-03-05T12:00:00Z") == ["Bob"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("stauts=won", "stauts"),
        ("status=bought", "status"),
        ("owner=you", "owner"),
        ("created_after=yesterday", "created_after"),
        ("created_after=2026-13-45", "created_after"),
        ("created_after=0001-01-01", "created_after"),
        ("created_before=9999-12-31", "created_before"),
        ("moved_after=9999-12-31T23:59:59-12:00", "moved_after"),
        (f"funnel={'1' * 2000}", "funnel"),
        ("score_min=x", "score_min"),
        ("ordering=notes", "ordering"),
    ],
)
def test_filters_that_cannot_be(api, query, field):
    answer = api.get(f"{LEADS}?{query}")
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_days_are_days_of_the_workspace(api, workspace):
    make_lead(workspace, first_name="Late", created_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    assert listed(api, "created_after=2026-03-02&created_before=2026-03-02") == ["Late"]


@pytest.mark.parametrize("rows", [3, 30])
def test_a_list_costs_four_queries(api, workspace, member, django_assert_num_queries, rows):
    for number in range(rows):
        make_lead(workspace, owner=member, tags=["client", f"t{number}"])
    api.get(LEADS)
    with django_assert_num_queries(4):
        assert len(listed(api)) == rows


def test_a_stranger_and_a_viewer(api, viewer_api, other_workspace, workspace):
    theirs, ours = make_lead(other_workspace), make_lead(workspace)
    for path in ("", "/interactions"):
        assert api.get(f"{LEADS}/{theirs.pk}{path}").status_code == 404
        assert viewer_api.get(f"{LEADS}/{ours.pk}{path}").status_code == 200
    for path in ("/assign", "/restore", "/interactions"):
        assert api.post(f"{LEADS}/{theirs.pk}{path}", {}).status_code == 404
        assert viewer_api.post(f"{LEADS}/{ours.pk}{path}", {}).status_code == 403
    for send in ("patch", "put", "delete"):
        assert getattr(api, send)(f"{LEADS}/{theirs.pk}", {}).status_code == 404
        assert getattr(viewer_api, send)(f"{LEADS}/{ours.pk}", {}).status_code == 403
    assert viewer_api.post(LEADS, {"first_name": "x"}).status_code == 403
    assert api.get(f"{LEADS}/abc").status_code == 404


def test_more_tags_than_anybody_means_are_refused(api):
    response = api.post("/api/marketing/leads", {"tags": [f"t{n}" for n in range(2000)]})
    assert (response.status_code, response.data["errors"][0]["detail"]) == (400, "Give at most 100 tags.")


def test_the_network_of_a_consent_is_kept_not_the_address(api):
    lead = {"email": "zoe@example.com", "consent_text": "Yes", "consent_at": "2026-03-14T10:00:00Z"}
    assert api.post("/api/marketing/leads", lead | {"consent_ip": "203.0.113.77"}).data["consent_ip"] == "203.0.113.0"


def test_whether_a_stranger_exists_is_not_told(api, workspace, other_workspace):
    lead, stranger = make_lead(workspace), make_member(other_workspace)
    answers = [
        api.post(f"/api/marketing/leads/{lead.pk}/assign", {"owner": owner}).data["errors"][0]["code"]
        for owner in (stranger.pk, 987_654_321)
    ]
    assert answers == ["does_not_exist", "does_not_exist"]


def test_own_fields_are_changed_key_by_key(api, workspace):
    make_field(workspace, "budget", "number")
    make_field(workspace, "vip", "boolean")
    lead = make_lead(workspace, custom_fields={"budget": 5, "Ville": "Lyon"})
    url = f"{LEADS}/{lead.pk}"
    assert api.patch(url, {"custom_fields": {"vip": True}}).json()["custom_fields"] == {
        "budget": 5,
        "Ville": "Lyon",
        "vip": True,
    }
    assert api.patch(url, {"custom_fields": {"Ville": None, "budget": None}}).json()["custom_fields"] == {"vip": True}
    answer = api.patch(url, {"custom_fields": {"vip": "yes", "Ville": "Nice"}}, headers={"Accept-Language": "en"})
    assert answer.status_code == 400
    assert [(error["field"], error["detail"]) for error in answer.json()["errors"]] == [
        ("custom_fields", "vip: Write true or false."),
        ("custom_fields", "Ville: No field in use has this key. Known: budget, vip."),
    ]


def test_leads_are_filtered_by_their_next_step(api, workspace):
    for name, at in (("a", "2020-03-14T09:00Z"), ("b", "2999-03-14T22:30Z"), ("c", None)):
        make_lead(workspace, first_name=name, next_step_at=at)
    assert listed(api, "overdue=true") == ["a"]
    assert sorted(listed(api, "overdue=false")) == ["b", "c"]
    assert listed(api, "next_step_after=2020-03-15") == ["b"]
    assert listed(api, "next_step_before=2999-03-14&next_step_after=2020-03-15") == ["b"]
    assert listed(api, "next_step_before=2999-03-13") == ["a"]


def test_the_reason_of_a_loss_is_written_and_read(api, workspace):
    lead = make_lead(workspace)
    url = f"{LEADS}/{lead.pk}"
    early = api.patch(url, {"lost_reason": "Too expensive"})
    assert (early.status_code, early.json()["errors"][0]["field"]) == (400, "lost_reason")
    lost = api.patch(url, {"status": "lost", "lost_reason": "Too expensive"}).json()
    assert (lost["status"], lost["lost_reason"]) == ("lost", "Too expensive")
    assert StatusChange.objects.get(lead=lead, to_status="lost").reason == "Too expensive"
    assert api.patch(url, {"status": "new"}).json()["lost_reason"] == ""


@pytest.mark.parametrize("verb", ["patch", "put"])
def test_a_loss_wants_a_reason_given_or_known(api, workspace, verb):
    lead = make_lead(workspace)
    url, write = f"{LEADS}/{lead.pk}", getattr(api, verb)
    for body in ({"status": "lost"}, {"status": "lost", "lost_reason": "  "}):
        refused = write(url, body, headers={"Accept-Language": "en"})
        assert refused.status_code == 400
        [error] = refused.json()["errors"]
        assert (error["field"], error["detail"]) == ("lost_reason", "Write why this lead was lost.")
        lead.refresh_from_db()
        assert lead.status == "new"
    Lead.objects.update(lost_reason="Brought in")
    assert write(url, {"status": "lost"}).json()["lost_reason"] == "Brought in"
    assert StatusChange.objects.get(lead=lead, to_status="lost").reason == "Brought in"
    assert write(url, {"status": "lost", "job_title": "Chef"}).status_code == 200
    assert write(url, {"status": "lost", "lost_reason": ""}).status_code == 400


def test_a_lead_created_as_lost_wants_a_reason(api):
    refused = api.post(LEADS, {"first_name": "Zoé", "status": "lost"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, "lost_reason")
    assert not Lead.objects.exists()
    made = api.post(LEADS, {"first_name": "Zoé", "status": "lost", "lost_reason": "Too expensive"})
    assert (made.status_code, made.json()["lost_reason"]) == (201, "Too expensive")
