from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat, Lower

from crm.segments import WrongRules, leads_matching
from marketing.emails.models import Delivery, Suppression


def audience_of(workspace, rules):
    """The leads a campaign is for, those who must not be written to among them, with why in `skip_reason`."""
    listed = Suppression.objects.for_workspace(workspace).annotate(address=Lower("email"))
    reason = Subquery(listed.filter(address=Lower(OuterRef("email"))).values("reason")[:1])
    return leads_matching(workspace, rules).annotate(
        suppressed_for=reason,
        skip_reason=Case(
            When(email="", then=Value("no_email")),
            When(suppressed_for__isnull=False, then=Concat(Value("suppressed_"), "suppressed_for")),
            When(unsubscribed_at__isnull=False, then=Value("suppressed_unsubscribed")),
            default=Value(""),
        ),
        first_state=Case(
            When(skip_reason="", then=Value(Delivery.State.PENDING)), default=Value(Delivery.State.SKIPPED)
        ),
    )


def audience_counts(workspace, rules):
    """{"audience": everyone matched, "suppressed": those skipped, "sendable": the rest}; None when the rules name
    what is no more, or cannot be read."""
    try:
        audience = audience_of(workspace, rules)
    except WrongRules:
        return None
    counts = audience.aggregate(audience=Count("pk"), sendable=Count("pk", filter=Q(skip_reason="")))
    return counts | {"suppressed": counts["audience"] - counts["sendable"]}
