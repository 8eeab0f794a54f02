from django.dispatch import receiver

from investors.actions.updates import mark_sent
from marketing.emails.signals import campaign_completed


@receiver(campaign_completed)
def an_update_whose_campaign_went_out_is_sent(sender, campaign, **_kwargs):
    mark_sent(campaign=campaign)
