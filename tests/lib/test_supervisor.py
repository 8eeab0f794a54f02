import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from webox.lib import supervisor
from webox.lib.supervisor import CannotStart, check_port, check_writable

ROOT = Path(__file__).resolve().parents[2]
SUPERVISE = """
import sys
from webox.lib.supervisor import Process, Supervisor, say
specs = [Process(*spec.split("=", 1)) for spec in sys.argv[2:]]
for spec in specs:
    spec.command = [sys.executable, "-c", spec.command]
Supervisor(specs, grace=float(sys.argv[1])).run(on_ready=lambda: say("ready"))
"""
SERVE = "import time; print('serving'); time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf'); time.sleep(60)"
POLITE = """
import signal, sys, time
def leave(*_):
    print('goodbye')
    sys.exit(0)
signal.signal(signal.SIGTERM, leave)
print('hello')
time.sleep(60)
"""


class Running:
    def __init__(self, *specs, grace=10):
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISE, str(grace), *specs], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        self.lines = []

    def until(self, wanted):
        """Read lines until that one; the output ending first is a failure."""
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if self.lines[-1] == wanted:
                return
        raise AssertionError(f"{wanted!r} never came: {self.lines}")

    def said_by(self, name):
        """The next line of this process, without its name."""
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if self.lines[-1].startswith(f"{name} | "):
                return self.lines[-1].removeprefix(f"{name} | ")
        raise AssertionError(f"{name} said nothing: {self.lines}")

    def finish(self):
        self.lines += self.process.stdout.read().splitlines()
        return self.process.wait(30)


@pytest.fixture
def supervise():
    started = []

    def start(*specs, **options):
        started.append(Running(*specs, **options))
        return started[-1]

    yield start
    for running in started:
        if running.process.poll() is None:
            running.process.send_signal(signal.SIGTERM)
            running.finish()
        running.process.stdout.close()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_every_process_gently(supervise, number):
    running = supervise(f"web={POLITE}", f"worker={POLITE}")
    while sorted(running.lines) != ["ready", "web    | hello", "worker | hello"]:
        running.lines.append(running.process.stdout.readline().rstrip("\n"))

    running.process.send_signal(number)

    assert running.finish() == 0
    assert sorted(running.lines[3:]) == [
        "Stopped.",
        "Stopping (Ctrl+C again to stop at once)...",
        "web    | goodbye",
        "worker | goodbye",
    ]


@pytest.mark.slow
def test_a_process_that_dies_is_started_again(supervise):
    running = supervise("worker=import os; print('pid', os.getpid()); os._exit(3)")

    running.until("worker | stopped (exit code 3), starting it again in 1 s")
    running.until("worker | stopped (exit code 3), starting it again in 2 s")

    assert len({line for line in running.lines if line.startswith("worker | pid")}) == 2


@pytest.mark.slow
def test_a_killed_process_takes_its_own_children_along_and_comes_back(supervise):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        # Its end of the connection closes when it ends, and not before.
        child = f"import socket, time; s = socket.create_connection({server.getsockname()}); time.sleep(60)"
        start = f"subprocess.Popen([sys.executable, '-c', {child!r}]); print(os.getpid()); time.sleep(60)"
        running = supervise(f"web=import os, subprocess, sys, time; {start}")
        first = int(running.said_by("web"))
        with server.accept()[0] as grandchild:
            grandchild.settimeout(30)

            os.kill(first, signal.SIGKILL)

            assert running.said_by("web") == "stopped (SIGKILL), starting it again in 1 s"
            assert grandchild.recv(1) == b""
        second = int(running.said_by("web"))
        assert second != first
        with server.accept()[0] as grandchild:
            grandchild.setblocking(False)
            with pytest.raises(BlockingIOError):
                grandchild.recv(1)


@pytest.mark.slow
def test_a_deaf_process_is_killed_after_the_grace_period(supervise):
    running = supervise(f"worker={DEAF}", grace=0.2)
    running.until("worker | deaf")

    running.process.send_signal(signal.SIGTERM)

    assert running.finish() == 0
    assert running.lines[-2:] == ["worker | did not stop in time and was killed", "Stopped."]


def test_a_busy_port_is_named_with_the_next_one():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(CannotStart) as problem:
            check_port("127.0.0.1", port)

    assert str(problem.value) == (
        f"Port {port} is in use: is WeBox already running? Choose another: make run PORT={port + 1}"
    )
    check_port("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [
        ("127.0.0.1", 99_999, "PORT must be between 1 and 65535, not 99999."),
        ("203.0.113.1", 8000, "HOST 203.0.113.1 with PORT 8000 cannot be used: Cannot assign requested address."),
    ],
)
def test_an_impossible_address_is_named(host, port, said):
    with pytest.raises(CannotStart) as problem:
        check_port(host, port)

    assert str(problem.value) == said


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(CannotStart) as problem:
        check_writable(tmp_path / "file" / "var")

    assert str(problem.value) == (
        f"Cannot write to {tmp_path}/file/var (Not a directory). Set WEBOX_DATA_DIR to a folder of your own."
    )


@pytest.mark.slow
def test_starting_on_a_busy_port_says_one_line():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "webox.lib.supervisor"],
            cwd=ROOT,
            env={**os.environ, "PORT": str(port), "HOST": "127.0.0.1"},
            capture_output=True,
            text=True,
        )

    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        f"webox: Port {port} is in use: is WeBox already running? Choose another: make run PORT={port + 1}"
    ]


def test_the_commands_name_host_port_and_data_folder(tmp_path):
    web, worker = supervisor.processes("0.0.0.0", 8001, tmp_path)

    assert (web.name, worker.name) == ("web", "worker")
    assert web.command[web.command.index("--host") + 1] == "0.0.0.0"
    assert web.command[web.command.index("--port") + 1] == "8001"
    assert web.command[-1] == "webox.wsgi:application"
    assert worker.command[worker.command.index("--schedule") + 1] == f"{tmp_path}/celerybeat-schedule"
