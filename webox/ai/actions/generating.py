"""From a wish to a draft: asked by a member, written by a worker, read and accepted by a person."""

import logging
import secrets
import time
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from webox.ai.claims import claims_in
from webox.ai.models import AIConfig, Generation
from webox.ai.paths import leaves
from webox.ai.prompts import version_of
from webox.ai.providers import writer_for
from webox.ai.providers.base import Answer, ProviderFailed, Unavailable
from webox.ai.registry import PURPOSES, Brief
from webox.ai.tasks import run_generation as task
from webox.ai.voice import voice_of

logger = logging.getLogger(__name__)
State, Provider = Generation.State, AIConfig.Provider
# Tries of one generation at a provider that is away, and seconds before each
BACK_OFF = (5, 20, 60)
# A provider may take two minutes for each of three answers.
SILENT = timedelta(minutes=10)
LONGEST_WAIT = 300


class SwitchedOff(Exception):
    def __init__(self):
        self.message = _("AI drafts are switched off for this workspace. An admin can switch them on in the settings.")
        super().__init__(self.message)


class BudgetSpent(Exception):
    """The month's budget is used up; the offline writer still works."""

    def __init__(self, spent, budget):
        self.message = _(
            "This month's budget is spent: $%(spent).2f of $%(budget).2f. Raise it in the settings, wait for next "
            "month, or use the offline writer."
        ) % {"spent": spent, "budget": budget}
        super().__init__(self.message)


def generate(*, workspace, by, purpose, inputs, provider="", seed=None, retry_of=None):
    """Store what is wanted and ring for a worker; returns the Generation at once.

    `purpose` is a name of the registry, `inputs` what its form cleaned, as JSON values; "language" and "tone" among
    them win over the settings. Raises SwitchedOff and BudgetSpent.
    """
    voice = voice_of(workspace, by)
    if not voice.is_on:
        raise SwitchedOff
    provider = provider or voice.provider
    if provider != Provider.OFFLINE:
        require_budget(workspace, voice)
    wanted = PURPOSES[purpose]
    generation = Generation.objects.create(
        workspace=workspace,
        by=by,
        purpose=wanted.name,
        prompt_version=version_of(wanted.prompt),
        inputs=inputs,
        retry_of=retry_of,
        provider=provider,
        model="" if provider == Provider.OFFLINE else voice.model,
        language=inputs.get("language") or voice.language,
        tone=inputs.get("tone") or voice.tone,
        seed=secrets.randbelow(2**31) if seed is None else seed,
    )
    ring(generation)
    return generation


def retry(*, generation, by, provider=""):
    """The same wish again, with another seed; `provider` "offline" is the way out when a provider is away."""
    return generate(
        workspace=generation.workspace,
        by=by,
        purpose=generation.purpose,
        inputs=generation.inputs,
        provider=provider or generation.provider,
        retry_of=generation,
    )


def cancel(*, generation, by):
    """Nobody waits for it any more: what a worker still brings is thrown away. True if it was not finished."""
    unfinished = Generation.objects.filter(pk=generation.pk).unfinished()
    now = timezone.now()
    return bool(unfinished.update(state=State.REJECTED, claim="", finished_at=now, error=_("Cancelled.")))


def run_generation(*, generation_id):
    """Write one generation, if it is due and nobody is at it."""
    generation = claim(generation_id)
    if generation is None:
        return
    voice, began = voice_of(generation.workspace, generation.by), time.monotonic()
    with translation.override(generation.language):
        try:
            require_budget_of(generation, voice)
            brief = brief_of(generation, voice)
            answer = writer_for(generation.provider).write(
                purpose=PURPOSES[generation.purpose], brief=brief, voice=voice, seed=generation.seed
            )
        except (ProviderFailed, BudgetSpent) as error:
            return put_off_or_fail(generation, error)
        except Exception as error:
            logger.exception("Generation %s failed", generation.pk)
            return fail(generation, _("Something went wrong here: %(error)s") % {"error": error})
        latency = round((time.monotonic() - began) * 1000)
        settle(generation, answer, problems=problems_of(generation, answer.output, brief), latency_ms=latency)


