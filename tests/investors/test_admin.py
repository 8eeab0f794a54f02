import pytest
from django.urls import reverse

from investors import actions
from investors.models import Investor
from tests.factories.accounts import make_user
from tests.factories.investors import make_contact, make_interaction, make_investor, make_kpi

pytestmark = pytest.mark.django_db
LIST = "admin:investors_investor_changelist"


@pytest.fixture
def admin(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def save(admin, workspace):
    """A function: write an investor in the admin, a new one without `investor`."""

    def send(investor=None, **fields):
        fields = {"relation": "prospect", "client_type": "vc", "is_active": "on"} | fields
        for prefix in ("contacts", "stage_changes"):
            fields |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
        if investor:
            return admin.post(reverse("admin:investors_investor_change", args=[investor.pk]), fields)
        return admin.post(reverse("admin:investors_investor_add"), fields | {"workspace": workspace.pk})

    return send


def lines(investor):
    return list(investor.stage_changes.order_by("at", "pk").values_list("from_stage", "to_stage"))


def test_every_list_opens_and_searches(admin, workspace):
    investor = make_investor(workspace, name="Éole", email="bonjour@eole.example")
    make_contact(investor, name="Cosette")
    make_interaction(investor, subject="Café")
    make_kpi(investor)
    for name, term in (("investor", "eole"), ("contact", "cosette"), ("interaction", "café"), ("stagechange", "eole")):
        page = admin.get(reverse(f"admin:investors_{name}_changelist"), {"q": term})
        assert (name, page.context["cl"].result_count) == (name, 1)
        assert admin.get(reverse(f"admin:investors_{name}_changelist"), {"q": "zzzz"}).context["cl"].result_count == 0
    assert admin.get(reverse("admin:investors_kpi_changelist")).context["cl"].result_count == 1


def test_an_investor_written_in_the_admin_has_its_ledger(save, workspace, member):
    answer = save(name="Kima", email="Bonjour@Kima.example", website="kima.example")
    assert answer.status_code == 302, answer.context["errors"]
    investor = Investor.objects.get()
    assert (investor.email, investor.website) == ("bonjour@kima.example", "https://kima.example")
    assert lines(investor) == [("", "identified")]
    save(investor, name="Kima", email=investor.email, owner=member.pk, rating=4)
    investor.refresh_from_db()
    assert (investor.owner, investor.rating, investor.website) == (member, 4, "")
    other = make_investor(workspace, email="autre@example.com")
    assert "email" in save(other, name="Autre", email="BONJOUR@kima.example").context["adminform"].form.errors
    stranger = make_user()
    assert "owner" in save(other, name="Autre", owner=stranger.pk).context["adminform"].form.errors


def test_investors_are_deleted_softly_and_restored(admin, workspace):
    investor = make_investor(workspace)
    for action in ("delete_softly", "delete_softly", "restore"):
        admin.post(reverse(LIST), {"action": action, "_selected_action": [investor.pk]})
    assert lines(investor) == [("", "identified"), ("identified", ""), ("", "identified")]


def test_a_deleted_investor_is_restored_before_it_changes(save, workspace):
    investor = make_investor(workspace)
    actions.delete_investor(investor=investor, by=None)
    assert save(investor, name="X").context["adminform"].form.non_field_errors() == [
        "This investor is deleted. Restore it before you change it."
    ]


def test_ledgers_stay_as_they_are(admin, workspace):
    investor = make_investor(workspace)
    row = make_interaction(investor)
    rows = {"stagechange": investor.stage_changes.get(), "interaction": row, "kpi": make_kpi(investor)}
    for name, each in rows.items():
        assert admin.get(reverse(f"admin:investors_{name}_add")).status_code == 403
        assert admin.post(reverse(f"admin:investors_{name}_delete", args=[each.pk]), {"post": "yes"}).status_code == 403
        assert admin.post(reverse(f"admin:investors_{name}_change", args=[each.pk]), {}).status_code == 403
