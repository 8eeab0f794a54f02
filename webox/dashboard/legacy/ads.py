from django.core.exceptions import ValidationError
from django.utils import timezone

from marketing.ads.actions import create_campaign
from marketing.ads.models import AdDailyMetric, AdPeriodMetric, Platform
from marketing.ads.models.campaigns import Status
from webox.dashboard.legacy.rows import Refused, one_by_one

COLUMNS = frozenset(
    {
        *("id", "name", "description", "platform", "ad_copy", "headline", "image_url", "video_url", "target_audience"),
        *("daily_budget", "total_budget", "status", "start_date", "end_date", "created_at", "updated_at"),
        *("impressions", "clicks", "conversions", "spent"),
        # Rates are computed from the sums.
        *("ctr", "cpc", "cpa"),
    }
)
# What other words the earlier system had for a platform
ALSO = {"meta": Platform.FACEBOOK, "google_ads": Platform.GOOGLE, "facebook_ads": Platform.FACEBOOK}
LARGEST = 9_000_000_000_000


@one_by_one
def take(run, row):
    row.require_id()
    name = row.text("name", 255)
    if not name:
        raise Refused("it has no name")
    created = row.past("created_at") or timezone.now()
    first, last = days_of(row)
    try:
        campaign = create_campaign(
            workspace=run.workspace,
            by=run.by,
            name=name,
            platform=platform_of(row),
            status=row.choice("status", Status, Status.DRAFT),
            start_date=first,
            end_date=last,
            created_at=created,
            headline=row.text("headline", 255),
            image_url=row.web_address("image_url", 500),
            video_url=row.web_address("video_url", 500),
            daily_budget=row.money("daily_budget", 12),
            total_budget=row.money("total_budget", 12),
            **{text: row.long_text(text).strip() for text in ("description", "ad_copy", "target_audience")},
        )
    except ValidationError as error:
        raise Refused("; ".join(error.messages)) from error
    keep_figures(run, row, campaign, created)
    row.subject_id = campaign.pk
    row.end("created")


def platform_of(row):
    """One we know, or “other” with a note."""
    word = row.text("platform").rpartition(".")[2].lower().replace("-", "_").replace(" ", "_")
    platform = ALSO.get(word, word or Platform.OTHER)
    if platform not in Platform:
        row.note(f"platform “{word[:40]}” counts as other")
        return Platform.OTHER.value
    return Platform(platform).value


def days_of(row):
    """Its first and last day as they were written; the last is left out where it lies before the first."""
    first, last = (at.date() if at else None for at in (row.moment("start_date"), row.moment("end_date")))
    if first and last and last < first:
        row.note("its last day lies before its first and was left out")
        last = None
    return first, last


def keep_figures(run, row, campaign, created):
    """Its sums, for the days they were made in: no day of them is known alone."""
    sums = {name: row.count(name, LARGEST) for name in ("impressions", "clicks", "conversions")}
    sums["spend"] = row.money("spent", 14) or 0
    if not any(sums.values()):
        return
    today = run.workspace.day_of(timezone.now())
    updated = row.past("updated_at")
    first = min(campaign.start_date or run.workspace.day_of(created), today)
    last = campaign.end_date or (run.workspace.day_of(updated) if updated else first)
    last = max(first, min(last, today))
    about = {"workspace": run.workspace, "campaign": campaign, "currency": campaign.money}
    if first == last:
        AdDailyMetric.objects.create(day=first, **about, **sums)
        row.note(f"its figures stand on {first:%Y-%m-%d}, the one day that is known")
    else:
        AdPeriodMetric.objects.create(first_day=first, last_day=last, **about, **sums)
        row.note(f"its figures are those of {first:%Y-%m-%d} to {last:%Y-%m-%d} together")
