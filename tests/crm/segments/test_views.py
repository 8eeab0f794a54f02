import json

import pytest

from crm.models import CustomField, Segment
from tests.factories.crm import make_lead, make_segment
from tests.factories.emails import make_campaign

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
NEW_LEADS = {"all": [{"field": "status", "op": "in", "value": ["new"]}]}


def texts(response):
    return " ".join(response.content.decode().split())


def test_the_list_says_each_segment_in_words(member_client, workspace, other_workspace):
    make_segment(workspace, "New ones", NEW_LEADS)
    make_segment(workspace, "Everyone", {})
    make_segment(workspace, "Broken", {"field": "custom.gone", "op": "empty"})
    make_segment(other_workspace, "Foreign")
    response = member_client.get("/crm/segments")
    assert [(segment.name, words[:40]) for segment, words in response.context["rows"]] == [
        ("Broken", "Rules that can’t be read: field: “custom"),
        ("Everyone", "Every lead"),
        ("New ones", "Status: New"),
    ]
    response = member_client.get("/crm/segments", {"search": "new"}, headers=HTMX)
    assert [segment.name for segment, _words in response.context["rows"]] == ["New ones"]
    assert "<html" not in texts(response)


def test_an_empty_list_says_what_to_do(member_client, viewer_client):
    assert "No segment yet" in texts(member_client.get("/crm/segments"))
    assert 'href="/crm/segments/new"' in texts(member_client.get("/crm/segments"))
    assert 'href="/crm/segments/new"' not in texts(viewer_client.get("/crm/segments"))
    assert "No segment matches" in texts(member_client.get("/crm/segments", {"search": "x\0"}))


def test_a_segment_is_made_and_changed(member_client, member, workspace):
    data = {"name": "New ones", "description": "To call", "rules": json.dumps(NEW_LEADS)}
    response = member_client.post("/crm/segments/new", data)
    segment = Segment.objects.get()
    assert response.url == f"/crm/segments/{segment.pk}"
    assert (segment.workspace, segment.created_by, segment.name) == (workspace, member, "New ones")
    assert (segment.description, segment.rules) == ("To call", NEW_LEADS)
    response = member_client.post(f"/crm/segments/{segment.pk}/edit", data | {"name": "All", "rules": ""})
    segment.refresh_from_db()
    assert (response.status_code, segment.name, segment.rules) == (302, "All", {})


def test_what_was_typed_stays_when_it_is_refused(member_client, workspace):
    make_segment(workspace, "Clients")
    data = {"name": "CLIENTS", "rules": '{"all": [{"field": "score", "op": "gt", "value": 5}]}'}
    response = member_client.post("/crm/segments/new", data)
    assert response.status_code == 422
    assert response.context["form"].errors == {"name": ["A segment of this name exists already."]}
    assert response.context["form"]["rules"].value() == data["rules"]
    response = member_client.post("/crm/segments/new", {"name": "x", "rules": '{"all": [{"field": "score"}]}'})
    assert response.context["form"].errors == {"rules": ["all[0]: A rule has a field, an op and a value."]}
    assert Segment.objects.count() == 1


def test_rules_of_a_campaign_are_saved_in_a_dialog(member_client, workspace):
    response = member_client.get("/crm/segments/new", {"segment_rules": json.dumps(NEW_LEADS)}, headers=HTMX)
    assert "Save as a segment" in texts(response)
    assert response.context["form"]["rules"].value() == json.dumps(NEW_LEADS)
    response = member_client.post("/crm/segments/new", {"name": ""}, headers=HTMX)
    assert (response.status_code, response.context["form"].errors) == (422, {"name": ["This field is required."]})
    sent = {"name": "New ones", "rules": json.dumps(NEW_LEADS)}
    response = member_client.post("/crm/segments/new", sent, headers=HTMX)
    assert (response.status_code, Segment.objects.get().rules) == (204, NEW_LEADS)
    assert json.loads(response["HX-Trigger"])["closeModal"] is True


def test_rules_are_counted_while_they_are_written(member_client, workspace):
    lead = make_lead(workspace, status="new")
    make_lead(workspace, status="won")
    response = member_client.post("/crm/segments/preview", {"rules": json.dumps(NEW_LEADS)})
    reach = response.context["reach"]
    assert (reach.number, reach.is_more, reach.leads) == (1, False, [lead])
    assert "1</strong> lead matches" in texts(response)
    response = member_client.post("/crm/segments/preview", {"segment_rules": ""})
    assert response.context["reach"].number == 2
    wrong = {"any": [{"field": "company", "op": "contains"}]}
    response = member_client.post("/crm/segments/preview", {"rules": json.dumps(wrong)})
    assert 'data-rule-path="any[0].value" data-rule-error="Write a text."' in texts(response)
    response = member_client.post("/crm/segments/preview", {"rules": "{"})
    assert "This is not JSON." in texts(response)


