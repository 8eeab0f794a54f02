"""Event types of the CRM.

Creations and status changes are not in the timeline as events: their line there is the one of the status ledger.
"""

from django.utils.translation import gettext_lazy as _

from webox.analytics.events import register

LEAD_CREATED = register(
    "crm.lead.created", _("Lead created"), "user-plus", timeline=False, metric="leads", split_by="source"
)
LEAD_RETURNED = register("crm.lead.returned", _("Lead came back through a form"), "user-check", timeline=False)
LEAD_STATUS_CHANGED = register("crm.lead.status_changed", _("Status changed"), "flag", timeline=False, split_by="to")
LEAD_ASSIGNED = register("crm.lead.assigned", _("Owner changed"), "user-check")
LEAD_DELETED = register("crm.lead.deleted", _("Lead deleted"), "trash")
LEAD_RESTORED = register("crm.lead.restored", _("Lead restored"), "restore")
INTERACTION_ADDED = register("crm.interaction.added", _("Interaction added"), "message", timeline=False, interest=True)
