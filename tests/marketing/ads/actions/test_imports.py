"""Files of figures carried out, compared with what stands there, repeated and taken back."""

from datetime import date
from decimal import Decimal

import pytest

from marketing.ads.actions import imports
from marketing.ads.models import Ad, AdCampaign, AdDailyMetric, AdImport, AdImportChange, AdPeriodMetric, AdSet
from tests.factories.ad_imports import make_ad_import
from tests.factories.ads import figures, make_ad, make_ad_campaign, make_ad_set, make_creative, make_day, make_period
from tests.marketing.ads.importing.files import sample, take_in

pytestmark = pytest.mark.django_db

HEAD = "Day,Campaign,Currency code,Impr.,Clicks,Cost,Conversions\n"


def google(*rows):
    return HEAD + "\n".join(rows) + "\n"


def stored(campaign):
    rows = campaign.days.order_by("day", "ad_set", "ad", "currency")
    return [(row.day.isoformat(), row.impressions, row.clicks, row.spend) for row in rows]


def test_a_linkedin_file_becomes_campaigns_ad_sets_ads_and_their_days(workspace, member):
    file = take_in(workspace, member, sample("linkedin-ads.csv"))
    assert file.state == "done"
    assert {name: file.counts[name] for name in ("rows", "added", "changed", "removed", "campaigns_created")} == {
        "rows": 4,
        "added": 3,
        "changed": 0,
        "removed": 0,
        "campaigns_created": 2,
    }
    assert (file.first_day, file.last_day) == (date(2026, 3, 13), date(2026, 3, 14))
    spring, summer = AdCampaign.objects.order_by("external_id")
    assert (spring.name, spring.external_id, spring.account) == ("Printemps", "601", "Atelier Besson")
    assert (spring.platform, spring.status, spring.currency, spring.created_by) == (
        "linkedin",
        "active",
        "EUR",
        member,
    )
    assert summer.name == "=Été"
    assert list(AdSet.objects.order_by("external_id").values_list("name", "external_id")) == [
        ("Gérants", "701"),
        ("Salons", "702"),
    ]
    assert Ad.objects.count() == 3
    assert spring.days.sums() == {
        "impressions": 13800,
        "clicks": 44,
        "conversions": Decimal("3.5"),
        "spend": Decimal("1398"),
        "conversion_value": 0,
    }
    assert set(AdDailyMetric.objects.values_list("ad_set", flat=True)) == set(
        AdSet.objects.values_list("pk", flat=True)
    )


def test_the_same_file_again_changes_nothing_and_says_so(workspace, member):
    first = take_in(workspace, member, sample("linkedin-ads.csv"))
    before = list(AdDailyMetric.objects.order_by("pk").values())
    second = make_ad_import(workspace, member, sample("linkedin-ads.csv"))
    preview = imports.preview_of(second)
    assert preview.same_as == first
    assert preview.changes_nothing
    assert preview.counts() == {"added": 0, "changed": 0, "unchanged": 3, "removed": 0}
    second = imports.start_import(file=second, by=member)
    assert second.counts["unchanged"] == 3
    assert list(AdDailyMetric.objects.order_by("pk").values()) == before
    assert second.changes.count() == 0


def test_starting_twice_does_it_once(workspace, member):
    file = make_ad_import(workspace, member, sample("linkedin-ads.csv"))
    imports.start_import(file=file, by=member)
    with pytest.raises(imports.ImportRefused, match="started already"):
        imports.start_import(file=file, by=member)
    assert AdDailyMetric.objects.count() == 4


def test_days_of_a_new_file_replace_those_that_stand_there(workspace, member):
    take_in(workspace, member, google("2026-03-01,A,EUR,10,1,1.00,0", "2026-03-02,A,EUR,20,2,2.00,0"))
    file = make_ad_import(workspace, member, google("2026-03-02,A,EUR,25,2,2.50,0", "2026-03-03,A,EUR,30,3,3.00,0"))
    [difference] = imports.preview_of(file).differences
    assert difference.counts() == {"added": 1, "changed": 1, "unchanged": 0, "removed": 0}
    changed = difference.sums()["changed"]["EUR"]
    assert (changed["before"]["impressions"], changed["after"]["impressions"]) == (20, 25)
    assert (changed["before"]["spend"], changed["after"]["spend"]) == (Decimal("2"), Decimal("2.5"))
    imports.start_import(file=file, by=member)
    campaign = AdCampaign.objects.get()
    assert stored(campaign) == [
        ("2026-03-01", 10, 1, Decimal("1")),
        ("2026-03-02", 25, 2, Decimal("2.5")),
        ("2026-03-03", 30, 3, Decimal("3")),
    ]


