import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webox.settings")

TRANSPORT_ALIASES["sqlitefile"] = "webox.lib.sqlitebroker:Transport"

app = Celery("webox")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# A worker that runs in a thread publishes retries through the default app.
app.set_default()
