import pytest
from django.urls import reverse

from crm.models import Lead
from tests.factories.accounts import make_user
from tests.factories.crm import make_interaction, make_lead, make_tag


@pytest.fixture
def admin(client, db):
    user = make_user(is_staff=True, is_superuser=True)
    client.force_login(user)
    return client


def test_every_list_opens_and_searches(admin, workspace, member):
    lead = make_lead(workspace, first_name="Éloïse", tags=["vip"], owner=member)
    make_interaction(lead, subject="Devis")
    lead.status_changes.create(workspace=workspace, to_status="new", by=member)
    for name, term in (("lead", "elo"), ("tag", "vip"), ("leadinteraction", "devis"), ("statuschange", lead.email)):
        page = admin.get(reverse(f"admin:crm_{name}_changelist"), {"q": term})
        assert (page.status_code, page.context["cl"].result_count) == (200, 1)
        assert admin.get(reverse(f"admin:crm_{name}_changelist"), {"q": "zzzz"}).context["cl"].result_count == 0


def test_the_ledger_is_beside_the_lead_and_stays(admin, workspace, member):
    lead = make_lead(workspace)
    line = lead.status_changes.create(workspace=workspace, from_status="new", to_status="won", by=member)
    assert "status_changes-0-id" in admin.get(reverse("admin:crm_lead_change", args=[lead.pk])).text
    assert admin.post(reverse("admin:crm_statuschange_delete", args=[line.pk]), {"post": "yes"}).status_code == 403
    assert admin.get(reverse("admin:crm_statuschange_add")).status_code == 403


def test_a_lead_added_in_the_admin_has_its_traces(admin, workspace):
    sent = {
        "workspace": workspace.pk,
        "first_name": "Ada",
        "email": "Ada@Example.com",
        "score": 0,
        "custom_fields": "{}",
        "tags": str(make_tag(workspace).pk),
    }
    for prefix in ("status_changes", "interactions"):
        sent |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    answer = admin.post(reverse("admin:crm_lead_add"), sent)
    assert answer.status_code == 302, answer.context["errors"]
    lead = Lead.objects.get()
    assert (lead.email, lead.status_changes.count(), lead.tags.count()) == ("ada@example.com", 1, 1)


def test_leads_are_deleted_softly_and_restored(admin, workspace):
    lead = make_lead(workspace)
    url = reverse("admin:crm_lead_changelist")
    admin.post(url, {"action": "delete_softly", "_selected_action": [lead.pk]})
    assert admin.get(url, {"deleted": "yes"}).context["cl"].result_count == 1
    assert admin.get(url, {"deleted": "no"}).context["cl"].result_count == 0
    admin.post(url, {"action": "restore", "_selected_action": [lead.pk]})
    assert Lead.objects.alive().count() == 1
