from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from crm.models import Segment
from crm.segments import WrongRules
from marketing.ads.actions.audiences import export_audience
from marketing.ads.audiences import FORMATS, Audience
from marketing.ads.events import AUDIENCE_EXPORTED
from marketing.ads.forms.audiences import AudienceForm
from webox.accounts.access import for_writers
from webox.analytics.models import Event
from webox.lib.htmx import wants_fragment

# Of the exports made before, so many are shown
RECENT = 10


@for_writers
@require_http_methods(["GET"])
@vary_on_headers("HX-Request")
def audience_export(request):
    """Which segment for which platform; once both are chosen, whom the file names and whom it leaves out."""
    asked = request.GET if "segment" in request.GET and "platform" in request.GET else None
    form = AudienceForm(asked, workspace=request.workspace, initial=request.GET.dict())
    return page(request, form)


@for_writers
@require_POST
def audience_download(request):
    form = AudienceForm(request.POST, workspace=request.workspace)
    if not form.is_valid():
        return page(request, form)
    chosen = form.cleaned_data
    try:
        audience = export_audience(membership=request.membership, by=request.user, **chosen)
    except WrongRules as error:
        form.add_error("segment", error.messages[0])
        return page(request, form)
    response = StreamingHttpResponse(audience.pieces(), content_type="text/csv; charset=utf-8")
    name = f"{slugify(chosen['segment'].name) or 'audience'}-{chosen['platform']}-{timezone.localdate():%Y-%m-%d}.csv"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def page(request, form):
    context = {"form": form, "audience": audience_of(request, form)}
    if not wants_fragment(request):
        context |= {"exports": exports_of(request), "has_segments": has_segments(request)}
    status = 422 if form.is_bound and form.errors else 200
    template = "ads/_audience_counts.html" if wants_fragment(request) else "ads/audience_export.html"
    return render(request, template, context, status=status)


def audience_of(request, form):
    if not (form.is_bound and form.is_valid()):
        return None
    chosen = form.cleaned_data
    audience = Audience(request.membership, chosen["segment"].rules, FORMATS[chosen["platform"]], chosen["country"])
    try:
        return audience if audience.counts else None
    except WrongRules as error:
        form.add_error("segment", error.messages[0])
        return None


def has_segments(request):
    return Segment.objects.for_workspace(request.workspace).exists()


def exports_of(request):
    """What was exported last: the events themselves."""
    events = Event.objects.for_workspace(request.workspace).filter(type=AUDIENCE_EXPORTED)
    return [
        event.properties | {"at": event.at, "platform": FORMATS[event.properties["platform"]].label}
        for event in events.order_by("-at", "-pk")[:RECENT]
    ]
