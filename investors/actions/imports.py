"""A file of investors: kept until it is imported, tried as often as one likes, and imported once."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from investors.actions.bulk import REFUSALS, create_investors
from investors.actions.contacts import save_contact
from investors.actions.investors import edit_investor
from investors.importing.reading import firms_of, identity
from investors.models import Contact, Investor
from webox.lib import uploads
from webox.lib.fields import fold
from webox.lib.tablefaults import Unreadable
from webox.lib.tables import look_at

LARGEST = 5_000_000
KEPT = timedelta(days=1)
SALT = "investors.import"


class FileIsGone(Exception):
    def __init__(self):
        self.message = _("The file is no longer there: it was imported, or lay here for more than a day. Upload it.")
        super().__init__(self.message)


@dataclass
class Outcome:
    """Firms of the file by what became of them. Those refused have their problems."""

    created: list = field(default_factory=list)
    updated: list = field(default_factory=list)
    skipped: list = field(default_factory=list)
    refused: list = field(default_factory=list)

    @property
    def changes_something(self):
        return bool(self.created or self.updated)


def folder():
    return settings.DATA_DIR / "investor-imports"


def receive_file(*, workspace, by, upload):
    """Keep an uploaded file for a day. Returns what names it in a page's address; raises Unreadable."""
    forget_old_files()
    try:
        name, _size, _digest = uploads.keep(upload, folder(), LARGEST)
    except uploads.TooLarge as error:
        text = _("The file is larger than %(size)s. Split it, and import the parts.")
        raise Unreadable(text % {"size": filesizeformat(LARGEST)}) from error
    try:
        look_at(folder() / name)
    except Unreadable:
        (folder() / name).unlink()
        raise
    return signing.dumps([workspace.pk, name, upload.name[:200]], salt=SALT)


def path_of(workspace, token):
    """(path, the name it came with). Raises signing.BadSignature for another workspace's, and FileIsGone."""
    owner, name, title = signing.loads(token, salt=SALT)
    if owner != workspace.pk:
        raise signing.BadSignature
    if not (folder() / name).exists():
        raise FileIsGone
    return folder() / name, title


def forget_old_files():
    oldest = (timezone.now() - KEPT).timestamp()
    for path in folder().glob("*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


@transaction.atomic
def try_import(*, workspace, by, path, layout, targets, updates):
    """The Outcome of the very import, taken back."""
    outcome = write(workspace, by, path, layout, targets, updates)
    transaction.set_rollback(True)
    return outcome


def import_file(*, workspace, by, path, layout, targets, updates):
    """Import a file, once: whoever comes second finds it gone. Raises FileIsGone and Unreadable."""
    taken = path.with_suffix(".taken")
    try:
        path.rename(taken)
    except FileNotFoundError:
        raise FileIsGone from None
    try:
        with transaction.atomic():
            outcome = write(workspace, by, taken, layout, targets, updates)
    except BaseException:
        taken.rename(path)
        raise
    taken.unlink()
    return outcome


def write(workspace, by, path, layout, targets, updates):
    """Create whom nobody knows yet; the others are left as they are, or take over what the file says of them."""
    firms, refused = firms_of(path, layout, targets, workspace)
    outcome, new = Outcome(refused=refused), []
    known = Known(workspace, firms)
    for firm in firms:
        investor = known.find(firm)
        if investor is None:
            new.append(firm)
        elif not updates:
            outcome.skipped.append(firm)
        else:
            update(investor, firm, by, outcome)
    rows = [firm.fields | {"contacts": firm.contacts} for firm in new]
    for firm, made in zip(new, create_investors(workspace=workspace, by=by, rows=rows), strict=True):
        if isinstance(made, Investor):
            outcome.created.append(firm)
        else:
            refuse(firm, made, outcome)
    outcome.refused.sort(key=lambda firm: firm.number)
    return outcome


class Known:
    """The investors a file may mean: by address, or by name where one of the two has no address."""

    def __init__(self, workspace, firms):
        alive = Investor.objects.for_workspace(workspace).alive().select_related("workspace")
        alive = list(alive.prefetch_related("tags", "contacts"))
        self.by_email = {investor.email.lower(): investor for investor in alive if investor.email}
        self.by_name = {fold(investor.name): investor for investor in alive}

    def find(self, firm):
        email = firm.fields.get("email")
        if email in self.by_email:
            return self.by_email[email]
        named = self.by_name.get(fold(firm.name))
        return named if named and not (email and named.email) else None


def update(investor, firm, by, outcome):
    changes = {
        name: value for name, value in firm.fields.items() if name != "tags" and value != getattr(investor, name)
    }
    carried = [tag.name for tag in investor.tags.all()]
    if {fold(name) for name in firm.fields.get("tags", ())} - {fold(name) for name in carried}:
        changes["tags"] = carried + firm.fields["tags"]
    known = {name for contact in investor.contacts.all() for name in (contact.email, fold(contact.name))}
    people = [person for person in firm.contacts if identity(person) not in known]
    if not changes and not people:
        outcome.skipped.append(firm)
        return
    try:
        with transaction.atomic():
            if changes:
                edit_investor(investor=investor, by=by, **changes)
            for person in people:
                save_contact(contact=Contact(investor=investor), by=by, **person)
    except REFUSALS as refusal:
        refuse(firm, refusal, outcome)
    else:
        outcome.updated.append(firm)


def refuse(firm, refusal, outcome):
    texts = refusal.messages if hasattr(refusal, "messages") else [refusal.message]
    firm.problems += texts
    outcome.refused.append(firm)
