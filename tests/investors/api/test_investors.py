"""/api/investors: one row, its changes, its way to a wire."""

from datetime import datetime
from decimal import Decimal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest

from investors import actions
from investors.models import Investor, StageChange
from tests.factories.accounts import make_user
from tests.factories.investors import make_commitment, make_contact, make_interaction, make_investor, make_round

pytestmark = pytest.mark.django_db
INVESTORS = "/api/investors"
PARIS = ZoneInfo("Europe/Paris")


def listed(api, query=None, path=INVESTORS):
    answer = api.get(f"{path}?{urlencode(query or {}, doseq=True)}")
    assert answer.status_code == 200, answer.json()
    return [row["name"] for row in answer.json()["results"]]


def errors(answer):
    return [(error["field"], error["code"]) for error in answer.json()["errors"]]


def lines(investor):
    rows = StageChange.objects.filter(investor=investor).order_by("at", "pk")
    return list(rows.values_list("from_stage", "to_stage", "by"))


def test_an_investor_is_created_and_read(api, member):
    body = {
        "name": "Kima Ventures",
        "email": "Bonjour@Kima.example",
        "pipeline_stage": "contacted",
        "client_type": "micro_vc",
        "rating": 4,
        "check_size": "150000",
        "tags": ["seed", "b2b"],
        "owner": member.pk,
        "next_step": "Call Jean",
        "next_step_at": "2026-12-01T09:00:00+01:00",
    }
    answer = api.post(INVESTORS, body)
    investor = Investor.objects.get()
    assert (answer.status_code, answer["Location"]) == (201, f"{INVESTORS}/{investor.pk}")
    shown = api.get(answer["Location"]).json()
    assert shown == answer.json()
    expected = {
        "name": "Kima Ventures",
        "email": "bonjour@kima.example",
        "pipeline_stage": "contacted",
        "next_stage": "meeting",
        "client_type": "micro_vc",
        "relation": "prospect",
        "rating": 4,
        "check_size": "150000.00",
        "currency": "EUR",
        "tags": ["b2b", "seed"],
        "owner": member.pk,
        "next_step": "Call Jean",
        "is_active": True,
        "last_interaction_at": None,
        "deleted_at": None,
    }
    assert {name: shown[name] for name in expected} == expected
    assert datetime.fromisoformat(shown["next_step_at"]) == datetime(2026, 12, 1, 9, tzinfo=PARIS)
    assert lines(investor) == [("", "contacted", member.pk)]


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "name", "required"),
        ({"name": "A", "email": "kima"}, "email", "invalid"),
        ({"name": "A", "pipeline_stage": "won"}, "pipeline_stage", "invalid_choice"),
        ({"name": "A", "client_type": "bookmaker"}, "client_type", "invalid_choice"),
        ({"name": "A", "rating": 6}, "rating", "max_value"),
        ({"name": "A", "rating": 0}, "rating", "min_value"),
        ({"name": "A", "check_size": "-1"}, "check_size", "min_value"),
        ({"name": "A", "owner": 999_999}, "owner", "does_not_exist"),
        ({"name": "A", "next_step_at": "0001-01-01T00:00:00Z"}, "next_step_at", "calendar"),
        ({"name": "A", "tags": "vip"}, "tags", "not_a_list"),
    ],
)
def test_what_is_wrong_is_named(api, body, field, code):
    answer = api.post(INVESTORS, body)
    assert (answer.status_code, errors(answer)) == (400, [(field, code)])
    assert Investor.objects.count() == 0


def test_a_duplicate_names_the_investor_there_is(api, workspace):
    investor = make_investor(workspace, name="Kima", email="bonjour@kima.example")
    answer = api.post(INVESTORS, {"name": "Autre", "email": "BONJOUR@kima.example"})
    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {
            "field": "email",
            "code": "unique",
            "detail": f"Kima has this email already. See {INVESTORS}/{investor.pk}.",
        }
    ]
    other = make_investor(workspace)
    assert errors(api.patch(f"{INVESTORS}/{other.pk}", {"email": "bonjour@kima.example"})) == [("email", "unique")]


def test_the_same_address_is_free_in_another_workspace(api, workspace, other_workspace):
    make_investor(other_workspace, email="bonjour@kima.example")
    assert api.post(INVESTORS, {"name": "Kima", "email": "bonjour@kima.example"}).status_code == 201


