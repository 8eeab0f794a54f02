"""A kombu transport on one SQLite file, for one machine without a broker server.

    kombu.transport.TRANSPORT_ALIASES["sqlitefile"] = "webox.lib.sqlitebroker:Transport"
    broker_url = "sqlitefile://"
    broker_transport_options = {"path": ".../broker.sqlite3", "polling_interval": 0.05}

Direct, topic and fanout exchanges, so remote control works. Delivery is at least once: what a killed worker
had taken and not acknowledged is delivered again within `sqlitequeue.SWEEP_SECONDS`. No priorities.
"""

import sqlite3
from queue import Empty

from kombu.transport import virtual
from kombu.utils.json import dumps, loads

from webox.lib.sqlitequeue import queue_file


class QoS(virtual.QoS):
    restore_at_shutdown = False  # the file knows what was taken: see Channel.close

    def ack(self, delivery_tag):
        super().ack(delivery_tag)
        self.channel.file.write("delete from message where id = ?", (delivery_tag,))

    def reject(self, delivery_tag, requeue=False):
        if not requeue:
            return self.ack(delivery_tag)
        super().ack(delivery_tag)
        self.channel.file.give_back([delivery_tag])

    def restore_unacked(self):
        self._flush()
        self.channel.file.give_back(list(self._delivered))
        self._delivered.clear()
        return []


class Channel(virtual.Channel):
    QoS = QoS
    supports_fanout = True
    do_restore = False

    def __init__(self, connection, **kwargs):
        super().__init__(connection, **kwargs)
        self.file = connection.file
        self._unacknowledged_queues = set()  # consumed with no_ack: nobody will ever acknowledge
        self._temporary_queues = set()

    def basic_consume(self, queue, no_ack, *args, **kwargs):
        if no_ack:
            self._unacknowledged_queues.add(queue)
        return super().basic_consume(queue, no_ack, *args, **kwargs)

    def basic_get(self, queue, no_ack=False, **kwargs):
        message = super().basic_get(queue, no_ack=no_ack, **kwargs)
        if message is not None and no_ack:
            self.file.write("delete from message where id = ?", (message.delivery_tag,))
        return message

    def get_table(self, exchange):
        return self.file.read("select routing_key, pattern, queue from binding where exchange = ?", (exchange,))

    def close(self):
        if not self.closed and self._qos is not None:
            self._qos.restore_unacked()
        super().close()

    def _get(self, queue, timeout=None):
        row = self.file.take(queue)
        if row is None:
            raise Empty
        number, body = row
        if queue in self._unacknowledged_queues:
            self.file.write("delete from message where id = ?", (number,))
        message = loads(body)
        # The copy in each queue is a row of its own, so it is acknowledged by the number of its row.
        message["properties"]["delivery_tag"] = number
        return message

    def _put(self, queue, message, **kwargs):
        self.file.write("insert into message(queue, body) values(?, ?)", (queue, dumps(message)))

    def _put_fanout(self, exchange, message, routing_key, **kwargs):
        body = dumps(message)
        copies = [(queue, body) for queue in {queue for _, _, queue in self.get_table(exchange)}]
        with self.file.transaction() as connection:
            connection.executemany("insert into message(queue, body) values(?, ?)", copies)

    def _new_queue(self, queue, auto_delete=False, exclusive=False, **kwargs):
        if auto_delete or exclusive:
            self._temporary_queues.add(queue)

    def _queue_bind(self, exchange, routing_key, pattern, queue):
        owner = self.file.owner() if queue in self._temporary_queues else None
        self.file.write(
            "insert or replace into binding values(?, ?, ?, ?, ?)",
            (exchange, routing_key or "", pattern or "", queue, owner),
        )

    def _delete(self, queue, exchange, *args, **kwargs):
        with self.file.transaction() as connection:
            connection.execute("delete from binding where exchange = ? and queue = ?", (exchange, queue))
            connection.execute("delete from message where queue = ?", (queue,))

    def _size(self, queue):
        counted = self.file.read("select count(*) from message where queue = ? and owner is null", (queue,))
        return counted[0][0]

    def _purge(self, queue):
        return self.file.write("delete from message where queue = ? and owner is null", (queue,))


class Transport(virtual.Transport):
    Channel = Channel
    default_connection_params = {}  # there is no host to name
    driver_type = driver_name = "sqlite"
    connection_errors = (*virtual.Transport.connection_errors, sqlite3.OperationalError)
    implements = virtual.Transport.implements.extend(exchange_type=frozenset(["direct", "topic", "fanout"]))

    def __init__(self, client, **kwargs):
        super().__init__(client, **kwargs)
        path = client.transport_options.get("path")
        if not path:
            raise ValueError("The sqlitefile broker needs broker_transport_options['path'], the file to keep.")
        self.file = queue_file(path)

    def driver_version(self):
        return sqlite3.sqlite_version
