from email.message import EmailMessage
from itertools import count

from django.utils import timezone

from marketing.emails.models import Delivery, EmailCampaign, OutboxMessage, Suppression

number = count(1)


def make_campaign(workspace, **fields):
    n = next(number)
    fields = {
        "name": f"Lettre {n}",
        "subject": "Bonjour {{ first_name | default: 'vous' }}",
        "html_content": '<p>Bonjour {{ first_name }}</p><p><a href="https://example.com/offre">Voir l’offre</a></p>',
        "from_email": "atelier@example.com",
        "from_name": "Atelier",
    } | fields
    return EmailCampaign.objects.create(workspace=workspace, **fields)


def make_delivery(campaign, lead, **fields):
    return Delivery.objects.create(
        workspace=campaign.workspace, campaign=campaign, lead=lead, **{"email": lead.email} | fields
    )


def make_sent_campaign(workspace, leads, states, **fields):
    """A finished campaign with one delivery per lead in the given states, and counters that agree."""
    total = {f"total_{name}": states.count(name) for name in ("sent", "skipped", "bounced", "failed", "uncertain")}
    fields = {"status": "completed", "frozen_at": timezone.now(), "total_recipients": len(states)} | total | fields
    campaign = make_campaign(workspace, **fields)
    for lead, state in zip(leads, states, strict=True):
        make_delivery(campaign, lead, state=state)
    return campaign


def make_suppression(workspace, email, **fields):
    return Suppression.objects.create(workspace=workspace, email=email, **fields)


def make_outbox_message(workspace, **fields):
    message = EmailMessage()
    message["From"] = "Atelier <atelier@example.com>"
    message["To"] = fields.get("recipient", "zoe@example.com")
    message["Subject"] = fields.get("subject", "Bonjour Zoé")
    message["X-Kept"] = "yes"
    message.set_content("Bonjour en texte")
    message.add_alternative("<html><head></head><body><p>Bonjour en HTML</p></body></html>", subtype="html")
    fields = {
        "sender": "Atelier <atelier@example.com>",
        "recipient": "zoe@example.com",
        "subject": "Bonjour Zoé",
        "raw": message.as_bytes(),
    } | fields
    return OutboxMessage.objects.create(workspace=workspace, **fields)
