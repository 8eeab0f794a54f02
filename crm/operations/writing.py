"""The one writer of many leads: a chunk of an operation, each row with its outcome and what it changed."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.fields import lead_fields
from crm.models import Lead, Operation, OperationRow
from crm.operations.changes import Change, Writer, recorded, settle_reason, small, tags_of
from crm.operations.chunks import announce, halving, without_repeats
from crm.operations.creating import insert_leads
from webox.accounts.models import Membership
from webox.lib.among import Among
from webox.lib.bulk import insert_rows

# In one transaction
MOST_ROWS = 2_000
Outcome = OperationRow.Outcome
COUNTED = {
    Outcome.CREATED: "created_count",
    Outcome.UPDATED: "updated_count",
    Outcome.RESTORED: "updated_count",
    Outcome.UNCHANGED: "unchanged_count",
    Outcome.REFUSED: "refused_count",
}
NAMED = ("first_name", "last_name", "email", "phone", "company")


@dataclass(slots=True)
class Wanted:
    """What one row wants of a lead, or of a new one where `lead_id` is None.

    `values` are {name of crm.fields: value as its clean() answers}; `tags` among them are all the lead shall have.
    `reason` says why a status changes; `refused` why the row was refused before it came here, with its `cells`.
    """

    number: int
    lead_id: int | None = None
    values: dict = field(default_factory=dict)
    add_tags: Sequence = ()
    remove_tags: Sequence = ()
    delete: bool = False
    reason: str = ""
    cells: list | dict | None = None
    refused: str = ""


@transaction.atomic
def apply_rows(*, operation, by, rows, at=None):
    """Carry out at most MOST_ROWS rows and record each; Counter of the outcomes.

    Whatever is wrong with a row refuses that row alone. The operation's counts and `done` move in the same
    transaction, so that what a killed worker did not commit is done again and nothing else.
    """
    chunk, counts = Chunk(operation, by, at or timezone.now()), Counter()
    for batch in without_repeats(rows):
        counts += halving(chunk.apply, chunk.give_up, batch)
    moved = Counter()
    for outcome, number in counts.items():
        moved[COUNTED[outcome]] += number
    grown = {name: F(name) + number for name, number in moved.items()}
    Operation.objects.filter(pk=operation.pk).update(done=F("done") + len(rows), seen_at=timezone.now(), **grown)
    return counts


class Chunk:
    def __init__(self, operation, by, at):
        self.operation, self.by, self.at, self.workspace = operation, by, at, operation.workspace
        self.fields = lead_fields(self.workspace)
        self.membership = Membership.objects.filter(workspace=self.workspace, user=by).first() if by else None
        self.sees_own_only = bool(self.membership and self.membership.sees_own_leads_only)

    @cached_property
    def members(self):
        return self.workspace.names_of_members()

    def apply(self, rows):
        done, changes, new = [], [], []
        leads = self.leads_of(rows)
        tags = tags_of(lead.pk for lead in leads.values())
        taken = self.addresses_taken(rows, leads)
        for row in rows:
            lead = self.lead_of(row, leads)
            if reason := row.refused or self.fault(row, lead, taken):
                done.append(self.refuse(row, reason, lead))
            elif lead:
                change = self.change_of(row, lead, tags[lead.pk])
                taken.add(row.values.get("email"))
                done.append(self.changed(row, change))
                changes.append(change)
            else:
                taken.add(row.values.get("email"))
                new.append(row)
        writer = Writer(self.workspace, self.by, self.at, self.members)
        writer.carry_out([change for change in changes if not change.is_empty])
        done += [self.created(row, pk) for row, pk in insert_leads(writer, self.completed(new))]
        announce(self.operation, [row[1] for row in done if row[2] not in (Outcome.REFUSED, Outcome.UNCHANGED)])
        return self.record(done)

    def leads_of(self, rows):
        """{id, or address of a deleted lead: lead} of the leads that the rows name, locked in one order."""
        leads = Lead.objects.for_workspace(self.workspace).select_for_update()
        found = {lead.pk: lead for lead in leads.filter(pk__in=[r.lead_id for r in rows if r.lead_id]).order_by("pk")}
        emails = [row.values["email"] for row in rows if not row.lead_id and row.values.get("email")]
        if emails:
            # Whom a file names comes back.
            named = leads.exclude(email="").filter(Among(Lower("email"), emails))
            found |= {lead.email.lower(): lead for lead in named.deleted().order_by("pk") if lead.pk not in found}
        return found

    def lead_of(self, row, leads):
        return leads.get(row.lead_id) if row.lead_id else leads.pop(row.values.get("email"), None)

    def addresses_taken(self, rows, leads):
        """The addresses of the rows that leads have; a lead's own is no obstacle to itself."""
        emails = [row.values["email"] for row in rows if row.values.get("email")]
        if not emails:
            return set()
        there = Lead.objects.for_workspace(self.workspace).exclude(email="")
        found = there.filter(Among(Lower("email"), emails)).values_list("email", flat=True)
        return {email.lower() for email in found} - {key for key in leads if isinstance(key, str)}

    def fault(self, row, lead, taken):
        """Why a row cannot be, in words; "" where it can."""
        email, owner = row.values.get("email"), row.values.get("owner")
        if gone := [name for name in row.values if name not in self.fields]:
            return _("There is no field “%(name)s” any more.") % {"name": gone[0]}
        if row.lead_id and not lead:
            return _("This lead does not exist any more.")
        if lead and self.sees_own_only and lead.owner_id != self.by.pk:
            return _("This lead belongs to somebody else.")
        if lead and lead.is_deleted and self.operation.kind != Operation.Kind.IMPORT:
            return _("This lead is deleted. Restore it before you change it.")
        if email and email in taken and not (lead and lead.email.lower() == email):
            return _("Another lead has the address “%(email)s” already.") % {"email": email}
        if owner is not None and owner not in self.members:
            return _("The owner must be a member of this workspace.")
        if not lead and not any(row.values.get(name) for name in NAMED):
            return _("Write at least a name, an email, a phone number or a company.")
        consent = [row.values.get(name, getattr(lead, name, None)) for name in ("consent_text", "consent_at")]
        if any(consent) and not all(consent):
            return _("Consent needs both its text and its time.")
        return ""

    def change_of(self, row, lead, tags):
        change = Change(lead, is_deleted=row.delete, reason=row.reason, tags_before=tags)
        change.is_restored = lead.is_deleted and not row.delete
        values = {name: value for name, value in row.values.items() if name != "tags"}
        change.values = {name: value for name, value in values.items() if self.fields[name].read(lead) != value}
        settle_reason(change)
        add, remove = small(row.add_tags), small(row.remove_tags)
        if "tags" in row.values:
            add |= small(row.values["tags"])
            remove |= {key: name for key, name in tags.items() if key not in add}
        change.add_tags = {key: name for key, name in add.items() if key not in tags}
        change.remove_tags = {key: tags[key] for key in remove if key in tags and key not in add}
        return change

    def completed(self, rows):
        """New leads with what their row leaves open."""
        for row in rows:
            if self.sees_own_only and not row.values.get("owner"):
                # What a member who sees their own leads only brings in is theirs, or they would lose it at once.
                row.values = {**row.values, "owner": self.by.pk}
            if row.values.get("status") == Lead.Status.LOST and row.reason:
                row.values = {**row.values, "lost_reason": row.reason[:200]}
        return rows

    # The rows of the operation

    def give_up(self, row):
        return self.record([self.refuse(row, _("The database does not take these values."))])

    def refuse(self, row, reason, lead=None):
        return (row.number, lead.pk if lead else None, Outcome.REFUSED, None, None, reason, row.cells)

    def changed(self, row, change):
        if change.is_empty:
            return (row.number, change.lead.pk, Outcome.UNCHANGED, None, None, "", None)
        outcome = Outcome.RESTORED if change.is_restored else Outcome.UPDATED
        return (row.number, change.lead.pk, outcome, *recorded(self.fields, change), "", None)

    def created(self, row, pk):
        dumped = {name: self.fields[name].dump(value) for name, value in row.values.items()}
        after = {name: value for name, value in dumped.items() if value not in (None, "", [])}
        if tags := {**small(row.values.get("tags") or ()), **small(row.add_tags)}:
            after["tags"] = sorted(tags.values())
        return (row.number, pk, Outcome.CREATED, None, after, "", None)

    def record(self, done):
        columns = ("workspace_id", "operation_id", "number", "lead_id", "outcome", "before", "after", "reason", "cells")
        shared = (self.workspace.pk, self.operation.pk)
        rows = [
            (*shared, number, pk, str(outcome), dumps(before), dumps(after), reason, dumps(cells), "")
            for number, pk, outcome, before, after, reason, cells in done
        ]
        insert_rows(OperationRow, (*columns, "undo"), rows)
        return Counter(row[2] for row in done)


def dumps(value):
    return None if value is None else json.dumps(value, cls=DjangoJSONEncoder)
