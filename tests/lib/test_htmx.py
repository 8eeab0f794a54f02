import json

import pytest
from django.http import HttpResponse
from django_htmx.middleware import HtmxDetails

from webox.lib.htmx import close_modal, trigger, wants_fragment


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_a_fragment_is_for_htmx_but_not_on_the_way_back(rf, headers, wanted):
    request = rf.get("/crm", headers=headers)
    request.htmx = HtmxDetails(request)
    assert bool(wants_fragment(request)) is wanted


def test_events_and_a_toast_share_one_header():
    response = trigger(HttpResponse("x"), "leadsChanged", toast="Enregistré ✓", level="info")
    assert json.loads(response["HX-Trigger"]) == {
        "leadsChanged": True,
        "toast": {"level": "info", "message": "Enregistré ✓"},
    }
    assert response["HX-Trigger"].isascii()


def test_without_a_toast_only_the_events():
    assert trigger(HttpResponse(), "a", "b")["HX-Trigger"] == '{"a": true, "b": true}'


def test_a_saved_modal_closes_and_says_so():
    response = close_modal("tagsChanged", toast="Saved.")
    assert (response.status_code, response.content) == (204, b"")
    assert list(json.loads(response["HX-Trigger"])) == ["closeModal", "tagsChanged", "toast"]
