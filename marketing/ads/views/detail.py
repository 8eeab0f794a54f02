"""The page of one campaign: what it costs, what it brings, whether both sides agree on it."""

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from marketing.ads.breakdown import days_of, levels_of, periods_of
from marketing.ads.comparing import changes_by_currency, changes_of
from marketing.ads.forms.links import LinkForm
from marketing.ads.limits import check
from marketing.ads.links import tracking_of
from marketing.ads.models import AdDailyMetric
from marketing.ads.pacing import pacing_of
from marketing.ads.reconciling import leads_of, reconciliation_of
from marketing.ads.totals import totals_of_campaign
from marketing.ads.views.campaigns import campaign_of
from marketing.ads.views.chart import charts_of
from webox.analytics.period_bar import period_bar
from webox.analytics.periods import Period, period_from, today_of
from webox.lib.htmx import wants_fragment
from webox.lib.pagination import ListPage

DAYS = 30


@require_safe
@vary_on_headers("HX-Request")
def campaign_detail(request, pk):
    campaign = campaign_of(request, pk)
    period, errors = asked_period(request, campaign)
    context = {"campaign": campaign} | figures_context(request, campaign, period, errors)
    if wants_fragment(request):
        return render(request, "ads/_figures.html", context)
    context |= {
        "pacing": pacing_of(campaign, today_of(request.workspace)),
        "creatives": creatives_of(campaign),
    } | link_context(request, campaign)
    return render(request, "ads/campaign_detail.html", context)


def asked_period(request, campaign):
    """(period, errors): unless one is asked for, the last 30 days that may hold figures."""
    asked = {name: request.GET.get(name, "") for name in ("period", "from", "to")}
    try:
        if any(asked.values()):
            return period_from(asked, request.workspace), {}
        errors = {}
    except ValidationError as error:
        errors = error.message_dict
    today = today_of(request.workspace)
    last = AdDailyMetric.objects.filter(campaign=campaign).aggregate(last=Max("day"))["last"] or today
    recent = Period.last_days(DAYS, today)
    return (recent if last >= recent.first else Period.last_days(DAYS, last)), errors


def figures_context(request, campaign, period, errors):
    totals = totals_of_campaign(campaign, period)
    before = totals_of_campaign(campaign, period.previous())
    days = days_of(campaign, period)
    main = totals.by_currency[0].currency
    return {
        "period": period,
        "previous": period.previous(),
        "period_bar": period_bar(request, period, errors),
        "totals": totals,
        "deltas": percents(changes_of(totals, before)),
        "figures": [(each, percents(changes)) for each, changes in changes_by_currency(totals, before)],
        "charts": charts_of(days.get(main, {}), period, main),
        "by_week": len(period.spans()) < len(period),
        "levels": levels_of(campaign, period),
        "periods": periods_of(campaign),
    }


def percents(changes):
    return {name: None if fraction is None else fraction * 100 for name, fraction in changes.items()}


def creatives_of(campaign):
    creatives = list(campaign.creatives.prefetch_related("images").order_by("pk"))
    for creative in creatives:
        creative.problems = list(check(campaign.platform, creative))
    return creatives


def link_context(request, campaign):
    form = LinkForm(request.GET if "landing_url" in request.GET else None, campaign=campaign)
    address = form.address()
    tracking = tracking_of(campaign.platform)
    return {"link_form": form, "link": address, "tracking": tracking}


@require_safe
def campaign_link(request, pk):
    """The tracked address, made anew while its parts are typed."""
    campaign = campaign_of(request, pk)
    context = {"campaign": campaign} | link_context(request, campaign)
    return render(request, "ads/_link.html" if request.htmx else "ads/link.html", context)


@require_safe
@vary_on_headers("HX-Request")
def campaign_reconciliation(request, pk):
    """What the platform says beside what we saw. It reads events, so the page asks for it by itself."""
    campaign = campaign_of(request, pk)
    period, _errors = asked_period(request, campaign)
    found = reconciliation_of(campaign, period, request.membership)
    context = {"campaign": campaign, "reconciliation": found, "period": period}
    if wants_fragment(request):
        return render(request, "ads/_reconciliation.html", context)
    return render(request, "ads/reconciliation.html", context)


@require_safe
def campaign_leads(request, pk):
    """The leads behind “we saw”."""
    campaign = campaign_of(request, pk)
    period, _errors = asked_period(request, campaign)
    page = ListPage(request, leads_of(campaign, period, request.membership).select_related("owner"))
    return render(request, "ads/leads.html", {"campaign": campaign, "page": page, "period": period})
