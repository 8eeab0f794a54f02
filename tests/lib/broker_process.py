"""One end of the embedded broker as a process of its own; started by test_sqlitebroker."""

import sys
import time

import kombu.transport
from kombu import Connection, Queue

kombu.transport.TRANSPORT_ALIASES["sqlitefile"] = "webox.lib.sqlitebroker:Transport"


def connect(path):
    return Connection("sqlitefile://", transport_options={"path": path, "polling_interval": 0.005})


def publish(path, first, count):
    with connect(path) as connection:
        queue = connection.SimpleQueue("work")
        for number in range(int(first), int(first) + int(count)):
            queue.put(number)


def consume(path, journal, quiet_seconds):
    """Write each body to the journal, acknowledge it, leave after a quiet while."""
    with open(journal, "a", buffering=1) as out:

        def handle(body, message):
            out.write(f"{body}\n")
            message.ack()

        with connect(path) as connection, connection.Consumer([Queue("work")], callbacks=[handle]):
            last = time.monotonic()
            while time.monotonic() - last < float(quiet_seconds):
                try:
                    connection.drain_events(timeout=0.5)
                except TimeoutError:
                    continue
                last = time.monotonic()


def hold(path, count):
    """Take messages, acknowledge only the first, say so and wait to be killed."""
    with connect(path) as connection:
        queue = connection.SimpleQueue("work")
        queue.get(timeout=5).ack()
        for _ in range(int(count) - 1):
            queue.get(timeout=5)
        sys.stdout.write("holding\n")
        sys.stdout.flush()
        time.sleep(60)


def listen(path):
    """Bind a temporary queue to the fanout exchange "news", say so and wait to be killed."""
    with connect(path) as connection:
        channel = connection.channel()
        channel.exchange_declare("news", "fanout")
        channel.queue_declare("listener", auto_delete=True)
        channel.queue_bind("listener", "news")
        sys.stdout.write("bound\n")
        sys.stdout.flush()
        time.sleep(60)


if __name__ == "__main__":
    {"publish": publish, "consume": consume, "hold": hold, "listen": listen}[sys.argv[1]](*sys.argv[2:])
