"""The reports there are: of lists by their filter set, of KPIs by year and month."""

from django.utils import timezone
from django.utils.translation import gettext as _

from investors.exporting import interactions, kpis, pipeline
from investors.exporting.report import Report, month_name
from investors.exporting.words import words_of
from investors.models import Investor
from webox.accounts.access import zone_of


def pipeline_report(membership, filterset):
    sheets = pipeline.sheets(membership.workspace, filterset.qs)
    return made(membership, _("Pipeline"), "investors", words_of(filterset), sheets)


def interaction_report(membership, filterset):
    sheets = interactions.sheets(filterset.qs)
    return made(membership, _("Interactions"), "interactions", words_of(filterset), sheets)


def grid_report(membership, year, search=""):
    title, filters, found = _("KPIs of %(year)s") % {"year": year}, of_all(), None
    if search:
        filters = _("%(name)s: %(value)s") % {"name": _("Search"), "value": search}
        found = Investor.objects.visible_to(membership).alive().search(search).values("pk")
    sheets = kpis.grid_sheets(membership.workspace, year, found)
    return made(membership, title, f"kpis-{year}", filters, sheets)


def month_report(membership, year, month):
    title = _("KPIs of %(month)s") % {"month": month_name(year, month)}
    sheets = kpis.month_sheets(membership.workspace, year, month)
    return made(membership, title, f"kpis-{year}-{month:02}", of_all(), sheets)


def year_report(membership, year, investor=None):
    sheets = kpis.year_sheets(membership.workspace, year, investor)
    if investor:
        title = _("%(investor)s in %(year)s") % {"investor": investor, "year": year}
        asked = _("Investor: %(name)s") % {"name": investor}
        return made(membership, title, f"investor-{investor.pk}-{year}", asked, sheets)
    return made(membership, _("Annual summary of %(year)s") % {"year": year}, f"summary-{year}", of_all(), sheets)


def of_all():
    return _("All investors")


def made(membership, title, name, filters, sheets):
    return Report(
        title=title,
        name=name,
        workspace=str(membership.workspace),
        made_at=timezone.now(),
        zone=zone_of(membership),
        filters=filters,
        sheets=sheets,
    )
