"""From the spool to the ledger: what opens and clicks say, once each, in bulk."""

import time
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from marketing.emails import events
from marketing.emails.actions.sending import move_counters
from marketing.emails.machines import BURST_SECONDS, HONEYPOT_SECONDS, MACHINE, Hit, classify
from marketing.emails.models import Delivery, EmailCampaign, IngestedSpool, Link
from marketing.emails.tracking import spool
from webox.accounts.models import Workspace
from webox.analytics.actions import build, record_many
from webox.analytics.models import Event

State = Delivery.State
# A burst must have ended before its first hit is judged.
SETTLE_SECONDS = BURST_SECONDS + 1
FILES_AT_ONCE = 50
# A name is remembered for longer than a worker may lie dead between its commit and the removal of the file.
REMEMBERED = timedelta(days=30)


def ingest(*, now=None):
    """Read every settled spool file into events, deliveries and counters. Returns the number of hits read."""
    now = now or time.time()
    files = spool().closed(before=now - SETTLE_SECONDS)
    hits = 0
    for start in range(0, len(files), FILES_AT_ONCE):
        some = files[start : start + FILES_AT_ONCE]
        # The next files are enough to see the end of a burst; all of a backlog would be read again for every fifty.
        later = [record for file in files[start + FILES_AT_ONCE :][:FILES_AT_ONCE] for record in file.records()]
        later += spool().open_records(after=now - SETTLE_SECONDS)
        hits += ingest_files(some, later)
        for file in some:
            file.remove()
    IngestedSpool.objects.filter(at__lt=timezone.now() - REMEMBERED).delete()
    return hits


def ingest_files(files, later):
    """One transaction: the names of the files and what they say. A file whose name is known is skipped."""
    with transaction.atomic():
        fresh = [file for file in files if is_first(file)]
        hits = [hit for file in fresh for hit in read(file.records())]
        apply(hits, read(later))
    return len(hits)


def is_first(file):
    """Whether this transaction is the one to read the file. While another is at it, this waits to see it through."""
    return IngestedSpool.objects.get_or_create(name=file.name)[1]


def read(records):
    hits = []
    for record in records:
        try:
            hits.append(Hit.from_record(record))
        except (KeyError, TypeError, ValueError):
            continue  # not a line of ours
    return hits


def apply(hits, later):
    ids = {hit.delivery for hit in hits}
    rows = Delivery.objects.filter(pk__in=ids).order_by("pk").select_for_update()
    deliveries = {row.pk: row for row in rows}
    around = defaultdict(list)
    workspaces = Workspace.objects.in_bulk({row.workspace_id for row in deliveries.values()})
    for hit in [*hits, *later, *earlier_honeypots(hits, workspaces)]:
        around[hit.delivery].append(hit)
    changes = Changes()
    for hit in sorted(hits, key=lambda hit: hit.at):
        row = deliveries.get(hit.delivery)
        # A token is signed, but its campaign may be gone and its delivery with it.
        if row and row.campaign_id == hit.campaign:
            verdict = classify(hit, [other for other in around[hit.delivery] if other is not hit])
            changes.add(workspaces[row.workspace_id], row, hit, *verdict)
    changes.write(deliveries)


def earlier_honeypots(hits, workspaces):
    """Hits of the honeypot link that were read before and still speak for what followed them."""
    if not hits:
        return []
    since = datetime.fromtimestamp(min(hit.at for hit in hits) - HONEYPOT_SECONDS, UTC)
    # The workspaces lead to an index: there may be ten million events.
    rows = Event.objects.filter(
        workspace__in=workspaces,
        type=events.MACHINE_CLICKED,
        at__gte=since,
        subject_type="emailcampaign",
        properties__link=0,
    ).values_list("properties__delivery", "subject_id", "at")
    return [Hit(delivery, campaign, 0, at.timestamp()) for delivery, campaign, at in rows]


class Changes:
    """What a batch of hits moves, gathered and then written in a few statements."""

    FIELDS = ("opened_at", "clicked_at", "machine_opened_at", "machine_clicked_at", "state", "reason", "sent_at")

    def __init__(self):
        self.events, self.touched = [], set()
        self.campaigns = defaultdict(Counter)
        self.states = defaultdict(Counter)
        self.links = defaultdict(Counter)

    def add(self, workspace, row, hit, kind, reason):
        at = datetime.fromtimestamp(hit.at, UTC)
        machine, clicked = kind == MACHINE, hit.number is not None
        self.arrived(workspace, row, at)
        if clicked:
            self.links[row.campaign_id, hit.number]["machine_clicks" if machine else "clicks"] += 1
            self.first(row, "machine_clicked_at" if machine else "clicked_at", at)
        if not clicked or not machine:
            # Who clicks has seen the message, even where images are blocked.
            self.first(row, "machine_opened_at" if machine else "opened_at", at)
        if machine:
            type = events.MACHINE_CLICKED if clicked else events.MACHINE_OPENED
        else:
            type = events.CLICKED if clicked else events.OPENED
        properties = {"delivery": row.pk, "class": kind} | ({"reason": reason} if reason else {})
        if clicked:
            properties["link"] = hit.number
        self.events.append(
            build(
                workspace,
                type,
                at=at,
                lead_id=row.lead_id,
                subject=("emailcampaign", row.campaign_id),
                properties=properties | {"agent": hit.agent, "network": hit.ip},
            )
        )

    def first(self, row, field, at):
        if getattr(row, field) is None:
            setattr(row, field, at)
            self.touched.add(row.pk)
            self.campaigns[row.campaign_id][f"total_{field.removesuffix('_at')}"] += 1

    def arrived(self, workspace, row, at):
        """A message somebody opened did arrive: that settles an uncertain delivery."""
        if row.state == State.UNCERTAIN:
            row.state, row.reason, row.sent_at = State.SENT, "seen_opened", row.sent_at or at
            self.touched.add(row.pk)
            self.states[row.campaign_id].update({State.UNCERTAIN: -1, State.SENT: 1})
            subject = ("emailcampaign", row.campaign_id)
            about = {"delivery": row.pk, "reason": row.reason}
            sent = build(workspace, events.SENT, row.sent_at, lead_id=row.lead_id, subject=subject, properties=about)
            self.events.append(sent)

    def write(self, deliveries):
        Delivery.objects.bulk_update([deliveries[pk] for pk in self.touched], self.FIELDS, batch_size=500)
        # In one order, so that two writers never wait for each other
        for campaign_id, deltas in sorted(self.campaigns.items()):
            moved = {name: F(name) + n for name, n in deltas.items()}
            EmailCampaign.objects.filter(pk=campaign_id).update(**moved)
        for campaign_id, moves in sorted(self.states.items()):
            move_counters(campaign_id, moves)
        for (campaign_id, number), deltas in sorted(self.links.items()):
            moved = {name: F(name) + n for name, n in deltas.items()}
            Link.objects.filter(campaign_id=campaign_id, number=number).update(**moved)
        record_many(events=self.events)
