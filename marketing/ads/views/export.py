from django.core.exceptions import ValidationError
from django.http import Http404, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from marketing.ads import exporting
from marketing.ads.api.filters import CampaignListFilter
from marketing.ads.models import AdCampaign
from marketing.ads.views.campaigns import list_period


@require_safe
def campaign_export(request, format):
    """What the list shows, all pages of it, as a file."""
    if format not in exporting.FORMATS:
        raise Http404
    try:
        period = list_period(request)
    except ValidationError:
        period = None
    campaigns = AdCampaign.objects.for_workspace(request.workspace).select_related("workspace")
    campaigns = CampaignListFilter(request.GET, campaigns).qs
    if format == exporting.XLSX:
        pieces = exporting.as_xlsx(campaigns, period)
    else:
        pieces = exporting.as_csv(campaigns, period, ";" if get_language() == "fr" else ",")
    response = StreamingHttpResponse(pieces, content_type=exporting.FORMATS[format])
    name = f"ads-{timezone.localdate():%Y-%m-%d}.{format}"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
