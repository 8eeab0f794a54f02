"""Tells people from machines among opens and clicks. What a machine did is shown, but never counted as interest.

Signals, in the order they are asked: the request itself (method, prefetch headers, user agent), the honeypot link
no person can see, and bursts: at least three different links of one message within two seconds.
"""

import re
from dataclasses import dataclass

HUMAN, MACHINE, PROXY = "human", "machine", "proxy"
BURST_LINKS, BURST_SECONDS = 3, 2.0
HONEYPOT_SECONDS = 10.0
HONEYPOT = 0

# Apple Mail Privacy Protection fetches every image with exactly this
APPLE_PREFETCH = "Mozilla/5.0"
# Gmail looks at images of new mail before anyone opens it
GMAIL_PREFETCH = re.compile(r"Chrome/42\.0\.2311\.135 Safari/537\.36 Edge/12\.246$")
SCANNERS = re.compile(
    r"bot\b|crawl|spider|scanner|barracuda|mimecast|proofpoint|safelinks|symantec|fortinet|trendmicro|sophos"
    r"|python-requests|python-urllib|curl/|wget/|go-http-client|java/|okhttp|headlesschrome|phantomjs|facebookexternalhit",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Hit:
    """One open (`number` None) or click (`number` of the link) as the spool keeps it."""

    delivery: int
    campaign: int
    number: int | None
    at: float
    agent: str = ""
    method: str = "GET"
    purpose: str = ""
    ip: str = ""

    @classmethod
    def from_record(cls, record):
        return cls(
            int(record["d"]),
            int(record["c"]),
            None if record.get("n") is None else int(record["n"]),
            float(record["t"]),
            str(record.get("a", "")).replace("\x00", ""),  # which PostgreSQL cannot keep
            str(record.get("m", "GET")),
            str(record.get("p", "")),
            str(record.get("i", "")),
        )


def classify(hit, neighbours):
    """(class, reason) of a hit, given the other hits of the same delivery around it."""
    if reason := of_request(hit):
        return MACHINE, reason
    if (
        any(n.number == HONEYPOT and abs(n.at - hit.at) <= HONEYPOT_SECONDS for n in neighbours)
        or hit.number == HONEYPOT
    ):
        return MACHINE, "honeypot"
    if in_burst(hit, neighbours):
        return MACHINE, "burst"
    if "GoogleImageProxy" in hit.agent:
        return PROXY, "google_image_proxy"
    return HUMAN, ""


def of_request(hit):
    if hit.method == "HEAD":
        return "head"
    if "prefetch" in hit.purpose.lower() or "preview" in hit.purpose.lower():
        return "prefetch"
    if not hit.agent:
        return "no_agent"
    if hit.agent == APPLE_PREFETCH:
        return "apple_privacy"
    if GMAIL_PREFETCH.search(hit.agent):
        return "gmail_prefetch"
    return "scanner_agent" if SCANNERS.search(hit.agent) else ""


def in_burst(hit, neighbours):
    """Whether some window of BURST_SECONDS that contains the hit has BURST_LINKS different links."""
    clicks = sorted(
        ((n.at, n.number) for n in [*neighbours, hit] if n.number is not None and abs(n.at - hit.at) <= BURST_SECONDS),
    )
    starts = [at for at, _number in clicks if at <= hit.at]
    return any(
        len({number for at, number in clicks if start <= at <= start + BURST_SECONDS}) >= BURST_LINKS
        for start in starts
    )
