from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketing.ads.actions import imports
from marketing.ads.models import AdCampaign, AdDailyMetric, AdImport, AdPeriodMetric
from tests.factories.ad_imports import DAYS, make_ad_import
from tests.marketing.ads.importing.files import sample, take_in

pytestmark = pytest.mark.django_db
URL = "/api/marketing/ads/import"
LIST = "/api/marketing/ads/imports"


def post(api, content=DAYS, name="report.csv", headers=None, **data):
    data["file"] = SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
    return api.post(URL, data, format="multipart", headers=headers or {})


def errors_of(response):
    return {error["field"]: error["detail"] for error in response.json()["errors"]}


def test_a_file_is_imported_at_once(api, member):
    response = post(api, sample("linkedin-ads.csv"), name="report.xls")
    file = AdImport.objects.get()
    assert (response.status_code, response["Location"]) == (201, f"{LIST}/{file.pk}")
    body = response.json()
    assert {name: body[name] for name in ("state", "by", "name", "platform", "encoding", "delimiter", "locale")} == {
        "state": "done",
        "by": member.pk,
        "name": "report.xls",
        "platform": "linkedin",
        "encoding": "utf-16",
        "delimiter": "\t",
        "locale": "en",
    }
    assert (body["date_order"], body["decimal_mark"], body["currency"]) == ("mdy", ".", "EUR")
    assert (body["first_day"], body["last_day"]) == ("2026-03-13", "2026-03-14")
    assert body["counts"] == {
        "rows": 4,
        "added": 3,
        "changed": 0,
        "unchanged": 0,
        "removed": 0,
        "totals_dropped": 1,
        "campaigns_created": 2,
    }
    assert api.get(response["Location"]).json() == body
    assert AdDailyMetric.objects.count() == 4


def test_what_a_file_leaves_open_is_named_and_nothing_is_kept(api):
    response = post(api, sample("linkedin-oud.xls"))
    assert (response.status_code, set(errors_of(response))) == (400, {"date_order"})
    assert "3-2-2026" in errors_of(response)["date_order"]
    assert AdImport.objects.count() == 0
    assert post(api, sample("linkedin-oud.xls"), date_order="dmy").status_code == 201
    assert [str(day) for day in AdDailyMetric.objects.values_list("day", flat=True).order_by("day")] == [
        "2026-02-03",
        "2026-02-04",
    ]


def test_currency_platform_and_days_are_asked_too(api):
    text = "Campaign name,Campaign ID,Impressions,Clicks,Cost,Conversions\nA,7,10,1,1.00,0\n"
    response = post(api, text)
    assert set(errors_of(response)) == {"platform", "currency", "first_day", "last_day"}
    answers = {"platform": "tiktok", "currency": "CHF", "first_day": "2026-03-01", "last_day": "2026-03-31"}
    assert post(api, text, **answers).status_code == 201
    [period] = AdPeriodMetric.objects.select_related("campaign")
    assert (period.currency, period.campaign.platform, period.spend) == ("CHF", "tiktok", Decimal("1"))
    wrong = {"platform": "friendster", "currency": "euro", "first_day": "2026-03-31", "last_day": "soon"}
    assert set(errors_of(post(api, text, **wrong))) == {"platform", "currency", "last_day"}
    response = post(api, text, **answers | {"last_day": "2026-02-01"})
    assert errors_of(response) == {"last_day": "The last day is before the first."}


def test_a_file_that_is_no_report_is_a_wrong_field(api):
    response = post(api, "a,b,c\n1,2,3\n")
    assert (response.status_code, set(errors_of(response))) == (400, {"file"})
    assert api.post(URL, {}, format="multipart").status_code == 400
    assert AdImport.objects.count() == 0


