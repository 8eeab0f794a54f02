import pytest
from django.contrib.messages import get_messages

from marketing.funnels.models import Funnel, FunnelPage
from tests.factories.accounts import make_user
from tests.factories.funnels import make_funnel, make_page

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def funnel(workspace):
    return make_funnel(workspace, name="Guide du miel", slug="guide", is_active=False)


def test_the_list(member_client, workspace, other_workspace):
    make_funnel(workspace, name="Guide du miel", total_visitors=1200, total_leads=300)
    make_funnel(workspace, name="Atelier", funnel_type="webinar", is_active=False)
    make_funnel(other_workspace, name="Ailleurs")
    page = member_client.get("/funnels")
    assert [funnel.name for funnel in page.context["page"].rows] == ["Atelier", "Guide du miel"]
    assert "1,200" in page.text
    assert "25.0 %" in page.text
    for query, names in (
        ("search=miel", ["Guide du miel"]),
        ("funnel_type=webinar", ["Atelier"]),
        ("is_active=true", ["Guide du miel"]),
        ("is_active=", ["Atelier", "Guide du miel"]),
    ):
        rows = member_client.get(f"/funnels?{query}", headers=HTMX).context["page"].rows
        assert [funnel.name for funnel in rows] == names
    assert "No funnel matches" in member_client.get("/funnels?search=xyz").text


def test_the_list_answers_a_fragment_to_htmx(member_client):
    assert "<html" not in member_client.get("/funnels", headers=HTMX).text
    assert "No funnel yet" in member_client.get("/funnels").text


def test_the_list_and_the_funnel_cost_the_same_at_any_length(member_client, workspace, django_assert_num_queries):
    funnel = make_funnel(workspace)
    for number in (3, 27):
        for _ in range(number):
            make_page(make_funnel(workspace))
            make_page(funnel)
        with django_assert_num_queries(4):
            member_client.get("/funnels")
        with django_assert_num_queries(7):
            member_client.get(f"/funnels/{funnel.pk}")


def test_a_funnel_is_made_in_a_modal(member_client, workspace):
    assert 'hx-post="/funnels/new"' in member_client.get("/funnels/new", headers=HTMX).text
    response = member_client.post("/funnels/new", {"name": "Miel", "funnel_type": "webinar"}, headers=HTMX)
    funnel = Funnel.objects.get()
    assert (response.status_code, response["HX-Redirect"]) == (204, f"/funnels/{funnel.pk}")
    assert (funnel.slug, funnel.funnel_type, funnel.pages.count()) == ("miel", "webinar", 2)


def test_a_taken_address_keeps_what_was_typed(member_client, funnel):
    typed = {"name": "Autre nom", "funnel_type": "product", "slug": "guide", "description": "Longue description"}
    for headers in (HTMX, {}):
        response = member_client.post("/funnels/new", typed, headers=headers)
        assert response.status_code == 422
        assert "“guide” is taken. “guide-2” is free." in response.text
        assert "Longue description" in response.text
        assert 'value="Autre nom"' in response.text
    assert Funnel.objects.count() == 1


def test_settings_are_changed(member_client, workspace, funnel):
    make_funnel(workspace, slug="autre")
    typed = {"name": "Nouveau", "funnel_type": "product", "slug": "autre", "consent_text": "Oui"}
    address = f"/funnels/{funnel.pk}/edit"
    response = member_client.post(address, typed, headers=HTMX)
    assert response.status_code == 422
    assert response.context["form"].errors == {"slug": ["“autre” is taken. “autre-2” is free."]}
    assert member_client.post(address, typed | {"slug": "neuf"}, headers=HTMX).status_code == 204
    funnel.refresh_from_db()
    assert (funnel.name, funnel.slug, funnel.consent_text, funnel.is_active) == ("Nouveau", "neuf", "Oui", False)


def test_the_detail_shows_pages_link_and_figures(member_client, workspace, funnel):
    make_page(funnel, name="Accueil", visitors=40, conversions=10)
    page = member_client.get(f"/funnels/{funnel.pk}")
    assert f"http://testserver/p/{workspace.slug}/guide" in page.text
    assert "25.0 %" in page.text
    assert page.context["stats"]["visitors"]["value"] == 0
    assert len(page.context["chart"]["labels"]) == 30
    fragment = member_client.get(f"/funnels/{funnel.pk}?period=7", headers=HTMX)
    assert "<html" not in fragment.text
    assert len(fragment.context["chart"]["labels"]) == 7


def test_a_wrong_period_is_told(member_client, funnel):
    response = member_client.get(f"/funnels/{funnel.pk}?from=soon")
    assert response.status_code == 302
    assert told(response) == ["“soon” is not a date. Write it as 2026-01-31."]


def test_the_link_is_built(member_client, workspace, funnel):
    response = member_client.get(f"/funnels/{funnel.pk}/link?utm_source=a b&utm_campaign=é", headers=HTMX)
    address = f"http://testserver/p/{workspace.slug}/guide?utm_source=a+b&amp;utm_campaign=%C3%A9"
    assert f'value="{address}"' in response.text


def test_publishing_and_taking_down(member_client, funnel):
    address = f"/funnels/{funnel.pk}/publish"
    response = member_client.post(address)
    assert told(response) == ["A visitor would find nothing here: publish at least one page of the funnel first."]
    make_page(funnel)
    member_client.post(address)
    funnel.refresh_from_db()
    assert funnel.is_active is True
    member_client.post(address, {"unpublish": "1"})
    funnel.refresh_from_db()
    assert funnel.is_active is False


