"""What an answer tells the page beside its fragment: the HX-Trigger header as docs/UI.md describes it."""

import json

from django.http import HttpResponse


def trigger(response, *events, toast="", level="success"):
    """Add events (`"membersChanged"`) and a toast to a response and return it."""
    told = dict.fromkeys(events, True)
    if toast:
        told["toast"] = {"level": level, "message": str(toast)}
    response["HX-Trigger"] = json.dumps(told)
    return response


def close_modal(*events, toast, level="success"):
    """The answer to a modal form that was saved."""
    return trigger(HttpResponse(status=204), "closeModal", *events, toast=toast, level=level)
