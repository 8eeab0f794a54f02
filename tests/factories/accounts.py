from itertools import count

from rest_framework.test import APIClient

from webox.accounts.models import ApiKey, Membership, User, Workspace

number = count(1)


def make_user(email=None, **fields):
    return User.objects.create_user(email or f"user{next(number)}@example.com", "correct horse battery", **fields)


def make_workspace(name=None, **fields):
    n = next(number)
    fields = {"slug": f"workspace-{n}", "postal_address": "1 rue de la Paix, 75002 Paris"} | fields
    return Workspace.objects.create(name=name or f"Workspace {n}", **fields)


def make_member(workspace, role=Membership.Role.MEMBER, own_leads_only=False, **user_fields):
    user = make_user(**user_fields)
    Membership.objects.create(workspace=workspace, user=user, role=role, own_leads_only=own_leads_only)
    return user


def make_api_key(workspace, user, scope=ApiKey.Scope.WRITE):
    """Returns the text a program sends."""
    key = ApiKey(workspace=workspace, user=user, name="test", scope=scope)
    text = key.issue()
    key.save()
    return text


def make_api(workspace, user):
    """A DRF client that acts as that person through an API key that may write."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Api-Key {make_api_key(workspace, user)}")
    return client
