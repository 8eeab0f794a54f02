from django import template
from django.utils.formats import number_format
from django.utils.translation import ngettext

register = template.Library()
UNITS = (
    (86_400, lambda number: ngettext("%(number)s day", "%(number)s days", number)),
    (3_600, lambda number: ngettext("%(number)s hour", "%(number)s hours", number)),
    (60, lambda number: ngettext("%(number)s minute", "%(number)s minutes", number)),
)


@register.filter
def duration(seconds):
    """183600 as “2.1 days”; nothing is a dash."""
    if seconds is None:
        return "–"
    for length, words in UNITS:
        if seconds >= length:
            number = round(seconds / length, 1)
            shown = number_format(number, 0 if number == int(number) else 1)
            return words(int(number) if number == int(number) else 2) % {"number": shown}
    return ngettext("%(number)s second", "%(number)s seconds", int(seconds)) % {"number": int(seconds)}
