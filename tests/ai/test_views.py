import pytest
from django.urls import reverse

from tests.factories.ai import make_config, make_generation

pytestmark = pytest.mark.django_db


def test_smoke(note, member_client, workspace, member):
    g = make_generation(workspace, marks=["/subject", "/body"], problems=[{"path": "/subject", "level": "warning", "message": "Hm"}])
    for url in ["/ai/generations", f"/ai/generations/{g.pk}", f"/ai/generations/{g.pk}/field/edit?path=/body", "/settings/ai", "/ai/generate/tests.note"]:
        for headers in ({}, {"HX-Request": "true"}):
            r = member_client.get(url, headers=headers)
            print(url, r.status_code)
            assert r.status_code == 200
    for state in ("queued", "running", "failed", "accepted", "rejected"):
        g = make_generation(workspace, state=state, error="x")
        assert member_client.get(f"/ai/generations/{g.pk}").status_code == 200
