"""What only a person can add: a text in square brackets, such as “[Quote a customer here]”, never shown to visitors."""

import re
from html import escape

from django.utils.safestring import mark_safe

GAP = re.compile(r"\[[^\[\]\n]{3,200}\]")


def has_gap(text):
    return bool(GAP.search(text))


def gaps_in(text):
    return [each[1:-1].strip().rstrip(".") for each in GAP.findall(text)]


def with_marked_gaps(text):
    """Safe HTML in which a gap stands out."""
    return mark_safe(GAP.sub(r'<span class="gap">\g<0></span>', escape(text)))
