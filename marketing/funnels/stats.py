"""What a funnel brought in over a period, from the daily counts."""

from marketing.funnels.events import FUNNEL_CONVERTED, FUNNEL_ENTERED, OPTED_IN, PAGE_VIEWED
from webox.analytics.models import DailyCount
from webox.analytics.overview import compared, ratio


def stats_of(funnel, period):
    """{"visitors", "leads", "conversion": {"value", "previous", "change"}, "days": [(day, visitors, leads)]}."""
    counts, subject = DailyCount.objects.filter(workspace=funnel.workspace_id), ("funnel", funnel.pk)
    metrics = [FUNNEL_ENTERED, FUNNEL_CONVERTED]
    series = counts.series_of(metrics, period, subject)
    before = counts.totals(metrics, period.previous(), subject)
    entered, converted = series[FUNNEL_ENTERED], series[FUNNEL_CONVERTED]
    visitors, leads = sum(entered.values()), sum(converted.values())
    return {
        "visitors": compared(visitors, before[FUNNEL_ENTERED]),
        "leads": compared(leads, before[FUNNEL_CONVERTED]),
        "conversion": compared(ratio(leads, visitors), ratio(before[FUNNEL_CONVERTED], before[FUNNEL_ENTERED])),
        "days": [(day, number, converted[day]) for day, number in entered.items()],
    }


def views_of_pages(funnel, pages, period):
    """{page id: (views, opt-ins)} in a period, in one query."""
    rows = DailyCount.objects.filter(
        workspace=funnel.workspace_id,
        metric__in=(PAGE_VIEWED, OPTED_IN),
        subject_type="funnelpage",
        subject_id__in=[page.pk for page in pages],
        day__range=(period.first, period.last),
    )
    found = {page.pk: [0, 0] for page in pages}
    for page_id, metric, count in rows.values_list("subject_id", "metric", "count"):
        found[page_id][metric == OPTED_IN] += count
    return {page_id: tuple(numbers) for page_id, numbers in found.items()}
