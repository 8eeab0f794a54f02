"""What the columns of a file are: a target of SYNONYMS each, or nothing."""

import re

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm.importing.recognise import bare
from investors.importing.words import SYNONYMS
from investors.models import Contact, Investor

MOST_CONTACTS = 3
PERSON = [target for target in SYNONYMS if target.startswith("contact_")]
# Each further contact has targets of its own: contact_email, contact2_email, contact3_email
TARGETS = [target for target in SYNONYMS if target not in PERSON] + [
    target.replace("contact", f"contact{number}") if number > 1 else target
    for number in range(1, MOST_CONTACTS + 1)
    for target in PERSON
]
KNOWN = {name: target for target, names in SYNONYMS.items() for name in names.split(";")}


def guess(headers):
    """The target of each column, "" where it means nothing; no target twice."""
    targets, taken = [], set()
    for header in headers:
        target = target_of(header)
        targets.append("" if target in taken else target)
        taken.add(target)
    if "email" in taken and "contact_email" not in taken and taken & {"contact_name", "contact_last_name"}:
        # The one address beside a person's name is that person's.
        targets[targets.index("email")] = "contact_email"
    return targets


def target_of(header):
    words = bare(header)
    number = re.search(r"\b([1-3])\b", words)
    if not number or words in KNOWN:
        return KNOWN.get(words, "")
    target = KNOWN.get(" ".join(words.replace(number[0], " ").split()), "")
    if not target.startswith("contact_"):
        return target if number[0] == "1" else ""
    return target if number[0] == "1" else target.replace("contact", f"contact{number[0]}")


def choices():
    """[(target, its name)] for the form that asks."""
    return [("", _("Leave out")), *((target, label_of(target)) for target in TARGETS)]


def label_of(target):
    found = re.fullmatch(r"contact([23]?)_(\w+)", target)
    if not found:
        return capfirst(Investor._meta.get_field(target).verbose_name)
    own = {"first_name": _("first name"), "last_name": _("last name")}
    name = own.get(found[2]) or Contact._meta.get_field(found[2]).verbose_name
    if not found[1]:
        return _("Contact: %(field)s") % {"field": name}
    return _("Contact %(number)s: %(field)s") % {"number": found[1], "field": name}
