"""Fields of segments that emails know: what people, never machines, did with campaigns."""

from django.utils.translation import gettext_lazy as _

from crm.segments import EventTrail, events, register_behaviour, register_use
from marketing.emails.events import BOUNCED, CLICKED, OPENED, SENT
from marketing.emails.models import EmailCampaign
from marketing.emails.recipients import LEADS

MOST_SHOWN = 20


def campaign_choices(workspace):
    """Those that went out: nobody opened a draft."""
    campaigns = EmailCampaign.objects.for_workspace(workspace).filter(audience_kind=LEADS).exclude(frozen_at=None)
    return [(str(pk), name) for pk, name in campaigns.order_by("-created_at", "-pk").values_list("pk", "name")]


@register_use
def campaigns_of(segment):
    """Campaigns whose audience has the same rules; one that was changed since has its own."""
    if not segment.rules:
        return []
    campaigns = EmailCampaign.objects.for_workspace(segment.workspace).filter(segment_rules=segment.rules)
    return [(one.name, one.get_absolute_url()) for one in campaigns.only("pk", "name").order_by("-pk")[:MOST_SHOWN]]


for name, label, event in (
    ("received", _("Emails received"), SENT),
    ("opened", _("Emails opened"), OPENED),
    ("clicked", _("Links clicked"), CLICKED),
    ("bounced", _("Emails bounced"), BOUNCED),
):
    trail = EventTrail(events(event, subject="emailcampaign"))
    register_behaviour(name, label, trail, campaign_choices, _("of these campaigns"))
