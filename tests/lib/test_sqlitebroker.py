import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from queue import Empty

import pytest
from kombu import Consumer, Exchange, Producer, Queue

from tests.lib.broker_process import connect
from webox.lib import sqlitequeue
from webox.lib.sqlitequeue import queue_file

ROOT = Path(__file__).resolve().parents[2]


def start(*arguments, **options):
    command = [sys.executable, "-m", "tests.lib.broker_process", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, text=True, **options)


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "broker.sqlite3")


@pytest.fixture
def sweep_at_once(monkeypatch):
    monkeypatch.setattr(sqlitequeue, "SWEEP_SECONDS", 0)


@pytest.fixture
def connection(path):
    with connect(path) as connection:
        yield connection


def drain(queue):
    """The bodies of everything waiting, acknowledged."""
    bodies = []
    try:
        while True:
            message = queue.get(block=False)
            message.ack()
            bodies.append(message.payload)
    except Empty:
        return bodies


@pytest.mark.slow
def test_every_message_of_many_publishers_reaches_one_of_two_consumers_once(path, tmp_path):
    journals = [tmp_path / "first", tmp_path / "second"]
    consumers = [start("consume", path, journal, 1.5) for journal in journals]
    publishers = [start("publish", path, 1000 * number, 1000) for number in range(3)]

    assert [process.wait(60) for process in publishers + consumers] == [0, 0, 0, 0, 0]

    handled = [int(line) for journal in journals for line in journal.read_text().split()]
    assert sorted(handled) == list(range(3000))
    assert queue_file(path).read("select count(*) from message") == [(0,)]


@pytest.mark.slow
def test_a_killed_consumer_gives_back_what_it_had_not_acknowledged(path, connection, sweep_at_once):
    queue = connection.SimpleQueue("work")
    for number in range(5):
        queue.put(number)
    holder = start("hold", path, 3, stdout=subprocess.PIPE)
    assert holder.stdout.readline() == "holding\n"
    assert drain(queue) == [3, 4]

    os.kill(holder.pid, signal.SIGKILL)
    holder.wait(10)

    assert drain(queue) == [1, 2]


@pytest.mark.slow
def test_a_stopped_consumer_keeps_what_it_took(path, connection, sweep_at_once):
    queue = connection.SimpleQueue("work")
    queue.put("first")
    queue.put("second")
    holder = start("hold", path, 2, stdout=subprocess.PIPE)
    assert holder.stdout.readline() == "holding\n"
    os.kill(holder.pid, signal.SIGSTOP)

    assert drain(queue) == []

    os.kill(holder.pid, signal.SIGKILL)
    holder.wait(10)
    assert drain(queue) == ["second"]


@pytest.mark.slow
def test_the_temporary_queue_of_a_killed_listener_is_unbound(path, connection, sweep_at_once):
    listener = start("listen", path, stdout=subprocess.PIPE)
    assert listener.stdout.readline() == "bound\n"
    news = Producer(connection, Exchange("news", "fanout"), auto_declare=True)
    news.publish("heard")
    assert queue_file(path).read("select queue, owner from message") == [("listener", None)]

    os.kill(listener.pid, signal.SIGKILL)
    listener.wait(10)
    drain(connection.SimpleQueue("work"))
    news.publish("nobody listens")

    assert queue_file(path).read("select queue from binding where exchange = 'news'") == []
    assert queue_file(path).read("select count(*) from message") == [(0,)]


def test_closing_a_connection_gives_its_messages_back_in_their_old_order(path, connection):
    with connect(path) as other:
        queue = other.SimpleQueue("work")
        for number in range(4):
            queue.put(number)
        queue.get(timeout=1).ack()
        queue.get(timeout=1)

    assert drain(connection.SimpleQueue("work")) == [1, 2, 3]


def test_a_rejected_message_waits_again_or_is_gone(connection):
    queue = connection.SimpleQueue("work")
    queue.put("again")
    queue.get(timeout=1).requeue()
    assert drain(queue) == ["again"]

    queue.put("gone")
    queue.get(timeout=1).reject()
    assert drain(queue) == []


def test_one_message_in_two_queues_is_acknowledged_in_each(path, connection):
    exchange = Exchange("orders", "topic")
    channel = connection.channel()
    queues = [Queue(name, exchange, routing_key=key)(channel) for name, key in [("all", "#"), ("eu", "eu.*")]]
    for queue in queues:
        queue.declare()
    Producer(channel, exchange).publish("order", routing_key="eu.paris")

    queues[0].get().ack()

    assert queue_file(path).read("select queue from message") == [("eu",)]
    assert queues[1].get().payload == "order"


def test_what_is_consumed_without_acknowledgement_leaves_no_row(path, connection):
    channel = connection.channel()
    queue = Queue("replies", Exchange("replies"), routing_key="replies", no_ack=True)(channel)
    queue.declare()
    producer = Producer(channel, Exchange("replies"))
    producer.publish("fetched", routing_key="replies")
    assert queue.get(no_ack=True).payload == "fetched"

    producer.publish("delivered", routing_key="replies")
    bodies = []
    with connection.Consumer(queues=[queue], callbacks=[lambda body, message: bodies.append(body)], no_ack=True):
        connection.drain_events(timeout=5)

    assert bodies == ["delivered"]
    assert queue_file(path).read("select count(*) from message") == [(0,)]


def test_prefetch_bounds_what_is_taken(path, connection):
    queue = connection.SimpleQueue("work")
    for number in range(5):
        queue.put(number)
    channel = connection.channel()
    channel.basic_qos(0, 2, False)
    taken = []
    with Consumer(channel, [Queue("work")], callbacks=[lambda body, message: taken.append(body)]):
        connection.drain_events(timeout=5)
        connection.drain_events(timeout=5)
        with pytest.raises(socket.timeout):
            connection.drain_events(timeout=0.05)

    assert taken == [0, 1]
    assert queue.qsize() == 3
    assert queue.clear() == 3


def test_threads_share_the_file(path, connection):
    def publish(first):
        with connect(path) as own:
            queue = own.SimpleQueue("work")
            for number in range(first, first + 50):
                queue.put(number)

    threads = [threading.Thread(target=publish, args=(50 * number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(drain(connection.SimpleQueue("work"))) == list(range(200))


def test_a_forked_child_has_its_own_connection_and_number(path, connection):
    queue = connection.SimpleQueue("work")
    queue.put("parent")
    held = queue.get(timeout=1)
    number = queue_file(path).owner()

    child = os.fork()
    if child == 0:
        try:
            with connect(path) as own:
                own.SimpleQueue("work").put("child")
            os._exit(0 if queue_file(path).owner() != number else 1)
        finally:
            os._exit(2)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert queue_file(path).read("select owner from message order by id") == [(number,), (None,)]
    held.ack()
    assert drain(queue) == ["child"]


def test_a_file_deleted_under_a_running_process_is_made_anew(path, connection):
    producer = connection.Producer()
    producer.publish("lost with the file", routing_key="work")
    for suffix in ("", "-wal", "-shm"):
        Path(path + suffix).unlink(missing_ok=True)

    producer.publish("kept", routing_key="work")

    assert drain(connection.SimpleQueue("work")) == ["kept"]


def test_a_missing_path_is_named():
    with pytest.raises(ValueError, match=r"broker_transport_options\['path'\]"), connect("") as connection:
        connection.connect()