def test_a_dry_run_answers_the_difference_and_keeps_nothing(
    api, workspace, member, data_dir, django_capture_on_commit_callbacks
):
    take_in(workspace, member, DAYS.replace(",20,2,2.50", ",15,2,2.00"))
    with django_capture_on_commit_callbacks(execute=True):
        body = post(api, dry_run=True).json()
    assert (body["counts"], body["questions"]) == ({"added": 0, "changed": 1, "unchanged": 1, "removed": 0}, {})
    [campaign] = body["campaigns"]
    assert (campaign["campaign"], campaign["name"]) == (AdCampaign.objects.get().pk, "Brand")
    [sums] = campaign["changed"]["sums"]
    assert (sums["currency"], sums["before"]["impressions"], sums["after"]["impressions"]) == ("EUR", "15", "20")
    assert (sums["before"]["spend"], sums["after"]["spend"]) == ("2.0000", "2.5000")
    assert (campaign["unchanged"]["number"], campaign["removed"]) == (1, {"number": 0, "sums": []})
    assert (body["file"]["id"], body["level"], body["same_as"]) == (None, "campaign", None)
    assert AdImport.objects.count() == 1
    assert len(list((data_dir / "ad-imports").iterdir())) == 1


def test_a_draft_is_looked_at_answered_started_and_undone(api):
    response = post(api, sample("linkedin-oud.xls"), draft=True)
    assert (response.status_code, response.json()["state"]) == (201, "draft")
    url = response["Location"]
    assert set(api.get(f"{url}/preview").json()["questions"]) == {"date_order"}
    assert set(errors_of(api.post(f"{url}/start", {}))) == {"date_order"}
    assert api.post(f"{url}/undo").status_code == 409
    started = api.post(f"{url}/start", {"date_order": "mdy"})
    assert (started.status_code, started.json()["state"], started.json()["first_day"]) == (200, "done", "2026-03-02")
    again = api.post(f"{url}/start", {})
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    assert api.get(f"{url}/preview").status_code == 409
    assert api.delete(url).status_code == 409
    undone = api.post(f"{url}/undo")
    assert (undone.status_code, undone.json()["state"], undone.json()["kept"]) == (200, "undone", [])
    assert AdDailyMetric.objects.count() == 0


def test_an_undo_names_what_stays(api, workspace, member):
    file = take_in(workspace, member, DAYS)
    take_in(workspace, member, DAYS.replace(",20,2,2.50", ",21,2,2.50"))
    body = api.post(f"{LIST}/{file.pk}/undo").json()
    campaign = AdCampaign.objects.get()
    assert body["kept"] == [
        {"campaign": campaign.pk, "name": "Brand", "first_day": "2026-03-02", "last_day": "2026-03-02"}
    ]
    assert body["counts"]["kept"] == 1


def test_a_long_file_is_accepted_for_a_worker(api, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 1)
    response = post(api)
    assert (response.status_code, response.json()["state"]) == (202, "queued")
    imports.run_import(import_id=response.json()["id"])
    assert api.get(response["Location"]).json()["state"] == "done"


def test_the_same_request_again_imports_once(api):
    key = {"Idempotency-Key": "one"}
    first, second = post(api, headers=key), post(api, headers=key)
    assert first.json() == second.json()
    assert AdImport.objects.count() == 1


def test_a_draft_can_be_thrown_away(api, workspace, member, data_dir, django_capture_on_commit_callbacks):
    file = make_ad_import(workspace, member)
    with django_capture_on_commit_callbacks(execute=True):
        assert api.delete(f"{LIST}/{file.pk}").status_code == 204
    assert AdImport.objects.count() == 0
    assert list((data_dir / "ad-imports").iterdir()) == []


def test_the_list_is_filtered_and_knows_no_other_workspace(api, workspace, other_workspace, member):
    draft = make_ad_import(workspace, member)
    done = take_in(workspace, member, sample("meta-jours.csv"))
    make_ad_import(other_workspace, member)
    found = [row["id"] for row in api.get(LIST).json()["results"]]
    assert found == [done.pk, draft.pk]
    assert [row["id"] for row in api.get(f"{LIST}?state=draft").json()["results"]] == [draft.pk]
    assert [row["id"] for row in api.get(f"{LIST}?platform=facebook").json()["results"]] == [done.pk]
    assert api.get(f"{LIST}?colour=red").status_code == 400