def test_a_patch_changes_what_it_names_and_writes_the_ledger(api, workspace, member):
    investor = make_investor(workspace, tags=["seed"], rating=3)
    answer = api.patch(f"{INVESTORS}/{investor.pk}", {"pipeline_stage": "passed", "no_reason": "Trop tôt"})
    shown = answer.json()
    assert (answer.status_code, shown["pipeline_stage"], shown["next_stage"]) == (200, "passed", None)
    assert (shown["tags"], shown["rating"], shown["no_reason"]) == (["seed"], 3, "Trop tôt")
    assert lines(investor)[1:] == [("identified", "passed", member.pk)]
    assert StageChange.objects.get(until=None).reason == "Trop tôt"


def test_who_passes_says_why_and_who_comes_back_has_no_reason(api, workspace):
    investor = make_investor(workspace)
    path = f"{INVESTORS}/{investor.pk}"
    for body in ({"pipeline_stage": "passed"}, {"pipeline_stage": "passed", "no_reason": "  "}):
        assert errors(api.patch(path, body)) == [("no_reason", "invalid")]
        assert errors(api.put(path, body | {"name": "Kima"})) == [("no_reason", "invalid")]
    assert lines(investor) == [("", "identified", None)]
    assert api.patch(path, {"pipeline_stage": "passed", "no_reason": "Trop tôt"}).status_code == 200
    # Already passed: nothing more is asked for.
    assert api.patch(path, {"pipeline_stage": "passed", "rating": 2}).json()["no_reason"] == "Trop tôt"
    back = api.patch(path, {"pipeline_stage": "meeting"}).json()
    assert (back["pipeline_stage"], back["no_reason"]) == ("meeting", "")
    assert errors(api.patch(path, {"pipeline_stage": "passed"})) == [("no_reason", "invalid")]
    assert StageChange.objects.filter(investor=investor, reason="Trop tôt").count() == 1


@pytest.mark.parametrize("stage", ["committed", "closed"])
def test_nobody_comes_to_the_money_without_any(api, workspace, stage):
    investor = make_investor(workspace)
    path = f"{INVESTORS}/{investor.pk}"
    assert errors(api.patch(path, {"pipeline_stage": stage})) == [("pipeline_stage", "invalid")]
    make_commitment(make_round(workspace), investor, hard_amount=5000)
    assert api.patch(path, {"pipeline_stage": stage}).json()["pipeline_stage"] == stage


def test_who_passed_long_ago_may_be_written_down_without_a_reason(api):
    body = {"name": "Kima", "pipeline_stage": "passed"}
    assert api.post(INVESTORS, body).status_code == 201
    assert api.post(f"{INVESTORS}/bulk", {"investors": [body]}).json()["created"] == 1


def test_a_put_needs_what_was_read(api, workspace):
    investor = make_investor(workspace)
    answer = api.get(f"{INVESTORS}/{investor.pk}")
    body = answer.json() | {"name": "Fonds Ancre", "tags": ["vip"]}
    changed = api.put(f"{INVESTORS}/{investor.pk}", body, headers={"If-Match": answer["ETag"]})
    assert (changed.status_code, changed.json()["name"], changed.json()["tags"]) == (200, "Fonds Ancre", ["vip"])
    assert api.put(f"{INVESTORS}/{investor.pk}", body, headers={"If-Match": answer["ETag"]}).status_code == 412
    assert errors(api.put(f"{INVESTORS}/{investor.pk}", {"rating": 2})) == [("name", "required")]


def test_a_repeated_post_is_one_investor(api, workspace):
    headers = {"Idempotency-Key": "abc"}
    first = api.post(INVESTORS, {"name": "Kima"}, headers=headers)
    again = api.post(INVESTORS, {"name": "Kima"}, headers=headers)
    assert (again.status_code, again.json(), again["Idempotent-Replay"]) == (201, first.json(), "true")
    assert Investor.objects.count() == 1


def test_deleting_is_soft(api, workspace, member):
    investor = make_investor(workspace, name="Kima", pipeline_stage="meeting")
    path = f"{INVESTORS}/{investor.pk}"
    assert api.delete(path).status_code == 204
    assert (listed(api), listed(api, {"is_deleted": "true"})) == ([], ["Kima"])
    assert api.get(path).json()["deleted_at"] is not None
    for refusal in (api.patch(path, {"name": "X"}), api.post(f"{path}/move-to-next-stage")):
        assert (refusal.status_code, refusal.json()["code"]) == (409, "deleted")
    assert api.post(f"{path}/restore").json()["deleted_at"] is None
    assert listed(api) == ["Kima"]
    assert lines(investor) == [("", "meeting", None), ("meeting", "", member.pk), ("", "meeting", member.pk)]


