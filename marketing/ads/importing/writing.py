"""What a file changes, written and taken back: in the caller's transaction, a row of AdImportChange for each day or
period, so that undo puts back what stood there."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import F

from marketing.ads.importing.comparing import ADDED, CHANGED, REMOVED, written
from marketing.ads.models import (
    Ad,
    AdCampaign,
    AdDailyMetric,
    AdImport,
    AdImportChange,
    AdPeriodMetric,
    AdSet,
    Measures,
)

BATCH = 500
# A row is saved a moment after it was made; who edits it needs longer.
UNTOUCHED = timedelta(seconds=2)


def write(file, differences, matcher):
    """Write what differs. Returns {"campaigns": […], "ad_sets": […], "ads": […]}: the ids of those it made."""
    rows = [row for difference in differences for change in difference.changes for row in change.after]
    made = {
        "campaigns": save_new(AdCampaign, [each.campaign for each in differences]),
        "ad_sets": save_new(AdSet, [row.ad_set for row in rows if row.ad_set]),
        "ads": save_new(Ad, [row.ad for row in rows if row.ad]),
    }
    AdCampaign.objects.bulk_update(matcher.adopted, ["external_id", "account"], batch_size=BATCH)
    changes, gone, days, periods = [], defaultdict(list), [], []
    for difference in differences:
        for change in difference.changes:
            if change.state not in (ADDED, CHANGED, REMOVED):
                continue
            after = [row.as_json() for row in change.after]
            changes.append(
                AdImportChange(
                    workspace_id=file.workspace_id,
                    import_file=file,
                    campaign=difference.campaign,
                    first_day=change.first_day,
                    last_day=change.last_day,
                    before=change.before,
                    after=after,
                )
            )
            if change.before:
                gone[difference.campaign.pk].append((change.first_day, change.last_day))
            collect(days, periods, changes[-1], after)
    remove(gone)
    AdDailyMetric.objects.bulk_create(days, batch_size=BATCH)
    AdPeriodMetric.objects.bulk_create(periods, batch_size=BATCH)
    AdImportChange.objects.bulk_create(changes, batch_size=BATCH)
    return made


def save_new(model, rows):
    # An ad set may stand under more than one key of the file.
    new = list({id(row): row for row in rows if row.pk is None}.values())
    model.objects.bulk_create(new, batch_size=BATCH)
    return [row.pk for row in new]


def collect(days, periods, change, rows):
    """Add the rows of a change, as JSON has them, to those to be created."""
    for row in rows:
        fields = {name: row[name] for name in ("currency", *Measures.NAMES)}
        fields |= {"ad_set_id": row["ad_set"], "ad_id": row["ad"]}
        fields |= {"workspace_id": change.workspace_id, "campaign_id": change.campaign_id}
        if change.first_day == change.last_day:
            days.append(AdDailyMetric(day=change.first_day, **fields))
        else:
            periods.append(AdPeriodMetric(first_day=change.first_day, last_day=change.last_day, **fields))


def remove(gone):
    """Delete the rows of {campaign: [(first day, last day)]}."""
    for campaign_id, spans in gone.items():
        days = [first for first, last in spans if first == last]
        for start in range(0, len(days), BATCH):
            AdDailyMetric.objects.filter(campaign=campaign_id, day__in=days[start : start + BATCH]).delete()
        for first, last in spans:
            if first != last:
                AdPeriodMetric.objects.filter(campaign=campaign_id, first_day=first, last_day=last).delete()


def take_back(file):
    """Put back what stood before an import, but where something newer stands. Returns the changes left as they are."""
    changes = list(file.changes.select_related("campaign").order_by("campaign", "first_day", "last_day"))
    standing = Standing(changes)
    gone, days, periods, kept = defaultdict(list), [], [], []
    for change in changes:
        if standing.is_newer(change):
            kept.append(change)
            continue
        if change.after:
            gone[change.campaign_id].append((change.first_day, change.last_day))
        collect(days, periods, change, change.before)
    remove(gone)
    AdDailyMetric.objects.bulk_create(days, batch_size=BATCH)
    AdPeriodMetric.objects.bulk_create(periods, batch_size=BATCH)
    hand_down(kept)
    return kept


def hand_down(kept):
    """What stood before them is what the undo of the import after them puts back, not figures that were taken back."""
    if not kept:
        return
    later = AdImportChange.objects.filter(
        campaign__in={change.campaign_id for change in kept},
        import_file__state=AdImport.State.DONE,
        pk__gt=max(change.pk for change in kept),
    ).exclude(import_file=kept[0].import_file)
    following, overlapping = {}, defaultdict(list)
    for each in later.order_by("pk"):
        following.setdefault((each.campaign_id, each.first_day, each.last_day), each)
        overlapping[each.campaign_id].append(each)
    changed = []
    for change in kept:
        after = following.get((change.campaign_id, change.first_day, change.last_day))
        if after and ordered(after.before) == ordered(change.after):
            after.before = change.before
            changed.append(after)
        elif not after and not change.after:
            # A period that gave way to one that gave way to another of other days.
            spans = overlapping[change.campaign_id]
            over = (each for each in spans if each.first_day <= change.last_day and change.first_day <= each.last_day)
            if newer := next(over, None):
                change.import_file_id = newer.import_file_id
                change.save(update_fields=["import_file"])
    AdImportChange.objects.bulk_update(changed, ["before"], batch_size=BATCH)


class Standing:
    """What stands now on the days and in the periods that an import changed."""

    def __init__(self, changes):
        campaigns = {change.campaign_id for change in changes}
        self.rows, self.periods = defaultdict(list), defaultdict(set)
        self.written = {(each.campaign_id, each.first_day, each.last_day) for each in changes}
        columns = ("campaign", "ad_set", "ad", "currency", *Measures.NAMES)
        if changes:
            first, last = min(each.first_day for each in changes), max(each.last_day for each in changes)
            days = AdDailyMetric.objects.filter(campaign__in=campaigns, day__gte=first, day__lte=last)
            for row in days.values("day", *columns):
                self.keep(row, row["day"], row["day"])
            found = AdPeriodMetric.objects.filter(campaign__in=campaigns, first_day__lte=last, last_day__gte=first)
            for row in found.values("first_day", "last_day", *columns):
                self.keep(row, row["first_day"], row["last_day"])
                self.periods[row["campaign"]].add((row["first_day"], row["last_day"]))
        self.ad_sets = set(AdSet.objects.filter(campaign__in=campaigns).values_list("pk", flat=True))
        self.ads = set(Ad.objects.filter(ad_set__campaign__in=campaigns).values_list("pk", flat=True))

    def keep(self, row, first, last):
        kept = {name: row[name] for name in ("ad_set", "ad", "currency")}
        self.rows[row["campaign"], first, last].append(kept | written({name: row[name] for name in Measures.NAMES}))

    def is_newer(self, change):
        """Whether it is not what the import left, or what was before has no place any more."""
        at = (change.campaign_id, change.first_day, change.last_day)
        if ordered(self.rows[at]) != ordered(change.after):
            return True
        if not all(self.has_place(row) for row in change.before):
            return True
        if change.first_day == change.last_day:
            return False
        return any(
            first <= change.last_day
            and change.first_day <= last
            and (change.campaign_id, first, last) not in self.written
            for first, last in self.periods[change.campaign_id]
        )

    def has_place(self, row):
        return (row["ad_set"] is None or row["ad_set"] in self.ad_sets) and (row["ad"] is None or row["ad"] in self.ads)


def ordered(rows):
    return sorted(rows, key=lambda row: (row["ad_set"] or 0, row["ad"] or 0, row["currency"]))


def forget_made(made):
    """Delete what an import made and nobody has used or edited since."""
    for start in range(0, len(made.get("ads", [])), BATCH):
        ads = Ad.objects.filter(pk__in=made["ads"][start : start + BATCH], creative=None)
        ads.exclude(pk__in=AdDailyMetric.objects.exclude(ad=None).values("ad")).exclude(
            pk__in=AdPeriodMetric.objects.exclude(ad=None).values("ad")
        ).delete()
    for start in range(0, len(made.get("ad_sets", [])), BATCH):
        ad_sets = AdSet.objects.filter(pk__in=made["ad_sets"][start : start + BATCH], ads=None)
        ad_sets.exclude(pk__in=AdDailyMetric.objects.exclude(ad_set=None).values("ad_set")).exclude(
            pk__in=AdPeriodMetric.objects.exclude(ad_set=None).values("ad_set")
        ).delete()
    campaigns = AdCampaign.objects.filter(
        pk__in=made.get("campaigns", []),
        days=None,
        periods=None,
        ad_sets=None,
        creatives=None,
        connection=None,
        updated_at__lt=F("created_at") + UNTOUCHED,
    )
    used = AdImportChange.objects.filter(import_file__state=AdImport.State.DONE).values("campaign")
    campaigns.exclude(pk__in=used).delete()