def claim(generation_id):
    """The generation, held by this worker, or None."""
    now = timezone.now()
    due = Q(not_before=None) | Q(not_before__lte=now)
    free = Q(state=State.QUEUED) & due | Q(state=State.RUNNING, started_at__lt=now - SILENT)
    mine = secrets.token_hex(16)
    taken = Generation.objects.filter(free, pk=generation_id).update(
        state=State.RUNNING, claim=mine, started_at=now, not_before=None
    )
    if not taken:
        return None
    return Generation.objects.select_related("workspace", "by").get(pk=generation_id)


def brief_of(generation, voice=None):
    voice = voice or voice_of(generation.workspace, generation.by)
    purpose = PURPOSES[generation.purpose]
    return Brief(
        inputs=generation.inputs,
        language=generation.language,
        tone=generation.tone,
        brand=voice.brand,
        context=purpose.context(generation.workspace, generation.inputs, generation.by),
    )


def problems_of(generation, output, brief):
    """What to say beside the draft, as JSON: claims against the brand first, then the purpose's own limits."""
    found = [*claims_in(output, brief), *PURPOSES[generation.purpose].check(output, brief)]
    return [{"path": each.path, "level": each.level, "message": str(each.message)} for each in found]


def settle(generation, answer, *, problems, latency_ms):
    _write(
        generation,
        state=State.READY,
        output=answer.output,
        marks=[path for path, text in leaves(answer.output) if text],
        problems=problems,
        latency_ms=latency_ms,
        error="",
        finished_at=timezone.now(),
        **_spent(generation, answer),
    )


def put_off_or_fail(generation, error):
    spent = getattr(error, "spent", None) or Answer(output={}, requests=0)
    number = generation.put_off
    if not isinstance(error, Unavailable) or number >= len(BACK_OFF):
        return fail(generation, error.message, spent)
    seconds = min(max(BACK_OFF[number], error.retry_after or 0), LONGEST_WAIT)
    kept = _write(
        generation,
        state=State.QUEUED,
        claim="",
        put_off=number + 1,
        not_before=timezone.now() + timedelta(seconds=seconds),
        error=str(error.message),
        **_spent(generation, spent),
    )
    if kept:
        task.apply_async(kwargs={"generation_id": generation.pk}, countdown=seconds)


def fail(generation, message, spent=None):
    spent = spent or Answer(output={}, requests=0)
    now = timezone.now()
    _write(generation, state=State.FAILED, error=str(message), finished_at=now, **_spent(generation, spent))


def _spent(generation, answer):
    fields = {
        "attempts": F("attempts") + answer.requests,
        "input_tokens": F("input_tokens") + answer.input_tokens,
        "output_tokens": F("output_tokens") + answer.output_tokens,
    }
    if answer.cost is not None:
        fields["cost"] = (generation.cost or 0) + answer.cost
    if answer.model:
        fields["model"] = answer.model
    return fields


def _write(generation, **fields):
    """True if this worker still held it: who cancelled, or took over after silence, wins."""
    held = Generation.objects.filter(pk=generation.pk, claim=generation.claim, state=State.RUNNING)
    return bool(held.update(**fields))


def ring(generation):
    transaction.on_commit(lambda: task.delay(generation_id=generation.pk))


def sweep():
    """Ring again for generations whose worker fell silent, or whose doorbell was lost."""
    now = timezone.now()
    late = Q(state=State.QUEUED, not_before=None, created_at__lt=now - timedelta(seconds=30))
    late |= Q(state=State.QUEUED, not_before__lt=now - timedelta(seconds=30))
    late |= Q(state=State.RUNNING, started_at__lt=now - SILENT)
    for pk in Generation.objects.filter(late).values_list("pk", flat=True):
        task.delay(generation_id=pk)


def spent_this_month(workspace):
    """US dollars since the first of the month where the workspace lives."""
    start = timezone.now().astimezone(workspace.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return Generation.objects.for_workspace(workspace).filter(created_at__gte=start).cost()


def require_budget(workspace, voice):
    if voice.monthly_budget is None:
        return
    spent = spent_this_month(workspace)
    if spent >= voice.monthly_budget:
        raise BudgetSpent(spent, voice.monthly_budget)


def require_budget_of(generation, voice):
    if generation.provider != Provider.OFFLINE:
        require_budget(generation.workspace, voice)
