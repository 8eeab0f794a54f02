"""Workspaces of earlier versions get the standard rules, and a worker counts their leads."""

from django.db import migrations
from django.utils import timezone
from django.utils.translation import override

from crm.scoring.standard import standard_rules


def set_up(apps, schema_editor):
    Workspace = apps.get_model("accounts", "Workspace")
    Lead, Scoring, ScoringRule = (apps.get_model("crm", name) for name in ("Lead", "Scoring", "ScoringRule"))
    for workspace in Workspace.objects.all():
        number = Lead.objects.filter(workspace=workspace, deleted_at=None).count()
        # Queued with nobody at it: the sweeper rings for it.
        state = {"state": "queued", "total": number, "seen_at": timezone.now()} if number else {}
        Scoring.objects.create(workspace=workspace, **state)
        with override(workspace.language):
            rules = [ScoringRule(workspace=workspace, **fields) for fields in standard_rules()]
        ScoringRule.objects.bulk_create(rules)


class Migration(migrations.Migration):
    dependencies = [("crm", "0008_imports")]
    operations = [migrations.RunPython(set_up, migrations.RunPython.noop)]
