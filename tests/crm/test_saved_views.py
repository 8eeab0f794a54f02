import pytest

from crm import actions
from crm.models import SavedView
from tests.factories.accounts import make_member
from tests.factories.crm import make_field, make_lead, make_view

HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


def tabs(answer):
    return [(tab["label"], tab["active"]) for tab in answer.context["view_tabs"]]


def cells(answer):
    return {str(lead): [text for _column, text in row] for lead, row in answer.context["rows"]}


def headings(answer):
    return [str(column.label) for column in answer.context["columns"]]


def test_what_the_list_shows_is_saved_and_opens_again(member_client, workspace, member):
    make_field(workspace, "budget", "number")
    make_lead(workspace, first_name="Zoé", last_name="", status="won", custom_fields={"budget": 1200})
    make_lead(workspace, first_name="Luc", last_name="", status="won", custom_fields={"budget": 5})
    query = "search=&status=won&custom.budget_min=100&ordering=-score&columns=custom.budget,phone&cursor=&saved=9"
    url = f"/crm/views/new?{query}"
    assert "Save this view" in member_client.get(url, headers=HTMX).text
    answer = member_client.post(url, {"name": "Hot leads", "is_pinned": "on"}, headers=HTMX)
    view = SavedView.objects.get()
    assert answer["HX-Redirect"] == view.get_absolute_url()
    assert (view.owner, view.layout, view.is_pinned, view.is_shared) == (member, "list", True, False)
    assert view.params == {"status": ["won"], "custom.budget_min": ["100"], "ordering": ["-score"]}
    assert view.columns == ["custom.budget", "phone"]
    answer = member_client.get(view.get_absolute_url())
    assert cells(answer) == {"Zoé": ["1,200", ""]}
    assert headings(answer) == ["Budget", "Phone"]
    assert tabs(answer) == [("All leads", False), ("Hot leads", True)]
    # A search within the view keeps what the view shows.
    assert f'name="saved" value="{view.pk}"' in answer.text
    assert 'name="columns" value="custom.budget,phone"' in answer.text


def test_a_view_is_changed_renamed_and_deleted(member_client, workspace, member):
    view = make_view(workspace, member, params={"status": ["won"]})
    url = f"/crm/views/{view.pk}"
    answer = member_client.post(f"{url}/update?view=board&source=salon", follow=True)
    view.refresh_from_db()
    assert (view.layout, view.params) == ("board", {"source": ["salon"]})
    assert answer.redirect_chain == [(f"/crm?saved={view.pk}&view=board&source=salon", 302)]
    member_client.post(url, {"name": "Salon", "is_shared": "on"}, headers=HTMX)
    view.refresh_from_db()
    assert (view.name, view.is_shared, view.is_pinned, view.params) == ("Salon", True, False, {"source": ["salon"]})
    answer = member_client.post(f"{url}/delete", follow=True)
    assert answer.redirect_chain == [("/crm?view=list", 302)]
    assert SavedView.objects.count() == 0


def test_two_views_of_a_member_have_two_names(member_client, workspace, member):
    make_view(workspace, member, "Salon")
    make_view(workspace, make_member(workspace), "Other")
    answer = member_client.post("/crm/views/new?status=won", {"name": "SALON"}, headers=HTMX)
    assert answer.status_code == 422
    assert "You have a view of this name already." in answer.text
    assert 'value="SALON"' in answer.text
    assert member_client.post("/crm/views/new", {"name": "Other"}, headers=HTMX).status_code == 200
    answer = member_client.post(f"/crm/views/new?search={'x' * 5000}", {"name": "Long"}, headers=HTMX)
    assert "These are too many filters for one view." in answer.text


def test_a_workspace_has_only_so_many_views(member_client, workspace, member, monkeypatch):
    monkeypatch.setattr(SavedView, "MOST", 1)
    make_view(workspace, member)
    answer = member_client.post("/crm/views/new", {"name": "Another"}, headers=HTMX)
    assert "A workspace has at most 1 saved views. Delete one first." in answer.text


def test_the_crm_opens_with_the_view_a_member_starts_with(client_of, workspace, member, owner):
    first = make_view(workspace, member, "First", params={"status": ["won"]})
    shared = make_view(workspace, owner, "Shared", is_shared=True, layout="board")
    client = client_of(member)
    client.post(f"/crm/views/{first.pk}", {"name": "First", "is_default": "on"}, headers=HTMX)
    assert client.get("/crm")["Location"] == f"/crm?saved={first.pk}&status=won"
    # What another member shares can be the start too, and there is one.
    client.post(f"/crm/views/{shared.pk}", {"is_default": "on"}, headers=HTMX)
    assert client.get("/crm")["Location"] == f"/crm?saved={shared.pk}&view=board"
    # Every lead is one click away, and stays so through a search.
    answer = client.get("/crm?view=list")
    assert answer.status_code == 200
    assert '<input type="hidden" name="view" value="list">' in answer.text
    assert client.get("/crm", headers=HTMX).status_code == 200
    assert client_of(owner).get("/crm").status_code == 200
    client = client_of(member)
    client.post(f"/crm/views/{shared.pk}", {}, headers=HTMX)
    assert client.get("/crm").status_code == 200


