"""What WeBox writes for investors."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from investors.actions.updates import create_update
from investors.forms.updates import month_of
from investors.generating.forms import UpdateWish
from investors.generating.schema import UpdateDraft
from investors.generating.writing import write
from investors.updates.facts import metrics_of, wins_of
from webox.accounts.models import Membership
from webox.ai.registry import Problem, Purpose, register

LONGEST_ASK = 250


def context(workspace, inputs, by):
    """The month's figures and wins, as far as the member sees them."""
    membership = Membership.objects.filter(workspace=workspace, user=by).select_related("workspace").first()
    if membership is None:
        return {"figures": [], "wins": []}
    month = month_of(inputs["period"])
    return {
        "figures": metrics_of(membership, *month),
        "wins": wins_of(membership, *month, language=inputs.get("language", "")),
    }


def check(output, brief):
    for number, ask in enumerate(output["asks"]):
        if len(ask) > LONGEST_ASK:
            message = _("An ask has at most %(n)s characters.") % {"n": LONGEST_ASK}
            yield Problem(f"/asks/{number}", message, "error")


def accept(*, generation, output, by):
    year, month = month_of(generation.inputs["period"])
    texts = {name: "\n".join(output[name]) for name in ("wins", "lowlights", "next_steps")}
    return create_update(
        workspace=generation.workspace,
        by=by,
        year=year,
        month=month,
        title=output["title"],
        headline=output["headline"],
        asks=output["asks"],
        **texts,
    )


UPDATE = register(
    Purpose(
        name="investors.update",
        label=gettext_lazy("Investor update"),
        form=UpdateWish,
        schema=UpdateDraft,
        prompt="investors.update.1",
        write=write,
        accept=accept,
        check=check,
        context=context,
    )
)
