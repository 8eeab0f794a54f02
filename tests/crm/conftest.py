from datetime import UTC, datetime

import pytest
from django.utils import timezone

from tests.factories.accounts import make_member


@pytest.fixture
def crm(browse_as, member):
    """A page of a browser in which the member is signed in."""
    return browse_as(member)


@pytest.fixture
def limited(workspace):
    """A member who sees their own leads only."""
    return make_member(workspace, own_leads_only=True)


@pytest.fixture
def on(monkeypatch):
    """A function that sets the clock: month, day, hour and minute of 2026."""

    def move(month, day, hour=12, minute=0):
        moment = datetime(2026, month, day, hour, minute, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    return move
