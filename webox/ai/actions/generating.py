"""From a wish to a draft: asked by a member, written by a worker, read and accepted by a person."""

import logging
import secrets
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from math import ceil

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Case, F, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from webox.ai.claims import claims_in
from webox.ai.fields import marks_of
from webox.ai.models import AIConfig, Generation
from webox.ai.paths import storable
from webox.ai.prompts import version_of
from webox.ai.providers import writer_for
from webox.ai.providers.base import ProviderFailed, Unavailable
from webox.ai.registry import PURPOSES, Brief
from webox.ai.tasks import run_generation as task
from webox.ai.voice import voice_of

logger = logging.getLogger(__name__)
State, Provider = Generation.State, AIConfig.Provider
# Tries of one generation at a provider that is away, and seconds before each
BACK_OFF = (5, 20, 60)
# Who is told to wait for longer is told so, and may use the offline writer at once.
LONGEST_WAIT = 300
# A doorbell nobody answered for so long is taken for lost.
LOST = timedelta(seconds=30)
DOUBLE_CLICK = timedelta(seconds=10)


class SwitchedOff(Exception):
    def __init__(self):
        self.message = _("AI drafts are switched off for this workspace. An admin can switch them on in the settings.")
        super().__init__(self.message)


class BudgetSpent(Exception):
    """The month's budget is used up; the offline writer still works."""

    def __init__(self, spent, budget):
        self.message = _(
            "This month's budget is spent: $%(spent)s of $%(budget)s. Raise it in the settings, wait for next "
            "month, or use the offline writer."
        ) % {"spent": number_format(spent, 2), "budget": number_format(budget, 2)}
        super().__init__(self.message)


class StillWriting(Exception):
    def __init__(self):
        self.message = _("This is still being written. Wait until it is there, or cancel it.")
        super().__init__(self.message)


def generate(*, workspace, by, purpose, inputs, provider="", seed=None, retry_of=None):
    """Store what is wanted and ring for a worker; returns the Generation at once.

    `purpose` is a name of the registry, `inputs` what its form cleaned, as JSON values; "language" and "tone" among
    them win over the settings. `provider` is "offline", or empty for that of the settings. Raises SwitchedOff and
    BudgetSpent.
    """
    voice = voice_of(workspace, by)
    # No other provider than that of the settings: its model, address and key belong together.
    provider = provider if provider == Provider.OFFLINE else voice.provider
    require_leave(workspace, voice, provider)
    wanted = PURPOSES[purpose]
    generation = Generation.objects.create(
        workspace=workspace,
        by=by,
        purpose=wanted.name,
        prompt_version=version_of(wanted.prompt),
        inputs=storable(inputs),
        retry_of=retry_of,
        provider=provider,
        model="" if provider == Provider.OFFLINE else voice.model,
        language=inputs.get("language") or voice.language,
        tone=inputs.get("tone") or voice.tone,
        seed=secrets.randbelow(2**31) if seed is None else seed,
    )
    ring(generation)
    return generation


