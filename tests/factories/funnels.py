from itertools import count

from marketing.funnels.models import Funnel, FunnelPage

number = count(1)


def make_funnel(workspace, **fields):
    n = next(number)
    fields = {"name": f"Guide {n}", "slug": f"guide-{n}", "is_active": True} | fields
    fields.setdefault("consent_text", "J’accepte de recevoir vos conseils par email.")
    return Funnel.objects.create(workspace=workspace, **fields)


def make_page(funnel, **fields):
    n = next(number)
    fields = {"name": f"Page {n}", "slug": f"page-{n}", "html_content": "<h1>Bonjour</h1>"} | fields
    return FunnelPage.objects.create(workspace=funnel.workspace, funnel=funnel, **fields)
