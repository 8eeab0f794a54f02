"""What happened with an investor: logged, corrected, deleted. Locked months are told of it."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from investors import events
from investors.actions.investors import lock
from investors.actions.kpis import hold_months_of, restating
from investors.models import Interaction, Investor, Restatement
from webox.analytics.actions import record

Type, Change = Interaction.Type, Restatement.Change
# So long may a worker have slept.
PLANNED = timedelta(days=30)


@transaction.atomic
def log_interaction(*, investor, by, participants=(), **fields):
    """Raises InvestorIsDeleted and ValidationError (participants of another investor)."""
    day = investor.workspace.day_of(fields.setdefault("date", timezone.now()))
    hold_months_of(investor.workspace, [day])
    investor = lock(investor)
    require_own(investor, participants)
    interaction = Interaction(workspace=investor.workspace, investor=investor, author=by, **fields)
    with restating(investor=investor, change=Change.LOGGED, days=[day], by=by, interaction=lambda: interaction):
        interaction.save()
    interaction.participants.set(participants)
    keep_last(investor)
    type, properties = events.INTERACTION_LOGGED, {"interaction_id": interaction.pk, "type": interaction.type}
    record(workspace=investor.workspace, type=type, at=interaction.date, subject=investor, properties=properties)
    return interaction


@transaction.atomic
def edit_interaction(*, interaction, by, participants=None, **fields):
    """Raises InvestorIsDeleted, ValidationError and, when it was deleted meanwhile, Interaction.DoesNotExist."""
    day = interaction.workspace.day_of(fields.get("date", interaction.date))
    hold_months_of(interaction.workspace, [interaction.day, day])
    investor = lock(interaction.investor)
    interaction = Interaction.objects.select_for_update().get(pk=interaction.pk)
    interaction.workspace = investor.workspace
    if participants is not None:
        require_own(investor, participants)
    days = [interaction.day, investor.workspace.day_of(fields.get("date", interaction.date))]
    for name, value in fields.items():
        setattr(interaction, name, value)
    with restating(investor=investor, change=Change.EDITED, days=days, by=by, interaction=interaction):
        interaction.save()
    if participants is not None:
        interaction.participants.set(participants)
    keep_last(investor)
    return interaction


@transaction.atomic
def delete_interaction(*, interaction, by):
    hold_months_of(interaction.workspace, [interaction.day])
    investor = lock(interaction.investor)
    with restating(investor=investor, change=Change.DELETED, days=[interaction.day], by=by, interaction=interaction):
        interaction.delete()
    keep_last(investor)


def keep_last(investor):
    """Write when something last happened with an investor, document views included; what is planned has not yet."""
    past = investor.interactions.exclude(type=Type.NOTE).filter(date__lte=timezone.now())
    seen = investor.document_views.filter(is_machine=False)
    moments = [past.aggregate(at=Max("date"))["at"], seen.aggregate(at=Max("at"))["at"]]
    last = max([moment for moment in moments if moment], default=None)
    Investor.objects.filter(pk=investor.pk).update(last_interaction_at=last)


def keep_planned():
    """What was planned has happened by now: investors whose last interaction it is are told."""
    now = timezone.now()
    due = Interaction.objects.exclude(type=Type.NOTE).filter(date__lte=now, date__gt=now - PLANNED)
    since = Q(investor__last_interaction_at=None) | Q(investor__last_interaction_at__lt=F("date"))
    for investor in Investor.objects.filter(pk__in=due.filter(since).values("investor")):
        keep_last(investor)


def require_own(investor, participants):
    if any(contact.investor_id != investor.pk for contact in participants):
        raise ValidationError({"participants": _("Choose contacts of this investor.")})
