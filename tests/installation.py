"""A WeBox of its own beside the suite: data folder, database, broker, real processes. For what only shows between
processes: killed workers, two workers at once, the whole journey through HTTP."""

import fcntl
import json
import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis

ROOT = Path(__file__).resolve().parent.parent
SUITE_ONLY = ("WEBOX_SUITE", "DJANGO_SETTINGS_MODULE", "STATIC_STORAGE")


class Installation:
    """Embedded by default; on the database server and the Redis of the suite where it runs on those."""

    def __init__(self, folder, **environment):
        self.folder, self.processes, self.database = folder, [], None
        self.env = {name: value for name, value in os.environ.items() if name not in SUITE_ONLY} | {
            "DJANGO_SETTINGS_MODULE": "webox.settings",
            "STATIC_ROOT": str(folder / "static"),
            "WEBOX_DATA_DIR": str(folder),
            **environment,
        }
        if url := os.environ.get("DATABASE_URL", ""):
            self.server, self.database = url, f"webox_{secrets.token_hex(6)}"
            head, _slash, tail = url.rpartition("/")
            self.env["DATABASE_URL"] = f"{head}/{self.database}" + (f"?{tail.partition('?')[2]}" if "?" in tail else "")
        if url := os.environ.get("REDIS_URL", ""):
            # The number after that of the suite's own process: nobody else hears its doorbell, nor what killed
            # workers of the installation before left there.
            parts = urlsplit(url)
            self.env["REDIS_URL"] = parts._replace(path=f"/{int(parts.path[1:]) + 1}").geturl()
            with redis.Redis.from_url(self.env["REDIS_URL"]) as broker:
                broker.flushdb()

    def __enter__(self):
        """Migrating takes as long as most of these tests: one run of the suite does it once and copies the outcome."""
        suite = Path(os.environ["WEBOX_DATA_DIR"])
        folder = suite / "migrated"
        with open(suite / "migrating.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self.database:
                self.copy_database(migrated_database())
            else:
                if not folder.exists():
                    folder.mkdir()
                    self.migrate(WEBOX_DATA_DIR=str(folder))
                shutil.copyfile(folder / "webox.sqlite3", self.folder / "webox.sqlite3")
        return self

    def copy_database(self, migrated):
        with psycopg.connect(self.server, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [migrated]).fetchone():
                connection.execute(f'CREATE DATABASE "{migrated}"')
                self.migrate(DATABASE_URL=self.env["DATABASE_URL"].replace(self.database, migrated))
            connection.execute(f'CREATE DATABASE {self.database} TEMPLATE "{migrated}"')

    def migrate(self, **environment):
        self.manage("migrate", "--verbosity", "0", **environment)

    def __exit__(self, *_error):
        for process in self.processes:
            self.kill(process)
        if self.database:
            with psycopg.connect(self.server, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {self.database} WITH (FORCE)")

    def manage(self, *arguments, **environment):
        command, env = [sys.executable, "manage.py", *arguments], self.env | environment
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, code):
        """Run Python inside the installation; the last line it prints is JSON and comes back."""
        output = self.manage("shell", "--verbosity", "0", "--command", code)
        return json.loads(output.strip().splitlines()[-1])

    def ask(self, query):
        """The first row of an SQL query, without starting a process for it: for waiting."""
        if self.database:
            with psycopg.connect(self.env["DATABASE_URL"]) as connection:
                return connection.execute(query).fetchone()
        with closing(sqlite3.connect(self.folder / "webox.sqlite3", timeout=20)) as connection:
            return connection.execute(query).fetchone()

    def start(self, *arguments):
        command = [sys.executable, "-m", *arguments]
        with open(self.folder / f"process-{len(self.processes)}.log", "wb") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True)
        self.processes.append(process)
        return process

    def worker(self, clock=True):
        options = "celery -A webox worker -P threads -c 3 --without-gossip --without-mingle -l INFO -Q celery,long"
        return self.start(*options.split(), *(["-B"] if clock else []))

    def web(self, port):
        options = f"granian --interface wsgi --no-ws --host 127.0.0.1 --port {port} webox.wsgi:application"
        self.manage("collectstatic", "--no-input", "--verbosity", "0")
        process = self.start(*options.split())
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/healthz"), "the web process to answer")
        return process

    def kill(self, process):
        """As a power cut for the process: no clean-up of any kind."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def logs(self):
        return "\n".join(path.read_text(errors="replace")[-3000:] for path in sorted(self.folder.glob("process-*.log")))


def migrated_database():
    return "webox_" + Path(os.environ["WEBOX_DATA_DIR"]).name.replace("-", "_")


def forget_migrated():
    """At the end of a run of the suite, where the server outlives it."""
    if url := os.environ.get("DATABASE_URL"):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{migrated_database()}" WITH (FORCE)')


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def wait_until(condition, what, seconds=180):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"Waited {seconds} s for {what}."
        time.sleep(0.02)
