"""Lower case in SQL that knows more letters than ASCII, on SQLite too: “É” and “é” are the same word."""

from django.db.backends.signals import connection_created
from django.db.models import Func, TextField


class Lowered(Func):
    function = "LOWER"
    arity = 1
    output_field = TextField()

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, function="webox_lower", **extra)


def add_function(connection, **kwargs):
    if connection.vendor == "sqlite":
        # Text alone: a number or nothing stays what it is.
        lower = lambda value: value.lower() if isinstance(value, str) else value  # noqa: E731
        connection.connection.create_function("webox_lower", 1, lower, deterministic=True)


connection_created.connect(add_function, dispatch_uid="webox_lower")
