"""What the offline writer says on the pages of a funnel, beside the phrases it knows already."""

from marketing.funnels.generating.words import en, fr

# {language: {kind: {"any" or a tone: phrases}}}; a kind may end in the type of the funnel
BANK = {"fr": fr.BANK, "en": en.BANK}
