import json

from django.db.models import Lookup


class Among(Lookup):
    """Whether an expression is one of many values: `filter(Among(Lower("email"), addresses))`.

    One parameter however many they are; with `in` each of two thousand is a parameter, and reading such a statement
    takes the driver longer than the database needs to answer it.
    """

    lookup_name = "among"
    prepare_rhs = False

    def __init__(self, lhs, rhs):
        super().__init__(lhs, list(rhs))

    def as_sqlite(self, compiler, connection):
        lhs, params = self.process_lhs(compiler, connection)
        return f"{lhs} IN (SELECT value FROM json_each(%s))", [*params, json.dumps(self.rhs)]  # noqa: S608

    def as_sql(self, compiler, connection):
        lhs, params = self.process_lhs(compiler, connection)
        return f"{lhs} = ANY(%s)", [*params, self.rhs]
