"""The send loop: claim some rows, hand them over, record what came of it.

Nothing is lost and nothing is sent twice because every step is a row: a claim is an UPDATE only one worker can
win, its journal tells after a kill what had been handed over, and what nobody can know stays `uncertain`.
"""

import logging
import secrets
import time
from collections import defaultdict
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import BooleanField, Exists, F, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.utils import timezone

from marketing.emails import events
from marketing.emails.actions.freezing import freeze
from marketing.emails.actions.suppressing import suppress_many
from marketing.emails.compile import CannotCompile, compile_campaign, saying_why
from marketing.emails.models import Delivery, EmailCampaign, Suppression
from marketing.emails.providers import provider_for
from marketing.emails.signals import campaign_completed
from webox.analytics.actions import record_for_leads
from webox.lib.envelope import Kind, Outcome
from webox.lib.journal import Journal, orphans

logger = logging.getLogger(__name__)

State = Delivery.State
# A message the server put off is tried again after these; then it failed.
RETRY_AFTER = [timedelta(minutes=m) for m in (1, 5, 20, 60, 240, 720)]
# One claim should take about this long, so that a lease is never in doubt and a pause is felt soon.
CLAIM_SECONDS = 5
FIRST_CLAIM = 50
# A suppression carries the time it was made, and another transaction sees it only when it is committed.
SEEN_LATE = timedelta(minutes=5)
# Written out as the partial index is: SQLite cannot know that a parameter will be what the index wants, and would
# read the table from its first row.
WAITING = RawSQL("emails_delivery.state IN ('pending', 'deferred')", (), output_field=BooleanField())
EVENT_OF = {State.SENT: events.SENT, State.BOUNCED: events.BOUNCED, State.FAILED: events.FAILED}
COUNTER_OF = {
    State.SENT: "total_sent",
    State.BOUNCED: "total_bounced",
    State.FAILED: "total_failed",
    State.SKIPPED: "total_skipped",
    State.UNCERTAIN: "total_uncertain",
}


class ProviderUnreachable(Exception):
    """Some messages could not be handed over at all; they are pending again."""


# Campaigns this process is sending
_at_work = set()


def send_campaign(*, campaign_id):
    """Send what is left of an active campaign. Any number of workers may do this at once, each of them once.

    One that cannot be made into messages is paused, with the reason.
    Raises ProviderUnreachable, so that the caller rings again later.
    """
    # A second loop in one process would be no faster and leave twice as many messages uncertain after a kill.
    if campaign_id in _at_work:
        return
    _at_work.add(campaign_id)
    try:
        send_all(campaign_id)
    finally:
        _at_work.discard(campaign_id)


def send_all(campaign_id):
    campaign = EmailCampaign.objects.select_related("workspace").filter(pk=campaign_id).first()
    if not campaign or campaign.status != EmailCampaign.Status.ACTIVE:
        return
    try:
        # In one transaction: what cannot be compiled has no audience and no links yet either.
        with saying_why(campaign), transaction.atomic():
            freeze(campaign=campaign)
            if not campaign.frozen_at:
                return  # paused meanwhile
            compiled = compile_campaign(campaign)
    except CannotCompile as error:
        # Asking again changes nothing: a person has to look, and the sweeper must not ring for ever.
        logger.warning("Campaign %s is paused: %s", campaign_id, error)
        active = EmailCampaign.objects.filter(pk=campaign_id, status=EmailCampaign.Status.ACTIVE)
        active.update(status=EmailCampaign.Status.PAUSED, pause_reason=str(error)[:250], updated_at=timezone.now())
        return
    with provider_for(campaign.workspace) as provider:
        Send(campaign, provider, compiled).run()
    complete_if_done(campaign=campaign)


class Claim:
    """Rows this worker holds, and the journal that speaks for them should it be killed."""

    def __init__(self, size):
        self.id, self.size = secrets.token_hex(16), size
        self.journal = Journal(settings.DATA_DIR / "journal", self.id)
        self.envelopes, self.outcomes = [], []

    def hand_over(self, provider):
        """Returns how many seconds it took."""
        started = time.monotonic()
        if self.envelopes:
            self.outcomes = provider.send(self.envelopes, self.journal)
        return time.monotonic() - started


