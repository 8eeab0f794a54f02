"""Files as the tests upload them."""

from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from marketing.ads.actions.imports import receive_file, start_import
from marketing.ads.importing.reading import Choices, read_report

FILES = Path(__file__).parents[3] / "files" / "ads"


def sample(name):
    return (FILES / name).read_bytes()


def upload(content, name="report.csv"):
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def receive(workspace, by, content, name="report.csv", **choices):
    """The draft of an import."""
    return receive_file(workspace=workspace, by=by, upload=upload(content, name), **choices)


def take_in(workspace, by, content, **choices):
    """A file carried out."""
    return start_import(file=receive(workspace, by, content, **choices), by=by)


def read(tmp_path, content, **choices):
    """The Report of a file."""
    path = tmp_path / "report"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_report(path, Choices(**choices))
