from marketing.funnels.generating.words.fr.offer import OFFER
from marketing.funnels.generating.words.fr.optin import OPTIN
from marketing.funnels.generating.words.fr.sections import SECTIONS

BANK = SECTIONS | OPTIN | OFFER
