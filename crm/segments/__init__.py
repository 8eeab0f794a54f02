"""Segments: rules that name a set of leads, kept as JSON and compiled to one SQL query.

    {"all": [{"field": "tags", "op": "any", "value": ["client"]},
             {"any": [{"field": "score", "op": "gte", "value": 50},
                      {"field": "clicked", "op": "at_least", "value": {"times": 2, "days": 30}}]},
             {"not": {"field": "created_at", "op": "in_last", "value": 7}}]}

No rule at all means every lead that is not deleted, those without an address included. Days are whole days of the
workspace: the last 7 are today and the six before. What a lead has nothing of matches no comparison, so that “does
not contain” and “not within” are true of it. The apps above add fields with register_field() and
register_behaviour().
"""

from crm.segments.compiler import condition_of, leads_matching, parse
from crm.segments.counting import COUNTED, Reach, leads_of, listable, reach_of
from crm.segments.fields import FIELDS, SegmentField, fields_of, register_behaviour, register_field
from crm.segments.rules import WrongRules
from crm.segments.trails import EventTrail, Trail, VisitorTrail, events
from crm.segments.uses import register_use, uses_of
from crm.segments.why import Answer, explain
from crm.segments.words import describe, describe_all, validate

__all__ = [
    "COUNTED",
    "FIELDS",
    "Answer",
    "EventTrail",
    "Reach",
    "SegmentField",
    "Trail",
    "VisitorTrail",
    "WrongRules",
    "condition_of",
    "describe",
    "describe_all",
    "events",
    "explain",
    "fields_of",
    "leads_matching",
    "leads_of",
    "listable",
    "parse",
    "reach_of",
    "register_behaviour",
    "register_field",
    "register_use",
    "uses_of",
    "validate",
]