def test_a_day_the_file_covers_and_has_no_more_is_removed(workspace, member):
    take_in(workspace, member, google(*(f"2026-03-0{n},A,EUR,{n},0,0.00,0" for n in range(1, 6))))
    # From the first to the last day of the campaign in the file
    file = take_in(workspace, member, google("2026-03-02,A,EUR,2,0,0.00,0", "2026-03-04,A,EUR,4,0,0.00,0"))
    assert (file.counts["unchanged"], file.counts["removed"]) == (2, 1)
    days = [day for day, *_ in stored(AdCampaign.objects.get())]
    assert days == ["2026-03-01", "2026-03-02", "2026-03-04", "2026-03-05"]
    # What the report itself says that it covers
    text = "Campaign report\n2026-03-01 - 2026-03-05\n" + google("2026-03-02,A,EUR,2,0,0.00,0")
    assert take_in(workspace, member, text).counts["removed"] == 3


def test_another_level_replaces_the_day(workspace, member):
    take_in(workspace, member, google("2026-03-01,A,EUR,10,1,1.00,0"))
    rows = ["Day,Campaign,Ad group,Currency code,Impr.,Clicks,Cost", "2026-03-01,A,X,EUR,4,1,0.40"]
    text = "\n".join([*rows, "2026-03-01,A,Y,EUR,6,0,0.60"])
    file = take_in(workspace, member, text)
    assert file.counts["changed"] == 1
    campaign = AdCampaign.objects.get()
    assert [(row.ad_set.name, row.impressions) for row in campaign.days.order_by("ad_set__name")] == [
        ("X", 4),
        ("Y", 6),
    ]
    assert campaign.days.sums()["impressions"] == 10
    imports.undo_import(file=file, by=member)
    [row] = campaign.days.all()
    assert (row.ad_set, row.impressions, row.spend) == (None, 10, Decimal("1"))


def test_a_period_is_kept_apart_and_replaces_what_it_overlaps(workspace, member):
    file = take_in(workspace, member, sample("linkedin-march.csv"))
    assert AdDailyMetric.objects.count() == 0
    [period] = AdPeriodMetric.objects.all()
    assert (period.first_day, period.last_day, period.impressions) == (date(2026, 3, 1), date(2026, 3, 31), 13000)
    make_period(period.campaign, "2026-05-01", "2026-05-31", **figures(5))
    later = sample("linkedin-march.csv").decode("utf-16").replace("March 1,", "March 15,").replace("3/1/", "3/15/")
    later = later.replace("March 31", "April 14").encode("utf-16")
    second = take_in(workspace, member, later)
    assert (second.counts["added"], second.counts["removed"]) == (1, 1)
    firsts = AdPeriodMetric.objects.order_by("first_day").values_list("first_day", flat=True)
    assert list(firsts) == [date(2026, 3, 15), date(2026, 5, 1)]
    # The first one stands no more: its undo finds nothing of its own, and the second's does not bring it back.
    assert imports.undo_import(file=file, by=member).counts["kept"] == 1
    assert imports.undo_import(file=second, by=member).counts["kept"] == 0
    firsts = AdPeriodMetric.objects.order_by("first_day").values_list("first_day", flat=True)
    assert list(firsts) == [date(2026, 5, 1)]


def test_an_undo_does_not_put_an_old_period_beside_a_newer_one(workspace, member):
    text = "Reporting starts,Reporting ends,Campaign name,Impressions,Amount spent (EUR)\n{},{},A,{},1.00\n"
    take_in(workspace, member, text.format("2026-03-01", "2026-03-31", 1))
    second = take_in(workspace, member, text.format("2026-03-15", "2026-04-14", 2))
    take_in(workspace, member, text.format("2026-03-20", "2026-04-30", 3))
    assert imports.undo_import(file=second, by=member).counts["kept"] == 2
    assert [period.impressions for period in AdPeriodMetric.objects.all()] == [3]


