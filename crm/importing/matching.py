"""Which lead each row of a file is about: one question to the database per chunk of rows."""

from django.db.models import F
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from crm.fields import CUSTOM
from crm.importing.mapping import CREATE, IDENTITIES, UPDATE
from crm.models import Lead, OperationRow
from crm.operations.writing import Wanted
from webox.lib.among import Among

# Of a refused row its page shows so much of each cell; the file of refused rows has them whole.
SHOWN = 200


class Matcher:
    """Turns rows that were read into what is wanted of the leads."""

    def __init__(self, operation, plan, membership):
        self.operation, self.plan, self.membership = operation, plan, membership
        self.own_only = membership.user_id if membership.sees_own_leads_only else None
        self.defaults = {"status": plan.status, "source": plan.source, "owner": plan.owner}
        if self.own_only:
            self.defaults["owner"] = self.own_only

    def wanted(self, rows):
        """The Wanted of each (number, cells, values, tags, problem)."""
        found = self.leads_of([values for _number, _cells, values, _tags, problem in rows if not problem])
        earlier = self.earlier_rows(found)
        seen, answers = {}, []
        for number, cells, values, tags, problem in rows:
            key = values.get(self.plan.match)
            lead_id = None
            if not problem and key not in (None, ""):
                lead, problem = self.lead_for(key, found.get(key, ()), earlier, seen.get(key))
                lead_id = lead and lead.pk
                seen.setdefault(key, number)
            elif not problem and self.plan.mode == UPDATE:
                problem = _("The cell by which its lead is to be found is empty.")
            if not problem:
                values.pop("id", None)
                self.complete(values, lead if lead_id else None)
                problem = self.problem_of_new(values) if lead_id is None else ""
            cells = [cell if len(cell) <= SHOWN else cell[:SHOWN] for cell in cells]
            names = tuple(dict.fromkeys([*self.plan.tags, *tags]))
            if problem:
                answers.append(Wanted(number, cells=cells, refused=problem))
            else:
                answers.append(Wanted(number, lead_id, values, names, cells=cells))
        return answers

    def leads_of(self, rows):
        """{key: [leads]} of all the keys of a chunk."""
        match = self.plan.match
        keys = {values[match] for values in rows if values.get(match) not in (None, "")}
        if not keys:
            return {}
        leads = Lead.objects.for_workspace(self.operation.workspace)
        if match == "email":
            # Written as the unique index is, or the index could not be used.
            leads = leads.exclude(email="").filter(Among(Lower("email"), keys))
        elif match.startswith(CUSTOM):
            leads = leads.filter(**{f"custom_fields__{match.removeprefix(CUSTOM)}__in": list(keys)})
        else:
            leads = leads.filter(Among(F(match), keys))
        found = {}
        for lead in leads.only("pk", "email", "phone", "custom_fields", "owner", "deleted_at", "unsubscribed_at"):
            found.setdefault(self.key_of(lead), []).append(lead)
        return found

    def key_of(self, lead):
        if self.plan.match == "email":
            return lead.email.lower()
        if self.plan.match.startswith(CUSTOM):
            return lead.custom_fields.get(self.plan.match.removeprefix(CUSTOM))
        return getattr(lead, self.plan.match)

    def earlier_rows(self, found):
        """{lead id: number} of leads an earlier row of this very file was about."""
        ids = [lead.pk for leads in found.values() for lead in leads]
        rows = OperationRow.objects.filter(Among(F("lead_id"), ids), operation=self.operation)
        return dict(rows.values_list("lead", "number")) if ids else {}

    def lead_for(self, key, leads, earlier, seen):
        """(the lead of a key or None, why the row is refused)."""
        alive = [lead for lead in leads if not lead.is_deleted] or leads
        if self.plan.match != "email":
            alive = [lead for lead in alive if not lead.is_deleted]
        lead = alive[0] if alive else None
        if seen or (lead and lead.pk in earlier):
            return None, _("Row %(number)d is about the same lead.") % {"number": seen or earlier[lead.pk]}
        if len(alive) > 1:
            return None, _("%(number)d leads have “%(key)s”. Find them by something only one has.") % {
                "number": len(alive),
                "key": str(key)[:80],
            }
        if lead and self.own_only and lead.owner_id != self.own_only:
            return None, _("This lead is in the care of another member.")
        if lead and not lead.is_deleted and self.plan.mode == CREATE:
            return None, _("A lead with “%(key)s” exists already.") % {"key": str(key)[:80]}
        if self.plan.mode == UPDATE and (not lead or lead.is_deleted):
            return None, _("No lead has “%(key)s”.") % {"key": str(key)[:80]}
        if not lead and self.plan.match == "id":
            return None, _("No lead has “%(key)s”.") % {"key": str(key)[:80]}
        return lead, ""

    def complete(self, values, lead):
        """What the file does not say: for new leads what was chosen for all, and nobody gets mail back by a file."""
        if lead is None:
            for name, value in self.defaults.items():
                if value and values.get(name) in (None, ""):
                    values[name] = value
            if self.own_only:
                values["owner"] = self.own_only
        elif lead.unsubscribed_at:
            values.pop("unsubscribed_at", None)

    @staticmethod
    def problem_of_new(values):
        if not any(values.get(name) for name in IDENTITIES):
            return _("Nothing says who this is: write an email, a phone, a name or a company.")
        return ""
