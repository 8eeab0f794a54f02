"""Whom an investor update goes to: the contacts of its investors who want updates, and the investors' own addresses."""

from django.utils.translation import gettext_lazy, ngettext

from crm.importing.cells import split_name
from investors.models import Contact, Investor, InvestorUpdate
from investors.updates.letter import AUDIENCE
from marketing.emails.recipients import Audience, Recipient, register

# Of these the name is a person's.
PEOPLE = (Investor.ClientType.ANGEL,)


def rows(campaign):
    update = InvestorUpdate.objects.filter(campaign=campaign.pk).first() if campaign.pk else None
    return recipients_of(update) if update else []


def recipients_of(update):
    """Each person of the update's investors, `id` being "<investor>/<contact>". Who wants no updates gets none, by
    any address that is theirs too."""
    investors = list(update.investors.alive().order_by("name", "pk"))
    contacts = Contact.objects.filter(investor__in=investors).exclude(email="").order_by("-is_primary", "pk")
    names = {investor.pk: investor.name for investor in investors}
    refused, people = set(), []
    for contact in contacts:
        if contact.wants_updates:
            merge = split_name(contact.name) | {"company": names[contact.investor_id], "job_title": contact.job_title}
            people.append(Recipient(f"{contact.investor_id}/{contact.pk}", contact.email, merge))
        else:
            refused.add(contact.email.lower())
    for investor in investors:
        merge = split_name(investor.name) if investor.client_type in PEOPLE else {"company": investor.name}
        if investor.email:
            people.append(Recipient(f"{investor.pk}/", investor.email, merge))
    return [each for each in people if each.email.lower() not in refused]


def describe(campaign):
    update = InvestorUpdate.objects.filter(campaign=campaign.pk).first()
    number = update.investors.alive().count() if update else 0
    return ngettext("%(n)s investor, chosen by hand", "%(n)s investors, chosen by hand", number) % {"n": number}


def url(campaign):
    return campaign.investor_update.get_absolute_url() if hasattr(campaign, "investor_update") else "/investors/updates"


register(AUDIENCE, Audience(gettext_lazy("Investors"), rows, describe, url))
