import json

import pytest
from django.utils import timezone

from crm.actions import operations
from crm.models import Lead, Operation
from tests.factories.crm import make_field, make_lead
from tests.factories.operations import make_operation

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/crm?status=new"}


def told(response):
    return json.loads(response["HX-Trigger"])


def ask(client, kind, **chosen):
    """The form for the chosen leads, and what its hidden fields say."""
    response = client.get(f"/crm/bulk/{kind}", chosen, **HTMX)
    assert response.status_code == 200
    form = response.context["form"]
    return response, {name: form[name].value() or "" for name in ("ids", "is_all", "filter", "before", "expected")}


def send(client, kind, hidden, **given):
    return client.post(f"/crm/bulk/{kind}", hidden | given, **HTMX)


def test_ticked_leads_are_changed_and_changed_back(member_client, workspace):
    leads = [make_lead(workspace) for _ in range(3)]
    page, hidden = ask(member_client, "set_status", ids=[lead.pk for lead in leads[:2]])
    assert "This is done to <strong>2 leads</strong>." in page.text
    response = send(member_client, "set_status", hidden, status="contacted")

    operation = Operation.objects.get()
    assert told(response) == {
        "closeModal": True,
        "leadsChanged": True,
        "toast": {
            "level": "success",
            "message": "2 leads changed.",
            "post": f"/crm/operations/{operation.pk}/undo",
            "link": "Undo",
        },
    }
    assert list(Lead.objects.order_by("pk").values_list("status", flat=True)) == ["contacted", "contacted", "new"]
    response = member_client.post(f"/crm/operations/{operation.pk}/undo", **HTMX)
    assert told(response)["toast"]["message"] == "2 leads are as they were."
    assert set(Lead.objects.values_list("status", flat=True)) == {"new"}


def test_all_that_match_are_named_counted_and_confirmed(member_client, workspace, member):
    leads = [make_lead(workspace, source="salon") for _ in range(3)]
    make_lead(workspace, source="other")
    page, hidden = ask(
        member_client, "set_owner", is_all=1, filter="source=salon&ordering=-score&search=", ids=[leads[0].pk]
    )
    assert "<li>Source: salon</li>" in page.text
    assert (hidden["expected"], hidden["is_all"]) == (3, True)
    make_lead(workspace, source="salon", first_name="Newcomer")
    send(member_client, "set_owner", hidden, owner=member.pk)
    assert set(Lead.objects.filter(owner=member)) == set(leads)


def test_another_number_is_asked_for_again(member_client, workspace):
    leads = [make_lead(workspace, source="salon") for _ in range(3)]
    _page, hidden = ask(member_client, "delete", is_all=1, filter="source=salon")
    Lead.objects.filter(pk=leads[0].pk).update(source="other")
    response = send(member_client, "delete", hidden)
    assert response.status_code == 422
    assert "It is 2 leads now. Look again, and confirm." in response.text
    assert not Operation.objects.exists()
    response = send(member_client, "delete", hidden | {"expected": response.context["form"]["expected"].value()})
    assert response.status_code == 204
    assert list(Lead.objects.alive()) == [leads[0]]


