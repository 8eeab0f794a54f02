"""Real workers and kill -9: an operation and its undo change each lead once."""

import pytest

from tests.installation import Installation, wait_until

pytestmark = pytest.mark.slow
LEADS, KILLS = 4_000, 2

START = """
from crm.actions.operations import change_many
from crm.models import Lead
from crm.operations.selecting import select_filter
from tests.factories.accounts import make_member, make_workspace
workspace = make_workspace()
member = make_member(workspace)
Lead.objects.bulk_create([Lead(workspace=workspace, last_name=f"p{n}") for n in range(NUMBER)], batch_size=500)
membership = workspace.memberships.get()
selection, total = select_filter(membership, "status=new")
params = {"status": "contacted", "reason": ""}
change_many(workspace=workspace, by=member, kind="set_status", params=params, selection=selection, total=total)
print(total)
"""
UNDO = """
from crm.actions.operations import undo_operation
from crm.models import Operation
operation = Operation.objects.get()
undo_operation(operation=operation, by=operation.by)
print(0)
"""
REPORT = """
import json
from collections import Counter
from crm.models import Lead, Operation, StatusChange
from webox.analytics.actions import wrong_counts
operation = Operation.objects.get()
lines = Counter(StatusChange.objects.values_list("lead", flat=True)).values()
print(json.dumps([
    operation.state, operation.done, operation.updated_count, operation.undone_count, operation.rows.count(),
    sorted(set(Lead.objects.values_list("status", flat=True))), sorted(Counter(lines).items()), len(wrong_counts()),
]))
"""
SILENT = "from crm.models import Operation\nprint(Operation.objects.update(seen_at='2020-01-01T00:00:00Z'))"


@pytest.fixture
def installation(tmp_path):
    with Installation(tmp_path) as installation:
        yield installation


def progress(installation):
    """How many rows are behind it."""
    return installation.ask("SELECT done + undone_count FROM crm_operation")[0]


def kill_on_the_way(installation, start=0):
    for kill in range(1, KILLS + 1):
        worker = installation.worker()
        goal = start + kill * LEADS // (KILLS + 3)
        wait_until(lambda goal=goal: progress(installation) >= goal, f"kill {kill}\n{installation.logs()}")
        installation.kill(worker)
        assert progress(installation) < start + LEADS, "it was killed before the end"
        # A minute passes: whoever is silent for so long is rung for.
        installation.run(SILENT)
    installation.worker()


def report_once(installation, state, report=REPORT):
    found = "SELECT state FROM crm_operation"
    wait_until(lambda: installation.ask(found) == (state,), f"{state}\n{installation.logs()}")
    return installation.run(report)


def test_kills_in_the_middle_change_each_lead_once_and_back_once(installation):
    assert installation.run(START.replace("NUMBER", str(LEADS))) == LEADS
    kill_on_the_way(installation)
    report = report_once(installation, "done")
    assert report == ["done", LEADS, LEADS, 0, LEADS, ["contacted"], [[1, LEADS]], 0]
    for worker in installation.processes:
        installation.kill(worker)
    installation.run(UNDO)
    kill_on_the_way(installation, start=LEADS)
    report = report_once(installation, "undone")
    assert report == ["undone", LEADS, LEADS, LEADS, LEADS, ["new"], [[2, LEADS]], 0]
