import io
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from investors.actions import sharing
from investors.models import DocumentView, LinkVisit
from tests.factories.documents import (
    image_bytes,
    make_document,
    make_folder,
    make_link,
    office_bytes,
    pdf_bytes,
)
from tests.factories.investors import make_investor

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"


@pytest.fixture
def visitor():
    """Somebody from outside, in a browser of their own."""
    return Client(headers={"User-Agent": CHROME, "Accept-Language": "en"})


def prove(visitor, link, email="ada@fund.example"):
    """Ask for the code, let the worker send it, enter it."""
    visitor.post(f"/d/{link.token}", {"email": email})
    sharing.send_code(visit_id=LinkVisit.objects.latest("pk").pk, language="en")
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]
    return visitor.post(f"/d/{link.token}", {"code": code})


def bytes_of(response):
    return b"".join(response.streaming_content)


def text_of(response):
    return PdfReader(io.BytesIO(bytes_of(response))).pages[0].extract_text()


def test_a_link_asks_who_is_there_and_names_nothing_before(visitor, workspace):
    link = make_link(make_document(workspace, name="Secret deck"), name="For Ada")
    page = visitor.get(f"/d/{link.token}")
    assert page.status_code == 200
    assert "Atelier shares a document with you" in page.text
    for hidden in ("Secret deck", "For Ada", "iframe"):
        assert hidden not in page.text
    opened = visitor.get(f"/d/{link.token}/{link.document_id}")
    assert (opened.status_code, opened["Location"]) == (302, f"/d/{link.token}")
    assert DocumentView.objects.count() == 0


def test_the_code_opens_the_document_marked_with_the_address(visitor, workspace):
    investor = make_investor(workspace, email="ada@fund.example")
    link = make_link(make_document(workspace))
    asked = visitor.post(f"/d/{link.token}", {"email": " Ada@Fund.example "})
    assert (asked.status_code, asked["Location"]) == (303, f"/d/{link.token}")
    assert "If <strong>ada@fund.example</strong> is invited" in visitor.get(f"/d/{link.token}").text
    assert prove(visitor, link)["Location"] == f"/d/{link.token}"
    page = visitor.get(f"/d/{link.token}").text
    assert f'<iframe class="shared-frame" src="/d/{link.token}/{link.document_id}"' in page
    assert "opened as ada@fund.example" in page
    assert "Download" not in page
    answer = visitor.get(f"/d/{link.token}/{link.document_id}")
    text = text_of(answer)
    assert "Slide 1" in text
    assert f"ada@fund.example · {timezone.now():%Y-%m}" in text
    view = DocumentView.objects.get()
    assert (view.email, view.investor, view.language) == ("ada@fund.example", investor, "en")
    assert (view.is_machine, view.was_downloaded) == (False, False)
    investor.refresh_from_db()
    assert investor.last_interaction_at == view.at


