from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.leads import Lead
from webox.accounts.models import WorkspaceOwned, WorkspaceQuerySet, person


class OperationQuerySet(WorkspaceQuerySet):
    def visible_to(self, membership):
        """Who sees their own leads only sees their own operations."""
        operations = super().visible_to(membership)
        return operations.filter(by=membership.user_id) if membership.sees_own_leads_only else operations

    def unfinished(self):
        return self.filter(state__in=Operation.UNFINISHED)


class Operation(WorkspaceOwned):
    """One change of many leads, counted, recorded row by row, and undone as one. Imports are operations too."""

    class Kind(models.TextChoices):
        IMPORT = "import", _("Import")
        SET_STATUS = "set_status", _("Set the status")
        SET_OWNER = "set_owner", _("Set the owner")
        SET_FIELD = "set_field", _("Set a field")
        ADD_TAGS = "add_tags", _("Add tags")
        REMOVE_TAGS = "remove_tags", _("Remove tags")
        DELETE = "delete", _("Delete")

    class State(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", pgettext_lazy("operation", "Done")
        FAILED = "failed", _("Failed")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    # A worker is at it, or should be
    UNFINISHED = (State.QUEUED, State.RUNNING, State.UNDOING)
    # What was done in part can be undone as well.
    UNDOABLE = (State.DONE, State.FAILED)

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    by = person(_("by"))
    # What is done: {"status": "won"}, {"tags": [...]}, of an import its mapping, mode and match key
    params = models.JSONField(_("parameters"), default=dict)
    # To whom: {"ids": [...]} or {"filter": "status=new&source=salon", "before": last id when it was confirmed}
    selection = models.JSONField(_("selection"), default=dict)
    total = models.PositiveIntegerField(_("rows"), default=0)
    # How far the work has come, so that a killed worker's successor goes on from there
    done = models.PositiveIntegerField(_("rows done"), default=0)
    created_count = models.PositiveIntegerField(_("created"), default=0)
    updated_count = models.PositiveIntegerField(_("changed"), default=0)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0)
    refused_count = models.PositiveIntegerField(_("refused"), default=0)
    undone_count = models.PositiveIntegerField(_("undone"), default=0)
    conflict_count = models.PositiveIntegerField(_("edited since"), default=0)
    problem = models.TextField(_("problem"), blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    # When its worker last recorded something: a sweeper rings again for who fell silent.
    seen_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = person(_("undone by"))

    objects = OperationQuerySet.as_manager()

    class Meta:
        verbose_name = _("operation")
        verbose_name_plural = _("operations")
        indexes = [
            models.Index(fields=["workspace", "-created_at", "-id"], name="operation_created"),
            models.Index(
                fields=["seen_at"],
                name="operation_unfinished",
                condition=models.Q(state__in=["queued", "running", "undoing"]),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_unfinished(self):
        return self.state in self.UNFINISHED

    @property
    def changed_count(self):
        return self.created_count + self.updated_count

    @property
    def can_be_undone(self):
        return self.state in self.UNDOABLE and self.changed_count > self.undone_count + self.conflict_count

    @property
    def progress(self):
        """(how many rows are behind it, of how many)"""
        if self.state in (self.State.UNDOING, self.State.UNDONE):
            return self.undone_count + self.conflict_count, self.changed_count
        return self.done, self.total

    def get_absolute_url(self):
        return reverse("crm:operation-detail", args=[self.pk])


class OperationRowQuerySet(WorkspaceQuerySet):
    def visible_to(self, membership):
        """Who sees their own leads only sees the rows of their operations, but of leads that went to another member."""
        rows = super().visible_to(membership)
        if not membership.sees_own_leads_only:
            return rows
        is_seen = models.Q(lead=None) | models.Q(lead__owner=membership.user_id)
        return rows.filter(is_seen, operation__by=membership.user_id)

    def changed(self):
        return self.exclude(outcome__in=[OperationRow.Outcome.UNCHANGED, OperationRow.Outcome.REFUSED])


class OperationRow(WorkspaceOwned):
    """What an operation did to one lead, or with one line of a file.

    `before` and `after` hold what was changed, by the names of crm.fields: texts, numbers, "2026-03-14", lists of tag
    names, the owner's id; a created lead has no `before`.
    """

    class Outcome(models.TextChoices):
        CREATED = "created", pgettext_lazy("outcome", "Created")
        UPDATED = "updated", _("Changed")
        RESTORED = "restored", _("Brought back")
        UNCHANGED = "unchanged", pgettext_lazy("outcome", "Unchanged")
        REFUSED = "refused", _("Refused")

    class Undo(models.TextChoices):
        NONE = "", _("Not undone")
        UNDONE = "undone", pgettext_lazy("outcome", "Undone")
        # Some of what it changed has been changed again since and stays.
        CONFLICT = "conflict", _("Edited since")

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="rows", verbose_name=_("operation"))
    # Of a file the line as a spreadsheet counts it, else 1, 2, 3…
    number = models.PositiveIntegerField(_("row"))
    lead = models.ForeignKey(
        Lead, models.SET_NULL, null=True, blank=True, related_name="operation_rows", verbose_name=_("lead")
    )
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome)
    before = models.JSONField(_("before"), null=True, blank=True)
    after = models.JSONField(_("after"), null=True, blank=True)
    # Of a refused line: why, and its cells as they were, for the file that can be corrected
    reason = models.TextField(_("reason"), blank=True)
    cells = models.JSONField(_("cells"), null=True, blank=True)
    undo = models.CharField(_("undo"), max_length=8, choices=Undo, default=Undo.NONE, blank=True)
    # {field: what it is now} of what was edited since
    conflict = models.JSONField(_("edited since"), null=True, blank=True)

    objects = OperationRowQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of an operation")
        verbose_name_plural = _("rows of operations")
        constraints = [models.UniqueConstraint(fields=["operation", "number"], name="operation_row_once")]
        indexes = [
            models.Index(fields=["operation", "outcome", "number"], name="operation_row_outcome"),
            models.Index(
                fields=["operation", "number"], name="operation_row_conflict", condition=models.Q(undo="conflict")
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.get_outcome_display()}"
