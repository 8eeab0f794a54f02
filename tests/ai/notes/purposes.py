"""A small purpose for tests: a note with a subject, a text and some points."""

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from webox.ai.registry import Problem, Purpose, register


class NoteForm(forms.Form):
    topic = forms.CharField(max_length=200)
    language = forms.ChoiceField(choices=[("fr", "Français"), ("en", "English")], required=False)

    def __init__(self, workspace, *args, **kwargs):
        self.workspace = workspace
        super().__init__(*args, **kwargs)


class Note(BaseModel):
    subject: str = Field(title=_("Subject"), min_length=1, max_length=60, json_schema_extra={"widget": "text"})
    body: str = Field(title=_("Text"), json_schema_extra={"widget": "lines"})
    points: list[str] = Field(title=_("Points"), default_factory=list, max_length=5)


def write(brief, random):
    topic = brief.inputs["topic"]
    return {"subject": f"About {topic}"[:60], "body": random.choice(["First.", "Second."]), "points": [topic, "More"]}


def accept(*, generation, output, by):
    from crm.models import Tag

    return Tag.objects.create(workspace=generation.workspace, name=output["subject"])


def check(output, brief):
    if len(output["subject"]) > 40:
        yield Problem("/subject", "Longer than 40 characters.", "error")


def context(workspace, inputs, by):
    return {"workspace": workspace.name}


NOTE = register(
    Purpose(
        name="tests.note",
        label="Note",
        form=NoteForm,
        schema=Note,
        prompt="tests.note.1",
        write=write,
        accept=accept,
        check=check,
        context=context,
    )
)
