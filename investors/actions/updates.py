"""The letter of a month: written, given its readers, sent as a campaign; and its asks, until somebody did them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from investors.models import Ask, Investor, InvestorUpdate
from investors.updates.facts import FIGURES, OWN, ROUND, metrics_of
from investors.updates.letter import AUDIENCE, content_of, title_for
from marketing.emails import actions as emails
from webox.accounts.models import Membership

MOST_ASKS = 10
MOST_OWN = 6


class UpdateWasSent(Exception):
    def __init__(self):
        self.message = _("This update was sent: it stays as its readers have it. Write a new one.")
        super().__init__(self.message)


@transaction.atomic
def create_update(*, workspace, by, year, month, figures=tuple(FIGURES), own=(), asks=(), investors=(), **fields):
    """`figures` are names of FIGURES, `own` figures a person wrote, `asks` texts. Raises ValidationError."""
    update = InvestorUpdate(workspace=workspace, created_by=by, year=year, month=month, **fields)
    fill(update, by, figures, own)
    save(update)
    write_asks(update, asks)
    add_investors(update=update, investors=investors, by=by)
    return update


@transaction.atomic
def edit_update(*, update, by, figures=None, own=None, asks=None, **fields):
    """Change a draft; its figures are taken anew. A campaign that waits for its time says the same at once.

    Raises UpdateWasSent and ValidationError.
    """
    update = locked(update)
    for name, value in fields.items():
        setattr(update, name, value)
    if figures is None:
        figures = [each["name"] for each in update.metrics if each["name"] in FIGURES]
    if own is None:
        own = [each for each in update.metrics if each["name"] == OWN]
    fill(update, by, figures, own)
    save(update)
    if asks is not None:
        write_asks(update, asks)
    if update.campaign:
        emails.edit_campaign(campaign=update.campaign, by=by, **content_of(update, asks_of(update)))
    return update


def fill(update, by, figures, own):
    if len(own) > MOST_OWN:
        raise ValidationError({"own": _("An update has at most %(n)s figures of your own.") % {"n": MOST_OWN}})
    membership = Membership.objects.select_related("workspace").get(workspace=update.workspace, user=by)
    names = [*figures, *([ROUND] if update.shows_round else [])]
    update.clean_fields(exclude=["workspace", "created_by", "title", "campaign"])
    update.metrics = metrics_of(membership, update.year, update.month, names, own)


def save(update):
    # A subject is one line.
    title = " ".join(line.strip() for line in update.title.splitlines()).strip()
    update.title = title or title_for(update.workspace, update.year, update.month, update.metrics)
    update.full_clean(exclude=["workspace", "created_by", "campaign"])
    update.save()


def write_asks(update, texts):
    """Make the asks of a draft these; one whose words are still there stays the same row."""
    texts = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if len(texts) > MOST_ASKS:
        raise ValidationError({"asks": _("Ask for at most %(n)s things.") % {"n": MOST_ASKS}})
    if any(len(text) > 250 for text in texts):
        raise ValidationError({"asks": _("An ask has at most 250 characters.")})
    update.asks.exclude(text__in=texts).delete()
    there = set(update.asks.values_list("text", flat=True))
    Ask.objects.bulk_create(
        [Ask(workspace=update.workspace, update=update, text=text) for text in texts if text not in there]
    )


def asks_of(update):
    return list(update.asks.order_by("pk").values_list("text", flat=True))


@transaction.atomic
def add_investors(*, update, investors, by):
    """Add readers; whoever is there already, was deleted or is another workspace's is left out. How many were added."""
    update = locked(update)
    mine = Investor.objects.for_workspace(update.workspace).alive()
    new = mine.filter(pk__in=investors).exclude(updates=update).values_list("pk", flat=True)
    chosen = InvestorUpdate.investors.through
    chosen.objects.bulk_create(
        [chosen(investorupdate_id=update.pk, investor_id=pk) for pk in list(new)], batch_size=500, ignore_conflicts=True
    )
    return len(new)


@transaction.atomic
def remove_investors(*, update, by, investors=None):
    """Take readers off; all of them without `investors`."""
    update = locked(update)
    chosen = InvestorUpdate.investors.through.objects.filter(investorupdate=update)
    if investors is not None:
        chosen = chosen.filter(investor__in=investors)
    return chosen.delete()[0]


@transaction.atomic
def send_update(*, update, by):
    """Send now. Raises UpdateWasSent, and of the campaign NotAllowed and CampaignInvalid."""
    return emails.start_campaign(campaign=campaign_for(update, by), by=by)


@transaction.atomic
def schedule_update(*, update, at, by):
    return emails.schedule_campaign(campaign=campaign_for(update, by), at=at, by=by)


@transaction.atomic
def unschedule_update(*, update, by):
    return emails.unschedule_campaign(campaign=campaign_for(update, by), by=by)


def send_test(*, update, to, by):
    """Send it to one address, outside its ledger. Raises SendFailed and CampaignInvalid."""
    with transaction.atomic():
        campaign = campaign_for(update, by)
    emails.send_test(campaign=campaign, to=to, by=by)


def campaign_for(update, by):
    """The campaign the update becomes, made when it is first needed. Raises UpdateWasSent."""
    update = locked(update)
    if update.campaign is None:
        content = content_of(update, asks_of(update))
        fields = {"workspace": update.workspace, "by": by, "audience_kind": AUDIENCE}
        update.campaign = emails.create_campaign(**fields, **content)
        update.save(update_fields=["campaign", "updated_at"])
    return update.campaign


@transaction.atomic
def delete_update(*, update, by):
    """Delete a draft with its campaign. Raises UpdateWasSent."""
    update = locked(update)
    if update.campaign:
        emails.delete_campaign(campaign=update.campaign, by=by)
    update.delete()


def mark_sent(*, campaign):
    """Its campaign went out: nobody changes it any more, also when the campaign is deleted."""
    InvestorUpdate.objects.filter(campaign=campaign, sent_at=None).update(sent_at=campaign.sent_at or timezone.now())


@transaction.atomic
def settle_ask(*, ask, by, state, investor=None, answer=""):
    """Say what became of an ask, and who answered it. Raises ValidationError for another workspace's investor."""
    if investor is not None and investor.workspace_id != ask.workspace_id:
        raise ValidationError({"investor": _("Choose an investor of this workspace.")})
    ask = Ask.objects.select_for_update().get(pk=ask.pk)
    ask.state, ask.investor, ask.answer = state, investor, answer
    ask.clean_fields(exclude=["workspace", "update"])
    ask.save()
    return ask


def locked(update):
    """The update, held until the transaction ends. Raises UpdateWasSent."""
    held = InvestorUpdate.objects.select_for_update(of=("self",)).select_related("workspace", "campaign", "created_by")
    held = held.get(pk=update.pk)
    if not held.is_editable:
        raise UpdateWasSent
    return held
