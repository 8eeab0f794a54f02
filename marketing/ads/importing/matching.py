"""Which campaign, ad set and ad of ours a file means: by their number on the platform, else by name. Those that are not
there yet are made here and saved by marketing.ads.importing.writing."""

from collections import defaultdict

from django.utils.translation import gettext as _

from marketing.ads.models import Ad, AdCampaign, AdSet
from webox.lib.tablefaults import Unreadable


class Matcher:
    """Finds rows without writing. `adopted` are campaigns that learn their number or account from the file."""

    def __init__(self, workspace, report, by=None):
        self.workspace, self.report, self.by = workspace, report, by
        self.adopted, self.campaigns = [], {}
        stored = AdCampaign.objects.for_workspace(workspace).filter(platform=report.platform).order_by("pk")
        self.by_number, self.by_name = {}, defaultdict(list)
        for campaign in stored.select_related("workspace"):
            if campaign.external_id:
                self.by_number[campaign.external_id] = campaign
            self.by_name[campaign.name].append(campaign)
        self.taken = set()
        # Numbers are certain, and with an account a name is more so than without.
        for key, named in sorted(report.facts.campaigns.items(), key=lambda item: self.certainty(item[1])):
            self.campaigns[key] = self.campaign_of(named)
        self.find_parts()

    def certainty(self, named):
        same = [each for each in self.by_name[named.name] if each.account == named.account]
        return named.external_id not in self.by_number, not named.external_id, not same

    def campaign_of(self, named):
        campaign = self.by_number.get(named.external_id) if named.external_id else None
        campaign = campaign or self.named_alike(named)
        if campaign is None:
            return AdCampaign(
                workspace=self.workspace,
                platform=self.report.platform,
                name=named.name,
                status=named.status,
                account=named.account,
                external_id=named.external_id,
                currency=self.currency_of(named.key),
                created_by=self.by,
            )
        self.taken.add(campaign.pk)
        learns = (named.external_id and not campaign.external_id) or (named.account and not campaign.account)
        if learns:
            campaign.external_id = campaign.external_id or named.external_id
            campaign.account = campaign.account or named.account
            self.adopted.append(campaign)
        return campaign

    def named_alike(self, named):
        """The one campaign of this name and account, an account nobody knows fitting any; None when there is none."""
        alike = [each for each in self.by_name[named.name] if each.pk not in self.taken]
        if named.external_id:
            alike = [each for each in alike if not each.external_id]
        same = [each for each in alike if each.account == named.account]
        alike = same or [each for each in alike if not each.account or not named.account]
        if len(alike) > 1 and not named.external_id:
            text = _("Several campaigns here are called “%(name)s”. Export the file with the campaign ID as well.")
            raise Unreadable(text % {"name": named.name[:80]})
        return alike[0] if alike else None

    def currency_of(self, key):
        rows = next(iter(self.report.facts.figures[key].values()))
        return next(iter(rows))[2]

    def find_parts(self):
        """Fill {(campaign, ad set): AdSet} and {(campaign, ad set, ad): Ad}, by the keys of the facts."""
        keys = {campaign.pk: key for key, campaign in self.campaigns.items() if campaign.pk}
        sets, ads = defaultdict(list), defaultdict(list)
        for ad_set in AdSet.objects.filter(campaign__in=keys).order_by("pk"):
            sets[keys[ad_set.campaign_id]].append(ad_set)
        for ad in Ad.objects.filter(ad_set__campaign__in=keys).select_related("ad_set").order_by("pk"):
            ads[keys[ad.ad_set.campaign_id]].append(ad)
        self.ad_sets, self.ads = {}, {}
        for (key, set_key), named in self.report.facts.ad_sets.items():
            found = find(sets[key], named)
            self.ad_sets[key, set_key] = found or AdSet(
                workspace=self.workspace,
                campaign=self.campaigns[key],
                name=named.name,
                status=named.status,
                external_id=named.external_id,
            )
        for (key, set_key, ad_key), named in self.report.facts.ads.items():
            ad_set = self.ad_sets[key, set_key]
            # A file of ads that names no ad sets means them wherever they are.
            within = [ad for ad in ads[key] if not set_key or ad.ad_set_id == ad_set.pk]
            self.ads[key, set_key, ad_key] = find(within, named) or Ad(
                workspace=self.workspace,
                ad_set=ad_set,
                name=named.name,
                status=named.status,
                external_id=named.external_id,
            )

    def parts(self, key, set_key, ad_key):
        """The AdSet and Ad a row is about, each None above its level."""
        if ad_key is not None:
            ad = self.ads[key, set_key, ad_key]
            return ad.ad_set, ad
        return (self.ad_sets[key, set_key] if set_key is not None else None), None


def find(rows, named):
    """The row with this number, else one of this name; a row with another number is another one."""
    if named.external_id:
        return next((row for row in rows if row.external_id == named.external_id), None) or next(
            (row for row in rows if not row.external_id and row.name == named.name), None
        )
    return next((row for row in rows if row.name == named.name), None)
