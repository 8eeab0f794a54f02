import pytest

from investors.models import Document, DocumentLink
from tests.factories.documents import (
    make_document,
    make_folder,
    make_link,
    make_view,
    make_visit,
    office_bytes,
    pdf_bytes,
    upload,
)
from tests.factories.investors import make_investor

pytestmark = pytest.mark.django_db
DOCUMENTS, LINKS, FOLDERS, VIEWS = (
    f"/api/investors/{name}" for name in ("documents", "document-links", "document-folders", "document-views")
)


def errors_of(response):
    return {each["field"]: each["detail"] for each in response.json()["errors"]}


def test_a_file_is_sent_read_changed_and_deleted(api, workspace, member, django_capture_on_commit_callbacks):
    data, folder = pdf_bytes(3), make_folder(workspace)
    made = api.post(DOCUMENTS, {"file": upload(data, "../a/Deck.pdf"), "folder": folder.pk}, format="multipart")
    document = Document.objects.get()
    assert (made.status_code, made["Location"]) == (201, f"{DOCUMENTS}/{document.pk}")
    assert {name: made.json()[name] for name in ("name", "folder", "content_type", "size", "pages", "version")} == {
        "name": "Deck",
        "folder": folder.pk,
        "content_type": "application/pdf",
        "size": len(data),
        "pages": 3,
        "version": 1,
    }
    assert made.json()["uploaded_by"] == member.pk
    assert "path" not in made.json()
    taken = api.get(f"{DOCUMENTS}/{document.pk}/file")
    assert b"".join(taken.streaming_content) == data
    assert taken["Content-Disposition"] == 'attachment; filename="Deck.pdf"'
    changed = api.patch(f"{DOCUMENTS}/{document.pk}", {"name": "Deck B", "folder": None})
    assert (changed.json()["name"], changed.json()["folder"]) == ("Deck B", None)
    replaced = api.put(f"{DOCUMENTS}/{document.pk}/file", {"file": upload(pdf_bytes(4))}, format="multipart")
    assert (replaced.status_code, replaced.json()["version"], replaced.json()["pages"]) == (200, 2, 4)
    assert api.delete(f"{DOCUMENTS}/{document.pk}").status_code == 204
    assert api.get(f"{DOCUMENTS}/{document.pk}").status_code == 404


def test_what_is_wrong_with_a_file_is_told_at_its_field(api, other_workspace):
    damaged = api.post(DOCUMENTS, {"file": upload(b"%PDF-1.7")}, format="multipart")
    sentence = "This PDF is damaged. Open it, save it anew as a PDF, then upload that."
    assert (damaged.status_code, errors_of(damaged)) == (400, {"file": sentence})
    assert set(errors_of(api.post(DOCUMENTS, {}, format="multipart"))) == {"file"}
    assert set(errors_of(api.post(DOCUMENTS, {"file": "text"}))) == {"file"}
    asked = {"file": upload(), "folder": make_folder(other_workspace).pk}
    assert set(errors_of(api.post(DOCUMENTS, asked, format="multipart"))) == {"folder"}
    assert Document.objects.count() == 0


def test_a_change_of_what_was_changed_meanwhile_is_refused(api, workspace):
    document = make_document(workspace)
    seen = api.get(f"{DOCUMENTS}/{document.pk}")["ETag"]
    api.patch(f"{DOCUMENTS}/{document.pk}", {"name": "A"})
    late = api.patch(f"{DOCUMENTS}/{document.pk}", {"name": "B"}, headers={"If-Match": seen})
    assert late.status_code == 412


def test_documents_are_searched_and_filtered(api, workspace):
    folder = make_folder(workspace)
    deck = make_document(workspace, folder=folder)
    model = make_document(workspace, data=office_bytes("xlsx"), name="Model")
    for query, expected in (
        ("search=deck", [deck.pk]),
        (f"folder={folder.pk}", [deck.pk]),
        ("content_type=application/pdf", [deck.pk]),
        ("ordering=name", [deck.pk, model.pk]),
    ):
        rows = api.get(f"{DOCUMENTS}?{query}").json()["results"]
        assert [row["id"] for row in rows] == expected
    assert api.get(f"{DOCUMENTS}?colour=red").status_code == 400


