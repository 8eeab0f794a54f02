from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def percent(rate):
    """0.1234 as “12.3 %”; nothing to divide by is a dash."""
    if rate is None:
        return "–"
    return _("%(number)s %%") % {"number": number_format(round(rate * 100, 1), 1, use_l10n=True)}


@register.filter
def unit(number, name):
    """“2,500” and “EUR” as “2,500 EUR”, which French keeps on one line."""
    return _("%(number)s %(unit)s") % {"number": number, "unit": name}


@register.filter
def share(part, whole):
    """`part` per `whole`, 0 to 1; None when the whole is nothing."""
    return part / whole if whole else None
