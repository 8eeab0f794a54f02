from base64 import b64encode

import pytest
from django.http import Http404
from django.test import RequestFactory
from rest_framework.request import Request

from crm.models import Lead
from tests.factories.crm import make_lead
from webox.lib.pagination import CursorPagination, ListPage


@pytest.fixture
def leads(workspace):
    return [make_lead(workspace, last_name=f"L{number:02}", score=number // 4) for number in range(12)]


def page_of(queryset, query="", ordering=("-created_at", "-id"), **kwargs):
    return ListPage(RequestFactory().get(f"/leads?{query}"), queryset, ordering, **kwargs)


def test_following_next_shows_every_row_once_even_among_ties(leads):
    queryset, seen, query = Lead.objects.all(), [], ""
    for _ in range(4):
        page = page_of(queryset, query, ("score", "-id"), size=3)
        seen += [row.last_name for row in page.rows]
        query = page.next.partition("?")[2] if page.next else None
    assert seen == [lead.last_name for lead in sorted(leads, key=lambda lead: (lead.score, -lead.pk))]
    assert query is None


def test_previous_leads_back(leads):
    first = page_of(Lead.objects.all(), size=5)
    second = page_of(Lead.objects.all(), first.next.partition("?")[2], size=5)
    back = page_of(Lead.objects.all(), second.previous.partition("?")[2], size=5)
    assert [row.pk for row in back.rows] == [row.pk for row in first.rows]


def test_filters_stay_in_the_links(leads):
    assert "tag=x" in page_of(Lead.objects.all(), "tag=x", size=5).next


def test_the_total_is_counted_only_where_there_is_more_than_a_page(leads, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert page_of(Lead.objects.all(), size=20).total == 12
    with django_assert_num_queries(2):
        page = page_of(Lead.objects.all(), size=5)
    assert (page.total, page.has_more_than_counted) == (12, False)


def test_counting_stops_early(leads, monkeypatch):
    monkeypatch.setattr(ListPage, "COUNTED", 10)
    page = page_of(Lead.objects.all(), size=5)
    assert (page.total, page.has_more_than_counted) == (11, True)


@pytest.mark.parametrize(("asked", "given"), [("2", 2), ("9999", 12), ("0", 12), ("-1", 12), ("x", 12), ("", 12)])
def test_a_limit_is_kept_within_bounds(leads, asked, given):
    assert len(page_of(Lead.objects.all(), f"limit={asked}").rows) == given
    assert CursorPagination.max_page_size == 200


def written_by_a_stranger(query):
    return b64encode(query.encode()).decode()


@pytest.mark.parametrize("cursor", ["x", *map(written_by_a_stranger, ["p=", "p=2026", "r=1&p=x", "o=x", "o=-5"])])
def test_a_cursor_we_did_not_write_is_refused(leads, cursor):
    with pytest.raises(Http404, match="Invalid cursor"):
        page_of(Lead.objects.all(), f"cursor={cursor}")


def test_an_offset_without_end_shows_nothing(leads):
    assert page_of(Lead.objects.all(), f"cursor={written_by_a_stranger('o=' + '9' * 40)}").rows == []


def test_every_order_ends_with_the_id(leads):
    class View:
        ordering = "score"

    request = Request(RequestFactory().get("/"))
    assert CursorPagination().get_ordering(request, None, View()) == ("score", "id")
    View.ordering = ("-score",)
    assert CursorPagination().get_ordering(request, None, View()) == ("-score", "-id")
    View.ordering = ("score", "-id")
    assert CursorPagination().get_ordering(request, None, View()) == ("score", "-id")
