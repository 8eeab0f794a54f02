from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AnalyticsConfig(AppConfig):
    name = "webox.analytics"
    label = "analytics"
    verbose_name = _("Analytics")

    def ready(self):
        # Whatever is imported first, the registry of event types is whole.
        autodiscover_modules("events")
