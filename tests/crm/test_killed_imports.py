"""Real workers and kill -9: an import goes on where its last chunk ended, and brings every row in once."""

import pytest

from tests.crm.test_killed_operations import SILENT, progress, report_once
from tests.installation import Installation, wait_until

pytestmark = pytest.mark.slow
ROWS = 20_000

START = """
from crm.actions.imports import start_import
from tests.factories.accounts import make_member, make_workspace
from tests.factories.imports import make_import
workspace = make_workspace()
member = make_member(workspace)
lines = [f"p{n}@example.com,Ada {n}" for n in range(NUMBER)]
lines[100] = "wrong,Ada"
operation = make_import(workspace, member, "email,name\\n" + "\\n".join(lines))
print(start_import(operation=operation, by=member).total)
"""
REPORT = """
import json
from crm.models import Lead, Operation, StatusChange
from webox.analytics.actions import wrong_counts
operation = Operation.objects.get()
print(json.dumps([
    operation.state, operation.done, operation.created_count, operation.refused_count, operation.rows.count(),
    Lead.objects.count(), StatusChange.objects.count(), len(wrong_counts()),
]))
"""


@pytest.fixture
def installation(tmp_path):
    with Installation(tmp_path) as installation:
        yield installation


def test_two_kills_in_the_middle_of_an_import_bring_every_row_in_once(installation):
    assert installation.run(START.replace("NUMBER", str(ROWS))) == ROWS
    for goal in (1, ROWS // 3):
        worker = installation.worker()
        wait_until(lambda goal=goal: progress(installation) >= goal, f"{goal} rows\n{installation.logs()}")
        installation.kill(worker)
        assert progress(installation) < ROWS, "it was killed before the end"
        # A minute passes: whoever is silent for so long is rung for.
        installation.run(SILENT)
    installation.worker()
    assert report_once(installation, "done", REPORT) == ["done", ROWS, ROWS - 1, 1, ROWS, ROWS - 1, ROWS - 1, 0]
