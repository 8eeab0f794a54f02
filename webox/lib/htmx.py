"""What htmx asks for, and what an answer tells the page beside its fragment, as docs/UI.md describes it."""

import json

from django.http import HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect


def wants_fragment(request):
    """Whether htmx puts the answer into a page. On the way back it asks for a whole page again."""
    return request.htmx and not request.htmx.history_restore_request


def trigger(response, *events, toast="", level="success", **more):
    """Add events (`"membersChanged"`) and a toast to a response and return it.

    `more` are the toast's own: `post` and `link` give it a button that posts there.
    """
    told = dict.fromkeys(events, True)
    if toast:
        told["toast"] = {"level": level, "message": str(toast)} | {name: str(each) for name, each in more.items()}
    response["HX-Trigger"] = json.dumps(told)
    return response


def close_modal(*events, toast, level="success"):
    """The answer to a modal form that was saved."""
    return trigger(HttpResponse(status=204), "closeModal", *events, toast=toast, level=level)


def go(request, url):
    """Lead the browser to another page, whether it asked for a fragment or for a page."""
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
