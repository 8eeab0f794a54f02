"""What an import that was carried out changed, campaign by campaign."""

from dataclasses import dataclass, field
from decimal import Decimal

from marketing.ads.models import AdCampaign, Measures

# So many days and periods are looked at for the page; of longer imports the counts stay exact.
LOOKED_AT = 20_000


@dataclass
class Outcome:
    """The changed days and periods of one campaign, and their sums per currency."""

    campaign: AdCampaign
    number: int = 0
    sums: dict = field(default_factory=dict)

    def add(self, change):
        self.number += 1
        for when, rows in (("before", change.before), ("after", change.after)):
            for row in rows:
                found = self.sums.setdefault(row["currency"], {"before": {}, "after": {}})[when]
                found["currency"] = row["currency"]
                for name in Measures.NAMES:
                    found[name] = found.get(name, 0) + Decimal(row[name])


def outcome_of(file):
    """Outcomes by name of campaign."""
    found = {}
    changes = file.changes.select_related("campaign").order_by("campaign__name", "campaign", "first_day")
    for change in changes[:LOOKED_AT]:
        found.setdefault(change.campaign_id, Outcome(change.campaign)).add(change)
    return list(found.values())
