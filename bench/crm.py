"""The CRM as the workspace grows: pages at two sizes, an import, an undo.

    python bench/crm.py [leads=1000 1000000] [--rows 1000000] [--undo 100000] [--requests 40]

Pages are asked for in process through Django's test client; the ratio is p95 at the last number of leads to p95 at the
first. The import is the job a member starts, in a process of its own, against the same leads loaded by the database
itself (COPY, or one prepared statement on SQLite) into an empty table with the same indexes. The undo takes back a
change of so many leads. On a throwaway database: SQLite, or a test database on the server of DATABASE_URL.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench import pages

RULES = {
    "all": [
        {"field": "status", "op": "in", "value": ["new", "contacted", "qualified"]},
        {"any": [{"field": "tags", "op": "any", "value": ["vip"]}, {"field": "score", "op": "gte", "value": 90}]},
        {"not": {"field": "source", "op": "in", "value": ["salon"]}},
    ]
}


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=[1_000, 1_000_000])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--undo", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--only", choices=["pages", "import", "undo"])
    return parser.parse_args()


def paths(grower):
    from django.urls import reverse

    from crm.models import Lead

    leads, api = reverse("crm:lead-list"), "/api/marketing/leads"
    newest = Lead.objects.for_workspace(grower.workspace).order_by("-pk").first()
    past = f"{grower.now:%Y-%m-01}"
    return {
        "list": leads,
        "list, filters": f"{leads}?status=qualified&source=google&owner=me",
        "search, rare": f"{leads}?search={newest.last_name.split()[-1]}@",
        "search, common": f"{leads}?search=camille",
        "board": f"{leads}?view=board",
        "board, filtered": f"{leads}?view=board&source=google",
        "board, a past day": f"{leads}?view=board&as_of={past}",
        "statistics": reverse("crm:statistics"),
        "API list": api,
        "API statistics": "/api/marketing/pipeline/stats",
        "API statistics, 365 d": f"/api/marketing/pipeline/stats?from={grower.now.year - 1}-12-01",
        "API board": "/api/marketing/board",
        "today": reverse("crm:today"),
    }


class Preview:
    """Counting a segment is a POST of its rules."""

    path = "/api/marketing/segments/preview"

    def __init__(self, client):
        self.client = client

    def get(self, path):
        return self.client.post(path, {"rules": RULES}, content_type="application/json")


def compare_pages(options):
    from django.test import Client

    from bench.data import Grower

    grower, results, client = Grower(with_events=False), [], Client()
    client.force_login(grower.user)
    for size in options.sizes:
        began = time.perf_counter()
        grower.grow_to(size)
        print(f"{size:,} leads after {time.perf_counter() - began:.0f} s", file=sys.stderr)
        measured = {name: pages.measure(client, path) for name, path in paths(grower).items()}
        results.append(measured | {"segment count": pages.measure(Preview(client), Preview.path)})
    table(options.sizes, results)
    return grower


def table(sizes, results):
    heads = "".join(f" p50 at {size:,} | p95 at {size:,} |" for size in sizes)
    print(f"\n| page | queries | KB |{heads} ratio of p95 |")
    print("|---|---:|---:|" + "---:|" * (2 * len(sizes) + 1))
    for name in results[0]:
        rows = [result[name] for result in results]
        queries = "/".join(dict.fromkeys(str(row[0]) for row in rows))
        times = "".join(f" {row[2]:.1f} | {row[3]:.1f} |" for row in rows)
        print(f"| {name} | {queries} | {rows[-1][1]:.0f} |{times} {rows[-1][3] / rows[0][3]:.2f} |")


HEADERS = ["First name", "Last name", "Email", "Phone", "Company", "Status", "Source", "Estimated value", "Tags"]


def write_file(path, rows):
    import csv
    import random

    from bench.data import FIRST, LAST, SOURCES, TAGS
    from crm.models import Lead
    from webox.lib.fields import fold

    dice = random.Random(11)
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        for number in range(rows):
            first, last = dice.choice(FIRST), dice.choice(LAST)
            email = f"{fold(first)}.{fold(last)}.import{number}@example.com"
            phone = f"+33 6 {number // 10_000 % 100:02} {number // 100 % 100:02} {number % 100:02} 00"
            status, value = dice.choice(Lead.Status.values), dice.randrange(100, 5000)
            company = f"Société {dice.randrange(500)}"
            writer.writerow(
                [first, last, email, phone, company, status, dice.choice(SOURCES), value, dice.choice(TAGS)]
            )


def compare_import(options):
    from django.core.files import File
    from django.db import connection

    from crm.actions import imports
    from crm.models import Lead, Operation, OperationRow
    from tests.factories.accounts import make_member, make_workspace

    workspace = make_workspace("Import")
    user = make_member(workspace, "owner")
    path = Path(pages.DATA) / "leads.csv"
    write_file(path, options.rows)
    with open(path, "rb") as file:
        operation = imports.receive_file(workspace=workspace, by=user, upload=File(file, name="leads.csv"))
    imports.start_import(operation=operation, by=user)
    job = in_a_process_of_its_own(operation.pk)
    operation = Operation.objects.get(pk=operation.pk)
    print(
        f"\nimport of {options.rows:,} rows ({path.stat().st_size / 1e6:.0f} MB): {job['seconds']:.0f} s,"
        f" {options.rows / job['seconds']:,.0f} rows/s, peak memory {job['megabytes']:.0f} MB;"
        f" {operation.created_count:,} created, {operation.refused_count:,} refused"
    )
    leads = Lead.objects.for_workspace(workspace)
    seconds = load_again(leads)
    print(
        f"the database’s own load of the same leads: {seconds:.0f} s; ratio {seconds / job['seconds']:.2f} (bar 0.33)"
    )
    if connection.vendor == "postgresql":
        whole = seconds + sum(load_again(model.objects.for_workspace(workspace)) for model in written_beside())
        rows = OperationRow.objects.for_workspace(workspace).count()
        print(
            f"with all it writes beside ({rows:,} rows of the operation …): {whole:.0f} s; {whole / job['seconds']:.2f}"
        )


def written_beside():
    from crm.models import Lead, OperationRow, StatusChange
    from webox.analytics.models import Event

    class Links:
        """Tags have no workspace of their own."""

        class objects:  # noqa: N801
            @staticmethod
            def for_workspace(workspace):
                return Lead.tags.through.objects.filter(lead__workspace=workspace)

    return [StatusChange, OperationRow, Event, Links]


def load_again(rows):
    """Seconds the database needs to load these rows into an empty table of the same shape and indexes."""
    from django.db import connection

    table, copy = rows.model._meta.db_table, "bench_copy"
    columns = ", ".join(field.column for field in rows.model._meta.local_concrete_fields)
    select, params = rows.values_list(
        *[f.attname for f in rows.model._meta.local_concrete_fields]
    ).query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            file = Path(pages.DATA) / "copy.txt"
            with open(file, "wb") as out, cursor.copy(f"COPY ({select}) TO STDOUT", params) as copying:
                for part in copying:
                    out.write(part)
            cursor.execute(f"CREATE TABLE {copy} (LIKE {table} INCLUDING ALL)")
            began = time.perf_counter()
            with open(file, "rb") as source, cursor.copy(f"COPY {copy} ({columns}) FROM STDIN") as copying:
                while part := source.read(1 << 20):
                    copying.write(part)
            seconds = time.perf_counter() - began
            file.unlink()
        else:
            cursor.execute(select, params)
            ready = cursor.fetchall()
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL AND type <> 'trigger'", [table]
            )
            for (sql,) in cursor.fetchall():
                cursor.execute(
                    sql.replace(f'"{table}"', copy)
                    .replace('INDEX "', f'INDEX "{copy}_')
                    .replace('CONSTRAINT "', f'CONSTRAINT "{copy}_')
                )
            marks = ", ".join(["%s"] * len(ready[0]))
            began = time.perf_counter()
            cursor.executemany(f"INSERT INTO {copy} ({columns}) VALUES ({marks})", ready)
            seconds = time.perf_counter() - began
        cursor.execute(f"DROP TABLE {copy}")
    return seconds


def in_a_process_of_its_own(operation_id):
    """{"seconds", "megabytes"} of a worker that carries the operation out."""
    from django.db import connection

    command = [sys.executable, __file__]
    env = os.environ | {"BENCH_JOB": str(operation_id), "BENCH_DATABASE": connection.settings_dict["NAME"]}
    env["BENCH_DATA"] = pages.DATA
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def do_job():
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = os.environ["BENCH_DATABASE"]
    from crm.tasks import run_operation

    began = time.perf_counter()
    run_operation(operation_id=int(os.environ["BENCH_JOB"]))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": time.perf_counter() - began, "megabytes": megabytes}))


def compare_undo(options, grower=None):
    from bench.data import Grower
    from crm.actions import operations
    from crm.models import Lead, Operation
    from crm.operations.selecting import select_filter
    from webox.accounts.models import Membership

    if grower is None:
        grower = Grower(with_events=False)
        grower.grow_to(options.undo)
    workspace, user = grower.workspace, grower.user
    ids = list(Lead.objects.for_workspace(workspace).order_by("pk").values_list("pk", flat=True)[: options.undo])
    before, what = statuses_of(ids), {"kind": Operation.Kind.SET_STATUS, "params": {"status": "contacted"}}
    selection, total = select_filter(Membership.objects.get(user=user), "", before=ids[-1])
    operation = operations.change_many(workspace=workspace, by=user, selection=selection, total=total, **what)
    change = in_a_process_of_its_own(operation.pk)
    operations.undo_operation(operation=Operation.objects.get(pk=operation.pk), by=user)
    undo = in_a_process_of_its_own(operation.pk)
    operation.refresh_from_db()
    print(f"\nstatus of {len(ids):,} leads set in {change['seconds']:.1f} s, peak memory {change['megabytes']:.0f} MB")
    print(
        f"undone in {undo['seconds']:.1f} s ({len(ids) / undo['seconds']:,.0f} leads/s), peak memory"
        f" {undo['megabytes']:.0f} MB; {operation.undone_count:,} undone, {operation.conflict_count:,} edited since;"
        f" every lead as before: {statuses_of(ids) == before}"
    )


def statuses_of(ids):
    from crm.models import Lead

    return list(Lead.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "status"))


def main():
    import django

    options = arguments()
    pages.REQUESTS = options.requests
    django.setup()
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = f"{pages.DATA}/bench.sqlite3" if connection.vendor == "sqlite" else None
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        print(f"{connection.vendor}, {options.requests} requests each")
        grower = compare_pages(options) if options.only in (None, "pages") else None
        if options.only in (None, "undo"):
            compare_undo(options, grower)
        if options.only in (None, "import"):
            compare_import(options)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
        shutil.rmtree(pages.DATA, ignore_errors=True)


if __name__ == "__main__":
    do_job() if os.environ.get("BENCH_JOB") else main()
