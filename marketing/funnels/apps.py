from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FunnelsConfig(AppConfig):
    name = "marketing.funnels"
    label = "funnels"
    verbose_name = _("Funnels")

    def ready(self):
        from crm.timeline import register_events
        from marketing.funnels import segments  # noqa: F401

        register_events("visit", "funnels.")
