"""What segments may ask of the scoring: score and engagement as they are now, and the kind of an email address."""

from dataclasses import replace

from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Lower, StrIndex, Substr
from django.db.models.lookups import In
from django.utils.translation import gettext_lazy as _

from crm.scoring.now import engagement_at, score_at
from crm.scoring.standard import FREE_MAIL
from crm.segments.fields import FIELDS, SegmentField, register_field

EMAIL_KINDS = [("professional", _("professional")), ("free", _("of a free provider")), ("none", _("no address"))]


def email_kind(now):
    domain = Lower(Substr("email", StrIndex(F("email"), Value("@")) + 1))
    return Case(
        When(email="", then=Value("none")),
        When(In(domain, sorted(FREE_MAIL)), then=Value("free")),
        default=Value("professional"),
        output_field=CharField(),
    )


def email_kinds(workspace):
    return [(value, str(label)) for value, label in EMAIL_KINDS]


# The score of a lead fades: rules compare what it is now, not what its column was.
FIELDS["score"] = replace(FIELDS["score"], expressed=lambda now: score_at(now.at))
FIELDS["engagement"] = replace(FIELDS["engagement"], expressed=lambda now: engagement_at(now.at))
register_field(
    SegmentField("email_kind", _("Kind of email address"), "choice", expressed=email_kind, choices=email_kinds)
)
