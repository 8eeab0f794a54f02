import json

from django.http import HttpResponse

from webox.lib.htmx import close_modal, trigger


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
