"""Rows of a platform become campaigns, ad sets, ads and their days. What the platform calls them wins over what people
called them here."""

from decimal import Decimal

from django.db.models import Q

from marketing.ads.models import Ad, AdCampaign, AdDailyMetric, AdSet
from marketing.ads.models.campaigns import Status
from marketing.ads.models.metrics import Measures

BATCH = 500
KEPT = Decimal("0.0001")


def keep_rows(connection, rows, began):
    """Write the rows of some days, in the caller's transaction: each day of a campaign they bring replaces the whole
    day. What people changed after `began`, when the platform was asked, stays until the next time."""
    if not rows:
        return
    campaigns = keep_campaigns(connection, {row.campaign.id: row.campaign for row in rows}, began)
    ad_sets = keep_ad_sets(campaigns, rows)
    ads = keep_ads(ad_sets, rows)
    wanted = {}
    for row in rows:
        place = (row.campaign.id, row.ad_set.id if row.ad_set else None, row.ad.id if row.ad else None)
        campaign = campaigns[place[0]]
        day = AdDailyMetric(
            workspace_id=connection.workspace_id,
            campaign=campaign,
            ad_set=ad_sets.get(place[:2]),
            ad=ads.get(place),
            day=row.day,
            currency=campaign.money,
            impressions=row.impressions,
            clicks=row.clicks,
            conversions=row.conversions.quantize(KEPT),
            spend=row.spend.quantize(KEPT),
            conversion_value=row.conversion_value.quantize(KEPT),
        )
        wanted[key_of(day)] = day
    keep_days(wanted)


def keep_campaigns(connection, found, began):
    """{number on the platform: AdCampaign}; what the platform does not tell of one stays as it is."""
    ours = Q(platform=connection.platform) | Q(connection=connection)
    stored = AdCampaign.objects.for_workspace(connection.workspace).filter(ours, external_id__in=found)
    known = {each.external_id: each for each in stored.select_related("workspace")}
    for id, told in found.items():
        campaign = known.get(id) or AdCampaign(workspace=connection.workspace, external_id=id)
        if campaign.pk and campaign.connection_id == connection.pk and campaign.updated_at > began:
            continue
        fields = {"name": told.name[:255], "status": status_of(told, campaign)}
        fields |= {"platform": connection.platform, "connection_id": connection.pk}
        optional = {
            "objective": told.objective,
            "daily_budget": told.daily_budget,
            "total_budget": told.total_budget,
            "currency": connection.currency,
            "account": str(connection)[:255],
        }
        fields |= days_of(told, campaign)
        known[id] = change(campaign, fields | {name: value for name, value in optional.items() if value})
    return known


def status_of(told, campaign):
    """What the platform says; one that was completed here is only paused there."""
    is_over = campaign.status == Status.COMPLETED and told.status == Status.PAUSED
    return campaign.status if is_over else told.status


def days_of(told, campaign):
    """What the platform does not tell stays; a last day before the first, which some platforms let stand, is none."""
    first, last = told.first_day or campaign.start_date, told.last_day or campaign.end_date
    return {"start_date": first, "end_date": None if first and last and last < first else last}


def keep_ad_sets(campaigns, rows):
    """{(number of the campaign, of the ad set): AdSet}"""
    numbers = {campaign.pk: number for number, campaign in campaigns.items()}
    stored = AdSet.objects.filter(campaign__in=numbers)
    known = {(numbers[each.campaign_id], each.external_id): each for each in stored}
    for place, told in {(row.campaign.id, row.ad_set.id): row.ad_set for row in rows if row.ad_set}.items():
        campaign = campaigns[place[0]]
        row = known.get(place) or AdSet(workspace_id=campaign.workspace_id, campaign=campaign, external_id=told.id)
        known[place] = change(row, {"name": told.name[:255], "status": told.status})
    return known


def keep_ads(ad_sets, rows):
    """{(number of the campaign, of the ad set, of the ad): Ad}"""
    places = {ad_set.pk: place for place, ad_set in ad_sets.items()}
    stored = Ad.objects.filter(ad_set__in=places)
    known = {(*places[each.ad_set_id], each.external_id): each for each in stored}
    for place, told in {(row.campaign.id, row.ad_set.id, row.ad.id): row.ad for row in rows if row.ad}.items():
        ad_set = ad_sets[place[:2]]
        row = known.get(place) or Ad(workspace_id=ad_set.workspace_id, ad_set=ad_set, external_id=told.id)
        known[place] = change(row, {"name": told.name[:255], "status": told.status})
    return known


def change(row, fields):
    """Save the row if it is new or one of these is another; returns it."""
    differing = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, fields[name])
    if row.pk is None or differing:
        row.save()
    return row


def keep_days(wanted):
    """Make the days that `wanted` speaks of hold just that; only what differs is written."""
    brought = {(key[0], key[1]) for key in wanted}
    days = {day for _campaign, day in brought}
    stored = AdDailyMetric.objects.filter(
        campaign__in={campaign for campaign, _day in brought}, day__gte=min(days), day__lte=max(days)
    )
    gone, changed = [], []
    for row in stored.select_for_update():
        if (row.campaign_id, row.day) not in brought:
            continue
        new = wanted.pop(key_of(row), None)
        if new is None:
            gone.append(row.pk)
        elif measures_of(new) != measures_of(row):
            new.pk = row.pk
            changed.append(new)
    AdDailyMetric.objects.filter(pk__in=gone).delete()
    AdDailyMetric.objects.bulk_update(changed, Measures.NAMES, batch_size=BATCH)
    AdDailyMetric.objects.bulk_create(wanted.values(), batch_size=BATCH)


def key_of(row):
    return row.campaign_id, row.day, row.ad_set_id, row.ad_id, row.currency


def measures_of(row):
    return tuple(getattr(row, name) for name in Measures.NAMES)
