"""The settings of the house in an environment of the suite's own.

pytest-django reads settings before it loads any conftest.py, so the environment is set here. Processes a test
starts inherit it, and what the test changed in it.
"""

import os
import tempfile
from urllib.parse import urlsplit

if os.environ.get("WEBOX_SUITE") != "1":
    folder = tempfile.mkdtemp(prefix="webox-tests-")
    os.environ |= {
        "WEBOX_SUITE": "1",
        "WEBOX_DATA_DIR": folder,
        # Nothing is collected into it: WhiteNoise lists what it finds there for every test's client.
        "STATIC_ROOT": f"{folder}/static",
        "PASSWORD_HASHER": "django.contrib.auth.hashers.MD5PasswordHasher",
        "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "SECRET_KEY": "only for tests, and long enough to sign what the suite signs",
        "RATE_LIMITS": "0",
        "LANGUAGE_CODE": "en",
        "EMAIL_URL": "",
        "AI_PROVIDER": "offline",
        "SITE_URL": "http://testserver",
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        # Playwright's synchronous API keeps an event loop in the thread of the test.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }

if os.environ.get("REDIS_URL"):
    # A number for every process of the suite, as each has a database: clearing one's cache leaves the others' alone.
    # The odd ones are for the installations beside it (tests/installation.py).
    number = 2 * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    os.environ["REDIS_URL"] = urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()

from webox.settings import *  # noqa: F403, TID251

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
