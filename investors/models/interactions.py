from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from investors.models.investors import Contact, Investor
from webox.accounts.models import Dated, WorkspaceOwned, WorkspaceQuerySet, person
from webox.lib.fields import DayOf


class InteractionQuerySet(WorkspaceQuerySet):
    def happened(self):
        """Not only planned."""
        return self.filter(date__lte=timezone.now())

    def of_month(self, year, month):
        return self.filter(day__year=year, day__month=month)

    def between(self, first, last):
        """Of the days from `first` to `last`, both included, where the workspace lives."""
        return self.filter(day__range=(first, last))


class Interaction(WorkspaceOwned, Dated):
    """Something that happened with an investor. Meetings, pitches and closings are what the KPIs count."""

    class Type(models.TextChoices):
        EMAIL = "email", _("Email")
        CALL = "call", _("Call")
        MEETING = "meeting", _("Meeting")
        PITCH = "pitch", _("Pitch")
        DUE_DILIGENCE = "due_diligence", _("Due diligence")
        CLOSING = "closing", pgettext_lazy("interaction", "Closing")
        NOTE = "note", _("Note")

    investor = models.ForeignKey(Investor, models.CASCADE, related_name="interactions", verbose_name=_("investor"))
    type = models.CharField(_("type"), max_length=14, choices=Type, default=Type.NOTE)
    date = models.DateTimeField(_("date"), default=timezone.now)
    # The day of `date` where the workspace lives: what months are made of
    day = DayOf(source="date")
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    content = models.TextField(_("content"), blank=True)
    participants = models.ManyToManyField(
        Contact, blank=True, related_name="interactions", verbose_name=_("participants")
    )
    outcome = models.CharField(_("outcome"), max_length=200, blank=True)
    author = person(_("author"))

    objects = InteractionQuerySet.as_manager()

    class Meta:
        verbose_name = _("interaction")
        verbose_name_plural = _("interactions")
        indexes = [
            models.Index(fields=["investor", "-date", "-id"], name="investor_interaction"),
            models.Index(fields=["workspace", "-date", "-id"], name="investor_interaction_date"),
            models.Index(fields=["workspace", "day", "type", "investor"], name="investor_interaction_kpi"),
        ]

    def __str__(self):
        return self.subject or self.get_type_display()


class MarketingEvent(WorkspaceOwned, Dated):
    """A demo day, a fair, a dinner: where investors were met."""

    name = models.CharField(_("name"), max_length=160)
    date = models.DateField(_("date"))
    place = models.CharField(_("place"), max_length=160, blank=True)
    attendees_count = models.PositiveIntegerField(_("attendees"), default=0)
    contacts = models.ManyToManyField(Contact, blank=True, related_name="events", verbose_name=_("contacts"))
    notes = models.TextField(_("notes"), blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["workspace", "-date", "-id"], name="marketing_event_date")]

    def __str__(self):
        return self.name
