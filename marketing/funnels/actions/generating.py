from django.db import transaction

from marketing.funnels.actions.editing import create_funnel, create_page
from marketing.funnels.generating.rendering import pages_of


@transaction.atomic
def create_drafted_funnel(*, workspace, by, draft, funnel_type, brand, language):
    """A draft that was accepted (a dict of FunnelDraft) as a funnel that is not yet published, with its pages."""
    funnel = create_funnel(
        workspace=workspace,
        by=by,
        name=draft["name"],
        description=draft["description"],
        funnel_type=funnel_type,
        consent_text=draft["consent_text"],
        with_pages=False,
    )
    for order, page in enumerate(pages_of(draft, brand=brand, language=language), 1):
        create_page(funnel=funnel, by=by, order=order, **page)
    return funnel
