"""The settings of the house with a purpose of the tests: for real workers (tests/installation.py)."""

from webox.settings import *  # noqa: F403, TID251

INSTALLED_APPS = [*INSTALLED_APPS, "tests.ai.notes"]  # noqa: F405
