import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketing.ads.actions import imports
from marketing.ads.models import AdCampaign, AdDailyMetric, AdImport, AdPeriodMetric
from marketing.ads.views import imports as views
from tests.factories.ad_imports import DAYS, make_ad_import
from tests.marketing.ads.importing.files import sample, take_in

pytestmark = pytest.mark.django_db
PAGE = "/advertising/import"


def upload(client, content=DAYS, name="report.csv"):
    content = content if isinstance(content, bytes) else content.encode()
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_a_file_goes_all_the_way(member_client):
    response = upload(member_client, sample("linkedin-ads.csv"), "ad_performance.csv")
    file = AdImport.objects.get()
    page = f"{PAGE}/{file.pk}"
    assert response["Location"] == page
    html = member_client.get(page).text
    for text in ("LinkedIn", "English", "Unicode (UTF-16) · Tab", "Month first", "EUR", "13 March 2026", "=Été"):
        assert text.replace("13 March 2026", "03/13/2026") in html
    assert "“Leads” are not added to them." in html
    assert AdDailyMetric.objects.count() == 0
    response = member_client.post(f"{page}/start", follow=True)
    assert told(response) == ["Imported: 3 days changed."]
    assert AdDailyMetric.objects.count() == 4
    again = member_client.post(f"{page}/start", follow=True)
    assert told(again) == ["This import has been started already."]
    assert AdDailyMetric.objects.count() == 4
    assert "ad_performance.csv" in member_client.get(PAGE).text
    response = member_client.post(f"{page}/undo", follow=True)
    assert told(response) == ["Undone: the figures are what they were before."]
    assert AdCampaign.objects.count() == 0


def test_the_same_file_again_says_so(member_client, workspace, member):
    first = take_in(workspace, member, DAYS)
    response = member_client.get(upload(member_client)["Location"])
    assert f'<a href="{PAGE}/{first.pk}">imported already</a>' in response.text
    assert "Nothing would change." in response.text
    response = member_client.post(f"{PAGE}/{AdImport.objects.latest('pk').pk}/start", follow=True)
    assert told(response) == ["Nothing had to be changed: all of it was here already."]
    assert "Every figure of the file was here already." in response.text
    assert "/undo" not in response.text


def test_what_is_open_is_asked_on_the_page(member_client, workspace, member):
    page = upload(member_client, sample("linkedin-oud.xls"))["Location"]
    response = member_client.get(page)
    assert "3-2-2026" in response.text
    assert set(response.context["form"].fields) == {"platform", "account", "date_order"}
    assert f"{page}/start" not in response.text
    response = member_client.post(f"{page}/choose", {"platform": "linkedin", "date_order": ""})
    assert (response.status_code, response.context["form"].errors) == (
        422,
        {"date_order": ["This field is required."]},
    )
    response = member_client.post(f"{page}/choose", {"platform": "linkedin", "date_order": "dmy"}, follow=True)
    assert response.redirect_chain == [(page, 302)]
    assert response.context["preview"].counts()["added"] == 2
    # The answer can still be changed.
    assert response.context["form"]["date_order"].value() == "dmy"
    assert f"{page}/start" in response.text


def test_days_and_currency_are_asked_with_fields_of_their_kind(member_client):
    page = upload(member_client, "Campaign,Impr.,Clicks,Cost,Conv. value\nA,1,1,1.00,\n")["Location"]
    response = member_client.get(page)
    assert set(response.context["form"].fields) == {"platform", "account", "currency", "first_day", "last_day"}
    assert 'type="date" name="first_day"' in response.text
    data = {"platform": "google", "currency": "eur", "first_day": "2026-03-31", "last_day": "2026-03-01"}
    response = member_client.post(f"{page}/choose", data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["last_day"])
    member_client.post(f"{page}/choose", data | {"last_day": "2026-04-30"})
    member_client.post(f"{page}/start")
    assert AdPeriodMetric.objects.get().currency == "EUR"


def test_what_is_no_report_is_refused_beside_the_field(member_client):
    response = upload(member_client, "a,b,c\n1,2,3\n")
    assert response.status_code == 422
    assert "No row of the file has three names of columns" in response.text
    assert member_client.post(PAGE, {}).status_code == 422
    assert AdImport.objects.count() == 0


def test_totals_that_differ_and_columns_nobody_knows_are_shown(member_client):
    rows = ["Campaign,Day,Currency code,Impr.,Cost,Mood", "A,2026-03-01,EUR,10,1.00,good"]
    text = "\n".join([*rows, "Total: Campaigns,--,EUR,12,1.00,--"])
    html = member_client.get(upload(member_client, text)["Location"]).text
    assert "Impressions: our sum is 10, the totals row of the file says 12." in html
    assert "Mood" in html
    assert "and 1 totals row, left out" in html


def test_a_long_file_is_compared_once_the_page_is_there(member_client, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 10)
    page = upload(member_client)["Location"]
    response = member_client.get(page)
    assert f'hx-get="{page}/preview"' in response.text
    assert "2" in member_client.get(f"{page}/preview").text
    assert f"{page}/start" in member_client.get(f"{page}/preview").text
    member_client.post(f"{page}/start")
    assert member_client.get(f"{page}/preview")["HX-Refresh"] == "true"


def test_a_queued_import_shows_how_it_stands(member_client, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 1)
    page = upload(member_client)["Location"]
    response = member_client.post(f"{page}/start", follow=True)
    assert f'hx-get="{page}/progress"' in response.text
    assert "Waiting for a worker" in member_client.get(f"{page}/progress").text
    imports.run_import(import_id=AdImport.objects.get().pk)
    assert member_client.get(f"{page}/progress")["HX-Refresh"] == "true"


def test_an_undo_lists_what_stays(member_client, workspace, member):
    file = take_in(workspace, member, DAYS)
    take_in(workspace, member, DAYS.replace(",20,2,2.50", ",21,2,2.50"))
    html = member_client.post(f"{PAGE}/{file.pk}/undo", follow=True).text
    assert "1 day was left as it is" in html
    assert "03/02/2026" in html


def test_a_file_gone_from_the_disk_says_so(member_client, workspace, member):
    file = make_ad_import(workspace, member)
    file.path.unlink()
    response = member_client.get(f"{PAGE}/{file.pk}")
    assert (response.status_code, "The file is no longer there." in response.text) == (200, True)


def test_a_draft_can_be_thrown_away(member_client, workspace, member):
    file = make_ad_import(workspace, member)
    response = member_client.post(f"{PAGE}/{file.pk}/discard", follow=True)
    assert told(response) == ["The import was thrown away. Nothing was changed."]
    assert AdImport.objects.count() == 0


def test_names_of_a_file_are_texts(member_client):
    text = DAYS.replace("Brand", "<script>alert(1)</script>")
    page = upload(member_client, text, "<b>x</b>.csv")["Location"]
    html = member_client.get(page).text + member_client.post(f"{page}/start", follow=True).text
    assert "<script>alert(1)" not in html
    assert "<b>x</b>" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_viewer_sees_a_draft_without_its_buttons(viewer_client, workspace, member):
    file = make_ad_import(workspace, member)
    response = viewer_client.get(f"{PAGE}/{file.pk}")
    assert (response.status_code, 'action="/advertising' in response.text) == (200, False)
    assert viewer_client.get(PAGE).status_code == 403
