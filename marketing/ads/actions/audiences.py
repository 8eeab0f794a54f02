"""Handing a segment to an ad platform: the file, and that it was made."""

from marketing.ads.audiences import FORMATS, Audience
from marketing.ads.events import AUDIENCE_EXPORTED
from webox.analytics.actions import record


def export_audience(*, membership, segment, platform, country, by):
    """The Audience whose pieces are the file; it is written down who exported whom to where. Raises WrongRules."""
    audience = Audience(membership, segment.rules, FORMATS[platform], country)
    record(
        workspace=membership.workspace,
        type=AUDIENCE_EXPORTED,
        subject=segment,
        properties={
            "segment": segment.name,
            "platform": platform,
            "people": audience.counts["named"],
            "by": by.get_full_name() or by.email,
        },
    )
    return audience
