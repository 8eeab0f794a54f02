"""`python -m webox.lib.supervisor`: WeBox on one machine, the web server and a worker in one terminal.

`Supervisor` runs any list of processes: prefixes their output, restarts what dies, stops all gently.
"""

import contextlib
import errno
import hashlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from webox.lib.env import env_int, env_str, load_dotenv

ROOT = Path(__file__).resolve().parents[2]
GRACE_SECONDS = 15
RESTART_SECONDS = 1, 30  # the first wait and the longest
START_SECONDS = 60

_say_lock = threading.Lock()


class CannotStart(Exception):
    """One line for the person at the keyboard: what is wrong and what to do."""


def say(text):
    with _say_lock:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


@dataclass
class Process:
    name: str
    command: list[str]


class Child:
    """One process, its restarts and the thread that relays its output."""

    def __init__(self, process, width):
        self.process = process
        self.prefix = f"{process.name:{width}} | "
        self.running = self.relay = None
        self.wait_seconds = RESTART_SECONDS[0]
        self.next_start = 0.0
        self.started = 0.0

    def start(self):
        self.started = time.monotonic()
        self.running = subprocess.Popen(
            self.process.command,
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # Ctrl+C reaches the supervisor only, which then stops each main process
        )
        self.relay = threading.Thread(target=self._relay, args=(self.running.stdout,), daemon=True)
        self.relay.start()

    def look_after(self, now):
        """Start again what has died, each time after a longer wait, from the shortest once it ran well."""
        if self.running is not None:
            code = self.running.poll()
            if code is None:
                return
            self.end_group()  # its own children may have outlived it and hold the port
            self.running = None
            if now - self.started > RESTART_SECONDS[1]:
                self.wait_seconds = RESTART_SECONDS[0]
            say(f"{self.prefix}stopped ({describe(code)}), starting it again in {self.wait_seconds} s")
            self.next_start = now + self.wait_seconds
            self.wait_seconds = min(2 * self.wait_seconds, RESTART_SECONDS[1])
        elif now >= self.next_start:
            self.start()

    def terminate(self):
        if self.running is not None and self.running.poll() is None:
            self.running.terminate()

    def end_group(self):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait()
        self.relay.join(2)  # its last words

    def _relay(self, stream):
        for line in stream:
            say(self.prefix + line.rstrip())


class Supervisor:
    def __init__(self, processes, grace=GRACE_SECONDS):
        width = max(len(process.name) for process in processes)
        self.children = [Child(process, width) for process in processes]
        self.grace = grace
        self.signals = 0

    def run(self, is_ready=lambda: True, on_ready=lambda: None):
        """Until SIGINT or SIGTERM. `on_ready` is called once, when `is_ready()` first says so."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._count_signal)
        ready, started, late = False, time.monotonic(), False
        while not self.signals:
            now = time.monotonic()
            for child in self.children:
                child.look_after(now)
            if not ready and is_ready():
                ready = True
                on_ready()
            if not ready and not late and now - started > START_SECONDS:
                late = True
                say("WeBox does not answer yet; the lines above say why.")
            time.sleep(0.1)
        self.stop()

    def stop(self):
        """Gently: only the main process of each is told, and only after the grace period the whole group killed."""
        say("Stopping (Ctrl+C again to stop at once)...")
        asked = self.signals
        running = [child for child in self.children if child.running is not None]
        for child in running:
            child.terminate()
        deadline = time.monotonic() + self.grace
        while any(child.running.poll() is None for child in running):
            if time.monotonic() > deadline or self.signals > asked:
                break
            time.sleep(0.05)
        for child in running:
            if child.running.poll() is None:
                say(f"{child.prefix}did not stop in time and was killed")
            child.end_group()
        say("Stopped.")

    def _count_signal(self, number, frame):
        self.signals += 1


def describe(code):
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name


def check_port(host, port):
    if not 0 < port < 65536:
        raise CannotStart(f"PORT must be between 1 and 65535, not {port}.")
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise CannotStart(f"HOST {host} with PORT {port} cannot be used: {error.strerror}.") from None
        raise CannotStart(
            f"Port {port} is in use: is WeBox already running? Choose another: make run PORT={port + 1}"
        ) from None


def check_writable(folder):
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CannotStart(
            f"Cannot write to {folder} ({error.strerror}). Set WEBOX_DATA_DIR to a folder of your own."
        ) from None


def manage(*arguments):
    """What the command printed; its last words as CannotStart when it failed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        last = done.stdout.strip().splitlines()[-1:] or [describe(done.returncode)]
        raise CannotStart(f"manage.py {' '.join(arguments)}: {last[0]}")
    return done.stdout.strip()


