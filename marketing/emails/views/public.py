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
from marketing.emails.models import Delivery, EmailCampaign, Suppression
from marketing.emails.tracking import delivery_of, read_token
from webox.lib.liquid import TemplateError
from webox.lib.sandbox import sandboxed
from webox.lib.tokens import BadToken

# The links of a test message name no delivery.
TEST = 0


def recipient_of(token):
    """The delivery a message's links name, for a test message an unsaved one. Raises BadToken."""
    delivery_id, campaign_id = read_token(token)
    if delivery_id != TEST:
        return delivery_of(token)
    campaign = EmailCampaign.objects.filter(pk=campaign_id).select_related("workspace").first()
    if not campaign:
        raise BadToken
    return Delivery(campaign=campaign, workspace=campaign.workspace)


def for_recipient(view):
    """Turn the token of an address into its delivery; one that isn't ours gets a neutral page, never a redirect."""

    @wraps(view)
    def found(request, token):
        try:
            delivery = recipient_of(token)
        except BadToken:
            return render(request, "emails/link_unknown.html", status=404)
        with translation.override(delivery.workspace.language):
            response = view(request, delivery, token)
            response["Content-Language"] = delivery.workspace.language
        # The address is a key to this page: it goes to no other site.
        response["Referrer-Policy"] = "no-referrer"
        return response

    return found


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
@for_recipient
def unsubscribe(request, delivery, token):
    # Scanners follow every link of a message: only a POST acts.
    if request.method != "POST" or not delivery.pk:
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
@for_recipient
def resubscribe(request, delivery, token):
    if delivery.pk:
        actions.resubscribe(delivery=delivery)
    return page(request, delivery, token, just_returned=True)


@login_not_required
@never_cache
@require_safe
@for_recipient
def view_in_browser(request, delivery, token):
    try:
        preview = compile.preview(delivery.campaign, delivery.addressee, token=token)
    except (TemplateError, ValueError):
        # Only a test can be older than what broke its campaign since.
        return render(request, "emails/link_unknown.html", status=404)
    return sandboxed(preview.html)
