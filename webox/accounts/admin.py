from allauth.account.decorators import secure_admin_login
from allauth.mfa.admin import AuthenticatorAdmin as BaseAuthenticatorAdmin
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.utils.translation import gettext_lazy as _

from webox.accounts.models import (
    ApiKey,
    ExternalId,
    IdempotentRequest,
    Invitation,
    Membership,
    Profile,
    User,
    Workspace,
)

admin.site.site_header = admin.site.site_title = "WeBox"
admin.site.index_title = _("Every row")
# The admin is entered through our sign-in page, so that rate limits and two-factor sign-in hold there too.
admin.site.login = secure_admin_login(admin.site.login)


class UserCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email"]


class UserForm(UserChangeForm):
    class Meta:
        model = User
        fields = "__all__"


class ProfileInline(admin.StackedInline):
    model = Profile
    can_delete = False


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ["user", "workspace"]


@admin.register(User)
class UserAdmin(BaseUserAdmin):
    form, add_form = UserForm, UserCreationForm
    inlines = [ProfileInline, MembershipInline]
    list_display = ["email", "first_name", "last_name", "is_active", "is_staff", "date_joined", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "date_joined"]
    search_fields = ["email", "first_name", "last_name"]
    ordering = ["email"]
    fieldsets = [
        (None, {"fields": ["email", "password"]}),
        (_("Personal info"), {"fields": ["first_name", "last_name"]}),
        (_("Permissions"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Important dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["email", "usable_password", "password1", "password2"]}),
    ]

    def get_inlines(self, request, obj):
        return self.inlines if obj else []


@admin.register(Workspace)
class WorkspaceAdmin(admin.ModelAdmin):
    inlines = [MembershipInline]
    list_display = ["name", "slug", "language", "currency", "time_zone", "created_at"]
    list_filter = ["language", "currency", "created_at"]
    search_fields = ["name", "slug"]
    ordering = ["name"]


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    list_display = ["user", "workspace", "role", "created_at"]
    list_filter = ["role", "workspace"]
    list_select_related = ["user", "workspace"]
    search_fields = ["user__email", "user__first_name", "user__last_name", "workspace__name"]
    autocomplete_fields = ["user", "workspace"]
    ordering = ["-created_at"]


@admin.register(Profile)
class ProfileAdmin(admin.ModelAdmin):
    list_display = ["user", "job_title", "phone", "language", "time_zone", "last_workspace"]
    list_filter = ["language"]
    list_select_related = ["user", "last_workspace"]
    search_fields = ["user__email", "user__first_name", "user__last_name", "job_title", "phone"]
    autocomplete_fields = ["user", "last_workspace"]


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    list_display = ["email", "workspace", "role", "invited_by", "created_at", "accepted_at"]
    list_filter = ["role", "workspace", "created_at"]
    list_select_related = ["workspace", "invited_by"]
    search_fields = ["email", "workspace__name"]
    autocomplete_fields = ["workspace", "invited_by"]
    ordering = ["-created_at"]


@admin.register(ApiKey)
class ApiKeyAdmin(admin.ModelAdmin):
    """Keys are made in the settings, where their text is shown once; here they are seen and revoked."""

    list_display = ["name", "prefix", "workspace", "user", "scope", "created_at", "last_used_at", "revoked_at"]
    list_filter = ["scope", "workspace", "revoked_at"]
    list_select_related = ["workspace", "user"]
    search_fields = ["name", "prefix", "user__email", "workspace__name"]
    fields = ["name", "prefix", "workspace", "user", "scope", "created_at", "last_used_at", "revoked_at"]
    readonly_fields = ["prefix", "workspace", "user", "created_at", "last_used_at"]
    ordering = ["-created_at"]
    actions = ["revoke"]

    def has_add_permission(self, request):
        return False

    @admin.action(description=_("Revoke the selected keys"))
    def revoke(self, request, queryset):
        count = queryset.revoke()
        self.message_user(request, _("%(count)d keys were revoked.") % {"count": count})


@admin.register(IdempotentRequest)
class IdempotentRequestAdmin(admin.ModelAdmin):
    list_display = ["path", "key", "workspace", "user", "status", "created_at"]
    list_filter = ["status", "workspace", "created_at"]
    list_select_related = ["workspace", "user"]
    search_fields = ["path", "key", "user__email"]
    ordering = ["-created_at"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(ExternalId)
class ExternalIdAdmin(admin.ModelAdmin):
    list_display = ["external_id", "kind", "system", "workspace", "subject_id", "created_at"]
    list_filter = ["system", "kind", "workspace"]
    list_select_related = ["workspace"]
    search_fields = ["external_id", "=subject_id"]
    ordering = ["-id"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


admin.site.unregister(Authenticator)


@admin.register(Authenticator)
class AuthenticatorAdmin(BaseAuthenticatorAdmin):
    # The data are the secrets themselves.
    exclude = ["data"]
    readonly_fields = ["user", "type", "created_at", "last_used_at"]
    search_fields = ["user__email"]

    def has_add_permission(self, request):
        return False
