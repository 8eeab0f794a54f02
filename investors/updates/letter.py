"""An investor update as the email its readers get, in the language of the workspace."""

import re

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from investors.updates.facts import figures_of, name_of, shown_round
from marketing.emails.actions import default_sender
from marketing.emails.compile import preview
from marketing.emails.models import EmailCampaign

AUDIENCE = "investors"
SECTIONS = ("wins", "lowlights", "next_steps")
# What people write is no template, whatever it looks like.
MARKS = re.compile(r"\{(?=[{%#])")
BULLET = re.compile(r"^[-–—•*·]\s+")


def lines_of(text):
    """What people wrote one line each, without the marks they put before it."""
    return [BULLET.sub("", line.strip()) for line in text.splitlines() if line.strip()]


def plain(value):
    if isinstance(value, str):
        return MARKS.sub("{ ", value)
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


def content_of(update, asks):
    """Fields of the campaign an update becomes; `asks` are its asks as texts."""
    workspace = update.workspace
    with override(workspace.language):
        month = name_of(update.year, update.month)
        context = plain(
            {
                "title": update.title,
                "month": month,
                "headline": update.headline.strip(),
                "figures": figures_of(update.metrics),
                "round": shown_round(update.metrics) if update.shows_round else None,
                "sections": [(label, lines_of(getattr(update, name))) for name, label in section_labels()],
                "asks": [*asks],
                "author": update.created_by.get_full_name() if update.created_by else "",
                "language": workspace.language,
            }
        )
        # Liquid, which the plain texts above are not
        context["greeting"] = (
            # To Liquid an empty text is something.
            '{% if first_name and first_name != "" %}'
            + _("Hello %(name)s,") % {"name": "{{ first_name }}"}
            + "{% else %}"
            + _("Hello,")
            + "{% endif %}"
        )
        html = render_to_string("investors/mail/update.html", context)
        text = render_to_string("investors/mail/update.txt", context)
    from_name, from_email = default_sender(workspace)
    return {
        "name": update.title[:120],
        "subject": context["title"],
        "preheader": context["headline"].partition("\n")[0][:250],
        "html_content": html,
        "text_content": re.sub(r"\n{3,}", "\n\n", text).strip(),
        "from_name": plain(from_name),
        "from_email": from_email,
        "reply_to": update.created_by.email if update.created_by else "",
    }


def section_labels():
    return [("wins", _("Wins")), ("lowlights", _("Lowlights")), ("next_steps", _("The next thirty days"))]


def campaign_of(update, asks):
    """The campaign an update would become, unsaved."""
    return EmailCampaign(workspace=update.workspace, audience_kind=AUDIENCE, **content_of(update, asks))


def preview_of(update, asks):
    """The update as its readers see it, whether or not there is a campaign."""
    return preview(campaign_of(update, asks))


def title_for(workspace, year, month, metrics):
    """A subject that says the month and one figure."""
    with override(workspace.language):
        known = {"name": workspace.name, "month": name_of(year, month)}
        meetings = next((int(each["value"]) for each in metrics if each["name"] == "rdv_count"), 0)
        if not meetings:
            return _("%(name)s: update of %(month)s") % known
        told = ngettext("%(n)s investor meeting", "%(n)s investor meetings", meetings) % {"n": meetings}
        return _("%(name)s, %(month)s: %(figure)s") % (known | {"figure": told})
