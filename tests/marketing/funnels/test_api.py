from datetime import timedelta

import pytest
from django.utils import timezone

from marketing.funnels.events import FUNNEL_CONVERTED, FUNNEL_ENTERED, OPTED_IN, PAGE_VIEWED
from marketing.funnels.models import Funnel, FunnelPage
from tests.factories.funnels import make_funnel, make_page
from webox.analytics.actions import record

pytestmark = pytest.mark.django_db
FUNNELS = "/api/marketing/funnels"


def errors_of(response):
    assert response.status_code == 400, response.data
    return {error["field"]: (error["code"], error["detail"]) for error in response.data["errors"]}


def test_create_read_change_delete(api, workspace):
    response = api.post(FUNNELS, {"name": "Guide du miel", "funnel_type": "lead_magnet"})
    assert response.status_code == 201
    funnel = Funnel.objects.get()
    assert response["Location"] == f"{FUNNELS}/{funnel.pk}"
    assert (response.data["slug"], response.data["is_active"]) == ("guide-du-miel", False)
    assert response.data["public_url"] == f"http://testserver/p/{workspace.slug}/guide-du-miel"
    assert funnel.pages.count() == 2

    changed = api.patch(response["Location"], {"is_active": True, "description": "Oui"})
    assert (changed.status_code, changed.data["is_active"], changed.data["description"]) == (200, True, "Oui")
    assert api.get(response["Location"]).data == changed.data
    put = api.put(response["Location"], {"name": "Autre", "slug": "autre"})
    assert (put.status_code, put.data["name"], put.data["slug"]) == (200, "Autre", "autre")
    assert api.delete(response["Location"]).status_code == 204
    assert Funnel.objects.count() == 0


def test_counters_cannot_be_written(api, workspace):
    funnel = make_funnel(workspace)
    api.patch(f"{FUNNELS}/{funnel.pk}", {"total_leads": 99, "total_revenue": "10.00"})
    funnel.refresh_from_db()
    assert (funnel.total_leads, funnel.total_revenue) == (0, 0)


def test_a_taken_slug_names_the_field_and_a_free_one(api, workspace):
    make_funnel(workspace, slug="guide")
    other = make_funnel(workspace, slug="autre")
    expected = {"slug": ("unique", "“guide” is taken. “guide-2” is free.")}
    assert errors_of(api.post(FUNNELS, {"name": "X", "slug": "guide"})) == expected
    assert errors_of(api.patch(f"{FUNNELS}/{other.pk}", {"slug": "guide"})) == expected
    assert errors_of(api.post(FUNNELS, {"name": "X", "slug": "a b"}))["slug"][0] == "invalid"


def test_publishing_nothing_names_the_field(api, workspace):
    funnel = make_funnel(workspace, is_active=False)
    assert errors_of(api.patch(f"{FUNNELS}/{funnel.pk}", {"is_active": True}))["is_active"][0] == "no_page"
    body = {"name": "X", "is_active": True, "with_pages": False}
    assert errors_of(api.post(FUNNELS, body))["is_active"][0] == "no_page"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2),
        ("search=mié", 0),
        ("search=miel", 1),
        ("funnel_type=webinar", 1),
        ("is_active=true", 1),
        ("is_active=false", 1),
    ],
)
def test_the_list_is_filtered(api, workspace, other_workspace, query, found):
    make_funnel(workspace, name="Guide du miel")
    make_funnel(workspace, funnel_type="webinar", is_active=False)
    make_funnel(other_workspace, name="miel")
    assert len(api.get(f"{FUNNELS}?{query}").data["results"]) == found


@pytest.mark.parametrize("query", ["color=red", "is_active=perhaps", "funnel_type=x", "ordering=secret"])
def test_wrong_filters_are_named(api, query):
    assert list(errors_of(api.get(f"{FUNNELS}?{query}"))) == [query.partition("=")[0]]


def test_lists_cost_the_same_at_any_length(api, workspace, django_assert_num_queries):
    funnel = make_funnel(workspace)
    api.get(FUNNELS)  # notes when the key was last used
    for number in (3, 27):
        for _ in range(number):
            make_funnel(workspace)
            make_page(funnel)
        with django_assert_num_queries(3):
            api.get(FUNNELS)
        with django_assert_num_queries(4):
            api.get(f"{FUNNELS}/{funnel.pk}/pages")


def test_duplicate(api, workspace):
    funnel = make_funnel(workspace, name="Guide", slug="guide", total_leads=4)
    make_page(funnel)
    response = api.post(f"{FUNNELS}/{funnel.pk}/duplicate")
    copy = Funnel.objects.exclude(pk=funnel.pk).get()
    assert (response.status_code, response["Location"]) == (201, f"{FUNNELS}/{copy.pk}")
    assert (response.data["name"], response.data["slug"], response.data["total_leads"]) == (
        "Copy of Guide",
        "guide-2",
        0,
    )
    assert copy.pages.count() == 1


