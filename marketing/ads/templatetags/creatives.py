from decimal import Decimal

from django import template

from marketing.ads import cards
from marketing.ads.generating.budget import total_of
from marketing.ads.limits import limit_of, of_platform

register = template.Library()


@register.simple_tag
def drawn_draft(generation, output, brief):
    """{"visuals", "cards"}: the images of a draft and its ads as they look."""
    visuals = cards.draft_visuals(generation, output, brief.brand)
    return {"visuals": visuals, "cards": cards.draft_cards(generation, output, brief.brand, visuals)}


@register.simple_tag
def ad_card(creative, platform, brand):
    return cards.card_of(creative, platform, brand)


@register.simple_tag
def split_of(output, brief):
    """{"total", "budget", "is_even"}: what the parts come to."""
    total, budget = total_of(output["split"]), Decimal(brief.inputs["budget"])
    return {"total": total, "budget": budget, "is_even": total == budget}


@register.simple_tag
def platform_limits(platform):
    return of_platform(platform)


@register.simple_tag
def length_of(text, platform, field):
    """{"length", "shown", "is_long", "is_over"} of a text in a field of a platform."""
    limit = limit_of(platform, field)
    number = limit.length(text)
    is_over = bool(limit.hard and number > limit.hard)
    return {"length": number, "shown": limit.shown, "is_long": number > (limit.shown or number), "is_over": is_over}
