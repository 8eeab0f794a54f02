from django import template

from marketing.ads import cards
from marketing.ads.limits import told_of

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
def sum_of(generation, output):
    """A cards.Sum of the parts of a draft's budget."""
    return cards.sum_of(generation, output)


@register.simple_tag
def platform_limits(platform):
    return told_of(platform)
