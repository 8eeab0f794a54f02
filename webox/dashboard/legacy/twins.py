"""Tables that were renamed and begun anew: `funnels_old` beside `funnels`, `email_campaigns_old` likewise."""

from django.db.models import Exists, OuterRef

from webox.accounts.models import ExternalId

OLD = "_old"


def twin(run, row, model, name, created):
    """The row that its own table's twin brought in before, or None.

    It has the same id, or the same name and moment of creation. Numbers began at 1 in both tables: where the ids are
    numbers, the name must agree too.
    """
    other = row.table.removesuffix(OLD) if row.table.endswith(OLD) else row.table + OLD
    rows = model.objects.for_workspace(run.workspace)
    found = rows.filter(pk__in=run.known(other, [row.id]).values()).first() if row.id else None
    if found and (found.name == name or not row.id.isdecimal()):
        return found
    if not created:
        return None
    mine = ExternalId.objects.for_workspace(run.workspace).filter(
        system=run.system, kind=row.table, subject_id=OuterRef("pk")
    )
    return rows.filter(~Exists(mine), name=name, created_at=created).first()
