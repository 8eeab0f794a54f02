from datetime import UTC, datetime, timedelta

import pytest

from crm.models import ScoringRule
from webox.analytics.actions import record

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def bare(workspace):
    """The workspace without its standard rules."""
    ScoringRule.objects.all().delete()
    return workspace


@pytest.fixture
def happened():
    """A function that records an event of a lead, so many days ago."""

    def at(lead, days, type="emails.delivery.opened", **fields):
        moment = NOW - timedelta(days=days)
        return record(workspace=lead.workspace, type=type, at=moment, lead_id=lead.pk, **fields)

    return at
