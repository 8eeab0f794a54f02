import secrets
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from webox.accounts.models import ApiKey


class ApiKeyAuthentication(BaseAuthentication):
    """`Authorization: Api-Key wbx_1a2b3c4d.secret`"""

    keyword = "Api-Key"

    def authenticate(self, request):
        header = get_authorization_header(request).decode("latin-1")
        keyword, _space, text = header.partition(" ")
        if keyword.lower() != self.keyword.lower():
            return None
        prefix, _dot, secret = text.strip().partition(".")
        key = ApiKey.objects.filter(prefix=prefix, revoked_at=None).select_related("user", "workspace").first()
        if not key or not secrets.compare_digest(key.secret_hash, ApiKey.hash_of(secret)) or not key.user.is_active:
            raise AuthenticationFailed(_("This API key is unknown or was revoked."))
        now = timezone.now()
        if not key.last_used_at or now - key.last_used_at > timedelta(minutes=5):
            ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
        return key.user, key

    def authenticate_header(self, request):
        return self.keyword


class ApiKeyScheme(OpenApiAuthenticationExtension):
    target_class = ApiKeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema):
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": "Api-Key <key>"}
