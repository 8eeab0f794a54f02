"""The least a Django view can be, without middleware: what bench/track.py compares the click with."""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("bare", lambda request: HttpResponse("ok", headers={"Content-Length": "2"}))]

if not settings.configured:
    settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF="bench.bare", SECRET_KEY=os.urandom(16).hex(), MIDDLEWARE=[])
    django.setup()
    application = WSGIHandler()
