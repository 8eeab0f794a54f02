from functools import partial

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from crm import events
from crm.models import Lead, LeadInteraction, StatusChange, Tag
from crm.signals import lead_consented, lead_created, lead_status_changed
from webox.accounts.models import Membership
from webox.analytics.actions import record, stitch
from webox.lib.addresses import normalise_email, truncate_ip

# What a person may fill in about themselves on a form
CAPTURED = ("first_name", "last_name", "phone", "company", "job_title")
MOST_TAGS = 100


class DuplicateLead(Exception):
    """The workspace has a lead with this email, perhaps a deleted one: `existing`."""

    def __init__(self, existing):
        self.existing = existing
        super().__init__(self.message)

    @property
    def message(self):
        if self.existing.is_deleted:
            return _("A deleted lead has this email: %(name)s. Restore it instead.") % {"name": self.existing}
        return _("A lead with this email exists already: %(name)s.") % {"name": self.existing}


class OwnerNotMember(Exception):
    message = _("The owner must be a member of this workspace.")

    def __init__(self):
        super().__init__(self.message)


class LeadIsDeleted(Exception):
    def __init__(self):
        self.message = _("This lead is deleted. Restore it before you change it.")
        super().__init__(self.message)


@transaction.atomic
def create_lead(*, workspace, by, tags=(), **fields):
    """Raises DuplicateLead, OwnerNotMember, ValidationError."""
    fields["email"] = _email(fields.get("email", ""))
    if fields.get("owner"):
        _require_member(workspace, fields["owner"])
    lead = _insert(workspace, fields)
    _begin(lead, by)
    if tags:
        set_tags(lead=lead, tags=tags, by=by)
    return lead


def _insert(workspace, fields):
    try:
        with transaction.atomic():
            return Lead.objects.create(workspace=workspace, **fields)
    except IntegrityError:
        _refuse_duplicate(workspace, fields["email"])
        raise


def _begin(lead, by, visitor="", subject=None):
    """The first line of a lead's ledger, and the news of it."""
    StatusChange.objects.create(workspace=lead.workspace, lead=lead, to_status=lead.status, by=by, at=lead.created_at)
    record(
        workspace=lead.workspace,
        type=events.LEAD_CREATED,
        at=lead.created_at,
        visitor=visitor,
        lead_id=lead.pk,
        subject=subject,
        properties={"source": lead.source},
    )
    transaction.on_commit(partial(lead_created.send_robust, sender=Lead, lead=lead, by=by))


@transaction.atomic
def edit_lead(*, lead, by, **fields):
    """Change any of a lead's fields; `status`, `owner` and `tags` leave the traces their own actions leave.

    Raises DuplicateLead, OwnerNotMember, LeadIsDeleted, ValidationError.
    """
    lead = _lock(lead)
    status, owner = fields.pop("status", lead.status), fields.pop("owner", lead.owner)
    tags = fields.pop("tags", None)
    if "email" in fields:
        fields["email"] = _email(fields["email"])
    for name, value in fields.items():
        setattr(lead, name, value)
    try:
        with transaction.atomic():
            lead.save()
    except IntegrityError:
        _refuse_duplicate(lead.workspace, lead.email, but=lead)
        raise
    if tags is not None:
        set_tags(lead=lead, tags=tags, by=by)
    lead = assign(lead=lead, owner=owner, by=by)
    return change_status(lead=lead, status=status, by=by)


@transaction.atomic
def change_status(*, lead, status, by):
    """Move a lead along the pipeline. Nothing happens, and nothing is written, when it is there already."""
    if status not in Lead.Status.values:
        raise ValidationError({"status": _("“%(status)s” is not a status.") % {"status": status}})
    lead = _lock(lead)
    before = lead.status
    if before == status:
        return lead
    now = timezone.now()
    lead.status = status
    lead.save(update_fields=["status", "updated_at"])
    StatusChange.objects.create(
        workspace=lead.workspace, lead=lead, from_status=before, to_status=status, by=by, at=now
    )
    record(
        workspace=lead.workspace,
        type=events.LEAD_STATUS_CHANGED,
        at=now,
        lead_id=lead.pk,
        properties={"from": before, "to": status},
    )
    news = partial(lead_status_changed.send_robust, sender=Lead, lead=lead)
    transaction.on_commit(partial(news, from_status=before, to_status=status, by=by))
    return lead


@transaction.atomic
def assign(*, lead, owner, by):
    """Give a lead to a member of its workspace, or to nobody (None)."""
    lead = _lock(lead)
    if lead.owner == owner:
        return lead
    if owner:
        _require_member(lead.workspace, owner)
    lead.owner = owner
    lead.save(update_fields=["owner", "updated_at"])
    properties = {"owner_id": owner.pk if owner else None, "title": str(owner) if owner else ""}
    record(workspace=lead.workspace, type=events.LEAD_ASSIGNED, lead_id=lead.pk, properties=properties)
    return lead


@transaction.atomic
def set_tags(*, lead, tags, by):
    """Give a lead exactly these tags, by name; names not known yet become tags."""
    lead = _lock(lead)
    lead.tags.set(tags_named(lead.workspace, tags))
    return lead


