from functools import partial

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from crm import events
from crm.actions import ledger
from crm.actions.fields import merged
from crm.actions.scoring import score_soon
from crm.due import forget_due
from crm.fields import CUSTOM, lead_fields
from crm.models import Lead, LeadEdit, LeadInteraction, StatusChange, Tag
from crm.models.leads import top_rank
from crm.signals import lead_created, lead_status_changed
from webox.accounts.models import Membership
from webox.analytics.actions import record
from webox.lib.addresses import normalise_email

MOST_TAGS = 100
Kind = StatusChange.Kind
# What an edit records elsewhere: in the ledger, and as an event
TRACED = {"status", "owner"}


class DuplicateLead(Exception):
    """The workspace has a lead with this email, perhaps a deleted one: `existing`.

    `is_hidden` from whoever wrote the email: they are told that it is taken, and not by whom.
    """

    def __init__(self, existing, is_hidden=False):
        self.existing, self.is_hidden = existing, is_hidden
        super().__init__(self.message)

    @property
    def message(self):
        if self.is_hidden:
            return _("Another lead has the address “%(email)s” already.") % {"email": self.existing.email}
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
    """Of a member who sees their own leads only the lead is theirs, or they would lose it at once.

    Raises DuplicateLead, OwnerNotMember, ValidationError, also for `custom_fields` that are not the workspace's.
    """
    if fields.get("custom_fields"):
        fields["custom_fields"] = merged(workspace, {}, fields["custom_fields"])
    fields["email"] = email_of(fields.get("email", ""))
    fields.setdefault("status_since", fields.get("created_at") or timezone.now())
    if fields.get("owner"):
        _require_member(workspace, fields["owner"])
    elif sees_own_only(workspace, by):
        fields["owner"] = by
    lead = _insert(workspace, fields, by)
    begin(lead, by)
    if tags:
        lead.tags.set(tags_named(workspace, tags))
    return lead


def _insert(workspace, fields, by):
    try:
        with transaction.atomic():
            return Lead.objects.create(workspace=workspace, **fields)
    except IntegrityError:
        _refuse_duplicate(workspace, fields["email"], by)
        raise


def begin(lead, by, visitor="", subject=None):
    """The first line of a lead's ledger, and the news of it."""
    ledger.append(workspace=lead.workspace, by=by, lines=[ledger.of_lead(lead, Kind.CREATED, lead.created_at)])
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
    score_soon(workspace_id=lead.workspace_id, lead_ids=[lead.pk])


@transaction.atomic
def edit_lead(*, lead, by, **fields):
    """Change any of a lead's fields; `status`, `owner` and `tags` leave the traces their own actions leave.

    Of `custom_fields` the keys that are given change, and None takes one away; the others stay.
    Raises DuplicateLead, OwnerNotMember, LeadIsDeleted, ValidationError.
    """
    lead = lock(lead)
    before, value = values_of(lead), lead.estimated_value
    status, owner = fields.pop("status", lead.status), fields.pop("owner", lead.owner)
    tags = fields.pop("tags", None)
    if "email" in fields:
        fields["email"] = email_of(fields["email"])
    if "custom_fields" in fields:
        fields["custom_fields"] = merged(lead.workspace, lead.custom_fields, fields["custom_fields"])
    for name, given in fields.items():
        setattr(lead, name, given)
    try:
        with transaction.atomic():
            lead.save()
    except IntegrityError:
        _refuse_duplicate(lead.workspace, lead.email, by, but=lead)
        raise
    if lead.estimated_value != value:
        line = ledger.of_lead(lead, Kind.VALUED, timezone.now(), from_status=lead.status, from_value=value)
        ledger.append(workspace=lead.workspace, by=by, lines=[line])
    if tags is not None:
        lead.tags.set(tags_named(lead.workspace, tags))
    _record_edit(lead, by, before)
    if "next_step_at" in fields:
        transaction.on_commit(partial(forget_due, lead.workspace_id, lead.owner_id))
    lead = assign(lead=lead, owner=owner, by=by)
    # An import may have brought the reason before the status.
    reason = lead.lost_reason if status == Lead.Status.LOST else ""
    return change_status(lead=lead, status=status, by=by, reason=reason)


def values_of(lead):
    """{field: value} of a lead as edits keep them; custom fields one by one, also those no longer in use."""
    known = lead_fields(lead.workspace)
    values = {name: field.dump(field.read(lead)) for name, field in known.items() if field.writable}
    return values | {CUSTOM + key: value for key, value in lead.custom_fields.items()}


def _record_edit(lead, by, before):
    """Whether there was anything to record."""
    after = values_of(lead)
    names = [name for name in before | after if name not in TRACED and before.get(name) != after.get(name)]
    if names:
        changes = {name: [before.get(name), after.get(name)] for name in names}
        LeadEdit.objects.create(workspace=lead.workspace, lead=lead, by=by, changes=changes)
        score_soon(workspace_id=lead.workspace_id, lead_ids=[lead.pk])
    return bool(names)


