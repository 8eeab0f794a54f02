"""Whom a campaign may be for: what a workspace has to choose from, and a first choice among it."""

import re

from crm.models import Lead, Segment, Tag
from webox.lib.fields import fold

SHOWN_TAGS, SHOWN_SEGMENTS = 60, 20
Status = Lead.Status
WON, LOST = [Status.WON.value], [Status.LOST.value]
FIRST_STEPS = [Status.NEW.value, Status.CONTACTED.value]
OPEN = [each.value for each in Status if each.value not in (*WON, *LOST)]
CUSTOMERS = re.compile(r"\bclient|\bcustomer|\bbuyer|\bacheteu")
PROSPECTS = re.compile(r"\bprospect|\blead|\bpiste")
WORD = re.compile(r"\w{3,}")
# Endings two forms of one word may differ by: client, clients, clientes
ENDING = 3


def choices_of(workspace):
    """What rules may name, as JSON."""
    tags = Tag.objects.for_workspace(workspace).order_by("name").values_list("name", flat=True)[:SHOWN_TAGS]
    segments = Segment.objects.for_workspace(workspace).order_by("name").values("name", "rules")[:SHOWN_SEGMENTS]
    return {"tags": list(tags), "statuses": list(Status.values), "segments": list(segments)}


def suggested(wanted, kind, choices):
    """(rules, why, {names for it}) for an audience in somebody's words and a type of campaign."""
    words = words_of(wanted)
    if words:
        for segment in choices.get("segments", ()):
            if has_all(words_of(segment["name"]), words):
                return segment["rules"], "saved", {"name": segment["name"]}
        names = [name for name in choices.get("tags", ()) if has_all(words_of(name), words)]
        if names:
            return rule("tags", "any", names), "tags", {"names": ", ".join(names)}
        folded = fold(wanted)
        if CUSTOMERS.search(folded):
            return rule("status", "in", WON), "customers", {}
        if PROSPECTS.search(folded):
            return rule("status", "in", OPEN), "prospects", {}
    if kind == "promo":
        return rule("status", "not_in", LOST), "promo", {}
    if kind == "sequence":
        return rule("status", "in", FIRST_STEPS), "sequence", {}
    return {}, "everyone", {}


def rule(field, op, value):
    return {"all": [{"field": field, "op": op, "value": value}]}


def words_of(text):
    return WORD.findall(fold(text))


def has_all(wanted, words):
    return bool(wanted) and all(any(alike(one, each) for each in words) for one in wanted)


def alike(one, other):
    """Whether two words are forms of one."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and len(long) - len(short) <= ENDING and (len(short) > 3 or short == long)
