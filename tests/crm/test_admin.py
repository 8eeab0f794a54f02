import pytest
from django.urls import reverse

from crm.models import Lead, Scoring, ScoringRule
from tests.factories.accounts import make_user
from tests.factories.crm import make_field, make_interaction, make_lead, make_rule, make_segment, make_tag


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


@pytest.fixture
def change(admin):
    """A function: save a row in the admin, with these fields."""

    def save(row, **sent):
        return admin.post(reverse(f"admin:crm_{row._meta.model_name}_change", args=[row.pk]), sent)

    return save


@pytest.fixture
def change_lead(change):
    def save(lead, **sent):
        sent = {"first_name": lead.first_name, "email": lead.email, "score": 0, "custom_fields": "{}"} | sent
        for prefix in ("status_changes", "interactions"):
            sent |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
        return change(lead, **sent)

    return save


def test_a_lead_edited_in_the_admin_has_its_traces(change_lead, workspace, member):
    make_field(workspace, key="budget", kind="number")
    lead = make_lead(workspace, estimated_value=100, custom_fields={"budget": 5})
    answer = change_lead(lead, estimated_value="250", owner=member.pk, custom_fields='{"budget": 7}')
    assert answer.status_code == 302, answer.context["errors"]
    assert [(line.kind, line.to_value, line.owner) for line in lead.status_changes.order_by("pk")][-2:] == [
        ("valued", 250, None),
        ("assigned", 250, member),
    ]
    assert set(lead.edits.get().changes) >= {"estimated_value", "custom.budget"}
    change_lead(lead, custom_fields="{}")
    lead.refresh_from_db()
    assert lead.custom_fields == {}


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"custom_fields": '{"budget": "much"}'}, "custom_fields"),
        ({"custom_fields": '{"other": 1}'}, "custom_fields"),
        ({"custom_fields": "[1]"}, "custom_fields"),
        ({"email": "TAKEN@example.com"}, "email"),
    ],
)
def test_the_admin_refuses_what_a_lead_cannot_be(change_lead, workspace, fields, wrong):
    make_field(workspace, key="budget", kind="number")
    make_lead(workspace, email="taken@example.com")
    lead = make_lead(workspace)
    assert wrong in change_lead(lead, **fields).context["adminform"].form.errors
    assert "owner" in change_lead(lead, owner=make_user().pk).context["adminform"].form.errors


@pytest.mark.parametrize("rules", ['"x"', '{"foo": []}', '{"all": [{"field": "nope", "op": "empty"}]}'])
def test_the_admin_refuses_wrong_rules(change, workspace, rules):
    segment, rule = make_segment(workspace, rules={}), make_rule(workspace, rules={})
    sent = {"workspace": workspace.pk, "name": "New", "rules": rules}
    for answer in (change(segment, **sent), change(rule, **sent, kind="fit", points=5, position=0)):
        assert list(answer.context["adminform"].form.errors) == ["rules"]


def test_a_rule_changed_or_deleted_in_the_admin_counts_everyone_anew(admin, change, workspace):
    rule = make_rule(workspace, rules={})
    sent = {"workspace": workspace.pk, "name": "New", "rules": "{}", "kind": "fit", "points": 9, "position": 0}
    assert change(rule, **sent).status_code == 302
    first = Scoring.objects.get().round
    admin.post(reverse("admin:crm_scoringrule_delete", args=[rule.pk]), {"post": "yes"})
    assert (ScoringRule.objects.filter(pk=rule.pk).count(), Scoring.objects.get().round) == (0, first + 1)
