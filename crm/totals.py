"""How many leads stand at each status and what they may bring, kept by the database itself.

Triggers move StatusTotal with every lead written, whoever writes it: counting a million leads would take longer than
the page that shows the number. A SQLite table rebuilt by a migration loses its triggers, so install() runs after
every migrate; it is harmless twice and counts anew.
"""

from django.db import connections, transaction

LEADS, TOTALS = "crm_lead", "crm_statustotal"

SQLITE = {
    "insert": "AFTER INSERT ON {leads} BEGIN {plus} END",
    "delete": "AFTER DELETE ON {leads} BEGIN {minus} END",
    # A lead is saved with all its columns; only a change of these moves a total.
    "update": "AFTER UPDATE OF workspace_id, status, estimated_value, deleted_at ON {leads}"
    " WHEN (old.workspace_id, old.status, old.estimated_value, old.deleted_at)"
    " IS NOT (new.workspace_id, new.status, new.estimated_value, new.deleted_at) BEGIN {minus} {plus} END",
}
SQLITE_MINUS = """
    UPDATE {totals} SET count = count - 1,
    cents = cents - CAST(ROUND(COALESCE(old.estimated_value, 0) * 100) AS INTEGER)
    WHERE workspace_id = old.workspace_id AND status = old.status AND old.deleted_at IS NULL;
"""
SQLITE_PLUS = """
    INSERT OR IGNORE INTO {totals} (workspace_id, status, count, cents)
    SELECT new.workspace_id, new.status, 0, 0 WHERE new.deleted_at IS NULL;
    UPDATE {totals} SET count = count + 1,
    cents = cents + CAST(ROUND(COALESCE(new.estimated_value, 0) * 100) AS INTEGER)
    WHERE workspace_id = new.workspace_id AND status = new.status AND new.deleted_at IS NULL;
"""

# Once per statement, so that an import of a million rows moves each total once; in one order, so that two writers
# do not wait for each other. Deleting only lowers what is there: a workspace that goes takes its totals with it.
POSTGRESQL = """
CREATE OR REPLACE FUNCTION {totals}_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE {totals} t SET count = t.count - gone.n, cents = t.cents - gone.c
        FROM (SELECT workspace_id, status, count(*) AS n, sum(round(COALESCE(estimated_value, 0) * 100)) AS c
              FROM old_rows WHERE deleted_at IS NULL GROUP BY 1, 2) gone
        WHERE t.workspace_id = gone.workspace_id AND t.status = gone.status;
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO {totals} (workspace_id, status, count, cents)
        SELECT workspace_id, status, count(*), sum(round(COALESCE(estimated_value, 0) * 100))
        FROM new_rows WHERE deleted_at IS NULL GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (workspace_id, status)
        DO UPDATE SET count = {totals}.count + excluded.count, cents = {totals}.cents + excluded.cents;
    ELSE
        INSERT INTO {totals} (workspace_id, status, count, cents)
        SELECT workspace_id, status, sum(n), sum(n * round(COALESCE(estimated_value, 0) * 100)) FROM (
            SELECT workspace_id, status, estimated_value, 1 AS n FROM new_rows WHERE deleted_at IS NULL UNION ALL
            SELECT workspace_id, status, estimated_value, -1 FROM old_rows WHERE deleted_at IS NULL
        ) moved GROUP BY 1, 2
        HAVING sum(n) <> 0 OR sum(n * round(COALESCE(estimated_value, 0) * 100)) <> 0 ORDER BY 1, 2
        ON CONFLICT (workspace_id, status)
        DO UPDATE SET count = {totals}.count + excluded.count, cents = {totals}.cents + excluded.cents;
    END IF;
    RETURN NULL;
END $$;
"""
POSTGRESQL_TRIGGERS = {
    "insert": "NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
}
COUNTED = """
    INSERT INTO {totals} (workspace_id, status, count, cents)
    SELECT workspace_id, status, count(*), sum(CAST(round(COALESCE(estimated_value, 0) * 100) AS bigint))
    FROM {leads} WHERE deleted_at IS NULL GROUP BY workspace_id, status
"""


def install(using="default"):
    if TOTALS not in connections[using].introspection.table_names():
        return  # migrated back to before there were totals
    names = {"leads": LEADS, "totals": TOTALS}
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        if connections[using].vendor == "postgresql":
            cursor.execute(POSTGRESQL.format(**names))
            for event, tables in POSTGRESQL_TRIGGERS.items():
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER {TOTALS}_{event} AFTER {event.upper()} ON {LEADS}"
                    f" REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {TOTALS}_move()"
                )
            # A lead written meanwhile would be counted by us and by its trigger.
            cursor.execute(f"LOCK TABLE {TOTALS} IN EXCLUSIVE MODE")
        else:
            changes = {"minus": SQLITE_MINUS.format(**names), "plus": SQLITE_PLUS.format(**names)}
            for event, body in SQLITE.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {TOTALS}_{event}")
                cursor.execute(f"CREATE TRIGGER {TOTALS}_{event} " + body.format(**names, **changes))
        cursor.execute(f"DELETE FROM {TOTALS}")  # noqa: S608
        cursor.execute(COUNTED.format(**names))
