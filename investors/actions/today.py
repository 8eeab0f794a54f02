from django.db import transaction

from crm.actions.today import put_off
from investors.actions.investors import edit_investor, lock


@transaction.atomic
def snooze(*, investor, by, to):
    """Put off an investor's next step: to tomorrow or to Monday of next week, at the hour it has."""
    investor = lock(investor)
    moment = put_off(investor.next_step_at, investor.workspace.zone, to)
    return edit_investor(investor=investor, by=by, next_step_at=moment)
