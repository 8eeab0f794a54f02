"""The page of exports, and the buttons beside what they export."""

import re

import pytest

from tests.factories.investors import make_interaction, make_investor
from tests.investors.exporting.reading import assert_same_numbers, book_of, cells_of, pdf_text

pytestmark = pytest.mark.django_db


def test_every_form_leads_to_a_file(workspace, member_client):
    make_interaction(make_investor(workspace))
    page = member_client.get("/investors/exports").text
    actions = re.findall(r'<form class="card[^>]+action="([^"]+)"', page)
    assert actions == ["/investors/export", "/investors/interactions/export", *["/investors/kpis/export"] * 3]
    assert page.count('name="summary"') == 1
    for action in actions:
        assert member_client.get(action, {"format": "pdf"})["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/investors", "/investors/export?format=pdf"),
        ("/investors?view=board", "/investors/export?format=pdf"),
        ("/investors/kpis?year=2026&search=a%26b", "/investors/kpis/export?format=pdf&amp;year=2026&amp;search=a%26b"),
        ("/investors/kpis/year/2026", "/investors/kpis/export?format=pdf&amp;year=2026&amp;summary=1"),
        ("/investors/kpis/month/2026/3", "/investors/kpis/export?format=pdf&amp;year=2026&amp;month=3"),
    ],
)
def test_pages_lead_to_the_files_of_what_they_show(path, url, workspace, member_client):
    make_investor(workspace)
    assert f'href="{url}"' in member_client.get(path).text.replace("&month", "&amp;month").replace("&year", "&amp;year")


def test_an_investor_leads_to_the_summary_of_its_year(workspace, member_client):
    investor = make_investor(workspace, name="Alpha")
    make_interaction(investor)
    link = f"/investors/kpis/export?format=pdf&amp;investor={investor.pk}"
    assert f'href="{link}"' in member_client.get(investor.get_absolute_url()).text
    answer = member_client.get(link.replace("&amp;", "&"))
    assert "Alpha" in pdf_text(b"".join(answer.streaming_content))


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_filtered_list_is_downloaded_twice_with_the_same_numbers(workspace, member, browse_as):
    for n in range(3):
        make_investor(workspace, name=f"Alpha-{n}", check_size=250_000 * n)
    make_investor(workspace, name="Béta")
    page = browse_as(member, accept_downloads=True)
    page.goto("/investors")
    page.get_by_role("searchbox").first.fill("alpha")
    page.wait_for_url("**search=alpha**")
    files = []
    for format in ("xlsx", "pdf"):
        page.locator(".dropdown-toggle", has=page.locator("svg")).filter(has_text=re.compile("^\\s*Export")).click()
        with page.expect_download() as download:
            page.locator(f"a[data-export={format}]").click()
        with open(download.value.path(), "rb") as file:
            files.append(file.read())
    assert assert_same_numbers(*files) == 9 + 3
    assert [row[0] for row in cells_of(book_of(files[0]).worksheets[1])[1:]] == ["Alpha-0", "Alpha-1", "Alpha-2"]
    assert "alpha" in pdf_text(files[1])
    assert "Béta" not in pdf_text(files[1])
