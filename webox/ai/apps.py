from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class AIConfigApp(AppConfig):
    name = "webox.ai"
    label = "ai"
    verbose_name = _("AI")

    def ready(self):
        # Whatever is imported first, the registry of purposes is whole.
        autodiscover_modules("purposes")
