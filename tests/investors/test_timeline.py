from datetime import timedelta

import pytest
from django.utils import timezone

from investors import actions
from investors.timeline import FEED
from tests.factories.investors import make_commitment, make_interaction, make_investor, make_round

pytestmark = pytest.mark.django_db


def test_a_commitment_stands_where_it_last_changed(workspace, member):
    investor, now = make_investor(workspace), timezone.now()
    commitment = make_commitment(make_round(workspace, name="Amorçage"), investor, soft_amount=5000)
    type(commitment).objects.update(created_at=now - timedelta(days=9), updated_at=now - timedelta(days=9))
    make_interaction(investor, date=now - timedelta(days=1))

    def told():
        return [each.kind for each in FEED.page_of(investor).entries if each.kind in ("money", "interaction")]

    assert told() == ["interaction", "money"]
    actions.save_commitment(commitment=commitment, by=member, wired_amount=5000)
    assert told() == ["money", "interaction"]
    (entry,) = FEED.page_of(investor, kinds=["money"]).entries
    assert (entry.title, entry.text) == ("Commitment to Amorçage", "5,000 EUR · wired")
