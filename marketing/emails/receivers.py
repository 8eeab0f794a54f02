from django.dispatch import receiver

from crm.signals import lead_consented
from marketing.emails.actions import welcome_back


@receiver(lead_consented)
def who_consents_anew_may_be_written_to_again(sender, lead, **_kwargs):
    welcome_back(lead=lead)
