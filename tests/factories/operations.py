from crm.models import Operation


def make_operation(workspace, by=None, **fields):
    return Operation.objects.create(workspace=workspace, by=by, **{"kind": "set_field", "state": "running"} | fields)
