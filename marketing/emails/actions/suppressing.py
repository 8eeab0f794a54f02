from django.db import transaction
from django.db.models import F
from django.utils import timezone

from crm import actions as crm
from marketing.emails import events
from marketing.emails.models import Delivery, EmailCampaign, Suppression
from webox.analytics.actions import record
from webox.lib.addresses import normalise_email

Reason = Suppression.Reason


def suppress(*, workspace, email, reason, by=None, detail="", campaign=None):
    """Never write to this address again. The first reason stays. Raises ValidationError for no address."""
    email = normalise_email(email)
    listed = Suppression.objects.for_workspace(workspace).of(email)
    if found := listed.first():
        return found
    row = Suppression(workspace=workspace, email=email, reason=reason, detail=detail[:250], campaign=campaign)
    # Another request may be first; both then mean the row that is there.
    Suppression.objects.bulk_create([row], ignore_conflicts=True)
    return listed.get()


def suppress_many(*, campaign, bounces):
    """Suppress the addresses of [(email, what the server said)]."""
    Suppression.objects.bulk_create(
        [
            Suppression(
                workspace_id=campaign.workspace_id,
                email=email.lower(),
                reason=Reason.BOUNCED,
                detail=detail[:250],
                campaign=campaign,
            )
            # Two workers that suppress the same people in one order never wait for each other.
            for email, detail in sorted(bounces)
        ],
        ignore_conflicts=True,
    )


def unsuppress(*, suppression, by):
    suppression.delete()


@transaction.atomic
def unsubscribe(*, delivery, at=None, how="page"):
    """Take a person at their word; doing it twice changes nothing."""
    at = at or timezone.now()
    campaign = delivery.campaign
    suppress(
        workspace=delivery.workspace,
        email=delivery.email,
        reason=Reason.UNSUBSCRIBED,
        detail=how,
        campaign=campaign,
    )
    if delivery.lead:
        crm.mark_unsubscribed(lead=delivery.lead, at=at)
    if Delivery.objects.filter(pk=delivery.pk, unsubscribed_at=None).update(unsubscribed_at=at):
        EmailCampaign.objects.filter(pk=campaign.pk).update(total_unsubscribed=F("total_unsubscribed") + 1)
        record(
            workspace=delivery.workspace,
            type=events.UNSUBSCRIBED,
            at=at,
            lead_id=delivery.lead_id,
            subject=campaign,
            properties={"delivery": delivery.pk, "how": how},
        )


@transaction.atomic
def resubscribe(*, delivery):
    """Undo an unsubscription from its own page. A bounce or complaint on the list is left as it is."""
    Suppression.objects.for_workspace(delivery.workspace).of(delivery.email).filter(reason=Reason.UNSUBSCRIBED).delete()
    if delivery.lead:
        crm.mark_resubscribed(lead=delivery.lead)
    if Delivery.objects.filter(pk=delivery.pk, unsubscribed_at__isnull=False).update(unsubscribed_at=None):
        EmailCampaign.objects.filter(pk=delivery.campaign_id).update(total_unsubscribed=F("total_unsubscribed") - 1)
        record(
            workspace=delivery.workspace,
            type=events.RESUBSCRIBED,
            lead_id=delivery.lead_id,
            subject=delivery.campaign,
            properties={"delivery": delivery.pk},
        )


def welcome_back(*, lead):
    """A person who left and now consents anew takes back their leaving. A bounce or complaint stays on the list."""
    left = Suppression.objects.for_workspace(lead.workspace_id).of(lead.email)
    left.filter(reason=Reason.UNSUBSCRIBED).delete()
