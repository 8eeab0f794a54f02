"""Asked in a form: the same wish twice within seconds is a double click."""

from django.db import transaction
from django.utils import timezone

from webox.accounts.models import Membership
from webox.ai.actions.generating import DOUBLE_CLICK, generate
from webox.ai.models import Generation
from webox.ai.paths import storable

State = Generation.State


@transaction.atomic
def ask(*, workspace, by, purpose, inputs, provider=""):
    """generate(), or what the first of two clicks got. Raises SwitchedOff and BudgetSpent."""
    # Of two clicks at once the second waits here for the first.
    Membership.objects.select_for_update().filter(workspace=workspace, user=by).first()
    just_now = Generation.objects.for_workspace(workspace).filter(
        by=by, purpose=purpose, created_at__gte=timezone.now() - DOUBLE_CLICK, retry_of=None
    )
    for generation in just_now.exclude(state__in=[State.FAILED, State.REJECTED]).order_by("-pk"):
        if generation.inputs == storable(inputs) and provider in ("", generation.provider):
            return generation
    return generate(workspace=workspace, by=by, purpose=purpose, inputs=inputs, provider=provider)