def test_more_than_can_be_counted_at_once_is_said(member_client, workspace, monkeypatch):
    monkeypatch.setattr("crm.segments.counting.COUNTED", 2)
    for _ in range(3):
        make_lead(workspace)
    response = member_client.post("/crm/segments/preview", {"rules": "{}"})
    assert (response.context["reach"].number, response.context["reach"].is_more) == (2, True)
    assert "2+</strong> leads match" in texts(response)


def test_a_member_limited_to_their_own_leads_counts_and_asks_about_those(client, workspace, member, limited):
    mine, other = make_lead(workspace, owner=limited), make_lead(workspace, owner=member)
    segment = make_segment(workspace, "Everyone", {})
    client.force_login(limited)
    assert client.get(f"/crm/segments/{segment.pk}/count").context["reach"].leads == [mine]
    assert list(client.get(f"/crm/segments/{segment.pk}/why").context["leads"]) == [mine]
    assert client.get(f"/crm/segments/{segment.pk}/why", {"lead": other.pk}).status_code == 404
    assert client.get("/crm", {"segment": segment.pk}).context["page"].rows == [mine]


def test_a_segment_says_its_rules_and_counts_later(member_client, workspace):
    segment = make_segment(workspace, "New ones", NEW_LEADS)
    make_lead(workspace)
    response = member_client.get(f"/crm/segments/{segment.pk}")
    assert response.context["words"] == "Status: New"
    response = member_client.get(f"/crm/segments/{segment.pk}/count", {"short": "1"})
    assert f'<a href="/crm?segment={segment.pk}">1</a>' in texts(response)


def test_why_a_lead_is_out_is_said_rule_by_rule(member_client, workspace):
    lead = make_lead(workspace, status="won", company="ACME")
    rules = {"all": [{"field": "company", "op": "is", "value": "acme"}, NEW_LEADS]}
    segment = make_segment(workspace, "New ones", rules)
    response = member_client.get(f"/crm/segments/{segment.pk}/why", {"lead": lead.pk})
    assert response.context["is_in"] is False
    page = texts(response)
    assert 'Company: acme</div><div class="text-secondary small">This lead: ACME</div>' in page
    assert 'Status: New</div><div class="text-secondary small">This lead: Won</div>' in page
    found = member_client.get(f"/crm/segments/{segment.pk}/why", {"search": lead.last_name}, headers=HTMX)
    assert list(found.context["leads"]) == [lead]
    assert member_client.get(f"/crm/segments/{segment.pk}/why", {"lead": "x"}).status_code == 404


def test_rules_that_became_wrong_are_said_everywhere(member_client, workspace):
    field = CustomField.objects.create(workspace=workspace, key="budget", label="Budget", kind="number")
    segment = make_segment(workspace, "Rich", {"all": [{"field": "custom.budget", "op": "gt", "value": 5}]})
    lead = make_lead(workspace)
    field.delete()
    gone = "all[0].field: “custom.budget” is not a field of segments."
    for path in (f"/crm/segments/{segment.pk}", f"/crm/segments/{segment.pk}/count"):
        assert gone in texts(member_client.get(path))
    assert gone in texts(member_client.get(f"/crm/segments/{segment.pk}/why", {"lead": lead.pk}))
    response = member_client.get("/crm", {"segment": segment.pk})
    assert f"Segment: {gone}" in texts(response)


def test_a_segment_that_is_not_there_filters_nothing_and_says_so(member_client, workspace, other_workspace):
    make_lead(workspace)
    foreign = make_segment(other_workspace, "Foreign")
    for number in (str(foreign.pk), "x", "9" * 30):
        response = member_client.get("/crm", {"segment": number})
        assert "Segment: There is no such segment. It may have been deleted." in texts(response)


def test_a_segment_is_deleted_and_its_leads_stay(member_client, workspace):
    lead = make_lead(workspace)
    segment = make_segment(workspace, "Everyone", {})
    assert "“Everyone” is deleted." in texts(member_client.get(f"/crm/segments/{segment.pk}/delete"))
    assert member_client.post(f"/crm/segments/{segment.pk}/delete").url == "/crm/segments"
    assert Segment.objects.count() == 0
    lead.refresh_from_db()
    assert not lead.is_deleted


def test_a_segment_names_the_campaigns_with_its_rules(member_client, workspace, other_workspace):
    segment = make_segment(workspace, "New ones", NEW_LEADS)
    campaign = make_campaign(workspace, name="Rentrée", segment_rules=NEW_LEADS)
    make_campaign(workspace, name="Noël", segment_rules={"not": NEW_LEADS})
    make_campaign(other_workspace, segment_rules=NEW_LEADS)
    response = member_client.get(f"/crm/segments/{segment.pk}")
    assert response.context["uses"] == [("Rentrée", campaign.get_absolute_url())]


def test_few_leads_are_listed_as_many_are(member_client, workspace, monkeypatch):
    leads = [make_lead(workspace) for _ in range(3)]
    make_lead(workspace, status="won")
    segment = make_segment(workspace, "New ones", NEW_LEADS)
    for few in (2, 3):
        monkeypatch.setattr("crm.segments.counting.FEW", few)
        assert member_client.get("/crm", {"segment": segment.pk}).context["page"].rows == leads[::-1]
