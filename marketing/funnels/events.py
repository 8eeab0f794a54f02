from django.utils.translation import gettext_lazy as _

from webox.analytics.events import register

PAGE_VIEWED = register("funnels.page.viewed", _("Page viewed"), "eye", interest=True)
# The form itself stands in the timeline as an interaction.
OPTED_IN = register("funnels.page.opted_in", _("Opt-in"), "file-text", timeline=False, metric="opt_ins", interest=True)
# Once per visitor and once per lead of a funnel, so that its daily counts are its visitors and its leads.
FUNNEL_ENTERED = register("funnels.funnel.entered", _("Funnel entered"), "filter", timeline=False)
FUNNEL_CONVERTED = register("funnels.funnel.converted", _("Lead of a funnel"), "user-plus", timeline=False)
