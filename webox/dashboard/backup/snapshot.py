"""The database as it is at one moment, while everybody goes on writing to it."""

from contextlib import contextmanager

from django.db import connections, transaction
from django.db.migrations.recorder import MigrationRecorder

ALIAS = "snapshot"


@contextmanager
def snapshot():
    """The name of a connection on which every query sees the same moment."""
    connection = connections["default"].copy(ALIAS)
    if connection.vendor == "sqlite":
        # Of all transactions the only one that must not keep writers waiting
        connection.settings_dict["OPTIONS"]["transaction_mode"] = "DEFERRED"
    connections[ALIAS] = connection
    try:
        with transaction.atomic(using=ALIAS):
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SELECT COUNT(*) FROM django_migrations")  # the first look is the moment
            yield ALIAS
    finally:
        connection.close()
        del connections[ALIAS]


def migrations_applied():
    """["app.name"] of what was applied."""
    return sorted(".".join(key) for key in MigrationRecorder(connections["default"]).applied_migrations())


def last_id(model, using="default"):
    """The last id that was ever given to a row of it, also to one that is gone; None where ids come from elsewhere."""
    connection, table, key = connections[using], model._meta.db_table, model._meta.pk
    if not key.get_internal_type().endswith("AutoField"):
        return None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, key.column])
            cursor.execute(f"SELECT last_value, is_called FROM {cursor.fetchone()[0]}")  # noqa: S608
            last, is_given = cursor.fetchone()
            return last if is_given else 0
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        return (cursor.fetchone() or [0])[0]


def set_last_id(model, last):
    """Ids go on after it. Those of rows that are gone may be in links and mails that are out there."""
    connection, table = connections["default"], model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "pg_get_serial_sequence(%s, %s)"
            values = [table, model._meta.pk.column, max(last, 1), last > 0]
            cursor.execute(f"SELECT setval({sequence}, %s, %s)", values)
        else:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
