"""The rows of a file as investors: rows of the same firm are one, each with its person."""

from dataclasses import dataclass, field
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from investors.importing.cells import Reader
from investors.importing.columns import MOST_CONTACTS, label_of
from investors.models import Contact, Investor
from webox.lib.fields import fold
from webox.lib.tablefaults import Unreadable
from webox.lib.tables import plain, read

MOST_ROWS = 2000


@dataclass
class Firm:
    """What a file says of one investor: the rows it stands in, its fields, its people, and what is wrong."""

    number: int
    fields: dict
    contacts: list
    problems: list = field(default_factory=list)
    rows: int = 1

    @property
    def name(self):
        return self.fields.get("name", "")

    @property
    def key(self):
        return self.fields.get("email") or fold(self.name)

    def take(self, other):
        """Another row of the same firm: what was empty is filled, and its people are added."""
        self.fields = other.fields | self.fields
        known = {identity(person) for person in self.contacts}
        self.contacts += [person for person in other.contacts if identity(person) not in known]
        self.rows += 1


def identity(person):
    return person.get("email") or fold(person["name"])


def firms_of(path, layout, targets, workspace):
    """(firms that can be written, refused rows as Firms with problems). Raises Unreadable."""
    reader, found, refused = Reader(workspace), {}, []
    rows = list(islice(read(path, layout), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise Unreadable(
            _("The file has more than %(most)d rows. Split it, and import the parts.") % {"most": MOST_ROWS}
        )
    for number, cells, problem in rows:
        firm = firm_of(reader, number, zip(targets, cells, strict=False))
        if problem:
            firm.problems.insert(0, problem)
        if firm.problems:
            refused.append(firm)
        elif firm.key in found:
            found[firm.key].take(firm)
        else:
            found[firm.key] = firm
    return list(found.values()), refused


def firm_of(reader, number, cells):
    fields, people, problems = {}, [{} for _each in range(MOST_CONTACTS)], []
    for target, cell in cells:
        text = plain(cell)
        if not target or not text:
            continue
        try:
            value = reader.read(target, text)
        except (ValueError, ArithmeticError, ValidationError):
            problems.append(_("%(field)s: “%(text)s” cannot be read.") % {"field": label_of(target), "text": text[:60]})
            continue
        if target.startswith("contact"):
            whose, name = target.removeprefix("contact").split("_", 1)
            people[int(whose or 1) - 1][name] = value
        else:
            fields[target] = value
    contacts = [named(person) for person in people if person]
    if contacts and not fields.get("name"):
        fields["name"] = contacts[0]["name"]
    firm = Firm(number, fields, contacts, problems)
    check(firm)
    return firm


def named(person):
    """A contact with a name: of its parts, or of its address."""
    parts = [person.pop(name, "") for name in ("first_name", "last_name")]
    name = person.get("name") or " ".join(part for part in parts if part) or person.get("email", "").split("@")[0]
    return person | {"name": name}


def check(firm):
    """What the models would refuse."""
    if firm.problems:
        return
    if not firm.name:
        firm.problems.append(_("The row has no name."))
    for model, values in ((Investor, firm.fields), *((Contact, person) for person in firm.contacts)):
        given = {name: value for name, value in values.items() if name != "tags"}
        others = {each.name for each in model._meta.fields} - set(given)
        try:
            model(**given).clean_fields(exclude=others)
        except ValidationError as error:
            for name, texts in error.message_dict.items():
                label = label_of(name if model is Investor else f"contact_{name}")
                firm.problems.append(_("%(field)s: %(text)s") % {"field": label, "text": " ".join(texts)})
