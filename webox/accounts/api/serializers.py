from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework_simplejwt.tokens import RefreshToken

from webox.accounts.access import memberships_of
from webox.accounts.models import Membership, Profile


class MembershipSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="workspace.name", read_only=True)
    slug = serializers.SlugField(source="workspace.slug", read_only=True, help_text="Send it as `X-Workspace`.")

    class Meta:
        model = Membership
        fields = ["name", "slug", "role"]
        read_only_fields = ["role"]


class ProfileSerializer(serializers.ModelSerializer):
    email = serializers.EmailField(source="user.email", read_only=True)
    first_name = serializers.CharField(source="user.first_name", max_length=150)
    last_name = serializers.CharField(source="user.last_name", max_length=150, allow_blank=True, required=False)
    workspaces = serializers.SerializerMethodField()

    class Meta:
        model = Profile
        fields = ["email", "first_name", "last_name", "job_title", "phone", "language", "time_zone", "workspaces"]

    @extend_schema_field(MembershipSerializer(many=True))
    def get_workspaces(self, profile):
        return MembershipSerializer(memberships_of(profile.user), many=True).data

    @transaction.atomic
    def update(self, profile, data):
        for name, value in data.pop("user", {}).items():
            setattr(profile.user, name, value)
        profile.user.save(update_fields=["first_name", "last_name"])
        return super().update(profile, data)


class TokenSerializer(serializers.Serializer):
    """Email and password for a pair of JSON web tokens; with two-factor sign-in also the `code` of the moment."""

    email = serializers.EmailField(write_only=True)
    password = serializers.CharField(write_only=True, trim_whitespace=False, style={"input_type": "password"})
    code = serializers.CharField(
        write_only=True, required=False, help_text="Of the authenticator app, where two-factor sign-in is on."
    )
    access = serializers.CharField(read_only=True)
    refresh = serializers.CharField(read_only=True)

    def validate(self, attrs):
        request = self.context["request"]._request
        try:
            user = get_adapter(request).authenticate(request, email=attrs["email"], password=attrs["password"])
            if user is None or not user.is_active:
                raise AuthenticationFailed(_("No active account has this email and password."), "no_active_account")
            if is_mfa_enabled(user):
                self.check_code(user, attrs.get("code", ""))
        except DjangoValidationError as error:
            # The same count of failures as on the sign-in page.
            raise Throttled(detail=" ".join(error.messages), code="throttled") from error
        token = RefreshToken.for_user(user)
        return {"access": str(token.access_token), "refresh": str(token)}

    @staticmethod
    def check_code(user, code):
        if not code:
            message = _("This account uses two-factor sign-in: send the code of your authenticator app too.")
            raise serializers.ValidationError({"code": message}, code="code_required")
        form = AuthenticateForm(user=user, data={"code": code})
        if not form.is_valid():
            raise serializers.ValidationError({"code": form.errors["code"]}, code="incorrect_code")