@transaction.atomic
def change_status(*, lead, status, by, reason="", rank=None):
    """Move a lead along the pipeline. Nothing happens, and nothing is written, when it is there already.

    It becomes the first card of its column unless `rank` says otherwise. `reason` is kept in the ledger, and as the
    lead's `lost_reason` where it is lost.
    """
    if status not in Lead.Status.values:
        raise ValidationError({"status": _("“%(status)s” is not a status.") % {"status": status}})
    lead = lock(lead)
    before, since = lead.status, lead.status_since
    if before == status:
        return lead
    now = timezone.now()
    lead.status, lead.status_since, lead.rank = status, now, top_rank() if rank is None else rank
    lead.lost_reason = reason[:200] if status == Lead.Status.LOST else ""
    lead.save(update_fields=["status", "status_since", "rank", "lost_reason", "updated_at"])
    was = {"from_status": before, "from_value": lead.estimated_value, "status_since": since, "reason": reason}
    ledger.append(workspace=lead.workspace, by=by, lines=[ledger.of_lead(lead, Kind.MOVED, now, **was)])
    record(
        workspace=lead.workspace,
        type=events.LEAD_STATUS_CHANGED,
        at=now,
        lead_id=lead.pk,
        properties={"from": before, "to": status},
    )
    news = partial(lead_status_changed.send_robust, sender=Lead, lead=lead)
    transaction.on_commit(partial(news, from_status=before, to_status=status, by=by))
    score_soon(workspace_id=lead.workspace_id, lead_ids=[lead.pk])
    return lead


@transaction.atomic
def assign(*, lead, owner, by):
    """Give a lead to a member of its workspace, or to nobody (None)."""
    lead = lock(lead)
    if lead.owner == owner:
        return lead
    if owner:
        _require_member(lead.workspace, owner)
    lead.owner = owner
    lead.save(update_fields=["owner", "updated_at"])
    was = {"from_status": lead.status, "from_value": lead.estimated_value}
    ledger.append(workspace=lead.workspace, by=by, lines=[ledger.of_lead(lead, Kind.ASSIGNED, timezone.now(), **was)])
    properties = {"owner_id": owner.pk if owner else None, "title": str(owner) if owner else ""}
    record(workspace=lead.workspace, type=events.LEAD_ASSIGNED, lead_id=lead.pk, properties=properties)
    score_soon(workspace_id=lead.workspace_id, lead_ids=[lead.pk])
    return lead


@transaction.atomic
def set_tags(*, lead, tags, by):
    """Give a lead exactly these tags, by name; names not known yet become tags."""
    lead = lock(lead)
    before = values_of(lead)
    lead.tags.set(tags_named(lead.workspace, tags))
    if _record_edit(lead, by, before):
        lead.save(update_fields=["updated_at"])
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
    lead = lock(lead)
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
    lead = lock(lead, alive=False)
    if lead.is_deleted:
        return lead
    lead.deleted_at = now = timezone.now()
    lead.save(update_fields=["deleted_at", "updated_at"])
    line = ledger.of_lead(lead, Kind.DELETED, now, from_status=lead.status, from_value=lead.estimated_value)
    ledger.append(workspace=lead.workspace, by=by, lines=[line])
    _record_by(lead, events.LEAD_DELETED, by)
    return lead


@transaction.atomic
def restore_lead(*, lead, by):
    lead = lock(lead, alive=False)
    if not lead.is_deleted:
        return lead
    lead.deleted_at = None
    lead.save(update_fields=["deleted_at", "updated_at"])
    tell_restored(lead, by)
    return lead


def tell_restored(lead, by):
    line = ledger.of_lead(lead, Kind.RESTORED, timezone.now())
    ledger.append(workspace=lead.workspace, by=by, lines=[line])
    _record_by(lead, events.LEAD_RESTORED, by)


def _record_by(lead, type, by):
    properties = {"by_id": by.pk, "title": str(by)} if by else {}
    record(workspace=lead.workspace, type=type, lead_id=lead.pk, properties=properties)


@transaction.atomic
def mark_unsubscribed(*, lead, at):
    """The person wants no more mail. The first time is kept."""
    lead = lock(lead, alive=False)
    if not lead.unsubscribed_at:
        lead.unsubscribed_at = at
        lead.save(update_fields=["unsubscribed_at", "updated_at"])
    return lead


@transaction.atomic
def mark_resubscribed(*, lead):
    lead = lock(lead, alive=False)
    lead.unsubscribed_at = None
    lead.save(update_fields=["unsubscribed_at", "updated_at"])
    return lead


def lock(lead, alive=True):
    """The lead as it is now, held until the end of the transaction."""
    rows = Lead.objects.select_for_update(of=("self",)).select_related("workspace", "owner")
    lead = rows.get(pk=lead.pk)
    if alive and lead.is_deleted:
        raise LeadIsDeleted
    return lead


def email_of(text):
    try:
        return normalise_email(text) if text and text.strip() else ""
    except ValidationError as error:
        raise ValidationError({"email": error.messages}) from error


def _require_member(workspace, user):
    if not Membership.objects.filter(workspace=workspace, user=user).exists():
        raise OwnerNotMember


def find(workspace, email):
    return Lead.objects.for_workspace(workspace).with_email(email).first() if email else None


def _refuse_duplicate(workspace, email, by, but=None):
    existing = find(workspace, email)
    if existing and existing != but:
        is_hidden = existing.owner_id != (by and by.pk) and sees_own_only(workspace, by)
        raise DuplicateLead(existing, is_hidden) from None


def sees_own_only(workspace, user):
    membership = Membership.objects.filter(workspace=workspace, user=user).first() if user else None
    return bool(membership and membership.sees_own_leads_only)
