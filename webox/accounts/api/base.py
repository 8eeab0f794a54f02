"""The base of every viewset: one workspace, one page envelope, ETags, idempotent POSTs."""

import hashlib
import json
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework import mixins, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from webox.accounts.models import IdempotentRequest
from webox.lib.problems import Conflict, PreconditionFailed


def etag_of(data):
    return f'"{hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()[:32]}"'


class IdempotentPosts:
    """A POST with `Idempotency-Key` is carried out once; the same request again gets the first answer.

    The same key with another body is a 409, as is a repeat while the first is still running. A request whose
    process died stops counting as running after `ABANDONED`.
    """

    ABANDONED = timedelta(minutes=5)

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        request.idempotent = None
        key = request.headers.get("Idempotency-Key", "")
        if request.method != "POST" or not key:
            return
        if len(key) > 200:
            raise ValidationError({"Idempotency-Key": _("Use at most 200 characters.")})
        body = json.dumps(request.data, sort_keys=True, default=str)
        fingerprint = hashlib.sha256(body.encode()).hexdigest()
        same = {"workspace": request.workspace, "user": request.user, "key": key, "path": request.path[:300]}
        try:
            with transaction.atomic():
                request.idempotent = IdempotentRequest.objects.create(**same, fingerprint=fingerprint)
        except IntegrityError:
            request.idempotent = self.second_time(IdempotentRequest.objects.get(**same), fingerprint)

    def second_time(self, first, fingerprint):
        """Take over an abandoned row, or raise what answers instead of the handler."""
        if first.fingerprint != fingerprint:
            raise Conflict(_("This Idempotency-Key was used with another body."), "idempotency_key_reused") from None
        if first.status is not None:
            raise Replay(first) from None
        now = timezone.now()
        is_abandoned = first.created_at <= now - self.ABANDONED
        # Of several repeats that find it abandoned, the one whose update counts goes on.
        still_as_seen = IdempotentRequest.objects.filter(pk=first.pk, status=None, created_at=first.created_at)
        if is_abandoned and still_as_seen.update(created_at=now):
            first.created_at = now
            return first
        raise Conflict(_("The first request with this Idempotency-Key is still running."), "in_progress") from None

    def handle_exception(self, exc):
        if isinstance(exc, Replay):
            headers = {"Idempotent-Replay": "true"}
            if exc.first.location:
                headers["Location"] = exc.first.location
            response = Response(exc.first.body, status=exc.first.status, headers=headers)
            response.exception = False
            return response
        try:
            return super().handle_exception(exc)
        except Exception:
            # A fault of ours becomes a 500 further out and never passes finalize_response().
            row = getattr(self.request, "idempotent", None)
            if row is not None:
                row.delete()
            raise

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


class RowPreconditions:
    """ETag on an answer that is one row, If-Match on its change. `is_row_answer` says which answers are one.

    `volatile` names what changes by itself, such as a score that fades: it is no part of what a client may change.
    """

    is_row_answer = True
    volatile = frozenset()

    def etag(self, data):
        return etag_of({name: value for name, value in data.items() if name not in self.volatile})

    def check_precondition(self, instance):
        """Raise 412 when the client's If-Match is not the row as it is now.

        Inside a transaction the row is locked first, so that of two changes to the same state one is refused.
        """
        wanted = self.request.headers.get("If-Match")
        if not wanted or wanted == "*":
            return
        if transaction.get_connection().in_atomic_block:
            type(instance)._base_manager.select_for_update().filter(pk=instance.pk).first()
            instance = self.get_object()
        if self.etag(self.get_serializer(instance).data) not in wanted:
            raise PreconditionFailed(_("This was changed since you read it. Read it again, then repeat your change."))

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code == 200 and self.is_row_answer and isinstance(response.data, dict):
            response["ETag"] = self.etag(response.data)
        patch_vary_headers(response, ["Authorization", "X-Workspace", "Accept-Language"])
        return response


class CheckedUpdate(mixins.UpdateModelMixin):
    @transaction.atomic
    def update(self, request, *args, **kwargs):
        self.check_precondition(self.get_object())
        return super().update(request, *args, **kwargs)


class WorkspaceViewSet(IdempotentPosts, RowPreconditions, viewsets.GenericViewSet):
    """Reads rows through visible_to(), so that the id of a row one may not see is a 404."""

    lookup_value_regex = "[0-9]+"

    @property
    def is_row_answer(self):
        return self.detail and self.action in ("retrieve", "update", "partial_update")

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        return self.queryset.all().visible_to(self.request.membership)


class FoundById:
    """Filters are for the list: one row is found by its id, whatever they would say of it."""

    def filter_queryset(self, queryset):
        return queryset if self.detail else super().filter_queryset(queryset)


class CreateWithLocation(mixins.CreateModelMixin):
    def get_success_headers(self, data):
        return {"Location": f"{self.request.path.rstrip('/')}/{data['id']}"} if "id" in data else {}


class ModelViewSet(
    CreateWithLocation,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    CheckedUpdate,
    mixins.DestroyModelMixin,
    WorkspaceViewSet,
):
    """List, create, read, change and delete the rows of one model of the workspace.

    Subclasses call their app's actions in perform_create(), perform_update() and perform_destroy().
    """
