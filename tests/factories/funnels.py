from itertools import count

from marketing.funnels.generating.schema import FunnelDraft
from marketing.funnels.models import Funnel, FunnelPage
from tests.factories.ai import make_generation

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


def make_section(kind, heading="Titre", **fields):
    return {"kind": kind, "heading": heading} | fields


def make_draft_page(kind, **fields):
    return {"type": kind, "name": f"Page {kind}", "headline": f"Titre {kind}", "call_to_action": "Avancer"} | fields


def make_draft(**fields):
    """The words of a funnel of five pages, as a dict of FunnelDraft."""
    kinds = ("optin", "thank_you", "sales", "checkout", "thank_you")
    known = {
        "name": "Guide du miel",
        "consent_text": "J’accepte vos emails.",
        "pages": [make_draft_page(kind) for kind in kinds],
    }
    return FunnelDraft.model_validate(known | fields).model_dump(mode="json")


def make_funnel_generation(workspace, output=None, **fields):
    known = {
        "purpose": "funnels.funnel",
        "inputs": {"funnel_type": "lead_magnet", "topic": "Guide du miel"},
        "language": "fr",
    }
    return make_generation(workspace, output=output or make_draft(), **known | fields)
