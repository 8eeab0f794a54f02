"""Who is looking at a public page, known by a signed id in a first-party cookie, and where they came from.

The cookie lives a year; for a browser that sends DNT or GPC it ends with the browser's session, and nothing links
two sessions. Each workspace has a cookie of its own (its path), so that none can follow a person into another's pages.
The address of the person is never kept.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.utils import timezone

from webox.analytics.actions import build
from webox.analytics.events import VISIT_STARTED
from webox.lib import tokens

COOKIE = "wbv"
YEAR = 365 * 24 * 3600
SILENCE = timedelta(minutes=30)
UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id")
# Case is part of a click id: an advertiser's platform will not know it again otherwise.
CLICK_IDS = ("gclid", "gbraid", "wbraid", "fbclid", "msclkid", "ttclid", "li_fat_id")
LONGEST_VALUE = 300
BOT = re.compile(
    r"(?<!cu)bot\b|bot[/;_-]|crawl|spider|slurp|archiver|facebookexternalhit|whatsapp|skypeuripreview|embedly|preview"
    r"|monitor|uptime|lighthouse|pagespeed|^curl|^wget|python-|^go-http|^java/|okhttp|libwww|httpx|aiohttp|^$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Visitor:
    """`id` is 32 hex digits; `seen_at` is None the first time; `keep` says whether the cookie may outlive a session."""

    id: str
    seen_at: datetime | None = None
    keep: bool = True

    @property
    def number(self):
        return int(self.id, 16)

    def starts_visit(self, at):
        return self.seen_at is None or at - self.seen_at > SILENCE


def visitor_of(request):
    """The visitor of the cookie, or a new one."""
    keep = "1" not in (request.headers.get("DNT"), request.headers.get("Sec-GPC"))
    try:
        number, seen = tokens.unsign("visitor", request.COOKIES.get(COOKIE, ""), keys())
        return Visitor(f"{number:032x}", datetime.fromtimestamp(seen, UTC), keep)
    except (tokens.BadToken, ValueError):
        return Visitor(secrets.token_hex(16), None, keep)


def remember(response, visitor, path="/", at=None):
    """Set the visitor's cookie for pages under `path`, seen now."""
    seen = int((at or timezone.now()).timestamp())
    response.set_cookie(
        COOKIE,
        tokens.sign("visitor", visitor.number, seen, key=keys()),
        max_age=YEAR if visitor.keep else None,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def keys():
    """The secrets that sign visitors and their forms; the first signs, all are accepted."""
    return [secret.encode() for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def is_counted(request):
    """A person looks at the page: not a program that says so itself, nor a browser that fetches ahead."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return (
        request.method != "HEAD" and "prefetch" not in purpose and not BOT.search(request.headers.get("User-Agent", ""))
    )


def touch_of(request):
    """Where this page view came from: UTM parameters, click ids, referrer (host and path), landing path.

    Source and medium are lower-cased, so that Google and google are one; everything else keeps its case.
    """
    touch = {"landing": request.path[:LONGEST_VALUE]}
    for name in (*UTM, *CLICK_IDS):
        if value := clean(request.GET.get(name, "")):
            touch[name] = value.lower() if name in ("utm_source", "utm_medium") else value
    if referrer := referrer_of(request):
        touch["referrer"] = referrer
    return touch


def referrer_of(request):
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
        host = parts.netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or host == request.headers.get("Host", "").lower():
        return ""
    return clean(host + parts.path)


def clean(text):
    return text.replace("\x00", "").strip()[:LONGEST_VALUE]


def landing_url(touch):
    """The page a touch landed on as a whole address, with its UTM parameters and click ids."""
    query = urlencode({name: touch[name] for name in (*UTM, *CLICK_IDS) if name in touch})
    return f"{settings.SITE_URL}{touch.get('landing', '/')}" + (f"?{query}" if query else "")


def visit_event(request, workspace, visitor, at):
    """The unsaved event of a visit that starts with this page, or None when the visit is under way."""
    if not visitor.starts_visit(at):
        return None
    return build(workspace, VISIT_STARTED, at, visitor.id, properties=touch_of(request))


def client_ip(request):
    """The address of the person; behind our proxy (HTTPS_ONLY) the one it appended, which nobody can forge."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
