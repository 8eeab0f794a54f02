from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from webox.accounts.models import Dated, WorkspaceOwned, WorkspaceQuerySet, person

# A query longer than this is no address any more.
LONGEST_QUERY = 4000


class SavedViewQuerySet(WorkspaceQuerySet):
    def visible_to(self, membership):
        """One's own, and what others share; `is_default` says which of them this member starts with."""
        starts = SavedView.starters.through.objects.filter(savedview=OuterRef("pk"), user=membership.user_id)
        views = super().visible_to(membership).filter(Q(owner=membership.user_id) | Q(is_shared=True))
        return views.annotate(is_default=Exists(starts))

    def in_order(self):
        return self.order_by("-is_pinned", Lower("name"), "pk")


class SavedView(WorkspaceOwned, Dated):
    """A list of leads worth coming back to: its filters, order, columns, and whether it is a list or a board."""

    # More are not found again, and every page of leads shows them.
    MOST = 200

    class Layout(models.TextChoices):
        LIST = "list", pgettext_lazy("view", "List")
        BOARD = "board", _("Board")

    name = models.CharField(_("name"), max_length=80)
    owner = person(_("owner"), blank=False)
    layout = models.CharField(_("layout"), max_length=5, choices=Layout, default=Layout.LIST)
    # {name: [texts]} of the query, `ordering` among them
    params = models.JSONField(_("filters"), default=dict, blank=True)
    # Names of crm.fields, in order; none for the usual ones
    columns = models.JSONField(_("columns"), default=list, blank=True)
    is_shared = models.BooleanField(_("shared"), default=False, help_text=_("Every member sees it."))
    is_pinned = models.BooleanField(_("pinned"), default=False, help_text=_("A tab above the leads."))
    # The members whose CRM opens with it
    starters = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("starts the CRM of")
    )

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                "workspace",
                "owner",
                Lower("name"),
                name="saved_view_name_unique",
                violation_error_message=_("You have a view of this name already."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def query(self):
        pairs = [("saved", str(self.pk)), *([("view", "board")] if self.layout == self.Layout.BOARD else [])]
        pairs += [(name, value) for name, values in sorted(self.params.items()) for value in values]
        return urlencode(pairs + ([("columns", ",".join(self.columns))] if self.columns else []))

    def get_absolute_url(self):
        return f"{reverse('crm:lead-list')}?{self.query}"

    def may_change(self, membership):
        """Its owner may, and owners and admins of the workspace where it is shared."""
        return self.owner_id == membership.user_id or (self.is_shared and membership.can_administer)

    def require_change(self, membership):
        if not self.may_change(membership):
            raise PermissionDenied(gettext("Only the person who made this view, an owner or an admin may do this."))

    def clean(self):
        if not isinstance(self.params, dict) or not all(
            isinstance(values, list) and all(isinstance(value, str) for value in values)
            for values in self.params.values()
        ):
            raise ValidationError({"params": gettext("Write the filters as {name: [text, …]}.")})
        if not isinstance(self.columns, list) or not all(isinstance(name, str) for name in self.columns):
            raise ValidationError({"columns": gettext("Write a list of names of fields.")})
        if len(self.query) > LONGEST_QUERY:
            raise ValidationError({"params": gettext("These are too many filters for one view.")})
