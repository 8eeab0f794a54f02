"""The columns of the list of leads: any field of the registry, in the order a member or a saved view chose."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm.fields import CUSTOM, STANDARD, lead_fields

# The usual ones, and from which width of the screen each of them is shown
USUAL = {
    "status": "",
    "company": "d-none d-md-table-cell",
    "tags": "d-none d-lg-table-cell",
    "source": "d-none d-xxl-table-cell",
    "owner": "d-none d-lg-table-cell",
    "estimated_value": "d-none d-sm-table-cell text-end",
    "created_at": "d-none d-md-table-cell text-secondary",
}
LABELS = {"estimated_value": _("Value")}
# Of the name, which every row begins with
NAMED = ("first_name", "last_name")
MOST = 20


@dataclass(frozen=True)
class Column:
    field: Any
    css: str = ""

    @property
    def name(self):
        return self.field.name

    @property
    def label(self):
        return LABELS.get(self.name) or capfirst(self.field.label)

    def text(self, lead):
        """The value in words; what has a look of its own is drawn by the table."""
        return self.field.show(self.field.read(lead))


def offered(workspace):
    """{name: field} of what can be a column."""
    return {name: field for name, field in lead_fields(workspace).items() if name not in NAMED}


def names_in(query):
    """The columns a query asks for: columns=a,b or columns=a&columns=b."""
    names = [name for text in query.getlist("columns") for name in text.split(",") if name]
    return list(dict.fromkeys(names))[:MOST]


def columns_of(workspace, names):
    """The columns of these names that there are, or the usual ones. Asks the database for custom ones only."""
    if not names:
        return [Column(STANDARD[name], css) for name, css in USUAL.items()]
    known = lead_fields(workspace) if any(name.startswith(CUSTOM) for name in names) else STANDARD
    return [
        Column(known[name], "text-end" if known[name].kind == "number" else "")
        for name in names
        if name in known and name not in NAMED
    ]


def rows_of(leads, columns):
    """[(lead, [(column, text)])]"""
    drawn = {"status", "tags", "owner", "estimated_value", "created_at"}
    return [
        (lead, [(column, "" if column.name in drawn else column.text(lead)) for column in columns]) for lead in leads
    ]