def test_undo_puts_back_what_stood_there_but_where_something_newer_stands(workspace, member):
    take_in(workspace, member, google("2026-03-01,A,EUR,10,1,1.00,0", "2026-03-02,A,EUR,20,2,2.00,0"))
    file = take_in(workspace, member, google("2026-03-01,A,EUR,11,1,1.00,0", "2026-03-02,A,EUR,22,2,2.00,0"))
    take_in(workspace, member, google("2026-03-02,A,EUR,33,2,2.00,0"))
    file = imports.undo_import(file=file, by=member)
    campaign = AdCampaign.objects.get()
    assert [(day, impressions) for day, impressions, *_ in stored(campaign)] == [("2026-03-01", 10), ("2026-03-02", 33)]
    assert (file.state, file.counts["kept"]) == ("undone", 1)
    assert file.counts["kept_named"] == [
        {"campaign": campaign.pk, "name": "A", "first_day": "2026-03-02", "last_day": "2026-03-02"}
    ]
    with pytest.raises(imports.ImportRefused, match="undone already"):
        imports.undo_import(file=file, by=member)


def test_imports_undone_from_the_oldest_on_leave_what_stood_before_them(workspace, member):
    take_in(workspace, member, google("2026-03-01,A,EUR,10,1,1.00,0"))
    files = [take_in(workspace, member, google(f"2026-03-01,A,EUR,{n},1,1.00,0")) for n in (20, 30, 40)]
    for file, stands in zip(files, (40, 40, 10), strict=True):
        imports.undo_import(file=file, by=member)
        assert [impressions for _day, impressions, *_ in stored(AdCampaign.objects.get())] == [stands]


def test_periods_undone_from_the_oldest_on_leave_what_stood_before_them(workspace, member):
    text = "Reporting starts,Reporting ends,Campaign name,Impressions,Amount spent (EUR)\n{},{},A,{},1.00\n"
    take_in(workspace, member, text.format("2026-03-01", "2026-03-31", 1))
    second = take_in(workspace, member, text.format("2026-03-15", "2026-04-14", 2))
    third = take_in(workspace, member, text.format("2026-03-20", "2026-04-30", 3))
    imports.undo_import(file=second, by=member)
    assert imports.undo_import(file=third, by=member).counts["kept"] == 0
    assert [period.impressions for period in AdPeriodMetric.objects.all()] == [1]


def test_an_undo_takes_along_what_the_import_made_and_nobody_used(workspace, member):
    file = take_in(workspace, member, sample("linkedin-ads.csv"))
    kept = AdCampaign.objects.get(external_id="602")
    make_creative(kept)
    imports.undo_import(file=file, by=member)
    assert list(AdCampaign.objects.all()) == [kept]
    assert (AdSet.objects.count(), Ad.objects.count(), AdDailyMetric.objects.count()) == (0, 0, 0)
    again = take_in(workspace, member, sample("linkedin-ads.csv"))
    assert (again.counts["added"], again.counts["campaigns_created"]) == (3, 1)


def test_an_undone_file_can_be_imported_again_and_is_not_called_the_same(workspace, member):
    imports.undo_import(file=take_in(workspace, member, sample("google-days.csv")), by=member)
    assert imports.preview_of(make_ad_import(workspace, member, sample("google-days.csv"))).same_as is None


def test_a_day_whose_ad_set_is_gone_is_not_put_back(workspace, member):
    campaign = make_ad_campaign(workspace, name="A", platform="google", currency="EUR")
    ad_set = make_ad_set(campaign, name="X")
    make_day(campaign, "2026-03-01", ad_set=ad_set, **figures(5))
    file = take_in(workspace, member, google("2026-03-01,A,EUR,10,1,1.00,0"))
    ad_set.delete()
    assert imports.undo_import(file=file, by=member).counts["kept"] == 1
    assert [row.impressions for row in campaign.days.all()] == [10]


def test_campaigns_are_found_by_their_number_before_their_name(workspace, member, other_workspace):
    renamed = make_ad_campaign(workspace, name="Old", platform="google", external_id="111")
    make_ad_campaign(workspace, name="Total Wine", platform="facebook")
    make_ad_campaign(other_workspace, name="Total Wine", platform="google", external_id="111")
    planned = make_ad_campaign(workspace, name="Brand", platform="google", status="draft")
    take_in(workspace, member, sample("google-days.csv"))
    renamed.refresh_from_db()
    planned.refresh_from_db()
    assert (renamed.name, renamed.days.sums()["impressions"]) == ("Old", 1500)
    assert (planned.external_id, planned.status, planned.days.count()) == ("112", "draft", 1)
    assert AdCampaign.objects.for_workspace(workspace).count() == 3
    assert AdDailyMetric.objects.for_workspace(other_workspace).count() == 0


