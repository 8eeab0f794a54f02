"""The ledger of earlier versions gets what a line now knows: its kind, until when it held, the value, the durations."""

from itertools import groupby
from zoneinfo import ZoneInfo

from django.db import migrations

STANDARD = {
    "new": (2, 5),
    "contacted": (7, 10),
    "qualified": (14, 25),
    "proposal": (14, 50),
    "negotiation": (21, 75),
    "won": (None, 100),
    "lost": (None, 0),
}
FILLED = ["kind", "until", "from_value", "to_value", "day", "seconds_in_from", "age_seconds", "source", "owner"]


def fill(apps, schema_editor):
    Stage, Workspace = apps.get_model("crm", "Stage"), apps.get_model("accounts", "Workspace")
    for workspace in Workspace.objects.all():
        for status, (days, probability) in STANDARD.items():
            Stage.objects.create(workspace=workspace, status=status, expected_days=days, probability=probability)
    StatusChange, Lead = apps.get_model("crm", "StatusChange"), apps.get_model("crm", "Lead")
    rows = StatusChange.objects.select_related("lead", "workspace").order_by("lead_id", "at", "pk")
    leads, lines = [], []
    for lead, changes in groupby(rows.iterator(2000), key=lambda row: row.lead):
        changes = list(changes)
        fill_lead(StatusChange, lead, changes)
        leads.append(lead)
        lines += changes
        if len(leads) == 500:
            write(Lead, StatusChange, leads, lines)
            leads, lines = [], []
    write(Lead, StatusChange, leads, lines)


def fill_lead(StatusChange, lead, changes):
    for row, following in zip(changes, [*changes[1:], None]):
        row.kind = "moved" if row.from_status else "created"
        row.until = following.at if following else None
        row.from_value = lead.estimated_value if row.from_status else None
        row.to_value = lead.estimated_value
        row.source, row.owner_id = lead.source, lead.owner_id
    for row, earlier in zip(changes[1:], changes):
        row.seconds_in_from = max(0, int((row.at - earlier.at).total_seconds()))
        row.age_seconds = max(0, int((row.at - lead.created_at).total_seconds()))
    last = changes[-1]
    lead.status_since = last.at
    lead.rank = int(-lead.created_at.timestamp() * 1_000_000)
    if lead.deleted_at:
        last.until = max(lead.deleted_at, last.at)
        StatusChange.objects.create(
            workspace_id=lead.workspace_id,
            lead=lead,
            kind="deleted",
            from_status=last.to_status,
            from_value=lead.estimated_value,
            at=last.until,
            source=lead.source,
            owner_id=lead.owner_id,
        )


def write(Lead, StatusChange, leads, lines):
    zones = {line.workspace_id: ZoneInfo(line.workspace.time_zone) for line in lines}
    for lead in leads:
        lead.created_day = lead.created_at.astimezone(zones[lead.workspace_id]).date()
    for line in lines:
        line.day = line.at.astimezone(zones[line.workspace_id]).date()
    Lead.objects.bulk_update(leads, ["status_since", "rank", "created_day"])
    StatusChange.objects.bulk_update(lines, FILLED, batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("crm", "0002_sales_pipeline")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
