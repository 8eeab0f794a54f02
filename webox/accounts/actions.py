import secrets
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from webox.accounts.models import ApiKey, Invitation, Membership, Profile, Workspace
from webox.lib.tokens import BadToken, ExpiredToken, sign_until, unsign

LANGUAGES = dict(settings.LANGUAGES)


class AlreadyMember(Exception):
    pass


class AlreadyInvited(Exception):
    pass


class LastOwner(Exception):
    """A workspace keeps at least one owner."""


class RoleTooHigh(Exception):
    """Nobody gives a role above their own, nor changes a person who has one."""


class InvitationGone(Exception):
    """`reason` is expired, used, withdrawn or unreadable."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class WrongPerson(Exception):
    """The invitation was sent to another address."""


class MailNotSent(Exception):
    """The mail server refused or could not be reached; its words are the message."""


def open_workspace(*, by, name, **fields):
    """Create a workspace owned by `by`, with an address of its own made from its name."""
    language = get_language() if get_language() in LANGUAGES else settings.LANGUAGE_CODE
    fields = {"language": language} | fields
    for slug in free_slugs(name):
        try:
            with transaction.atomic():
                workspace = Workspace.objects.create(name=name, slug=slug, **fields)
                Membership.objects.create(workspace=workspace, user=by, role=Membership.Role.OWNER)
                Profile.objects.update_or_create(
                    user=by, defaults={"last_workspace": workspace}, create_defaults=profile_defaults(workspace)
                )
                return workspace
        except IntegrityError:  # somebody took the address between the look and the write
            if not Workspace.objects.filter(slug=slug).exists():
                raise
    raise AssertionError("free_slugs() ends with one nobody has")


def free_slugs(name):
    """Addresses made from a name that nobody has at this moment: plain, numbered, at last with random letters."""
    base = slugify(name)[:40].strip("-_") or "workspace"
    taken = set(Workspace.objects.filter(slug__startswith=base).values_list("slug", flat=True)[:1000])
    for slug in (base, *(f"{base}-{number}" for number in range(2, 50)), f"{base}-{secrets.token_hex(8)}"):
        if slug not in taken:
            yield slug


def profile_defaults(workspace):
    return {"last_workspace": workspace, "language": get_language() if get_language() in LANGUAGES else ""}


def invite(*, by, email, role):
    """`by` is the membership of the person who invites. The mail is sent by send_invitation()."""
    check_may_give(by, role)
    if by.workspace.memberships.filter(user__email__iexact=email).exists():
        raise AlreadyMember(email)
    try:
        with transaction.atomic():
            return Invitation.objects.create(workspace=by.workspace, email=email, role=role, invited_by=by.user)
    except IntegrityError:
        raise AlreadyInvited(email) from None


def send_invitation(*, by, invitation):
    """Mail the link, valid for a week from now on. Raises MailNotSent."""
    Invitation.objects.filter(pk=invitation.pk).update(created_at=timezone.now())
    invitation.refresh_from_db()
    context = {
        "invitation": invitation,
        "workspace": invitation.workspace,
        "by": by.user,
        "url": settings.SITE_URL + reverse("accounts:invitation-accept", args=[invitation_token(invitation)]),
    }
    with override(invitation.workspace.language):
        subject = _("%(person)s invites you to %(workspace)s") % {
            "person": by.user.get_full_name(),
            "workspace": invitation.workspace.name,
        }
        text = render_to_string("accounts/mail/invitation.txt", context)
        html = render_to_string("accounts/mail/invitation.html", context)
    message = EmailMultiAlternatives(" ".join(subject.split()), text, to=[invitation.email])
    message.attach_alternative(html, "text/html")
    try:
        message.send()
    except (SMTPException, OSError) as error:
        raise MailNotSent(str(error)) from error


def invitation_token(invitation):
    return sign_until("invitation", invitation.pk, until=invitation.expires_at.timestamp(), key=token_keys())


def token_keys():
    return [key.encode() for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def invitation_of(token):
    """The open invitation of a link. Raises InvitationGone."""
    try:
        (pk,) = unsign("invitation", token, token_keys())
    except ExpiredToken:
        raise InvitationGone("expired") from None
    except (BadToken, ValueError):
        raise InvitationGone("unreadable") from None
    invitation = Invitation.objects.filter(pk=pk).select_related("workspace", "invited_by").first()
    if invitation is None:
        raise InvitationGone("withdrawn")
    if invitation.accepted_at:
        raise InvitationGone("used")
    return invitation


@transaction.atomic
def accept_invitation(*, by, invitation):
    """Make `by` a member of the inviting workspace and return the membership."""
    if invitation.email.lower() != by.email.lower():
        raise WrongPerson(invitation.email)
    now = timezone.now()
    if not Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=now):
        raise InvitationGone("used")
    membership, _created = Membership.objects.get_or_create(
        workspace=invitation.workspace, user=by, defaults={"role": invitation.role}
    )
    Profile.objects.update_or_create(
        user=by,
        defaults={"last_workspace": invitation.workspace},
        create_defaults=profile_defaults(invitation.workspace),
    )
    return membership


@transaction.atomic
def change_role(*, by, membership, role, own_leads_only=None):
    """What a member may do and, where it is said, whether they see only the leads they own."""
    check_may_give(by, role)
    check_may_give(by, membership.role)
    if role != Membership.Role.OWNER:
        keep_an_owner(membership)
    membership.role = role
    if own_leads_only is not None:
        membership.own_leads_only = own_leads_only
    membership.save(update_fields=["role", "own_leads_only"])


@transaction.atomic
def remove_member(*, by, membership):
    """Take a person out of the workspace; their API keys to it stop working, their work stays."""
    check_may_give(by, membership.role)
    keep_an_owner(membership)
    ApiKey.objects.for_workspace(membership.workspace).filter(user=membership.user).revoke()
    membership.delete()


def check_may_give(by, role):
    if role not in by.may_give:
        raise RoleTooHigh(role)


def keep_an_owner(membership):
    # The lock makes two owners who demote each other at the same moment take turns.
    Workspace.objects.select_for_update().get(pk=membership.workspace_id)
    owners = Membership.objects.filter(workspace=membership.workspace_id, role=Membership.Role.OWNER)
    if list(owners.values_list("pk", flat=True)[:2]) == [membership.pk]:
        raise LastOwner


def issue_key(*, by, name, scope):
    """Create an API key that acts as `by`; returns it and the text to show once."""
    key = ApiKey(workspace=by.workspace, user=by.user, name=name, scope=scope)
    text = key.issue()
    key.save()
    return key, text
