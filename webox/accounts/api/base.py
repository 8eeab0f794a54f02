"""The base of every viewset: one workspace, one page envelope, ETags, idempotent POSTs."""

import hashlib
import json

from django.db import IntegrityError, transaction
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework import mixins, viewsets
from rest_framework.response import Response

from webox.accounts.models import IdempotentRequest
from webox.lib.problems import Conflict, PreconditionFailed


def etag_of(data):
    return f'"{hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()[:32]}"'


class IdempotentPosts:
    """A POST with `Idempotency-Key` is carried out once; the same request again gets the first answer.

    The same key with another body is a 409, as is a repeat while the first is still running.
    """

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        key = request.headers.get("Idempotency-Key", "")[:200]
        request.idempotent = None
        if request.method != "POST" or not key:
            return
        body = json.dumps(request.data, sort_keys=True, default=str)
        fingerprint = hashlib.sha256(body.encode()).hexdigest()
        same = {"workspace": request.workspace, "user": request.user, "key": key, "path": request.path[:300]}
        try:
            with transaction.atomic():
                request.idempotent = IdempotentRequest.objects.create(**same, fingerprint=fingerprint)
        except IntegrityError:
            first = IdempotentRequest.objects.get(**same)
            if first.fingerprint != fingerprint:
                raise Conflict(
                    _("This Idempotency-Key was used with another body."), "idempotency_key_reused"
                ) from None
            if first.status is None:
                raise Conflict(
                    _("The first request with this Idempotency-Key is still running."), "in_progress"
                ) from None
            raise Replay(first) from None

    def handle_exception(self, exc):
        if isinstance(exc, Replay):
            headers = {"Idempotent-Replay": "true"}
            if exc.first.location:
                headers["Location"] = exc.first.location
            response = Response(exc.first.body, status=exc.first.status, headers=headers)
            response.exception = False
            return response
        return super().handle_exception(exc)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        row = getattr(request, "idempotent", None)
        if row is not None:
            request.idempotent = None
            if response.status_code < 400:
                row.status, row.location = response.status_code, response.get("Location", "")
                row.body = json.loads(json.dumps(response.data, default=str))
                row.save()
            else:
                # Nothing was done: the client may correct the request and use the key again.
                row.delete()
        return response


class Replay(Exception):
    def __init__(self, first):
        self.first = first


class WorkspaceViewSet(IdempotentPosts, viewsets.GenericViewSet):
    """Reads rows through for_workspace(), so that a stranger's id is a 404."""

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        return self.queryset.all().for_workspace(self.request.workspace)

    def check_precondition(self, instance):
        """Raise 412 when the client's If-Match is not the row as it is now."""
        wanted = self.request.headers.get("If-Match")
        if wanted and wanted != "*" and etag_of(self.get_serializer(instance).data) not in wanted:
            raise PreconditionFailed(_("This was changed since you read it. Read it again, then repeat your change."))

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        is_row = (
            self.detail and isinstance(response.data, dict) and self.action in ("retrieve", "update", "partial_update")
        )
        if is_row and response.status_code == 200:
            response["ETag"] = etag_of(response.data)
        patch_vary_headers(response, ["Authorization", "X-Workspace", "Accept-Language"])
        return response


class CreateWithLocation(mixins.CreateModelMixin):
    def get_success_headers(self, data):
        return {"Location": f"{self.request.path.rstrip('/')}/{data['id']}"} if "id" in data else {}


class ModelViewSet(
    CreateWithLocation,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.UpdateModelMixin,
    mixins.DestroyModelMixin,
    WorkspaceViewSet,
):
    """List, create, read, change and delete the rows of one model of the workspace.

    Subclasses call their app's actions in perform_create(), perform_update() and perform_destroy().
    """

    def update(self, request, *args, **kwargs):
        self.check_precondition(self.get_object())
        return super().update(request, *args, **kwargs)
