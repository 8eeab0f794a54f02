from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from crm.forms.leads import members_of
from crm.views.today import member_of, sections_of
from investors.models import Investor
from webox.lib.htmx import wants_fragment


@require_safe
@vary_on_headers("HX-Request")
def today(request):
    """The next steps with investors that are due."""
    member = member_of(request)
    investors = Investor.objects.visible_to(request.membership).alive().filter(owner=member)
    context = {"sections": sections_of(request, investors, member, reverse("investors:investor-list"))}
    context |= {"done_url": "investors:investor-next-step", "snooze_url": "investors:investor-snooze"}
    if wants_fragment(request):
        return render(request, "investors/_today.html", context)
    members = members_of(request.workspace) if request.membership.can_administer else []
    return render(request, "investors/today.html", context | {"members": members, "member": member})
