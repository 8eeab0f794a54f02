from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm import tasks
from crm.actions import predicting, scoring
from crm.forms.scoring import ScoringForm, form_of
from crm.forms.segments import builder_of
from crm.models import Lead, Prediction, Scoring, ScoringRule
from crm.scoring.breakdown import breakdown_of
from crm.scoring.decay import percent
from crm.scoring.grid import NUMBERS, grid_of, rows_of
from crm.scoring.trial import trials_of
from crm.segments import describe_all
from webox.accounts.access import for_writers
from webox.analytics.events import TYPES
from webox.lib.htmx import go
from webox.lib.ids import is_id


@require_safe
def scoring_page(request):
    settings, counts, counted_at, is_stale = grid_of(request.membership)
    if is_stale:
        tasks.count_grid.delay(workspace_id=request.workspace.pk)
    rules = list(ScoringRule.objects.for_workspace(request.workspace))
    fit = [rule for rule in rules if rule.is_fit]
    context = {
        "scoring": settings,
        "rows": rows_of(settings, counts),
        "numbers": NUMBERS,
        "counted_at": counted_at if counted_at and settings.grid_at == counted_at else None,
        "is_counted": bool(counts),
        "fit_rules": list(zip(fit, describe_all(request.workspace, [rule.rules for rule in fit]), strict=True)),
        "engagement_rules": [(rule, label_of(rule.event_type)) for rule in rules if not rule.is_fit],
        "prediction": Prediction.objects.of(request.workspace),
    }
    return render(request, "crm/scoring.html", context)


def label_of(event_type):
    return TYPES[event_type].label if event_type in TYPES else event_type


@require_safe
def scoring_progress(request):
    settings = Scoring.objects.of(request.workspace)
    return render(request, "crm/_scoring_progress.html", {"scoring": settings})


@for_writers
@require_http_methods(["GET", "POST"])
def scoring_settings(request):
    settings = Scoring.objects.of(request.workspace)
    form = ScoringForm(request.POST or None, instance=settings)
    if form.is_valid():
        form.save_by(request.user)
        messages.success(request, _("Saved. Every lead is being counted anew."))
        return go(request, reverse("crm:scoring"))
    context = {"form": form, "title": _("Weight and grid"), "action": reverse("crm:scoring-settings")}
    template = "crm/_scoring_settings.html" if request.htmx else "crm/scoring_settings.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


# Rules


@for_writers
@require_http_methods(["GET", "POST"])
def rule_create(request):
    kind = request.GET.get("kind", "fit")
    if kind not in ScoringRule.Kind.values:
        raise Http404
    return rule_form(request, ScoringRule(workspace=request.workspace, kind=kind), _("New rule"))


@for_writers
@require_http_methods(["GET", "POST"])
def rule_edit(request, pk):
    return rule_form(request, rule_of(request, pk), _("Edit the rule"))


def rule_of(request, pk):
    return get_object_or_404(ScoringRule.objects.visible_to(request.membership), pk=pk)


def rule_form(request, rule, title):
    form = form_of(rule.kind)(request.POST or None, instance=rule, workspace=request.workspace, kind=rule.kind)
    if form.is_valid() and form.save_by(request.user):
        messages.success(request, _("Saved. Every lead is being counted anew."))
        return redirect("crm:scoring")
    context = {"form": form, "rule": rule, "title": title}
    if rule.is_fit:
        context["builder"] = builder_of(request.workspace)
    return render(request, "crm/scoring_rule.html", context, status=422 if form.is_bound else 200)


@require_POST
def rule_delete(request, pk):
    scoring.delete_rule(rule=rule_of(request, pk), by=request.user)
    messages.success(request, _("The rule was deleted. Every lead is being counted anew."))
    return redirect("crm:scoring")


@require_POST
def rule_preview(request):
    """What the rule being written would do, to the leads last changed or to those searched for."""
    number = request.POST.get("rule", "")
    if number:
        rule = rule_of(request, number if is_id(number) else 0)
    else:
        kind = request.POST.get("kind", "")
        rule = ScoringRule(workspace=request.workspace, kind=kind if kind in ScoringRule.Kind.values else "fit")
    form = form_of(rule.kind)(request.POST, instance=rule, workspace=request.workspace, kind=rule.kind)
    context = {}
    if "name" in form.errors:
        del form.errors["name"]
    if form.errors:
        context["problem"] = _("Complete the rule to see what it would do.")
    else:
        search = request.POST.get("lead", "").strip().replace("\0", "")[:100]
        context |= {"trials": trials_of(request.membership, rule, search), "search": search}
    return render(request, "crm/_scoring_trial.html", context)


# The prediction


@require_safe
def backtest(request):
    prediction = Prediction.objects.of(request.workspace)
    found = prediction.backtest
    context = {"prediction": prediction, "found": found}
    if found.get("enough"):
        context |= {
            "tried": found["tried"]["won"] + found["tried"]["lost"],
            "deciles": [in_percent(ten, "from", "to") for ten in found["deciles"]],
            "calibration": [in_percent(band, "said", "came") for band in found["calibration"]],
            "chart": chart_of(found),
        }
    return render(request, "crm/scoring_backtest.html", context)


def in_percent(row, *names):
    return row | {name: percent(100 * row[name]) for name in names}


def chart_of(found):
    rates = [ten["rate"] for ten in found["deciles"]]
    return {
        "labels": [str(number) for number in range(1, len(rates) + 1)],
        "series": [{"label": pgettext("leads", "Won"), "values": rates, "color": "green"}],
        "format": "percent",
    }


@require_POST
def learn(request):
    predicting.ask_to_learn(workspace=request.workspace, by=request.user)
    messages.success(request, _("Learning from the closed leads. Come back in a minute."))
    return redirect(request.POST.get("next") if request.POST.get("next") == reverse("crm:backtest") else "crm:scoring")


# One lead


@require_http_methods(["GET", "POST"])
def lead_score(request, pk):
    """The card on a lead's page: its score taken apart. POST counts it anew."""
    leads = Lead.objects.visible_to(request.membership).select_related("workspace").prefetch_related("tags")
    lead = get_object_or_404(leads, pk=pk)
    if request.method == "POST":
        scoring.score_leads(workspace=request.workspace, lead_ids=[lead.pk])
        if not request.htmx:
            return redirect("crm:lead-score", pk)
    found = breakdown_of(lead)
    context = {"lead": lead, "found": found, "rows": rows_of(found.scoring, {}), "missing": missing(found.prediction)}
    template = "crm/_lead_score.html" if request.htmx else "crm/lead_score.html"
    return render(request, template, context)


def missing(prediction):
    """“18 won and 20 lost leads” that a prediction still needs; nothing when it has enough."""
    won, lost = prediction.missing_won, prediction.missing_lost
    parts = []
    if won:
        parts.append(ngettext("%(number)d won lead", "%(number)d won leads", won) % {"number": won})
    if lost:
        parts.append(ngettext("%(number)d lost lead", "%(number)d lost leads", lost) % {"number": lost})
    return _(" and ").join(parts)