def test_duplicate_and_delete(member_client, funnel):
    make_page(funnel)
    response = member_client.post(f"/funnels/{funnel.pk}/duplicate")
    copy = Funnel.objects.exclude(pk=funnel.pk).get()
    assert response["Location"] == f"/funnels/{copy.pk}"
    assert member_client.post(f"/funnels/{funnel.pk}/delete")["Location"] == "/funnels"
    assert list(Funnel.objects.all()) == [copy]


PAGE = {"name": "Vidéo", "page_type": "vsl", "slug": "", "is_published": "on", "html_content": "  <p>é</p>\r\n"}


def test_a_page_is_added_and_changed(member_client, funnel):
    response = member_client.post(f"/funnels/{funnel.pk}/pages/new", PAGE)
    page = FunnelPage.objects.get()
    assert response["Location"] == f"/funnels/{funnel.pk}/pages/{page.pk}"
    assert (page.slug, page.html_content, page.order) == ("video", "  <p>é</p>\r\n", 1)
    assert "<iframe" in member_client.get(response["Location"]).text
    member_client.post(response["Location"], PAGE | {"slug": "film", "css_content": "p{}", "is_published": ""})
    page.refresh_from_db()
    assert (page.slug, page.css_content, page.is_published) == ("film", "p{}", False)


def test_a_page_with_a_taken_address_keeps_what_was_typed(member_client, funnel):
    make_page(funnel, slug="film")
    response = member_client.post(f"/funnels/{funnel.pk}/pages/new", PAGE | {"slug": "film"})
    assert response.status_code == 422
    assert response.context["form"].errors == {"slug": ["“film” is taken. “film-2” is free."]}
    assert "&lt;p&gt;é&lt;/p&gt;" in response.text


def test_a_preview_runs_in_an_origin_of_its_own_and_counts_nothing(member_client, funnel):
    page = make_page(funnel, html_content="<h1>Enregistré</h1>", page_type="optin")
    address = f"/funnels/{funnel.pk}/pages/{page.pk}/preview"
    saved = member_client.get(address)
    typed = member_client.post(address, {"html_content": "<h1>Tapé</h1><script>1</script>", "page_type": "sales"})
    new = member_client.post(f"/funnels/{funnel.pk}/pages/preview", {"html_content": "<h1>Neuf</h1>"})
    for response, text in ((saved, "Enregistré"), (typed, "Tapé"), (new, "Neuf")):
        assert text in response.text
        assert response["Content-Security-Policy"].startswith("sandbox allow-scripts;")
        assert "form-action 'none'" in response["Content-Security-Policy"]
    assert "wb_token" in saved.text
    page.refresh_from_db()
    assert (page.html_content, page.visitors) == ("<h1>Enregistré</h1>", 0)


def test_pages_are_moved_and_deleted(member_client, funnel):
    first, second = make_page(funnel, order=1), make_page(funnel, order=2)
    response = member_client.post(f"/funnels/{funnel.pk}/pages/{second.pk}/move", {"direction": "up"}, headers=HTMX)
    assert [page.pk for page in response.context["pages"]] == [second.pk, first.pk]
    assert member_client.post(f"/funnels/{funnel.pk}/pages/{second.pk}/move").status_code == 302
    assert list(funnel.pages.in_order()) == [first, second]
    response = member_client.post(f"/funnels/{funnel.pk}/pages/{first.pk}/delete", headers=HTMX)
    assert "The page is deleted." in response["HX-Trigger"]
    assert list(funnel.pages.in_order()) == [second]


PATHS = ["", "/edit", "/link", "/publish", "/duplicate", "/delete", "/pages/new", "/pages/preview"]
PAGE_PATHS = ["/pages/{page}", "/pages/{page}/preview", "/pages/{page}/move", "/pages/{page}/delete"]
POSTED = ("publish", "duplicate", "delete", "move")


@pytest.mark.parametrize("path", PATHS + PAGE_PATHS)
def test_a_strangers_funnel_is_not_there(member_client, other_workspace, path):
    funnel = make_funnel(other_workspace)
    address = f"/funnels/{funnel.pk}{path.format(page=make_page(funnel).pk)}"
    send = member_client.post if path.endswith(POSTED) else member_client.get
    assert send(address).status_code == 404


@pytest.mark.parametrize("path", [*PATHS[1:2], *PATHS[3:7], *PAGE_PATHS])
def test_a_viewer_changes_nothing(viewer_client, workspace, path):
    funnel = make_funnel(workspace)
    page = make_page(funnel)
    assert viewer_client.post(f"/funnels/{funnel.pk}{path.format(page=page.pk)}").status_code == 403
    assert viewer_client.post("/funnels/new").status_code == 403
    shown = viewer_client.get(f"/funnels/{funnel.pk}")
    assert (shown.status_code, 'method="post" action="/funnels' in shown.text) == (200, False)
    assert "<fieldset disabled>" in viewer_client.get(f"/funnels/{funnel.pk}/pages/{page.pk}").text


def test_funnels_and_pages_are_in_the_admin(client, workspace):
    funnel = make_funnel(workspace, name="Guide du miel", is_active=False)
    empty = make_funnel(workspace, name="Vide", is_active=False)
    make_page(funnel, name="Accueil")
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert client.get("/admin/funnels/funnel/?q=miel").context["cl"].result_count == 1
    assert client.get("/admin/funnels/funnelpage/?q=accueil").context["cl"].result_count == 1
    assert client.get(f"/admin/funnels/funnel/{funnel.pk}/change/").status_code == 200
    client.post("/admin/funnels/funnel/", {"action": "publish", "_selected_action": [funnel.pk, empty.pk], "index": 0})
    assert list(Funnel.objects.order_by("pk").values_list("is_active", flat=True)) == [True, False]
