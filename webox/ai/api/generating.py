"""The endpoint of a purpose, a line in webox/api.py:

    path("…/generate", GenerateView.as_view(purpose="emails.campaign", aliases={"target_audience": "audience"}), name=…)

What is sent goes through the very form of the page, so both take and refuse the same.
"""

import json

from django import forms
from django.core.exceptions import ValidationError as DjangoValidationError
from django.utils.translation import gettext as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions
from rest_framework.views import APIView

from webox.accounts.api.base import IdempotentPosts
from webox.ai.actions.generating import generate
from webox.ai.api.serializers import GenerationSerializer
from webox.ai.api.viewsets import accepted_for_writing, refusals_of_actions
from webox.ai.forms import inputs_of
from webox.ai.models import AIConfig
from webox.ai.registry import PURPOSES
from webox.lib.problems import as_field_errors

Provider = AIConfig.Provider
LISTS = (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)


class GenerateSchema(AutoSchema):
    """Describes the body by the fields of the purpose's form."""

    def get_request_serializer(self):
        form = PURPOSES[self.view.purpose].form
        sent = {name: field for name, field in form.base_fields.items() if name not in self.view.from_path}
        properties = {name: _described(field) for name, field in sent.items()}
        properties |= {alias: properties[name] for alias, name in self.view.aliases.items() if name in properties}
        properties["provider"] = {"type": "string", "enum": [Provider.OFFLINE.value]}
        required = [name for name, field in sent.items() if field.required]
        required = [name for name in required if name not in self.view.aliases.values()]
        schema = {"type": "object", "properties": properties} | ({"required": required} if required else {})
        return {"application/json": schema}


class GenerateView(IdempotentPosts, APIView):
    """Ask a writer for a draft."""

    purpose = ""
    # Other names of inputs, such as an earlier system's
    aliases = {}
    # Inputs that stand in the address
    from_path = ()
    schema = GenerateSchema()

    @extend_schema(responses={202: GenerationSerializer})
    def post(self, request):
        """Store what is wanted and answer at once: `Location` is where the draft is watched, edited and accepted.

        `provider` "offline" asks the offline writer, whatever the settings say.
        """
        wanted = PURPOSES[self.purpose]
        form = wanted.form(data=self.body(wanted.form.base_fields), workspace=request.workspace)
        if not form.is_valid():
            raise exceptions.ValidationError(as_field_errors(DjangoValidationError(form.errors.as_data())))
        with refusals_of_actions():
            generation = generate(
                workspace=request.workspace,
                by=request.user,
                purpose=self.purpose,
                inputs=inputs_of(form),
                provider=self.provider(),
            )
        return accepted_for_writing(generation)

    def body(self, fields):
        """What was sent, as a form takes it: texts, and lists where several may be chosen."""
        sent = self.request.data
        if not isinstance(sent, dict):
            raise exceptions.ValidationError([_("Send a JSON object.")])
        named = {self.aliases.get(name, name): value for name, value in sent.items() if name in self.aliases} | sent
        return {name: _as_typed(name, named[name], field) for name, field in fields.items() if name in named}

    def provider(self):
        provider = self.request.data.get("provider") or ""
        if provider not in ("", Provider.OFFLINE):
            raise exceptions.ValidationError({"provider": [_("Only “offline” may be asked for.")]})
        return provider


def _as_typed(name, value, field):
    if isinstance(value, list) and isinstance(field, LISTS) and not any(isinstance(x, dict | list) for x in value):
        return [str(each) for each in value]
    if isinstance(value, dict | list):
        if isinstance(field, LISTS) or type(field) in (forms.CharField, forms.ChoiceField):
            raise exceptions.ValidationError({name: [_("Write a text here.")]})
        return json.dumps(value)
    return value if value is None or isinstance(value, bool) else str(value)


def _described(field):
    """A form field in the words of OpenAPI."""
    kinds = ((forms.BooleanField, "boolean"), (forms.IntegerField, "integer"), (LISTS, "array"))
    schema = {"type": next((kind for types, kind in kinds if isinstance(field, types)), "string")}
    if schema["type"] == "array":
        schema["items"] = {"type": "string"}
    elif isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        schema["enum"] = [str(value) for value, label in field.choices if not isinstance(label, list | tuple)]
    if getattr(field, "max_length", None):
        schema["maxLength"] = field.max_length
    words = " ".join(str(each) for each in (field.label, field.help_text) if each)
    return schema | ({"description": words} if words else {})
