# Every process that loads Django enqueues on the configured broker, so the app must exist early.
from webox.celery import app as celery_app

__all__ = ["celery_app"]
