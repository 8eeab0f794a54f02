"""Something of everything for backups to keep, and ways to look at all of it."""

import json
import os
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO

from django.core import serializers
from django.core.management import call_command
from django.db import connection

from crm.models import LeadEngagement
from marketing.emails.tracking import spool_in
from tests.factories.accounts import make_api_key, make_member, make_workspace
from tests.factories.ads import make_ad_campaign, make_ad_image, make_creative, make_day
from tests.factories.analytics import make_count
from tests.factories.crm import make_change, make_field, make_interaction, make_lead, make_rule
from tests.factories.emails import make_outbox_message, make_sent_campaign
from tests.factories.funnels import make_funnel, make_page
from tests.factories.imports import make_import
from tests.factories.investors import make_commitment, make_contact, make_investor, make_kpi, make_round
from webox.analytics.models import Event
from webox.dashboard.backup.rows import models, sum_of

ODD = {"z": 1, "a": [1.5, -0.0, 1e22, 1.2345678901234567e16, 10**20, None, True, "é\u2028🙂"], "": {"b": {}}}


def make_world(settings):
    workspace = make_workspace("Atelier", time_zone="Europe/Paris")
    user = make_member(workspace, "owner", email="ada@example.com")
    make_api_key(workspace, user)
    leads = [
        make_lead(workspace, ["client", "vip"], estimated_value=Decimal("1234567.89"), last_name="Zoé L’Étoile"),
        make_lead(workspace, owner=user, custom_fields={"budget": 0.1, "größe": "é"}, notes="a\nb\t\\ \u2028"),
        make_lead(workspace, status="won", created_at=datetime(2026, 3, 14, 23, 30, 0, 1, tzinfo=UTC)),
    ]
    make_change(leads[0], "new", at=datetime(2026, 3, 1, 8, tzinfo=UTC), to_value=Decimal("0.10"))
    make_field(workspace)
    make_interaction(leads[0], interaction_metadata=ODD)
    when, rule = datetime(2026, 3, 1, tzinfo=UTC), make_rule(workspace, "engagement")
    LeadEngagement.objects.create(
        workspace=workspace, lead=leads[0], rule=rule, value=0.1 + 0.2, as_of=when, count=2, last_at=when
    )
    make_sent_campaign(workspace, leads, ["sent", "failed", "uncertain"])
    make_outbox_message(workspace)
    make_page(make_funnel(workspace, total_revenue=Decimal("99.90")))
    campaign = make_ad_campaign(workspace)
    make_ad_image(make_creative(campaign))
    make_day(campaign, "2026-03-01", spend=Decimal("12.3456"))
    make_count(workspace, datetime(2026, 3, 1).date())
    Event.objects.create(workspace=workspace, type="crm.lead.created", at=when, day=when.date(), properties=ODD)
    make_import(workspace, user)
    raise_money(workspace, user)
    private = settings.DATA_DIR / "private" / "documents" / str(workspace.pk)
    private.mkdir(parents=True)
    (private / "-_deck").write_bytes(os.urandom(3_000_000))
    spool_in(settings.DATA_DIR).append({"type": "open", "token": "x"})
    return workspace


def raise_money(workspace, user):
    investor = make_investor(workspace, user, check_size=Decimal("250000.50"))
    make_contact(investor)
    make_kpi(investor)
    make_commitment(make_round(workspace), investor)


def everything():
    """All rows as Django itself writes them; the keys of JSON have no order."""
    rows = [row for model in models() for row in model._base_manager.order_by(model._meta.pk.attname)]
    return json.loads(serializers.serialize("json", rows))


def sums():
    return {model._meta.label: sum_of(model) for model in models()}


def kept_files(settings):
    places = [settings.DATA_DIR / name for name in ("imports", "creatives", "private", "spool")]
    paths = [path for place in places for path in place.rglob("*") if path.is_file()]
    return {str(path.relative_to(settings.DATA_DIR)): path.read_bytes() for path in paths}


def empty():
    """A database as it is after migrating, and a data folder with nothing in it."""
    call_command("flush", interactive=False, verbosity=0)


def command(name, *arguments, **options):
    """What a management command said, and what it said aside."""
    out, aside = StringIO(), StringIO()
    call_command(name, *map(str, arguments), stdout=out, stderr=aside, **options)
    return out.getvalue(), aside.getvalue()


def environment(settings, **more):
    """For a process that works on the database of this test."""
    name, server = str(connection.settings_dict["NAME"]), os.environ.get("DATABASE_URL", "")
    url = f"{server.rpartition('/')[0]}/{name}" if server else f"sqlite:///{name}"
    given = {"DATABASE_URL": url, "WEBOX_DATA_DIR": str(settings.DATA_DIR), "BACKUP_DIR": str(settings.BACKUP_DIR)}
    return os.environ | given | more
