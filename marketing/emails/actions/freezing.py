"""Starting a campaign: its audience becomes deliveries and its links become rows, once."""

from django.db import connection, transaction
from django.db.models import F, Value
from django.utils import timezone

from marketing.emails.audience import audience_of, recipients_of
from marketing.emails.compile import links_of
from marketing.emails.models import Delivery, EmailCampaign, Link

COLUMNS = ("workspace_id", "campaign_id", "lead_id", "email", "state", "reason", "attempts", "claim")


def freeze(*, campaign):
    """Materialise the audience in one statement. Harmless twice: only the first call finds `frozen_at` empty."""
    with transaction.atomic():
        mine = EmailCampaign.objects.filter(pk=campaign.pk, frozen_at=None, status=EmailCampaign.Status.ACTIVE)
        if not mine.update(frozen_at=timezone.now()):
            campaign.refresh_from_db()
            return
        Link.objects.bulk_create(
            [
                Link(workspace_id=campaign.workspace_id, campaign=campaign, number=number, url=url)
                for number, url in enumerate(links_of(campaign), 1)
            ],
            ignore_conflicts=True,
        )
        (insert_recipients if campaign.other_audience else insert_deliveries)(campaign)
        rows = Delivery.objects.filter(campaign=campaign)
        EmailCampaign.objects.filter(pk=campaign.pk).update(
            total_recipients=rows.count(), total_skipped=rows.filter(state=Delivery.State.SKIPPED).count()
        )
    campaign.refresh_from_db()


def insert_deliveries(campaign):
    audience = (
        audience_of(campaign.workspace, campaign.segment_rules)
        .annotate(campaign_id=Value(campaign.pk), no_attempts=Value(0), no_claim=Value(""), address=F("email"))
        .order_by("pk")
        .values_list(
            "workspace_id", "campaign_id", "pk", "address", "first_state", "skip_reason", "no_attempts", "no_claim"
        )
    )
    select, params = audience.query.sql_with_params()
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column) for column in COLUMNS)
    table = quote(Delivery._meta.db_table)
    # SQLite reads "ON CONFLICT" after a bare SELECT as a join: wrapping it in a subquery takes the doubt away.
    sql = f"INSERT INTO {table} ({columns}) SELECT * FROM ({select}) AS audience WHERE true ON CONFLICT DO NOTHING"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def insert_recipients(campaign):
    Delivery.objects.bulk_create(
        [
            Delivery(
                workspace_id=campaign.workspace_id,
                campaign=campaign,
                recipient=recipient.id,
                merge=recipient.merge,
                email=recipient.email,
                state=Delivery.State.SKIPPED if reason else Delivery.State.PENDING,
                reason=reason,
            )
            for recipient, reason in recipients_of(campaign)
        ],
        batch_size=500,
        ignore_conflicts=True,
    )
