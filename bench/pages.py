"""Queries and milliseconds of every list page and list endpoint as the workspace grows.

    python bench/pages.py [leads=1000 100000] [requests=40]

Asks in process through Django's test client, on a throwaway database: SQLite, or a test database on the server of
DATABASE_URL. Beside each number of leads there are ten times as many events. The ratio is p95 of the last number of
leads to p95 of the first. On SQLite all work is done in this process and milliseconds are those of the processor; on
PostgreSQL they are those of the clock. Of three rounds the least disturbed counts.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
NUMBERS = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
REQUESTS = NUMBERS.pop() if len(NUMBERS) > 2 else 40
SIZES = NUMBERS or [1_000, 100_000]
WARM_UP, ROUNDS = 5, 3

# A process that works beside this one shares its folder.
DATA = os.environ.get("BENCH_DATA") or tempfile.mkdtemp(prefix="webox-bench-")
os.environ |= {
    "WEBOX_DATA_DIR": DATA,
    "DJANGO_SETTINGS_MODULE": "webox.settings",
    "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
    "PASSWORD_HASHER": "django.contrib.auth.hashers.MD5PasswordHasher",
    "ALLOWED_HOSTS": "testserver",
    "EMAIL_URL": "",
    "LOG_LEVEL": "ERROR",
}


def paths(grower):
    from django.urls import reverse

    from crm.models import Lead

    leads, api = reverse("crm:lead-list"), "/api/marketing/leads"
    newest = Lead.objects.for_workspace(grower.workspace).order_by("-pk").first()
    deliveries = reverse("emails:delivery-list", args=[grower.sent.pk])
    return {
        "dashboard": reverse("dashboard:home"),
        "dashboard, 90 days": reverse("dashboard:home") + "?period=90",
        "leads": leads,
        "leads, rare word": f"{leads}?search={newest.last_name.split()[-1]}@",
        "leads, common word": f"{leads}?search=camille",
        "leads, two letters": f"{leads}?search=ca",
        "leads, nothing found": f"{leads}?search=zzzz",
        "leads, status": f"{leads}?status=won",
        "leads, tag": f"{leads}?tag=vip",
        "leads, source and days": f"{leads}?source=google&created_after={grower.now.year - 1}-12-01",
        "leads, mine": f"{leads}?owner=me",
        "lead": newest.get_absolute_url(),
        "campaigns": reverse("emails:campaign-list"),
        "campaign report": grower.sent.get_absolute_url(),
        "deliveries": deliveries,
        "deliveries, opened": f"{deliveries}?outcome=opened",
        "deliveries, search": f"{deliveries}?search=camille",
        "suppressions": reverse("emails:suppression-list"),
        "outbox": reverse("emails:outbox"),
        "funnels": reverse("funnels:funnel-list"),
        "funnel": grower.funnel.get_absolute_url(),
        "API leads": api,
        "API leads, 100 rows": f"{api}?limit=100",
        "API leads, search": f"{api}?search=camille",
        "API leads, by score": f"{api}?ordering=-score",
        "API pipeline": "/api/marketing/pipeline/stats",
        "API campaigns": "/api/marketing/campaigns",
        "API funnels": "/api/marketing/funnels",
        "API events": "/api/analytics/events",
        "API events, type": "/api/analytics/events?type=emails.delivery.opened",
        "API overview": "/api/analytics/overview",
        "API timeseries": "/api/analytics/timeseries?metric=leads",
    }


def measure(client, path):
    """(queries, kilobytes, median and 95th percentile in milliseconds)"""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _time in range(WARM_UP):
        response = client.get(path)
    assert response.status_code == 200, f"{path}: {response.status_code}"
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
        number = len(queries)
    rounds = [sorted(timed(client, path) for _time in range(REQUESTS)) for _round in range(ROUNDS)]
    # The round least disturbed by whatever else this machine was doing
    taken = min(rounds, key=lambda times: times[int(REQUESTS * 0.95)])
    return number, len(response.content) / 1024, taken[REQUESTS // 2], taken[int(REQUESTS * 0.95)]


def timed(client, path):
    from django.db import connection

    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    began = clock()
    client.get(path)
    return (clock() - began) * 1000


def main():
    import django

    django.setup()
    from django.db import connection

    # A file, as in real life; Django's own default for tests is memory.
    connection.settings_dict["TEST"]["NAME"] = f"{DATA}/bench.sqlite3" if connection.vendor == "sqlite" else None
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        compare()
    finally:
        if connection.settings_dict["NAME"]:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
        shutil.rmtree(DATA, ignore_errors=True)


def compare():
    from django.db import connection
    from django.test import Client

    from bench.data import Grower

    grower, results = Grower(), []
    client = Client()
    client.force_login(grower.user)
    for size in SIZES:
        began = time.perf_counter()
        grower.grow_to(size)
        print(f"{size:,} leads, {size * 10:,} events after {time.perf_counter() - began:.0f} s", file=sys.stderr)
        results.append({name: measure(client, path) for name, path in paths(grower).items()})
    print(f"{connection.vendor}, {REQUESTS} requests each, leads: {' and '.join(f'{size:,}' for size in SIZES)}\n")
    heads = "".join(f" p50 at {size:>9,} | p95 at {size:>9,} |" for size in SIZES)
    print(f"| {'page':24} | queries |  KB |{heads} ratio |")
    print(f"|{'-' * 26}|--------:|----:|{'-----------------:|' * 2 * len(SIZES)}------:|")
    for name in results[0]:
        rows = [result[name] for result in results]
        queries = "/".join(dict.fromkeys(str(row[0]) for row in rows))
        times = "".join(f" {row[2]:>16.1f} | {row[3]:>16.1f} |" for row in rows)
        print(f"| {name:24} | {queries:>7} | {rows[-1][1]:>3.0f} |{times} {rows[-1][3] / rows[0][3]:>5.2f} |")


if __name__ == "__main__":
    main()
