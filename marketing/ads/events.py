from django.utils.translation import gettext_lazy as _

from webox.analytics.events import register

AUDIENCE_EXPORTED = register("ads.audience.exported", _("Audience exported"), "download", timeline=False)
