import pytest

from tests.factories.crm import make_interaction, make_lead

pytestmark = pytest.mark.django_db


def test_the_feed_in_pages_and_by_kind(api, workspace, member):
    lead = make_lead(workspace)
    for number in range(25):
        make_interaction(lead, subject=f"Appel {number}", author=member)
    url = f"/api/marketing/leads/{lead.pk}/timeline"
    first = api.get(f"{url}?kind=interaction").json()
    assert [row["title"] for row in first["results"]] == [f"Note · Appel {n}" for n in range(24, 4, -1)]
    assert (first["results"][0]["who"], first["results"][0]["kind"]) == ("Ada Martin", "interaction")
    second = api.get(first["next"]).json()
    assert [row["title"] for row in second["results"]] == [f"Note · Appel {n}" for n in range(4, -1, -1)]
    assert second["next"] is None
    assert api.get(f"{url}?kind=email&kind=visit").json()["results"] == []
    for query, field in (("kind=gossip", "kind"), ("after=x", "after")):
        refused = api.get(f"{url}?{query}")
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (400, field)