@pytest.mark.parametrize("verb", ["put", "post"])
def test_a_step_names_what_is_missing_for_it(api, workspace, member, verb):
    investor = make_investor(workspace, email="")
    path = f"{INVESTORS}/{investor.pk}/move-to-next-stage"
    refusal = getattr(api, verb)(path)
    assert (refusal.status_code, refusal.json()["code"]) == (409, "missing")
    assert refusal.json()["errors"] == [
        {
            "field": "email",
            "code": "missing",
            "detail": "Add an email, a phone number or a contact: nobody can be contacted without.",
        }
    ]
    make_contact(investor)
    moved = getattr(api, verb)(path)
    assert (moved.status_code, moved.json()["pipeline_stage"], moved.json()["next_stage"]) == (
        200,
        "contacted",
        "meeting",
    )
    assert lines(investor)[1:] == [("identified", "contacted", member.pk)]


def test_a_step_is_refused_when_somebody_took_it_before(api, workspace):
    investor = make_investor(workspace)
    path = f"{INVESTORS}/{investor.pk}/move-to-next-stage"
    read = api.get(f"{INVESTORS}/{investor.pk}")
    moved = api.post(path, {"seen": "identified"}, headers={"If-Match": read["ETag"]})
    assert moved.status_code == 200
    refusal = api.post(path, {"seen": "identified"})
    assert (refusal.status_code, refusal.json()["code"]) == (409, "moved_meanwhile")
    assert api.put(path, headers={"If-Match": read["ETag"]}).status_code == 412
    assert api.put(path, {"seen": "won"}).status_code == 400
    assert moved["ETag"] == api.get(f"{INVESTORS}/{investor.pk}")["ETag"]
    assert len(lines(investor)) == 2


@pytest.mark.parametrize("stage", ["closed", "passed"])
def test_the_end_of_the_way_has_no_next_stage(api, workspace, stage):
    investor = make_investor(workspace, pipeline_stage=stage)
    refusal = api.put(f"{INVESTORS}/{investor.pk}/move-to-next-stage")
    assert (refusal.status_code, refusal.json()["code"]) == (409, "no_next_stage")
    assert "errors" not in refusal.json()