def test_folders_have_one_name_each(api):
    made = api.post(FOLDERS, {"name": "Data room"})
    assert made.status_code == 201
    assert errors_of(api.post(FOLDERS, {"name": "Data room"})) == {"name": "A folder of this name exists already."}
    assert api.put(f"{FOLDERS}/{made.json()['id']}", {"name": "Finance"}).json()["name"] == "Finance"
    assert api.delete(f"{FOLDERS}/{made.json()['id']}").status_code == 204


def test_a_link_is_made_changed_and_withdrawn(api, workspace, member):
    document, investor = make_document(workspace), make_investor(workspace)
    asked = {"document": document.pk, "investor": investor.pk, "allowed": ["ADA@Fund.example", "@VC.example"]}
    made = api.post(LINKS, asked | {"expires_at": "2999-03-14T10:00:00Z"})
    link = DocumentLink.objects.get()
    assert (made.status_code, made["Location"]) == (201, f"{LINKS}/{link.pk}")
    told = made.json()
    assert told["allowed"] == ["ada@fund.example", "@vc.example"]
    assert told["url"] == f"http://testserver/d/{link.token}"
    assert (told["is_working"], told["verifies_email"], told["watermarks"], told["allows_download"]) == (
        True,
        True,
        True,
        False,
    )
    assert told["created_by"] == member.pk
    other = make_document(workspace)
    changed = api.patch(f"{LINKS}/{link.pk}", {"allows_download": True, "document": other.pk})
    assert (changed.json()["allows_download"], changed.json()["document"]) == (True, document.pk)
    assert api.delete(f"{LINKS}/{link.pk}").status_code == 204
    withdrawn = api.get(f"{LINKS}/{link.pk}").json()
    assert (withdrawn["is_working"], withdrawn["revoked_at"] is None) == (False, False)
    assert [row["id"] for row in api.get(f"{LINKS}?is_revoked=true").json()["results"]] == [link.pk]
    assert api.get(f"{LINKS}?is_revoked=false").json()["results"] == []


def test_rules_of_a_link_that_do_not_go_together_are_told(api, workspace, other_workspace):
    document, folder = make_document(workspace), make_folder(workspace)
    model = make_document(workspace, data=office_bytes("xlsx"))
    wrong = [
        ({}, {"document"}),
        ({"document": document.pk, "folder": folder.pk}, {"document"}),
        ({"document": make_document(other_workspace).pk}, {"document"}),
        ({"document": document.pk, "investor": make_investor(other_workspace).pk}, {"investor"}),
        ({"document": document.pk, "allowed": ["fund"]}, {"allowed.0"}),
        ({"document": document.pk, "allowed": ["@vc.example"], "verifies_email": False}, {"verifies_email"}),
        ({"document": model.pk}, {"allows_download"}),
        ({"document": document.pk, "expires_at": "0001-01-01T00:00:00Z"}, {"expires_at"}),
    ]
    for asked, fields in wrong:
        answer = api.post(LINKS, asked)
        assert (answer.status_code, set(errors_of(answer))) == (400, fields)
    assert DocumentLink.objects.count() == 0


def test_the_log_is_read_and_never_written(api, workspace):
    investor = make_investor(workspace, email="ada@fund.example")
    link = make_link(make_document(workspace))
    seen, machine = make_view(link), make_view(link, visit=make_visit(link, "x@y.z"), is_machine=True)
    rows = api.get(f"{VIEWS}?ordering=at").json()["results"]
    assert [row["id"] for row in rows] == [seen.pk, machine.pk]
    assert rows[0] == {
        "id": seen.pk,
        "at": rows[0]["at"],
        "document": link.document_id,
        "version": 1,
        "link": link.pk,
        "investor": investor.pk,
        "email": "ada@fund.example",
        "was_downloaded": False,
        "is_machine": False,
        "language": "fr",
    }
    for query, expected in (
        ("is_machine=true", [machine.pk]),
        (f"investor={investor.pk}", [seen.pk]),
        ("search=FUND", [seen.pk]),
        ("at_after=2999-01-01", []),
        (f"link={link.pk}&was_downloaded=true", []),
    ):
        assert [row["id"] for row in api.get(f"{VIEWS}?{query}").json()["results"]] == expected
    assert api.post(VIEWS, {}).status_code == 405
    assert api.delete(f"{VIEWS}/{seen.pk}").status_code == 405
