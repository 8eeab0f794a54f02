from django.utils.translation import gettext_lazy as _

from marketing.funnels.actions import create_drafted_funnel
from marketing.funnels.forms import FunnelWishForm
from marketing.funnels.generating.checking import check
from marketing.funnels.generating.schema import FunnelDraft
from marketing.funnels.generating.writing import write
from webox.ai.actions.generating import brief_of
from webox.ai.registry import Purpose, register


def accept(*, generation, output, by):
    return create_drafted_funnel(
        workspace=generation.workspace,
        by=by,
        draft=output,
        funnel_type=generation.inputs["funnel_type"],
        brand=brief_of(generation).brand,
        language=generation.language,
    )


def context(workspace, inputs, by):
    return {"workspace": workspace.name, "postal_address": workspace.postal_address}


FUNNEL = register(
    Purpose(
        name="funnels.funnel",
        label=_("Whole funnel"),
        form=FunnelWishForm,
        schema=FunnelDraft,
        prompt="funnels.funnel.1",
        write=write,
        accept=accept,
        check=check,
        context=context,
        preview="funnels/_generated.html",
    )
)
