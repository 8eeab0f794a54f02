"""The list of campaigns as a table that leaves the house: one line per campaign and currency, a chunk at a time."""

import csv
import io
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from marketing.ads.models import AdCampaign
from marketing.ads.totals import RATES, attach_totals
from webox.lib import workbook
from webox.lib.tables import neutralise

CHUNK = 500
CSV, XLSX = "csv", "xlsx"
FORMATS = {CSV: "text/csv; charset=utf-8", XLSX: workbook.TYPE}
WRITTEN = (
    *("name", "platform", "status", "objective", "description", "target_audience", "headline", "ad_copy"),
    *("landing_url", "utm_campaign", "account", "external_id", "daily_budget", "total_budget", "start_date"),
    "end_date",
)
CHOSEN = ("platform", "status", "objective")
MEASURED = ("impressions", "clicks", "conversions", "spend", "conversion_value")


def header():
    columns = [capfirst(str(AdCampaign._meta.get_field(name).verbose_name)) for name in WRITTEN]
    measured = [_("Impressions"), _("Clicks"), _("Conversions"), _("Spend"), _("Conversion value")]
    return [*columns, _("Currency"), *measured, "CTR", "CPC", "CPM", "CPA", "ROAS"]


def rows_of(campaigns, period):
    """The cells of each line: texts, numbers and days. Found from the last one seen."""
    last = 0
    while found := list(campaigns.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = found[-1].pk
        for campaign in attach_totals(found, period):
            about = [written(campaign, name) for name in WRITTEN]
            for figures in campaign.totals.by_currency:
                sums = [getattr(figures, name) for name in MEASURED]
                yield [*about, figures.currency, *sums, *(rounded(getattr(figures, name)) for name in RATES)]


def written(campaign, name):
    if name in CHOSEN:
        return str(getattr(campaign, f"get_{name}_display")())
    return getattr(campaign, name)


def rounded(rate):
    return None if rate is None else Decimal(rate).quantize(Decimal("0.0001"))


def as_csv(campaigns, period, delimiter):
    """Where decimals are written with a comma, columns are parted by semicolons. A formula has an apostrophe before."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerow(header())
    yield "\ufeff".encode()
    for row in rows_of(campaigns, period):
        writer.writerow([text_of(value, delimiter == ";") for value in row])
        if buffer.tell() > workbook.PIECE:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def text_of(value, has_comma):
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = f"{value.normalize():f}"
        return text.replace(".", ",") if has_comma else text
    return neutralise(value) if isinstance(value, str) else str(value)


def as_xlsx(campaigns, period):
    rows = (
        [neutralise(value) if isinstance(value, str) else value for value in row] for row in rows_of(campaigns, period)
    )
    yield from workbook.stream(header(), rows, str(AdCampaign._meta.verbose_name_plural).capitalize())
