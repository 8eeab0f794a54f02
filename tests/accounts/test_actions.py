from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone, translation

from tests.factories.accounts import make_api_key, make_member, make_user, make_workspace
from webox.accounts import actions
from webox.accounts.models import ApiKey, Invitation, Membership, Profile


def membership_of(user):
    return Membership.objects.get(user=user)


@pytest.fixture
def inviter(owner):
    return membership_of(owner)


@pytest.fixture
def invitation(inviter):
    return actions.invite(by=inviter, email="new@example.com", role="member")


def age(invitation, **by):
    Invitation.objects.filter(pk=invitation.pk).update(created_at=timezone.now() - timedelta(**by))
    invitation.refresh_from_db()


# Workspaces


def test_opening_a_workspace_makes_its_founder_the_owner(db):
    user = make_user()
    with translation.override("fr"):
        workspace = actions.open_workspace(by=user, name="Café Été & Cie")
    assert (workspace.slug, workspace.language) == ("cafe-ete-cie", "fr")
    assert list(workspace.memberships.values_list("user", "role")) == [(user.pk, "owner")]
    profile = Profile.objects.get(user=user)
    assert (profile.last_workspace, profile.language) == (workspace, "fr")


def test_a_taken_address_gets_a_number(db):
    user = make_user()
    slugs = [actions.open_workspace(by=user, name="Atelier").slug for _ in range(3)]
    assert slugs == ["atelier", "atelier-2", "atelier-3"]


def test_a_name_without_latin_letters_still_gets_an_address(db):
    assert actions.open_workspace(by=make_user(), name="工房").slug == "workspace"


def test_a_very_common_name_still_gets_an_address(db):
    for number in range(1, 50):
        make_workspace(slug="atelier" if number == 1 else f"atelier-{number}")
    workspace = actions.open_workspace(by=make_user(), name="Atelier")
    assert (workspace.name, workspace.slug.startswith("atelier-")) == ("Atelier", True)


# Invitations


def test_an_invitation_is_mailed_in_the_language_of_the_workspace(inviter, invitation):
    actions.send_invitation(by=inviter, invitation=invitation)
    (message,) = mail.outbox
    assert message.to == ["new@example.com"]
    url = f"http://testserver/invitations/{actions.invitation_token(invitation)}"
    assert url in message.body
    ((html, kind),) = message.alternatives
    assert (kind, url in html) == ("text/html", True)


