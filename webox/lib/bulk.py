from collections.abc import Iterable, Sequence

from django.db import connections


def insert_rows(model, columns: Sequence[str], rows: Iterable[Sequence], using: str = "default"):
    """Insert rows of ready database values the quickest way the database has: COPY, or one prepared statement.

    For tables whose rows come by the thousand: model objects would cost several times the insert itself.
    """
    connection = connections[using]
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # The wrapper that makes IntegrityError of the driver's own does not reach into a copy.
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608


# What both databases take in one statement
MOST_PARAMETERS = 30_000


def update_rows(model, names: Sequence[str], rows: Iterable[Sequence], using: str = "default"):
    """Give each row values of its own in a few statements: `rows` of (id, *ready database values of `names`)."""
    connection = connections[using]
    quote, fields = connection.ops.quote_name, [model._meta.get_field(name) for name in names]
    table, columns = quote(model._meta.db_table), [quote(field.column) for field in fields]
    casts = [_cast(field, connection) for field in fields]
    sets = ", ".join(f"{column} = given.{column}{cast}" for column, cast in zip(columns, casts, strict=True))
    one = "(" + ", ".join(["%s"] * (len(names) + 1)) + ")"
    rows, size = list(rows), MOST_PARAMETERS // (len(names) + 1)
    with connection.cursor() as cursor:
        for start in range(0, len(rows), size):
            part = rows[start : start + size]
            cursor.execute(
                f"WITH given (id, {', '.join(columns)}) AS (VALUES {', '.join([one] * len(part))})"  # noqa: S608
                f" UPDATE {table} SET {sets} FROM given WHERE {table}.id = given.id",
                [value for row in part for value in row],
            )


def _cast(field, connection):
    """PostgreSQL takes a bare NULL or text in a list for a text; a length is checked by the assignment itself."""
    kind = field.db_type(connection)
    return "" if connection.vendor != "postgresql" or kind.startswith("varchar") else f"::{kind}"


def new_ids(model, number: int, using: str = "default") -> list[int]:
    """So many ids that nobody else gets, for rows that insert_rows() writes. In a transaction."""
    connection = connections[using]
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "nextval(pg_get_serial_sequence(%s, %s))"
            cursor.execute(f"SELECT {sequence} FROM generate_series(1, %s)", [table, column, number])  # noqa: S608
            return [row[0] for row in cursor.fetchall()]
        # The one writer there is at a time: whoever comes next sees our rows.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or [0])[0]
        return list(range(last + 1, last + 1 + number))