def test_a_filter_that_cannot_be_read_changes_nothing(member_client, workspace):
    make_lead(workspace)
    response = member_client.get("/crm/bulk/delete", {"is_all": 1, "filter": "owner=somebody"}, **HTMX)
    assert (response.status_code, told(response)["toast"]["level"]) == (204, "error")


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        ("set_status", {"status": "lost"}, "Write why they are lost."),
        ("set_field", {"field": "estimated_value", "value": "much"}, "“much” is not a number"),
        ("add_tags", {"tags": ""}, "This field is required."),
        ("add_tags", {"tags": "x" * 61}, "A tag has at most 60 characters"),
        ("set_owner", {"owner": "99999"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(member_client, workspace, kind, given, message):
    _page, hidden = ask(member_client, kind, ids=[make_lead(workspace).pk])
    response = send(member_client, kind, hidden, **given)
    assert response.status_code == 422
    assert message in response.text
    assert not Operation.objects.exists()


def test_every_kind_of_field_has_its_input(member_client, workspace):
    make_field(workspace, "size", "choices", choices=["S", "M"])
    make_field(workspace, "vip", "boolean")
    lead = make_lead(workspace)
    for name, given, expected in [
        ("custom.size", ["S", "M"], ["S", "M"]),
        ("custom.vip", "true", True),
        ("company", "Durand", "Durand"),
        ("company", "", ""),
    ]:
        _page, hidden = ask(member_client, "set_field", ids=[lead.pk], field=name)
        assert send(member_client, "set_field", hidden, field=name, value=given).status_code == 204
        operation = Operation.objects.latest("pk")
        assert (operation.params, operation.updated_count) == ({"field": name, "value": expected}, 1)


def test_no_field_is_proposed(member_client, workspace):
    page, hidden = ask(member_client, "set_field", ids=[make_lead(workspace).pk])
    assert 'name="value"' not in page.text
    assert send(member_client, "set_field", hidden).status_code == 422
    assert not Operation.objects.exists()


def test_hidden_fields_of_others_making_do_no_harm(member_client, workspace):
    make_lead(workspace)
    response = member_client.get("/crm/bulk/delete", {"is_all": "1", "before": "x", "filter": "", "ids": "x"}, **HTMX)
    assert response.status_code == 200
    hidden = {"ids": "x,1" * 500, "is_all": "", "filter": "", "before": "x", "expected": "y"}
    assert send(member_client, "delete", hidden).status_code == 422
    assert not Operation.objects.exists()


def test_many_are_watched_on_their_own_page(member_client, workspace, monkeypatch):
    monkeypatch.setattr(operations, "AT_ONCE", 1)
    leads = [make_lead(workspace) for _ in range(3)]
    _page, hidden = ask(member_client, "add_tags", ids=[lead.pk for lead in leads])
    response = send(member_client, "add_tags", hidden, tags="vip, salon")
    operation = Operation.objects.get()
    assert response["HX-Redirect"] == f"/crm/operations/{operation.pk}"
    page = member_client.get(f"/crm/operations/{operation.pk}")
    assert f'hx-get="/crm/operations/{operation.pk}/progress"' in page.text
    assert "Waiting for a worker" in member_client.get(f"/crm/operations/{operation.pk}/progress", **HTMX).text
    operations.carry_on(operation_id=operation.pk)
    assert member_client.get(f"/crm/operations/{operation.pk}/progress", **HTMX)["HX-Refresh"] == "true"
    page = member_client.get(f"/crm/operations/{operation.pk}")
    assert "Add tags" in page.text
    assert "salon, vip" in page.text
    assert str(leads[0]) in page.text


def test_the_page_shows_what_changed_and_what_was_edited_since(member_client, workspace, member):
    leads = [make_lead(workspace, company="Durand") for _ in range(2)]
    _page, hidden = ask(member_client, "set_field", ids=[lead.pk for lead in leads], field="company")
    send(member_client, "set_field", hidden, field="company", value="Martin")
    operation = Operation.objects.get()
    Lead.objects.filter(pk=leads[0].pk).update(company="Petit")
    url = f"/crm/operations/{operation.pk}"
    assert "<del>Durand</del> → Martin" in member_client.get(url).text
    assert member_client.post(f"{url}/undo").status_code == 302
    page = member_client.get(f"{url}?show=conflict", **HTMX)
    assert [row.lead for row in page.context["page"].rows] == [leads[0]]
    assert "Petit" in page.text
    again = member_client.post(f"{url}/undo", **HTMX)
    assert (again.status_code, told(again)["toast"]["message"]) == (409, "This was undone already.")


def test_a_limited_member_sees_their_own_operations(client, workspace, member, limited):
    others, own = make_operation(workspace, member, state="done"), make_operation(workspace, limited, state="done")
    client.force_login(limited)
    assert [each.pk for each in client.get("/crm/operations").context["page"].rows] == [own.pk]
    assert client.get(f"/crm/operations/{others.pk}").status_code == 404
    assert client.post(f"/crm/operations/{others.pk}/undo").status_code == 404


def test_a_viewer_has_nothing_to_tick(viewer_client, workspace):
    make_lead(workspace)
    assert 'name="ids"' not in viewer_client.get("/crm?view=list").text
    assert viewer_client.get("/crm/bulk/delete", **HTMX).status_code == 403


def test_deleted_leads_are_not_changed_together(member_client, workspace):
    make_lead(workspace, deleted_at=timezone.now())
    assert 'name="ids"' not in member_client.get("/crm?is_deleted=true").text


def test_an_unknown_kind_is_not_there(member_client):
    assert member_client.get("/crm/bulk/import", **HTMX).status_code == 404
