from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect


def go_to(request, target, message="", level=messages.SUCCESS):
    """Open a page and say why, from a modal as from a plain form. `target` is an object with a page, or a name."""
    if message:
        messages.add_message(request, level, message)
    answer = redirect(target)
    if request.htmx:
        return HttpResponse(status=204, headers={"HX-Redirect": answer.url})
    return answer
