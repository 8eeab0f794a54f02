"""What somebody asked for, in words."""

from django import forms

from webox.ai.registry import PURPOSES

# Of the inputs, what one draft is told from the next by
TELLING = ("topic", "product", "name", "audience", "goal")


def label_of(generation):
    purpose = PURPOSES.get(generation.purpose)
    return purpose.label if purpose else generation.purpose


def about(generation):
    values = (generation.inputs.get(name) for name in TELLING)
    return next((value for value in values if isinstance(value, str) and value.strip()), "")


def wishes_of(generation):
    """(label, value) of every input somebody could see in the form, but tone and language, which the row has."""
    purpose = PURPOSES.get(generation.purpose)
    if not purpose:
        return []
    form = purpose.form(workspace=generation.workspace)
    shown = []
    for name, field in form.fields.items():
        value = generation.inputs.get(name)
        if value in (None, "", [], {}) or name in ("tone", "language") or isinstance(field.widget, forms.HiddenInput):
            continue
        shown.append((field.label or name.replace("_", " ").capitalize(), _in_words(field, value)))
    return shown


def _in_words(field, value):
    if isinstance(value, list):
        return ", ".join(str(_in_words(field, each)) for each in value)
    if isinstance(value, bool) or not hasattr(field, "choices"):
        return value
    names = {str(key): label for key, label in field.choices if not isinstance(label, list | tuple)}
    return names.get(str(value), value)
