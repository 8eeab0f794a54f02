"""Whom a campaign is for, and who of them must not be written to."""

from django.db.models import Case, Count, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat, Lower

from crm.segments import WrongRules, describe, leads_matching
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


def recipients_of(campaign):
    """[(Recipient, why not)] of a campaign to people who are no leads, each address once."""
    return skipping(campaign.workspace, campaign.other_audience.rows(campaign))


def skipping(workspace, recipients):
    people = {}
    for recipient in recipients:
        people.setdefault(recipient.email.lower(), recipient)
    listed = Suppression.objects.for_workspace(workspace).annotate(address=Lower("email"))
    reasons = dict(listed.filter(address__in=list(people)).values_list("address", "reason"))
    return [
        (recipient, f"suppressed_{reasons[address]}" if address in reasons else "")
        for address, recipient in people.items()
    ]


def counts_of(campaign):
    """audience_counts() of a campaign of any kind."""
    if campaign.other_audience is None:
        return audience_counts(campaign.workspace, campaign.segment_rules)
    return counts_among(recipients_of(campaign))


def counts_among(people):
    reasons = [reason for _recipient, reason in people]
    return {"audience": len(reasons), "sendable": reasons.count(""), "suppressed": len(reasons) - reasons.count("")}


def in_words(campaign):
    other = campaign.other_audience
    return other.describe(campaign) if other else describe(campaign.workspace, campaign.segment_rules)
