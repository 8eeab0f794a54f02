"""Figures of ads in words: {% load ads %}."""

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.formats import number_format

from marketing.emails.templatetags.rates import unit

register = template.Library()
CENT = Decimal("0.01")
# From so much on, nobody reads the cents.
LARGE = 10_000


@register.filter
def money(amount, currency):
    """“4.50 EUR”; nothing to divide by is a dash."""
    if amount is None:
        return "–"
    digits = 0 if abs(amount) >= LARGE else 2
    return unit(plain(amount, digits), currency)


@register.filter
def tally(number):
    """A number of conversions: platforms share one between clicks, so it may have decimals."""
    number = Decimal(number)
    return plain(number, 0 if number == number.to_integral_value() else 2)


@register.filter
def times(number):
    """A return as “3.2 ×”."""
    return "–" if number is None else f"{plain(number, 2)}\N{NO-BREAK SPACE}×"


def plain(number, digits):
    rounded = Decimal(number).quantize(CENT if digits else Decimal(1), ROUND_HALF_UP)
    return number_format(rounded, digits, use_l10n=True, force_grouping=True)
