from django.db import transaction

from crm.models import Lead, Stage


@transaction.atomic
def set_up_stages(*, workspace):
    """The standard stages of a new workspace; those that are there stay as they are."""
    Stage.objects.bulk_create(
        [Stage.standard(status, workspace=workspace) for status in Lead.Status.values], ignore_conflicts=True
    )
