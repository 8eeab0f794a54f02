"""What a visitor meets at /d/…: no account and no session; a cookie of this very link says which visit it is.

The forms carry no CSRF token: they ask for a code or enter it, and the cookie comes with no post of another site.
"""

import re
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from investors.actions import sharing
from investors.documents.kinds import KINDS, PDF
from investors.documents.showing import answer_of
from investors.forms.documents import CodeForm, EmailForm
from investors.models import Document, DocumentLink, LinkVisit
from marketing.emails.machines import SCANNERS
from webox.analytics.visitors import client_ip, is_counted
from webox.lib.often import too_often

COOKIE = "wbd"
KEY = re.compile(r"[\w-]{32}", re.ASCII)
# How long a proved address counts in a browser
STAYS = timedelta(days=30)
TEN_MINUTES = 600
MOST_POSTS, MOST_FILES = 30, 120


def for_link(view):
    """Turn the token of an address into its link and this browser's visit; one that leads nowhere gets a page."""

    @wraps(view)
    def found(request, token, **ids):
        links = DocumentLink.objects.select_related("workspace", "document", "folder", "investor")
        link = links.filter(token=token).first()
        if not link or not link.is_working:
            response = render(request, "investors/public/gone.html", {"link": link}, status=410 if link else 404)
        else:
            with timezone.override(link.workspace.zone):
                response = view(request, link, visit_of(request, link), **ids)
        # The address is a key to this page: it goes to no other site, and into no index.
        response.setdefault("Referrer-Policy", "no-referrer")
        response["X-Robots-Tag"] = "noindex"
        return response

    return found


def visit_of(request, link):
    key = request.COOKIES.get(COOKIE, "")
    return LinkVisit.objects.filter(link=link, key=key).first() if KEY.fullmatch(key) else None


def is_in(link, visit):
    if not link.verifies_email:
        return True
    is_proved = visit and visit.verified_at and visit.verified_at > timezone.now() - STAYS
    return bool(is_proved and link.allows(visit.email))


@login_not_required
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@for_link
def share(request, link, visit):
    if request.method == "POST":
        return answer_post(request, link, visit)
    if not is_in(link, visit):
        asks_again = "again" in request.GET or not visit or visit.verified_at or not visit.code_until
        return gate(request, link, EmailForm() if asks_again else CodeForm(), visit)
    documents = documents_of(link).order_by("name", "pk")
    for document in documents:
        document.kind = KINDS[document.content_type]
        document.is_shown = document.kind == PDF
    alone = documents[0] if link.document_id else None
    context = {"link": link, "documents": documents, "document": alone, "visit": visit}
    return render(request, "investors/public/shared.html", context)


def documents_of(link):
    if link.document_id:
        return Document.objects.filter(pk=link.document_id)
    return Document.objects.filter(folder=link.folder_id)


def gate(request, link, form, visit=None, notice="", status=200):
    context = {"link": link, "form": form, "visit": visit, "notice": notice, "asks_code": isinstance(form, CodeForm)}
    context["again"] = reverse("investors:share", args=[link.token]) + "?again"
    return render(request, "investors/public/gate.html", context, status=status)


def answer_post(request, link, visit):
    form = CodeForm(request.POST) if "code" in request.POST else EmailForm(request.POST)
    if too_often(f"document-post:{client_ip(request)}", MOST_POSTS, TEN_MINUTES):
        return gate(request, link, form, visit, _("Too many tries. Wait ten minutes, then try again."), 429)
    if isinstance(form, CodeForm) and not visit:
        return gate(request, link, EmailForm(), notice=_("This took too long. Ask for a new code."), status=422)
    if not form.is_valid():
        return gate(request, link, form, visit, status=422)
    try:
        if isinstance(form, CodeForm):
            visit = sharing.verify(visit=visit, code=form.cleaned_data["code"])
        else:
            visit = sharing.ask_code(link=link, email=form.cleaned_data["email"], language=get_language())
    except sharing.CodeRefused as error:
        return gate(request, link, EmailForm() if error.is_gone else form, visit, error.message, 422)
    return remember(HttpResponseRedirect(reverse("investors:share", args=[link.token]), status=303), visit)


def remember(response, visit):
    response.set_cookie(
        COOKIE,
        visit.key,
        max_age=STAYS,
        path=reverse("investors:share", args=[visit.link.token]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@login_not_required
@require_safe
@for_link
def shared_file(request, link, visit, pk, as_attachment=False):
    """A document in the browser's own viewer, or to take away: each time a line of the log."""
    if not is_in(link, visit):
        return HttpResponseRedirect(reverse("investors:share", args=[link.token]))
    document = documents_of(link).filter(pk=pk).first()
    may_have = document and (link.allows_download if as_attachment else document.content_type == PDF.content_type)
    if not may_have:
        return render(request, "investors/public/gone.html", {"link": link}, status=404)
    if too_often(f"document-file:{client_ip(request)}", MOST_FILES, TEN_MINUTES):
        return gone_too_fast(request, link)
    visit = visit or LinkVisit(workspace=link.workspace, link=link)
    response = answer_of(document, as_attachment=as_attachment, mark=mark_of(link, visit) if link.watermarks else "")
    if request.method == "GET":
        if not visit.pk:
            visit.save()
            remember(response, visit)
        visit.link = link
        agent = request.headers.get("User-Agent", "")
        is_machine = not is_counted(request) or bool(SCANNERS.search(agent))
        sharing.record_view(
            visit=visit, document=document, was_downloaded=as_attachment, is_machine=is_machine, language=get_language()
        )
    return response


def gone_too_fast(request, link):
    return render(request, "investors/public/gone.html", {"link": link, "is_too_fast": True}, status=429)


def mark_of(link, visit):
    who = visit.email or link.name or str(link.investor or link.workspace)
    return f"{who} · {date_format(timezone.localtime(), 'Y-m-d H:i')}"
