import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from investors.actions.sharing import revoke_link
from investors.models import Document, DocumentLink, Folder
from tests.factories.documents import (
    image_bytes,
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
LIST = "/investors/documents"


def test_an_empty_list_says_what_to_do(member_client, viewer_client):
    assert "Drop your deck above" in member_client.get(LIST).text
    assert "Drop your deck above" not in viewer_client.get(LIST).text


def test_the_list_counts_links_and_people(member_client, workspace):
    document = make_document(workspace)
    link = make_link(document)
    make_view(link)
    make_view(link, is_machine=True)
    revoke_link(link=make_link(document), by=None)
    (row,) = member_client.get(LIST).context["page"].rows
    assert (row.links_number, row.views_number, row.last_seen_at is None) == (1, 1, False)
    make_document(workspace, name="Other", folder=make_folder(workspace))
    fragment = member_client.get(f"{LIST}?search=deck", headers={"HX-Request": "true"})
    assert [row.name for row in fragment.context["page"].rows] == ["Deck 2026"]
    assert "<html" not in fragment.text


def test_a_form_sends_several_files_and_says_what_became_of_each(member_client, workspace):
    folder = make_folder(workspace)
    sent = {"file": [upload(), upload(image_bytes(), "Logo.png"), upload(b"MZ", "virus.pdf")], "folder": folder.pk}
    page = member_client.post(f"{LIST}/upload", sent, follow=True)
    assert page.redirect_chain == [(f"{LIST}/folders/{folder.pk}", 302)]
    assert [str(message) for message in page.context["messages"]] == [
        "virus.pdf: Only PDF, PowerPoint, Word, Excel, PNG, JPEG and MP4 can be shared. Save it as a PDF.",
        "2 documents are kept.",
    ]
    assert sorted(Document.objects.values_list("name", "folder")) == [("Deck 2026", folder.pk), ("Logo", folder.pk)]


def test_a_script_sends_one_file_and_reads_the_answer(member_client, workspace):
    headers = {"Accept": "application/json"}
    kept = member_client.post(f"{LIST}/upload", {"file": upload()}, headers=headers)
    document = Document.objects.get()
    assert (kept.status_code, kept.json()) == (201, {"message": "Kept.", "url": f"{LIST}/{document.pk}"})
    refused = member_client.post(f"{LIST}/upload", {"file": upload(b"GIF89a", "a.gif")}, headers=headers)
    assert refused.status_code == 422
    assert refused.json()["message"].startswith("Only PDF")
    assert member_client.post(f"{LIST}/upload", headers=headers).json() == {"message": "Choose a file first."}


def test_no_file_goes_into_another_workspaces_folder(member_client, other_workspace):
    folder = make_folder(other_workspace)
    for number in (folder.pk, "x", "9" * 30):
        assert member_client.post(f"{LIST}/upload", {"file": upload(), "folder": number}).status_code == 404
    assert Document.objects.count() == 0


def test_a_member_opens_the_file_without_a_mark_or_a_line_in_the_log(member_client, workspace):
    data = pdf_bytes()
    document = make_document(workspace, data=data, name="Deck “été”/2026")
    response = member_client.get(f"{LIST}/{document.pk}/file")
    assert b"".join(response.streaming_content) == data
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''Deck%20")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    taken = member_client.get(f"{LIST}/{document.pk}/file?download")
    assert taken["Content-Disposition"].startswith("attachment; ")
    assert document.views.count() == 0


def test_what_browsers_might_run_is_only_ever_taken_away(member_client, workspace):
    document = make_document(workspace, data=office_bytes("docx"))
    response = member_client.get(f"{LIST}/{document.pk}/file")
    assert response["Content-Disposition"] == 'attachment; filename="Deck 2026.docx"'
    assert response["Content-Security-Policy"].startswith("sandbox; ")


def test_a_file_that_is_gone_from_the_disk_is_not_there(member_client, workspace, data_dir):
    document = make_document(workspace)
    (data_dir / "private" / "documents" / document.path).unlink()
    assert member_client.get(f"{LIST}/{document.pk}/file").status_code == 404


def test_a_document_is_renamed_moved_replaced_and_deleted(member_client, workspace):
    document, folder = make_document(workspace), make_folder(workspace)
    page = f"{LIST}/{document.pk}"
    assert "SHA-256" in member_client.get(page).text
    assert member_client.post(f"{page}/edit", {"name": ""}, headers={"HX-Request": "true"}).status_code == 422
    saved = member_client.post(f"{page}/edit", {"name": "Deck", "folder": folder.pk}, headers={"HX-Request": "true"})
    assert saved["HX-Redirect"] == page
    document.refresh_from_db()
    assert (document.name, document.folder) == ("Deck", folder)
    replaced = member_client.post(f"{page}/replace", {"file": upload(pdf_bytes(9))}, follow=True)
    assert "Version 2 is kept" in replaced.text
    refused = member_client.post(f"{page}/replace", {"file": upload(b"%PDF-")}, follow=True)
    assert "This PDF is damaged" in refused.text
    assert "Choose a file first" in member_client.post(f"{page}/replace", follow=True).text
    assert member_client.post(f"{page}/delete").url == LIST
    assert Document.objects.count() == 0


def test_no_document_goes_into_another_workspaces_folder(member_client, workspace, other_workspace):
    document, folder = make_document(workspace), make_folder(other_workspace)
    answer = member_client.post(f"{LIST}/{document.pk}/edit", {"name": "x", "folder": folder.pk})
    assert answer.status_code == 422


def test_a_folder_is_made_renamed_and_deleted(member_client, workspace):
    made = member_client.post(f"{LIST}/folders/new", {"name": "Data room"}, headers={"HX-Request": "true"})
    folder = Folder.objects.get()
    page = f"{LIST}/folders/{folder.pk}"
    assert made["HX-Redirect"] == page
    taken = member_client.post(f"{LIST}/folders/new", {"name": "Data room"})
    assert taken.status_code == 422
    assert "A folder of this name exists already." in taken.text
    make_document(workspace, folder=folder)
    assert "Deck 2026" in member_client.get(page).text
    member_client.post(f"{page}/edit", {"name": "Finance"})
    assert member_client.post(f"{page}/delete").url == LIST
    assert list(Document.objects.values_list("folder", flat=True)) == [None]


RULES = {"name": "Fonds A", "verifies_email": "on", "watermarks": "on"}


def test_a_link_is_made_with_its_rules(member_client, member, workspace):
    document, investor = make_document(workspace), make_investor(workspace)
    asked = RULES | {"investor": investor.pk, "allowed": "Ada@Fund.example\n@vc.example", "expires_on": "2999-03-14"}
    made = member_client.post(f"{LIST}/{document.pk}/share", asked, headers={"HX-Request": "true"})
    link = DocumentLink.objects.get()
    assert (link.document, link.investor, link.created_by) == (document, investor, member)
    assert link.allowed == ["ada@fund.example", "@vc.example"]
    # The whole of that day, where the workspace lives
    assert link.expires_at.isoformat() == "2999-03-14T22:59:59.999999+00:00"
    assert (link.verifies_email, link.watermarks, link.allows_download) == (True, True, False)
    assert f'value="http://testserver/d/{link.token}"' in made.text
    assert made["HX-Trigger"] == '{"linksChanged": true}'


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"allowed": "ada@fund.example, fund"}, "“fund” is neither an address nor a domain such as @fund.example."),
        ({"allowed": "@"}, "“@” is neither an address nor a domain such as @fund.example."),
        ({"expires_on": "2020-01-01"}, "This day is over."),
        ({"allowed": "@vc.example", "verifies_email": ""}, "only known from a verified email"),
        ({"allowed": " ".join(f"n{n}@vc.example" for n in range(201))}, "At most 200 addresses."),
    ],
)
def test_rules_that_do_not_go_together_are_told_at_their_field(wrong, sentence, member_client, workspace):
    document = make_document(workspace)
    answer = member_client.post(f"{LIST}/{document.pk}/share", RULES | wrong, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert DocumentLink.objects.count() == 0


def test_no_link_is_for_another_workspaces_investor(member_client, workspace, other_workspace):
    document, investor = make_document(workspace), make_investor(other_workspace)
    answer = member_client.post(f"{LIST}/{document.pk}/share", RULES | {"investor": investor.pk})
    assert answer.status_code == 422


def test_a_file_no_browser_shows_offers_downloads_at_once(member_client, workspace):
    document = make_document(workspace, data=office_bytes())
    form = member_client.get(f"{LIST}/{document.pk}/share").context["form"]
    assert form["allows_download"].value() is True


def test_a_link_is_edited_and_withdrawn(member_client, workspace):
    document = make_document(workspace)
    link = make_link(document)
    answer = member_client.post(f"{LIST}/links/{link.pk}/edit", RULES | {"allows_download": "on", "watermarks": ""})
    assert answer.url == f"{LIST}/{document.pk}"
    link.refresh_from_db()
    assert (link.name, link.allows_download, link.watermarks) == ("Fonds A", True, False)
    page = member_client.post(f"{LIST}/links/{link.pk}/revoke", follow=True)
    assert "Withdrawn" in page.text
    assert link.url not in page.text


def test_a_folder_is_shared_like_a_document(member_client, workspace):
    folder = make_folder(workspace)
    member_client.post(f"{LIST}/folders/{folder.pk}/share", RULES)
    assert DocumentLink.objects.get().folder == folder


def test_who_saw_what(member_client, workspace):
    investor = make_investor(workspace, name="Fonds Étoile")
    link = make_link(make_document(workspace), investor=investor, name="Pour Étoile")
    make_view(link)
    make_view(link, visit=make_visit(link, ""), is_machine=True)
    page = member_client.get(f"{LIST}/views")
    text = re.sub(r"<[^>]+>", " ", page.text)
    for words in ("ada@fund.example", "Fonds Étoile", "Deck 2026", "Pour Étoile", "A machine"):
        assert words in text
    asked = f"{LIST}/views?is_machine=False&document={link.document_id}&search=fund"
    assert [view.email for view in member_client.get(asked).context["views"]] == ["ada@fund.example"]
    assert member_client.get(f"{LIST}/views?document=99999").context["views"] == []
    assert member_client.get(reverse("investors:document-detail", args=[link.document_id])).text.count("Étoile") > 1


def test_the_page_of_a_document_costs_the_same_however_often_it_was_shared(member_client, workspace):
    folder = make_folder(workspace)
    document, counts = make_document(workspace, folder=folder), []
    for number in (2, 15):
        for _link in range(number):
            investor = make_investor(workspace)
            make_view(make_link(document, investor=investor))
            make_view(make_link(folder, investor=investor), document)
        for page in (document.get_absolute_url(), folder.get_absolute_url()):
            member_client.get(page)
            with CaptureQueriesContext(connection) as queries:
                member_client.get(page)
            counts.append(len(queries))
    assert counts == [6, counts[1]] * 2
    assert counts[1] <= 9
