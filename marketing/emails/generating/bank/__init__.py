from marketing.emails.generating.bank import en, fr

BANK = {"fr": fr.BANK, "en": en.BANK}
WORDS = {"fr": fr.WORDS, "en": en.WORDS}
