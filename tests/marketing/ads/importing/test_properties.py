"""Any order of columns, any of six languages, any encoding and delimiter: the sums are those of the figures."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketing.ads.actions.imports import ImportRefused, preview_of, receive_file, start_import, undo_import
from marketing.ads.importing.cells import amount
from marketing.ads.models import AdCampaign, AdDailyMetric, AdImport, AdPeriodMetric
from tests.factories.accounts import make_member, make_workspace
from tests.marketing.ads.importing.exports import HEADERS, MARKS, PLACES, exports
from tests.marketing.ads.importing.files import sample

pytestmark = pytest.mark.django_db
many = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def author(workspace):
    return make_member(workspace)


def stored(workspace):
    """{(campaign, day or period): {measure: sum}}"""
    found = {}
    for model in (AdDailyMetric, AdPeriodMetric):
        for row in model.objects.for_workspace(workspace).select_related("campaign"):
            span = row.day if model is AdDailyMetric else (row.first_day, row.last_day)
            at = found.setdefault((row.campaign.name, span), dict.fromkeys(PLACES, Decimal(0)))
            for name in PLACES:
                at[name] += getattr(row, "conversion_value" if name == "value" else name)
    return found


@given(export=exports)
@many
def test_the_sums_stored_are_those_of_the_figures(export, author):
    workspace = make_workspace()
    upload = SimpleUploadedFile("report.csv", export.content())
    file = receive_file(workspace=workspace, by=author, upload=upload, **export.choices)
    preview = preview_of(file)
    report = preview.report
    assert (report.platform, report.date_order in ("ymd", export.choices["date_order"])) == (export.platform, True)
    assert report.currencies == [export.currency]
    assert report.warnings == []
    assert len(report.totals) == export.totals
    assert {name: "Quality" in report.unmapped for name in export.extra} == dict.fromkeys(export.extra, True)
    start_import(file=file, by=author)
    found, expected = stored(workspace), export.sums()
    if {day for _name, day in expected} == {day for _name, day in found}:
        assert found == expected
    else:
        # LinkedIn names the first days of weeks, months and whole reports alike: never booked on one day.
        assert export.platform == "linkedin"
        assert added_up(found.values()) == added_up(expected.values())
    again = receive_file(workspace=workspace, by=author, upload=upload, **export.choices)
    assert preview_of(again).changes_nothing
    undo_import(file=file, by=author)
    assert stored(workspace) == {}
    assert AdCampaign.objects.for_workspace(workspace).count() == 0


def added_up(rows):
    return {name: sum((row[name] for row in rows), Decimal(0)) for name in PLACES}


@given(
    value=st.decimals(-999_999_999, 999_999_999, places=2, allow_nan=False),
    locale=st.sampled_from(list(MARKS)),
    grouped=st.booleans(),
    around=st.sampled_from(["{}", "{} €", "€{}", "{} %", "EUR {}", "{}\u00a0USD", " {} "]),
)
@many
def test_an_amount_is_read_in_every_language(value, locale, grouped, around):
    grouping, mark = MARKS[locale]
    text = (f"{value:,f}" if grouped else f"{value:f}").replace(",", "G").replace(".", mark).replace("G", grouping)
    assert amount(around.format(text), mark) == value


@given(content=st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
@many
def test_no_bytes_do_harm(content, author):
    assert is_harmless(content, author)


@given(
    name=st.sampled_from(["linkedin-ads.csv", "google-days.csv", "meta-jours.csv", "google-tage.csv"]),
    at=st.integers(0, 3000),
    new=st.binary(max_size=6),
    gone=st.integers(0, 40),
)
@many
def test_no_damage_to_a_file_does_harm(name, at, new, gone, author):
    content = sample(name)
    assert is_harmless(content[:at] + new + content[at + gone :], author)


def is_harmless(content, author):
    """Refused with a sentence and nothing left, or imported."""
    workspace = make_workspace()
    answers = {"date_order": "dmy", "decimal_mark": ",", "currency": "EUR", "platform": "google"}
    answers |= {"first_day": date(2026, 3, 1), "last_day": date(2026, 3, 31)}
    try:
        upload = SimpleUploadedFile("x.csv", content)
        start_import(file=receive_file(workspace=workspace, by=author, upload=upload, **answers), by=author)
    except ImportRefused as refused:
        return bool(refused.message) and stored(workspace) == {}
    return AdImport.objects.for_workspace(workspace).get().counts["rows"] > 0


@pytest.mark.parametrize("platform", HEADERS)
@pytest.mark.parametrize("locale", HEADERS["google"])
def test_every_language_is_told_by_its_headers(platform, locale, author):
    names = HEADERS[platform][locale].format("EUR").split("|")
    text = "\t".join(names) + "\r\n" + "\t".join(["2026-03-01", "A", "1", "1", "1.50", "1", "1.50"]) + "\r\n"
    upload = SimpleUploadedFile("x.csv", text.encode("utf-16"))
    file = receive_file(workspace=make_workspace(), by=author, upload=upload)
    assert (file.platform, file.locale, file.encoding, file.delimiter) == (platform, locale, "utf-16", "\t")
