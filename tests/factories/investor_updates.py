from itertools import count

from investors.actions.updates import create_update

number = count(1)


def make_update(workspace, by, **fields):
    """A draft of March 2026 with one ask; `by` is a member."""
    fields = {"year": 2026, "month": 3, "title": f"Mars {next(number)}", "asks": ["Un contact"]} | fields
    return create_update(workspace=workspace, by=by, **fields)
