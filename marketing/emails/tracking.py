"""Opens and clicks, answered before sessions and logins and without a query: a line goes to the spool, the worker
reads it within seconds. A click goes only to an address stored for that campaign."""

import time
from contextlib import suppress
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.template import loader
from django.utils.translation import get_language_from_request, override

from marketing.emails.models import Delivery, Link
from webox.analytics.visitors import client_ip
from webox.lib.addresses import truncate_ip
from webox.lib.spool import Spool
from webox.lib.tokens import BadToken, sign, unsign

PURPOSE = "e"
PIXEL = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00"
    b"\x01\x00\x01\x00\x00\x02\x01D\x00;"
)
# Where the honeypot link leads the few people who find it
NEUTRAL = 0


@lru_cache(maxsize=4)
def keys_of(secret, fallbacks):
    return tuple(key.encode() for key in (secret, *fallbacks))


def keys():
    return keys_of(settings.SECRET_KEY, tuple(settings.SECRET_KEY_FALLBACKS))


def token_of(delivery_id, campaign_id):
    """What the links of one message carry: who it was for, and nothing else."""
    return sign(PURPOSE, delivery_id, campaign_id, key=keys())


def read_token(token):
    """(delivery id, campaign id). Raises BadToken."""
    ids = unsign(PURPOSE, token, keys())
    if len(ids) != 2:
        raise BadToken
    return ids


def delivery_of(token):
    """The delivery a token was signed for. Raises BadToken, also when it is gone."""
    delivery_id, campaign_id = read_token(token)
    deliveries = Delivery.objects.select_related("campaign", "workspace", "lead")
    delivery = deliveries.filter(pk=delivery_id, campaign_id=campaign_id).first()
    if not delivery:
        raise BadToken
    return delivery


@lru_cache(maxsize=4)
def spool_in(directory):
    return Spool(directory / "spool" / "tracking")


def spool():
    return spool_in(settings.DATA_DIR)


def note(request, delivery_id, campaign_id, number=None):
    headers = request.META
    spool().append(
        {
            "d": delivery_id,
            "c": campaign_id,
            "n": number,
            "t": round(time.time(), 3),
            "a": headers.get("HTTP_USER_AGENT", "")[:300],
            "m": request.method,
            "p": (headers.get("HTTP_SEC_PURPOSE") or headers.get("HTTP_PURPOSE") or headers.get("HTTP_X_MOZ") or "")[
                :40
            ],
            "i": truncate_ip(client_ip(request)),
        }
    )


@login_not_required
def open_pixel(request, token):
    """The image is served whatever the token says: a broken picture in a mail helps nobody."""
    with suppress(BadToken):
        note(request, *read_token(token))
    response = HttpResponse(PIXEL, content_type="image/gif", headers={"Content-Length": str(len(PIXEL))})
    response["Cache-Control"] = "no-store, private"
    return response


@login_not_required
def click(request, token):
    person, _dot, number = token.partition(".")
    try:
        delivery_id, campaign_id = read_token(person)
        number = int(number) if number.isascii() and number.isdigit() else -1
        url = url_of(campaign_id, number)
    except BadToken:
        url = None
    if not url:
        return not_ours(request)
    note(request, delivery_id, campaign_id, number)
    response = HttpResponseRedirect(url, headers={"Content-Length": "0"})
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer-when-downgrade"
    return response


@lru_cache(maxsize=50_000)
def stored_url(campaign_id, number):
    url = Link.objects.filter(campaign_id=campaign_id, number=number).values_list("url", flat=True).first()
    if url is None:
        raise LookupError  # not cached: the link may be stored a moment later
    return url


def url_of(campaign_id, number):
    if number == NEUTRAL:
        return settings.SITE_URL
    try:
        return stored_url(campaign_id, number)
    except LookupError:
        return None


def not_ours(request):
    # This runs before the middleware that chooses the language.
    with override(get_language_from_request(request)):
        return HttpResponse(loader.render_to_string("emails/link_unknown.html", {}, None), status=404)
