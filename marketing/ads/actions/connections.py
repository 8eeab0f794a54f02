"""Accounts on platforms: connected with their credentials, read by workers, steered from the pages of campaigns."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from marketing.ads.actions.pulling import ask_pull
from marketing.ads.models import Ad, AdConnection, AdSet
from marketing.ads.models.campaigns import Status
from marketing.ads.providers import ADAPTERS
from marketing.ads.providers.base import Creative, PlatformFailed
from marketing.ads.providers.sandbox import Sandbox
from marketing.ads.providers.speaking import speaking_to
from webox.lib.vault import Unreadable

# After so long, whoever was sending an ad is gone.
SENDING = timedelta(minutes=2)


class NotConnected(Exception):
    """The credentials do not open the account, or the platform cannot say so now."""

    def __init__(self, message):
        self.message = message
        super().__init__(str(message))


class NotSteered(Exception):
    """The platform did not do it; nothing was changed here."""

    def __init__(self, message):
        self.message = message
        super().__init__(str(message))


def accounts_of(*, workspace, adapter, given):
    """The accounts that credentials reach. Raises NotConnected."""
    return _accounts(_tried(workspace, adapter, given))


def connect(*, workspace, by, adapter, given, account_ids):
    """Connect accounts the credentials reach, and have their figures pulled; those there are already stay as they are.
    Raises NotConnected."""
    tried = _tried(workspace, adapter, given)
    reached = _accounts(tried)
    accounts = [_account(reached, id) for id in account_ids]
    known = AdConnection.objects.for_workspace(workspace).filter(adapter=adapter)
    taken = set(known.values_list("account_id", flat=True))
    new = [_of_account(tried, account, given) for account in accounts if account.id not in taken]
    if not new:
        raise NotConnected(_("This account is connected already."))
    try:
        with transaction.atomic():
            for connection in new:
                connection.save()
    except IntegrityError as error:
        raise NotConnected(_("This account is connected already.")) from error
    for connection in new:
        ask_pull(connection=connection, by=by)
    return new


def _of_account(tried, account, given):
    return AdConnection(
        workspace=tried.workspace,
        adapter=tried.adapter,
        platform=given.get("platform") or ADAPTERS[tried.adapter].platforms[0],
        account_id=account.id,
        account_name=account.name[:255],
        currency=account.currency[:3].upper(),
        sealed_credentials=tried.sealed_credentials,
        memory=tried.memory,
    )


def change_credentials(*, connection, by, given):
    """Put others in place of the sealed ones, once they open the same account. Raises NotConnected."""
    try:
        kept = connection.credentials
    except Unreadable:
        kept = {}
    tried = _tried(connection.workspace, connection.adapter, kept | given)
    account = _account(_accounts(tried), connection.account_id)
    connection.sealed_credentials, connection.error = tried.sealed_credentials, ""
    connection.account_name = account.name[:255] or connection.account_name
    connection.save(update_fields=["sealed_credentials", "error", "account_name", "updated_at"])
    ask_pull(connection=connection, by=by)
    return connection


def test(*, connection, by):
    """Ask the platform for the account, and keep what it says. Raises NotConnected."""
    kept = AdConnection.objects.filter(pk=connection.pk)
    try:
        account = _account(_accounts(connection), connection.account_id)
    except NotConnected as error:
        kept.update(error=str(error.message))
        raise
    kept.update(error="", failures=0)
    return account


def disconnect(*, connection, by):
    """Forget an account and its credentials. Its campaigns and their figures stay."""
    connection.delete()


def steer(*, campaign, verb):
    """Pause or resume a campaign on its platform, before it is so here: `verb` is "pause" or "resume".

    False when nothing connects it; raises NotSteered. To be called outside a transaction, as it asks a platform.
    """
    if campaign.connection_id is None or not campaign.external_id:
        return False
    connection = AdConnection.objects.get(pk=campaign.connection_id)
    try:
        with speaking_to(connection) as adapter:
            getattr(adapter, verb)(connection.account_id, campaign.external_id)
    except PlatformFailed as error:
        raise NotSteered(error.message) from error
    remember(connection)
    return True


def push_creative(*, creative, ad_set, by):
    """Make an ad of a creative on the platform, paused where it can be, and return it; a second time the same one.
    Raises NotSteered."""
    connection = creative.campaign.connection
    url = creative.landing_url or creative.campaign.landing_url
    if connection is None or not ad_set.external_id or ad_set.campaign_id != creative.campaign_id:
        raise NotSteered(_("This ad set is on no connected account."))
    if not url:
        raise NotSteered(_("Say first where a click leads."))
    ad, is_new = _ad_to_push(creative, ad_set)
    if ad.external_id:
        return ad
    try:
        with speaking_to(connection) as adapter:
            made = adapter.push_creative(connection.account_id, ad_set.external_id, pushed(creative, url))
    except PlatformFailed as error:
        if is_new:
            ad.delete()
        else:
            Ad.objects.filter(pk=ad.pk).update(updated_at=timezone.now() - SENDING)
        raise NotSteered(error.message) from error
    remember(connection)
    ad.external_id, ad.status = made.id, made.status
    ad.save(update_fields=["external_id", "status", "updated_at"])
    return ad


@transaction.atomic
def _ad_to_push(creative, ad_set):
    """(The row that stands for it while it is sent, so that two clicks make one ad; whether it is new)."""
    AdSet.objects.select_for_update().get(pk=ad_set.pk)
    row = Ad.objects.filter(ad_set=ad_set, creative=creative).first()
    if row is None:
        fields = {"creative": creative, "name": creative.name, "status": Status.DRAFT}
        return Ad.objects.create(workspace=creative.workspace, ad_set=ad_set, **fields), True
    if not row.external_id and row.updated_at > timezone.now() - SENDING:
        raise NotSteered(_("This ad is being sent."))
    row.save(update_fields=["updated_at"])
    return row, False


def pushed(creative, url):
    images = [image.path.read_bytes() for image in creative.images.order_by("order", "pk") if image.path.exists()]
    lists = (creative.headlines, creative.texts, creative.descriptions)
    return Creative(creative.name, *(tuple(texts) for texts in lists), url, creative.call_to_action, tuple(images))


def remember(connection):
    """Keep what a simulated platform was told; the real ones remember by themselves."""
    if connection.adapter == Sandbox.name:
        AdConnection.objects.filter(pk=connection.pk).update(memory=connection.memory)


def _tried(workspace, adapter, given):
    if not all(value.isascii() and value.isprintable() for value in given.values()):
        raise NotConnected(_("A credential is made of plain letters, digits and signs: copy it again."))
    connection = AdConnection(workspace=workspace, adapter=adapter, memory={"language": workspace.language})
    connection.keep_credentials(given)
    return connection


def _accounts(connection):
    try:
        with speaking_to(connection) as adapter:
            return adapter.accounts()
    except PlatformFailed as error:
        raise NotConnected(error.message) from error


def _account(accounts, id):
    for account in accounts:
        if account.id == id:
            return account
    raise NotConnected(_("These credentials do not reach the account %(id)s.") % {"id": id})
