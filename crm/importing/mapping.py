"""What was chosen for an import: the target of each column, how leads are found, what all of them are given."""

from dataclasses import asdict, dataclass, field, fields

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.importing.recognise import REPEATABLE

NEW = "new:"
CREATE, UPDATE, UPSERT = "create", "update", "upsert"
MODES = {
    UPSERT: gettext_lazy("Add new leads and update those that are there"),
    CREATE: gettext_lazy("Only add new leads"),
    UPDATE: gettext_lazy("Only update leads that are there"),
}
# Choices are not known before the file is read: a field of these kinds is made beforehand.
NEW_KINDS = ("text", "number", "date", "boolean", "url")
# Beside the fields of a lead, what a column can be
EXTRAS = {
    "name": gettext_lazy("Whole name (first and last)"),
    "subscription": gettext_lazy("Subscription to emails (subscribed, unsubscribed…)"),
    "unsubscribed": gettext_lazy("Wants no emails (yes, or since when)"),
    "id": gettext_lazy("Number of the lead in WeBox"),
}
# Two leads never share them, or so a workspace says of a field of its own.
MATCHES = ("email", "phone", "id")
# A lead without any of these is nobody.
IDENTITIES = {"email", "phone", "name", "first_name", "last_name", "company"}
NEVER_IN_TWO = "text", "number", "date", "url"


@dataclass
class Plan:
    """As Operation.params keeps it."""

    targets: list = field(default_factory=list)
    mode: str = UPSERT
    match: str = "email"
    day_first: bool = True
    # An empty cell takes away what the lead has; otherwise it changes nothing.
    clear: bool = False
    # Given to every lead of the file, and to new ones where their row says nothing
    tags: list = field(default_factory=list)
    owner: int | None = None
    source: str = ""
    status: str = "new"
    # These people may not be written to.
    no_mail: bool = False

    @classmethod
    def of(cls, params):
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in params.items() if name in known})

    def as_params(self):
        return asdict(self)


def targets_of(known):
    """{target: label} of what a column can become, `known` as lead_fields() answers it."""
    return {name: each.label for name, each in known.items() if each.writable} | EXTRAS


def matches_of(known):
    """{field: label} of what leads can be found by."""
    own = [name for name, each in known.items() if each.is_custom and each.kind in NEVER_IN_TWO]
    return {name: known[name].label for name in (*MATCHES, *own)}


def check(plan, headers, known):
    """Raise ValidationError {choice: what to do} for a plan that cannot be carried out."""
    problems = {}
    if wrong := problem_of_targets(plan.targets, headers, known):
        problems["mapping"] = wrong
    chosen = set(plan.targets)
    if plan.mode not in MODES:
        problems["mode"] = _("Choose one of: %(modes)s.") % {"modes": ", ".join(MODES)}
    if plan.match not in matches_of(known):
        problems["match"] = _("Choose one of: %(names)s.") % {"names": ", ".join(matches_of(known))}
    elif not problems and plan.match not in chosen and (plan.mode == UPDATE or plan.match != "email"):
        text = _("No column is “%(field)s”, by which leads are to be found. Choose the column it is in.")
        problems["match"] = text % {"field": matches_of(known)[plan.match]}
    elif plan.mode == CREATE and plan.match == "id":
        problems["match"] = _("New leads have no number yet. Find leads by their email.")
    if not problems and plan.mode != UPDATE and not chosen & IDENTITIES:
        problems["mapping"] = _("Say which column holds the email, phone, name or company: a lead needs one of them.")
    if problems:
        raise ValidationError(problems)


def problem_of_targets(targets, headers, known):
    """What is wrong with the targets of the columns, or ""."""
    if len(targets) != len(headers):
        return _("The file has %(number)d columns: choose for each what it is.") % {"number": len(headers)}
    offered = targets_of(known)
    taken = {}
    for header, target in zip(headers, targets, strict=True):
        if target.startswith(NEW):
            if target.removeprefix(NEW) not in NEW_KINDS:
                return _("“%(kind)s” is not a kind of field.") % {"kind": target.removeprefix(NEW)[:40]}
        elif target and target not in offered:
            return _("“%(name)s” is not a field of leads.") % {"name": target[:80]}
        elif target and target in taken and target not in REPEATABLE:
            return _("“%(first)s” and “%(second)s” are both “%(field)s”. Leave one of them out.") % {
                "first": taken[target],
                "second": header,
                "field": offered[target],
            }
        taken[target] = header
    return "" if any(targets) else _("Every column is left out. Choose what at least one of them is.")