def test_without_numbers_the_account_tells_campaigns_of_one_name_apart(workspace, member):
    text = "Day,Account,Campaign,Currency code,Impr.,Clicks,Cost\n2026-03-01,{},A,EUR,1,0,0.10\n"
    take_in(workspace, member, text.format("Lyon"))
    take_in(workspace, member, text.format("Paris"))
    assert sorted(AdCampaign.objects.values_list("account", flat=True)) == ["Lyon", "Paris"]
    with pytest.raises(imports.ImportRefused, match="Several campaigns here are called “A”"):
        take_in(workspace, member, google("2026-03-01,A,EUR,10,1,1.00,0"))
    assert AdDailyMetric.objects.count() == 2


def test_ads_of_a_file_without_ad_sets_are_found_wherever_they_are(workspace, member):
    rows = ["Day,Campaign name,Ad name,Impressions,Amount spent (EUR)", "2026-03-01,A,One,1,0.10"]
    take_in(workspace, member, "\n".join(rows))
    assert list(Ad.objects.values_list("ad_set__name", "name")) == [("A", "One")]
    campaign = make_ad_campaign(workspace, name="B")
    ad = make_ad(make_ad_set(campaign, name="Gérants"), name="One")
    text = "\n".join([*rows, "2026-03-01,B,One,2,0.20"])
    take_in(workspace, member, text)
    assert [(row.ad, row.ad_set, row.impressions) for row in campaign.days.all()] == [(ad, ad.ad_set, 2)]
    assert take_in(workspace, member, text).counts["unchanged"] == 2
    assert (AdSet.objects.count(), Ad.objects.count()) == (2, 2)


