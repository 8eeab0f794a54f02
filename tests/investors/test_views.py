"""The pages of investors as a browser without scripts and as htmx ask for them."""

import pytest

from tests.factories.investors import make_commitment, make_contact, make_interaction, make_investor, make_round

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def test_every_page_opens(member_client, workspace, member):
    investor = make_investor(workspace, member, owner=member, tags=["climat"])
    make_contact(investor)
    make_interaction(investor, author=member)
    round = make_round(workspace)
    commitment = make_commitment(round, investor)
    for path in (
        "",
        "?view=board",
        "?view=board&as_of=2026-01-01",
        "/today",
        "/new",
        "/rounds",
        "/rounds/new",
        f"/rounds/{round.pk}",
        f"/rounds/{round.pk}/edit",
        f"/rounds/{round.pk}/commitments",
        f"/commitments/{commitment.pk}",
        f"/{investor.pk}",
        f"/{investor.pk}/edit",
        f"/{investor.pk}/facts",
        f"/{investor.pk}/kpis",
        f"/{investor.pk}/timeline",
        f"/{investor.pk}/next-step",
        f"/{investor.pk}/interactions",
        f"/{investor.pk}/contacts",
        f"/{investor.pk}/commitments",
        "/board/identified",
        "/many/stage",
    ):
        for headers in ({}, HTMX):
            assert (path, member_client.get(f"/investors{path}", headers=headers).status_code) == (path, 200)
