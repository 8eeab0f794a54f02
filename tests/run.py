"""`make test`: the suite on the embedded default, then on PostgreSQL and Redis where they can be had.

A PostgreSQL cluster and a Redis server are started for the run alone, on free ports of the loopback, and removed
after it; DATABASE_URL and REDIS_URL set outside are used instead. With WEBOX_REQUIRE_ALL=1 nothing may be left out.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
REQUIRE_ALL = os.environ.get("WEBOX_REQUIRE_ALL") == "1"
INITDB_OPTIONS = ["-A", "scram-sha-256", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
FASTER = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"]


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def find_postgres():
    """The folder with initdb and postgres, or None."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    on_path = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    for folder in [*reversed(debian), *on_path]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def find_chromium():
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def server_user():
    """PostgreSQL refuses to run as root."""
    if os.geteuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextlib.contextmanager
def stopped_after(process, name):
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)  # PostgreSQL: disconnect everybody and stop
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            say(f"{name} did not stop by itself.")
            process.kill()
            process.wait()


@contextlib.contextmanager
def postgres(binaries):
    """The URL of a cluster that exists as long as the block."""
    with tempfile.TemporaryDirectory(prefix="webox-postgres-") as home:
        user, password, port = server_user(), secrets.token_hex(16), free_port()
        secret = Path(home) / "password"
        secret.write_text(password)
        if user:
            shutil.chown(home, user)
            shutil.chown(secret, user)
        data = f"{home}/data"
        subprocess.run(
            [binaries / "initdb", "-D", data, "-U", "webox", f"--pwfile={secret}", *INITDB_OPTIONS],
            user=user,
            cwd=home,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        options = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={home}", *FASTER]
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, *(part for option in options for part in ("-c", option))],
            user=user,
            cwd=home,
            stderr=(Path(home) / "log").open("w"),
            start_new_session=True,
        )
        url = f"postgres://webox:{password}@127.0.0.1:{port}/postgres"
        with stopped_after(server, "PostgreSQL"):
            wait_until(lambda: psycopg.connect(url).close(), psycopg.OperationalError, Path(home) / "log")
            yield url


@contextlib.contextmanager
def redis():
    """The URL of a server that keeps nothing and exists as long as the block."""
    with tempfile.TemporaryDirectory(prefix="webox-redis-") as home:
        port, log = free_port(), Path(home) / "log"
        server = subprocess.Popen(
            [
                "redis-server",
                "--port",
                str(port),
                "--bind",
                "127.0.0.1",
                "--databases",
                "256",
                "--save",
                "",
                "--dir",
                home,
            ],
            stdout=log.open("w"),
            start_new_session=True,
        )
        with stopped_after(server, "Redis"):
            wait_until(lambda: socket.create_connection(("127.0.0.1", port)).close(), OSError, log)
            yield f"redis://127.0.0.1:{port}/0"


def wait_until(works, error, log):
    for _ in range(300):
        try:
            return works()
        except error:
            time.sleep(0.1)
    raise SystemExit(f"A server did not start within 30 s; it said:\n{log.read_text()[-2000:]}")


def pytest(arguments, **environment):
    """(exit code, the closing line) of one run, shown as it goes."""
    embedded = {"DATABASE_URL": "", "REDIS_URL": ""}  # empty also overrules a .env file
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-n", "auto", *arguments],
        cwd=ROOT,
        env={**os.environ, **embedded, **environment, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    closing = ""
    for line in process.stdout:
        sys.stdout.write(line)
        sys.stdout.flush()
        closing = line.strip() or closing
    return process.wait(), closing


def grown(arguments, postgres_binaries):
    with contextlib.ExitStack() as servers:
        database_url = os.environ.get("DATABASE_URL") or servers.enter_context(postgres(postgres_binaries))
        redis_url = os.environ.get("REDIS_URL") or servers.enter_context(redis())
        return pytest(arguments, DATABASE_URL=database_url, REDIS_URL=redis_url)


def main(arguments):
    binaries = find_postgres()
    missing = []
    if not (binaries or os.environ.get("DATABASE_URL")):
        missing.append(("the run on PostgreSQL", "apt install postgresql"))
    if not (shutil.which("redis-server") or os.environ.get("REDIS_URL")):
        missing.append(("the run on Redis", "apt install redis-server"))
    can_grow = not missing
    if not find_chromium():
        missing.append(("the tests in a browser", "apt install chromium"))
    if missing and REQUIRE_ALL:
        say("WEBOX_REQUIRE_ALL=1 and something is missing:")
        for what, command in missing:
            say(f"  {what}: {command}")
        return 1

    results = []
    say("Tests on the embedded default (SQLite, broker file):")
    results.append(("embedded", *pytest(arguments)))
    if can_grow:
        say("Tests on PostgreSQL and Redis:")
        results.append(("PostgreSQL + Redis", *grown(arguments, binaries)))

    for what, command in missing:
        say(f"Left out: {what}. To have it: {command}")
    for name, _, closing in results:
        say(f"{name}: {closing}")
    return max(abs(code) for _, code, _ in results)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
