"""Files as the tests bring them."""

from pathlib import Path

from marketing.ads.actions.imports import start_import
from marketing.ads.importing.reading import Choices, read_report
from tests.factories.ad_imports import make_ad_import

FILES = Path(__file__).parents[3] / "files" / "ads"


def sample(name):
    return (FILES / name).read_bytes()


def take_in(workspace, by, content, **choices):
    """A file carried out."""
    return start_import(file=make_ad_import(workspace, by, content, **choices), by=by)


def read(tmp_path, content, **choices):
    """The Report of a file."""
    path = tmp_path / "report"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_report(path, Choices(**choices))
