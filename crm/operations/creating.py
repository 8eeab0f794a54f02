"""New leads by the thousand, with everything that a lead made by hand has from its first moment."""

from django.db import connection, models

from crm import events
from crm.actions import ledger
from crm.fields import CUSTOM
from crm.models import Lead, StatusChange
from crm.models.leads import top_rank
from crm.operations.changes import SEARCHED, Link, small, tag_ids
from webox.analytics.actions import record_for_leads
from webox.lib.bulk import insert_rows, new_ids
from webox.lib.fields import fold

FIELDS = {field.attname: field for field in Lead._meta.concrete_fields}
PLACE = {name: place for place, name in enumerate(FIELDS)}
COLUMNS = [field.column for field in FIELDS.values()]
# Of the other kinds the database takes what clean() answers as it is; asking each of a million texts takes minutes.
PREPARED = {
    name: field.get_db_prep_save
    for name, field in FIELDS.items()
    if isinstance(field, models.DecimalField | models.DateTimeField | models.JSONField)
}


def insert_leads(writer, rows):
    """Insert a lead for each row: [(row, id)]. Each has its first line in the ledger, its event and its tags."""
    if not rows:
        return []
    made = list(zip(rows, new_ids(Lead, len(rows)), strict=True))
    shared, rank = whole_row(writer), top_rank() - len(rows)
    insert_rows(
        Lead, COLUMNS, [columns_of(row.values, pk, shared, rank + place) for place, (row, pk) in enumerate(made)]
    )
    link_tags(writer.workspace, made)
    lines = [first_line(row.values, pk, writer.at) for row, pk in made]
    ledger.append(workspace=writer.workspace, by=writer.by, lines=lines)
    leads = [(line.lead_id, {"source": line.source}) for line in lines]
    record_for_leads(workspace=writer.workspace, type=events.LEAD_CREATED, at=writer.at, leads=leads)
    return made


def whole_row(writer):
    """A lead's columns, ready for the database, where a row says nothing."""
    given = dict.fromkeys(("created_at", "updated_at", "status_since"), writer.at)
    given |= {"workspace_id": writer.workspace.pk, "created_day": writer.workspace.day_of(writer.at)}
    values = {name: given[name] if name in given else field.get_default() for name, field in FIELDS.items()}
    return [FIELDS[name].get_db_prep_save(value, connection) for name, value in values.items()]


def columns_of(values, pk, shared, rank):
    columns, custom = list(shared), {}
    columns[PLACE["id"]], columns[PLACE["rank"]] = pk, rank
    for name, value in values.items():
        if name.startswith(CUSTOM):
            if value is not None:
                custom[name.removeprefix(CUSTOM)] = value
        elif name != "tags":
            attname = "owner_id" if name == "owner" else name
            prepare = PREPARED.get(attname)
            columns[PLACE[attname]] = prepare(value, connection) if prepare else value
    if custom:
        columns[PLACE["custom_fields"]] = FIELDS["custom_fields"].get_db_prep_save(custom, connection)
    columns[PLACE["search_text"]] = fold(" ".join(values.get(source) or "" for source in SEARCHED))
    return columns


def first_line(values, pk, at):
    return ledger.Line(
        lead_id=pk,
        kind=StatusChange.Kind.CREATED,
        at=at,
        to_status=values.get("status") or Lead.Status.NEW,
        to_value=values.get("estimated_value"),
        created_at=at,
        source=values.get("source") or "",
        owner_id=values.get("owner"),
    )


def link_tags(workspace, made):
    tags = {pk: small([*(row.values.get("tags") or ()), *row.add_tags]) for row, pk in made}
    ids = tag_ids(workspace, {key: name for given in tags.values() for key, name in given.items()})
    insert_rows(Link, ("lead_id", "tag_id"), [(pk, ids[key]) for pk, given in tags.items() for key in given])
