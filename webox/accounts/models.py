import hashlib
import secrets
import zoneinfo
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def validate_time_zone(name):
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Write one such as Europe/Paris."), params={"name": name}
        )


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **extra):
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **extra):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("email"), unique=True)
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    is_staff = models.BooleanField(_("may open the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]

    def __str__(self):
        return self.get_full_name()

    def get_full_name(self):
        return f"{self.first_name} {self.last_name}".strip() or self.email

    def get_short_name(self):
        return self.first_name or self.email.partition("@")[0]


class Workspace(models.Model):
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Paris", validators=[validate_time_zone])
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="fr")
    postal_address = models.TextField(
        _("postal address"), blank=True, help_text=_("Shown at the foot of every campaign, as the law asks.")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("workspace")
        verbose_name_plural = _("workspaces")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(currency__regex=r"^[A-Z]{3}$"),
                name="workspace_currency_code",
                violation_error_message=_("Write the currency as three capital letters, such as EUR."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone)

    def names_of_members(self):
        """{user id: name}"""
        return {each.user_id: str(each.user) for each in self.memberships.select_related("user")}

    def day_of(self, moment):
        """The calendar day of a moment where the workspace lives."""
        return moment.astimezone(self.zone).date()


class Membership(models.Model):
    class Role(models.TextChoices):
        OWNER = "owner", pgettext_lazy("role", "owner")
        ADMIN = "admin", _("admin")
        MEMBER = "member", _("member")
        VIEWER = "viewer", _("viewer")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    own_leads_only = models.BooleanField(
        _("sees only their own leads"), default=False, help_text=_("Owners and admins see every lead.")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="membership_once")]

    def __str__(self):
        return f"{self.get_role_display()} #{self.user_id}"

    @property
    def can_write(self):
        return self.role != self.Role.VIEWER

    @property
    def can_administer(self):
        return self.role in (self.Role.OWNER, self.Role.ADMIN)

    @property
    def sees_own_leads_only(self):
        return self.own_leads_only and not self.can_administer

    @property
    def may_give(self):
        """The roles this member may hand out: nobody gives more than they have."""
        roles = list(self.Role)
        return roles[roles.index(self.role) :] if self.can_administer else []


class Profile(models.Model):
    user = models.OneToOneField(User, models.CASCADE, related_name="profile", primary_key=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, validators=[validate_time_zone])
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    last_workspace = models.ForeignKey(Workspace, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

    def __str__(self):
        return f"#{self.user_id}"


class WorkspaceQuerySet(models.QuerySet):
    """The base of every business QuerySet: rows are read through for_workspace(), never around it."""

    def for_workspace(self, workspace):
        return self.filter(workspace=workspace)

    def visible_to(self, membership):
        """The rows a member may see. What belongs to a lead overrides this: see crm.models.OfLeadQuerySet."""
        return self.for_workspace(membership.workspace)


class WorkspaceOwned(models.Model):
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+", verbose_name=_("workspace"))

    objects = WorkspaceQuerySet.as_manager()

    class Meta:
        abstract = True


def person(verbose_name, *, blank=True):
    """A column for who did something, or whose it is: the row outlives them."""
    return models.ForeignKey(User, models.SET_NULL, null=True, blank=blank, related_name="+", verbose_name=verbose_name)


class Dated(models.Model):
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        abstract = True


class InvitationQuerySet(WorkspaceQuerySet):
    def open(self):
        return self.filter(accepted_at=None)


class Invitation(WorkspaceOwned):
    VALID = timedelta(days=7)

    email = models.EmailField(_("email"))
    role = models.CharField(_("role"), max_length=10, choices=Membership.Role, default=Membership.Role.MEMBER)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                "workspace", Lower("email"), condition=models.Q(accepted_at=None), name="invitation_open_once"
            )
        ]

    def __str__(self):
        return self.email

    @property
    def expires_at(self):
        return self.created_at + self.VALID

    @property
    def is_expired(self):
        return timezone.now() >= self.expires_at


class ApiKeyQuerySet(WorkspaceQuerySet):
    def revoke(self):
        return self.filter(revoked_at=None).update(revoked_at=timezone.now())


class ApiKey(WorkspaceOwned):
    """A program's key to one workspace. The secret is shown once; only its hash is kept."""

    class Scope(models.TextChoices):
        READ = "read", _("read only")
        WRITE = "write", _("read and write")

    name = models.CharField(_("name"), max_length=80)
    scope = models.CharField(_("scope"), max_length=5, choices=Scope, default=Scope.READ)
    user = models.ForeignKey(User, models.CASCADE, related_name="api_keys", verbose_name=_("acts as"))
    prefix = models.CharField(_("begins with"), max_length=12, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self):
        return f"{self.name} ({self.prefix}…)"

    def issue(self):
        """Set a new secret on this unsaved key and return the text to show once."""
        self.prefix, secret = f"wbx_{secrets.token_hex(4)}", secrets.token_urlsafe(32)
        self.secret_hash = self.hash_of(secret)
        return f"{self.prefix}.{secret}"

    @staticmethod
    def hash_of(secret):
        # A random 256-bit secret needs no slow hash: there is nothing to guess.
        return hashlib.sha256(secret.encode()).hexdigest()


class IdempotentRequest(WorkspaceOwned):
    """The answer to a POST that carried an Idempotency-Key, given again when the client repeats itself."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    path = models.CharField(max_length=300)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    location = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("idempotent request")
        verbose_name_plural = _("idempotent requests")
        constraints = [models.UniqueConstraint(fields=["workspace", "user", "key", "path"], name="idempotent_once")]

    def __str__(self):
        return f"{self.path} {self.key}"


class ExternalId(WorkspaceOwned):
    """The row that came from another system: its table and id there, and what it is here.

    It outlives its subject: what somebody erased here is not brought in again.
    """

    system = models.CharField(_("system"), max_length=40)
    kind = models.CharField(_("kind"), max_length=40)
    external_id = models.CharField(_("number there"), max_length=100)
    subject_id = models.BigIntegerField(_("number here"))
    created_at = models.DateTimeField(_("brought in"), default=timezone.now)

    class Meta:
        verbose_name = _("external id")
        verbose_name_plural = _("external ids")
        constraints = [
            models.UniqueConstraint(fields=["workspace", "system", "kind", "external_id"], name="external_id_once")
        ]

    def __str__(self):
        return f"{self.system} {self.kind} {self.external_id} → #{self.subject_id}"
