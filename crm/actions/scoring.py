"""Scores: counted anew for some leads, or, when a rule changes, for everyone."""

from datetime import timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm import segments, tasks
from crm.models import Lead, LeadEngagement, Scoring, ScoringRule, StatusTotal
from crm.scoring.grid import counts_of
from crm.scoring.points import sums, worths_of
from crm.scoring.predicting import predictor_of
from crm.scoring.standard import standard_rules
from webox.analytics.events import shows_interest
from webox.analytics.models import Event

CHUNK = 500
# More at once are counted beside the other long work.
AT_ONCE = 50
# How long ago an event may be to be looked for again, and how long its own task is given
LOOKED_BACK, RUNG = timedelta(hours=1), timedelta(minutes=1)
# Of each kind and workspace at once: those of a large import are still in the queue, and must not be put there again.
SWEPT = 10_000


class TooManyRules(Exception):
    def __init__(self):
        self.message = _("A workspace has at most %(number)d scoring rules.") % {"number": ScoringRule.MOST}
        super().__init__(self.message)


@transaction.atomic
def set_up_scoring(*, workspace):
    """The standard rules of a new workspace."""
    Scoring.objects.create(workspace=workspace)
    with override(workspace.language):
        rules = [ScoringRule(workspace=workspace, **fields) for fields in standard_rules()]
    ScoringRule.objects.bulk_create(rules)


# Counting


def score_soon(*, workspace_id, lead_ids):
    """Have these leads counted by a worker, after the commit. What rings in vain is found by the sweeper."""
    lead_ids = sorted(lead_ids)
    # An import must not keep waiting what somebody is looking at.
    queue = {"queue": "long"} if len(lead_ids) > AT_ONCE else {}
    for start in range(0, len(lead_ids), CHUNK):
        some = lead_ids[start : start + CHUNK]
        ring = partial(tasks.score_leads.apply_async, kwargs={"workspace_id": workspace_id, "lead_ids": some})
        # Robust: whoever edits a lead or looks at a page has nothing to do with a broker that is away.
        transaction.on_commit(partial(ring, retry=False, **queue), robust=True)


@transaction.atomic
def score_leads(*, workspace, lead_ids, at=None):
    """Count what the rules give these leads, from the leads and their events. Harmless twice; at most CHUNK at once."""
    at = at or timezone.now()
    rows = Lead.objects.for_workspace(workspace).filter(pk__in=lead_ids).order_by("pk").select_for_update(no_key=True)
    rows = rows.values_list("pk", "fit", "engagement", "score", "probability", "scored_at", "updated_at")
    before = {pk: counted for pk, *counted in rows}
    if not before:
        return
    scoring = Scoring.objects.of(workspace)
    rules = list(ScoringRule.objects.for_workspace(workspace).active())
    worths = worths_of(workspace, rules, list(before), at)
    write_engagements(workspace, worths, list(before), at)
    counted = {pk: sums(worths.get(pk, ()), at) for pk in before}
    predicted = predictor_of(workspace).percents({pk: engagement for pk, (_fit, engagement) in counted.items()})
    changed = []
    for pk, (fit, engagement) in counted.items():
        row = (fit, engagement, scoring.score(fit, engagement), predicted.get(pk))
        *known, scored_at, updated_at = before[pk]
        if scored_at is None or scored_at < updated_at or list(row) != known:
            changed.append((pk, *row))
    write_scores(changed, at)


def write_engagements(workspace, worths, lead_ids, at):
    rows = [
        LeadEngagement(
            workspace=workspace,
            lead_id=lead_id,
            rule=worth.rule,
            value=worth.value,
            as_of=at,
            count=worth.count,
            last_at=worth.last_at,
        )
        for lead_id, some in worths.items()
        for worth in some
        if not worth.rule.is_fit
    ]
    LeadEngagement.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["lead", "rule"],
        update_fields=["value", "as_of", "count", "last_at"],
        batch_size=1000,
    )
    LeadEngagement.objects.filter(lead_id__in=lead_ids).exclude(as_of=at).delete()


def write_scores(rows, at):
    """[(lead id, fit, engagement, score, probability)] in one statement; `updated_at` is for what people change."""
    if not rows:
        return
    marks = ", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))
    sql = (
        f"UPDATE {Lead._meta.db_table} SET fit = v.column2, engagement = v.column3, score = v.column4,"  # noqa: S608
        f" probability = CAST(v.column5 AS integer), scored_at = %s FROM (VALUES {marks}) AS v"
        f" WHERE {Lead._meta.db_table}.id = v.column1"
    )
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(sql, [moment, *(value for row in rows for value in row)])


# Everyone


@transaction.atomic
def count_everyone(*, workspace):
    """Have a worker count every lead anew, the newest first. An order under way starts over."""
    scoring, _made = Scoring.objects.select_for_update().get_or_create(workspace=workspace)
    totals = StatusTotal.objects.for_workspace(workspace).by_status()
    scoring.state, scoring.seen_at = Scoring.State.QUEUED, timezone.now()
    scoring.round, scoring.last_lead_id, scoring.done = scoring.round + 1, None, 0
    scoring.total = sum(number for number, _value in totals.values())
    scoring.grid_at = None
    scoring.save()
    tasks.count_everyone.delay_on_commit(scoring_id=scoring.pk)
    return scoring


