from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from marketing.ads.api.filters import AdCampaignFilter
from marketing.ads.models import AdCampaign
from webox.lib.htmx import wants_fragment
from webox.lib.pagination import ListPage


def campaign_of(request, pk):
    return get_object_or_404(AdCampaign.objects.for_workspace(request.workspace).select_related("workspace"), pk=pk)


@require_safe
@vary_on_headers("HX-Request")
def campaign_list(request):
    filter = AdCampaignFilter(request.GET, AdCampaign.objects.for_workspace(request.workspace))
    context = {"filter": filter, "page": ListPage(request, filter.qs)}
    return render(request, "ads/_campaigns.html" if wants_fragment(request) else "ads/campaigns.html", context)


@require_safe
def campaign_detail(request, pk):
    return render(request, "ads/campaign_detail.html", {"campaign": campaign_of(request, pk)})
