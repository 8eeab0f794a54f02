"""People who leave their address themselves, on a form."""

from functools import partial

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm import events
from crm.actions.leads import begin, email_of, find, lock, tags_named, tell_restored
from crm.actions.scoring import score_soon
from crm.fields import lead_fields
from crm.models import Lead, LeadInteraction
from crm.signals import lead_consented
from webox.analytics.actions import record, stitch
from webox.lib.addresses import truncate_ip
from webox.lib.fields import fold

# What a person may fill in about themselves
CAPTURED = ("first_name", "last_name", "phone", "company", "job_title")


@transaction.atomic
def capture_lead(
    *,
    workspace,
    email,
    fields=None,
    source="",
    source_url="",
    consent_text="",
    consent_ip="",
    at=None,
    visitor="",
    tags=(),
    subject="",
    content="",
    metadata=None,
    origin=None,
):
    """A person left their address: their lead, made or found, and whether it was made.

    `fields` fills what is empty (CAPTURED names; `custom_fields` key by key) and never replaces what is there.
    Consent is renewed, a deleted lead comes back, the form is an interaction (`subject`, `content`, `metadata`) and
    the visitor is this lead from now on. `origin`, a row such as the funnel, becomes the subject of the event, so
    that leads are counted by it. Raises ValidationError for an address or a field that is not right.
    """
    at = at or timezone.now()
    email = email_of(email)
    if not email:
        raise ValidationError({"email": _("Write your email address.")})
    lead, is_new = _find_or_insert(workspace, email, source[:80], _web_address(source_url), at)
    was_deleted = lead.is_deleted
    _fill(lead, fields or {})
    if consent_text:
        lead.consent_text, lead.consent_at, lead.consent_ip = consent_text, at, truncate_ip(consent_ip)
        lead.unsubscribed_at = None
        transaction.on_commit(partial(lead_consented.send_robust, sender=Lead, lead=lead, at=at))
    lead.deleted_at = None
    lead.clean_fields(exclude=["source_url", "owner", "workspace"])
    lead.save()
    if is_new:
        begin(lead, None, visitor, origin)
    else:
        record(workspace=workspace, type=events.LEAD_RETURNED, at=at, visitor=visitor, lead_id=lead.pk, subject=origin)
    if was_deleted:
        tell_restored(lead, None)
    if tags:
        lead.tags.add(*tags_named(workspace, tags))
    LeadInteraction.objects.create(
        workspace=workspace,
        lead=lead,
        interaction_type=LeadInteraction.Type.FORM,
        subject=subject[:200],
        content=content,
        interaction_metadata=metadata or {},
        created_at=at,
    )
    stitch(workspace=workspace, visitor=visitor, lead_id=lead.pk)
    score_soon(workspace_id=workspace.pk, lead_ids=[lead.pk])
    return lead, is_new


def _find_or_insert(workspace, email, source, source_url, at):
    if existing := find(workspace, email):
        return lock(existing, alive=False), False
    try:
        with transaction.atomic():
            fields = {"email": email, "source": source, "source_url": source_url, "created_at": at, "status_since": at}
            return Lead.objects.create(workspace=workspace, **fields), True
    except IntegrityError:
        # The same person pressed twice, and the other request was first.
        return lock(find(workspace, email), alive=False), False


def _web_address(text):
    """The address of the page, or nothing: a lead is not lost over it, and a link must lead to the web."""
    return text[:1000] if text.startswith(("https://", "http://")) else ""


def _fill(lead, fields):
    for name in CAPTURED:
        if not getattr(lead, name):
            setattr(lead, name, str(fields.get(name) or "").strip())
    # Later keys win: what the lead has already.
    lead.custom_fields = {**own_fields(lead.workspace, fields.get("custom_fields") or {}), **lead.custom_fields}


def own_fields(workspace, given):
    """What a form asked, by the workspace's own fields where one has that key or label.

    What no field asks for is kept as it came: a form may ask before anybody defines the field. What a field cannot
    read is left out; the interaction still has it, word for word.
    """
    known = {}
    for field in lead_fields(workspace).values() if given else ():
        if field.is_custom:
            known |= {fold(field.label): field, field.key: field}
    kept = {}
    for name, text in given.items():
        field = known.get(fold(name))
        try:
            value = field.parse(text) if field else text
        except ValidationError:
            continue
        if value is not None:
            kept[field.key if field else name] = value
    return kept
