"""Dates and times as people type them into a form."""

from django import forms
from django.core.exceptions import ValidationError


class MomentField(forms.DateTimeField):
    """One somebody lived in: a year left half typed is year 2 to a browser, and year 1 has no UTC east of Greenwich."""

    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value):
        moment = super().to_python(value)
        if moment and not 1900 <= moment.year <= 9000:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return moment
