"""Who may come in through a link, as people write it down."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from webox.lib.addresses import normalise_email

MOST = 200


def addresses_in(text):
    """The addresses and @domains of a text, each once. Raises ValidationError naming what is neither."""
    found = {}
    for word in re.split(r"[\s,;]+", text.strip()):
        if word:
            found[normal(word)] = True
    if len(found) > MOST:
        raise ValidationError(
            _("At most %(number)d addresses. Allow a domain, such as @fund.example.") % {"number": MOST}
        )
    return list(found)


def normal(word):
    try:
        # A domain is what may stand behind any name.
        return normalise_email(f"a{word}")[1:] if word.startswith("@") else normalise_email(word)
    except ValidationError as error:
        text = _("“%(word)s” is neither an address nor a domain such as @fund.example.")
        raise ValidationError(text % {"word": word[:80]}) from error
