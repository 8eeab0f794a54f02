from datetime import timedelta

from django.utils import timezone

from webox.accounts.models import IdempotentRequest
from webox.accounts.tasks import forget_idempotency_keys


def test_answers_to_repeats_are_kept_for_a_day(workspace, member):
    for hours in (23, 25):
        row = IdempotentRequest.objects.create(
            workspace=workspace, user=member, key=str(hours), path="/api/x", fingerprint="f"
        )
        IdempotentRequest.objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(hours=hours))
    forget_idempotency_keys()
    assert list(IdempotentRequest.objects.values_list("key", flat=True)) == ["23"]
