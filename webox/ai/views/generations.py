from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect

from webox.accounts.access import for_writers
from webox.ai.actions import asking, generating, reading
from webox.ai.api.filters import GenerationFilter
from webox.ai.forms import inputs_of
from webox.ai.models import AIConfig, Generation
from webox.ai.months import cost_by_month, months_chart
from webox.ai.registry import PURPOSES
from webox.ai.views.drafts import draft_context, waits_long
from webox.ai.voice import voice_of
from webox.ai.wishes import about, label_of
from webox.lib.htmx import go, wants_fragment
from webox.lib.pagination import ListPage

State, Provider = Generation.State, AIConfig.Provider


def generation_of(request, pk, known=False):
    """The draft; `known` when what is to happen needs its purpose, which an update may have taken away."""
    shown = Generation.objects.visible_to(request.membership).select_related("workspace", "by")
    generation = get_object_or_404(shown, pk=pk)
    if known and generation.purpose not in PURPOSES:
        raise Http404
    return generation


# Asking


@for_writers
@require_http_methods(["GET", "POST"])
def generate(request, purpose):
    if purpose not in PURPOSES:
        raise Http404
    wanted, voice = PURPOSES[purpose], voice_of(request.workspace, request.user)
    form = wanted.form(
        data=request.POST if request.method == "POST" else None,
        workspace=request.workspace,
        initial={"language": voice.language, "tone": voice.tone} | request.GET.dict(),
    )
    refusal = None
    if form.is_valid():
        try:
            generation = asking.ask(
                workspace=request.workspace,
                by=request.user,
                purpose=purpose,
                inputs=inputs_of(form),
                provider=Provider.OFFLINE if request.POST.get("writer") == Provider.OFFLINE else "",
            )
            return watch(request, generation)
        except (generating.SwitchedOff, generating.BudgetSpent) as error:
            refusal = error
    context = {
        "form": form,
        "purpose": wanted,
        "title": wanted.label,
        "action": request.get_full_path(),
        "voice": voice,
        "writer": voice.model or Provider(voice.provider).label,
        "refusal": refusal,
        "offers_offline": isinstance(refusal, generating.BudgetSpent),
        "back": reverse("ai:generation-list"),
    }
    template = "ai/_generate.html" if wants_fragment(request) else "ai/generate.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


def watch(request, generation):
    """To whoever asked in a modal its progress there, to others the page of the draft."""
    if not request.htmx:
        return redirect(generation)
    return render(request, "ai/_watch.html", {"generation": generation, "label": label_of(generation)})


@require_safe
def progress(request, pk):
    generation = generation_of(request, pk)
    # Once put off its page has the way out, which whoever began to watch before does not see.
    if not generation.is_unfinished or (generation.put_off and "put_off" not in request.GET):
        return HttpResponseClientRedirect(generation.get_absolute_url())
    context = {"generation": generation, "waits_long": waits_long(generation)}
    return render(request, "ai/_progress.html", context)


# Reading


@require_safe
@vary_on_headers("HX-Request")
def generation_list(request):
    workspace = request.workspace
    rows = Generation.objects.visible_to(request.membership).select_related("by")
    filter = GenerationFilter(request.GET, rows.defer("output", "marks", "problems"), request=request)
    page = ListPage(request, filter.qs)
    for generation in page.rows:
        generation.label, generation.about = label_of(generation), about(generation)
        generation.tokens = generation.input_tokens + generation.output_tokens
    context = {"filter": filter, "page": page, "is_filtered": any(request.GET.values())}
    if wants_fragment(request):
        return render(request, "ai/_generations.html", context)
    months = cost_by_month(workspace)
    voice = voice_of(workspace, request.user)
    context |= {
        "months": [row for row in months[::-1] if row["drafts"]],
        "chart": months_chart(months),
        "spent": months[-1]["cost"] or 0,
        "budget": voice.monthly_budget,
    }
    return render(request, "ai/generations.html", context)


@require_safe
def generation_detail(request, pk):
    return detail(request, generation_of(request, pk))


def detail(request, generation, status=200, **more):
    return render(request, "ai/generation_detail.html", draft_context(request, generation, **more), status=status)


# Deciding. A button pressed too late, or twice, leads to what became of the draft.


@for_writers
@require_POST
def accept(request, pk):
    generation = generation_of(request, pk, known=True)
    was_accepted = generation.state == State.ACCEPTED
    try:
        made = reading.accept(generation=generation, by=request.user)
    except reading.NotAcceptable as error:
        # Of the brand brief as it is now, which may be another than when it was written
        warnings = [each for each in generation.problems if each["level"] != "error"]
        generation.problems = [*error.problems, *warnings]
        return detail(request, generation, status=422, refusal=error.message)
    except reading.NotReady as error:
        return too_late(request, generation, error)
    if not was_accepted:
        messages.success(request, _("Accepted: it is yours now."))
    return go(request, page_of(made) or generation.get_absolute_url())


def page_of(made):
    return made.get_absolute_url() if hasattr(made, "get_absolute_url") else None


@for_writers
@require_POST
def reject(request, pk):
    generation = generation_of(request, pk)
    try:
        reading.reject(generation=generation, by=request.user)
        messages.success(request, _("Rejected. Nothing was made of it."))
    except reading.NotReady as error:
        return too_late(request, generation, error)
    return go(request, generation.get_absolute_url())


@for_writers
@require_POST
def cancel(request, pk):
    generation = generation_of(request, pk)
    if generating.cancel(generation=generation, by=request.user):
        messages.success(request, _("Cancelled: what is still written is thrown away."))
    return go(request, generation.get_absolute_url())


@for_writers
@require_POST
def retry(request, pk):
    generation = generation_of(request, pk, known=True)
    provider = Provider.OFFLINE if request.POST.get("provider") == Provider.OFFLINE else ""
    if provider and generation.put_off:
        # Who takes the way out waits no longer for the provider.
        generating.cancel(generation=generation, by=request.user)
    try:
        again = generating.retry(generation=generation, by=request.user, provider=provider)
    except (generating.SwitchedOff, generating.BudgetSpent, generating.StillWriting) as error:
        return detail(request, generation, status=422, refusal=error.message)
    return go(request, again.get_absolute_url())


def too_late(request, generation, error):
    if generation.state not in (State.ACCEPTED, State.REJECTED):
        messages.warning(request, error.message)
    return go(request, generation.get_absolute_url())
