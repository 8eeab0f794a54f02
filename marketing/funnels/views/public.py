"""What a visitor meets at /p/…: no account, no session, no CSRF cookie; a signed token in the form instead."""

import time
from datetime import UTC, datetime

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from django.views.defaults import page_not_found

from marketing.funnels import actions
from marketing.funnels.document import TOKEN, Answer, document_of
from marketing.funnels.markup import forms_of, tags_of
from marketing.funnels.models import Funnel, FunnelPage
from marketing.funnels.starter import built_in_thanks
from marketing.funnels.submissions import read
from marketing.funnels.views.sandbox import sandboxed
from webox.analytics.visitors import (
    Visitor,
    client_ip,
    is_counted,
    keys,
    remember,
    touch_of,
    visit_event,
    visitor_of,
)
from webox.lib import tokens

PUBLIC = "/p/"
LARGEST_BODY = 64_000
DAY = 24 * 3600
THANKS = "thanks"


@login_not_required
@require_safe
def funnel(request, workspace, funnel):
    """A funnel's short address leads to its first page, and keeps what an ad added to it."""
    row = get_object_or_404(Funnel.objects.active(), workspace__slug=workspace, slug=funnel)
    first = row.pages.published().in_order().only("slug").first()
    if not first:
        raise Http404
    return go(request, reverse("funnels:public-page", args=[workspace, funnel, first.slug]), 302)


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def page(request, workspace, funnel, page):
    pages = FunnelPage.objects.published().select_related("funnel__workspace")
    row = get_object_or_404(pages, workspace__slug=workspace, funnel__slug=funnel, slug=page)
    with translation.override(row.funnel.workspace.language):
        if request.method == "POST":
            return submit(request, row)
        if THANKS in request.GET.getlist("wb"):
            return shown(built_in_thanks(row.funnel))
        return view(request, row)


def not_found(request, exception):
    """Every 404 of the house. A visitor's says nothing of workspaces, and leads nowhere they could not go."""
    if request.path.startswith(PUBLIC):
        return render(request, "funnels/not_found.html", status=404)
    return page_not_found(request, exception)


def view(request, page):
    at, visitor = timezone.now(), visitor_of(request)
    workspace = page.funnel.workspace
    counts = is_counted(request)
    if counts:
        visit = visit_event(request, workspace, visitor, at)
        actions.record_view(page=page, visitor=visitor, visit=visit, at=at)
    response = shown(page, request, visitor)
    if counts:
        remember(response, visitor, f"/p/{workspace.slug}", at)
    return response


def submit(request, page):
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        notice = _("This is too long to be sent: at most %(number)d characters in all.") % {"number": LARGEST_BODY}
        return shown(page, request, visitor_of(request), Answer(notice=notice), status=413)
    submission = read(request.POST, consent_text=page.funnel.consent_text.strip(), email_name=email_name_of(page))
    if submission.is_machine:
        # It learns nothing: the answer is that of a success.
        return go(request, next_address(page))
    try:
        visitor = visitor_of_token(request.POST.get(TOKEN, ""), page)
    except tokens.BadToken:
        notice = _("This page was open for too long. Nothing is lost: press the button once more.")
        return again(request, page, visitor_of(request), submission, notice)
    if submission.errors:
        return again(request, page, visitor, submission)
    try:
        actions.opt_in(
            page=page, visitor=visitor, submission=submission, touch=touch_of(request), ip=client_ip(request)
        )
    except ValidationError as error:
        submission.errors |= {name: messages[0] for name, messages in error.message_dict.items()}
        return again(request, page, visitor, submission)
    return go(request, next_address(page))


def again(request, page, visitor, submission, notice=""):
    """The page once more, with what was typed, what is wrong with it, and a fresh token."""
    errors = {} if notice else submission.errors
    return shown(page, request, visitor, Answer(submission.values, errors, notice), status=422)


def shown(page, request=None, visitor=None, answer=None, status=200):
    """The page's document; without a visitor its forms are not ours to receive."""
    language = page.funnel.workspace.language
    own = {"action": request.get_full_path(), "token": token_for(page, visitor)} if visitor else {}
    return sandboxed(document_of(page, language=language, answer=answer, **own), status=status, language=language)


def token_for(page, visitor):
    now = int(time.time())
    return tokens.sign_until(
        "funnel-form", page.workspace_id, page.pk, visitor.number, now, until=now + DAY, key=keys()
    )


def visitor_of_token(token, page):
    """The visitor a form was shown to. Raises BadToken for a token that is too old, changed, or another page's."""
    workspace_id, page_id, number, issued = tokens.unsign("funnel-form", token, keys())
    if (workspace_id, page_id) != (page.workspace_id, page.pk):
        raise tokens.BadToken
    return Visitor(f"{number:032x}", datetime.fromtimestamp(issued, UTC))


def email_name_of(page):
    """The name of the field the page itself calls an email, whatever that name is."""
    html = page.html_content
    fields = [tag for form in forms_of(html, tags_of(html)) if form.is_ours for tag in form.fields]
    return next((tag.get("name") for tag in fields if tag.get("type").lower() == "email"), "")


def next_address(page):
    """The next published page of the funnel; after the last one, thanks of our own."""
    following = page.funnel.pages.published().in_order().filter(order__gte=page.order).only("slug", "order")
    rest = [each for each in following if (each.order, each.pk) > (page.order, page.pk)]
    target = rest[0] if rest else page
    address = reverse("funnels:public-page", args=[page.funnel.workspace.slug, page.funnel.slug, target.slug])
    return address if rest else f"{address}?wb={THANKS}"


def go(request, address, status=303):
    """To an address of ours with the query string this request came with."""
    query = request.META.get("QUERY_STRING", "")
    joint = "&" if "?" in address else "?"
    location = f"{address}{joint}{query}" if query else address
    return HttpResponse(status=status, headers={"Location": location, "Cache-Control": "no-store"})
