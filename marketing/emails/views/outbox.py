from functools import wraps

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from marketing.emails.api.filters import OutboxFilter
from marketing.emails.models import OutboxMessage
from marketing.emails.outbox import read_message
from webox.lib.htmx import wants_fragment
from webox.lib.pagination import ListPage
from webox.lib.sandbox import sandboxed_frame


def kept_only(view):
    """With a mail server configured nothing is kept here."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if settings.EMAIL_URL:
            raise Http404(_("Mail is sent for real here: there is no outbox."))
        return view(request, *args, **kwargs)

    return guarded


def readable_by(request):
    messages = OutboxMessage.objects.visible_to(request.membership)
    # Account mail holds sign-in links of anyone: only who runs the machine may read it.
    return messages | OutboxMessage.objects.filter(workspace=None) if request.user.is_superuser else messages


@require_safe
@vary_on_headers("HX-Request")
@kept_only
def outbox(request):
    filter = OutboxFilter(request.GET, readable_by(request).defer("raw"))
    context = {"filter": filter, "page": ListPage(request, filter.qs)}
    return render(request, "emails/_outbox.html" if wants_fragment(request) else "emails/outbox.html", context)


@require_safe
@kept_only
def outbox_message(request, pk):
    message = get_object_or_404(readable_by(request), pk=pk)
    return render(request, "emails/outbox_message.html", {"message": message, "reading": read_message(message.raw)})


@require_safe
@kept_only
def outbox_html(request, pk):
    return sandboxed_frame(read_message(get_object_or_404(readable_by(request), pk=pk).raw).html)


@require_safe
@kept_only
def outbox_download(request, pk):
    message = get_object_or_404(readable_by(request), pk=pk)
    response = HttpResponse(bytes(message.raw), content_type="message/rfc822")
    response["Content-Disposition"] = f'attachment; filename="message-{message.pk}.eml"'
    return response
