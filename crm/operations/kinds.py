"""What a change of many leads can do, and what it must be told for it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.fields import lead_fields
from crm.models import Lead, Operation
from crm.operations.writing import Wanted

Kind = Operation.Kind
# The parameters of each
PARAMS = {
    Kind.SET_STATUS: {"status", "reason"},
    Kind.SET_OWNER: {"owner"},
    Kind.SET_FIELD: {"field", "value"},
    Kind.ADD_TAGS: {"tags"},
    Kind.REMOVE_TAGS: {"tags"},
    Kind.DELETE: set(),
}
# Have a kind of their own, or are nobody's to set for many
NOT_FOR_MANY = {"status", "owner", "tags", "email", "lost_reason", "consent_text", "consent_at"}


def settable(fields):
    """The fields that one value can be given to many leads in."""
    return {name: known for name, known in fields.items() if known.writable and name not in NOT_FOR_MANY}


def check_params(workspace, kind, params):
    """The parameters as the operation keeps them, values as an edit writes them. Raises ValidationError by name."""
    if kind not in PARAMS:
        raise ValidationError({"action": _("“%(kind)s” is not something to do with many leads.") % {"kind": kind}})
    if unknown := sorted(set(params) - PARAMS[kind]):
        message = _("“%(name)s” is not a parameter of this.") % {"name": unknown[0]}
        raise ValidationError({unknown[0]: message})
    fields = lead_fields(workspace)
    if kind == Kind.SET_STATUS:
        return status_params(fields, params)
    if kind == Kind.SET_OWNER:
        return {"owner": owner_of(workspace, fields, params)}
    if kind == Kind.SET_FIELD:
        return field_params(settable(fields), params)
    if kind in (Kind.ADD_TAGS, Kind.REMOVE_TAGS):
        tags = cleaned(fields["tags"], "tags", params.get("tags"))
        if not tags:
            raise ValidationError({"tags": _("Write at least one tag.")})
        return {"tags": tags}
    return {}


def status_params(fields, params):
    status = cleaned(fields["status"], "status", params.get("status"))
    reason = cleaned(fields["lost_reason"], "reason", params.get("reason")) or ""
    if status == Lead.Status.LOST and not reason:
        raise ValidationError({"reason": _("Write why they are lost.")})
    return {"status": status, "reason": reason}


def owner_of(workspace, fields, params):
    if "owner" not in params:
        raise ValidationError({"owner": _("Name a member, or nobody.")})
    owner = cleaned(fields["owner"], "owner", params["owner"])
    if owner is not None and not workspace.memberships.filter(user=owner).exists():
        raise ValidationError({"owner": _("The owner must be a member of this workspace.")})
    return owner


def field_params(fields, params):
    known = fields.get(params.get("field")) if isinstance(params.get("field"), str) else None
    if known is None:
        raise ValidationError({"field": _("Choose a field from: %(known)s.") % {"known": ", ".join(fields)}})
    return {"field": known.name, "value": known.dump(cleaned(known, "value", params.get("value")))}


def cleaned(known, name, value):
    try:
        return known.clean(value)
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from error


def wanted_rows(operation, ids):
    """What the operation wants of each of the next leads."""
    params, kind, wanted = operation.params, operation.kind, {}
    if kind == Kind.SET_STATUS:
        wanted = {"values": {"status": params["status"]}, "reason": params["reason"]}
    elif kind == Kind.SET_OWNER:
        wanted = {"values": {"owner": params["owner"]}}
    elif kind == Kind.SET_FIELD:
        known = lead_fields(operation.workspace).get(params["field"])
        wanted = {"values": {params["field"]: known.load(params["value"]) if known else None}}
    elif kind in (Kind.ADD_TAGS, Kind.REMOVE_TAGS):
        wanted = {str(kind): params["tags"]}
    else:
        wanted = {"delete": True}
    return [Wanted(number, pk, **wanted) for number, pk in enumerate(ids, start=operation.done + 1)]
