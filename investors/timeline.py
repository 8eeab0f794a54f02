"""What happened with an investor, in one feed: the engine is that of leads, see crm.timeline."""

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.timeline import Feed
from investors.models import Interaction
from marketing.emails.models import Delivery
from marketing.emails.templatetags.rates import unit

FEED = Feed()
Type = Interaction.Type
ICONS = {
    Type.EMAIL: "mail",
    Type.CALL: "phone",
    Type.MEETING: "calendar",
    Type.PITCH: "speakerphone",
    Type.DUE_DILIGENCE: "search",
    Type.CLOSING: "circle-check",
    Type.NOTE: "note",
}


def interactions(investor, kinds):
    return investor.interactions.select_related("author").prefetch_related("participants")


def of_interaction(row, words):
    kind = row.get_type_display()
    people = ", ".join(contact.name for contact in row.participants.all())
    lines = [
        row.content,
        _("Result: %(outcome)s") % {"outcome": row.outcome} if row.outcome else "",
        _("With %(people)s") % {"people": people} if people else "",
    ]
    return {
        "title": f"{kind} · {row.subject}" if row.subject else kind,
        "icon": ICONS[row.type],
        "text": "\n".join(line for line in lines if line),
        "who": str(row.author or ""),
        "href": reverse("investors:interaction-edit", args=[row.pk]),
        "is_form": True,
    }


def stage_changes(investor, kinds):
    return investor.stage_changes.exclude(to_stage="").select_related("by")


def of_stage_change(row, words):
    return {
        "title": _("Moved to") if row.from_stage else _("Entered as"),
        "icon": "flag" if row.from_stage else "user-plus",
        "who": str(row.by or ""),
        "text": row.reason,
        "state": row.to_stage,
        "state_label": row.get_to_stage_display(),
    }


def commitments(investor, kinds):
    return investor.commitments.select_related("round")


def of_commitment(row, words):
    labels = {"soft": _("soft-circled"), "hard": _("signed"), "wired": _("wired")}
    amount = number_format(row.amount, decimal_pos=0 if row.amount == int(row.amount) else 2, force_grouping=True)
    return {
        "title": _("Commitment to %(round)s") % {"round": row.round},
        "icon": "currency-euro",
        "text": f"{unit(amount, row.round.currency)} · {labels[row.step]}",
        "href": row.round.get_absolute_url(),
    }


def document_views(investor, kinds):
    return investor.document_views.filter(is_machine=False).select_related("document")


def of_document_view(row, words):
    return {
        "title": _("Downloaded %(name)s") % {"name": row.document}
        if row.was_downloaded
        else _("Looked at %(name)s") % {"name": row.document},
        "icon": "download" if row.was_downloaded else "eye",
        "who": row.email,
    }


def updates_of(moment):
    """Messages of updates to the investor's people that have a moment: sent, opened or clicked."""

    def rows(investor, kinds):
        theirs = Q(recipient__startswith=f"{investor.pk}/") | Q(email__iexact=investor.email, recipient__isnull=False)
        messages = Delivery.objects.filter(theirs, campaign__investor_update__investors=investor)
        return messages.filter(**{f"{moment}__isnull": False}).select_related("campaign__investor_update")

    return rows


def of_update(said, icon):
    def entry(row, words):
        update = row.campaign.investor_update
        return {"title": said % {"update": update}, "icon": icon, "who": row.email, "href": update.get_absolute_url()}

    return entry


FEED.register_kind("interaction", gettext_lazy("Interactions"))
FEED.register_kind("stage", gettext_lazy("Stages"))
FEED.register_kind("money", gettext_lazy("Commitments"))
FEED.register_kind("document", gettext_lazy("Documents"))
FEED.register_kind("update", gettext_lazy("Updates"))
FEED.register_source("interaction", rows=interactions, moment="date", entry=of_interaction)
FEED.register_source("stage", rows=stage_changes, moment="at", entry=of_stage_change)
FEED.register_source("money", rows=commitments, moment="updated_at", entry=of_commitment)
FEED.register_source("document", rows=document_views, moment="at", entry=of_document_view)
for moment, said, icon in (
    ("sent_at", gettext_lazy("Update sent: %(update)s"), "send"),
    ("opened_at", gettext_lazy("Update opened: %(update)s"), "mail-opened"),
    ("clicked_at", gettext_lazy("Link clicked in the update: %(update)s"), "click"),
):
    FEED.register_source("update", rows=updates_of(moment), moment=moment, entry=of_update(said, icon))
