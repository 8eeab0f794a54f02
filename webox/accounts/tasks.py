from datetime import timedelta

from celery import shared_task
from django.utils import timezone


@shared_task
def forget_idempotency_keys(**_unknown):
    """Keys are for repeats within a day; older answers are only weight."""
    from webox.accounts.models import IdempotentRequest

    IdempotentRequest.objects.filter(created_at__lt=timezone.now() - timedelta(days=1)).delete()
