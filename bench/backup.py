"""A backup of many leads, restored into the other database and from there back again: seconds, memory, equality.

    DATABASE_URL=postgres://… python bench/backup.py [leads=100000] [--events]

Leads come with their ledger and a tag each, with --events also with ten events each and a campaign to all of them. They
grow in a throwaway database on the server of DATABASE_URL; each backup and each restore is the command itself, in a
process of its own. Without DATABASE_URL everything happens on SQLite.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from bench import pages


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("leads", nargs="?", type=int, default=100_000)
    parser.add_argument("--events", action="store_true")
    return parser.parse_args()


def manage(url, folder, *command):
    """(seconds, peak memory in MB) of a management command on that database."""
    env = os.environ | {"DATABASE_URL": url, "WEBOX_DATA_DIR": str(folder), "SECRET_KEY": settings.SECRET_KEY}
    began = time.perf_counter()
    process = subprocess.Popen([sys.executable, pages.ROOT / "manage.py", *command], env=env, stdout=sys.stderr)
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return time.perf_counter() - began, used.ru_maxrss / 1024


def manifest_of(path):
    from webox.dashboard.backup.archive import Archive

    with Archive(path) as archive:
        return archive.check(lambda about: None)


def measure(options):
    from django.db import connection

    from bench.data import Grower

    Grower(with_events=options.events).grow_to(options.leads)
    grown = os.environ.get("DATABASE_URL", "")
    name = connection.settings_dict["NAME"]
    grown = f"{grown.rpartition('/')[0]}/{name}" if grown else f"sqlite:///{name}"
    connection.close()
    folder, first, second = Path(pages.DATA), Path(pages.DATA) / "first.tar.gz", Path(pages.DATA) / "second.tar.gz"
    told = {f"backup from {connection.vendor}": manage(grown, folder, "backup", str(first))}
    (folder / "elsewhere").mkdir()
    manage("", folder / "elsewhere", "migrate", "--verbosity", "0")
    told["restore into sqlite"] = manage("", folder / "elsewhere", "restore", str(first))
    told["backup from sqlite"] = manage("", folder / "elsewhere", "backup", str(second))
    if connection.vendor == "postgresql":
        manage(grown, folder, "flush", "--no-input")
        told["restore into postgresql"] = manage(grown, folder, "restore", str(second))
    tell(told, first, second)


def tell(told, first, second):
    before, after = manifest_of(first), manifest_of(second)
    rows = sum(table["rows"] for table in before["tables"].values())
    print(f"{rows:,} rows of {len(before['tables'])} tables, {first.stat().st_size / 1e6:.1f} MB\n")
    print("| what | seconds | rows/s | peak MB |\n|---|---:|---:|---:|")
    for what, (seconds, megabytes) in told.items():
        print(f"| {what} | {seconds:.1f} | {rows / seconds:,.0f} | {megabytes:.0f} |")
    print(f"\nboth backups equal, table by table: {before['tables'] == after['tables']}")


def main():
    import django

    options = arguments()
    django.setup()
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = f"{pages.DATA}/bench.sqlite3" if connection.vendor == "sqlite" else None
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        measure(options)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
        shutil.rmtree(pages.DATA, ignore_errors=True)


if __name__ == "__main__":
    main()
