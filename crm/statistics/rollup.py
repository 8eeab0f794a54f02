"""PipelineTotal, kept by the database itself: triggers on the leads and on the ledger move it with every row written.

What each row adds is said once, in parts.py. On PostgreSQL the triggers run once per statement, so that an import of
a million rows moves each total once, in one order of rows, so that two writers do not wait for each other. On SQLite
they run once per row. A SQLite table rebuilt by a migration loses its triggers, and one that triggers name cannot be
rebuilt: uninstall() runs before a migration of this app, install() after it, which then counts anew.
"""

from django.db import connections, transaction

from crm.statistics.parts import COUNTED, KEY, LEADS, LINES, PARTS

TOTALS = "crm_pipelinetotal"
COLUMNS = ", ".join((*KEY, *COUNTED))
NAMES, PLUS = ", ".join(KEY), ", ".join(f"{name} = {TOTALS}.{name} + excluded.{name}" for name in COUNTED)
UPSERT = f"ON CONFLICT ({NAMES}) DO UPDATE SET {PLUS}"
SOME = " OR ".join(f"SUM({name}) <> 0" for name in COUNTED)
DAY_TEXT = {"postgresql": "to_char({r}.cohort, 'YYYY-MM-DD')", "sqlite": "{r}.cohort"}


def select(part, row, vendor, sign=1, source=""):
    """SELECT of what rows add (or take away, with the sign -1): one row of it for each dimension."""
    parts = [
        f"SELECT {row}.workspace_id AS workspace_id, CAST('{part.measure}' AS text) AS measure,"
        f" CAST('{dimension}' AS text) AS dimension, {row}.{part.day} AS day, {part.value_of(dimension)} AS value,"
        f" {row}.{part.status} AS status, "
        + ", ".join(f"{sign * part.sign} * {sum_} AS {name}" for name, sum_ in zip(COUNTED, part.sums(), strict=True))
        + f" {source} WHERE {part.where} AND {row}.{part.day} IS NOT NULL"
        for dimension in part.dimensions
    ]
    return " UNION ALL ".join(parts).replace("{day_text}", DAY_TEXT[vendor]).replace("{r}", row)


def parts_of(table):
    return {name: part for name, part in PARTS.items() if part.table == table}


def moved(table, vendor, rows):
    """SELECT of the sums of a table's rows; `rows` is [(where they stand, sign)]."""
    added = [
        select(part, "r", vendor, sign, f"FROM {name} r") for name, sign in rows for part in parts_of(table).values()
    ]
    sums = ", ".join(f"SUM({name}) AS {name}" for name in COUNTED)
    return f"SELECT {NAMES}, {sums} FROM ({' UNION ALL '.join(added)}) moved GROUP BY {NAMES} HAVING {SOME}"


# PostgreSQL


def function(table):
    """The body of the function of a table's three triggers."""
    both = [("new_rows", 1), ("old_rows", -1)]
    # Deleting only lowers what is there: a workspace that goes takes its totals with it.
    lowered = ", ".join(f"{name} = t.{name} + gone.{name}" for name in COUNTED)
    keys = " AND ".join(f"t.{name} = gone.{name}" for name in KEY)
    plus, minus, change = (
        f"{moved(table, 'postgresql', rows)} ORDER BY {NAMES}" for rows in (both[:1], both[1:], both)
    )
    return f"""
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE {TOTALS} t SET {lowered} FROM ({minus}) gone WHERE {keys};
    ELSIF TG_OP = 'INSERT' THEN
        INSERT INTO {TOTALS} ({COLUMNS}) {plus} {UPSERT};
    ELSE
        INSERT INTO {TOTALS} ({COLUMNS}) {change} {UPSERT};
    END IF;
    RETURN NULL;
END """


SEEN = {
    "INSERT": "NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
}


def install_postgresql(cursor):
    """Whether anything had to be made."""
    cursor.execute("SELECT proname, prosrc FROM pg_proc WHERE proname LIKE %s", [f"{TOTALS}_%"])
    found = dict(cursor.fetchall())
    cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE %s", [f"{TOTALS}_%"])
    wanted = {f"{TOTALS}_{table}": function(table) for table in (LEADS, LINES)}
    if found == wanted and cursor.fetchone()[0] == len(wanted) * len(SEEN):
        return False
    for table in (LEADS, LINES):
        name = f"{TOTALS}_{table}"
        cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${wanted[name]}$$")
        for event, tables in SEEN.items():
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER {TOTALS}_{event.lower()} AFTER {event} ON {table}"
                f" REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            )
    return True


