from marketing.ads.models.campaigns import Ad, AdCampaign, AdCreative, AdImage, AdSet, Platform
from marketing.ads.models.connections import AdConnection
from marketing.ads.models.imports import AdImport, AdImportChange
from marketing.ads.models.metrics import AdDailyMetric, AdPeriodMetric, Measures

__all__ = [
    "Ad",
    "AdCampaign",
    "AdConnection",
    "AdCreative",
    "AdDailyMetric",
    "AdImage",
    "AdImport",
    "AdImportChange",
    "AdPeriodMetric",
    "AdSet",
    "Measures",
    "Platform",
]
