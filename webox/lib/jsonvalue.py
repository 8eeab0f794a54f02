"""One key of a JSON object as a typed SQL value, NULL where it is of another type: a comparison never fails."""

from django.db import connections
from django.db.models import BooleanField, DecimalField, F, Func, TextField, Value


class _Value(Func):
    """`templates` are SQL by vendor; in them %(json)s is the column, and each %(key)s one parameter: key or path."""

    arity = 2
    postgresql = sqlite = ""

    def __init__(self, column, key):
        super().__init__(F(column) if isinstance(column, str) else column, Value(key))

    def as_sql(self, compiler, connection):
        template = self.postgresql if connection.vendor == "postgresql" else self.sqlite
        column, key = self.get_source_expressions()
        sql, params = compiler.compile(column)
        name = key.value if connection.vendor == "postgresql" else f'$."{key.value}"'
        parts = template.split("%(json)s")
        # Parameters stand in the order the template names them: the column's own, then the key, each time.
        return sql.join(parts).replace("%(key)s", "%s"), (*params, name) * (len(parts) - 1)


class JSONText(_Value):
    output_field = TextField()
    postgresql = "CASE WHEN jsonb_typeof(%(json)s -> %(key)s) = 'string' THEN %(json)s ->> %(key)s END"
    sqlite = "CASE WHEN json_type(%(json)s, %(key)s) = 'text' THEN json_extract(%(json)s, %(key)s) END"


class JSONNumber(_Value):
    output_field = DecimalField()
    postgresql = "CASE WHEN jsonb_typeof(%(json)s -> %(key)s) = 'number' THEN (%(json)s ->> %(key)s)::numeric END"
    # The cast gives it the affinity of a column: a decimal arrives as a text.
    sqlite = (
        "CAST(CASE WHEN json_type(%(json)s, %(key)s) IN ('integer', 'real')"
        " THEN json_extract(%(json)s, %(key)s) END AS NUMERIC)"
    )


class JSONTrue(_Value):
    """Whether the value is true: never NULL."""

    output_field = BooleanField()
    conditional = True
    postgresql = "COALESCE(%(json)s -> %(key)s = 'true'::jsonb, FALSE)"
    sqlite = "COALESCE(json_type(%(json)s, %(key)s) = 'true', 0)"


class JSONDay(_Value):
    """A day written as 2026-03-14, as a text that sorts as days do."""

    output_field = TextField()
    postgresql = (
        "CASE WHEN jsonb_typeof(%(json)s -> %(key)s) = 'string'"
        " AND (%(json)s ->> %(key)s) ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'"
        ' THEN (%(json)s ->> %(key)s) COLLATE "C" END'
    )
    sqlite = (
        "CASE WHEN json_type(%(json)s, %(key)s) = 'text' AND json_extract(%(json)s, %(key)s)"
        " GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' THEN json_extract(%(json)s, %(key)s) END"
    )


class JSONListSize(_Value):
    """How many entries a list has; 0 where there is none."""

    output_field = DecimalField()
    postgresql = (
        "CASE WHEN jsonb_typeof(%(json)s -> %(key)s) = 'array' THEN jsonb_array_length(%(json)s -> %(key)s) ELSE 0 END"
    )
    sqlite = "COALESCE(json_array_length(%(json)s, %(key)s), 0)"


class JSONHas(_Value):
    """Whether a list holds a text: never NULL."""

    output_field = BooleanField()
    conditional = True
    postgresql = "COALESCE((%(json)s -> %(key)s) @> jsonb_build_array(%(item)s::text), FALSE)"
    # json_each would take a text for a list of one.
    sqlite = (
        "COALESCE(json_type(%(json)s, %(key)s) = 'array', 0)"
        " AND EXISTS (SELECT 1 FROM json_each(%(json)s, %(key)s) WHERE type = 'text' AND value = %(item)s)"
    )

    def __init__(self, column, key, item):
        super().__init__(column, key)
        self.item = item

    def as_sql(self, compiler, connection):
        sql, params = super().as_sql(compiler, connection)
        return f"({sql.replace('%(item)s', '%s')})", (*params, self.item)


def install(model, column, using="default"):
    """On PostgreSQL, the index that finds rows by a value anywhere in the column; rows without any cost it nothing."""
    connection, table = connections[using], model._meta.db_table
    if connection.vendor != "postgresql" or table not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE INDEX IF NOT EXISTS "{table}_{column}_values" ON "{table}"'
            f' USING gin ("{column}" jsonb_path_ops) WHERE "{column}" <> \'{{}}\'::jsonb'
        )
