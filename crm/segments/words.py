"""Rules checked against what there is to choose from, and said in words."""

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.segments.compiler import Known, parse
from crm.segments.rules import Group, WrongRules, at, refuse, rules_in


class Choices:
    """What the fields of a workspace can be picked from; each field is asked once."""

    def __init__(self, workspace):
        self.workspace, self.known = workspace, {}

    def of(self, field):
        """{text: label}; tags by their lower case, since that is how they are compared."""
        if field.name not in self.known:
            pairs = [(str(value), str(label)) for value, label in field.choices(self.workspace)]
            self.known[field.name] = {self.key(field, value): label for value, label in pairs}
        return self.known[field.name]

    @staticmethod
    def key(field, text):
        return text.lower() if field.kind == "tags" else text

    def label(self, field, text):
        # A tag or a funnel may be gone since; its value still says more than nothing.
        return self.of(field).get(self.key(field, text), text)


def validate(workspace, rules):
    """Raise WrongRules naming the place, such as all[0].value[1], for rules that cannot be or name what is not."""
    choices = Choices(workspace)
    for rule in rules_in(parse(workspace, rules)):
        if not rule.field.has_choices:
            continue
        picked, where = (rule.value["of"], ".of") if rule.field.kind == "behaviour" else (rule.value, "")
        known = choices.of(rule.field) if picked and isinstance(picked, list) else {}
        for text in picked if isinstance(picked, list) else []:
            if choices.key(rule.field, text) not in known:
                message = _("“%(value)s” is not a choice of %(field)s.")
                refuse(at(rule.path, "value") + where, message % {"value": text, "field": rule.field.label})


def describe(workspace, rules):
    """The rules in words: `Tags: client or vip · Status: New`."""
    return describe_all(workspace, [rules])[0]


def describe_all(workspace, many):
    """Each of many rules in words; what there is to choose from is asked once for all."""
    known, choices, words = Known(workspace), Choices(workspace), []
    for rules in many:
        try:
            words.append(
                words_of(parse(workspace, rules, known), choices, inner_joints() | {"all": " · "}) or _("Every lead")
            )
        except WrongRules as error:
            # A field of the workspace may be gone since; a page that shows the rules still has to.
            words.append(_("Rules that can’t be read: %(error)s") % {"error": error.messages[0]})
    return words


def words_of(node, choices, joints=None):
    """`joints` of the outer group are quieter than those within."""
    if not isinstance(node, Group):
        return rule_words(node, choices)
    if node.kind == "not":
        return _("not (%(rules)s)") % {"rules": words_of(node.parts[0], choices, inner_joints())}
    text = (joints or inner_joints())[node.kind].join(words_of(part, choices) for part in node.parts)
    return text if joints or len(node.parts) == 1 else f"({text})"


def inner_joints():
    return {"all": _(" AND "), "any": _(" OR ")}


def rule_words(rule, choices):
    return rule.op.words % {"field": rule.field.label, "value": value_words(rule, choices)}


def value_words(rule, choices):
    """The value of a rule as a person reads it."""
    value, widget = rule.value, rule.op.shape.widget
    if widget == "none":
        return ""
    if widget == "boolean":
        return yes_no_words(value)
    if widget == "times":
        return times_words(rule, choices)
    if widget == "days":
        return ngettext("%(number)d day", "%(number)d days", value) % {"number": value}
    if isinstance(value, tuple):
        return _("%(low)s and %(high)s") % {"low": one_words(value[0]), "high": one_words(value[1])}
    if isinstance(value, list):
        return _(" or ").join(choices.label(rule.field, text) for text in value)
    return one_words(value)


def yes_no_words(value):
    return _("yes") if value else _("no")


def one_words(value):
    if isinstance(value, str):
        return value
    if hasattr(value, "isoformat"):
        return date_format(value, "SHORT_DATE_FORMAT")
    return number_format(value, force_grouping=True)


def times_words(rule, choices):
    value = rule.value
    words = ngettext("%(number)d time", "%(number)d times", value["times"]) % {"number": value["times"]}
    if value["days"]:
        within = ngettext("within the last day", "within the last %(number)d days", value["days"])
        words += " " + within % {"number": value["days"]}
    if value["of"]:
        names = _(" or ").join(choices.label(rule.field, text) for text in value["of"])
        words += " (" + names + ")"
    return words