def tags_named(workspace, names):
    """The workspace's tags of these names, made where missing. Upper and lower case are one tag."""
    names = list({name.lower(): name for name in (" ".join(name.split()) for name in names) if name}.values())
    if len(names) > MOST_TAGS:
        raise ValidationError({"tags": _("Give at most %(number)d tags.") % {"number": MOST_TAGS}})
    if too_long := [name for name in names if len(name) > 60]:
        raise ValidationError({"tags": _("A tag has at most 60 characters: “%(tag)s”.") % {"tag": too_long[0]}})
    if not names:
        return []
    named = Q()
    for name in names:
        named |= Q(name__iexact=name)
    tags = Tag.objects.for_workspace(workspace).filter(named)
    known = {tag.name.lower() for tag in tags}
    missing = [Tag(workspace=workspace, name=name) for name in names if name.lower() not in known]
    if missing:
        # Another request may make the same tag at this moment; both then use the one that is there.
        Tag.objects.bulk_create(missing, ignore_conflicts=True)
    return list(tags.all())


@transaction.atomic
def add_interaction(
    *, lead, by, interaction_type=LeadInteraction.Type.NOTE, subject="", content="", interaction_metadata=None
):
    lead = _lock(lead)
    interaction = LeadInteraction.objects.create(
        workspace=lead.workspace,
        lead=lead,
        author=by,
        interaction_type=interaction_type,
        subject=subject,
        content=content,
        interaction_metadata=interaction_metadata or {},
    )
    record(
        workspace=lead.workspace,
        type=events.INTERACTION_ADDED,
        at=interaction.created_at,
        lead_id=lead.pk,
        properties={"interaction_id": interaction.pk, "type": interaction_type},
    )
    return interaction


@transaction.atomic
def delete_lead(*, lead, by):
    """Take a lead out of every list. It keeps its address, its history and its place to come back to."""
    lead = _lock(lead, alive=False)
    if lead.is_deleted:
        return lead
    lead.deleted_at = timezone.now()
    lead.save(update_fields=["deleted_at", "updated_at"])
    _record_by(lead, events.LEAD_DELETED, by)
    return lead


@transaction.atomic
def restore_lead(*, lead, by):
    lead = _lock(lead, alive=False)
    if not lead.is_deleted:
        return lead
    lead.deleted_at = None
    lead.save(update_fields=["deleted_at", "updated_at"])
    _record_by(lead, events.LEAD_RESTORED, by)
    return lead


def _record_by(lead, type, by):
    properties = {"by_id": by.pk, "title": str(by)} if by else {}
    record(workspace=lead.workspace, type=type, lead_id=lead.pk, properties=properties)


@transaction.atomic
def mark_unsubscribed(*, lead, at):
    """The person wants no more mail. The first time is kept."""
    lead = _lock(lead, alive=False)
    if not lead.unsubscribed_at:
        lead.unsubscribed_at = at
        lead.save(update_fields=["unsubscribed_at", "updated_at"])
    return lead


@transaction.atomic
def mark_resubscribed(*, lead):
    lead = _lock(lead, alive=False)
    lead.unsubscribed_at = None
    lead.save(update_fields=["unsubscribed_at", "updated_at"])
    return lead


def _lock(lead, alive=True):
    """The lead as it is now, held until the end of the transaction."""
    rows = Lead.objects.select_for_update(of=("self",)).select_related("workspace", "owner")
    lead = rows.get(pk=lead.pk)
    if alive and lead.is_deleted:
        raise LeadIsDeleted
    return lead


def _email(text):
    try:
        return normalise_email(text) if text and text.strip() else ""
    except ValidationError as error:
        raise ValidationError({"email": error.messages}) from error


def _require_member(workspace, user):
    if not Membership.objects.filter(workspace=workspace, user=user).exists():
        raise OwnerNotMember


def _find(workspace, email):
    return Lead.objects.for_workspace(workspace).with_email(email).first() if email else None


def _refuse_duplicate(workspace, email, but=None):
    existing = _find(workspace, email)
    if existing and existing != but:
        raise DuplicateLead(existing) from None


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
    email = _email(email)
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
        _begin(lead, None, visitor, origin)
    else:
        record(workspace=workspace, type=events.LEAD_RETURNED, at=at, visitor=visitor, lead_id=lead.pk, subject=origin)
    if was_deleted:
        _record_by(lead, events.LEAD_RESTORED, None)
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
    return lead, is_new


def _find_or_insert(workspace, email, source, source_url, at):
    if existing := _find(workspace, email):
        return _lock(existing, alive=False), False
    try:
        with transaction.atomic():
            fields = {"email": email, "source": source, "source_url": source_url, "created_at": at}
            return Lead.objects.create(workspace=workspace, **fields), True
    except IntegrityError:
        # The same person pressed twice, and the other request was first.
        return _lock(_find(workspace, email), alive=False), False


def _web_address(text):
    """The address of the page, or nothing: a lead is not lost over it, and a link must lead to the web."""
    return text[:1000] if text.startswith(("https://", "http://")) else ""


def _fill(lead, fields):
    for name in CAPTURED:
        if not getattr(lead, name):
            setattr(lead, name, str(fields.get(name) or "").strip())
    # Later keys win: what the lead has already.
    lead.custom_fields = {**(fields.get("custom_fields") or {}), **lead.custom_fields}
