"""What is most likely chosen for a file that has just come, so that most people only look and say yes."""

from dataclasses import replace

from django.utils.translation import gettext as _

from crm.fields import lead_fields
from crm.importing import files, recognise
from crm.importing.mapping import EXTRAS, Plan
from crm.importing.words import VENDOR_NAMES
from crm.models import ImportMapping, Operation
from webox.lib.tablefaults import Unreadable

# Mailchimp tells who left by the name of the file alone.
NO_MAIL_FILES = ("unsubscribed", "nonsubscribed", "cleaned")


def take_layout(file, layout, headers):
    for name in ("format", "encoding", "delimiter", "sheet", "header_line"):
        setattr(file, name, getattr(layout, name))
    file.headers = headers


def parent_of(workspace, headers):
    """The import whose refused rows these are, corrected; None for any other file."""
    pk = recognise.refused_by(headers)
    imports = Operation.objects.for_workspace(workspace).filter(kind=Operation.Kind.IMPORT, pk=pk)
    parent = imports.select_related("file").first() if pk else None
    return parent if parent and hasattr(parent, "file") and parent.file.headers == headers[:-1] else None


def propose(file):
    """Fill in the file and its operation, neither of them saved here. Raises Unreadable."""
    workspace, operation = file.workspace, file.operation
    samples, dates = recognise.samples_of(file.path, files.layout_of(file), len(file.headers))
    operation.total, is_estimate = files.count_rows(file)
    if not operation.total:
        raise Unreadable(_("The file has names of columns and no rows below them."))
    file.day_first = recognise.is_day_first(dates, workspace)
    file.vendor = recognise.vendor_of(file.headers)
    file.parent = parent_of(workspace, file.headers)
    known = lead_fields(workspace)
    plan = earlier_plan(file, known) or Plan(
        targets=recognise.suggest(file.headers, samples, known, file.vendor),
        source=VENDOR_NAMES.get(file.vendor, ""),
    )
    plan = replace(plan, day_first=file.day_first, no_mail=plan.no_mail or is_of_no_mail(file))
    operation.params = plan.as_params() | {"samples": samples, "is_estimate": is_estimate, "dates": dict(dates)}


def earlier_plan(file, known):
    """What was chosen for the import this corrects, or the last time for the same headers; None when never."""
    if file.parent:
        earlier = Plan.of(file.parent.params)
        targets = [*earlier.targets, ""]
    else:
        signature = recognise.signature_of(file.headers)
        remembered = ImportMapping.objects.for_workspace(file.workspace).filter(signature=signature).first()
        if not remembered:
            return None
        earlier = Plan.of(remembered.params)
        targets = earlier.targets
    # A field that was archived since is chosen anew.
    return replace(earlier, targets=[target if target in known or target in EXTRAS else "" for target in targets])


def is_of_no_mail(file):
    return file.vendor == "mailchimp" and file.name.lower().startswith(NO_MAIL_FILES)
