"""What does not fit a schema, as a sentence in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def sentence_of(error):
    """The first fault of a pydantic ValidationError. Sentences of our own validators come as they are."""
    fault = error.errors(include_url=False)[0]
    context = fault.get("ctx", {})
    return _about_length(fault["type"], context) or _about_content(fault, context)


def _about_length(kind, context):
    number = context.get("max_length", context.get("min_length"))
    match kind:
        case "string_too_long":
            text = ngettext("Too long: at most %(n)s character.", "Too long: at most %(n)s characters.", number)
        case "string_too_short" if number == 1:
            text = _("This must not be empty.")
        case "string_too_short":
            text = ngettext("Too short: at least %(n)s character.", "Too short: at least %(n)s characters.", number)
        case "too_long":
            text = ngettext("Too many: at most %(n)s entry.", "Too many: at most %(n)s entries.", number)
        case "too_short":
            text = ngettext("Too few: at least %(n)s entry.", "Too few: at least %(n)s entries.", number)
        case _other:
            return ""
    return text % {"n": number}


def _about_content(fault, context):
    match fault["type"]:
        case "literal_error" | "enum":
            return _("Choose one of these: %(choices)s.") % {"choices": context["expected"].replace(" or ", ", ")}
        case "missing":
            return _("A part of it is missing: %(name)s.") % {"name": fault["loc"][-1]}
        case "string_type":
            return _("A text belongs here.")
        case "list_type":
            return _("A list belongs here.")
        case "bool_type" | "bool_parsing":
            return _("Yes or no belongs here.")
        case kind if kind.startswith(("int_", "float_", "decimal_", "finite_")):
            return _("A number belongs here.")
        case "greater_than_equal":
            return _("Too little: from %(number)s on.") % {"number": context["ge"]}
        case "greater_than":
            return _("Too little: it must be over %(number)s.") % {"number": context["gt"]}
        case "less_than_equal":
            return _("Too much: up to %(number)s.") % {"number": context["le"]}
        case "less_than":
            return _("Too much: it must be under %(number)s.") % {"number": context["lt"]}
        case "value_error" | "assertion_error":
            return str(context["error"])
    return _("This does not fit here.")
