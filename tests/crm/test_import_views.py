import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from crm.actions import imports
from crm.models import Lead, Operation
from tests.factories.accounts import make_member
from tests.factories.crm import make_lead

pytestmark = pytest.mark.django_db
PEOPLE = "Nom;E-mail;Ville\nMartin;ada@example.com;Lyon\nPetit;wrong;Paris\n"


@pytest.fixture
def upload(member_client):
    def send(content=PEOPLE, name="Clients d’été.csv", client=member_client):
        content = content if isinstance(content, bytes) else content.encode()
        return client.post("/crm/import", {"file": SimpleUploadedFile(name, content)})

    return send


@pytest.fixture
def draft(upload):
    upload()
    return Operation.objects.get()


def choices(**changed):
    chosen = {"column_0": "last_name", "column_1": "email", "column_2": "", "mode": "upsert", "match": "email"}
    return chosen | {"day_first": "true", "status": "new"} | changed


def test_a_file_goes_all_the_way(upload, member_client, workspace):
    lead = make_lead(workspace, email="ada@example.com", first_name="", last_name="Lovelace")
    response = upload()
    operation = Operation.objects.get()
    page = f"/crm/import/{operation.pk}"
    assert response["Location"] == page
    html = member_client.get(page).content.decode()
    assert "2 rows · Clients d’été.csv" in html
    assert '<option value="last_name" selected>Last name</option>' in html
    response = member_client.post(page, choices(tags="Lyon, fair"))
    assert response["Location"] == f"{page}/preview"
    assert "Nothing has been written yet." in member_client.get(f"{page}/preview").content.decode()
    html = member_client.get(f"{page}/trial").content.decode()
    assert "Lovelace" in html
    assert "“wrong” is not an email address" in html
    assert "Import 2 rows" in html
    assert Lead.objects.get().last_name == "Lovelace"
    response = member_client.post(f"{page}/start")
    assert response["Location"] == f"/crm/operations/{operation.pk}"
    imports.run_import(operation_id=operation.pk)
    lead.refresh_from_db()
    assert (lead.last_name, sorted(tag.name for tag in lead.tags.all())) == ("Martin", ["Lyon", "fair"])
    html = member_client.get(f"/crm/operations/{operation.pk}").content.decode()
    assert "Download 1 refused row" in html
    assert member_client.get(page)["Location"] == f"/crm/operations/{operation.pk}"


def test_the_refused_rows_come_as_a_file_and_their_correction_is_known(upload, workspace, member_client):
    # A worker writes its reasons in the language of the workspace.
    workspace.language = "en"
    workspace.save()
    upload(PEOPLE + '=1+1;also wrong;"two\nlines"\n')
    first = Operation.objects.get()
    member_client.post(f"/crm/import/{first.pk}", choices(tags="fair"))
    member_client.post(f"/crm/import/{first.pk}/start")
    imports.run_import(operation_id=first.pk)
    response = member_client.get(f"/crm/import/{first.pk}/refused")
    name = "Clients%20d%E2%80%99%C3%A9t%C3%A9"
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{name}-{first.pk}.csv"
    said = "is not an email address. Write one such as name@example.com."
    assert b"".join(response.streaming_content).decode("utf-8-sig") == (
        f"Nom;E-mail;Ville;Reason (import {first.pk})\r\n"
        f"Petit;wrong;Paris;E-mail: “wrong” {said}\r\n"
        f'\'=1+1;also wrong;"two\nlines";E-mail: “also wrong” {said}\r\n'
    )
    header = f"Nom;E-mail;Ville;Reason (import {first.pk})"
    corrected = f"{header}\r\nPetit;bob@example.com;Paris;E-mail: …\r\n'=1+1;e@example.com;;\r\n"
    upload(corrected)
    second = Operation.objects.latest("pk")
    assert second.file.parent == first
    assert "This is the corrected file of an" in member_client.get(f"/crm/import/{second.pk}").content.decode()
    member_client.post(f"/crm/import/{second.pk}/start")
    imports.run_import(operation_id=second.pk)
    second.refresh_from_db()
    assert (second.created_count, second.refused_count) == (2, 0)
    assert Lead.objects.get(email="e@example.com").last_name == "=1+1"
    assert [tag.name for tag in Lead.objects.get(email="bob@example.com").tags.all()] == ["fair"]


