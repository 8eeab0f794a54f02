from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class EmailsConfig(AppConfig):
    name = "marketing.emails"
    label = "emails"
    verbose_name = pgettext_lazy("area", "Email")

    def ready(self):
        from crm.timeline import register_events
        from marketing.emails import events, receivers, segments  # noqa: F401

        register_events("email", "emails.")
