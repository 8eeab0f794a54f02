"""An archive becomes the database again: checked before the first row, in one transaction, compared before it ends."""

from contextlib import contextmanager
from itertools import groupby, islice

from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from marketing.emails.actions.campaigns import pause_campaign, unschedule_campaign
from marketing.emails.models import EmailCampaign
from webox.dashboard.backup import Refused, files, rows
from webox.dashboard.backup.snapshot import last_id, migrations_applied, set_last_id
from webox.lib.bulk import insert_rows

# What migrating an empty database fills by itself
FILLED_BY_DJANGO = {"contenttypes.ContentType", "auth.Permission"}
SHOWN, WRITTEN = 5, 5000


def require_empty():
    ours = [model for model in rows.kept_models() if model._meta.label not in FILLED_BY_DJANGO]
    if filled := [model._meta.label for model in ours if QuerySet(model).exists()]:
        raise Refused(
            f"This database is not empty: there are rows in {_some(filled)}. Restore into a new one, or use --replace."
        )


def require_migrations(about):
    """The same tables here as there, or a sentence about it."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Refused("This database is not migrated: run `make migrate` first.")
    there, here = set(about["migrations"]), set(migrations_applied())
    if unknown := sorted(there - here):
        raise Refused(
            f"This backup was made by a newer WeBox ({about['webox']}): this one does not know {_some(unknown)}."
            " Update WeBox, then restore it."
        )
    if later := sorted(here - there):
        raise Refused(
            f"This backup was made by an older WeBox ({about['webox']}): it has no {_some(later)} yet."
            " Restore it with that version, then update WeBox and migrate."
        )


def _some(names):
    more = len(names) - SHOWN
    return ", ".join(names[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def restore(archive, manifest, *, replace=False):
    """Put a checked archive in the place of what is here. Raises Refused; then nothing was changed.

    Returns the campaigns that were stopped: nothing may be sent again because an older day came back.
    """
    labels = {model._meta.label: model for model in rows.kept_models()}
    require_places(labels, manifest)
    with files.staged() as (keep, put):
        try:
            with transaction.atomic():
                if not replace:
                    require_empty()
                with _without_triggers():
                    _empty()
                    load(archive, labels, keep)
                    connection.check_constraints()
                    for label, model in labels.items():
                        if (last := last_id(model)) is not None:
                            set_last_id(model, max(last, manifest["tables"][label]["last_id"]))
                compare(labels, manifest)
                stopped = stop_campaigns()
                put()
        except (DatabaseError, ValidationError, ValueError, TypeError) as error:
            raise Refused(
                f"The database refused what is in it: {' '.join(str(error).split())}. Nothing was changed."
            ) from error
    if replace:
        files.forget_others(manifest["files"])
    return stopped


def require_places(labels, manifest):
    """Every row and every file of it has a place here."""
    columns = {label: [field.column for field in rows.fields_of(model)] for label, model in labels.items()}
    if columns != {label: table["columns"] for label, table in manifest["tables"].items()}:
        raise Refused("This backup has other tables or columns than this WeBox. Nothing was changed.")
    for name in manifest["files"]:
        files.place_of(name)


def load(archive, labels, keep):
    with archive.members() as members:
        for (kind, label), group in groupby(members, key=_place):
            if kind == "data":
                model = labels[label]
                decode, columns = rows.decoder(model), [field.column for field in rows.fields_of(model)]
                ready = (decode(line) for _name, stream in group for line in stream)
                while batch := list(islice(ready, WRITTEN)):
                    insert_rows(model, columns, batch)
            elif kind == "files":
                for name, stream in group:
                    keep(name.removeprefix("files/"), stream)


def _place(member):
    """("data", the label of its table), ("files", the folder), or neither."""
    kind, _slash, rest = member[0].partition("/")
    return kind, rest.partition("/")[0]


def compare(labels, manifest):
    """What is in the tables now, read back, against what was saved."""
    for label, model in labels.items():
        saved = manifest["tables"][label]
        if rows.sum_of(model) != {"rows": saved["rows"], "sha256": saved["sha256"]}:
            raise Refused(
                f"This database does not give back the rows of {label} as they were saved"
                " (a number with more digits than it keeps?). Nothing was changed."
            )


def stop_campaigns():
    """After the moment of the backup they may have gone out already: somebody who knows is to start them."""
    names = []
    for campaign in EmailCampaign.objects.filter(status=EmailCampaign.Status.ACTIVE).select_related("workspace"):
        with translation.override(campaign.workspace.language):
            reason = _("Stopped by restoring a backup: see whom it reached before you go on.")
            names.append(pause_campaign(campaign=campaign, reason=reason).name)
    for campaign in EmailCampaign.objects.due(timezone.now()):
        names.append(unschedule_campaign(campaign=campaign, by=None).name)
    return names


def _empty():
    tables = [model._meta.db_table for model in rows.models()]
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), tables):
            cursor.execute(statement)


@contextmanager
def _without_triggers():
    """Totals that triggers keep are among the rows: counted while these come back, they would be doubled."""
    if connection.vendor == "postgresql":
        _each_trigger_table("DISABLE")
        yield
        _each_trigger_table("ENABLE")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _name, sql in triggers:
            cursor.execute(sql)
        cursor.execute("SELECT name FROM sqlite_master WHERE sql LIKE %s", ["CREATE VIRTUAL TABLE%USING fts5%"])
        for (name,) in cursor.fetchall():
            cursor.execute(f'INSERT INTO "{name}"("{name}") VALUES (%s)', ["rebuild"])  # noqa: S608


def _each_trigger_table(verb):
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} {verb} TRIGGER USER")
