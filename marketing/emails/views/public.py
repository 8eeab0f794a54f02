"""Pages of people who received a message: no login, no cookie, in the language of who wrote to them."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketing.emails import actions, compile
from marketing.emails.models import Suppression
from marketing.emails.views.sandbox import sandboxed


def of_delivery(read):
    """Turn the token of an address into its delivery; one that isn't ours gets a neutral page, never a redirect."""

    def decorate(view):
        @wraps(view)
        def found(request, token):
            try:
                delivery = read(token)
            except actions.BadToken:
                return render(request, "emails/link_unknown.html", status=404)
            with translation.override(delivery.workspace.language):
                response = view(request, delivery, token)
                response["Content-Language"] = delivery.workspace.language
            # The address is a key to this page: it goes to no other site.
            response["Referrer-Policy"] = "no-referrer"
            return response

        return found

    return decorate


def page(request, delivery, token, **context):
    listed = Suppression.objects.for_workspace(delivery.workspace).of(delivery.email).first()
    context |= {"delivery": delivery, "token": token, "listed": listed, "sender": delivery.workspace.name}
    context["can_return"] = listed is not None and listed.reason == Suppression.Reason.UNSUBSCRIBED
    return render(request, "emails/public/unsubscribe.html", context)


def is_one_click(request):
    try:
        return request.POST.get("List-Unsubscribe") == "One-Click"
    except (MultiPartParserError, RequestDataTooBig, UnreadablePostError):
        # RFC 8058 asks only for a POST: a body nobody can read is no reason to keep writing to someone.
        return True


@login_not_required
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@of_delivery(actions.read_unsubscribe_token)
def unsubscribe(request, delivery, token):
    # Scanners follow every link of a message: only a POST acts.
    if request.method != "POST":
        return page(request, delivery, token)
    one_click = is_one_click(request)
    actions.unsubscribe(delivery=delivery, how="one-click" if one_click else "page")
    if one_click:
        return HttpResponse(_("Unsubscribed."), content_type="text/plain; charset=utf-8")
    return page(request, delivery, token, just_left=True)


@login_not_required
@csrf_exempt
@never_cache
@require_POST
@of_delivery(actions.read_unsubscribe_token)
def resubscribe(request, delivery, token):
    actions.resubscribe(delivery=delivery)
    return page(request, delivery, token, just_returned=True)


@login_not_required
@never_cache
@require_safe
@of_delivery(actions.delivery_for_view)
def view_in_browser(request, delivery, token):
    return sandboxed(compile.preview(delivery.campaign, delivery.lead).html)
