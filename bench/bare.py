"""The least a Django view can be: what bench/track.py compares the click with."""

from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("bare", lambda request: HttpResponse("ok"))]
