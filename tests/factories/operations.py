from crm.models import Operation


def make_operation(workspace, by=None, **fields):
    known = {"kind": "set_field", "params": {"field": "company", "value": "Durand"}, "state": "running"}
    return Operation.objects.create(workspace=workspace, by=by, **known | fields)
