from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvestorsConfig(AppConfig):
    name = "investors"
    label = "investors"
    verbose_name = _("Investors")

    def ready(self):
        from investors import receivers  # noqa: F401
        from investors.updates import audience  # noqa: F401
