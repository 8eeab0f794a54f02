from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from rest_framework import pagination
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

MAXIMUM = 200


class CursorPagination(pagination.CursorPagination):
    """The one page envelope: {"next": url|null, "previous": url|null, "results": […]}.

    Rows are found from the last one seen, so page 10,000 costs what page 1 does. `limit` is at most 200.
    """

    page_size = 50
    page_size_query_param = "limit"
    max_page_size = MAXIMUM
    # DRF's own thousand would show the same page for ever where more rows share a value, as scores of 0 do.
    offset_cutoff = 1_000_000_000
    ordering = ("-created_at", "-id")

    def get_ordering(self, request, queryset, view):
        ordering = getattr(view, "ordering", None) or self.ordering
        for backend in getattr(view, "filter_backends", ()):
            if hasattr(backend, "get_ordering"):
                ordering = backend().get_ordering(request, queryset, view) or ordering
        ordering = tuple([ordering] if isinstance(ordering, str) else ordering)
        if ordering[-1] in ("id", "-id"):
            return ordering
        # Ties need a last word, or rows at a page's edge are shown twice or never; one direction is one index.
        return (*ordering, "-id" if ordering[0].startswith("-") else "id")

    def paginate_queryset(self, queryset, request, view=None):
        try:
            return super().paginate_queryset(queryset, request, view)
        except (DjangoValidationError, ValueError, TypeError) as error:
            # The position in a cursor that somebody else wrote need not be a date or a number.
            raise NotFound(self.invalid_cursor_message) from error


class ListPage:
    """One page of a list for a template: `rows`, `next`, `previous`, and `total` counted up to `COUNTED`."""

    COUNTED = 1_000

    def __init__(self, request, queryset, ordering=("-created_at", "-id"), size=50):
        paginator = CursorPagination()
        paginator.ordering, paginator.page_size = ordering, size
        try:
            self.rows = paginator.paginate_queryset(queryset, Request(request))
        except NotFound as error:
            raise Http404(error.detail) from error
        self.next, self.previous = paginator.get_next_link(), paginator.get_previous_link()
        # Counting stops early: an exact number over a million rows would cost more than the page.
        self.total = queryset.order_by()[: self.COUNTED + 1].count() if self.next or self.previous else len(self.rows)

    @property
    def has_more_than_counted(self):
        return self.total > self.COUNTED
