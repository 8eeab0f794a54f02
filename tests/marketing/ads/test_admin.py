import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from marketing.ads.models import AdCampaign, AdDailyMetric
from tests.factories.accounts import make_user
from tests.factories.ad_imports import make_ad_import
from tests.factories.ads import (
    figures,
    make_ad,
    make_ad_campaign,
    make_ad_image,
    make_ad_set,
    make_connection,
    make_creative,
    make_day,
    make_period,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def rows(workspace, member):
    campaign = make_ad_campaign(workspace, name="Noël")
    make_ad(make_ad_set(campaign))
    make_ad_image(make_creative(campaign))
    make_day(campaign, "2026-03-01", **figures(1, 1, "1", "1"))
    make_period(campaign, "2026-01-01", "2026-01-31")
    make_ad_import(workspace, member)
    make_connection(workspace)


@pytest.mark.parametrize("model", apps.get_app_config("ads").get_models())
def test_every_row_is_listed_searched_and_opened(staff, rows, model):
    base = f"admin:ads_{model._meta.model_name}"
    assert staff.get(reverse(f"{base}_changelist"), {"q": "e"}).status_code == 200
    if row := model.objects.first():
        page = staff.get(reverse(f"{base}_change", args=[row.pk]))
        assert (page.status_code, b"sealed" in page.content) == (200, False)


def test_figures_are_not_rewritten(staff, rows):
    row = AdDailyMetric.objects.get()
    assert staff.get(reverse("admin:ads_addailymetric_add")).status_code == 403
    for step in ("change", "delete"):
        assert staff.post(reverse(f"admin:ads_addailymetric_{step}", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_campaigns_move_through_the_actions(staff, workspace):
    running, draft = make_ad_campaign(workspace, name="Noël", status="active"), make_ad_campaign(workspace, name="Été")
    chosen = {"_selected_action": [running.pk, draft.pk]}

    def after(action):
        page = staff.post(reverse("admin:ads_adcampaign_changelist"), chosen | {"action": action}, follow=True)
        return page.text, list(AdCampaign.objects.order_by("pk").values_list("status", flat=True))

    page, statuses = after("pause")
    assert ("Été: Only a campaign that is running can be paused." in page, "1 paused." in page) == (True, True)
    assert statuses == ["paused", "draft"]
    assert after("start")[1] == ["active", "active"]
    staff.post(reverse("admin:ads_adcampaign_delete", args=[running.pk]), {"post": "yes"})
    assert after("complete")[1] == ["completed", "completed"]
    staff.post(reverse("admin:ads_adcampaign_delete", args=[running.pk]), {"post": "yes"})
    assert AdCampaign.objects.get() == draft
