import pytest
from django.urls import reverse

from tests.factories.accounts import make_user
from tests.factories.ai import make_config, make_generation
from webox.ai.models import AIConfig

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("note")]


@pytest.fixture
def admin(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def test_lists_open_and_search(admin, workspace, member):
    make_config(workspace, member, provider="mistral", model="mistral-small")
    make_generation(workspace, by=member, error="Away.")
    for name, term in (("aiconfig", "mistral-small"), ("generation", "away"), ("generation", member.email)):
        page = admin.get(reverse(f"admin:ai_{name}_changelist"), {"q": term})
        assert (page.status_code, page.context["cl"].result_count) == (200, 1)
        assert admin.get(reverse(f"admin:ai_{name}_changelist"), {"q": "zzzz"}).context["cl"].result_count == 0


def test_a_key_is_neither_shown_nor_lost(admin, workspace):
    config = make_config(workspace, provider="openai", key="sk-verysecret-abcd")
    url = reverse("admin:ai_aiconfig_change", args=[config.pk])
    page = admin.get(url).text
    assert "abcd" in page
    assert "verysecret" not in page
    assert config.sealed_key not in page
    sent = {"workspace": workspace.pk, "is_on": "on", "provider": "openai", "model": "gpt-5-mini"}
    assert admin.post(url, sent).status_code == 302
    config = AIConfig.objects.get()
    assert (config.model, config.key) == ("gpt-5-mini", "sk-verysecret-abcd")


def test_a_generation_is_read_only(admin, workspace):
    generation = make_generation(workspace)
    url = reverse("admin:ai_generation_change", args=[generation.pk])
    assert "About bread" in admin.get(url).text
    assert admin.post(url, {"state": "accepted"}).status_code == 403
    assert admin.get(reverse("admin:ai_generation_add")).status_code == 403
    assert admin.post(reverse("admin:ai_generation_delete", args=[generation.pk])).status_code == 403