def test_a_file_named_after_another_workspaces_import_is_just_a_file(upload, other_workspace, workspace):
    stranger = make_member(other_workspace)
    foreign = imports.receive_file(
        workspace=other_workspace, by=stranger, upload=SimpleUploadedFile("a.csv", b"email\na@example.com\n")
    )
    upload(f"email,Reason (import {foreign.pk})\nb@example.com,x\n")
    assert Operation.objects.latest("pk").file.parent is None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "The file is empty."),
        ("a,b\n", "no rows below them"),
        (b"%PDF-1.4 x", "This is no table."),
    ],
)
def test_a_file_that_does_not_do_is_refused_on_the_form(upload, content, says):
    response = upload(content)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert Operation.objects.count() == 0


def test_a_form_without_a_file_says_so(member_client):
    response = member_client.post("/crm/import", {})
    assert (response.status_code, "Choose the file to import." in response.content.decode()) == (422, True)


def test_choices_that_do_not_do_stay_on_the_form(draft, member_client):
    response = member_client.post(f"/crm/import/{draft.pk}", choices(column_2="email", source="fair"))
    html = response.content.decode()
    assert response.status_code == 422
    assert "“E-mail” and “Ville” are both “email”. Leave one of them out." in html
    assert 'value="fair"' in html
    response = member_client.post(f"/crm/import/{draft.pk}", choices(column_0="nose"))
    assert "Select a valid choice" in response.content.decode()


def test_the_file_is_read_another_way(draft, member_client):
    page = f"/crm/import/{draft.pk}"
    response = member_client.post(f"{page}/layout", {"encoding": "utf-8", "delimiter": ","})
    assert response["Location"] == page
    draft.refresh_from_db()
    assert (draft.file.delimiter, draft.file.headers) == (",", ["Nom;E-mail;Ville"])
    member_client.post(f"{page}/layout", {"encoding": "klingon", "delimiter": ","})
    assert "Choose how the file is read from the lists." in member_client.get(page).content.decode()


def test_new_fields_are_offered_to_those_who_may_make_them(draft, member_client, owner):
    assert "new:number" not in member_client.get(f"/crm/import/{draft.pk}").content.decode()
    client = Client()
    client.force_login(owner)
    assert "new:number" in client.get(f"/crm/import/{draft.pk}").content.decode()


def test_the_preview_calls_a_new_field_what_it_will_be_called(draft, owner, client):
    client.force_login(owner)
    client.post(f"/crm/import/{draft.pk}", choices(column_2="new:text"))
    html = client.get(f"/crm/import/{draft.pk}/trial").content.decode()
    assert '<span class="text-secondary">Ville</span> Lyon' in html


def test_a_draft_waits_on_the_first_page_and_can_be_thrown_away(draft, member_client):
    assert f'href="/crm/import/{draft.pk}"' in member_client.get("/crm/import").content.decode()
    assert member_client.post(f"/crm/import/{draft.pk}/discard")["Location"] == "/crm/import"
    assert Operation.objects.count() == 0


def test_a_running_import_is_stopped(draft, member_client):
    member_client.post(f"/crm/import/{draft.pk}/start")
    assert member_client.post(f"/crm/import/{draft.pk}/stop")["Location"] == f"/crm/operations/{draft.pk}"
    imports.run_import(operation_id=draft.pk)
    draft.refresh_from_db()
    assert (draft.state, Lead.objects.count()) == ("done", 0)


def test_viewers_have_no_business_here(draft, viewer_client):
    for path in ("", f"/{draft.pk}", f"/{draft.pk}/preview", f"/{draft.pk}/trial"):
        assert viewer_client.get(f"/crm/import{path}").status_code == 403


def test_who_sees_only_their_own_leads_sees_only_their_own_files(draft, workspace, limited):
    client = Client()
    client.force_login(limited)
    assert client.get(f"/crm/import/{draft.pk}").status_code == 404
    assert client.get(f"/crm/import/{draft.pk}/refused").status_code == 404


def test_a_file_that_is_gone_has_no_refused_rows_to_give(draft, member_client):
    draft.file.path.unlink()
    assert member_client.get(f"/crm/import/{draft.pk}/refused").status_code == 404
