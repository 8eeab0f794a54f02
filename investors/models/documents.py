import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from investors.models.investors import Investor
from webox.accounts.models import Dated, WorkspaceOwned, WorkspaceQuerySet, person


def new_token():
    return secrets.token_urlsafe(24)


class Folder(WorkspaceOwned, Dated):
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        verbose_name = _("folder")
        verbose_name_plural = _("folders")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"],
                name="folder_name_once",
                violation_error_message=_("A folder of this name exists already."),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("investors:folder-detail", args=[self.pk])


class Document(WorkspaceOwned, Dated):
    """A file to share. It lies outside the web root under a name of ours; `name` is only shown."""

    folder = models.ForeignKey(
        Folder, models.SET_NULL, null=True, blank=True, related_name="documents", verbose_name=_("folder")
    )
    name = models.CharField(_("name"), max_length=160)
    # Under DATA_DIR/private/documents: "<workspace>/<random>"
    path = models.CharField(max_length=100, unique=True, editable=False)
    content_type = models.CharField(_("type"), max_length=80, editable=False)
    size = models.PositiveBigIntegerField(_("bytes"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    # Of a PDF
    pages = models.PositiveIntegerField(_("pages"), null=True, editable=False)
    # How often its file was replaced, and the first one
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    uploaded_by = person(_("by"))

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [models.Index(fields=["workspace", "-created_at", "-id"], name="document_created")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("investors:document-detail", args=[self.pk])


class DocumentLinkQuerySet(WorkspaceQuerySet):
    def working(self, now):
        return self.filter(revoked_at=None).filter(Q(expires_at=None) | Q(expires_at__gt=now))


class DocumentLink(WorkspaceOwned, Dated):
    """A way in from outside to one document or one folder: who has the token and passes its questions sees it."""

    token = models.CharField(max_length=43, unique=True, default=new_token, editable=False)
    document = models.ForeignKey(
        Document, models.CASCADE, null=True, blank=True, related_name="links", verbose_name=_("document")
    )
    folder = models.ForeignKey(
        Folder, models.CASCADE, null=True, blank=True, related_name="links", verbose_name=_("folder")
    )
    # For whom it was made: what is seen through it is on this investor's timeline
    investor = models.ForeignKey(
        Investor, models.SET_NULL, null=True, blank=True, related_name="links", verbose_name=_("investor")
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    # Addresses ("ada@fund.example") and domains ("@fund.example"); empty for anybody
    allowed = models.JSONField(_("allowed addresses"), default=list, blank=True)
    verifies_email = models.BooleanField(_("asks for a verified email"), default=True)
    allows_download = models.BooleanField(_("allows downloads"), default=False)
    watermarks = models.BooleanField(_("writes the viewer's address on every page"), default=True)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    created_by = person(_("by"))

    objects = DocumentLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to a document")
        verbose_name_plural = _("links to documents")
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, folder=None) | Q(document=None, folder__isnull=False),
                name="document_link_to_one_thing",
                violation_error_message=_("Share either a document or a folder."),
            )
        ]
        indexes = [models.Index(fields=["workspace", "-created_at", "-id"], name="document_link_created")]

    def __str__(self):
        return self.name or str(self.thing)

    @property
    def thing(self):
        """What it leads to."""
        return self.document or self.folder

    @property
    def url(self):
        return settings.SITE_URL + reverse("investors:share", args=[self.token])

    @property
    def is_working(self):
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > timezone.now())

    def allows(self, email):
        """Whether this address may come in, once it is proved."""
        return not self.allowed or email in self.allowed or f"@{email.rpartition('@')[2]}" in self.allowed


class LinkVisit(WorkspaceOwned):
    """One browser at a link: the address it gave, the code that proves it, and the key it comes back with."""

    link = models.ForeignKey(DocumentLink, models.CASCADE, related_name="visits", verbose_name=_("link"))
    # What the browser's cookie holds
    key = models.CharField(max_length=43, unique=True, default=new_token, editable=False)
    email = models.EmailField(_("email"), max_length=254, blank=True)
    # A keyed hash of the six digits that were sent, until when they count, and how often they were guessed
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    code_until = models.DateTimeField(null=True, blank=True, editable=False)
    guesses = models.PositiveSmallIntegerField(default=0, editable=False)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("visit of a link")
        verbose_name_plural = _("visits of links")
        indexes = [models.Index(fields=["link", "-created_at"], name="link_visit_created")]

    def __str__(self):
        return self.email or f"#{self.pk}"


class DocumentView(WorkspaceOwned):
    """A document was opened through a link, or taken away."""

    link = models.ForeignKey(DocumentLink, models.CASCADE, related_name="views", verbose_name=_("link"))
    visit = models.ForeignKey(LinkVisit, models.CASCADE, related_name="views", verbose_name=_("visit"))
    document = models.ForeignKey(Document, models.CASCADE, related_name="views", verbose_name=_("document"))
    version = models.PositiveIntegerField(_("version"), default=1)
    # The investor of the link, or the one the address belongs to
    investor = models.ForeignKey(
        Investor, models.SET_NULL, null=True, blank=True, related_name="document_views", verbose_name=_("investor")
    )
    email = models.EmailField(_("email"), max_length=254, blank=True)
    was_downloaded = models.BooleanField(_("downloaded"), default=False)
    # A mail scanner or a preview of a messenger, by the rules of webox.lib
    is_machine = models.BooleanField(_("by a machine"), default=False)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, blank=True)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("view of a document")
        verbose_name_plural = _("views of documents")
        indexes = [
            models.Index(fields=["workspace", "-at", "-id"], name="document_view_at"),
            models.Index(fields=["document", "-at"], name="document_view_document"),
            models.Index(fields=["investor", "-at"], name="document_view_investor"),
        ]

    def __str__(self):
        return f"{self.email} {self.at:%Y-%m-%d %H:%M}"
