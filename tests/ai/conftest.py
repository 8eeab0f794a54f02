from pathlib import Path

import pytest

from tests.ai.notes.purposes import NOTE
from webox.ai.registry import PURPOSES

# Registered as it is imported, for the workers of tests/ai/settings.py; the suite has it where a test asks for it.
PURPOSES.pop(NOTE.name)


@pytest.fixture
def note(monkeypatch, settings):
    """The purpose of tests/ai/notes, with its prompt."""
    folder = Path(__file__).parent / "notes" / "templates"
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], folder]}]
    monkeypatch.setitem(PURPOSES, NOTE.name, NOTE)
    return NOTE
