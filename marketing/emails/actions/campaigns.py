"""What a member does with a campaign."""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketing.emails.actions.sending import EVENT_OF, move_counters
from marketing.emails.audience import counts_of
from marketing.emails.compile import compile_test, problems_of
from marketing.emails.models import Delivery, EmailCampaign
from marketing.emails.problem import Problem
from marketing.emails.providers import provider_for
from marketing.emails.tasks import send_campaign
from webox.analytics.actions import record_for_leads
from webox.lib.addresses import normalise_email
from webox.lib.envelope import Kind

logger = logging.getLogger(__name__)
Status = EmailCampaign.Status
# What a copy takes over; counters, times and the state start anew.
COPIED = (
    *("subject", "preheader", "html_content", "text_content"),
    *("from_name", "from_email", "reply_to", "segment_rules"),
)


@dataclass
class NotAllowed(Exception):
    """The campaign is in a state that does not allow this."""

    message: str

    def __str__(self):
        return self.message


class NotEditable(NotAllowed):
    pass


@dataclass
class CampaignInvalid(Exception):
    """The campaign cannot be sent as it is."""

    problems: list[Problem]

    def __str__(self):
        return " ".join(str(problem.message) for problem in self.problems)


@dataclass
class SendFailed(Exception):
    message: str

    def __str__(self):
        return self.message


@transaction.atomic
def create_campaign(*, workspace, by, **fields):
    campaign = EmailCampaign(workspace=workspace, created_by=by, **fields)
    campaign.full_clean(exclude=["workspace", "created_by"])
    campaign.save()
    return campaign


@transaction.atomic
def edit_campaign(*, campaign, by, **fields):
    campaign = locked(campaign)
    if not campaign.is_editable:
        raise NotEditable(_("This campaign has started: duplicate it to change its content."))
    for name, value in fields.items():
        setattr(campaign, name, value)
    campaign.full_clean(exclude=["workspace", "created_by"])
    campaign.save()
    return campaign


def duplicate_campaign(*, campaign, by):
    """Of a campaign to leads alone: a copy of another would be one to every lead."""
    if campaign.other_audience:
        raise NotAllowed(_("This campaign was not written here: write the next one where this one was written."))
    fields = {name: getattr(campaign, name) for name in COPIED}
    name = _("%(name)s (copy)") % {"name": campaign.name[:100]}
    return EmailCampaign.objects.create(workspace=campaign.workspace, created_by=by, name=name, **fields)


@transaction.atomic
def delete_campaign(*, campaign, by):
    if locked(campaign).status == Status.ACTIVE:
        raise NotAllowed(_("This campaign is being sent: pause it before you delete it."))
    campaign.delete()


@transaction.atomic
def schedule_campaign(*, campaign, at, by):
    campaign = locked(campaign)
    if not campaign.is_editable:
        raise NotAllowed(_("Only a draft can be scheduled."))
    if at <= timezone.now():
        raise CampaignInvalid([Problem("scheduled_at", _("This time has passed: choose a later one."), "past")])
    require_sendable(campaign)
    campaign.status, campaign.scheduled_at = Status.SCHEDULED, at
    campaign.save()
    return campaign


@transaction.atomic
def unschedule_campaign(*, campaign, by):
    return move(campaign, (Status.SCHEDULED,), Status.DRAFT, _("This campaign is not scheduled."), scheduled_at=None)


@transaction.atomic
def start_campaign(*, campaign, by=None):
    """Hand a draft or scheduled campaign to the workers."""
    campaign = locked(campaign)
    if not campaign.is_editable:
        raise NotAllowed(_("This campaign was started already."))
    require_sendable(campaign)
    campaign.status, campaign.pause_reason = Status.ACTIVE, ""
    campaign.save()
    send_campaign.delay_on_commit(campaign_id=campaign.pk)
    return campaign