class Send:
    """One worker's way through a campaign. While one claim is handed over in a thread of its own, which never
    touches the database, the one before it is recorded and the one after it is taken."""

    def __init__(self, campaign, provider, compiled):
        self.campaign, self.provider, self.compiled = campaign, provider, compiled
        self.size, self.last_pk = FIRST_CLAIM, 0
        self.open = []

    def run(self):
        try:
            with ThreadPoolExecutor(1, "hand-over") as network:
                self.loop(network if self.provider.in_thread else None)
        finally:
            # Left behind when something went wrong: the sweeper records from them and gives the rest back.
            for claim in self.open:
                claim.journal.close(remove=False)

    def loop(self, network):
        handed, current = None, self.take()
        while handed or current:
            handing = self.start(current, network) if current else None
            if handed:
                self.finish(handed)
            following = self.take() if current else None
            if handing:
                self.adapt(current, handing.result())
                following = self.still_wanted(current, following)
            handed, current = current, following

    def start(self, claim, network):
        if network:
            return network.submit(claim.hand_over, self.provider)
        handing = Future()
        handing.set_result(claim.hand_over(self.provider))
        return handing

    def take(self):
        """The next Claim, None when nothing is left to take."""
        taken = Claim(self.size)
        self.open.append(taken)
        fields = self.compiled.names
        # Not from the start again each time: a database would walk past all that is sent already.
        for after in (self.last_pk, 0) if self.last_pk else (0,):
            number, last_pk, people = claim(self.campaign, taken.id, self.size, fields, after)
            if number:
                self.last_pk = last_pk
                taken.envelopes = [self.compiled.envelope(delivery_id, lead) for delivery_id, lead in people]
                return taken
        self.close(taken)
        return None

    def finish(self, claim):
        record(campaign=self.campaign, claim_id=claim.id, outcomes=claim.outcomes)
        self.close(claim)

    def close(self, claim):
        claim.journal.close()
        self.open.remove(claim)

    def adapt(self, claim, seconds):
        pace = len(claim.envelopes) / max(seconds, 0.001)
        if claim.envelopes:
            self.size = max(10, min(settings.EMAIL_BATCH_SIZE, self.size * 4, int(pace * CLAIM_SECONDS)))

    def still_wanted(self, current, following):
        """The claim taken ahead, unless it is to be given back: the campaign paused, or nothing gets through."""
        unsent = next((outcome for outcome in current.outcomes if outcome.kind == Kind.UNSENT), None)
        if following and (unsent or not self.is_active()):
            give_back(self.campaign, following.id)
            self.close(following)
            following = None
        if unsent:
            self.finish(current)
            raise ProviderUnreachable(unsent.text)
        return following

    def is_active(self):
        return EmailCampaign.objects.filter(pk=self.campaign.pk, status=EmailCampaign.Status.ACTIVE).exists()


@transaction.atomic
def claim(campaign, claim_id, size, fields=(), after=0):
    """Take rows with ids above `after` and check once more that each person may be written to.

    Returns how many rows were taken, the last id, and [(delivery id, the lead's `fields`)] of those to send.
    """
    now = timezone.now()
    waiting = Delivery.objects.filter(
        Q(not_before=None) | Q(not_before__lte=now),
        Exists(EmailCampaign.objects.filter(pk=OuterRef("campaign_id"), status=EmailCampaign.Status.ACTIVE)),
        WAITING,
        campaign=campaign,
        pk__gt=after,
    ).order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        waiting = waiting.select_for_update(skip_locked=True, of=("self",))
    names = ("deleted_at", "unsubscribed_at", *fields)
    known = ("pk", "email", "lead_id", "recipient", "merge")
    rows = list(waiting.values_list(*known, *(f"lead__{name}" for name in names))[:size])
    if not rows:
        return 0, after, []
    Delivery.objects.filter(pk__in=[row[0] for row in rows]).update(
        state=State.SENDING, claim=claim_id, claimed_at=now, attempts=F("attempts") + 1
    )
    blocked, other = blocked_addresses(campaign, [row[1].lower() for row in rows]), campaign.other_audience
    wanted = {recipient.id for recipient in other.rows(campaign)} if other else ()
    people, skipped = [], defaultdict(list)
    for pk, email, lead_id, recipient, merge, *values in rows:
        if recipient is not None and recipient not in wanted:
            skipped["recipient_gone"].append(pk)
        elif reason := skip_reason(lead_id or recipient, email, values, blocked):
            skipped[reason].append(pk)
        else:
            # The audience was frozen with this address: a correction made since must not redirect the message.
            people.append((pk, dict(zip(names, values, strict=True)) | (merge or {}) | {"email": email}))
    for reason, pks in skipped.items():
        Delivery.objects.filter(pk__in=pks).update(state=State.SKIPPED, reason=reason)
    move_counters(campaign.pk, {State.SKIPPED: sum(map(len, skipped.values()))})
    return len(rows), rows[-1][0], people