def test_everything_of_a_link_stays_out_of_indexes_caches_and_other_sites(visitor, workspace):
    link = make_link(make_document(workspace), verifies_email=False, allows_download=True)
    for path in ("", f"/{link.document_id}", f"/{link.document_id}/download", "/999"):
        response = visitor.get(f"/d/{link.token}{path}")
        assert "noindex" in response["X-Robots-Tag"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert "Content-Security-Policy" in response
        if path != "/999":
            assert "no-store" in response["Cache-Control"]


def test_only_the_links_own_cookie_is_set(visitor, workspace):
    link = make_link(make_document(workspace))
    prove(visitor, link)
    visitor.get(f"/d/{link.token}")
    assert set(visitor.cookies) == {"wbd"}
    cookie = visitor.cookies["wbd"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"/d/{link.token}", True, "Lax")


def test_one_links_proof_is_no_proof_at_another(visitor, workspace):
    document = make_document(workspace)
    first, second = make_link(document), make_link(document)
    prove(visitor, first)
    visitor.cookies["wbd"]["path"] = "/"
    assert "Send me a code" in visitor.get(f"/d/{second.token}").text


def test_who_is_not_on_the_list_sees_what_the_others_see(visitor, workspace):
    link = make_link(make_document(workspace), allowed=["@vc.example"])
    pages = []
    for email in ("ada@fund.example", "ada@vc.example"):
        other = Client(headers={"Accept-Language": "en"})
        answer = other.post(f"/d/{link.token}", {"email": email})
        assert answer.status_code == 303
        pages.append(other.get(f"/d/{link.token}").text.replace(email, "…"))
        pages.append(other.post(f"/d/{link.token}", {"code": "000000"}).text.replace(email, "…"))
    assert pages[:2] == pages[2:]


def test_who_is_taken_off_the_list_is_out_at_once(visitor, workspace):
    link = make_link(make_document(workspace))
    prove(visitor, link)
    sharing.edit_link(link=link, by=None, allowed=["@vc.example"])
    assert "Send me a code" in visitor.get(f"/d/{link.token}").text
    assert visitor.get(f"/d/{link.token}/{link.document_id}").status_code == 302


def test_a_proof_grows_old(visitor, workspace):
    link = make_link(make_document(workspace))
    prove(visitor, link)
    LinkVisit.objects.update(verified_at=timezone.now() - timedelta(days=31))
    assert "Send me a code" in visitor.get(f"/d/{link.token}").text


@pytest.mark.parametrize("end", ["expired", "revoked", "unknown"])
def test_a_link_that_ended_says_so_on_every_path(end, visitor, workspace):
    link = make_link(make_document(workspace), verifies_email=False)
    token = link.token
    if end == "expired":
        sharing.edit_link(link=link, by=None, expires_at=timezone.now())
    elif end == "revoked":
        sharing.revoke_link(link=link, by=None)
    else:
        token = "x" * 32
    sentence = {
        "expired": "This link has expired",
        "revoked": "This link was withdrawn",
        "unknown": "This link does not work",
    }[end]
    for path in ("", f"/{link.document_id}", f"/{link.document_id}/download"):
        page = visitor.get(f"/d/{token}{path}")
        assert page.status_code == (404 if end == "unknown" else 410)
        assert sentence in page.text
    assert visitor.post(f"/d/{token}", {"email": "ada@fund.example"}).status_code in (404, 410)
    assert (DocumentView.objects.count(), LinkVisit.objects.count()) == (0, 0)


def test_wrong_input_is_told_at_the_gate(visitor, workspace):
    link = make_link(make_document(workspace))
    assert visitor.post(f"/d/{link.token}", {"email": "ada"}).status_code == 422
    late = visitor.post(f"/d/{link.token}", {"code": "123456"})
    assert "This took too long. Ask for a new code." in late.text
    visitor.post(f"/d/{link.token}", {"email": "ada@fund.example"})
    assert "Code of six digits" in visitor.post(f"/d/{link.token}", {"code": ""}).text
    for _guess in range(4):
        assert "That is not the code." in visitor.post(f"/d/{link.token}", {"code": "12"}).text
    gone = visitor.post(f"/d/{link.token}", {"code": "12"})
    assert "it no longer counts. Ask for a new one." in gone.text
    assert "Send me a code" in gone.text
    assert "Send me a code" in visitor.get(f"/d/{link.token}?again").text


def test_a_cookie_somebody_made_up_opens_nothing(visitor, workspace):
    link = make_link(make_document(workspace))
    for key in ("", "x", "x" * 32, "' OR 1=1", "x" * 5000, "\x00"):
        visitor.cookies["wbd"] = key
        assert "Send me a code" in visitor.get(f"/d/{link.token}").text


def test_trying_the_door_again_and_again_ends(visitor, workspace):
    link = make_link(make_document(workspace))
    statuses = [visitor.post(f"/d/{link.token}", {"code": "1"}).status_code for _time in range(31)]
    assert statuses == [422] * 30 + [429]
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    assert elsewhere.post(f"/d/{link.token}", {"code": "1"}).status_code == 422


def test_fetching_files_again_and_again_ends(visitor, workspace, monkeypatch):
    monkeypatch.setattr("investors.views.shared.MOST_FILES", 2)
    link = make_link(make_document(workspace), verifies_email=False)
    for expected in (200, 200, 429):
        response = visitor.get(f"/d/{link.token}/{link.document_id}")
        assert response.status_code == expected


def test_a_link_for_anybody_opens_at_once_and_is_marked_for_whom_it_is(visitor, workspace):
    data = pdf_bytes()
    document = make_document(workspace, data=data)
    link = make_link(document, verifies_email=False, name="Fonds d’été")
    assert "iframe" in visitor.get(f"/d/{link.token}").text
    answer = visitor.get(f"/d/{link.token}/{document.pk}")
    assert "Fonds d’été · 20" in text_of(answer)
    visitor.get(f"/d/{link.token}/{document.pk}")
    assert (LinkVisit.objects.count(), DocumentView.objects.count()) == (1, 1)
    bare = make_link(document, verifies_email=False, watermarks=False)
    assert bytes_of(visitor.get(f"/d/{bare.token}/{document.pk}")) == data


def test_downloads_are_given_only_where_they_are_allowed(visitor, workspace):
    document = make_document(workspace)
    link = make_link(document, verifies_email=False)
    refused = visitor.get(f"/d/{link.token}/{document.pk}/download")
    assert refused.status_code == 404
    assert "cannot be downloaded" in refused.text
    sharing.edit_link(link=link, by=None, allows_download=True)
    assert "Download" in visitor.get(f"/d/{link.token}").text
    taken = visitor.get(f"/d/{link.token}/{document.pk}/download")
    assert taken["Content-Disposition"] == 'attachment; filename="Deck 2026.pdf"'
    assert "Atelier · 20" in text_of(taken)
    assert DocumentView.objects.get().was_downloaded


@pytest.mark.parametrize("data", [office_bytes(), image_bytes()], ids=["pptx", "png"])
def test_other_files_are_only_ever_downloaded(data, visitor, workspace):
    document = make_document(workspace, data=data)
    link = make_link(document, verifies_email=False, allows_download=True)
    page = visitor.get(f"/d/{link.token}").text
    assert "iframe" not in page
    assert "Download it to read it." in page
    assert visitor.get(f"/d/{link.token}/{document.pk}").status_code == 404
    taken = visitor.get(f"/d/{link.token}/{document.pk}/download")
    assert taken["Content-Disposition"].startswith("attachment; ")
    assert bytes_of(taken) == data


def test_a_folder_shows_what_is_in_it_and_nothing_else(visitor, workspace, other_workspace):
    folder = make_folder(workspace)
    inside = make_document(workspace, folder=folder, name="Deck")
    outside, foreign = make_document(workspace, name="Payroll"), make_document(other_workspace)
    link = make_link(folder, verifies_email=False)
    page = visitor.get(f"/d/{link.token}").text
    assert "Deck" in page
    assert "Payroll" not in page
    opened = visitor.get(f"/d/{link.token}/{inside.pk}")
    assert opened.status_code == 200
    for document in (outside, foreign):
        assert visitor.get(f"/d/{link.token}/{document.pk}").status_code == 404
    assert DocumentView.objects.get().document == inside


def test_the_next_version_is_behind_the_same_link(visitor, workspace):
    from investors.actions import documents
    from tests.factories.documents import upload

    document = make_document(workspace)
    link = make_link(document, verifies_email=False)
    documents.replace_document(document=document, by=None, upload=upload(pdf_bytes(1, words="Page")))
    assert "Page 1" in text_of(visitor.get(f"/d/{link.token}/{document.pk}"))
    assert DocumentView.objects.get().version == 2


@pytest.mark.parametrize(
    ("headers", "is_machine"),
    [
        ({"User-Agent": CHROME}, False),
        ({"User-Agent": ""}, True),
        ({"User-Agent": "curl/8.5"}, True),
        ({"User-Agent": "facebookexternalhit/1.1"}, True),
        ({"User-Agent": "Mozilla/5.0 (Barracuda Sentinel)"}, True),
        ({"User-Agent": CHROME, "Sec-Purpose": "prefetch"}, True),
    ],
)
def test_machines_are_marked_in_the_log(headers, is_machine, workspace):
    link = make_link(make_document(workspace), verifies_email=False)
    Client(headers=headers).get(f"/d/{link.token}/{link.document_id}")
    assert DocumentView.objects.get().is_machine is is_machine


def test_asking_for_the_head_alone_is_no_view(visitor, workspace):
    link = make_link(make_document(workspace), verifies_email=False)
    assert visitor.head(f"/d/{link.token}/{link.document_id}").status_code == 200
    assert (DocumentView.objects.count(), LinkVisit.objects.count()) == (0, 0)


def test_the_apps_session_says_nothing_here(workspace, member_client):
    link = make_link(make_document(workspace))
    page = member_client.get(f"/d/{link.token}").text
    assert "Send me a code" in page
    assert "Ada Martin" not in page


def test_no_token_is_read_that_is_none(visitor):
    for path in ("/d/", "/d/..%2f..%2fetc", "/d/a%00b", "/d/x/-1", "/d/x/99999999999999999999"):
        assert visitor.get(path).status_code == 404
