"""What a person does with a draft: edits it, reads it, accepts or rejects it."""

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import ValidationError as SchemaError

from webox.ai.actions.generating import brief_of, problems_of
from webox.ai.misfits import sentence_of
from webox.ai.models import Generation
from webox.ai.paths import replaced, storable
from webox.ai.registry import PURPOSES

State = Generation.State


class NotReady(Exception):
    """It is still being written, failed, or was decided before."""

    def __init__(self, generation):
        self.message = _("This draft is “%(state)s”: there is nothing to decide.") % {
            "state": generation.get_state_display()
        }
        super().__init__(self.message)


class NotAcceptable(Exception):
    """It breaks a hard limit; `problems` as on the generation."""

    def __init__(self, problems):
        self.problems = problems
        self.message = _("Mend what is marked in red first: %(problem)s") % {"problem": problems[0]["message"]}
        super().__init__(self.message)


class DoesNotFit(Exception):
    """The edit would leave a draft of another shape; nothing was changed."""

    def __init__(self, path, message):
        self.path, self.message = path, message
        super().__init__(message)


@transaction.atomic
def edit(*, generation, by, path, value):
    """Put `value` at a path of the output; it counts as read. Raises NotReady and DoesNotFit."""
    generation = _ready(generation)
    try:
        output = replaced(generation.output, path, storable(value))
        generation.output = PURPOSES[generation.purpose].schema.model_validate(output).model_dump(mode="json")
    except KeyError as error:
        raise DoesNotFit(path, _("There is no such field in this draft.")) from error
    except SchemaError as error:
        raise DoesNotFit(path, sentence_of(error)) from error
    generation.problems = problems_now(generation)
    generation.marks = [mark for mark in generation.marks if not _within(mark, path)]
    generation.save(update_fields=["output", "problems", "marks"])
    return generation


@transaction.atomic
def mark_read(*, generation, by, path):
    generation = _ready(generation)
    generation.marks = [mark for mark in generation.marks if not _within(mark, path)]
    generation.save(update_fields=["marks"])
    return generation


@transaction.atomic
def accept(*, generation, by):
    """Make the draft object and return it; a second click gets the same one. Raises NotReady and NotAcceptable."""
    purpose = PURPOSES[generation.purpose]
    generation = _locked(generation)
    if generation.state == State.ACCEPTED:
        return subject_of(generation)
    if generation.state != State.READY:
        raise NotReady(generation)
    # The brand brief may say more, or forbid more, than when it was written.
    generation.problems = problems_now(generation)
    if errors := [each for each in generation.problems if each["level"] == "error"]:
        raise NotAcceptable(errors)
    made = purpose.accept(generation=generation, output=generation.output, by=by) if purpose.accept else None
    generation.state, generation.finished_at, generation.marks = State.ACCEPTED, timezone.now(), []
    if made is not None:
        generation.subject, generation.subject_id = made._meta.label_lower, made.pk
    generation.save(update_fields=["state", "finished_at", "marks", "problems", "subject", "subject_id"])
    return made


@transaction.atomic
def reject(*, generation, by):
    generation = _ready(generation)
    generation.state, generation.finished_at = State.REJECTED, timezone.now()
    generation.save(update_fields=["state", "finished_at"])
    return generation


def subject_of(generation):
    """What accepting it made, or None when that is gone or nothing was made."""
    if not generation.subject:
        return None
    return apps.get_model(generation.subject).objects.filter(pk=generation.subject_id).first()


def problems_now(generation):
    """What is to be said beside the draft as it and the brand brief are today, in the language of the moment."""
    return problems_of(generation, generation.output, brief_of(generation))


def _locked(generation):
    rows = Generation.objects.select_for_update(of=("self",)).select_related("workspace", "by")
    return rows.get(pk=generation.pk)


def _ready(generation):
    locked = _locked(generation)
    if locked.state != State.READY:
        raise NotReady(locked)
    return locked


def _within(mark, path):
    return mark == path or mark.startswith(f"{path}/")
