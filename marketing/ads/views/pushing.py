from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from marketing.ads.forms.connections import PushForm
from marketing.ads.models import AdCreative
from marketing.emails.views.answers import go_to
from webox.accounts.access import for_writers


@for_writers
@require_http_methods(["GET", "POST"])
def creative_push(request, pk):
    """Make an ad of a creative on the platform of its campaign."""
    rows = AdCreative.objects.visible_to(request.membership).select_related("campaign__connection", "workspace")
    creative = get_object_or_404(rows, pk=pk)
    platform = creative.campaign.get_platform_display()
    form = PushForm(request.POST if request.method == "POST" else None, creative=creative)
    if form.is_valid() and (ad := form.save_by(request.user)):
        message = _("“%(name)s” is on %(platform)s, in “%(ad_set)s”: %(status)s.") % {
            "name": ad.name,
            "platform": platform,
            "ad_set": ad.ad_set.name,
            "status": ad.get_status_display().lower(),
        }
        return go_to(request, creative.campaign, message)
    context = {
        "form": form,
        "title": _("Send “%(name)s” to %(platform)s") % {"name": creative.name, "platform": platform},
        "action": reverse("ads:creative-push", args=[pk]),
        "submit": _("Send"),
        "intro": _("It becomes an ad there, paused where the platform has such. Sent twice, it stays one."),
        "cancel_url": creative.campaign.get_absolute_url(),
    }
    template = "components/modal_form.html" if request.htmx else "ads/push_form.html"
    return render(request, template, context, status=422 if form.errors else 200)
