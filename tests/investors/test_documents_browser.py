"""A deck from the drop of its file to the line that says who read it."""

import re
from base64 import b64encode

import pytest
from django.core import mail
from playwright.sync_api import expect

from investors.actions import sharing
from investors.models import Document, DocumentLink, DocumentView, LinkVisit
from tests.factories.accounts import make_member, make_workspace
from tests.factories.documents import image_bytes, make_document, make_link, pdf_bytes
from tests.factories.investors import make_contact, make_investor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"


@pytest.fixture
def member():
    return make_member(make_workspace("Atelier"))


@pytest.fixture
def workspace(member):
    return member.memberships.get().workspace


@pytest.fixture
def open_outside(new_context, live_server):
    """A function: a page of somebody who has no account here."""

    def open_page(**options):
        context = new_context(base_url=live_server.url, user_agent=CHROME, locale="en-GB", **options)
        return context.new_page()

    return open_page


def test_a_deck_is_shared_and_its_view_seen(browse_as, open_outside, member, workspace, live_server, settings):
    settings.SITE_URL = live_server.url
    investor = make_investor(workspace, name="Fonds Étoile")
    make_contact(investor, email="ada@fund.example")
    page = browse_as(member)
    page.goto("/investors/documents")
    deck = {"name": "Deck 2026.pdf", "mimeType": "application/pdf", "buffer": pdf_bytes(3)}
    fake = {"name": "Fake.pdf", "mimeType": "application/pdf", "buffer": b"MZ" * 900}
    page.get_by_label("Drop files here, or choose them").set_input_files([deck, fake])
    said = page.locator("[data-upload-list] li")
    expect(said.nth(0)).to_contain_text("Kept.")
    expect(said.nth(1)).to_contain_text("Only PDF, PowerPoint, Word, Excel, PNG, JPEG and MP4 can be shared.")
    row = page.get_by_role("row").filter(has_text="Deck 2026")
    expect(row).to_contain_text("3 pages")

    row.get_by_role("link", name="Share").click()
    modal = page.locator("#modal")
    modal.get_by_label("Only for").fill("@fund.example")
    modal.get_by_role("button", name="Make the link").click()
    address = modal.get_by_label("Send this address").input_value()
    assert address == f"{live_server.url}/d/{DocumentLink.objects.get().token}"

    outside = open_outside()
    outside.goto(address)
    expect(outside.get_by_role("heading", name="Atelier shares a document with you")).to_be_visible()
    outside.get_by_label("Your email").fill("ada@fund.example")
    outside.get_by_role("button", name="Send me a code").click()
    expect(outside.get_by_role("heading", name="Look into your mail")).to_be_visible()
    sharing.send_code(visit_id=LinkVisit.objects.get().pk, language="en")
    outside.get_by_label("Code of six digits").fill(re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0])
    with outside.expect_response(re.compile(r"/d/[\w-]+/\d+$")) as opened:
        outside.get_by_role("button", name="Open the document").click()
    assert opened.value.status == 200
    assert opened.value.headers["content-type"] == "application/pdf"
    expect(outside.get_by_role("heading", name="Deck 2026")).to_be_visible()
    expect(outside.get_by_text("opened as ada@fund.example")).to_be_visible()

    page.goto("/investors/documents/views")
    line = page.get_by_role("row").filter(has_text="ada@fund.example")
    expect(line).to_contain_text("Fonds Étoile")
    expect(line).to_contain_text("Deck 2026")
    page.goto(investor.get_absolute_url())
    expect(page.get_by_text("Deck 2026").first).to_be_visible()
    assert DocumentView.objects.get().email == "ada@fund.example"


def test_files_are_dropped_on_the_page(browse_as, member):
    page = browse_as(member)
    page.goto("/investors/documents")
    dropped = page.evaluate_handle(
        """(data) => {
            const transfer = new DataTransfer();
            const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
            for (const name of ["Logo.png", "Team.png"]) transfer.items.add(new File([bytes], name));
            return transfer;
        }""",
        b64encode(image_bytes()).decode(),
    )
    page.locator("form[data-upload]").dispatch_event("drop", {"dataTransfer": dropped})
    expect(page.locator("[data-upload-list] li")).to_have_count(2)
    expect(page.locator("#documents tbody tr")).to_have_count(2)
    assert sorted(Document.objects.values_list("name", flat=True)) == ["Logo", "Team"]


def test_a_withdrawn_link_lets_nobody_in(browse_as, open_outside, member, workspace):
    link = make_link(make_document(workspace), verifies_email=False)
    page, outside = browse_as(member), open_outside()
    outside.goto(f"/d/{link.token}")
    expect(outside.locator("iframe")).to_be_visible()
    page.goto(f"/investors/documents/{link.document_id}")
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("Withdrawn", exact=True)).to_be_visible()
    outside.goto(f"/d/{link.token}")
    expect(outside.get_by_role("heading", name="This link was withdrawn")).to_be_visible()
