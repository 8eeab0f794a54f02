"""Taking back what an operation did, field by field, where nobody has changed it since."""

from collections import Counter

from django.db import connection
from django.db.models import Count, F
from django.db.models.functions import Lower
from django.utils import timezone

from crm.fields import CUSTOM, STANDARD, LeadField, of_custom
from crm.models import CustomField, Lead, LeadEdit, LeadInteraction, OperationRow, StatusChange
from crm.operations.changes import Change, Writer, settle_reason, small, tags_of
from crm.operations.chunks import announce, halving, without_repeats
from webox.accounts.models import Membership
from webox.lib.bulk import update_rows

Outcome, Undo = OperationRow.Outcome, OperationRow.Undo
# What has something to take back
WRITTEN = (Outcome.CREATED, Outcome.UPDATED, Outcome.RESTORED)
CONSENT = ("consent_text", "consent_at")
# Recorded beside the fields of a lead
DELETED, TAGS = "deleted", "tags"


def take_back(*, operation, by, rows):
    """Undo rows of an operation, the last ones first, and mark each; Counter of how it went. In a transaction."""
    undoer, counts = Undoer(operation, by), Counter()
    for batch in without_repeats(rows):
        counts += halving(undoer.take_back, undoer.give_up, batch)
    return counts


class Undoer:
    def __init__(self, operation, by):
        self.operation, self.workspace, self.by = operation, operation.workspace, by
        # A field that is no longer in use had values when the operation changed it.
        custom = [of_custom(row) for row in CustomField.objects.for_workspace(self.workspace)]
        self.fields = STANDARD | {known.name: known for known in custom}
        memberships = list(Membership.objects.filter(workspace=self.workspace).select_related("user"))
        self.members = {each.user_id: str(each.user) for each in memberships}
        own_only = [each.user_id for each in memberships if each.sees_own_leads_only]
        self.sees_own_only = bool(by) and by.pk in own_only

    def take_back(self, rows):
        leads = Lead.objects.for_workspace(self.workspace).filter(pk__in=[row.lead_id for row in rows if row.lead_id])
        leads = {lead.pk: lead for lead in leads.select_for_update().order_by("pk")}
        self.tags, self.talks = tags_of(leads), interactions_of(rows)
        self.taken, self.used = self.addresses_taken(rows), self.used_since(rows)
        changes, conflicts = [], {}
        for row in rows:
            lead = leads.get(row.lead_id)
            if row.outcome == Outcome.CREATED:
                change, conflict = self.of_created(row, lead)
            else:
                change, conflict = self.of_changed(row, lead)
            if change and not change.is_empty:
                changes.append(change)
            if conflict:
                conflicts[row.pk] = conflict
        Writer(self.workspace, self.by, timezone.now(), self.members).carry_out(changes)
        announce(self.operation, [change.lead.pk for change in changes])
        return self.mark(rows, conflicts)

    def give_up(self, row):
        return self.mark([row], {row.pk: {name: None for name in row.after or {}}})

    def mark(self, rows, conflicts):
        clean = [row.pk for row in rows if row.pk not in conflicts]
        OperationRow.objects.filter(pk__in=clean).update(undo=Undo.UNDONE)
        save = OperationRow._meta.get_field("conflict").get_db_prep_save
        kept = [(pk, str(Undo.CONFLICT), save(conflict, connection)) for pk, conflict in conflicts.items()]
        update_rows(OperationRow, ["undo", "conflict"], kept)
        return Counter({Undo.UNDONE: len(clean), Undo.CONFLICT: len(conflicts)})

    def addresses_taken(self, rows):
        """{address: lead id} of the addresses that leads had before and somebody has now."""
        emails = [row.before["email"] for row in rows if row.before and row.before.get("email")]
        if not emails:
            return {}
        there = Lead.objects.for_workspace(self.workspace).exclude(email="")
        there = there.annotate(address=Lower("email")).filter(address__in=emails)
        return dict(there.values_list("address", "pk"))

    def used_since(self, rows):
        """Ids of leads the operation brought back that somebody has dealt with since: they stay."""
        back = {row.lead_id for row in rows if row.outcome == Outcome.RESTORED}
        if not back:
            return back
        since = self.operation.created_at
        # A line the operation wrote holds until something else happened; its own lines are of one moment.
        moved = StatusChange.objects.filter(lead__in=back, at__gte=since, until__gt=F("at")).values_list("lead")
        edited = LeadEdit.objects.filter(lead__in=back, at__gte=since).values_list("lead")
        talks = LeadInteraction.objects.filter(lead__in=back, created_at__gte=since).values_list("lead")
        return {pk for (pk,) in moved.order_by().union(edited.order_by(), talks.order_by())}

    # One row each: (the change, {field: what it is now} of what stays as it is)

    def of_created(self, row, lead):
        """A new lead goes as long as it is what the operation made it, and nobody has talked with it."""
        if lead is None or lead.is_deleted:
            return None, {}
        after = row.after or {}
        given = {name: self.field(name).load(value) for name, value in after.items() if name != TAGS}
        conflict = {}
        for name in {*given, *(name for name, known in STANDARD.items() if known.writable and name != TAGS)}:
            now, made = self.field(name).read(lead), given.get(name, first_value(self.field(name)))
            if now != made:
                conflict[name] = self.field(name).dump(now)
        conflict |= {
            CUSTOM + key: value for key, value in lead.custom_fields.items() if CUSTOM + key not in given and value
        }
        tags = self.tags[lead.pk]
        if set(tags) != set(small(after.get(TAGS, ()))):
            conflict[TAGS] = sorted(tags.values())
        if number := self.talks.get(lead.pk):
            conflict["interactions"] = number
        if conflict or self.is_hidden(row, lead):
            return None, conflict or {"owner": lead.owner_id}
        return Change(lead, is_deleted=True), {}

    def of_changed(self, row, lead):
        after, before = row.after or {}, row.before or {}
        was_deleted = DELETED in after
        if lead is None or (lead.is_deleted and not was_deleted):
            # What was deleted since is neither changed nor brought back; a row that brought it back is done with.
            return None, {} if row.outcome == Outcome.RESTORED else {DELETED: True}
        if self.is_hidden(row, lead):
            return None, {"owner": lead.owner_id}
        change, conflict = Change(lead, tags_before=self.tags[lead.pk]), {}
        change.is_restored = was_deleted and lead.is_deleted
        for name in after:
            if name not in (TAGS, DELETED):
                self.take_back_field(change, conflict, name, before.get(name), after[name])
        self.keep_consent_whole(change, conflict)
        if "status" in change.values:
            conflict.pop("lost_reason", None)
            settle_reason(change)
        elif "status" in conflict:
            change.values.pop("lost_reason", None)
        self.take_back_tags(change, small(before.get(TAGS, ())), small(after.get(TAGS, ())))
        if row.lead_id in self.used:
            conflict.setdefault(DELETED, False)
        change.is_deleted = row.outcome == Outcome.RESTORED and not conflict
        return change, conflict

    def take_back_field(self, change, conflict, name, before, after):
        known = self.field(name)
        now, before = known.read(change.lead), known.load(before)
        if now == before:
            return
        is_free = name != "email" or self.taken.get(before, change.lead.pk) == change.lead.pk
        is_there = name != "owner" or before is None or before in self.members
        if now == known.load(after) and is_free and is_there:
            change.values[name] = before
        else:
            conflict[name] = known.dump(now)

    def keep_consent_whole(self, change, conflict):
        text, moment = (change.values.get(name, getattr(change.lead, name)) for name in CONSENT)
        if bool(text) == bool(moment):
            return
        for name in CONSENT:
            if change.values.pop(name, self) is not self:
                conflict[name] = self.field(name).dump(getattr(change.lead, name))

    @staticmethod
    def take_back_tags(change, before, after):
        """Tags are many small facts: those it gave go, those it took return, others come and go as they like."""
        now = change.tags_before
        change.remove_tags = {key: now[key] for key in after if key not in before and key in now}
        change.add_tags = {key: name for key, name in before.items() if key not in after and key not in now}

    def is_hidden(self, row, lead):
        """Somebody limited to their own leads reaches no lead that has gone to another member, but by this very row."""
        if not self.sees_own_only or lead.owner_id == self.by.pk:
            return False
        return (row.after or {}).get("owner", self.by.pk) != lead.owner_id

    def field(self, name):
        return self.fields.get(name) or LeadField(name, name.removeprefix(CUSTOM), "text")


def first_value(known):
    """What a lead has where its row said nothing."""
    return Lead.Status.NEW if known.name == "status" else known.empty


def interactions_of(rows):
    """{lead id: number} of the interactions with the leads that the rows made."""
    made = [row.lead_id for row in rows if row.outcome == Outcome.CREATED]
    talks = LeadInteraction.objects.filter(lead__in=made).values_list("lead")
    return dict(talks.annotate(Count("pk"))) if made else {}