@pytest.fixture
def some(workspace, member):
    """Four investors that differ in everything a filter asks for."""
    kima = make_investor(
        workspace,
        name="Kima",
        email="bonjour@kima.example",
        pipeline_stage="meeting",
        client_type="micro_vc",
        rating=5,
        check_size=Decimal(150_000),
        owner=member,
        tags=["seed", "b2b"],
        next_step_at=datetime(2026, 1, 5, tzinfo=PARIS),
    )
    bpi = make_investor(
        workspace,
        name="Bpifrance",
        pipeline_stage="committed",
        client_type="public",
        relation="existing",
        rating=3,
        check_size=Decimal(500_000),
        tags=["Public"],
        next_step_at=datetime(2099, 1, 5, tzinfo=PARIS),
    )
    make_investor(workspace, name="Ancien", pipeline_stage="passed", relation="advisor", is_active=False)
    make_investor(workspace, name="Éole", created_at=datetime(2026, 3, 14, 23, 30, tzinfo=PARIS))
    make_contact(kima, name="Jean Valjean", email="jean@kima.example")
    make_commitment(make_round(workspace), bpi)
    make_commitment(make_round(workspace, status="cancelled"), kima)
    actions.log_interaction(investor=kima, by=member, type="call", date=datetime(2026, 3, 2, 23, 30, tzinfo=PARIS))
    return workspace


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Ancien", "Bpifrance", "Kima", "Éole"]),
        ({"stage": "meeting"}, ["Kima"]),
        ({"stage": ["meeting", "passed"]}, ["Ancien", "Kima"]),
        ({"client_type": ["public", "micro_vc"]}, ["Bpifrance", "Kima"]),
        ({"relation": ["advisor", "existing"]}, ["Ancien", "Bpifrance"]),
        ({"rating_min": 4}, ["Kima"]),
        ({"rating_min": 3, "rating_max": 4}, ["Bpifrance"]),
        ({"check_size_min": "150000", "check_size_max": "499999.99"}, ["Kima"]),
        ({"owner": "me"}, ["Kima"]),
        ({"owner": "none"}, ["Ancien", "Bpifrance", "Éole"]),
        ({"tag": ["SEED", "public"]}, ["Bpifrance", "Kima"]),
        ({"tag": "nobody"}, []),
        ({"email": "BONJOUR@kima.example"}, ["Kima"]),
        ({"is_active": "false"}, ["Ancien"]),
        ({"overdue": "true"}, ["Kima"]),
        ({"overdue": "false"}, ["Ancien", "Bpifrance", "Éole"]),
        ({"next_step_empty": "true"}, ["Ancien", "Éole"]),
        ({"next_step_after": "2099-01-05"}, ["Bpifrance"]),
        ({"last_interaction_after": "2026-03-02", "last_interaction_before": "2026-03-02"}, ["Kima"]),
        ({"last_interaction_before": "2026-03-01"}, []),
        ({"last_interaction_empty": "true"}, ["Ancien", "Bpifrance", "Éole"]),
        ({"has_commitment": "true"}, ["Bpifrance"]),
        ({"has_commitment": "false"}, ["Ancien", "Kima", "Éole"]),
        ({"created_after": "2026-03-14", "created_before": "2026-03-14"}, ["Éole"]),
        ({"search": "eole"}, ["Éole"]),
        ({"search": "valjean"}, ["Kima"]),
        ({"stage": "meeting", "owner": "none"}, []),
    ],
)
def test_every_filter_finds_its_investors(api, some, query, names):
    assert listed(api, {"ordering": "name"} | query) == names


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"stage": "won"}, "stage"),
        ({"rating_min": "6"}, "rating_min"),
        ({"rating_max": "2.5"}, "rating_max"),
        ({"owner": "you"}, "owner"),
        ({"overdue": "perhaps"}, "overdue"),
        ({"created_after": "yesterday"}, "created_after"),
        ({"pipeline": "meeting"}, "pipeline"),
        ({"ordering": "email"}, "ordering"),
    ],
)
def test_what_cannot_be_filtered_is_named(api, some, query, field):
    answer = api.get(f"{INVESTORS}?{urlencode(query)}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


def test_searching_by_name_and_by_contact(api, some):
    assert listed(api, {"q": "i"}, f"{INVESTORS}/search") == ["Ancien", "Bpifrance", "Kima"]
    assert listed(api, {"q": "jean@"}, f"{INVESTORS}/search") == ["Kima"]
    assert listed(api, {"q": "i", "stage": "passed"}, f"{INVESTORS}/search") == ["Ancien"]
    assert errors(api.get(f"{INVESTORS}/search")) == [("q", "required")]


def test_pages_follow_each_other_without_a_gap(api, workspace):
    for number in range(7):
        make_investor(workspace, name=f"Fonds {number % 2}")
    seen, path = [], f"{INVESTORS}?ordering=name&limit=3"
    while path:
        page = api.get(path).json()
        seen += [row["id"] for row in page["results"]]
        path = page["next"]
    assert seen == [each.pk for each in Investor.objects.order_by("name", "pk")]


def test_an_interaction_of_an_investor_shows_when_it_was_last(api, workspace, member):
    investor = make_investor(workspace)
    make_interaction(investor, "note")
    moment = datetime(2026, 3, 2, 10, tzinfo=PARIS)
    actions.log_interaction(investor=investor, by=member, type="call", date=moment)
    shown = api.get(f"{INVESTORS}/{investor.pk}").json()["last_interaction_at"]
    assert datetime.fromisoformat(shown) == moment


def test_a_stranger_cannot_own_an_investor(api, workspace):
    investor = make_investor(workspace)
    assert errors(api.patch(f"{INVESTORS}/{investor.pk}", {"owner": make_user().pk})) == [("owner", "does_not_exist")]


def test_the_contacts_of_a_firm(api, workspace, other_workspace):
    investor = make_investor(workspace)
    path = f"{INVESTORS}/{investor.pk}/contacts"
    ada = api.post(path, {"name": "Ada", "email": "Ada@Fonds.example", "is_primary": True})
    assert (ada.status_code, ada["Location"]) == (201, f"{path}/{ada.json()['id']}")
    assert (ada.json()["email"], ada.json()["investor"]) == ("ada@fonds.example", investor.pk)
    grace = api.post(path, {"name": "Grace", "is_primary": True}).json()
    rows = api.get(path).json()["results"]
    assert [(row["name"], row["is_primary"]) for row in rows] == [("Grace", True), ("Ada", False)]
    assert api.post(path, {"name": "Double", "email": "ada@fonds.example"}).status_code == 400
    assert api.patch(f"{path}/{grace['id']}", {"wants_updates": False}).json()["wants_updates"] is False
    assert api.delete(f"{path}/{grace['id']}").status_code == 204
    assert [row["name"] for row in api.get(path).json()["results"]] == ["Ada"]
    other = make_contact(make_investor(other_workspace))
    assert api.get(f"{path}/{other.pk}").status_code == 404
    assert api.get(f"{INVESTORS}/{other.investor_id}/contacts").status_code == 404
    actions.delete_investor(investor=investor, by=None)
    assert (api.get(path).status_code, api.get(ada["Location"]).status_code) == (404, 404)
