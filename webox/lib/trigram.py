"""Substring search that stays quick on large tables: pg_trgm on PostgreSQL, an FTS5 trigram table on SQLite.

A SQLite table rebuilt by a migration loses its triggers, so install() runs after every migrate and is harmless twice.
Terms under three characters cannot use trigrams and fall back to LIKE.
"""

from django.db import connections, transaction
from django.db.models.expressions import RawSQL


def contains(queryset, column, text):
    """Rows whose `column` (folded text) contains every word of `text`."""
    for word in text.split():
        if connections[queryset.db].vendor == "sqlite" and len(word) >= 3:
            queryset = queryset.filter(pk__in=_fts(queryset.model, column, word))
        else:
            queryset = queryset.filter(**{f"{column}__contains": word})
    return queryset


def _fts(model, column, word):
    table = f"{model._meta.db_table}_{column}_fts"
    phrase = '"' + word.replace('"', '""') + '"'
    return RawSQL(f'SELECT rowid FROM "{table}" WHERE "{table}" MATCH %s', [phrase])


def install(model, column, using="default"):
    """Create the index of one column, and fill it where it is new."""
    connection = connections[using]
    table = model._meta.db_table
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                f'CREATE INDEX IF NOT EXISTS "{table}_{column}_trgm" ON "{table}" USING gin ("{column}" gin_trgm_ops)'
            )
        else:
            _install_sqlite(cursor, table, column)


def _install_sqlite(cursor, table, column):
    fts = f"{table}_{column}_fts"
    cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = %s", [fts])
    is_new = cursor.fetchone()[0] == 0
    cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{fts}_%"])
    lost_triggers = cursor.fetchone()[0] < 3
    cursor.execute(
        f'CREATE VIRTUAL TABLE IF NOT EXISTS "{fts}" USING fts5'
        f"(\"{column}\", content='{table}', content_rowid='id', tokenize='trigram case_sensitive 1')"
    )
    add = f'INSERT INTO "{fts}"(rowid, "{column}") VALUES (new.id, new."{column}");'
    drop = f'INSERT INTO "{fts}"("{fts}", rowid, "{column}") VALUES (\'delete\', old.id, old."{column}");'
    for event, body in (
        (f'insert" AFTER INSERT ON "{table}"', add),
        (f'delete" AFTER DELETE ON "{table}"', drop),
        (f'update" AFTER UPDATE OF "{column}" ON "{table}"', drop + add),
    ):
        cursor.execute(f'CREATE TRIGGER IF NOT EXISTS "{fts}_{event} BEGIN {body} END')
    if is_new or lost_triggers:
        cursor.execute(f'INSERT INTO "{fts}"("{fts}") VALUES (\'rebuild\')')
