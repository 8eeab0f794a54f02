from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm.models import Segment
from crm.segments import validate


class SegmentNameTaken(Exception):
    @property
    def message(self):
        return _("A segment of this name exists already.")


def create_segment(*, workspace, by, **fields):
    """A segment by name, description and rules. Raises WrongRules (a ValidationError) and SegmentNameTaken."""
    return save(Segment(workspace=workspace, created_by=by), fields)


def edit_segment(*, segment, by, **fields):
    """Change a segment; what names it by its number follows. Raises as create_segment() does."""
    return save(segment, fields)


def save(segment, fields):
    for name, value in fields.items():
        setattr(segment, name, value)
    validate(segment.workspace, segment.rules)
    try:
        with transaction.atomic():
            segment.save()
    except IntegrityError as error:
        raise SegmentNameTaken from error
    return segment


def delete_segment(*, segment, by):
    """The segment alone: its leads stay, and so do campaigns that began with its rules."""
    segment.delete()
