import pytest

from crm.models import CustomField, Lead, LeadEdit
from tests.factories.crm import make_field, make_lead

HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner_client(client_of, owner):
    client = client_of(owner)
    client.cookies["django_language"] = "en"
    return client


def test_a_field_is_defined_in_a_modal(owner_client):
    assert "No field of your own yet" in owner_client.get("/crm/fields").text
    assert "modal-part" in owner_client.get("/crm/fields/new", headers=HTMX).text
    body = {"label": "Taille", "kind": "choice", "choices": "S\r\n\r\n M \r\n"}
    answer = owner_client.post("/crm/fields/new", body, headers=HTMX)
    assert (answer.status_code, "fieldsChanged" in answer["HX-Trigger"]) == (204, True)
    field = CustomField.objects.get()
    assert (field.key, field.choices) == ("taille", ["S", "M"])
    text = owner_client.get("/crm/fields", headers=HTMX).text
    assert "Choice: S, M" in text
    assert "{{ custom_fields.taille }}" in text
    assert "<html" not in text


def test_what_is_wrong_with_a_definition_is_said_and_what_was_typed_stays(owner_client, workspace):
    answer = owner_client.post("/crm/fields/new", {"label": "Ma taille", "kind": "choice", "key": "Bad Key"})
    assert answer.status_code == 422
    assert "Use small letters, digits and _, a letter first." in answer.text
    assert 'value="Ma taille"' in answer.text
    answer = owner_client.post("/crm/fields/new", {"label": "Ma taille", "kind": "choice"})
    assert "Write at least one choice." in answer.text
    assert CustomField.objects.count() == 0


def test_a_field_is_edited_moved_archived_and_restored(owner_client, workspace):
    a, b = make_field(workspace, "a"), make_field(workspace, "b")
    make_lead(workspace, custom_fields={"b": "x"})
    url = f"/crm/fields/{b.pk}"
    answer = owner_client.post(url, {"label": "B", "kind": "date"}, headers=HTMX)
    assert answer.status_code == 422
    assert "1 lead has a value that does not fit, “x”." in answer.text
    owner_client.post(url, {"label": "Bravo", "kind": "text", "is_required": "on"}, headers=HTMX)
    b.refresh_from_db()
    assert (b.label, b.is_required, b.key) == ("Bravo", True, "b")
    owner_client.post(f"{url}/move", {"to": "up"}, headers=HTMX)
    assert list(CustomField.objects.values_list("key", flat=True)) == ["b", "a"]
    owner_client.post(f"{url}/move", {"to": "up"}, headers=HTMX)
    owner_client.post(f"{url}/move", {"to": "down"}, headers=HTMX)
    assert list(CustomField.objects.values_list("key", flat=True)) == ["a", "b"]
    assert "Leads keep these values" in owner_client.post(f"{url}/archive", headers=HTMX).text
    assert list(CustomField.objects.in_use()) == [a]
    assert owner_client.post(f"{url}/restore").status_code == 302
    assert CustomField.objects.in_use().count() == 2


def test_only_owners_and_admins_change_definitions(member_client, workspace):
    field = make_field(workspace, "a")
    assert "New field" not in member_client.get("/crm/fields").text
    assert member_client.get("/crm/fields/new").status_code == 403
    for path in ("", "/move", "/archive", "/restore"):
        assert member_client.post(f"/crm/fields/{field.pk}{path}").status_code == 403


@pytest.fixture
def fields(workspace):
    make_field(workspace, "budget", "number")
    make_field(workspace, "renewal", "date")
    make_field(workspace, "vip", "boolean")
    make_field(workspace, "size", "choice", choices=["S", "M"])
    make_field(workspace, "interests", "choices", choices=["a", "b"])
    make_field(workspace, "site", "url", is_required=True)


def test_a_lead_is_written_with_the_workspaces_fields(owner_client, fields):
    body = {
        "first_name": "Zoé",
        "status": "new",
        "custom.budget": "1 200,50 €",
        "custom.renewal": "2026-03-14",
        "custom.vip": "false",
        "custom.size": "M",
        "custom.interests": ["b", "a"],
        "custom.site": "example.com",
        "next_step": "Call",
        "next_step_at": "2026-03-14T10:30",
    }
    assert owner_client.post("/crm/new", body).status_code == 302
    lead = Lead.objects.get()
    assert lead.custom_fields == {
        "budget": 1200.5,
        "renewal": "2026-03-14",
        "vip": False,
        "size": "M",
        "interests": ["a", "b"],
        "site": "https://example.com",
    }
    # In Paris, where the workspace is
    assert (lead.next_step, lead.next_step_at.isoformat()) == ("Call", "2026-03-14T09:30:00+00:00")
    text = owner_client.get(f"/crm/{lead.pk}/edit").text
    for part in ('value="1200.5"', 'value="2026-03-14"', '<option value="false" selected>', 'value="2026-03-14T10:30"'):
        assert part in text
    # Sent back as it is shown, nothing changes.
    body |= {"custom.budget": "1200.5", "custom.site": "https://example.com"}
    owner_client.post(f"/crm/{lead.pk}/edit", body)
    assert LeadEdit.objects.count() == 0
    owner_client.post(f"/crm/{lead.pk}/edit", body | {"custom.budget": "", "custom.interests": []})
    assert LeadEdit.objects.get().changes == {"custom.budget": [1200.5, None], "custom.interests": [["a", "b"], None]}


def test_what_is_wrong_with_a_value_is_said_at_its_field(owner_client, fields):
    body = {"first_name": "Zoé", "status": "new", "custom.budget": "a lot", "custom.renewal": "soon"}
    answer = owner_client.post("/crm/new", body)
    assert answer.status_code == 422
    assert "“a lot” is not a number. Write one such as 1234.56." in answer.text
    assert 'value="a lot"' in answer.text
    # The address is required.
    assert "This field is required." in answer.text
    assert Lead.objects.count() == 0


def test_the_page_of_a_lead_shows_them_in_words(owner_client, workspace, fields):
    custom = {
        "budget": 1200.5,
        "renewal": "2026-03-14",
        "vip": True,
        "interests": ["a", "b"],
        "site": "https://a.example/x",
    }
    lead = make_lead(workspace, custom_fields=custom | {"Pointure": "38"})
    text = owner_client.get(lead.get_absolute_url()).text
    for part in ("1,200.5", "03/14/2026", ">Yes<", "a, b", 'href="https://a.example/x"', "Pointure", ">38<"):
        assert part in text
