from itertools import count

from marketing.emails.models import Delivery, EmailCampaign, Suppression

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


def make_suppression(workspace, email, **fields):
    return Suppression.objects.create(workspace=workspace, email=email, **fields)
