from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class AdsConfig(AppConfig):
    name = "marketing.ads"
    label = "ads"
    verbose_name = pgettext_lazy("area", "Ads")
