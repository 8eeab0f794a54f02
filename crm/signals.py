"""News of this app for the apps above. Sent after the commit: what a receiver reads is there to stay."""

from django.dispatch import Signal

# lead, by
lead_created = Signal()
# lead, from_status, to_status, by
lead_status_changed = Signal()
# lead, at: the person agreed (again) to receive mail, which undoes an earlier unsubscription
lead_consented = Signal()
# workspace, lead_ids, operation: an operation made, changed, deleted or brought back these, or took that back;
# the three above are not sent for them.
leads_changed = Signal()
