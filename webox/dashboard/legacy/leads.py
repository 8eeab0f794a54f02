from dataclasses import replace
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from crm.actions import edit_lead, ledger
from crm.actions.leads import MOST_TAGS, tags_named
from crm.events import LEAD_CREATED, LEAD_STATUS_CHANGED
from crm.models import Lead, StatusChange
from crm.signals import leads_changed
from webox.analytics.actions import build, record_many
from webox.dashboard.legacy import custom
from webox.dashboard.legacy.rows import Refused
from webox.lib.addresses import normalise_email

TEXTS = ("first_name", "last_name", "phone", "company", "job_title", "source")
# What an empty place of a lead that is here already is filled with
FILLED = (*TEXTS, "source_url", "estimated_value", "notes", "owner")
COLUMNS = frozenset(
    {
        # The score is counted here, by this workspace's rules.
        *("id", "email", "status", "score", "tags", "custom_fields", "owner_id", "created_at", "updated_at"),
        *(*TEXTS, "source_url", "estimated_value", "notes"),
    }
)
LONGEST_TAG = 60
EMPTY = ("", None, [])
Kind, NEW = StatusChange.Kind, Lead.Status.NEW.value


def take(run, rows):
    fresh = []
    for row in rows:
        try:
            row.lead = read(run, row)
            fresh.append(row)
        except Refused as reason:
            row.refuse(reason)
    here = leads_here(run.workspace, [row.lead.email for row in fresh if row.lead.email])
    new, others = [], []
    for row in fresh:
        found = here.get(row.lead.email)
        if found:
            others.append((row, found))
        else:
            new.append(row)
            # A later row with the same address is the same person.
            if row.lead.email:
                here[row.lead.email] = row.lead
    insert(run, new)
    for row, lead in others:
        try:
            fill(run, row, lead)
            row.subject_id = lead.pk
        except ValidationError as error:
            row.refuse("; ".join(error.messages))


def leads_here(workspace, emails):
    rows = Lead.objects.for_workspace(workspace).exclude(email="").alias(address=Lower("email"))
    return {lead.email.lower(): lead for lead in rows.filter(address__in=emails).select_related("owner")}


def read(run, row):
    """An unsaved lead of a row, with `row.tags` beside it."""
    email = email_of(row)
    if not email:
        row.require_id()
    created = row.past("created_at") or timezone.now()
    status = row.choice("status", Lead.Status, NEW)
    # The day of its last change is the last moment the lead can have come to its status.
    since = max(created, row.past("updated_at") or created) if status != NEW else created
    row.tags = tags_of(row)
    lead = Lead(
        workspace=run.workspace,
        email=email,
        status=status,
        source_url=row.web_address("source_url", 1000),
        estimated_value=row.money("estimated_value", 12),
        notes=row.long_text("notes").strip(),
        custom_fields=custom.values_of(run, row),
        owner=run.member(row, "owner_id") or (run.by if row.reference("owner_id") else None),
        created_at=created,
        status_since=since,
        rank=-int(since.timestamp() * 1_000_000),
        **{name: row.text(name, Lead._meta.get_field(name).max_length) for name in TEXTS},
    )
    try:
        lead.clean_fields(exclude=["workspace", "owner"])
    except ValidationError as error:
        raise Refused("; ".join(f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items())) from error
    return lead


def email_of(row):
    text = row.text("email")
    try:
        return normalise_email(text) if text else ""
    except ValidationError as error:
        raise Refused(f"“{text[:80]}” is not an email address") from error


def tags_of(row):
    """Names of tags, however they were kept: a JSON list, a list of a database, a text with commas."""
    value = row.parsed("tags")
    if isinstance(value, dict):
        value = list(value)
    names = value if isinstance(value, list) else str(value or "").strip("{}").replace(";", ",").split(",")
    kept = {}
    for name in names:
        name = " ".join(str(name).strip().strip('"').split())
        if len(name) > LONGEST_TAG:
            row.note(f"the tag “{name[:20]}…” is longer than {LONGEST_TAG} characters and was left out")
        elif name and name != "None":
            kept.setdefault(name.lower(), name)
    if len(kept) > MOST_TAGS:
        row.note(f"it has more than {MOST_TAGS} tags: the first were kept")
    return list(kept.values())[:MOST_TAGS]


def insert(run, rows):
    """New leads as a batch, with the history the earlier system can tell: when they came, and where they stand."""
    leads = Lead.objects.bulk_create([row.lead for row in rows])
    created, moved, events = [], [], []
    for row, lead in zip(rows, leads, strict=True):
        row.subject_id = lead.pk
        row.end("created")
        has_moved = lead.status_since > lead.created_at
        line = ledger.of_lead(lead, Kind.CREATED, lead.created_at)
        created.append(replace(line, to_status=NEW) if has_moved else line)
        about = {"lead_id": lead.pk, "at": lead.created_at, "properties": {"source": lead.source}}
        events.append(build(run.workspace, LEAD_CREATED, **about))
        if has_moved:
            was = {"from_status": NEW, "from_value": lead.estimated_value, "status_since": lead.created_at}
            moved.append(ledger.of_lead(lead, Kind.MOVED, lead.status_since, **was))
            about |= {"at": lead.status_since, "properties": {"from": NEW, "to": lead.status}}
            events.append(build(run.workspace, LEAD_STATUS_CHANGED, **about))
    for lines in (created, moved):
        ledger.append(workspace=run.workspace, by=None, lines=lines)
    record_many(events=events)
    ids = [lead.pk for lead in leads]
    news = partial(leads_changed.send_robust, sender=Lead, workspace=run.workspace, lead_ids=ids, operation=None)
    transaction.on_commit(news)
    through = Lead.tags.through
    through.objects.bulk_create(
        through(lead_id=lead.pk, tag_id=tag)
        for row, lead in zip(rows, leads, strict=True)
        for tag in tag_ids(run, row.tags)
    )


def tag_ids(run, names):
    if any(name.lower() not in run.tags for name in names):
        run.tags |= {tag.name.lower(): tag.pk for tag in tags_named(run.workspace, names)}
    return {run.tags[name.lower()] for name in names}


def fill(run, row, lead):
    """Put what the row knows where the lead has nothing; what it has stays."""
    if lead.is_deleted:
        row.end("matched", "it is deleted here, and stays so")
        return
    given = row.lead
    fields, kept = {}, []
    for name in FILLED:
        ours, theirs = getattr(lead, name), getattr(given, name)
        if ours in EMPTY and theirs not in EMPTY:
            fields[name] = theirs
        elif theirs not in EMPTY and theirs != ours:
            kept.append(name)
    values, has = given.custom_fields, lead.custom_fields
    if missing := {key: value for key, value in values.items() if has.get(key) in EMPTY}:
        fields["custom_fields"] = missing
    kept += [f"custom_fields {key}" for key, value in values.items() if key not in missing and has[key] != value]
    if row.tags and not lead.tags.exists():
        fields["tags"] = row.tags
    elif row.tags:
        kept.append("tags")
    if row.text("status") and given.status != lead.status:
        kept.append("status")
    if kept:
        row.note("not taken over, since the lead here has its own: " + ", ".join(sorted(kept)))
    if not fields:
        row.end("matched")
        return
    edited = edit_lead(lead=lead, by=run.by, **fields)
    for name in FILLED:
        setattr(lead, name, getattr(edited, name))
    lead.custom_fields = edited.custom_fields
    row.end("filled", "filled: " + ", ".join(sorted(fields)))