def blocked_addresses(campaign, addresses):
    """{address: reason} of those suppressed since the audience was frozen; the earlier ones are skipped already."""
    start = campaign.frozen_at - SEEN_LATE
    since = Suppression.objects.filter(workspace_id=campaign.workspace_id, created_at__gte=start)
    if not since.exists():
        return {}
    return dict(since.annotate(low=Lower("email")).filter(low__in=addresses).values_list("low", "reason"))


def skip_reason(person, email, values, blocked):
    deleted_at, unsubscribed_at, *_fields = values
    if person is None or deleted_at:
        return "lead_deleted"
    if blocked and email.lower() in blocked:
        return f"suppressed_{blocked[email.lower()]}"
    return "suppressed_unsubscribed" if unsubscribed_at else ""


@transaction.atomic
def record(*, campaign, claim_id, outcomes):
    """Write outcomes of a claim. Rows already decided are left alone, so doing it twice changes nothing."""
    now = timezone.now()
    # A row whose lease ran out while its worker was still at it is `uncertain`, until that worker says more.
    held = Delivery.objects.filter(
        pk__in=[outcome.id for outcome in outcomes], claim=claim_id, state__in=(State.SENDING, State.UNCERTAIN)
    )
    locked = held.order_by("pk").select_for_update()
    rows = {row[0]: row for row in locked.values_list("pk", "state", "attempts", "email", "lead_id")}
    groups, moves = defaultdict(list), defaultdict(int)
    for outcome in outcomes:
        pk, state, attempts, email, lead_id = rows.get(outcome.id, (None, None, 0, "", None))
        if pk is None or (state == State.UNCERTAIN and outcome.kind == Kind.UNCERTAIN):
            continue
        change = change_for(outcome, attempts, now)
        groups[change].append((pk, email, lead_id))
        moves[state] -= 1
        moves[change[0]] += 1
    # By state, so that two workers move the day's counts in one order and never wait for each other.
    for change, members in sorted(groups.items(), key=lambda group: group[0][0]):
        write_change(campaign, change, members, now)
    move_counters(campaign.pk, moves)
    if moves[State.PENDING] > 0 or moves[State.DEFERRED] > 0:
        reopen(campaign)


def reopen(campaign):
    """A campaign may have completed while a row was uncertain that, as its worker says at last, was never sent."""
    completed = EmailCampaign.objects.filter(pk=campaign.pk, status=EmailCampaign.Status.COMPLETED)
    completed.update(status=EmailCampaign.Status.ACTIVE, sent_at=None)


def write_change(campaign, change, members, now):
    """Move the rows [(delivery id, address, lead id)] that share an outcome, with their events."""
    state, reason, not_before, sent_at, fewer = change
    Delivery.objects.filter(pk__in=[pk for pk, _email, _lead in members]).update(
        state=state, reason=reason, not_before=not_before, sent_at=sent_at, attempts=F("attempts") - fewer
    )
    if state in EVENT_OF:
        about = {"reason": reason} if reason else {}
        leads = [(lead_id, {"delivery": pk} | about) for pk, _email, lead_id in members]
        record_for_leads(workspace=campaign.workspace, type=EVENT_OF[state], at=now, subject=campaign, leads=leads)
    if state == State.BOUNCED:
        suppress_many(campaign=campaign, bounces=[(email, reason) for _pk, email, _lead in members])


