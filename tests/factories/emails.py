from email.message import EmailMessage
from itertools import count

from django.utils import timezone

from marketing.emails.models import Delivery, EmailCampaign, OutboxMessage, Suppression
from tests.factories.ai import make_generation

number = count(1)
DRAFT = {
    "name": "Le levain (conseils)",
    "subject": "Le levain : bien commencer",
    "alternatives": ["Un", "Deux", "Trois", "Quatre"],
    "preheader": "L’essentiel en quelques lignes.",
    "greeting": 'Bonjour {{ first_name | default: "à vous" }},',
    "headline": "Le levain, pas à pas",
    "paragraphs": ["Voici de quoi commencer."],
    "points_title": "Par où commencer",
    "points": ["De la farine", "De l’eau"],
    "more": ["Prenez le temps."],
    "button": "Lire la suite",
    "link": "https://example.com/levain",
    "closing": "À bientôt,",
    "postscript": "",
    "segment_rules": {},
    "segment_reason": "Pour tous.",
    "send_day": "tuesday",
    "send_time": "10:00",
    "send_reason": "Règle d’usage.",
}


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


def make_campaign_generation(workspace, output=None, **fields):
    known = {"purpose": "emails.campaign", "inputs": {"type": "educational", "topic": "Le levain"}, "language": "fr"}
    return make_generation(workspace, output=output or DRAFT, **known | fields)


def make_improvement(campaign, **fields):
    """An accepted improvement of the subject of a campaign."""
    before = {name: getattr(campaign, name) for name in ("subject", "preheader", "html_content", "text_content")}
    known = {
        "purpose": "emails.subjects",
        "state": "accepted",
        "inputs": {"campaign": campaign.pk, "name": campaign.name, "before": before},
        "output": {"subject": "Le levain, pas à pas", "alternatives": ["Un", "Deux", "Trois", "Quatre"]},
        "language": "fr",
        "subject": "emails.emailcampaign",
        "subject_id": campaign.pk,
    }
    return make_generation(campaign.workspace, **known | fields)
