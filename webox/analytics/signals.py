"""News of this app for the apps above, sent after the commit."""

from django.dispatch import Signal

# workspace_id, types, lead_ids, visitors (sets): what these did of their own accord was recorded, once per batch
interest_shown = Signal()
