import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from crm.actions.imports import run_import
from crm.models import Lead, Operation
from tests.factories.crm import make_lead

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Windows' characters, semicolons, a title above, dates with the day first, an address that is wrong, a broken quote
MESSY = (
    "Clients du salon;;;\r\n"
    "Prénom;Nom de famille;Courriel;Relance\r\n"
    "Léa;Besson;lea@example.com;25/12/2026\r\n"
    'Noël;Cœur;"noel@example.com;\r\n'
    "Zoé;Petit;zoe at example.com;\r\n"
    "Ada;Martin;ada@example.com;\r\n"
).encode("cp1252")


def upload(page, name, content):
    page.set_input_files("[name=file]", {"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Read the file").click()


def finish(page):
    """What the worker would do."""
    expect(page).to_have_url(re.compile(r"/crm/operations/\d+$"))
    run_import(operation_id=Operation.objects.latest("pk").pk)


def test_a_messy_file_its_correction_and_the_undo(crm, workspace):
    page = crm
    page.goto("/crm/import")
    make_lead(workspace, email="ada@example.com", first_name="Augusta", last_name="Martin")
    upload(page, "salon.csv", MESSY)
    expect(page.locator("h1")).to_contain_text("What the columns are")
    expect(page.get_by_label("Courriel")).to_have_value("email")
    expect(page.get_by_text("Léa").last).to_be_visible()
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_text("Augusta")).to_be_visible()
    expect(page.get_by_text("“zoe at example.com” is not an email address")).to_be_visible()
    assert Lead.objects.count() == 1
    page.get_by_role("button", name="Import 4 rows").click()
    finish(page)
    refused = page.get_by_role("link", name="Download 2 refused rows")
    expect(refused).to_be_visible(timeout=10_000)
    with page.expect_download() as download:
        refused.click()
    content = Path(download.value.path()).read_text("utf-8-sig")
    corrected = content.replace('"""noel@example.com"', "noel@example.com").replace("zoe at", "zoe@")
    corrected = corrected.replace("zoe@ example", "zoe@example")
    page.get_by_role("link", name="Upload them corrected").click()
    upload(page, download.value.suggested_filename, corrected.encode())
    expect(page.get_by_text("This is the corrected file")).to_be_visible()
    page.get_by_role("button", name="See what would change").click()
    page.get_by_role("button", name="Import 2 rows").click()
    finish(page)
    expect(page.get_by_text("Zoé Petit")).to_be_visible(timeout=10_000)
    assert sorted(Lead.objects.values_list("first_name", flat=True)) == ["Ada", "Léa", "Noël", "Zoé"]

    page.get_by_role("button", name="Undo").click()
    page.locator("#confirm-yes").click()
    expect(page.get_by_text("2 leads are as they were before.")).to_be_visible()
    assert sorted(Lead.objects.alive().values_list("first_name", flat=True)) == ["Ada", "Léa"]
    page.get_by_role("link", name="earlier import").click()
    page.get_by_role("button", name="Undo").click()
    page.locator("#confirm-yes").click()
    expect(page.get_by_text("2 leads are as they were before.")).to_be_visible()
    assert list(Lead.objects.alive().values_list("first_name", flat=True)) == ["Augusta"]