def change_for(outcome: Outcome, attempts, now):
    """(state, reason, not before, sent at, attempts to give back) of an outcome."""
    said = f"{outcome.code} {outcome.text}".strip()[:250] if outcome.code else outcome.text[:250]
    match outcome.kind:
        case Kind.ACCEPTED:
            return State.SENT, "", None, now, 0
        case Kind.DEFERRED if attempts <= len(RETRY_AFTER):
            return State.DEFERRED, said, now + RETRY_AFTER[attempts - 1], None, 0
        case Kind.DEFERRED | Kind.REJECTED:
            return State.FAILED, said, None, None, 0
        case Kind.REJECTED_RECIPIENT:
            return State.BOUNCED, said, None, None, 0
        case Kind.UNSENT:
            return State.PENDING, said, None, None, 1
    return State.UNCERTAIN, said, None, None, 0


def move_counters(campaign_id, moves):
    """Add to a campaign's counters: {delivery state: how many more}."""
    deltas = {COUNTER_OF[state]: F(COUNTER_OF[state]) + n for state, n in moves.items() if n and state in COUNTER_OF}
    if deltas:
        EmailCampaign.objects.filter(pk=campaign_id).update(**deltas)


def complete_if_done(*, campaign):
    """Complete an active campaign all of whose deliveries are decided. True if this call did it."""
    undecided = Delivery.objects.filter(campaign=OuterRef("pk"), state__in=Delivery.OPEN)
    done = EmailCampaign.objects.filter(
        ~Exists(undecided), pk=campaign.pk, status=EmailCampaign.Status.ACTIVE, frozen_at__isnull=False
    ).update(status=EmailCampaign.Status.COMPLETED, sent_at=timezone.now(), pause_reason="")
    if done:
        campaign.refresh_from_db()
        campaign_completed.send(sender=EmailCampaign, campaign=campaign)
    return bool(done)


def recover_claims():
    """Record what killed workers of this machine had handed over, and give back the rest of their claims."""
    for orphan in orphans(settings.DATA_DIR / "journal"):
        named = [*orphan.uncertain, *(outcome.id for outcome in orphan.outcomes)]
        held = Delivery.objects.filter(Q(state=State.SENDING) | Q(pk__in=named[:1]), claim=orphan.claim)
        if row := held.select_related("campaign__workspace").first():
            lost = [Outcome(id, Kind.UNCERTAIN, 0, "handed_over_unanswered") for id in orphan.uncertain]
            with transaction.atomic():
                record(campaign=row.campaign, claim_id=orphan.claim, outcomes=orphan.outcomes + lost)
                give_back(row.campaign, orphan.claim)
            logger.info("Recovered claim %s of campaign %s", orphan.claim, row.campaign_id)
        orphan.remove()


def give_back(campaign, claim_id):
    """The rows of a dead worker's claim that its journal does not name were never handed over."""
    untouched = Delivery.objects.filter(claim=claim_id, state=State.SENDING)
    untouched.update(state=State.PENDING, claimed_at=None, attempts=F("attempts") - 1)


def expire_leases():
    """Rows held for longer than a lease by a worker whose journal is out of reach: nobody can say, so neither do we."""
    limit = timezone.now() - timedelta(seconds=settings.EMAIL_LEASE_SECONDS)
    expired = Delivery.objects.filter(state=State.SENDING, claim__gt="", claimed_at__lt=limit)
    for campaign_id in list(expired.values_list("campaign_id", flat=True).distinct()):
        with transaction.atomic():
            rows = expired.filter(campaign_id=campaign_id)
            changed = rows.update(state=State.UNCERTAIN, reason="lease_expired")
            move_counters(campaign_id, {State.UNCERTAIN: changed})


def stalled_campaigns():
    """Active campaigns with work to do that nobody seems to be doing."""
    now = timezone.now()
    mine = Delivery.objects.filter(campaign=OuterRef("pk"))
    waiting = mine.filter(Q(not_before=None) | Q(not_before__lte=now), state__in=(State.PENDING, State.DEFERRED))
    at_work = mine.filter(state=State.SENDING, claimed_at__gt=now - timedelta(seconds=60))
    return EmailCampaign.objects.filter(
        Q(frozen_at=None) | Exists(waiting), ~Exists(at_work), status=EmailCampaign.Status.ACTIVE
    )
