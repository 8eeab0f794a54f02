"""Requests per second of the click redirect and of the open pixel, against a bare Django view without middleware on
the same server.

    python bench/track.py [seconds=3] [rounds=3]

Starts the web server twice, once with the bare view alone and once with WeBox, and asks each in turn over
sixteen keep-alive connections.
"""

import os
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
# The web server imports this module too, with arguments of its own.
NUMBERS = [float(word) for word in sys.argv[1:] if __name__ == "__main__"]
SECONDS, ROUNDS = (NUMBERS + [3, 3][len(NUMBERS) :])[:2]
CONNECTIONS = 16
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

os.environ["WEBOX_DATA_DIR"] = tempfile.mkdtemp(prefix="webox-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "webox.settings"
os.environ["LOG_LEVEL"] = "WARNING"


def main():
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    token = one_delivery()
    bare, webox = free_port(), free_port()
    servers = [serve("bench.bare:application", bare), serve("webox.wsgi:application", webox)]
    try:
        wait_for(bare, "/bare")
        wait_for(webox, "/healthz")
        report([one_round(bare, webox, token) for _round in range(int(ROUNDS))])
    finally:
        for server in servers:
            server.terminate()
            server.wait()


def one_delivery():
    from marketing.emails.models import Link
    from marketing.emails.tracking import token_of
    from tests.factories.accounts import make_workspace
    from tests.factories.crm import make_lead
    from tests.factories.emails import make_campaign, make_delivery

    workspace = make_workspace()
    campaign = make_campaign(workspace)
    Link.objects.create(workspace=workspace, campaign=campaign, number=1, url="https://example.com/offre")
    return token_of(make_delivery(campaign, make_lead(workspace)).pk, campaign.pk)


def serve(application, port):
    command = f"{sys.executable} -m granian --interface wsgi --no-ws --workers 1 --blocking-threads 4 --log-level error"
    return subprocess.Popen([*command.split(), "--host", "127.0.0.1", "--port", str(port), application], cwd=ROOT)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def wait_for(port, path):
    for _try in range(200):
        try:
            assert ask(port, path, 1) == 1
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit(f"The server on port {port} did not start.")


def request(path):
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {AGENT}\r\n\r\n".encode()


def ask(port, path, times):
    """Ask `times` requests on one connection; returns how many were answered."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request(path) * times)
        seen = b""
        while seen.count(b"HTTP/1.1 ") < times:
            seen += connection.recv(65536)
        return seen.count(b"HTTP/1.1 ")


def rate(port, path):
    """Answers per second over CONNECTIONS connections for SECONDS, one question under way on each."""
    question, answered, poll = request(path), 0, selectors.EpollSelector()
    for _connection in range(CONNECTIONS):
        connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        poll.register(connection, selectors.EVENT_READ)
        connection.sendall(question)
    started = time.perf_counter()
    while time.perf_counter() - started < SECONDS:
        for key, _events in poll.select(1):
            # The end of an answer may come with the start of the next one, or after a piece of its own.
            if started_answers := key.fileobj.recv(4096).count(b"HTTP/1.1 "):
                answered += started_answers
                key.fileobj.sendall(question)
    elapsed = time.perf_counter() - started
    for key in list(poll.get_map().values()):
        key.fileobj.close()
    return answered / elapsed


def one_round(bare, webox, token):
    return rate(bare, "/bare"), rate(webox, f"/e/c/{token}.1"), rate(webox, f"/e/o/{token}.gif")


def report(rounds):
    for bare, click, pixel in rounds:
        against = f"click {click:7.0f}/s ({click / bare:.2f})   open {pixel:7.0f}/s ({pixel / bare:.2f})"
        print(f"  bare view {bare:7.0f}/s   {against}")
    ratios = sorted(click / bare for bare, click, _pixel in rounds)
    print(f"median ratio of the click {ratios[len(ratios) // 2]:.2f} (bar 0.60)")


if __name__ == "__main__":
    main()
