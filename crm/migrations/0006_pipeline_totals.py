"""The lines of the ledger learn what statistics ask of them, and the table of their totals is made."""

from itertools import groupby
from zoneinfo import ZoneInfo

import django.db.models.deletion
import webox.lib.fields
from django.db import migrations, models

FUNNEL = ["new", "contacted", "qualified", "proposal", "negotiation", "won"]
FILLED = ["until_day", "cohort", "furthest", "stands", "is_last_stay"]


def fill(apps, schema_editor):
    StatusChange, Workspace = apps.get_model("crm", "StatusChange"), apps.get_model("accounts", "Workspace")
    zones = {pk: ZoneInfo(name) for pk, name in Workspace.objects.values_list("pk", "time_zone")}
    lines = []
    rows = StatusChange.objects.select_related("lead").order_by("lead_id", "at", "pk").iterator(2000)
    for _lead_id, changes in groupby(rows, key=lambda row: row.lead_id):
        changes = list(changes)
        fill_lead(changes, zones[changes[0].workspace_id])
        lines += changes
        if len(lines) >= 2000:
            StatusChange.objects.bulk_update(lines, FILLED, batch_size=200)
            lines = []
    StatusChange.objects.bulk_update(lines, FILLED, batch_size=200)


def fill_lead(changes, zone):
    furthest = 0
    for row in changes:
        furthest = max([furthest, *(FUNNEL.index(name) for name in (row.from_status, row.to_status) if name in FUNNEL)])
        row.furthest, row.cohort = FUNNEL[furthest], row.lead.created_day
        row.until_day = row.until.astimezone(zone).date() if row.until else None
    left = set()
    for row in reversed(changes):
        if row.kind == "moved":
            row.stands, row.is_last_stay = row.to_status not in left, row.from_status not in left
            left.add(row.from_status)


def uninstall(apps, schema_editor):
    """The triggers that move the totals go before their table does."""
    from crm.statistics import rollup

    rollup.uninstall(schema_editor.connection.alias)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_own_leads_only'),
        ('crm', '0005_scoring'),
    ]

    operations = [
        migrations.AddField(
            model_name='statuschange',
            name='cohort',
            field=models.DateField(blank=True, editable=False, null=True, verbose_name='day the lead was created'),
        ),
        migrations.AddField(
            model_name='statuschange',
            name='furthest',
            field=models.CharField(blank=True, choices=[('new', 'New'), ('contacted', 'Contacted'), ('qualified', 'Qualified'), ('proposal', 'Proposal'), ('negotiation', 'Negotiation'), ('won', 'Won'), ('lost', 'Lost')], max_length=12, verbose_name='furthest stage'),
        ),
        migrations.AddField(
            model_name='statuschange',
            name='is_last_stay',
            field=models.BooleanField(default=True, verbose_name='last stay in the stage'),
        ),
        migrations.AddField(
            model_name='statuschange',
            name='stands',
            field=models.BooleanField(default=True, verbose_name='not taken back'),
        ),
        migrations.AddField(
            model_name='statuschange',
            name='until_day',
            field=webox.lib.fields.DayOf(editable=False, null=True, source='until'),
        ),
        migrations.AlterField(
            model_name='statuschange',
            name='kind',
            field=models.CharField(choices=[('created', 'Created'), ('moved', 'Moved'), ('valued', 'Value changed'), ('deleted', 'Deleted'), ('restored', 'Restored'), ('assigned', 'Owner changed')], default='moved', max_length=8, verbose_name='kind'),
        ),
        migrations.CreateModel(
            name='PipelineTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('measure', models.CharField(choices=[('created', 'leads by the day they were created and the status they have'), ('standing', 'leads that came to a status and that left it'), ('reached', 'leads that came to a furthest stage and that went beyond'), ('decided', 'leads won and lost'), ('stayed', 'stays in a stage that ended')], max_length=8, verbose_name='measure')),
                ('dimension', models.CharField(blank=True, choices=[('', 'all'), ('source', 'source'), ('owner', 'owner'), ('both', 'owner and source'), ('cohort', 'day of creation'), ('reason', 'reason for the loss'), ('bucket', 'duration')], max_length=8, verbose_name='dimension')),
                ('day', models.DateField(verbose_name='day')),
                ('value', models.CharField(blank=True, max_length=200, verbose_name='value')),
                ('status', models.CharField(choices=[('new', 'New'), ('contacted', 'Contacted'), ('qualified', 'Qualified'), ('proposal', 'Proposal'), ('negotiation', 'Negotiation'), ('won', 'Won'), ('lost', 'Lost')], max_length=12, verbose_name='status')),
                ('count', models.BigIntegerField(default=0, verbose_name='number')),
                ('valued', models.BigIntegerField(default=0, verbose_name='with a value')),
                ('cents', models.BigIntegerField(default=0, verbose_name='value in cents')),
                ('seconds', models.BigIntegerField(default=0, verbose_name='seconds')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.workspace', verbose_name='workspace')),
            ],
            options={
                'verbose_name': 'pipeline total',
                'verbose_name_plural': 'pipeline totals',
                'indexes': [models.Index(fields=['workspace', 'measure', 'dimension', 'value', 'day'], name='pipeline_total_value')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'measure', 'dimension', 'day', 'value', 'status'), name='pipeline_total_once')],
            },
        ),
        migrations.AddIndex(
            model_name='statuschange',
            index=models.Index(fields=['workspace', 'cohort'], name='status_change_cohort'),
        ),
        migrations.RunPython(fill, uninstall),
    ]
