"""What beat rings for: tasks that are there, in messages that grow old."""

from datetime import datetime, timedelta

import pytest
from celery.beat import Scheduler
from django.utils import timezone
from kombu import Connection

from webox.celery import app

app.loader.import_default_modules()


@pytest.mark.parametrize("name", app.conf.beat_schedule)
def test_a_tick_nobody_took_is_left_out_once_the_next_has_come(name):
    scheduler = Scheduler(app, lazy=True)
    scheduler.setup_schedule()
    entry = scheduler.schedule[name]
    with Connection("memory://") as connection, connection.SimpleQueue("celery") as queue:
        queue.clear()
        before = timezone.now()
        scheduler.apply_async(entry, producer=app.amqp.Producer(connection), advance=False)
        after, message = timezone.now(), queue.get(block=False)
    assert message.headers["task"] in app.tasks
    interval, expires = entry.schedule.run_every, datetime.fromisoformat(message.headers["expires"])
    assert before + interval <= expires <= after + max(interval, timedelta(seconds=20))
