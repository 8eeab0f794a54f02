import pytest

from crm.models import SavedView
from tests.factories.crm import make_field, make_view

VIEWS = "/api/marketing/views"

pytestmark = pytest.mark.django_db


def errors(answer):
    assert answer.status_code == 400
    return [(error["field"], error["detail"]) for error in answer.json()["errors"]]


def test_a_view_is_saved_read_and_changed(api, workspace, member):
    make_field(workspace, "budget", "number")
    body = {
        "name": "Hot leads",
        "layout": "board",
        "params": {"status": ["won"], "custom.budget_min": ["100"], "ordering": ["-score"]},
        "columns": ["phone", "custom.budget"],
        "is_pinned": True,
        "is_default": True,
    }
    answer = api.post(VIEWS, body)
    view = SavedView.objects.get()
    assert (answer.status_code, answer["Location"]) == (201, f"{VIEWS}/{view.pk}")
    shown = api.get(answer["Location"]).json()
    assert {name: shown[name] for name in (*body, "is_shared", "owner")} == body | {
        "is_shared": False,
        "owner": member.pk,
    }
    assert shown["url"] == view.get_absolute_url()
    shown = api.patch(answer["Location"], {"is_default": False, "params": {}}).json()
    assert (shown["is_default"], shown["params"], shown["name"]) == (False, {}, "Hot leads")
    assert api.delete(answer["Location"]).status_code == 204
    assert api.get(VIEWS).json()["results"] == []


@pytest.mark.parametrize(
    ("body", "field", "detail"),
    [
        ({"params": {"colour": ["x"]}}, "params", "“colour” is not a filter. Known: "),
        ({"params": {"custom.colour": ["x"]}}, "params", "“custom.colour” is not a filter. Known: "),
        ({"params": {"status": "won"}}, "params.status", "Expected a list of items"),
        ({"columns": ["colour"]}, "columns", "“colour” is not a column. Known: "),
        ({"layout": "globe"}, "layout", "“globe” is not a valid choice."),
        ({"name": "HOT"}, "", "You have a view of this name already."),
        ({"name": ""}, "name", "This field may not be blank."),
    ],
)
def test_what_is_wrong_is_named(api, workspace, member, body, field, detail):
    make_view(workspace, member, "Hot")
    [(name, text)] = errors(api.post(VIEWS, {"name": "X"} | body, headers={"Accept-Language": "en"}))
    assert name == field
    assert text.replace('"', "“", 1).replace('"', "”", 1).startswith(detail)


def test_what_others_share_is_read_and_started_with_only(api, workspace, owner):
    private, shared = make_view(workspace, owner, "Private"), make_view(workspace, owner, "Shared", is_shared=True)
    assert [view["name"] for view in api.get(VIEWS).json()["results"]] == ["Shared"]
    url = f"{VIEWS}/{shared.pk}"
    assert api.patch(url, {"name": "Mine"}).status_code == 403
    assert api.delete(url).status_code == 403
    assert api.patch(url, {"is_default": True}).json()["is_default"] is True
    assert api.get(f"{VIEWS}/{private.pk}").status_code == 404
    shared.refresh_from_db()
    assert shared.name == "Shared"