def test_stats(api, workspace, django_assert_num_queries):
    funnel = make_funnel(workspace, total_visitors=40, total_leads=10)
    optin = make_page(funnel, order=1, visitors=40, conversions=10)
    thanks = make_page(funnel, order=2)
    now = timezone.now()
    for type, subject, days in (
        (FUNNEL_ENTERED, funnel, 0),
        (FUNNEL_ENTERED, funnel, 0),
        (FUNNEL_ENTERED, funnel, 8),
        (FUNNEL_CONVERTED, funnel, 0),
        (PAGE_VIEWED, optin, 0),
        (PAGE_VIEWED, optin, 1),
        (OPTED_IN, optin, 0),
        (PAGE_VIEWED, thanks, 9),
    ):
        record(workspace=workspace, type=type, subject=subject, at=now - timedelta(days=days))
    api.get(FUNNELS)  # notes when the key was last used
    with django_assert_num_queries(7):
        data = api.get(f"{FUNNELS}/{funnel.pk}/stats?period=7").data
    assert (data["total_visitors"], data["total_leads"], data["conversion_rate"]) == (40, 10, 0.25)
    assert data["visitors"] == {"value": 2, "previous": 1, "change": 1.0}
    assert data["leads"] == {"value": 1, "previous": 0, "change": None}
    assert data["conversion"] == {"value": 0.5, "previous": 0.0, "change": None}
    assert len(data["days"]) == 7
    assert data["days"][-1] == {"day": workspace.day_of(now), "visitors": 2, "leads": 1}
    assert [(page["id"], page["views"], page["opt_ins"], page["conversions"]) for page in data["pages"]] == [
        (optin.pk, 2, 1, 10),
        (thanks.pk, 0, 0, 0),
    ]
    assert list(errors_of(api.get(f"{FUNNELS}/{funnel.pk}/stats?from=soon"))) == ["from"]
    assert list(errors_of(api.get(f"{FUNNELS}/{funnel.pk}/stats?until=2026-01-01"))) == ["until"]


def test_pages(api, workspace):
    funnel = make_funnel(workspace)
    pages = f"{FUNNELS}/{funnel.pk}/pages"
    first = api.post(pages, {"name": "Vidéo", "page_type": "vsl", "html_content": "<p>é</p>"})
    assert first.status_code == 201
    page = FunnelPage.objects.get()
    assert first["Location"] == f"{pages}/{page.pk}"
    assert (page.funnel, page.workspace, page.slug, page.order) == (funnel, workspace, "video", 1)
    api.post(pages, {"name": "Début", "order": 0})
    assert [row["slug"] for row in api.get(pages).data["results"]] == ["debut", "video"]

    changed = api.patch(first["Location"], {"order": 5, "visitors": 9})
    assert (changed.data["order"], changed.data["visitors"]) == (5, 0)
    put = api.put(first["Location"], {"name": "Film"})
    assert (put.status_code, put.data["name"], put.data["slug"]) == (200, "Film", "video")
    assert errors_of(api.patch(first["Location"], {"slug": "debut"})) == {
        "slug": ("unique", "“debut” is taken. “debut-2” is free.")
    }
    assert api.delete(first["Location"]).status_code == 204
    assert FunnelPage.objects.count() == 1


def test_a_change_of_what_was_not_read_is_refused(api, workspace):
    funnel = make_funnel(workspace)
    etag = api.get(f"{FUNNELS}/{funnel.pk}")["ETag"]
    assert api.patch(f"{FUNNELS}/{funnel.pk}", {"name": "A"}, headers={"If-Match": etag}).status_code == 200
    assert api.patch(f"{FUNNELS}/{funnel.pk}", {"name": "B"}, headers={"If-Match": etag}).status_code == 412


@pytest.mark.parametrize("suffix", ["", "/stats", "/duplicate", "/pages", "/pages/{page}"])
def test_a_strangers_funnel_is_not_there(api, workspace, other_workspace, suffix):
    funnel = make_funnel(other_workspace)
    address = f"{FUNNELS}/{funnel.pk}{suffix.format(page=make_page(funnel).pk)}"
    response = api.post(address) if suffix == "/duplicate" else api.get(address)
    assert response.status_code == 404
    mine = make_funnel(workspace)
    assert api.get(f"{FUNNELS}/{mine.pk}/pages/{funnel.pages.get().pk}").status_code == 404
    assert api.post(f"{FUNNELS}/{funnel.pk}/pages", {"name": "X"}).status_code == 404
    assert api.get(f"{FUNNELS}/{10**20}").status_code == 404


def test_a_viewer_reads_and_writes_nothing(viewer_api, workspace):
    funnel = make_funnel(workspace)
    page = make_page(funnel)
    one = f"{FUNNELS}/{funnel.pk}"
    for address in (FUNNELS, one, f"{one}/stats", f"{one}/pages", f"{one}/pages/{page.pk}"):
        assert viewer_api.get(address).status_code == 200
    for address in (FUNNELS, f"{one}/duplicate", f"{one}/pages"):
        assert viewer_api.post(address, {"name": "X"}).status_code == 403
    for address in (one, f"{one}/pages/{page.pk}"):
        assert viewer_api.patch(address, {"name": "X"}).status_code == 403
        assert viewer_api.delete(address).status_code == 403
