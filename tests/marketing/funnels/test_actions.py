import pytest

from marketing.funnels.actions import (
    NothingToPublish,
    SlugTaken,
    create_funnel,
    create_page,
    delete_funnel,
    duplicate_funnel,
    edit_funnel,
    edit_page,
    move_page,
    publish,
    unpublish,
)
from marketing.funnels.document import document_of
from marketing.funnels.models import Funnel, FunnelPage
from tests.factories.accounts import make_workspace
from tests.factories.funnels import make_funnel, make_page

pytestmark = pytest.mark.django_db


def slugs_of(funnel):
    return list(funnel.pages.in_order().values_list("slug", flat=True))


@pytest.mark.parametrize("kind", Funnel.Type.values)
def test_a_new_funnel_begins_with_two_pages_that_can_go_out(member, kind):
    workspace = make_workspace(language="en", name="Ada & Co")
    funnel = create_funnel(workspace=workspace, by=member, name="Pâte <à> tartiner", funnel_type=kind)
    assert (funnel.slug, funnel.is_active) == ("pate-a-tartiner", False)
    assert funnel.consent_text == "I agree to receive advice and offers from Ada & Co by email."
    optin, thanks = funnel.pages.in_order()
    assert [(page.page_type, page.slug, page.order) for page in (optin, thanks)] == [
        ("optin", "optin", 1),
        ("thank_you", "thank-you", 2),
    ]
    html = document_of(optin, action="/x", token="t", language="en")
    assert html.count("<form ") == 1
    assert "<à>" not in html
    assert "ACCENT" not in html


def test_a_name_twice_makes_two_addresses(workspace, other_workspace, member):
    assert [create_funnel(workspace=workspace, by=member, name="Guide").slug for _ in range(3)] == [
        "guide",
        "guide-2",
        "guide-3",
    ]
    assert create_funnel(workspace=other_workspace, by=member, name="Guide").slug == "guide"


def test_a_name_without_letters_of_ours_still_gets_an_address(workspace, member):
    assert create_funnel(workspace=workspace, by=member, name="指南", funnel_type="lead_magnet").slug == "lead-magnet"


def test_a_taken_slug_is_refused_with_a_free_one(workspace, member):
    make_funnel(workspace, slug="guide")
    make_funnel(workspace, slug="guide-2")
    with pytest.raises(SlugTaken) as caught:
        create_funnel(workspace=workspace, by=member, name="X", slug="guide")
    assert (caught.value.field, caught.value.free) == ("slug", "guide-3")
    assert str(caught.value) == "“guide” is taken. “guide-3” is free."
    other = make_funnel(workspace, slug="autre")
    with pytest.raises(SlugTaken):
        edit_funnel(funnel=other, by=member, slug="guide")
    edit_funnel(funnel=Funnel.objects.get(pk=other.pk), by=member, slug="autre", name="Même adresse")
    assert Funnel.objects.get(pk=other.pk).name == "Même adresse"


def test_a_long_slug_keeps_room_for_its_number(workspace, member):
    make_funnel(workspace, slug="a" * 80)
    with pytest.raises(SlugTaken) as caught:
        create_funnel(workspace=workspace, by=member, name="X", slug="a" * 80)
    assert caught.value.free == "a" * 78 + "-2"


def test_publishing_needs_a_published_page(workspace, member):
    funnel = make_funnel(workspace, is_active=False)
    page = make_page(funnel, is_published=False)
    with pytest.raises(NothingToPublish):
        publish(funnel=funnel, by=member)
    with pytest.raises(NothingToPublish):
        create_funnel(workspace=workspace, by=member, name="X", is_active=True, with_pages=False)
    edit_page(page=page, by=member, is_published=True)
    publish(funnel=funnel, by=member)
    assert Funnel.objects.get(pk=funnel.pk).is_active is True
    unpublish(funnel=funnel, by=member)
    assert Funnel.objects.get(pk=funnel.pk).is_active is False


def test_a_copy_has_the_pages_and_none_of_the_counters(workspace, member):
    funnel = make_funnel(workspace, name="Guide", slug="guide", total_visitors=9, total_leads=3, description="Oui")
    make_page(funnel, slug="b", order=2, visitors=4, conversions=2)
    make_page(funnel, slug="a", order=1, html_content="<p>é</p>", css_content="p{}", js_content="1", is_published=False)
    copy = duplicate_funnel(funnel=funnel, by=member)
    assert (copy.name, copy.slug, copy.description) == ("Copy of Guide", "guide-2", "Oui")
    assert (copy.is_active, copy.total_visitors, copy.total_leads) == (False, 0, 0)
    first, second = copy.pages.in_order()
    assert (first.slug, first.html_content, first.css_content, first.js_content) == ("a", "<p>é</p>", "p{}", "1")
    assert (first.is_published, second.slug, second.visitors, second.conversions) == (False, "b", 0, 0)
    assert slugs_of(funnel) == ["a", "b"]


def test_deleting_takes_the_pages_along(workspace, member):
    funnel = make_funnel(workspace)
    make_page(funnel)
    delete_funnel(funnel=funnel, by=member)
    assert (Funnel.objects.count(), FunnelPage.objects.count()) == (0, 0)


def test_a_new_page_is_the_last(workspace, member):
    funnel = make_funnel(workspace)
    make_page(funnel, slug="a", order=4)
    page = create_page(funnel=funnel, by=member, name="Vidéo")
    assert (page.slug, page.order, page.workspace) == ("video", 5, workspace)
    assert create_page(funnel=funnel, by=member, name="Vidéo").slug == "video-2"
    with pytest.raises(SlugTaken) as caught:
        create_page(funnel=funnel, by=member, name="X", slug="video")
    assert caught.value.free == "video-3"
    other = make_funnel(workspace)
    assert create_page(funnel=other, by=member, name="Vidéo").slug == "video"


def test_pages_move_one_place_and_stay_at_the_ends(workspace, member):
    funnel = make_funnel(workspace)
    for slug in "abc":
        make_page(funnel, slug=slug, order=0)
    page = funnel.pages.get(slug="c")
    move_page(page=page, by=member, step=-1)
    assert slugs_of(funnel) == ["a", "c", "b"]
    move_page(page=page, by=member, step=-1)
    move_page(page=page, by=member, step=-1)
    assert slugs_of(funnel) == ["c", "a", "b"]
    move_page(page=page, by=member, step=1)
    assert list(funnel.pages.in_order().values_list("slug", "order")) == [("a", 1), ("c", 2), ("b", 3)]