# SQLite


def triggers_of(name, part):
    """{name: SQL} of the three triggers of a part."""
    rows = {row: f"SELECT * FROM ({select(part, row, 'sqlite')}) WHERE true" for row in ("new", "old")}
    plus = f"INSERT INTO {TOTALS} ({COLUMNS}) {rows['new']} {UPSERT};"
    lowered = ", ".join(f"{name} = {name} - gone.g_{name}" for name in COUNTED)
    keys = " AND ".join(f"{TOTALS}.{name} = gone.g_{name}" for name in KEY)
    renamed = ", ".join(f"{name} AS g_{name}" for name in (*KEY, *COUNTED))
    minus = f"UPDATE {TOTALS} SET {lowered} FROM (SELECT {renamed} FROM ({rows['old']})) gone WHERE {keys};"
    before, after = (", ".join(f"{row}.{name}" for name in part.reads) for row in ("old", "new"))
    bodies = {
        "insert": f"AFTER INSERT ON {part.table} BEGIN {plus} END",
        "delete": f"AFTER DELETE ON {part.table} BEGIN {minus} END",
        # A row is saved with all its columns; only a change of these moves a total.
        "update": f"AFTER UPDATE OF {', '.join(part.reads)} ON {part.table}"
        f" WHEN ({before}) IS NOT ({after}) BEGIN {minus} {plus} END",
    }
    return {
        f"{TOTALS}_{name}_{event}": f"CREATE TRIGGER {TOTALS}_{name}_{event} {body}" for event, body in bodies.items()
    }


def install_sqlite(cursor):
    """Whether anything had to be made."""
    wanted = {}
    for name, part in PARTS.items():
        wanted |= triggers_of(name, part)
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{TOTALS}_%"])
    found = dict(cursor.fetchall())
    if found == wanted:
        return False
    for name in found:
        cursor.execute(f"DROP TRIGGER {name}")
    for sql in wanted.values():
        cursor.execute(sql)
    return True


# Both


def install(using="default"):
    connection = connections[using]
    if TOTALS not in connection.introspection.table_names():
        return  # migrated back to before there were totals
    make = install_postgresql if connection.vendor == "postgresql" else install_sqlite
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if make(cursor):
            rebuild(using)


def uninstall(using="default"):
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        if connections[using].vendor == "postgresql":
            for table in (LEADS, LINES):
                cursor.execute(f"DROP FUNCTION IF EXISTS {TOTALS}_{table} CASCADE")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{TOTALS}_%"])
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")


def counted(vendor):
    """SELECT of the totals as the rows themselves make them."""
    return " UNION ALL ".join(moved(table, vendor, [(table, 1)]) for table in (LEADS, LINES))


def rebuild(using="default"):
    """Count every total anew from the rows; how many there are."""
    vendor = connections[using].vendor
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        if vendor == "postgresql":
            # A row written meanwhile would be counted by us and by its trigger.
            cursor.execute(f"LOCK TABLE {TOTALS} IN EXCLUSIVE MODE")
        cursor.execute(f"DELETE FROM {TOTALS}")
        cursor.execute(f"INSERT INTO {TOTALS} ({COLUMNS}) {counted(vendor)}")
        return cursor.rowcount


def wrong(using="default"):
    """[(*KEY, *COUNTED)] of the totals that are not what the rows make, and by how much."""
    connection = connections[using]
    stored = ", ".join((*KEY, *(f"-{name} AS {name}" for name in COUNTED)))
    sums = ", ".join(f"-SUM({name})" for name in COUNTED)
    sql = (
        f"SELECT {NAMES}, {sums} FROM ({counted(connection.vendor)} UNION ALL SELECT {stored} FROM {TOTALS}) both_sides"
        f" GROUP BY {NAMES} HAVING {SOME} ORDER BY {NAMES}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()
