from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EmailsConfig(AppConfig):
    name = "marketing.emails"
    label = "emails"
    verbose_name = _("Email")

    def ready(self):
        from marketing.emails import events, receivers  # noqa: F401
