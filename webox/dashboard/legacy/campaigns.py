from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone, translation
from django.utils.translation import ngettext

from crm.segments import WrongRules, validate
from marketing.emails.actions import create_campaign
from marketing.emails.models import EmailCampaign
from webox.dashboard.legacy.rows import Refused, one_by_one
from webox.dashboard.legacy.twins import twin

Status = EmailCampaign.Status
COLUMNS = frozenset(
    {
        *("id", "name", "subject", "preheader", "html_content", "text_content", "from_name", "from_email", "reply_to"),
        *("status", "scheduled_at", "sent_at", "segment_rules", "created_at", "updated_at"),
        *("total_recipients", "total_sent", "total_delivered", "total_opened", "total_clicked", "total_bounced"),
        # Rates are computed from the sums.
        *("open_rate", "click_rate"),
    }
)


@one_by_one
def take(run, row):
    row.require_id()
    name = row.text("name", 120) or row.text("subject", 120)
    if not name:
        raise Refused("it has neither a name nor a subject")
    created = row.past("created_at")
    if found := twin(run, row, EmailCampaign, name, created):
        row.subject_id = found.pk
        row.end("matched", "the same campaign as in the other table")
        return
    status = row.choice("status", Status, Status.DRAFT)
    if status == Status.COMPLETED:
        fields = history(row, created)
    else:
        fields = {"status": Status.DRAFT, "pause_reason": why_draft(run, row, status)}
    if not row.text("subject"):
        row.note("it had no subject: its name stands there")
    try:
        campaign = create_campaign(
            workspace=run.workspace,
            by=run.by,
            name=name,
            subject=row.text("subject", 250) or name,
            preheader=row.text("preheader", 250),
            html_content=row.long_text("html_content"),
            text_content=row.long_text("text_content"),
            from_name=row.text("from_name", 120),
            from_email=address(row, "from_email"),
            reply_to=address(row, "reply_to"),
            segment_rules=rules_of(run, row),
            created_at=created or timezone.now(),
            **fields,
        )
    except ValidationError as error:
        raise Refused("; ".join(error.messages)) from error
    row.subject_id = campaign.pk
    row.end("created")


def why_draft(run, row, status):
    """Nothing here sends by itself what another system had begun; the reason, for the draft's page."""
    if status == Status.DRAFT:
        return ""
    at = row.moment("scheduled_at")
    row.note(f"it was {status}{f' for {at:%Y-%m-%d %H:%M} UTC' if at else ''} and came in as a draft")
    if not (sent := row.count("total_sent")):
        return ""
    row.note(f"{sent} messages of it had left: sent from here, they would go out again")
    with translation.override(run.workspace.language):
        return ngettext(
            "An earlier system had sent %(number)d message of it already. Sent from here, it goes to everyone again.",
            "An earlier system had sent %(number)d messages of it already. Sent from here, it goes to everyone again.",
            sent,
        ) % {"number": sent}


def history(row, created):
    """The fields of a campaign that was sent: audience = sent + skipped + bounced + uncertain, to the person."""
    audience, sent, delivered, bounced, opened, clicked = (
        row.count(f"total_{name}") for name in ("recipients", "sent", "delivered", "bounced", "opened", "clicked")
    )
    # Sent meant handed over there, bounces among them; here it means accepted.
    arrived = delivered or max(0, sent - bounced)
    handed_over = max(sent, arrived + bounced)
    everyone = max(audience, handed_over)
    uncertain, skipped = handed_over - arrived - bounced, everyone - handed_over
    if uncertain:
        row.note(f"{uncertain} sent without a word of their delivery count as uncertain")
    if skipped:
        row.note(f"{skipped} of its audience that were never sent to count as skipped")
    if everyone > audience:
        row.note(f"its audience was {audience}, and {everyone} were sent to: counted as {everyone}")
    seen = {}
    for name, number in (("opened", opened), ("clicked", clicked)):
        seen[f"total_{name}"] = min(number, arrived)
        if number > arrived:
            row.note(f"{number} {name} of {arrived} delivered: counted as {arrived}")
    at = row.past("sent_at")
    return {
        "status": Status.COMPLETED,
        "totals_only": True,
        "frozen_at": at or created or timezone.now(),
        "sent_at": at,
        "total_recipients": everyone,
        "total_sent": arrived,
        "total_bounced": bounced,
        "total_skipped": skipped,
        "total_uncertain": uncertain,
    } | seen


def address(row, name):
    text = row.text(name)
    try:
        if text:
            validate_email(text)
    except ValidationError:
        row.note(f"{name} “{text[:60]}” is not an email address and was left out")
        return ""
    return text


def rules_of(run, row):
    rules = row.parsed("segment_rules")
    if not rules:
        return {}
    try:
        validate(run.workspace, rules)
    except WrongRules as error:
        row.note(f"its segment_rules mean nothing here and were left out, so its audience is every lead: {error.text}")
        return {}
    return rules
