from decimal import Decimal

import pytest
from django.db import connection

from crm import totals
from crm.models import Lead, StatusTotal
from tests.factories.crm import make_lead

pytestmark = pytest.mark.django_db


def shown(workspace):
    found = StatusTotal.objects.for_workspace(workspace).by_status()
    return {status: (number, str(value)) for status, (number, value) in found.items() if number or value}


def test_every_way_to_write_a_lead_moves_its_total(workspace, other_workspace):
    lead = make_lead(workspace, estimated_value="100.10")
    make_lead(workspace, estimated_value="0.20")
    make_lead(workspace, status="won")
    make_lead(other_workspace, status="won", estimated_value="7")
    assert shown(workspace) == {"new": (2, "100.3"), "won": (1, "0")}
    lead.status = "won"
    lead.save()
    assert shown(workspace) == {"new": (1, "0.2"), "won": (2, "100.1")}
    lead.estimated_value = Decimal("50.05")
    lead.save()
    lead.first_name = "Ada"
    lead.save()
    assert shown(workspace)["won"] == (2, "50.05")
    Lead.objects.for_workspace(workspace).filter(status="won").update(status="lost")
    assert shown(workspace) == {"new": (1, "0.2"), "lost": (2, "50.05")}
    lead.refresh_from_db()
    lead.deleted_at = lead.created_at
    lead.save()
    assert shown(workspace) == {"new": (1, "0.2"), "lost": (1, "0")}
    lead.deleted_at = None
    lead.save()
    assert shown(workspace)["lost"] == (2, "50.05")
    Lead.objects.for_workspace(workspace).filter(status="lost").delete()
    assert shown(workspace) == {"new": (1, "0.2")}
    assert shown(other_workspace) == {"won": (1, "7")}


def test_many_at_once(workspace):
    rows = [
        Lead(workspace=workspace, email=f"{n % 8}@example.com", estimated_value=n, status="proposal") for n in range(8)
    ]
    Lead.objects.bulk_create(rows)
    Lead.objects.bulk_create([Lead(workspace=workspace, email="3@example.com")], ignore_conflicts=True)
    assert shown(workspace) == {"proposal": (8, "28")}
    for row in rows:
        row.estimated_value += 1
    Lead.objects.bulk_update(rows, ["estimated_value"])
    assert shown(workspace) == {"proposal": (8, "36")}


def test_a_workspace_can_go_with_all_it_has(workspace):
    make_lead(workspace, estimated_value=5)
    workspace.delete()
    connection.check_constraints()
    assert (Lead.objects.count(), StatusTotal.objects.count()) == (0, 0)


def test_installing_again_counts_anew(workspace):
    make_lead(workspace, estimated_value="12.34")
    StatusTotal.objects.update(count=99, cents=1)
    totals.install()
    assert shown(workspace) == {"new": (1, "12.34")}
    make_lead(workspace)
    assert shown(workspace) == {"new": (2, "12.34")}
