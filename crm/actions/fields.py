"""What a workspace's leads are made of: its own fields, and the values written to them."""

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.fields import CUSTOM, holding, lead_fields, of_custom
from crm.models import CustomField, Lead
from webox.accounts.models import Workspace
from webox.lib.fields import fold

# A change of kind writes every value anew, while somebody waits.
MOST_CONVERTED = 20_000


class TooManyFields(Exception):
    def __init__(self):
        self.message = _("A workspace has at most %(most)d fields of its own.") % {"most": CustomField.MOST}
        super().__init__(self.message)


class ValuesStay(Exception):
    """Values that leads have do not fit what the field is to become: `message` names one, and the remedy."""

    def __init__(self, message):
        self.message = message
        super().__init__(message)


@transaction.atomic
def create_field(*, workspace, by, **fields):
    """Raises TooManyFields, ValidationError."""
    # One at a time: the hundredth and its position are counted.
    Workspace.objects.select_for_update().get(pk=workspace.pk)
    rows = CustomField.objects.for_workspace(workspace)
    if rows.count() >= CustomField.MOST:
        raise TooManyFields
    fields["key"] = fields.get("key") or key_from(fields.get("label", ""), rows)
    last = rows.aggregate(last=Max("position"))["last"]
    field = CustomField(workspace=workspace, **fields, position=0 if last is None else last + 1)
    _check(field)
    field.save()
    return field


def key_from(label, rows):
    """A key that says what the label does and is still free: “Budget (€)” → budget, budget_2, …"""
    key = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[:34].strip("_")
    key = key if key[:1].isalpha() else f"field_{key}".strip("_")
    key = f"{key}_value" if CustomField.is_reserved(key) else key
    taken = set(rows.values_list("key", flat=True))
    return next(free for free in (key, *(f"{key}_{n}" for n in range(2, CustomField.MOST + 3))) if free not in taken)


@transaction.atomic
def change_field(*, field, by, **fields):
    """Change what a field is called, asks or offers; its key stays. Raises ValuesStay, ValidationError.

    Another kind is possible while every value leads have can be read as one; they are written anew.
    """
    field = CustomField.objects.select_for_update().get(pk=field.pk)
    before = of_custom(field)
    for name, given in fields.items():
        setattr(field, name, given)
    _check(field)
    if field.kind != before.kind:
        _convert(field, before)
    elif gone := [choice for choice, _label in before.choices if choice not in field.choices]:
        _require_unused(field, gone)
    field.save()
    return field


def _check(field):
    field.choices = field.choices if field.kind in CustomField.WITH_CHOICES else []
    field.full_clean(exclude=["workspace"], validate_constraints=False)
    field.validate_constraints()


def _require_unused(field, choices):
    leads = Lead.objects.for_workspace(field.workspace)
    for choice in choices:
        if leads.filter(holding(of_custom(field), [choice])).exists():
            message = _("Leads still have “%(choice)s”. Give them another value first, or keep the choice.")
            raise ValuesStay(message % {"choice": choice})


def _convert(field, before):
    after = of_custom(field)
    leads = Lead.objects.for_workspace(field.workspace).filter(custom_fields__has_key=field.key)
    leads = list(leads.select_for_update().only("pk", "custom_fields")[: MOST_CONVERTED + 1])
    if len(leads) > MOST_CONVERTED:
        raise ValuesStay(_("Too many leads have a value. Make a new field, and bring the values in by an import."))
    wrong = []
    for lead in leads:
        value = lead.custom_fields.pop(field.key)
        try:
            value = after.parse(before.write(value))
        except ValidationError:
            wrong.append(before.show(value))
        else:
            lead.custom_fields |= {} if value is None else {field.key: value}
    if wrong:
        message = ngettext(
            "The kind cannot change: %(number)d lead has a value that does not fit, “%(example)s”.",
            "The kind cannot change: %(number)d leads have values that do not fit, such as “%(example)s”.",
            len(wrong),
        )
        raise ValuesStay(message % {"number": len(wrong), "example": wrong[0][:80]})
    now = timezone.now()
    for lead in leads:
        lead.updated_at = now
    Lead.objects.bulk_update(leads, ["custom_fields", "updated_at"], batch_size=500)


@transaction.atomic
def archive_field(*, field, by):
    """Take a field out of forms and lists. Leads keep their values; new ones are refused."""
    field.archived_at = field.archived_at or timezone.now()
    field.save(update_fields=["archived_at", "updated_at"])
    return field


@transaction.atomic
def restore_field(*, field, by):
    field.archived_at = None
    field.save(update_fields=["archived_at", "updated_at"])
    return field


@transaction.atomic
def order_fields(*, workspace, by, order):
    """Put fields in the order of their ids; those not named come after, as they were."""
    rows = list(CustomField.objects.for_workspace(workspace).select_for_update())
    places = {pk: place for place, pk in enumerate(order)}
    rows.sort(key=lambda row: places.get(row.pk, len(places)))
    for position, row in enumerate(rows):
        row.position = position
    CustomField.objects.bulk_update(rows, ["position"])


def merged(workspace, held, given):
    """What a lead's custom fields are after `given`, {key: value}: the other keys stay, None takes one away.

    Raises ValidationError, by key, for a value that is not right and for a key that no field in use has.
    """
    known, errors, result = lead_fields(workspace), {}, dict(held)
    for key, value in given.items():
        if key in held and held[key] == value:
            continue
        field = known.get(f"{CUSTOM}{key}")
        try:
            value = field.clean(value) if field else _unknown(key, value, known)
        except ValidationError as error:
            errors[key] = error.messages
            continue
        result.pop(key, None)
        if value is not None:
            result[key] = value
    if errors:
        raise ValidationError({"custom_fields": [f"{key}: {text}" for key, texts in errors.items() for text in texts]})
    return result


def _unknown(key, value, known):
    """A key without a field: what a form once left there may go, but nothing new is written."""
    if value is None:
        return None
    keys = ", ".join(field.key for field in known.values() if field.is_custom) or "–"
    message = _("No field in use has this key. Known: %(keys)s.")
    raise ValidationError(message % {"keys": keys})
