from decimal import Decimal
from itertools import count

from investors import actions
from investors.models import KPI, Commitment, Contact, Interaction, MarketingEvent, Restatement, Round

number = count(1)


def make_investor(workspace, by=None, **fields):
    """As people make them, with the first line of the ledger."""
    n = next(number)
    fields = {"name": f"Fonds {n}", "email": f"fonds{n}@example.com"} | fields
    return actions.create_investor(workspace=workspace, by=by, **fields)


def make_contact(investor, **fields):
    n = next(number)
    fields = {"name": f"Ada Martin {n}", "email": f"ada{n}@example.com"} | fields
    return Contact.objects.create(workspace=investor.workspace, investor=investor, **fields)


def make_interaction(investor, type=Interaction.Type.MEETING, **fields):
    return Interaction.objects.create(workspace=investor.workspace, investor=investor, type=type, **fields)


def make_kpi(investor, year=2026, month=3, **fields):
    return KPI.objects.create(workspace=investor.workspace, investor=investor, year=year, month=month, **fields)


def make_restatement(investor, **fields):
    fields = {"year": 2026, "month": 3, "field": "rdv_count", "before": 1, "after": 2, "change": "logged"} | fields
    return Restatement.objects.create(workspace=investor.workspace, investor=investor, **fields)


def make_round(workspace, **fields):
    fields = {"name": "Seed", "target": Decimal(1_000_000), "currency": "EUR"} | fields
    return Round.objects.create(workspace=workspace, **fields)


def make_commitment(round, investor, **fields):
    fields = fields or {"soft_amount": Decimal(100_000)}
    return Commitment.objects.create(workspace=round.workspace, round=round, investor=investor, **fields)


def make_event(workspace, **fields):
    fields = {"name": "Demo day", "date": "2026-06-04"} | fields
    return MarketingEvent.objects.create(workspace=workspace, **fields)
