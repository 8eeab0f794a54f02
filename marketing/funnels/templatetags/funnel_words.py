from django import template

from marketing.funnels.generating.schema import KINDS, TYPES

register = template.Library()


@register.filter
def page_type(value):
    return TYPES.get(value, value)


@register.filter
def section_kind(value):
    return KINDS.get(value, value)