def test_a_mail_server_that_cannot_be_reached_is_said(inviter, invitation, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(actions.MailNotSent, match="refused"):
        actions.send_invitation(by=inviter, invitation=invitation)
    assert Invitation.objects.open().count() == 1


def test_a_member_is_not_invited_again(inviter, member):
    with pytest.raises(actions.AlreadyMember):
        actions.invite(by=inviter, email=member.email.upper(), role="member")


def test_one_open_invitation_per_address_and_workspace(inviter, invitation, other_workspace):
    with pytest.raises(actions.AlreadyInvited):
        actions.invite(by=inviter, email="NEW@example.com", role="viewer")
    elsewhere = membership_of(make_member(other_workspace, "owner"))
    assert actions.invite(by=elsewhere, email="new@example.com", role="viewer").workspace == other_workspace


@pytest.mark.parametrize(
    ("role", "given"),
    [("admin", "owner"), ("member", "viewer"), ("viewer", "viewer")],
)
def test_nobody_gives_more_than_they_may(workspace, role, given):
    by = membership_of(make_member(workspace, role))
    with pytest.raises(actions.RoleTooHigh):
        actions.invite(by=by, email="new@example.com", role=given)


def test_accepting_joins_the_workspace_once(invitation, workspace):
    user = make_user("new@example.com")
    membership = actions.accept_invitation(by=user, invitation=invitation)
    assert (membership.workspace, membership.role) == (workspace, "member")
    assert Profile.objects.get(user=user).last_workspace == workspace
    with pytest.raises(actions.InvitationGone) as caught:
        actions.accept_invitation(by=user, invitation=invitation)
    assert caught.value.reason == "used"


def test_an_invitation_is_for_its_address_only(invitation):
    with pytest.raises(actions.WrongPerson):
        actions.accept_invitation(by=make_user("else@example.com"), invitation=invitation)
    assert Invitation.objects.open().count() == 1


def test_a_link_is_read_until_its_week_is_over(invitation):
    token = actions.invitation_token(invitation)
    assert actions.invitation_of(token) == invitation
    age(invitation, days=6, hours=23)
    assert actions.invitation_of(actions.invitation_token(invitation)) == invitation
    age(invitation, days=7, seconds=1)
    with pytest.raises(actions.InvitationGone) as caught:
        actions.invitation_of(actions.invitation_token(invitation))
    assert caught.value.reason == "expired"


@pytest.mark.parametrize("token", ["", "x", "1-2-3", "1-000000000000000000000000"])
def test_a_link_that_we_did_not_write_is_unreadable(db, token):
    with pytest.raises(actions.InvitationGone) as caught:
        actions.invitation_of(token)
    assert caught.value.reason == "unreadable"


def test_used_and_withdrawn_links_say_which(invitation):
    token = actions.invitation_token(invitation)
    Invitation.objects.update(accepted_at=timezone.now())
    with pytest.raises(actions.InvitationGone) as caught:
        actions.invitation_of(token)
    assert caught.value.reason == "used"
    invitation.delete()
    with pytest.raises(actions.InvitationGone) as caught:
        actions.invitation_of(token)
    assert caught.value.reason == "withdrawn"


def test_a_link_survives_a_rotated_secret(invitation, settings):
    token = actions.invitation_token(invitation)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert actions.invitation_of(token) == invitation


def test_sending_again_starts_the_week_anew(inviter, invitation):
    age(invitation, days=8)
    actions.send_invitation(by=inviter, invitation=invitation)
    assert not invitation.is_expired


# Members


def test_a_role_is_changed(inviter, member):
    actions.change_role(by=inviter, membership=membership_of(member), role="admin")
    assert membership_of(member).role == "admin"


def test_the_last_owner_stays(inviter, workspace):
    with pytest.raises(actions.LastOwner):
        actions.change_role(by=inviter, membership=inviter, role="admin")
    with pytest.raises(actions.LastOwner):
        actions.remove_member(by=inviter, membership=inviter)
    make_member(workspace, "owner")
    actions.remove_member(by=inviter, membership=inviter)
    assert workspace.memberships.count() == 1


def test_an_admin_does_not_touch_an_owner(workspace, inviter):
    admin = membership_of(make_member(workspace, "admin"))
    with pytest.raises(actions.RoleTooHigh):
        actions.change_role(by=admin, membership=inviter, role="viewer")
    with pytest.raises(actions.RoleTooHigh):
        actions.remove_member(by=admin, membership=inviter)


def test_removing_a_member_stops_their_keys_to_this_workspace_only(inviter, workspace, other_workspace, member):
    Membership.objects.create(workspace=other_workspace, user=member)
    make_api_key(workspace, member)
    make_api_key(other_workspace, member)
    actions.remove_member(by=inviter, membership=Membership.objects.get(user=member, workspace=workspace))
    assert list(ApiKey.objects.filter(revoked_at=None).values_list("workspace", flat=True)) == [other_workspace.pk]


# Keys


def test_the_text_of_a_key_is_not_kept(inviter):
    key, text = actions.issue_key(by=inviter, name="Zapier", scope="read")
    prefix, _dot, secret = text.partition(".")
    assert (key.prefix, key.scope, key.user) == (prefix, "read", inviter.user)
    assert key.secret_hash == ApiKey.hash_of(secret)
    assert secret not in str(ApiKey.objects.values().get())