def carry_on(*, scoring_id):
    """Count chunk after chunk until everyone is done, or until another order or another worker takes over."""
    scoring = Scoring.objects.select_related("workspace").filter(pk=scoring_id).first()
    if not scoring or not claim(scoring):
        return
    last = scoring.last_lead_id
    while True:
        leads = Lead.objects.for_workspace(scoring.workspace).order_by("-pk")
        leads = leads.filter(pk__lt=last) if last else leads
        ids = list(leads.values_list("pk", "deleted_at")[:CHUNK])
        mine = Scoring.objects.filter(pk=scoring.pk, round=scoring.round, state=Scoring.State.RUNNING)
        if not ids:
            mine.update(state=Scoring.State.IDLE, done=F("total"), seen_at=timezone.now())
            return
        alive = [pk for pk, deleted_at in ids if deleted_at is None]
        score_leads(workspace=scoring.workspace, lead_ids=alive)
        last = ids[-1][0]
        if not mine.update(last_lead_id=last, done=F("done") + len(alive), seen_at=timezone.now()):
            return


def claim(scoring):
    """Whether this worker is the one to go on: the order waits, or whoever had it fell silent."""
    silent = Q(state=Scoring.State.RUNNING, seen_at__lt=timezone.now() - Scoring.SILENCE)
    waiting = Scoring.objects.filter(Q(state=Scoring.State.QUEUED) | silent, pk=scoring.pk, round=scoring.round)
    return waiting.update(state=Scoring.State.RUNNING, seen_at=timezone.now()) == 1


def stalled():
    """Orders to count everyone that nobody is at."""
    return Scoring.objects.unfinished().filter(seen_at__lt=timezone.now() - Scoring.SILENCE)


def missed(now=None):
    """{workspace id: lead ids} of leads not counted since a recent event or edit: their task was lost."""
    now = now or timezone.now()
    counted = LeadEngagement.objects.filter(
        rule=OuterRef("pk"), lead_id=OuterRef(OuterRef("lead_id")), last_at__gte=OuterRef(OuterRef("at"))
    )
    rules = ScoringRule.objects.active().filter(workspace=OuterRef("workspace"), event_type=OuterRef("type"))
    since, until, found = now - LOOKED_BACK, now - RUNG, {}
    for workspace_id in Scoring.objects.values_list("workspace_id", flat=True):
        # One workspace after the other: its index of events by time is read, and no more.
        events = Event.objects.filter(workspace=workspace_id, at__gt=since, at__lt=until)
        events = events.filter(Exists(rules.exclude(Exists(counted))), lead_id__isnull=False)
        edited = Lead.objects.filter(workspace=workspace_id, updated_at__gt=since, updated_at__lt=until)
        edited = edited.filter(Q(scored_at=None) | Q(scored_at__lt=F("updated_at")))
        lead_ids = {
            *events.order_by("at", "pk").values_list("lead_id", flat=True)[:SWEPT],
            *edited.order_by("updated_at", "pk").values_list("pk", flat=True)[:SWEPT],
        }
        if lead_ids:
            found[workspace_id] = lead_ids
    return found


def count_grid(*, workspace):
    """Keep how many leads stand in each cell: of a large workspace a page cannot wait for it."""
    scoring, moment = Scoring.objects.of(workspace), timezone.now()
    counts = counts_of(Lead.objects.for_workspace(workspace).alive(), scoring, moment)
    Scoring.objects.filter(pk=scoring.pk).update(grid=counts, grid_at=moment)


# Rules and settings


@transaction.atomic
def save_rule(*, workspace, by, rule=None, **fields):
    """Make or change a rule, and count everyone anew. Raises TooManyRules, ValidationError."""
    if rule is None:
        existing = ScoringRule.objects.for_workspace(workspace)
        if existing.count() >= ScoringRule.MOST:
            raise TooManyRules
        rule = ScoringRule(workspace=workspace, position=existing.count())
    for name, value in fields.items():
        setattr(rule, name, value)
    check_rule(rule)
    rule.save()
    count_everyone(workspace=workspace)
    return rule


def check_rule(rule):
    """Raise ValidationError naming the field, for a rule that cannot be counted. What its kind has no use for goes."""
    if rule.is_fit:
        rule.event_type, rule.cap, rule.half_life_days = "", None, None
        segments.validate(rule.workspace, rule.rules)
    else:
        rule.rules = {}
        needed = ("event_type", "cap", "half_life_days")
        if missing := [name for name in needed if not getattr(rule, name)]:
            raise ValidationError(dict.fromkeys(missing, _("Fill this in.")))
        if not shows_interest(rule.event_type):
            raise ValidationError({"event_type": _("“%(type)s” is no event to score by.") % {"type": rule.event_type}})
    if rule.points == 0:
        raise ValidationError({"points": _("Write a number of points other than 0.")})
    rule.clean_fields(exclude=["workspace"])


@transaction.atomic
def delete_rule(*, rule, by):
    workspace = rule.workspace
    rule.delete()
    count_everyone(workspace=workspace)


@transaction.atomic
def save_settings(*, workspace, by, **fields):
    """The weight of the fit and the limits of the grid. Raises ValidationError."""
    scoring, _made = Scoring.objects.select_for_update().get_or_create(workspace=workspace)
    for name, value in fields.items():
        setattr(scoring, name, value)
    scoring.clean_fields(exclude=["workspace"])
    scoring.validate_constraints()
    scoring.grid_at = None
    scoring.save()
    return count_everyone(workspace=workspace)
