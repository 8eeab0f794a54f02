import re

from django.utils.translation import gettext as _
from rest_framework import parsers
from rest_framework.exceptions import ParseError, ValidationError

DEEPEST = 32
UNKEEPABLE = re.compile(r"[\x00\ud800-\udfff]")


class JSONParser(parsers.JSONParser):
    """JSON that every database can keep: refused are nesting nobody means, null characters and halves of characters."""

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            data = super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError(too_deep()) from None
        # A list of what is left to look at: recursion would meet the very limit this is about.
        waiting = [("", data, 0)]
        while waiting:
            path, value, depth = waiting.pop()
            if depth > DEEPEST:
                raise ParseError(too_deep())
            if isinstance(value, str):
                refuse_unkeepable(path, value)
            elif isinstance(value, list):
                waiting += [(f"{path}.{index}", each, depth + 1) for index, each in enumerate(value)]
            elif isinstance(value, dict):
                for name in value:
                    refuse_unkeepable(path, name)
                waiting += [(f"{path}.{name}", each, depth + 1) for name, each in value.items()]
        return data


def too_deep():
    return _("The JSON is nested too deeply: at most %(number)d levels.") % {"number": DEEPEST}


def refuse_unkeepable(path, text):
    if UNKEEPABLE.search(text):
        message = _("Null characters and halves of surrogate pairs cannot be kept: leave them out.")
        raise ValidationError({path.removeprefix(".") or "non_field_errors": [message]}, code="unkeepable")
