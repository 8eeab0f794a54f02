"""The prediction of a workspace, asked about its open leads."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from crm.fields import CUSTOM
from crm.models import Lead, Prediction
from crm.scoring.bayes import OTHER, TAG, YES, Model, in_points, probability
from crm.scoring.decay import percent
from crm.scoring.features import FIELDS, features_of, tags_of


@dataclass
class Forecast:
    """The chance of one lead, and the parts it is made of, the strongest first; the base is the first of all."""

    probability: float
    log_odds: float
    points: int
    parts: list


class Predictor:
    def __init__(self, prediction):
        self.prediction = prediction
        self.model = None if prediction.is_silent else Model(prediction.won, prediction.lost, prediction.counts)

    @property
    def keys(self):
        """The custom fields the model has learnt from."""
        return [name.removeprefix(CUSTOM) for name in self.model.counts if name.startswith(CUSTOM)]

    def percents(self, engagements):
        """{lead id: percent} of the open ones among {lead id: engagement}, in two queries; nothing while silent."""
        if not self.model:
            return {}
        rows = Lead.objects.filter(pk__in=engagements, status__in=Lead.OPEN).values("pk", "custom_fields", *FIELDS)
        tags, keys = tags_of(engagements), self.keys
        found = {}
        for row in rows:
            features = features_of(row, engagements[row["pk"]], keys)
            found[row["pk"]] = percent(100 * self.model.probability(features, tags.get(row["pk"], frozenset())))
        return found

    def forecast(self, lead, engagement):
        """The Forecast of one lead, its tags fetched; None while silent, and of a lead that is closed."""
        if not self.model or lead.status not in Lead.OPEN:
            return None
        values = {name: getattr(lead, name) for name in (*FIELDS, "custom_fields")}
        tags = frozenset(tag.name for tag in lead.tags.all())
        parts = self.model.parts(features_of(values, engagement, self.keys), tags)
        points, log_odds = in_points(parts), sum(part.log_odds for part in parts)
        base, *others = parts
        others.sort(key=lambda part: (-abs(part.log_odds), part.feature))
        return Forecast(probability(log_odds), log_odds, points, [base, *others])


def predictor_of(workspace: Any):
    known = Prediction.objects.for_workspace(workspace).first()
    return Predictor(known or Prediction(workspace=workspace))


def in_words(part, fields):
    """What a part of a forecast is about; `fields` are the lead fields of the workspace."""
    feature, value = part.feature, part.value
    if not feature:
        return _("All leads, before anything is known of this one")
    if feature.startswith(TAG):
        text = _("Tag “%(tag)s”") if value == YES else _("No tag “%(tag)s”")
        return text % {"tag": feature.removeprefix(TAG)}
    if (feature, value) in facts():
        return facts()[feature, value]
    field = fields.get(feature)
    label = field.label if field else feature.removeprefix(CUSTOM)
    shown = {OTHER: _("another"), "": _("empty"), "True": _("yes"), "False": _("no")}.get(value, value)
    return _("%(field)s: %(value)s") % {"field": str(label)[:1].upper() + str(label)[1:], "value": shown}


def facts():
    return {
        ("phone", "yes"): _("Has a phone number"),
        ("phone", "no"): _("No phone number"),
        ("email", "none"): _("No email address"),
        ("email", "free"): _("Email address of a free provider"),
        ("email", "professional"): _("Professional email address"),
        ("company", "yes"): _("Has a company"),
        ("company", "no"): _("No company"),
        ("job_title", "yes"): _("Has a job title"),
        ("job_title", "no"): _("No job title"),
        ("value", "none"): _("No estimated value"),
        ("value", "low"): _("Worth less than 500"),
        ("value", "modest"): _("Worth 500 to 2,000"),
        ("value", "good"): _("Worth 2,000 to 10,000"),
        ("value", "high"): _("Worth 10,000 to 50,000"),
        ("value", "top"): _("Worth 50,000 or more"),
        ("engagement", "none"): _("No engagement"),
        ("engagement", "low"): _("Engagement below 15"),
        ("engagement", "some"): _("Engagement of 15 to 49"),
        ("engagement", "much"): _("Engagement of 50 or more"),
    }
