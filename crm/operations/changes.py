"""What is to become of leads that are locked: worked out one by one, written all at once with the traces it leaves."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from crm import events
from crm.actions import ledger
from crm.models import Lead, StatusChange, Tag
from crm.models.leads import top_rank
from webox.analytics.actions import record_for_leads
from webox.lib.bulk import insert_rows, update_rows

Kind, Status = StatusChange.Kind, Lead.Status
Link = Lead.tags.through
SEARCH_TEXT = Lead._meta.get_field("search_text")
SEARCHED = SEARCH_TEXT.sources


@dataclass(slots=True)
class Change:
    """A locked lead as it is, and what it is to be: only what differs. Tags are {name in small letters: name}."""

    lead: Lead
    values: dict = field(default_factory=dict)
    add_tags: dict = field(default_factory=dict)
    remove_tags: dict = field(default_factory=dict)
    is_deleted: bool = False
    is_restored: bool = False
    reason: str = ""
    tags_before: dict = field(default_factory=dict)

    @property
    def is_empty(self):
        return not (self.values or self.add_tags or self.remove_tags or self.is_deleted or self.is_restored)

    @property
    def tags_after(self):
        return {key: name for key, name in (self.tags_before | self.add_tags).items() if key not in self.remove_tags}


def settle_reason(change):
    """A reason for the loss belongs to a lost lead, and goes with that status."""
    status = change.values.get("status")
    if status is None:
        return
    if status == Status.LOST:
        reason = (change.reason or change.values.get("lost_reason") or "")[:200]
        change.reason = change.reason or reason
    else:
        reason = ""
    change.values.pop("lost_reason", None)
    if reason != change.lead.lost_reason:
        change.values["lost_reason"] = reason


def recorded(fields, change):
    """(before, after) of a change, as a row of an operation keeps them."""
    before = {name: fields[name].dump(fields[name].read(change.lead)) for name in change.values}
    after = {name: fields[name].dump(value) for name, value in change.values.items()}
    if change.add_tags or change.remove_tags:
        before["tags"], after["tags"] = sorted(change.tags_before.values()), sorted(change.tags_after.values())
    if change.is_deleted:
        before["deleted"], after["deleted"] = False, True
    return before, after


class Writer:
    """Carries out the changes of one workspace in the transaction it is called in."""

    def __init__(self, workspace, by, at, members):
        self.workspace, self.by, self.at, self.members = workspace, by, at, members

    def carry_out(self, changes):
        """Write them, each lead at most once. The leads in memory are afterwards as the database has them."""
        self.take_lines_before(changes)
        updates = defaultdict(dict)
        rank = top_rank() - len(changes)
        for place, change in enumerate(changes):
            if columns := self.columns_of(change, rank + place):
                updates[tuple(sorted(columns))][change.lead.pk] = columns
        for names, rows in updates.items():
            prepare = [Lead._meta.get_field(name).get_db_prep_save for name in names]
            update_rows(
                Lead,
                names,
                [
                    (pk, *(save(columns[name], connection) for save, name in zip(prepare, names, strict=True)))
                    for pk, columns in rows.items()
                ],
            )
        self.write_tags(changes)
        for lines in self.rounds.values():
            ledger.append(workspace=self.workspace, by=self.by, lines=lines)
        self.tell()

    def columns_of(self, change, rank):
        """{attribute: value} to write, which the lead in memory takes on."""
        lead, columns, custom = change.lead, {}, None
        for name, value in change.values.items():
            if name.startswith("custom."):
                custom = dict(lead.custom_fields) if custom is None else custom
                key = name.removeprefix("custom.")
                custom.pop(key, None)
                if value is not None:
                    custom[key] = value
            else:
                columns["owner_id" if name == "owner" else name] = value
        if custom is not None:
            columns["custom_fields"] = custom
        if "status" in columns:
            columns |= {"status_since": self.at, "rank": rank}
        if change.is_deleted or change.is_restored:
            columns["deleted_at"] = self.at if change.is_deleted else None
        for name, value in columns.items():
            setattr(lead, name, value)
        if not set(SEARCHED).isdisjoint(columns):
            columns["search_text"] = SEARCH_TEXT.pre_save(lead, add=False)
        if columns or change.add_tags or change.remove_tags:
            columns["updated_at"] = timezone.now()
        return columns

    def take_lines_before(self, changes):
        """The lines of the ledger and the events, made while the leads are still what they were."""
        self.rounds = {kind: [] for kind in (Kind.RESTORED, Kind.VALUED, Kind.ASSIGNED, Kind.MOVED, Kind.DELETED)}
        self.news = defaultdict(list)
        for change in changes:
            self.trace(change)

    def trace(self, change):
        lead, values = change.lead, change.values
        status, value, owner = lead.status, lead.estimated_value, lead.owner_id
        source = values.get("source", lead.source)

        def line(kind, **more):
            made = ledger.of_lead(lead, kind, self.at, **more)
            made.owner_id, made.source = owner, source
            if kind != Kind.DELETED:
                made.to_status, made.to_value = status, value
            self.rounds[kind].append(made)

        if change.is_restored:
            line(Kind.RESTORED)
            self.news[events.LEAD_RESTORED].append((lead.pk, self.who))
        if values.get("estimated_value", value) != value:
            before, value = value, values["estimated_value"]
            line(Kind.VALUED, from_status=status, from_value=before)
        if values.get("owner", owner) != owner:
            owner = values["owner"]
            line(Kind.ASSIGNED, from_status=status, from_value=value)
            told = {"owner_id": owner, "title": self.members.get(owner, "") if owner else ""}
            self.news[events.LEAD_ASSIGNED].append((lead.pk, told))
        if values.get("status", status) != status:
            before, status = status, values["status"]
            since = lead.status_since
            line(Kind.MOVED, from_status=before, from_value=value, status_since=since, reason=change.reason)
            self.news[events.LEAD_STATUS_CHANGED].append((lead.pk, {"from": before, "to": str(status)}))
        if change.is_deleted:
            line(Kind.DELETED, from_status=status, from_value=value)
            self.news[events.LEAD_DELETED].append((lead.pk, self.who))

    @property
    def who(self):
        return {"by_id": self.by.pk, "title": str(self.by)} if self.by else {}

    def tell(self):
        for type, leads in self.news.items():
            record_for_leads(workspace=self.workspace, type=type, at=self.at, leads=leads)

    def write_tags(self, changes):
        added = {key: name for change in changes for key, name in change.add_tags.items()}
        removed = {key: name for change in changes for key, name in change.remove_tags.items()}
        tags = tag_ids(self.workspace, added, removed)
        for key in removed:
            ids = [change.lead.pk for change in changes if key in change.remove_tags]
            Link.objects.filter(tag_id=tags.get(key), lead_id__in=ids).delete()
        links = [(change.lead.pk, tags[key]) for change in changes for key in change.add_tags]
        insert_rows(Link, ("lead_id", "tag_id"), links)


def tags_of(ids):
    """{lead id: {name in small letters: name}}"""
    found = {pk: {} for pk in ids}
    for pk, name in Link.objects.filter(lead_id__in=list(found)).values_list("lead_id", "tag__name"):
        found[pk][name.lower()] = name
    return found


def tag_ids(workspace, names, known=None):
    """{name in small letters: id} of tags by {name in small letters: name}; those of `names` are made where missing."""
    wanted = {**names, **(known or {})}
    if not wanted:
        return {}
    found = _tags_there(workspace, wanted)
    if missing := [Tag(workspace=workspace, name=name) for key, name in names.items() if key not in found]:
        # Somebody else may make the same tag at this moment; both then use the one that is there.
        Tag.objects.bulk_create(missing, ignore_conflicts=True)
        found |= _tags_there(workspace, wanted)
    return found


def _tags_there(workspace, wanted):
    # SQLite knows the small letters of ASCII only: the name as it is finds the others.
    named = Q(small__in=list(wanted)) | Q(name__in=list(wanted.values()))
    tags = Tag.objects.for_workspace(workspace).alias(small=Lower("name")).filter(named)
    return {name.lower(): pk for pk, name in tags.values_list("pk", "name")}


def small(names):
    """{name in small letters: name}, the first of a name wins."""
    found = {}
    for name in (" ".join(name.split()) for name in names):
        if name:
            found.setdefault(name.lower(), name)
    return found
