"""HTTP as every platform's adapter speaks it: JSON in, JSON out, and each fault as Unavailable or Refused."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
from django.utils.translation import gettext as _

from marketing.ads.providers.base import Adapter, Refused, Unavailable

# A report over weeks of ads is made while we wait.
TIMEOUT = httpx.Timeout(60, connect=10)
LATER = {408, 425, 429}
# Pages of one answer; more are a server that never ends
MOST_PAGES = 1000


class HttpAdapter(Adapter):
    """`base_url` is where the platform answers; tests put a server of their own there."""

    base_url = ""

    def __init__(self, given, memory=None):
        super().__init__(given, memory)
        self._client = httpx.Client(base_url=self.base_url, timeout=TIMEOUT)

    def close(self):
        self._client.close()

    def headers(self):
        """What signs a request. Credentials go nowhere else: an address ends up in logs and messages."""
        return {}

    def fault(self, response, body):
        """The platform's own way to say what is wrong: Unavailable, Refused, or None where the status says it all."""
        return None

    def ask(self, method, path, headers=None, **options):
        """The JSON of an answer; {} for one without a body."""
        response = self.send(method, path, headers=self.headers() | (headers or {}), **options)
        body = json_of(response)
        if response.is_success:
            if body is None:
                raise Unavailable(_("%(platform)s gave an answer that cannot be read.") % {"platform": self.label})
            return body
        raise self.fault(response, body) or self.fault_of_status(response, body)

    def send(self, method, path, **options):
        try:
            return self._client.request(method, path, **options)
        except httpx.TimeoutException as error:
            raise Unavailable(_("%(platform)s took too long to answer.") % {"platform": self.label}) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unavailable(_("%(platform)s cannot be reached.") % {"platform": self.label}) from error

    def fault_of_status(self, response, body):
        status = response.status_code
        names = {"platform": self.label, "status": status, "said": said(body)}
        if status in LATER:
            return Unavailable(_("%(platform)s asks us to wait.") % names, retry_after(response))
        if status >= 500 or response.is_redirect:
            message = _("%(platform)s is out of order (answer %(status)s).") % names
            return Unavailable(message, retry_after(response))
        if status == 401:
            return Refused(_("%(platform)s no longer accepts the credentials. Connect the account again.") % names)
        return Refused(_("%(platform)s refused: %(said)s") % names)


def json_of(response):
    """{} for an answer without a body, None for one that is no JSON."""
    if not response.content:
        return {}
    try:
        return response.json()
    except ValueError:
        return None


def said(body):
    """The sentence in an answer, wherever the platforms put it."""
    body = body[0] if isinstance(body, list) and body else body
    error = body.get("error") if isinstance(body, dict) else None
    places = [error, body] if isinstance(error, dict) else [body]
    for place in places:
        if isinstance(place, dict):
            text = place.get("error_user_msg") or place.get("message") or place.get("error_description")
            if text:
                return str(text)[:300]
    return str(error)[:300] if error else "?"


def retry_after(response):
    """Seconds, of a header that holds seconds or a date; None without one."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdigit():
        return int(text[:9])
    try:
        wait = parsedate_to_datetime(text) - datetime.now(UTC)
    except (TypeError, ValueError):
        return None
    return max(round(wait.total_seconds()), 0)
