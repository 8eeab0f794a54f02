"""Where the earlier system's tables lie: an SQLite file, a PostgreSQL server, a folder of CSV files.

Each source has `tables`, {name: [columns]} of those asked for, and streams the rows of one as dictionaries.
"""

import csv
import re
import sqlite3
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.string import TextLoader

from webox.dashboard.legacy.rows import EXTRA
from webox.lib import delimited

SQLITE = b"SQLite format 3\0"
# SQLAlchemy names its driver too: postgresql+asyncpg://…
SERVER = re.compile(r"^(postgres(?:ql)?)(?:\+\w+)?://")
# A page of a funnel stands in one cell.
LARGEST_CELL = 1 << 30
DELIMITERS = ",;\t|"
# Who had an account there; with their addresses, owners and authors are found again.
USERS = "users"
# Read as the text they are written as: the earlier system may hold days no Python knows.
AS_TEXT = ("timestamp", "timestamptz", "date", "json", "jsonb")


class SourceProblem(Exception):
    """The source cannot be read, in one line."""

    def __init__(self, message):
        self.message = " ".join(str(message).split())
        super().__init__(self.message)


@contextmanager
def opened(place, names):
    """The source at a path or address, with those of the tables `names` that it has."""
    with source_class(place)(place, names | {USERS}) as source:
        if not source.tables.keys() & names:
            raise SourceProblem(f"{shown(place)} has none of the tables {', '.join(sorted(names))}.")
        yield source


def source_class(place):
    if SERVER.match(place):
        return Postgres
    path = path_of(place)
    if path.is_dir():
        return Folder
    if not path.exists():
        raise SourceProblem(f"There is nothing at {path}.")
    with readable(path), path.open("rb") as file:
        if file.read(len(SQLITE)) == SQLITE:
            return SQLite
    hint = " Give the folder it lies in." if path.suffix.lower() == ".csv" else ""
    raise SourceProblem(f"{path} is no SQLite database.{hint}")


def path_of(place):
    return Path(place.removeprefix("sqlite:///")).expanduser()


def shown(place):
    """The place without the password that stands in an address."""
    return re.sub(r"\?.*", "", re.sub(r"//.*@", "//", place)) if "://" in place else place


@contextmanager
def readable(what):
    """Whatever the drivers and the disk say of a source becomes a SourceProblem."""
    try:
        yield
    except (sqlite3.Error, psycopg.Error, csv.Error, OSError, UnicodeError) as error:
        raise SourceProblem(f"{shown(str(what))} cannot be read: {error}") from error


class Source:
    def __init__(self, place, names):
        self.place, self.tables = place, {}
        with readable(place):
            self.connect(set(names))

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def connect(self, names):
        """Open it and fill `tables`."""
        raise NotImplementedError

    def read(self, table, columns):
        """The named columns of every row, as dictionaries."""
        raise NotImplementedError

    def close(self):
        pass

    def rows(self, table, columns=None):
        """The rows of a table with their column names in small letters; of a table that is missing, none."""
        if table in self.tables:
            with readable(f"{table} of {shown(self.place)}"):
                wanted = [name for name in self.tables[table] if columns is None or name.lower() in columns]
                for row in self.read(table, wanted):
                    yield {name.lower(): value for name, value in row.items() if name}


class SQLite(Source):
    def connect(self, names):
        self.connection = sqlite3.connect(f"{path_of(self.place).resolve().as_uri()}?mode=ro", uri=True)
        self.connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        found = self.connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
        for (name,) in found:
            if name in names:
                columns = self.connection.execute("SELECT name FROM pragma_table_info(?)", [name])
                self.tables[name] = [column for (column,) in columns]

    def read(self, table, columns):
        chosen = ", ".join('"{}"'.format(name.replace('"', '""')) for name in columns)
        order = ' ORDER BY "id"' if "id" in self.tables[table] else ""
        with closing(self.connection.execute(f'SELECT {chosen} FROM "{table}"{order}')) as cursor:  # noqa: S608
            for values in cursor:
                yield dict(zip(columns, values, strict=True))

    def close(self):
        self.connection.close()


class Postgres(Source):
    def connect(self, names):
        address = SERVER.sub(r"\1://", self.place)
        self.numbers = count()
        self.connection = psycopg.connect(address, connect_timeout=10, client_encoding="utf8")
        self.connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        self.connection.read_only = True
        for name in AS_TEXT:
            self.connection.adapters.register_loader(name, TextLoader)
        self.connection.execute("SET LOCAL TimeZone = 'UTC'")
        self.connection.execute("SET LOCAL DateStyle = 'ISO'")
        columns = self.connection.execute(
            "SELECT table_schema, table_name, column_name FROM information_schema.columns"
            " WHERE table_name = ANY(%s) AND table_schema = ANY(current_schemas(false))"
            " ORDER BY array_position(current_schemas(false), table_schema), ordinal_position",
            [sorted(names)],
        )
        self.schemas = {}
        for schema, table, column in columns.fetchall():
            # The first schema of the search path that has the table
            if self.schemas.setdefault(table, schema) == schema:
                self.tables.setdefault(table, []).append(column)

    def read(self, table, columns):
        chosen = sql.SQL(", ").join(map(sql.Identifier, columns))
        query = sql.SQL("SELECT {} FROM {}").format(chosen, sql.Identifier(self.schemas[table], table))
        if "id" in self.tables[table]:
            query += sql.SQL(" ORDER BY id")
        # A name of its own: the custom fields of all leads are looked at while the leads are being read.
        with self.connection.cursor(f"read_{next(self.numbers)}", row_factory=dict_row) as cursor:
            cursor.itersize = 500
            yield from cursor.execute(query)

    def close(self):
        self.connection.close()


class Folder(Source):
    """<table>.csv, as databases and spreadsheets write them; an empty cell is no value."""

    def connect(self, names):
        csv.field_size_limit(max(csv.field_size_limit(), LARGEST_CELL))
        self.files = {}
        for path in sorted(path_of(self.place).iterdir()):
            if path.suffix.lower() == ".csv" and path.stem.lower() in names:
                self.files[path.stem.lower()] = (path, delimited.encoding_of(path))
        for table in self.files:
            with closing(self.records(table)) as records:
                self.tables[table] = [name.strip() for name in next(records, [])]

    def records(self, table):
        path, encoding = self.files[table]
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            header = file.readline()
            file.seek(0)
            # Strict: a quote nobody closed would swallow the rows that follow.
            reader = csv.reader(file, delimiter=max(DELIMITERS, key=header.count), strict=True)
            try:
                yield from reader
            except csv.Error as error:
                raise SourceProblem(f"{path} cannot be read at line {reader.line_num}: {error}.") from error

    def read(self, table, columns):
        records = self.records(table)
        names = [name.strip() for name in next(records, [])]
        for cells in records:
            if cells:
                # \N is how PostgreSQL and MySQL write NULL.
                row = {name: None if cell in ("", r"\N") else cell for name, cell in zip(names, cells, strict=False)}
                yield row | ({EXTRA: len(cells) - len(names)} if len(cells) > len(names) else {})
