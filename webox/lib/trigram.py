"""Substring search that stays quick on large tables: pg_trgm on PostgreSQL, an FTS5 trigram table on SQLite.

A SQLite table rebuilt by a migration loses its triggers, so install() runs after every migrate and is harmless twice.
Words under three characters cannot use trigrams and fall back to LIKE.
"""

from django.db import connections, transaction

# Up to so many matches are fetched from the index; a commoner word is found sooner by walking the list itself,
# since a page of it is full after few rows.
RARE = 1000


def contains(queryset, column, text):
    """Rows whose `column` (folded text) contains every word of `text`. On SQLite this asks the index at once."""
    words = text.split()
    long_words = [word for word in words if len(word) >= 3]
    if long_words and connections[queryset.db].vendor == "sqlite":
        ids = _fts_ids(queryset, column, long_words)
        if len(ids) <= RARE:
            queryset = queryset.filter(pk__in=ids)
            words = [word for word in words if len(word) < 3]
    for word in words:
        queryset = queryset.filter(**{f"{column}__contains": word})
    return queryset


def _fts_ids(queryset, column, words):
    """Ids of matching rows, at most one more than RARE."""
    table = _fts_table(queryset.model._meta.db_table, column)
    phrases = " AND ".join('"' + word.replace('"', '""') + '"' for word in words)
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(f'SELECT rowid FROM "{table}" WHERE "{table}" MATCH %s LIMIT %s', [phrases, RARE + 1])
        return [row[0] for row in cursor.fetchall()]


def _fts_table(table, column):
    return f"{table}_{column}_fts"


def install(model, column, using="default"):
    """Create the index of one column, and fill it where it is new."""
    connection = connections[using]
    table = model._meta.db_table
    if table not in connection.introspection.table_names():
        return  # migrated back to before there was one
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                f'CREATE INDEX IF NOT EXISTS "{table}_{column}_trgm" ON "{table}" USING gin ("{column}" gin_trgm_ops)'
            )
        else:
            _install_sqlite(cursor, table, column)


def _install_sqlite(cursor, table, column):
    fts = _fts_table(table, column)
    cursor.execute("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = %s", [fts])
    is_new = cursor.fetchone()[0] == 0
    triggers = {f"{fts}_{event}" for event in ("insert", "delete", "update")}
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
    lost_triggers = not triggers <= {row[0] for row in cursor.fetchall()}
    cursor.execute(
        f'CREATE VIRTUAL TABLE IF NOT EXISTS "{fts}" USING fts5'
        f"(\"{column}\", content='{table}', content_rowid='id', tokenize='trigram case_sensitive 1')"
    )
    add = f'INSERT INTO "{fts}"(rowid, "{column}") VALUES (new.id, new."{column}");'
    drop = f'INSERT INTO "{fts}"("{fts}", rowid, "{column}") VALUES (\'delete\', old.id, old."{column}");'
    for event, body in (
        (f'insert" AFTER INSERT ON "{table}"', add),
        (f'delete" AFTER DELETE ON "{table}"', drop),
        # Only when the text changes: rewriting the same words would double the cost of every other edit.
        (f'update" AFTER UPDATE OF "{column}" ON "{table}" WHEN old."{column}" <> new."{column}"', drop + add),
    ):
        cursor.execute(f'CREATE TRIGGER IF NOT EXISTS "{fts}_{event} BEGIN {body} END')
    if is_new or lost_triggers:
        # Rows written while no trigger watched are in no index.
        cursor.execute(f'INSERT INTO "{fts}"("{fts}") VALUES (\'rebuild\')')
