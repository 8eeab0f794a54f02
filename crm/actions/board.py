"""Cards of the pipeline board: to another column, or to another place in theirs.

A card's place is `Lead.rank`, found from its neighbours in the full column, whatever filter the mover looked through.
Who places a card among others takes locks in one order, so that no two writers ever wait for each other:

1. the Stage of the column the card goes to: one writer at a time looks for a gap there;
2. leads, all at once and by id: the card and, when the gap is used up, those around it that make room;
3. what triggers touch (totals), by the change itself.

change_status() and every other action begin at 2 and never ask for 1: they put cards on top with top_rank(), which
needs no neighbours. A card that leaves the column meanwhile is still a good neighbour: only its number counts.
"""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.actions.leads import change_status, lock
from crm.actions.stages import set_up_stages
from crm.models import Lead, Stage
from crm.models.leads import top_rank

# Between a column's last card and one put below it
STEP = 1 << 20
# How many cards on each side of a used-up gap make room at first, and how much they get at least between them. The
# more cards it takes, the less is enough: an import leaves a million cards with next to nothing between them.
REACH, ROOM = 16, 1 << 8


class MovedMeanwhile(Exception):
    """The card is not where the mover saw it. `lead` is as it is now, `by` moved it if that is known."""

    def __init__(self, lead, by, was_placed):
        self.lead, self.by = lead, by
        values = {"name": lead, "status": lead.get_status_display(), "by": by}
        if was_placed:
            self.message = _("%(name)s was put elsewhere in “%(status)s” meanwhile.") % values
        elif by:
            self.message = _("%(by)s moved %(name)s to “%(status)s” meanwhile.") % values
        else:
            self.message = _("%(name)s was moved to “%(status)s” meanwhile.") % values
        super().__init__(self.message)


class ReasonMissing(Exception):
    def __init__(self):
        self.message = _("Write why this lead was lost.")
        super().__init__(self.message)


@transaction.atomic
def move_lead(*, lead, status, by, after=None, before=None, seen="", reason=""):
    """Put a card below the card `after`, else above the card `before` (ids), else on top of a column.

    `seen` is the stamp of the card as the mover saw it. Returns the lead, and whether it is where it was asked to be:
    a neighbour that left the column meanwhile is no longer one. Raises MovedMeanwhile, LeadIsDeleted, ReasonMissing
    (a loss wants its reason), ValidationError.
    """
    if status not in Lead.Status.values:
        raise ValidationError({"status": _("“%(status)s” is not a status.") % {"status": status}})
    hold_column(lead.workspace, status)
    cards = Lead.objects.for_workspace(lead.workspace).alive().filter(status=status).exclude(pk=lead.pk)
    rank, is_as_asked = find_place(cards, lead, after, before)
    lead = lock(lead)
    if seen and seen != lead.stamp:
        raise moved_meanwhile(lead, seen)
    if status == lead.status:
        lead.rank, lead.placed_at = rank, timezone.now()
        lead.save(update_fields=["rank", "placed_at"])
        return lead, is_as_asked
    reason = reason.strip()
    if status == Lead.Status.LOST and not reason:
        raise ReasonMissing
    return change_status(lead=lead, status=status, by=by, reason=reason, rank=rank), is_as_asked


def hold_column(workspace, status):
    stage = Stage.objects.for_workspace(workspace).filter(status=status).select_for_update()
    if not stage:
        set_up_stages(workspace=workspace)
        list(stage.all())


def moved_meanwhile(lead, seen):
    """Who moved it is in the ledger; a place within a column is nobody's news."""
    placed_since = lead.placed_at and lead.placed_at > lead.status_since
    was_placed = bool(placed_since) and seen.startswith(f"{lead.status}-")
    last = lead.status_changes.moves().select_related("by").order_by("-at", "-pk").first()
    return MovedMeanwhile(lead, last.by if last else None, was_placed)


def find_place(cards, card, after, before):
    """The rank for a card between two of a column, and whether one of those named is still there.

    `cards` is the column without the card, a PlacedQuerySet of any model.
    """
    above, below, is_as_asked = neighbours(cards, after, before)
    rank = rank_between(above, below)
    if rank is None:
        make_room(cards, card, above, below)
        above, below, _found = neighbours(cards, after, before)
        rank = rank_between(above, below)
    return rank, is_as_asked


def neighbours(cards, after, before):
    """((rank, id) of the card above, of the card below, whether they were found): None where there is none."""
    places = cards.values_list("rank", "pk")
    known = {pk: (rank, pk) for rank, pk in places.filter(pk__in=[pk for pk in (after, before) if pk])}
    if after in known:
        return known[after], places.below(*known[after]).order_by("rank", "pk").first(), True
    if before in known:
        return places.above(*known[before]).order_by("-rank", "-pk").first(), known[before], not after
    return None, places.order_by("rank", "pk").first(), not (after or before)


def rank_between(above, below):
    """A rank between two places, None when there is no number left."""
    if above is None:
        return min(top_rank(), below[0] - 1) if below else top_rank()
    if below is None:
        return above[0] + STEP
    middle = (above[0] + below[0]) // 2
    return middle if above[0] < middle < below[0] else None


def make_room(cards, card, above, below):
    """Spread the cards around a used-up gap over the space they have together, taking in more until it is enough."""
    reach = REACH
    while True:
        upper = cards.above(*below).order_by("-rank", "-pk").values_list("rank", "pk")[:reach]
        lower = cards.below(*above).order_by("rank", "pk").values_list("rank", "pk")[:reach]
        # The outermost stay where they are, but for the last of a column: below it there is all the space one wants.
        first, last, number = list(upper)[-1], list(lower)[-1], len(upper) + len(lower) - 2
        window, end = cards.below(*first).above(*last), last[0]
        if len(lower) < reach:
            window, number = cards.below(*first), number + 1
            end = max(last[0], first[0] + STEP * number)
        step = (end - first[0]) // (number + 1)
        if step >= max(2, ROOM * REACH // reach):
            return spread(window, card, first[0], step)
        reach *= 4


def spread(cards, card, start, step):
    if connection.features.has_select_for_update:
        pks = [card.pk, *cards.values_list("pk", flat=True)]
        list(cards.model.objects.filter(pk__in=pks).order_by("pk").select_for_update().values_list("pk"))
    number = Window(RowNumber(), order_by=["rank", "pk"])
    numbered, params = cards.order_by().annotate(number=number).values_list("pk", "number").query.sql_with_params()
    table = cards.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH spread(id, number) AS ({numbered}) UPDATE {table} SET rank = %s + spread.number * %s"  # noqa: S608
            f" FROM spread WHERE spread.id = {table}.id",
            [*params, start, step],
        )