def test_who_sees_and_changes_a_view(client_of, workspace, member, owner, viewer, other_workspace):
    private = make_view(workspace, owner, "Private")
    shared = make_view(workspace, owner, "Shared", is_shared=True, is_pinned=True)
    elsewhere = make_view(other_workspace, make_member(other_workspace), "Elsewhere", is_shared=True)
    client = client_of(member)
    assert tabs(client.get("/crm?view=list")) == [("All leads", True), ("Shared", False)]
    assert [client.get(f"/crm/views/{view.pk}").status_code for view in (private, elsewhere, shared)] == [404, 404, 200]
    assert client.post(f"/crm/views/{shared.pk}/delete").status_code == 403
    assert client.post(f"/crm/views/{shared.pk}/update?status=won").status_code == 403
    # Of a shared one a member chooses only whether to start with it.
    client.post(f"/crm/views/{shared.pk}", {"name": "Mine now"}, headers=HTMX)
    shared.refresh_from_db()
    assert (shared.name, shared.params) == ("Shared", {})
    admin = make_member(workspace, "admin")
    assert client_of(admin).post(f"/crm/views/{private.pk}/delete").status_code == 404
    client_of(admin).post(f"/crm/views/{shared.pk}", {"name": "Renamed", "is_shared": "on"}, headers=HTMX)
    shared.refresh_from_db()
    assert shared.name == "Renamed"


def test_a_view_of_somebody_who_left_stays_for_the_others(client_of, workspace, member, owner):
    gone = make_member(workspace)
    make_view(workspace, gone, "Shared", is_shared=True, is_pinned=True)
    gone.delete()
    assert tabs(client_of(member).get("/crm?view=list")) == [("All leads", True), ("Shared", False)]
    view = SavedView.objects.get()
    assert client_of(owner).post(f"/crm/views/{view.pk}/delete").status_code == 302


def test_columns_are_chosen(member_client, workspace, member):
    make_field(workspace, "size", "choice", choices=["S"])
    make_field(workspace, "old", archived_at="2026-01-01T00:00Z")
    make_lead(workspace, first_name="Zoé", last_name="", job_title="Coiffeuse", custom_fields={"size": "S", "old": "x"})
    form = member_client.get("/crm/columns?status=new&columns=job_title&cursor=x", headers=HTMX)
    assert '<input type="hidden" name="status" value="new">' in form.text
    assert "cursor" not in form.text
    assert form.context["form"].fields["columns"].choices[0] == ("job_title", "Job title")
    answer = member_client.get(
        "/crm?status=new&columns=job_title&columns=custom.size&columns=custom.old&columns=nonsense"
    )
    assert (headings(answer), cells(answer)) == (["Job title", "Size"], {"Zoé": ["Coiffeuse", "S"]})
    assert headings(member_client.get("/crm")) == ["Status", "Company", "Tags", "Source", "Owner", "Value", "Created"]


def test_more_filters_ask_for_the_workspaces_fields(member_client, workspace):
    make_field(workspace, "budget", "number")
    make_field(workspace, "size", "choice", choices=["S", "M"])
    make_lead(workspace, first_name="Zoé", last_name="", custom_fields={"budget": 5, "size": "S"})
    make_lead(workspace, first_name="Luc", last_name="", custom_fields={"budget": 50, "size": "M"})
    form = member_client.get("/crm/filters?custom.size=S&custom.budget_min=1&search=z", headers=HTMX)
    names = set(form.context["form"].fields)
    assert {"custom.budget_min", "custom.budget_max", "custom.size", "next_step_before", "score_min"} <= names
    for part in ('name="search" value="z"', 'name="custom.budget_min" value="1"', 'value="S" checked'):
        assert part in form.text.replace('" id="', '" id="') or part.split(" ")[0] in form.text
    answer = member_client.get("/crm?custom.size=S&custom.size=M&custom.budget_min=10")
    assert list(cells(answer)) == ["Luc"]
    assert [filter.words for filter in answer.context["toolbar"].kept] == ["Budget from: 10", "Size: S or M"]


def test_a_view_with_a_field_that_was_archived_says_so(member_client, workspace, member):
    field = make_field(workspace, "size")
    view = make_view(workspace, member, params={"custom.size": ["S"]}, columns=["custom.size", "phone"])
    make_lead(workspace)
    actions.archive_field(field=field, by=member)
    answer = member_client.get(view.get_absolute_url())
    assert "“size” is no field in use: the list goes on without it." in answer.text
    assert headings(answer) == ["Phone"]


@pytest.mark.parametrize("rows", [3, 30])
def test_a_view_costs_the_same(member_client, workspace, member, django_assert_num_queries, rows):
    make_field(workspace, "size")
    for number in range(rows):
        make_view(workspace, member, f"View {number}", is_pinned=True)
        make_lead(workspace, custom_fields={"size": "S"})
    view = make_view(workspace, member, "One more", params={"custom.size": ["S"]}, columns=["custom.size", "owner"])
    member_client.get(view.get_absolute_url())
    with django_assert_num_queries(10):
        assert len(cells(member_client.get(view.get_absolute_url()))) == rows
