"""What the writers can draft for ads."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.models import Segment
from crm.segments import WrongRules
from marketing.ads.actions.creatives import accept_draft
from marketing.ads.audiences import people_of
from marketing.ads.forms.creatives import AdWishForm
from marketing.ads.generating import budget
from marketing.ads.generating.drawing import compose_all, paint_all
from marketing.ads.generating.schema import AdDraft
from marketing.ads.generating.writing import write
from marketing.ads.limits import check, limit_of
from webox.accounts.models import Membership
from webox.ai.registry import Problem, Purpose, register

# Segments offered as sources: counting each costs a query.
OFFERED = 12
# What nobody need count: no platform sees it
UNCOUNTED = ("name", "visuals", "audiences", "split")
ON_IMAGE = 50


def context(workspace, inputs, by):
    """The segments of the workspace that have people whom an export may name, as the member sees them."""
    membership = Membership.objects.filter(workspace=workspace, user=by).select_related("workspace").first()
    if membership is None:
        return {"segments": [], "currency": workspace.currency}
    found = []
    for segment in Segment.objects.for_workspace(workspace).order_by("-updated_at", "-pk")[:OFFERED]:
        try:
            people = people_of(membership, segment.rules).count()
        except WrongRules:
            continue
        found.append({"id": segment.pk, "name": segment.name, "people": people})
    return {"segments": found, "currency": workspace.currency}


def finish(generation, output, brief, voice):
    """Make the parts of the budget sum to it, and the images."""
    output = output | {"split": budget.settled(output["split"], Decimal(brief.inputs["budget"]))}
    if reason := paint_all(generation, output, brief, voice):
        note = _("%(reason)s The images were composed here instead.") % {"reason": reason}
        output = output | {"note": note}
    compose_all(output, brief)
    return output


def check_draft(output, brief):
    """What the platform would refuse or cut, and a budget that no longer sums up."""
    platform = brief.inputs["platform"]
    for number, variant in enumerate(output["variants"]):
        yield from check(platform, variant, f"/variants/{number}")
    limit, landing_url = limit_of(platform, "landing_url"), brief.inputs.get("landing_url") or ""
    if limit.length(landing_url) > limit.hard:
        yield Problem("", _("The address of the landing page is too long for this platform."), "error")
    total, wanted = budget.total_of(output["split"]), Decimal(brief.inputs["budget"])
    if total != wanted:
        message = _("The parts come to %(total)s, the budget is %(budget)s: change one of them by %(gap)s.")
        known = {"total": total, "budget": wanted.quantize(budget.CENT), "gap": wanted - total}
        yield Problem("/split", message % known, "error")
    if output["note"]:
        yield Problem("/visuals", output["note"])


def limits(inputs, path):
    """(hard, soft) characters to count to: those of the platform asked for, and what reads well on an image."""
    steps = path.split("/")
    if steps[1] in UNCOUNTED:
        return None, ON_IMAGE if steps[-1] == "headline" else None
    if len(steps) == 5 and steps[1] == "variants" and (limit := limit_of(inputs["platform"], steps[3])):
        # Past the soft one it is cut from sight: that is what one counts to. What is refused is a problem besides.
        return (None, limit.soft) if limit.soft else (limit.hard, None)
    return None


CREATIVE = register(
    Purpose(
        name="ads.creative",
        label=gettext_lazy("Ads: texts, images, audiences and budget"),
        form=AdWishForm,
        schema=AdDraft,
        prompt="ads.creative.1",
        write=write,
        accept=accept_draft,
        check=check_draft,
        context=context,
        finish=finish,
        limits=limits,
        preview="ads/_generated.html",
    )
)
