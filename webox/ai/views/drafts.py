"""What the page of a draft shows, and each part of it that is drawn anew."""

from datetime import timedelta

from django.utils import timezone

from webox.ai.actions.generating import brief_of
from webox.ai.actions.reading import subject_of
from webox.ai.fields import anchor_of, field_at
from webox.ai.models import Generation
from webox.ai.registry import PURPOSES
from webox.ai.wishes import about, wishes_of

State = Generation.State
# A worker takes what waits within a second; after this long somebody should look for it.
LONG = timedelta(minutes=1)


def waits_long(generation):
    is_waiting = generation.state == State.QUEUED and not generation.not_before
    return is_waiting and timezone.now() - generation.created_at > LONG


def draft_context(request, generation, **more):
    purpose = PURPOSES.get(generation.purpose)
    is_written = generation.output is not None and purpose is not None
    can_write = request.membership.can_write
    return {
        "generation": generation,
        "waits_long": waits_long(generation),
        "purpose": purpose,
        "label": purpose.label if purpose else generation.purpose,
        "output": generation.output if is_written else None,
        "brief": brief_of(generation) if is_written else None,
        "about": about(generation),
        "wishes": wishes_of(generation),
        "can_edit": can_write and is_written and generation.state == State.READY,
        "problem_list": [each | place_of(purpose, generation, each["path"]) for each in generation.problems],
        "errors": [each for each in generation.problems if each["level"] == "error"],
        "made": subject_of(generation),
    } | more


def place_of(purpose, generation, path):
    """What the place of a problem is called, such as "Pages 2 · Headline", and the id of the field that shows it."""
    names, anchor = [], ""
    if not purpose or generation.output is None:
        return {"label": "", "anchor": ""}
    field = field_at(purpose.schema, generation.output, "")
    try:
        for step in path.split("/")[1:]:
            is_entry, field = field.kind == "list", field.part(step)
            # "Pages 2" says "Pages" already.
            names[-1 if is_entry else len(names) :] = [str(field.label)]
            anchor = anchor_of(field.path)
    except KeyError:
        pass
    return {"label": " · ".join(names), "anchor": anchor}
