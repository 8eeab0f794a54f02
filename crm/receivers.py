from django.db.models.signals import post_save
from django.dispatch import receiver

from crm.actions.stages import set_up_stages
from webox.accounts.models import Workspace


@receiver(post_save, sender=Workspace)
def set_up_workspace(sender, instance, created, raw=False, **kwargs):
    if created and not raw:
        set_up_stages(workspace=instance)
