"""Links to documents: made and withdrawn by members, used by visitors who may have to prove their address."""

import logging
import secrets
from datetime import timedelta
from smtplib import SMTPException

from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from investors import tasks
from investors.actions.interactions import keep_last
from investors.documents.kinds import PDF
from investors.events import DOCUMENT_DOWNLOADED, DOCUMENT_VIEWED
from investors.models import DocumentLink, DocumentView, Investor, LinkVisit
from webox.analytics.actions import record

logger = logging.getLogger(__name__)

CODE_COUNTS = timedelta(minutes=10)
GUESSES = 5
HOUR = timedelta(hours=1)
CODES_OF_ADDRESS, CODES_OF_LINK = 5, 100
# The same document opened again by the same visitor: one view, whatever their browser or their finger did twice
SAME_VIEW = timedelta(minutes=1)
NOBODY_CAME = timedelta(days=2)


class CodeRefused(Exception):
    """`message` says why; `is_gone` that this code never counts again."""

    def __init__(self, message, *, is_gone=False):
        self.message, self.is_gone = message, is_gone
        super().__init__(message)


@transaction.atomic
def create_link(*, workspace, by, **fields):
    """Raises ValidationError."""
    link = DocumentLink(workspace=workspace, created_by=by, **fields)
    check(link)
    link.save()
    return link


@transaction.atomic
def edit_link(*, link, by, **fields):
    """Raises ValidationError. Who is no longer allowed is out at once, verified or not."""
    link = DocumentLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    for name, value in fields.items():
        setattr(link, name, value)
    check(link)
    link.save()
    return link


def check(link):
    if (link.document_id is None) == (link.folder_id is None):
        raise ValidationError({"document": _("Share either a document or a folder.")})
    if link.allowed and not link.verifies_email:
        message = _("Whether somebody is on the list is only known from a verified email: ask for it.")
        raise ValidationError({"verifies_email": message})
    if link.document and link.document.content_type != PDF.content_type and not link.allows_download:
        message = _("Only PDFs can be shown in the browser: allow downloads, or upload the document as a PDF.")
        raise ValidationError({"allows_download": message})


def revoke_link(*, link, by):
    """Nobody comes in any more; what was seen stays in the log. Harmless twice."""
    DocumentLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


@transaction.atomic
def ask_code(*, link, email, language):
    """A visit that waits for the code which is sent to the address if the link allows it. Raises CodeRefused.

    Everything here is the same for an address that is not allowed: the worker alone sees who is on the list.
    """
    asked = LinkVisit.objects.filter(link=link, created_at__gt=timezone.now() - HOUR, code_until__isnull=False)
    if asked.filter(email=email).count() >= CODES_OF_ADDRESS or asked.count() >= CODES_OF_LINK:
        raise CodeRefused(_("Too many codes were asked for. Wait an hour, then try again."))
    visit = LinkVisit.objects.create(
        workspace_id=link.workspace_id, link=link, email=email, code_until=timezone.now() + CODE_COUNTS
    )
    tasks.send_code.delay_on_commit(visit_id=visit.pk, language=language)
    return visit


def send_code(*, visit_id, language):
    """Make the code, keep its hash and mail it. Once: a second call finds the hash there."""
    now = timezone.now()
    waiting = LinkVisit.objects.filter(pk=visit_id, code_hash="", verified_at=None, code_until__gt=now)
    visit = waiting.select_related("link__document", "link__folder", "link__workspace").first()
    if not visit or not visit.link.is_working or not visit.link.allows(visit.email):
        return
    code = f"{secrets.randbelow(10**6):06}"
    if not waiting.update(code_hash=hash_of(visit, code)):
        return
    with translation.override(language):
        context = {"code": code, "visit": visit, "link": visit.link, "minutes": CODE_COUNTS.seconds // 60}
        subject = _("%(code)s is your code for “%(document)s”") % {"code": code, "document": visit.link.thing}
        text = render_to_string("investors/mail/code.txt", context)
        html = render_to_string("investors/mail/code.html", context)
    message = EmailMultiAlternatives(" ".join(subject.split()), text, to=[visit.email])
    message.attach_alternative(html, "text/html")
    try:
        message.send()
    except (SMTPException, OSError):
        # Who waits asks again; a code that never arrived must not stand in the way.
        logger.exception("The code of visit %s could not be sent", visit.pk)
        LinkVisit.objects.filter(pk=visit.pk).update(code_hash="")


def verify(*, visit, code):
    """The visit, verified. Raises CodeRefused.

    The guess is counted before it is looked at, so that guesses at once are no more than guesses in a row.
    """
    if visit.verified_at:
        return visit
    now = timezone.now()
    open_visits = LinkVisit.objects.filter(pk=visit.pk, verified_at=None, code_until__gt=now, guesses__lt=GUESSES)
    if not open_visits.update(guesses=F("guesses") + 1):
        raise CodeRefused(_("This code no longer counts. Ask for a new one."), is_gone=True)
    visit.refresh_from_db()
    digits = "".join(letter for letter in code if letter.isdecimal())
    if not visit.code_hash or not constant_time_compare(visit.code_hash, hash_of(visit, digits)):
        if visit.guesses >= GUESSES:
            raise CodeRefused(_("That was not the code, and it no longer counts. Ask for a new one."), is_gone=True)
        raise CodeRefused(_("That is not the code. Look again: it has six digits."))
    visit.verified_at, visit.code_hash = now, ""
    visit.save(update_fields=["verified_at", "code_hash"])
    return visit


def hash_of(visit, code):
    return salted_hmac("investors.document-code", f"{visit.pk}:{code}", algorithm="sha256").hexdigest()


@transaction.atomic
def record_view(*, visit, document, was_downloaded, is_machine, language):
    """A line of the log, told to the investor's row and the statistics; None for the same view once more."""
    link = visit.link
    LinkVisit.objects.select_for_update().get(pk=visit.pk)
    now = timezone.now()
    same = DocumentView.objects.filter(visit=visit, document=document, was_downloaded=was_downloaded)
    if same.filter(at__gt=now - SAME_VIEW).exists():
        return None
    investor = link.investor or investor_at(link.workspace, visit.email)
    view = DocumentView.objects.create(
        workspace=link.workspace,
        link=link,
        visit=visit,
        document=document,
        version=document.version,
        investor=investor,
        email=visit.email,
        was_downloaded=was_downloaded,
        is_machine=is_machine,
        language=language,
        at=now,
    )
    if not is_machine:
        if investor:
            keep_last(investor)
        type = DOCUMENT_DOWNLOADED if was_downloaded else DOCUMENT_VIEWED
        told = {"investor": investor.pk} if investor else {}
        record(workspace=link.workspace, type=type, at=now, subject=document, properties=told)
    return view


def investor_at(workspace, email):
    """The investor whose address, or whose contact's, this is."""
    if not email:
        return None
    investors = Investor.objects.for_workspace(workspace).alive().order_by("pk")
    own = investors.filter(email__iexact=email).first()
    return own or investors.filter(contacts__email__iexact=email).first()


def forget_visits():
    """Throw away visits that came to nothing: asked for a code, and never saw a page."""
    old = LinkVisit.objects.filter(created_at__lt=timezone.now() - NOBODY_CAME)
    old.filter(verified_at=None, views=None).delete()