def test_a_new_campaign_has_the_status_of_the_file(workspace, member):
    take_in(workspace, member, sample("google-days.csv"))
    assert dict(AdCampaign.objects.values_list("name", "status")) == {"Total Wine": "active", "Brand": "paused"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (sample("linkedin-empty.csv"), "No row of the file has three names of columns"),
        (b"", "The file is empty."),
        (HEAD, "The report is empty: it has names of columns"),
        (HEAD + "Total: Campaigns,--,EUR,1,1,1.00,0\n", "no row of it names a campaign"),
        (google("2026-03-01,A,EUR,ten,1,1.00,0"), "Row 2: “ten” in the column “Impr.” is not a figure"),
        (google("2026-03-01,A,EUR,-3,1,1.00,0"), "Row 2: “-3” in the column “Impr.”"),
        (google("2026-03-01,A,EUR,1.5,1,1.00,0"), "“1.5” in the column “Impr.”"),
        (google("2026-02-30,A,EUR,1,1,1.00,0"), "Row 2: “2026-02-30” is no day."),
        (google("someday,A,EUR,1,1,1.00,0"), "“someday” is no day."),
        (google(",A,EUR,1,1,1.00,0"), "“” is no day."),
        (google("2026-03-01,A,EURO,1,1,1.00,0"), "“EURO” is no currency such as EUR."),
        (google("2026-03-01,A,EUR,1,1,1.00,0,9"), "Row 2: it has more cells"),
        (google("2026-03-01,A,EUR,1,1,99999999999999.00,0"), "“99999999999999.00” in the column “Cost”"),
        (google("13/02/2026,A,EUR,1,1,1.00,0", "02/13/2026,A,EUR,1,1,1.00,0"), "others only with the month first"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "old Excel file"),
        ("Day,Impr.,Clicks,Cost\n2026-03-01,1,1,1.00\n", "does not say which campaign"),
        ("Day,Campaign,Currency code\n2026-03-01,A,EUR\n", "no impressions, clicks, conversions or costs"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole_with_one_sentence(content, sentence, workspace, member, data_dir):
    with pytest.raises(imports.ImportRefused) as refused:
        take_in(workspace, member, content)
    assert sentence in refused.value.message
    assert (AdImport.objects.count(), AdCampaign.objects.count(), AdDailyMetric.objects.count()) == (0, 0, 0)
    assert list((data_dir / "ad-imports").iterdir()) == []


def test_what_a_file_leaves_open_is_asked_and_kept(workspace, member):
    file = make_ad_import(workspace, member, sample("linkedin-oud.xls"), name="../../oud.xls")
    assert (file.date_order, file.name, file.counts) == ("", "oud.xls", {})
    with pytest.raises(imports.ImportRefused) as refused:
        imports.start_import(file=file, by=member)
    assert set(refused.value.questions) == {"date_order"}
    file = imports.choose(file=file, by=member, date_order="dmy")
    imports.start_import(file=file, by=member)
    [campaign] = AdCampaign.objects.all()
    # What LinkedIn called a campaign is an ad set, and its status the ad set's.
    assert (campaign.name, campaign.external_id, campaign.status) == ("Voorjaar", "91", "active")
    assert list(AdSet.objects.values_list("name", "external_id", "status")) == [("Kappers", "601", "paused")]
    assert [day for day, *_ in stored(campaign)] == ["2026-02-03", "2026-02-04"]


def test_an_answer_never_stands_above_what_the_file_proves(workspace, member):
    file = make_ad_import(workspace, member, sample("google-tage.csv"), date_order="mdy", decimal_mark=".")
    assert (file.date_order, file.decimal_mark, file.currency) == ("dmy", ",", "EUR")
    campaign_days = imports.start_import(file=file, by=member).counts["added"]
    assert campaign_days == 2
    assert AdCampaign.objects.get().days.sums()["spend"] == Decimal("1235.49")


def test_a_report_of_all_time_asks_for_its_days(workspace, member):
    file = make_ad_import(workspace, member, sample("google-total.csv"))
    assert set(imports.preview_of(file).report.questions) == {"first_day", "last_day"}
    file = imports.choose(file=file, by=member, first_day=date(2026, 1, 1), last_day=date(2026, 3, 31))
    imports.start_import(file=file, by=member)
    [period] = AdPeriodMetric.objects.all()
    assert (period.first_day, period.last_day, period.spend) == (date(2026, 1, 1), date(2026, 3, 31), Decimal("34.56"))
    assert period.campaign.name == "Été – « Léa »"


def test_a_long_file_is_a_workers(workspace, member, django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 1)
    rung = []
    monkeypatch.setattr("marketing.ads.tasks.run_import.delay", lambda **arguments: rung.append(arguments))
    file = make_ad_import(workspace, member, google("2026-03-01,A,EUR,10,1,1.00,0", "2026-03-02,A,EUR,20,2,2.00,0"))
    with django_capture_on_commit_callbacks(execute=True):
        file = imports.start_import(file=file, by=member)
    assert (file.state, rung, AdDailyMetric.objects.count()) == ("queued", [{"import_id": file.pk}], 0)
    assert list(imports.stalled()) == []
    AdImport.objects.update(queued_at=file.queued_at - 2 * imports.SILENT)
    assert list(imports.stalled()) == [file]
    imports.run_import(import_id=file.pk)
    imports.run_import(import_id=file.pk)
    file.refresh_from_db()
    assert (file.state, file.counts["added"], AdDailyMetric.objects.count()) == ("done", 2, 2)
    assert list(imports.stalled()) == []


def test_a_worker_that_cannot_read_the_file_says_so_on_the_draft(workspace, member, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 0)
    file = imports.start_import(
        file=make_ad_import(workspace, member, google("2026-03-01,A,EUR,1,1,1.00,0")), by=member
    )
    file.path.unlink()
    imports.run_import(import_id=file.pk)
    file.refresh_from_db()
    assert (file.state, file.problem) == ("draft", "Le fichier n’est plus là. Envoyez-le à nouveau.")


def test_a_file_that_is_too_large_is_refused(workspace, member, monkeypatch, data_dir):
    monkeypatch.setattr("marketing.ads.importing.files.LARGEST", 100)
    with pytest.raises(imports.ImportRefused, match="larger than"):
        make_ad_import(workspace, member, sample("google-days.csv"))
    assert list((data_dir / "ad-imports").iterdir()) == []


def test_drafts_nobody_came_back_to_and_old_files_go(workspace, member, django_capture_on_commit_callbacks):
    draft, done, new = (
        make_ad_import(workspace, member, sample("google-days.csv")),
        take_in(workspace, member, sample("google-days.csv")),
        make_ad_import(workspace, member, sample("google-days.csv")),
    )
    AdImport.objects.filter(pk=draft.pk).update(created_at=draft.created_at - imports.DRAFTS_WAIT * 2)
    AdImport.objects.filter(pk=done.pk).update(done_at=done.done_at - imports.FILES_STAY * 1.5)
    with django_capture_on_commit_callbacks(execute=True):
        imports.forget_old_files()
    assert set(AdImport.objects.all()) == {done, new}
    assert [file.path.exists() for file in (draft, done, new)] == [False, False, True]
    assert AdImportChange.objects.count() == 2
