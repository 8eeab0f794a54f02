"""A file of investors, from the list to the list, in a browser."""

import pytest
from playwright.sync_api import expect

from investors.models import Investor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILE = """Fonds;Étape;Ticket;Contact;Mail du contact
Kima;RDV;150 k€;Jean Valjean;jean@kima.example
Kima;;;Cosette;cosette@kima.example
Ancre;;beaucoup;;
Bpi;Identifié;;;
"""


def test_a_file_is_chosen_looked_at_and_imported(browse_as, workspace, member, tmp_path):
    (tmp_path / "fonds.csv").write_text(FILE)
    page = browse_as(member, locale="en-GB")
    page.goto("/investors")
    page.get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("File").set_input_files(tmp_path / "fonds.csv")
    page.get_by_role("button", name="Read the file").click()
    left_out = page.get_by_role("region", name="Rows that are left out")
    expect(left_out).to_contain_text("Check size: “beaucoup” cannot be read.")
    expect(page.get_by_label("Ticket")).to_have_value("check_size")
    page.get_by_label("Ticket").select_option("notes")
    page.get_by_role("button", name="See what would change").click()
    expect(left_out).to_have_count(0)
    expect(page.get_by_role("region", name="Who would be added")).to_contain_text("Cosette")
    page.get_by_role("button", name="Import", exact=True).dblclick()
    expect(page.get_by_role("heading", name="Investors", level=1)).to_be_visible()
    expect(page.get_by_text("3 investors added.")).to_be_visible()
    kima = Investor.objects.get(name="Kima")
    assert (Investor.objects.count(), kima.contacts.count(), kima.notes) == (3, 2, "150 k€")
