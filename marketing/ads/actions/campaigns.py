"""What a member does with an ad campaign. One that lives on a connected platform is started and paused there first."""

import secrets
import shutil
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketing.ads.actions import connections
from marketing.ads.models import Ad, AdCampaign, AdCreative, AdImage, AdSet
from marketing.ads.models.campaigns import Status

# What a copy takes over: what people wrote. Numbers of the platform, figures and states start anew.
COPIED = (
    *("description", "platform", "objective", "ad_copy", "headline", "image_url", "video_url", "landing_url"),
    *("target_audience", "currency", "daily_budget", "total_budget"),
)
COPIED_CREATIVE = ("name", "headlines", "texts", "descriptions", "call_to_action", "landing_url")
COPIED_IMAGE = ("sha256", "width", "height", "size", "layout", "alt", "order")
RUNNABLE = (Status.DRAFT, Status.PAUSED, Status.COMPLETED)


@dataclass
class NotAllowed(Exception):
    """The campaign is in a state that does not allow this."""

    message: str

    def __str__(self):
        return self.message


@transaction.atomic
def create_campaign(*, workspace, by, **fields):
    """A draft, unless a status is given. Raises ValidationError({field: …})."""
    campaign = AdCampaign(workspace=workspace, created_by=by, **fields)
    checked(campaign)
    campaign.save()
    return campaign


@transaction.atomic
def edit_campaign(*, campaign, by, **fields):
    campaign = locked(campaign)
    for name, value in fields.items():
        setattr(campaign, name, value)
    checked(campaign)
    campaign.save()
    return campaign


def start_campaign(*, campaign, by=None):
    """Begin, or go on after a pause."""
    today = campaign.workspace.day_of(timezone.now())
    if campaign.end_date and campaign.end_date < today:
        raise NotAllowed(_("Its last day has passed: give it a later one before you start it."))
    steer(campaign, "resume", RUNNABLE)
    return move(campaign, RUNNABLE, Status.ACTIVE, _("This campaign is running already."))


def pause_campaign(*, campaign, by=None):
    steer(campaign, "pause", (Status.ACTIVE,))
    return move(campaign, (Status.ACTIVE,), Status.PAUSED, _("Only a campaign that is running can be paused."))


def complete_campaign(*, campaign, by=None):
    """It is over. One that runs on a platform is paused there."""
    steer(campaign, "pause", (Status.ACTIVE,))
    message = _("Only a campaign that was started can be completed.")
    return move(campaign, (Status.ACTIVE, Status.PAUSED), Status.COMPLETED, message)


@transaction.atomic
def delete_campaign(*, campaign, by):
    """With its sets, ads, creatives and figures."""
    campaign = locked(campaign)
    if campaign.status == Status.ACTIVE:
        raise NotAllowed(_("This campaign is running: pause it before you delete it."))
    for path in [image.path for image in AdImage.objects.filter(creative__campaign=campaign)]:
        transaction.on_commit(partial(path.unlink, missing_ok=True))
    campaign.delete()


@transaction.atomic
def duplicate_campaign(*, campaign, by, platform=""):
    """A draft with the same sets, ads, creatives and images, on the same platform or another; no figures."""
    fields = {name: getattr(campaign, name) for name in COPIED} | ({"platform": platform} if platform else {})
    name = _("%(name)s (copy)") % {"name": campaign.name[:240]}
    copy = AdCampaign.objects.create(workspace=campaign.workspace, created_by=by, name=name, **fields)
    creatives = {row.pk: copy_creative(row, copy) for row in campaign.creatives.order_by("pk")}
    for ad_set in campaign.ad_sets.order_by("pk"):
        fields = {name: getattr(ad_set, name) for name in ("name", "target_audience", "daily_budget")}
        copied = AdSet.objects.create(workspace=copy.workspace, campaign=copy, **fields)
        Ad.objects.bulk_create(
            Ad(workspace=copy.workspace, ad_set=copied, name=ad.name, creative=creatives.get(ad.creative_id))
            for ad in ad_set.ads.order_by("pk")
        )
    return copy


def copy_creative(creative, campaign):
    fields = {name: getattr(creative, name) for name in COPIED_CREATIVE}
    copy = AdCreative.objects.create(workspace=campaign.workspace, campaign=campaign, **fields)
    for image in creative.images.order_by("order", "pk"):
        if not image.path.exists():
            continue
        fields = {name: getattr(image, name) for name in COPIED_IMAGE}
        stored = f"{secrets.token_hex(16)}{image.path.suffix}"
        twin = AdImage.objects.create(workspace=campaign.workspace, creative=copy, stored=stored, **fields)
        shutil.copyfile(image.path, twin.path)
    return copy


def checked(campaign):
    try:
        campaign.full_clean(exclude=["workspace", "created_by", "connection"])
    except ValidationError as error:
        raise ValidationError(at_fields(error, campaign)) from error


# A rule of several columns is told at the one a person would change.
FIELD_OF_RULE = {
    "ad_campaign_external_once": "external_id",
    "ad_campaign_dates": "end_date",
    "ad_campaign_budgets": "total_budget",
    "ad_campaign_currency": "currency",
}


def at_fields(error, campaign):
    """{field: [messages]} of a full_clean(), whatever rule of the table a message comes from."""
    messages = {str(rule.violation_error_message): rule.name for rule in AdCampaign._meta.constraints}
    found = {}
    for field, errors in error.error_dict.items():
        for each in errors:
            rule = messages.get(str(each.messages[0]), "")
            at = FIELD_OF_RULE.get(rule, field)
            if rule == "ad_campaign_budgets" and (campaign.daily_budget or 0) < 0:
                at = "daily_budget"
            found.setdefault(at, []).append(each)
    return found


def steer(campaign, verb, wanted):
    """Tell the platform of a campaign that is connected to one; its refusal leaves everything as it is."""
    if campaign.status not in wanted:
        return
    try:
        connections.steer(campaign=campaign, verb=verb)
    except connections.NotSteered as error:
        raise NotAllowed(error.message) from error


def locked(campaign):
    return AdCampaign.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=campaign.pk)


def move(campaign, wanted, to, message):
    """One conditional UPDATE, so that of two clicks one moves the campaign."""
    rows = AdCampaign.objects.filter(pk=campaign.pk, status__in=wanted)
    if not rows.update(status=to, updated_at=timezone.now()):
        raise NotAllowed(message)
    campaign.refresh_from_db(fields=["status", "updated_at"])
    return campaign
