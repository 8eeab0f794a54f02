from itertools import count

from crm.models import Lead, LeadInteraction, Tag

number = count(1)


def make_lead(workspace, tags=(), **fields):
    n = next(number)
    fields = {
        "first_name": "Camille",
        "last_name": f"Durand {n}",
        "email": f"camille{n}@example.com",
    } | fields
    lead = Lead.objects.create(workspace=workspace, **fields)
    for name in tags:
        lead.tags.add(make_tag(workspace, name))
    return lead


def make_tag(workspace, name="client"):
    return Tag.objects.get_or_create(workspace=workspace, name__iexact=name, defaults={"name": name})[0]


def make_interaction(lead, **fields):
    return LeadInteraction.objects.create(workspace=lead.workspace, lead=lead, **{"content": "Bonjour"} | fields)