def collect_static():
    """Only when a source file or a package changed: hashing and compressing everything takes seconds."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for folder in [ROOT / "static", *ROOT.glob("*/static"), *ROOT.glob("*/*/static")]:
        for path in sorted(folder.rglob("*")):
            status = path.stat()
            digest.update(f"{path.relative_to(ROOT)} {status.st_size} {status.st_mtime_ns}\n".encode())
    collected = ROOT / "staticfiles"
    check_writable(collected)
    stamp = collected / ".collected-from"
    if stamp.is_file() and stamp.read_text() == digest.hexdigest():
        return
    say("Collecting static files...")
    manage("collectstatic", "--no-input", "--clear")
    stamp.write_text(digest.hexdigest())


def prepare(data):
    """Everything the processes need; what to tell about signing in."""
    login = data / "demo-login.txt"
    is_new = not login.is_file() or not (os.environ.get("DATABASE_URL") or (data / "webox.sqlite3").is_file())
    say("Preparing the database...")
    manage("migrate", "--no-input")
    collect_static()
    printed = ""
    if is_new:
        say("Loading demo data...")
        printed = manage("load_demo")
    return login.read_text().strip() if login.is_file() else printed


def processes(host, port, data):
    python = [sys.executable, "-m"]
    web = [*python, "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    web += ["--workers", str(min(2, os.cpu_count() or 1)), "--blocking-threads", "4", "--respawn-failed-workers"]
    # On a machine of one's own, root in a container is no news worth eight lines at every start.
    python[1:1] = ["-W", "ignore:You're running the worker with superuser privileges"]
    worker = [*python, "celery", "--quiet", "-A", "webox.celery", "worker", "--pool", "threads", "--concurrency", "4"]
    worker += ["--beat", "--schedule", str(data / "celerybeat-schedule"), "--queues", "celery,long"]
    worker += ["--loglevel", "INFO", "--hostname", "webox@%h"]
    return [Process("web", [*web, "webox.wsgi:application"]), Process("worker", worker)]


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310 - our own address
            return response.status == 200
    except (OSError, urllib.error.URLError):
        return False


def main():
    try:
        load_dotenv(ROOT / ".env")
        host, port = env_str("HOST", "127.0.0.1"), env_int("PORT", 8000)
        data = Path(env_str("WEBOX_DATA_DIR", str(ROOT / "var"))).resolve()
        check_port(host, port)
        check_writable(data)
        shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::", "::1") else host  # noqa: S104
        address = f"http://{shown}:{port}"
        os.environ.setdefault("SITE_URL", address)
        login = prepare(data)
    except (CannotStart, ImproperlyConfigured) as problem:
        say(f"webox: {problem}")
        return 1
    except KeyboardInterrupt:
        return 130
    rule = "=" * 72
    lines = ["", rule, f"  WeBox is running:  {address}", *(f"  {line}" for line in login.splitlines())]
    banner = "\n".join([*lines, "  Ctrl+C to stop.", rule, ""])
    Supervisor(processes(host, port, data)).run(
        is_ready=lambda: answers(f"{address}/healthz"), on_ready=lambda: say(banner)
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
