"""What a cell says of a field. Each reader raises ValueError for what it cannot read."""

import re
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.utils import translation

from crm.importing.recognise import bare
from investors.importing.words import CHOICES
from investors.models import Investor
from webox.lib import written
from webox.lib.addresses import normalise_email
from webox.lib.fields import fold

# “150 k€”, “1,5 M€”, “2 million”
SCALED = re.compile(r"(?P<number>.*\d)\s*(?P<scale>k|m|million|millions)\s*(?P<rest>[^\d\w]*|eur|usd)", re.IGNORECASE)
SCALES = {"k": 1_000, "m": 1_000_000, "million": 1_000_000, "millions": 1_000_000}


def amount(text):
    scale = 1
    if found := SCALED.fullmatch(text.strip()):
        text, scale = found["number"], SCALES[found["scale"].lower()]
    return (written.number(text) * scale).quantize(Decimal("0.01"), ROUND_HALF_UP)


def rating(text):
    """“4”, “4/5”, “★★★★☆”."""
    if "★" in text or "*" in text:
        return text.count("★") + text.count("*")
    return int(Decimal(str(written.number(text.split("/")[0]))).to_integral_exact(ROUND_HALF_UP))


def website(text):
    return text if "://" in text else f"https://{text}"


def choices_of(name):
    """{what a cell may say: value} of a field with choices, in every language."""
    found = {}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            found |= {bare(str(label)): value for value, label in Investor._meta.get_field(name).choices}
    for value, names in CHOICES[name].items():
        found |= {name: value for name in names.split(";")} | {bare(value): value}
    return found


class Reader:
    """Reads the cells of one file: what choices and members are called is looked up once."""

    def __init__(self, workspace):
        self.choices = {name: choices_of(name) for name in CHOICES}
        self.members = {}
        for membership in workspace.memberships.select_related("user"):
            user = membership.user
            self.members |= {fold(user.email): user, fold(str(user)): user}

    def read(self, target, text):
        name = target.split("_", 1)[1] if target.startswith("contact") else target
        if name == "email":
            return normalise_email(text.removeprefix("mailto:"))
        if name == "owner":
            return self.known(self.members, fold(text))
        if name in self.choices:
            return self.known(self.choices[name], bare(text))
        readers = {
            "check_size": amount,
            "rating": rating,
            "website": website,
            "next_step_at": written.moment,
            "is_active": written.yes_or_no,
            "tags": written.entries,
        }
        return readers.get(name, str)(text)

    @staticmethod
    def known(values, text):
        if text not in values:
            raise ValueError(text)
        return values[text]
