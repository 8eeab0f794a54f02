from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from investors.models import Investor
from webox.lib.pagination import ListPage


def investor_of(request, pk):
    return get_object_or_404(Investor.objects.visible_to(request.membership).for_list(), pk=pk)


@require_safe
def investor_list(request):
    investors = Investor.objects.visible_to(request.membership).alive()
    return render(request, "investors/investor_list.html", {"page": ListPage(request, investors.for_list())})


@require_safe
def investor_detail(request, pk):
    return render(request, "investors/investor_detail.html", {"investor": investor_of(request, pk)})