@transaction.atomic
def pause_campaign(*, campaign, by=None, reason=""):
    message = _("Only a campaign that is being sent can be paused.")
    return move(campaign, (Status.ACTIVE,), Status.PAUSED, message, pause_reason=reason[:250])


@transaction.atomic
def resume_campaign(*, campaign, by):
    message = _("Only a paused campaign can be resumed.")
    campaign = move(campaign, (Status.PAUSED,), Status.ACTIVE, message, pause_reason="")
    send_campaign.delay_on_commit(campaign_id=campaign.pk)
    return campaign


def start_due(*, now=None):
    """Start every scheduled campaign whose time has come; one that cannot be sent is a draft again, with the reason."""
    for campaign in EmailCampaign.objects.due(now or timezone.now()).select_related("workspace"):
        try:
            start_campaign(campaign=campaign)
        except CampaignInvalid as error:
            EmailCampaign.objects.filter(pk=campaign.pk, status=Status.SCHEDULED).update(
                status=Status.DRAFT, scheduled_at=None, pause_reason=str(error)[:250]
            )
        except NotAllowed:
            continue  # somebody was faster
        except Exception:
            # A fault with one campaign must not keep the others from starting; this one is tried at the next tick.
            logger.exception("Campaign %s could not be started.", campaign.pk)


def send_test(*, campaign, to, by, lead=None):
    """Send the campaign as `lead` would get it to one address, outside the ledger."""
    if problems := problems_of(campaign):
        raise CampaignInvalid(problems)
    envelope = compile_test(campaign, normalise_email(to), lead)
    with provider_for(campaign.workspace) as provider:
        outcome = provider.send([envelope])[0]
    if outcome.kind != Kind.ACCEPTED:
        raise SendFailed(_("The mail server said: %(text)s") % {"text": f"{outcome.code} {outcome.text}"})


@transaction.atomic
def mark_uncertain_as(*, deliveries, as_sent, by):
    """A person's word on rows nobody else can decide: they arrived, or they are to count as failed."""
    state = Delivery.State.SENT if as_sent else Delivery.State.FAILED
    uncertain = deliveries.filter(state=Delivery.State.UNCERTAIN).select_for_update()
    now, reason = timezone.now(), f"decided_by_{by.pk}"
    by_campaign = {}
    for pk, campaign_id, lead_id in uncertain.order_by("pk").values_list("pk", "campaign_id", "lead_id"):
        by_campaign.setdefault(campaign_id, []).append((lead_id, {"delivery": pk, "reason": reason}))
    for campaign in EmailCampaign.objects.filter(pk__in=by_campaign).select_related("workspace").order_by("pk"):
        leads = by_campaign[campaign.pk]
        rows = Delivery.objects.filter(pk__in=[about["delivery"] for _lead, about in leads])
        rows.update(state=state, reason=reason, sent_at=now if as_sent else None)
        record_for_leads(workspace=campaign.workspace, type=EVENT_OF[state], at=now, subject=campaign, leads=leads)
        move_counters(campaign.pk, {Delivery.State.UNCERTAIN: -len(leads), state: len(leads)})
    return sum(map(len, by_campaign.values()))


def locked(campaign):
    return EmailCampaign.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=campaign.pk)


def move(campaign, wanted, to, message, **fields):
    """One conditional UPDATE, so that two clicks or two workers move a campaign once."""
    rows = EmailCampaign.objects.filter(pk=campaign.pk, status__in=wanted)
    if not rows.update(status=to, updated_at=timezone.now(), **fields):
        raise NotAllowed(message)
    campaign.refresh_from_db()
    return campaign


def require_sendable(campaign):
    problems = problems_of(campaign)
    if not problems and not counts_of(campaign)["sendable"]:
        message = _("Nobody would receive this: choose an audience with at least one person who may be written to.")
        problems = [Problem("segment_rules", message, "no_recipients")]
    if problems:
        raise CampaignInvalid(problems)


def default_sender(workspace):
    """(name, address) a new campaign starts with."""
    return workspace.name, settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