@transaction.atomic
def retry(*, generation, by, provider=""):
    """The same wish again, with another seed; `provider` "offline" is the way out when a provider is away.

    The second of two clicks gets what the first one got. Raises StillWriting, SwitchedOff and BudgetSpent.
    """
    generation = Generation.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=generation.pk)
    if generation.is_unfinished:
        raise StillWriting
    if generation.is_from_templates:
        provider = Provider.OFFLINE
    again = Q(state__in=Generation.UNFINISHED) | Q(created_at__gte=timezone.now() - DOUBLE_CLICK)
    offline = Q(provider=Provider.OFFLINE)
    clicked = generation.retries.filter(again, offline if provider == Provider.OFFLINE else ~offline)
    return clicked.order_by("-pk").first() or generate(
        workspace=generation.workspace,
        by=by,
        purpose=generation.purpose,
        inputs=generation.inputs,
        provider=provider,
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
    with as_its_reader(generation):
        if generation.put_off > len(BACK_OFF):
            return fail(generation, _("The worker stopped each time it wrote this. Try again, or ask for less."))
        try:
            _write_and_settle(generation)
        except (ProviderFailed, BudgetSpent, SwitchedOff) as error:
            put_off_or_fail(generation, error)
        except (OperationalError, InterfaceError):
            # A restarted database: once the claim is old the sweeper rings again.
            raise
        except Exception:
            logger.exception("Generation %s", generation.pk)
            fail(generation, _("It stopped at a fault of ours. Try again, or use the offline writer."))


def _write_and_settle(generation):
    purpose, voice = PURPOSES[generation.purpose], voice_of(generation.workspace, generation.by)
    if not generation.is_from_templates:
        # The settings may have changed since it was asked: a key goes to nobody but whom it was given for.
        generation.provider = voice.provider
        generation.model = "" if generation.is_from_templates else voice.model
    require_leave(generation.workspace, voice, generation.provider)
    brief, began = brief_of(generation, voice), time.monotonic()
    answer = writer_for(generation.provider).write(purpose=purpose, brief=brief, voice=voice, seed=generation.seed)
    latency = round((time.monotonic() - began) * 1000)
    answer = replace(answer, output=storable(answer.output))
    unfinished = []
    if purpose.finish and _renew(generation):
        answer, unfinished = _finished(generation, answer, brief, voice)
    try:
        problems = [*unfinished, *problems_of(generation, answer.output, brief)]
    except Exception as error:
        logger.exception("The check of generation %s", generation.pk)
        sentence = _("The draft could not be checked. Try again, or tell whoever keeps WeBox.")
        raise ProviderFailed(sentence, answer) from error
    settle(generation, answer, problems=problems, latency_ms=latency)


def _finished(generation, answer, brief, voice):
    """The answer with what its purpose adds, and problems: words are not lost because images could not be had."""
    try:
        output = PURPOSES[generation.purpose].finish(generation, answer.output, brief, voice)
        return replace(answer, output=storable(output)), []
    except Exception:
        logger.exception("The end of generation %s", generation.pk)
        message = _("Not everything could be added, such as images. Write it again, or go on without.")
        return answer, [{"path": "", "level": "warning", "message": message}]


def _renew(generation):
    """Hold it for as long again, unless somebody cancelled it or took it over."""
    held = Generation.objects.filter(pk=generation.pk, claim=generation.claim, state=State.RUNNING)
    return bool(held.update(started_at=timezone.now()))


def claim(generation_id):
    """The generation, held by this worker, or None."""
    now = timezone.now()
    due = Q(state=State.QUEUED) & (Q(not_before=None) | Q(not_before__lte=now))
    silent = Q(state=State.RUNNING, started_at__lt=now - silence())
    mine = secrets.token_hex(16)
    taken = Generation.objects.filter(due | silent, pk=generation_id).update(
        # Whose worker was killed has been put off as well: what kills workers is not written for ever.
        put_off=F("put_off") + Case(When(state=State.RUNNING, then=1), default=0),
        state=State.RUNNING,
        claim=mine,
        started_at=now,
        not_before=None,
    )
    if not taken:
        return None
    return Generation.objects.select_related("workspace", "by__profile").get(pk=generation_id)


def silence():
    """After so long without an outcome a worker counts as stopped: three answers, each as slow as may be, and a bit."""
    return timedelta(seconds=3 * settings.AI_TIMEOUT_SECONDS + 60)


@contextmanager
def as_its_reader(generation):
    """The language of whoever asked, for what goes wrong, and the clock of the workspace, for days."""
    profile = getattr(generation.by, "profile", None)
    language = (profile and profile.language) or generation.workspace.language
    with translation.override(language), timezone.override(generation.workspace.zone):
        yield


def brief_of(generation, voice=None):
    voice = voice or voice_of(generation.workspace, generation.by)
    purpose = PURPOSES[generation.purpose]
    with translation.override(generation.language):
        context = purpose.context(generation.workspace, generation.inputs, generation.by)
    return Brief(
        inputs=generation.inputs,
        language=generation.language,
        tone=generation.tone,
        brand=voice.brand,
        context=context,
    )


def problems_of(generation, output, brief):
    """What to say beside the draft, as JSON: claims against the brand first, then the purpose's own limits."""
    found = [*claims_in(output, brief), *PURPOSES[generation.purpose].check(output, brief)]
    return [{"path": each.path, "level": each.level, "message": str(each.message)} for each in found]


def settle(generation, answer, *, problems, latency_ms):
    _record(
        generation,
        answer,
        state=State.READY,
        provider=generation.provider,
        model=answer.model or generation.model,
        output=answer.output,
        marks=marks_of(PURPOSES[generation.purpose].schema, answer.output),
        problems=problems,
        latency_ms=latency_ms,
        error="",
        finished_at=timezone.now(),
    )


def put_off_or_fail(generation, error):
    """Try again later what another try may bring; whatever was spent on the way is kept."""
    number, wait = generation.put_off, getattr(error, "retry_after", None) or 0
    spent = getattr(error, "spent", None)
    if not isinstance(error, Unavailable) or number >= len(BACK_OFF):
        return fail(generation, error.message, spent)
    if wait > LONGEST_WAIT:
        asks = _("It asks us to wait for %(minutes)s minutes: try again then, or use the offline writer.")
        return fail(generation, f"{error.message} {asks % {'minutes': ceil(wait / 60)}}", spent)
    seconds = ceil(max(BACK_OFF[number], wait))
    kept = _record(
        generation,
        spent,
        state=State.QUEUED,
        claim="",
        put_off=number + 1,
        not_before=timezone.now() + timedelta(seconds=seconds),
        error=str(error.message),
    )
    if kept:
        task.apply_async(kwargs={"generation_id": generation.pk}, countdown=seconds)


def fail(generation, message, spent=None):
    _record(generation, spent, state=State.FAILED, error=str(message), finished_at=timezone.now())


def _record(generation, spent, **outcome):
    """True if this worker still held it: who cancelled, or took over after silence, wins. Money is spent either way."""
    paid = {}
    if spent:
        paid = {
            "attempts": F("attempts") + spent.requests,
            "input_tokens": F("input_tokens") + spent.input_tokens,
            "output_tokens": F("output_tokens") + spent.output_tokens,
        }
        if spent.cost is not None:
            paid["cost"] = Coalesce(F("cost"), Decimal(0)) + spent.cost
    row = Generation.objects.filter(pk=generation.pk)
    if row.filter(claim=generation.claim, state=State.RUNNING).update(**outcome | paid):
        return True
    if paid:
        row.update(**paid)
    return False


def ring(generation):
    task.delay_on_commit(generation_id=generation.pk)


def sweep():
    """Ring again for generations whose worker fell silent, or whose doorbell was lost."""
    now = timezone.now()
    late = Q(state=State.QUEUED, not_before=None, created_at__lt=now - LOST)
    late |= Q(state=State.QUEUED, not_before__lt=now - LOST)
    late |= Q(state=State.RUNNING, started_at__lt=now - silence())
    for pk in Generation.objects.filter(late).values_list("pk", flat=True):
        # Behind a long queue they would pile up: the next sweep rings anyway.
        task.apply_async(kwargs={"generation_id": pk}, expires=LOST.total_seconds())


def spent_this_month(workspace):
    """US dollars since the first of the month where the workspace lives."""
    start = timezone.now().astimezone(workspace.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return Generation.objects.for_workspace(workspace).filter(created_at__gte=start).cost()


def require_leave(workspace, voice, provider):
    """Raises SwitchedOff, and BudgetSpent for what costs money."""
    if not voice.is_on:
        raise SwitchedOff
    if provider == Provider.OFFLINE or voice.monthly_budget is None:
        return
    spent = spent_this_month(workspace)
    if spent >= voice.monthly_budget:
        raise BudgetSpent(spent, voice.monthly_budget)
