from django import template

from crm.due import COUNTED, due_of

register = template.Library()


@register.simple_tag(takes_context=True)
def due_today(context):
    """The number beside “Today”; nothing where nothing is due."""
    membership = context.get("membership")
    number = due_of(membership) if membership else 0
    return f"{COUNTED}+" if number > COUNTED else number or ""
