from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response
from rest_framework.views import APIView

from crm.actions import imports
from crm.api.serializers.imports import ImportSerializer, StartedImportSerializer, TrialSerializer, mapping_of
from crm.api.viewsets.operations import started
from crm.importing.mapping import Plan
from webox.accounts.api.base import IdempotentPosts

LAYOUT = ("encoding", "delimiter", "sheet")
CHOICES = ("mode", "day_first", "clear", "tags", "source", "status", "no_mail")
# What actions call it, and what the request does
NAMES = {"match": "match_key"}


class ImportView(IdempotentPosts, APIView):
    """Leads from a file: sent whole as multipart/form-data, imported by a worker, undone as one operation."""

    parser_classes = [MultiPartParser]

    @extend_schema(
        request={"multipart/form-data": ImportSerializer},
        responses={
            200: OpenApiResponse(TrialSerializer, description="With `dry_run`: what would change."),
            202: OpenApiResponse(StartedImportSerializer, description="Started: `Location` is the operation."),
        },
    )
    def post(self, request):
        """Import a file of leads, or try it. Without `mapping` columns become what they most likely are."""
        serializer = ImportSerializer(data=request.data, context={"request": request})
        serializer.is_valid(raise_exception=True)
        asked = serializer.validated_data
        try:
            operation = imports.receive_file(workspace=request.workspace, by=request.user, upload=asked["file"])
        except imports.ImportRefused as error:
            raise exceptions.ValidationError({"file": [error.message]}) from error
        try:
            return self.carry_out(operation, asked, request.user)
        except BaseException:
            imports.discard_import(operation=operation, by=request.user)
            raise

    def carry_out(self, operation, asked, by):
        try:
            if layout := {name: asked[name] for name in LAYOUT if asked.get(name)}:
                operation = imports.read_again(operation=operation, by=by, **layout)
            operation = imports.choose(operation=operation, by=by, plan=plan_of(operation, asked))
            if asked["dry_run"]:
                trial = imports.try_import(operation=operation, by=by)
                body = vars(trial) | {"mapping": mapping_of(operation), "total": operation.total}
                answer = TrialSerializer(body).data
                imports.discard_import(operation=operation, by=by)
                return Response(answer)
            operation = imports.start_import(operation=operation, by=by)
        except imports.ImportRefused as error:
            raise exceptions.ValidationError({"file": [error.message]}) from error
        except ValidationError as error:
            messages = {NAMES.get(name, name): texts for name, texts in error.message_dict.items()}
            raise exceptions.ValidationError(messages) from error
        return started(operation, StartedImportSerializer)


def plan_of(operation, asked):
    """The proposed plan with what was asked for in its place."""
    params = operation.params | {name: asked[name] for name in CHOICES if name in asked}
    if "match_key" in asked:
        params["match"] = asked["match_key"]
    if "owner" in asked:
        params["owner"] = asked["owner"].pk if asked["owner"] else None
    if "mapping" in asked:
        headers, mapping = operation.file.headers, asked["mapping"]
        if unknown := [header for header in mapping if header not in headers]:
            text = _("The file has no column “%(name)s”. It has: %(names)s.")
            named = {"name": unknown[0][:80], "names": ", ".join(headers[:30])}
            raise exceptions.ValidationError({"mapping": [text % named]})
        # The same header twice: the first one is meant.
        left = dict(mapping)
        params["targets"] = [left.pop(header, "") for header in headers]
    return Plan.of(params)
