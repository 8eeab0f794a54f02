"""A workspace that grows to any number of leads, with about ten events each; for benchmarks only."""

import json
import random
from datetime import timedelta
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

DAYS = 365
SOURCES = ["google", "instagram", "facebook", "newsletter", "salon", "partenaire", "linkedin", "bouche-à-oreille"]
TAGS = ["client", "prospect", "vip", "formation", "salon 2026"]
FIRST = "Camille Léa Hugo Karim Sophie Paul Inès Julien Nadia Marc Élise Thomas Chloé Antoine Fatima Louis".split()  # noqa: SIM905
LAST = "Martin Durand Lefèvre Benali Moreau Petit Roux Garnier Faure Morel Noël Girard Caron Picard Rey Blanc".split()  # noqa: SIM905


class Grower:
    def __init__(self, with_events=True):
        from crm.models import Tag
        from marketing.funnels.models import Funnel
        from tests.factories.accounts import make_member, make_workspace

        self.workspace = make_workspace("Banc d’essai")
        self.user = make_member(self.workspace, "owner")
        self.dice = random.Random(7)
        self.tags = Tag.objects.bulk_create([Tag(workspace=self.workspace, name=name) for name in TAGS])
        self.funnel = Funnel.objects.create(workspace=self.workspace, name="Guide", slug="guide", is_active=True)
        self.now, self.leads, self.with_events = timezone.now(), 0, with_events

    def grow_to(self, leads):
        """Until there are so many leads, ten events for each, and a fiftieth of it and 50 in the other lists."""
        from crm.models import Lead
        from crm.statistics import rollup
        from webox.analytics.actions import rebuild_counts

        first, new = self.leads, leads - self.leads
        self.hurry(True)
        # A year written at once moves each day's totals with every batch; they are counted once, at the end.
        rollup.uninstall()
        while self.leads < leads:
            size = min(2000, leads - self.leads)
            Lead.objects.bulk_create([self.lead(self.leads + n) for n in range(size)])
            self.leads += size
        rows = (
            Lead.objects.for_workspace(self.workspace)
            .order_by("pk")
            .values_list("pk", "created_at", "status", "source", "estimated_value", "owner_id", "status_since")
        )
        rows = list(rows[first : first + new])
        self.tag(rows)
        self.history(rows)
        self.lists(*(50 + number // 50 if number else 0 for number in (first, leads)))
        rollup.install()
        if self.with_events:
            self.events(rows)
            rebuild_counts()
            self.campaign()
        self.analyze()
        self.hurry(False)

    def moment(self):
        return self.now - timedelta(seconds=self.dice.randrange(DAYS * 86400))

    def lead(self, number):
        from crm.models import Lead

        dice = self.dice
        first, last = dice.choice(FIRST), dice.choice(LAST)
        created, status = self.moment(), dice.choice(Lead.Status.values)
        moved = min(self.now, created + timedelta(hours=dice.randrange(1, 900)))
        return Lead(
            workspace=self.workspace,
            first_name=first,
            last_name=f"{last} {number}",
            email=f"{first}.{last}.{number}@example.com".lower(),
            company=f"Société {dice.randrange(500)}",
            status=status,
            status_since=created if status == "new" else moved,
            source=dice.choice(SOURCES),
            score=dice.randrange(100),
            estimated_value=dice.randrange(100, 5000),
            owner=self.user if number % 3 else None,
            created_at=created,
        )

    def tag(self, rows):
        from crm.models import Lead

        through = Lead.tags.through
        links = (through(lead_id=row[0], tag=self.dice.choice(self.tags)) for row in rows)
        while batch := list(islice(links, 5000)):
            through.objects.bulk_create(batch)

    def history(self, rows):
        """The ledger of each lead: created as new, then moved to where it stands, unless it is new still."""
        from crm.models import StatusChange
        from webox.lib.bulk import insert_rows

        columns = (
            *("workspace_id", "lead_id", "kind", "from_status", "to_status", "from_value", "to_value", "at", "day"),
            *("until", "until_day", "cohort", "furthest", "stands", "is_last_stay", "seconds_in_from", "age_seconds"),
            *("reason", "source", "owner_id"),
        )
        lines = (line for row in rows for line in self.lines_of(*row))
        while batch := list(islice(lines, 20_000)):
            insert_rows(StatusChange, columns, batch)

    def lines_of(self, pk, created, status, source, value, owner_id, since):
        moment, day_of = connection.ops.adapt_datetimefield_value, self.workspace.day_of
        day, value = day_of(created), str(value)
        has_moved = status != "new"
        until = (moment(since), day_of(since)) if has_moved else (None, None)
        yield (
            *(self.workspace.pk, pk, "created", "", "new", None, value, moment(created), day),
            *(*until, day, "new", True, True, None, None, "", source, owner_id),
        )
        if has_moved:
            furthest, reason = ("new", "Trop cher") if status == "lost" else (status, "")
            seconds = int((since - created).total_seconds())
            yield (
                *(self.workspace.pk, pk, "moved", "new", status, value, value, moment(since), day_of(since)),
                *(None, None, day, furthest, True, True, seconds, seconds, reason, source, owner_id),
            )

    def lists(self, first, last):
        from marketing.emails.models import EmailCampaign, OutboxMessage, Suppression
        from marketing.funnels.models import Funnel

        numbers, mine = range(first, last), {"workspace": self.workspace}
        EmailCampaign.objects.bulk_create(
            [EmailCampaign(**mine, name=f"Lettre {n}", subject="Bonjour", html_content="<p>…</p>") for n in numbers]
        )
        Funnel.objects.bulk_create([Funnel(**mine, name=f"Tunnel {n}", slug=f"tunnel-{n}") for n in numbers])
        Suppression.objects.bulk_create([Suppression(**mine, email=f"parti{n}@example.com") for n in numbers])
        raw = b"Subject: Bonjour\r\nTo: a@example.com\r\n\r\nBonjour"
        OutboxMessage.objects.bulk_create(
            [OutboxMessage(**mine, sender="a@b.example", recipient=f"p{n}@example.com", raw=raw) for n in numbers]
        )

    def campaign(self):
        """One campaign to everybody, sent."""
        from marketing.emails.actions.freezing import freeze
        from marketing.emails.models import Delivery, EmailCampaign, Link

        campaign = EmailCampaign.objects.create(
            workspace=self.workspace,
            name="À tous",
            subject="Bonjour",
            html_content='<a href="https://example.com/">Lire</a>',
            from_email="a@example.com",
            status="active",
        )
        freeze(campaign=campaign)
        rows = Delivery.objects.filter(campaign=campaign)
        rows.update(state="sent", sent_at=self.now)
        first = rows.order_by("pk").values_list("pk", flat=True).first()
        # Every third person opened it.
        rows.filter(pk__lt=first + self.leads // 3).update(opened_at=self.now)
        opened = rows.filter(opened_at__isnull=False).count()
        Link.objects.filter(campaign=campaign).update(clicks=opened // 4)
        EmailCampaign.objects.filter(pk=campaign.pk).update(
            status="completed", sent_at=self.now, total_sent=self.leads, total_opened=opened
        )
        self.sent = campaign

    def events(self, rows):
        columns = (
            "workspace_id",
            "type",
            "at",
            "day",
            "visitor",
            "lead_id",
            "subject_type",
            "subject_id",
            "properties",
        )
        events = (event for row in rows for event in self.events_of(*row))
        if connection.vendor == "postgresql":
            connection.ensure_connection()
            command = f"COPY analytics_event ({', '.join(columns)}) FROM STDIN"
            with connection.connection.cursor() as cursor, cursor.copy(command) as copy:
                for event in events:
                    copy.write_row(event)
            return
        sql = f"INSERT INTO analytics_event ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(sql, events)

    def events_of(self, pk, created, status, source, *_more):
        from crm.events import LEAD_CREATED, LEAD_STATUS_CHANGED
        from marketing.emails.events import CLICKED, OPENED, SENT
        from marketing.funnels.events import FUNNEL_ENTERED, OPTED_IN, PAGE_VIEWED
        from webox.analytics.events import VISIT_STARTED

        visitor, funnel = f"{pk:032x}", ("funnel", self.funnel.pk)
        story = [
            (VISIT_STARTED, None, "", 0, {"utm_source": source}),
            (FUNNEL_ENTERED, None, *funnel, {}),
            (PAGE_VIEWED, None, "funnelpage", 1, {}),
            (OPTED_IN, pk, "funnelpage", 1, {}),
            (LEAD_CREATED, pk, *funnel, {"source": source}),
            (LEAD_STATUS_CHANGED, pk, "", 0, {"from": "new", "to": status}),
            (SENT, pk, "emailcampaign", 1, {}),
            (OPENED, pk, "emailcampaign", 1, {}),
            (OPENED, pk, "emailcampaign", 2, {}),
            (CLICKED, pk, "emailcampaign", 1, {}),
        ]
        for step, (type, lead_id, kind, subject_id, properties) in enumerate(story):
            at = min(created + timedelta(hours=step * 5), self.now)
            day = self.workspace.day_of(at)
            if connection.vendor != "postgresql":
                at = at.strftime("%Y-%m-%d %H:%M:%S.%f")
            yield (self.workspace.pk, type, at, day, visitor, lead_id, kind, subject_id, json.dumps(properties))

    def hurry(self, yes):
        """SQLite: a large cache and no waiting for the disk while rows are written, then as the settings have it."""
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA cache_size = {-512_000 if yes else -65_536}")
                cursor.execute(f"PRAGMA synchronous = {'OFF' if yes else 'NORMAL'}")

    def analyze(self):
        with connection.cursor() as cursor:
            # What autovacuum does by and by
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
