import django_filters
import pytest
from django.test import RequestFactory
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from crm.models import Lead
from tests.factories.crm import make_lead
from webox.lib.filters import StrictFilterBackend, StrictOrderingFilter


class Filters(django_filters.FilterSet):
    score = django_filters.RangeFilter()
    created = django_filters.DateFromToRangeFilter(field_name="created_at")

    class Meta:
        model = Lead
        fields = ["status"]


class View:
    filterset_class = Filters
    ordering_fields = ["score", "created_at"]
    ordering = ("-created_at",)


def request(query):
    return Request(RequestFactory().get(f"/leads?{query}"))


def refusal_of(call):
    with pytest.raises(ValidationError) as caught:
        call()
    return caught.value.detail


@pytest.fixture
def leads(workspace):
    return [make_lead(workspace, last_name=str(score), score=score) for score in (1, 5, 9)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["1", "5", "9"]),
        ("score_min=5", ["5", "9"]),
        ("score_min=2&score_max=8", ["5"]),
        ("status=won", []),
        ("created_after=2000-01-01&limit=10&cursor=x&ordering=score&search=x&format=json", ["1", "5", "9"]),
    ],
)
def test_known_filters_filter(leads, query, found):
    rows = StrictFilterBackend().filter_queryset(request(query), Lead.objects.all(), View())
    assert sorted(rows.values_list("last_name", flat=True)) == found


@pytest.mark.parametrize("name", ["statsu", "score", "status_min", "score_after", "page", "page_size", ""])
def test_an_unknown_filter_is_refused_by_name(db, name):
    query = f"{name}=1"
    detail = refusal_of(lambda: StrictFilterBackend().filter_queryset(request(query), Lead.objects.all(), View()))
    known = "created_after, created_before, cursor, limit, ordering, score_max, score_min, search, status"
    assert detail == {name: f"“{name}” is not a filter. Known: {known}."}


def test_a_view_without_filters_refuses_them_all(db):
    class Bare:
        pass

    detail = refusal_of(lambda: StrictFilterBackend().filter_queryset(request("a=1"), Lead.objects.all(), Bare()))
    assert list(detail) == ["a"]


def test_a_wrong_value_of_a_filter_is_refused(db):
    detail = refusal_of(
        lambda: StrictFilterBackend().filter_queryset(request("status=maybe"), Lead.objects.all(), View())
    )
    assert list(detail) == ["status"]


def test_ordering_is_taken_from_the_list_of_the_view(db):
    order = StrictOrderingFilter().get_ordering
    assert order(request("ordering=-score,created_at"), None, View()) == ["-score", "created_at"]
    assert order(request(""), None, View()) == ("-created_at",)
    detail = refusal_of(lambda: order(request("ordering=password"), None, View()))
    assert detail == {"ordering": "“password” cannot be ordered by. Choose from: score, created_at."}
    detail = refusal_of(lambda: order(request("ordering=--score"), None, View()))
    assert detail == {"ordering": "“--score” cannot be ordered by. Choose from: score, created_at."}
