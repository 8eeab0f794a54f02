import logging

from celery import shared_task
from celery.signals import worker_ready

logger = logging.getLogger(__name__)
# A mail server that cannot be reached is asked again after these seconds. From then on the sweeper rings: a task that
# went on by itself would be joined by another with every sweep.
UNREACHABLE = [5, 15]


@shared_task(bind=True, max_retries=len(UNREACHABLE))
def send_campaign(self, *, campaign_id, **_unknown):
    from marketing.emails.actions.sending import ProviderUnreachable, send_campaign

    try:
        send_campaign(campaign_id=campaign_id)
    except ProviderUnreachable as error:
        logger.warning("Campaign %s: the mail server cannot be reached: %s", campaign_id, error)
        if self.request.retries < len(UNREACHABLE):
            raise self.retry(exc=error, countdown=UNREACHABLE[self.request.retries]) from error


@shared_task
def start_due_campaigns(**_unknown):
    from marketing.emails.actions.campaigns import start_due

    start_due()


@shared_task
def sweep_campaigns(**_unknown):
    """Recover what killed workers held, and ring again for campaigns nobody is sending."""
    from marketing.emails.actions.sending import complete_if_done, expire_leases, recover_claims, stalled_campaigns
    from marketing.emails.models import EmailCampaign

    recover_claims()
    expire_leases()
    for campaign in stalled_campaigns():
        send_campaign.delay(campaign_id=campaign.pk)
    for campaign in EmailCampaign.objects.filter(status=EmailCampaign.Status.ACTIVE):
        complete_if_done(campaign=campaign)


@shared_task
def ingest_tracking(**_unknown):
    from marketing.emails.actions.tracking import ingest

    ingest()


@worker_ready.connect
def sweep_at_start(sender=None, **_kwargs):
    """A restarted worker must not wait for the clock to find what its predecessor left."""
    sweep_campaigns.delay()
