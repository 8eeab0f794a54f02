"""What an operation does and did, as people read it."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm.fields import CUSTOM
from crm.models import Operation

Kind = Operation.Kind
NOTHING = "–"


class Words:
    """Of one workspace: `fields` as lead_fields() answers, `members` {id: name}."""

    def __init__(self, fields, members):
        self.fields, self.members = fields, members

    def told(self, operation):
        """What the operation was told: “Won”, “Company: Durand”, “vip, salon”, or the name of an import's file."""
        params, kind = operation.params, operation.kind
        if kind == Kind.SET_STATUS:
            return " – ".join(part for part in (self.value("status", params["status"]), params["reason"]) if part)
        if kind == Kind.SET_OWNER:
            return self.value("owner", params["owner"]) if params["owner"] else _("Nobody")
        if kind == Kind.SET_FIELD:
            named = {"field": self.label(params["field"]), "value": self.value(params["field"], params["value"])}
            return _("%(field)s: %(value)s") % named
        if kind in (Kind.ADD_TAGS, Kind.REMOVE_TAGS):
            return ", ".join(params["tags"])
        file = getattr(operation, "file", None) if kind == Kind.IMPORT else None
        return file.name if file else ""

    def changes(self, row):
        """[(field, old, new)] of one row; a new lead has nothing old."""
        before, after = row.before or {}, row.after or {}
        return [(self.label(name), self.value(name, before.get(name)), self.value(name, after[name])) for name in after]

    def conflicts(self, row):
        """[(field, what it is now)] of what was edited since."""
        return [(self.label(name), self.value(name, now)) for name, now in (row.conflict or {}).items()]

    def label(self, name):
        if name in self.fields:
            return capfirst(str(self.fields[name].label))
        return {"deleted": pgettext("lead", "Deleted"), "interactions": _("Interactions")}.get(
            name, name.removeprefix(CUSTOM)
        )

    def value(self, name, value):
        if value in (None, "", []):
            return NOTHING
        if name not in self.fields:
            return {True: _("Yes"), False: _("No")}.get(value, str(value)) if isinstance(value, bool) else str(value)
        known = self.fields[name]
        return known.show(known.load(value), members=self.members) or NOTHING
