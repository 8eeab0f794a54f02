from marketing.funnels.generating.words.en.offer import OFFER
from marketing.funnels.generating.words.en.optin import OPTIN
from marketing.funnels.generating.words.en.sections import SECTIONS

BANK = SECTIONS | OPTIN | OFFER
