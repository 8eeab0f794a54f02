from django.db.models.signals import post_save
from django.dispatch import receiver

from crm.actions.scoring import score_soon, set_up_scoring
from crm.actions.stages import set_up_stages
from crm.signals import leads_changed
from webox.accounts.models import Workspace
from webox.analytics.models import VisitorLead
from webox.analytics.signals import interest_shown


@receiver(post_save, sender=Workspace)
def set_up_workspace(sender, instance, created, raw=False, **kwargs):
    if created and not raw:
        set_up_stages(workspace=instance)
        set_up_scoring(workspace=instance)


@receiver(leads_changed)
def score_who_was_changed(sender, workspace, lead_ids, **kwargs):
    score_soon(workspace_id=workspace.pk, lead_ids=lead_ids)


@receiver(interest_shown)
def score_who_showed_interest(sender, workspace_id, types, lead_ids, visitors, **kwargs):
    if visitors:
        # Most visitors are nobody yet: only those who left an address have a score.
        known = VisitorLead.objects.filter(workspace=workspace_id, visitor__in=visitors)
        lead_ids = lead_ids | set(known.values_list("lead_id", flat=True))
    score_soon(workspace_id=workspace_id, lead_ids=lead_ids)
