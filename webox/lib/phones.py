"""Phone numbers as people type them, as E.164 has them: +33612345678."""

import re

from django.utils.translation import gettext_lazy as _

# Country → (calling code, what is dialled before a number inside the country, name)
COUNTRIES = {
    "AT": ("43", "0", _("Austria")),
    "AU": ("61", "0", _("Australia")),
    "BE": ("32", "0", _("Belgium")),
    "BR": ("55", "0", _("Brazil")),
    "CA": ("1", "1", _("Canada")),
    "CH": ("41", "0", _("Switzerland")),
    "CI": ("225", "", _("Ivory Coast")),
    "CM": ("237", "", _("Cameroon")),
    "CZ": ("420", "", _("Czechia")),
    "DE": ("49", "0", _("Germany")),
    "DK": ("45", "", _("Denmark")),
    "DZ": ("213", "0", _("Algeria")),
    "ES": ("34", "", _("Spain")),
    "FI": ("358", "0", _("Finland")),
    "FR": ("33", "0", _("France")),
    "GB": ("44", "0", _("United Kingdom")),
    "GR": ("30", "", _("Greece")),
    "IE": ("353", "0", _("Ireland")),
    "IN": ("91", "0", _("India")),
    "IT": ("39", "", _("Italy")),
    "LU": ("352", "", _("Luxembourg")),
    "MA": ("212", "0", _("Morocco")),
    "MC": ("377", "", _("Monaco")),
    "MX": ("52", "", _("Mexico")),
    "NL": ("31", "0", _("Netherlands")),
    "NO": ("47", "", _("Norway")),
    "PL": ("48", "", _("Poland")),
    "PT": ("351", "", _("Portugal")),
    "RO": ("40", "0", _("Romania")),
    "SE": ("46", "0", _("Sweden")),
    "SN": ("221", "", _("Senegal")),
    "TN": ("216", "", _("Tunisia")),
    "US": ("1", "1", _("United States")),
}
SHORTEST, LONGEST = 8, 15


def e164(text, country=""):
    """The number with its country, or an empty text where it can't be one; `country` is that of numbers without."""
    plain = re.split(r"(?i)\s*(?:ext|poste|x)\.?\s*\d+\s*$", text.strip())[0]
    # "+33 (0)6 …": what stands in brackets is for callers at home.
    plain = re.sub(r"^(\+|00)(\d{1,3})\s*\(0\)", r"\1\2", plain.replace("\u00a0", " "))
    if re.search(r"[^\d\s().+/–-]", plain):
        return ""
    digits = re.sub(r"\D", "", plain)
    if plain.startswith("+"):
        found = digits
    elif digits.startswith("00"):
        found = digits[2:]
    elif country in COUNTRIES:
        found = _national(digits, *COUNTRIES[country][:2])
    else:
        return ""
    return f"+{found}" if SHORTEST <= len(found) <= LONGEST and not found.startswith("0") else ""


def _national(digits, code, prefix):
    if prefix and digits.startswith(prefix):
        digits = digits[len(prefix) :]
    elif prefix == "0" and digits.startswith(code) and len(digits) > 9 + len(code) - 1:
        # Written with the calling code, but without its plus
        return digits
    return code + digits
