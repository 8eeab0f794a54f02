import json

import pytest
from django.urls import reverse

from crm import actions
from crm.models import Lead
from tests.factories.accounts import make_user
from tests.factories.crm import make_interaction, make_lead

HTMX = {"HX-Request": "true"}


@pytest.fixture
def lead(workspace):
    return make_lead(workspace, first_name="Zoé", last_name="Martin", email="zoe@example.com", tags=["vip"])


def shown(response):
    return [row.first_name for row in response.context["page"].rows]


def toast_of(response):
    return json.loads(response["HX-Trigger"])["toast"]


# The list


def test_the_list_finds_by_three_letters(member_client, workspace, other_workspace, lead):
    make_lead(workspace, first_name="Paul", last_name="Petit")
    make_lead(other_workspace, first_name="Foreign", last_name="Martin")
    page = member_client.get("/crm?search=mar")
    assert (page.status_code, shown(page)) == (200, ["Zoé"])
    assert "<html" in page.text
    fragment = member_client.get("/crm?search=mar", headers=HTMX)
    assert "<html" not in fragment.text
    assert "zoe@example.com" in fragment.text
    assert fragment["Vary"].startswith("HX-Request")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Zoé", "Paul"]),
        ("status=won", ["Paul"]),
        ("tag=vip", ["Zoé"]),
        ("source=salon", ["Paul"]),
        ("owner=me", ["Paul"]),
        ("is_deleted=true", ["Gone"]),
        ("created_after=2126-01-01", []),
        ("ordering=created_at", ["Paul", "Zoé"]),
        ("ordering=last_name", ["Zoé", "Paul"]),
        ("ordering=nonsense", ["Zoé", "Paul"]),
        ("created_after=nonsense", ["Zoé", "Paul"]),
    ],
)
def test_the_list_filters_and_orders(member_client, workspace, member, query, names):
    make_lead(workspace, first_name="Gone", deleted_at="2026-01-01T00:00Z")
    make_lead(workspace, first_name="Paul", last_name="Petit", status="won", source="salon", owner=member)
    make_lead(workspace, first_name="Zoé", last_name="Martin", tags=["vip"])
    assert shown(member_client.get(f"/crm?{query}")) == names


def test_a_filter_that_cannot_be_read_is_named(member_client, lead):
    assert "Created from: Write a day such as 2026-03-14" in member_client.get("/crm?created_after=x").text


def test_tabs_count_whatever_is_searched(member_client, workspace, lead):
    make_lead(workspace, status="won")
    make_lead(workspace, deleted_at="2026-01-01T00:00Z")
    tabs = member_client.get("/crm?search=zzz&status=won").context["tabs"]
    assert [(tab["label"], tab["count"]) for tab in tabs if tab["count"] != "0"] == [
        ("All", "2"),
        ("New", "1"),
        ("Won", "1"),
    ]
    assert [tab["label"] for tab in tabs if tab["active"]] == ["Won"]


def test_sources_are_listed_once(workspace, other_workspace):
    for source in ("salon", "ads", "", "ads", "éte"):
        make_lead(workspace, source=source)
    make_lead(workspace, source="deleted", deleted_at="2026-01-01T00:00Z")
    make_lead(other_workspace, source="theirs")
    assert Lead.objects.choices_of(workspace)["source"] == ["ads", "salon", "éte"]


def test_an_empty_list_says_what_to_do(member_client, viewer_client):
    page = member_client.get("/crm")
    assert "No lead yet" in page.text
    assert f'hx-get="{reverse("crm:lead-create")}"' in page.text
    assert reverse("crm:lead-create") not in viewer_client.get("/crm").text
    assert "Nobody matches this search" in member_client.get("/crm?search=zzz").text


def test_pages_follow_each_other(member_client, workspace):
    for number in range(51):
        make_lead(workspace, first_name=str(number))
    first = member_client.get("/crm?status=new")
    assert (len(shown(first)), first.context["page"].total) == (50, 51)
    assert shown(member_client.get(first.context["page"].next)) == ["0"]


def test_pages_go_on_where_all_rows_are_alike(member_client, workspace):
    rows = [Lead(workspace=workspace, first_name=str(number)) for number in range(1101)]
    Lead.objects.bulk_create(rows)
    url, seen = "/crm?ordering=-score", []
    while url:
        page = member_client.get(url, headers=HTMX)
        seen, url = seen + shown(page), page.context["page"].next
    assert seen == [str(number) for number in reversed(range(1101))]


def test_a_cursor_of_someone_elses_making_is_not_found(member_client):
    assert member_client.get("/crm?cursor=nonsense").status_code == 404


@pytest.mark.parametrize("rows", [3, 30])
def test_the_list_costs_the_same(member_client, workspace, member, django_assert_num_queries, rows):
    for number in range(rows):
        make_lead(workspace, owner=member, source=f"s{number}", tags=["client", f"t{number}"])
    member_client.get("/crm")
    with django_assert_num_queries(8):
        assert len(shown(member_client.get("/crm"))) == rows
    with django_assert_num_queries(5):
        assert len(shown(member_client.get("/crm", headers=HTMX))) == rows


# One lead


def test_the_page_of_a_lead(member_client, workspace, lead):
    lead.estimated_value, lead.consent_text = 1250, "J’accepte."
    lead.consent_at, lead.consent_ip = "2026-03-14T09:30Z", "203.0.113.0"
    lead.custom_fields = {"Pointure": "38"}
    lead.save()
    make_interaction(lead, content="Elle rappelle lundi")
    text = member_client.get(lead.get_absolute_url()).text
    for part in ("Zoé Martin", "1,250 EUR", "J’accepte.", "203.0.113.0", "Pointure", "Elle rappelle lundi", "vip"):
        assert part in text
    # 10:30 in Paris, where the workspace is
    assert "10:30" in text


def test_what_a_lead_says_is_text(member_client, workspace):
    lead = make_lead(workspace, first_name="<b>x</b>", source_url="javascript:alert(1)", notes="<script>1</script>")
    make_interaction(lead, content="<img src=x onerror=alert(1)>")
    for url in ("/crm", lead.get_absolute_url()):
        text = member_client.get(url).text
        assert "<b>x</b>" not in text
        assert "<script>1" not in text
        assert "<img src=x" not in text
        assert 'href="javascript:' not in text


def test_the_timeline_is_paged(member_client, lead):
    for number in range(21):
        make_interaction(lead, content=f"note {number}")
    page = member_client.get(lead.get_absolute_url())
    assert "note 20" in page.text
    assert "note 0" not in page.text
    url = reverse("crm:lead-timeline", args=[lead.pk])
    more = member_client.get(f"{url}?after={page.context['timeline'].cursor}", headers=HTMX)
    assert more.text.count("timeline-event-icon") == 1
    assert "note 0" in more.text
    assert member_client.get(f"{url}?after=x", headers=HTMX).status_code == 404


@pytest.mark.parametrize("rows", [1, 15])
def test_the_page_of_a_lead_costs_the_same(member_client, member, lead, django_assert_num_queries, rows):
    for number in range(rows):
        make_interaction(lead, author=member, content=str(number))
    member_client.get(lead.get_absolute_url())
    with django_assert_num_queries(15):
        member_client.get(lead.get_absolute_url())


# Changing


def test_a_lead_is_written_down_in_a_modal(member_client, member, workspace):
    url = reverse("crm:lead-create")
    assert "modal-part" in member_client.get(url, headers=HTMX).text
    body = {"first_name": "Inès", "email": "Ines@Example.com", "status": "contacted", "tags": "vip, , salon"}
    answer = member_client.post(url, body | {"estimated_value": "12.5", "owner": member.pk}, headers=HTMX)
    lead = Lead.objects.get()
    assert (answer.status_code, answer["HX-Redirect"]) == (200, f"/crm/{lead.pk}")
    assert (lead.email, lead.status, str(lead.estimated_value), lead.owner) == (
        "ines@example.com",
        "contacted",
        "12.50",
        member,
    )
    assert sorted(tag.name for tag in lead.tags.all()) == ["salon", "vip"]
    assert "Inès was added." in member_client.get(answer["HX-Redirect"]).text


def test_the_form_works_without_scripts(member_client):
    url = reverse("crm:lead-create")
    assert "<html" in member_client.get(url).text
    answer = member_client.post(url, {"first_name": "Inès", "status": "new"})
    assert (answer.status_code, answer["Location"]) == (302, Lead.objects.get().get_absolute_url())


@pytest.mark.parametrize(
    ("body", "field", "error"),
    [
        ({"email": "ada"}, "email", "Enter a valid email address."),
        ({"first_name": ""}, "__all__", "Write at least a name, an email, a phone number or a company."),
        ({"estimated_value": "-1"}, "estimated_value", "Ensure this value is greater than or equal to 0."),
        ({"status": "x"}, "status", "Select a valid choice. x is not one of the available choices."),
        ({"tags": "x" * 61}, "tags", f"A tag has at most 60 characters: “{'x' * 61}”."),
    ],
)
def test_what_was_typed_stays(member_client, body, field, error):
    sent = {"first_name": "Inès", "status": "new", "notes": "typed at length"} | body
    answer = member_client.post(reverse("crm:lead-create"), sent, headers=HTMX)
    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [error]})
    assert "typed at length" in answer.text
    assert Lead.objects.count() == 0


def test_a_stranger_cannot_be_chosen_as_owner(member_client):
    sent = {"first_name": "Inès", "status": "new", "owner": make_user().pk}
    answer = member_client.post(reverse("crm:lead-create"), sent, headers=HTMX)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["owner"])


def test_a_duplicate_links_to_the_lead_there_is(member_client, lead):
    sent = {"email": "ZOE@example.com", "status": "new", "notes": "typed"}
    answer = member_client.post(reverse("crm:lead-create"), sent, headers=HTMX)
    assert answer.status_code == 422
    assert f'<a href="/crm/{lead.pk}" target="_blank" rel="noopener">Open it</a>' in answer.text
    assert "typed" in answer.text


def test_a_deleted_duplicate_can_be_restored(member_client, member, lead):
    actions.delete_lead(lead=lead, by=member)
    answer = member_client.post(reverse("crm:lead-create"), {"email": lead.email, "status": "new"}, headers=HTMX)
    restore = reverse("crm:lead-restore", args=[lead.pk])
    assert f'hx-post="{restore}" hx-params="none"' in answer.text
    assert member_client.post(restore, headers=HTMX)["HX-Redirect"] == f"/crm/{lead.pk}"
    assert not Lead.objects.get().is_deleted


def test_editing_writes_only_what_was_changed(member_client, member, lead):
    url = reverse("crm:lead-edit", args=[lead.pk])
    form = member_client.get(url, headers=HTMX).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"company": "ACME"}
    assert sent["tags"] == "vip"
    # Meanwhile a colleague moves the same lead.
    actions.change_status(lead=lead, status="won", by=None)
    sent.pop("owner")
    form.initial["status"] = "new"
    assert member_client.post(url, sent | {"status": "won"}, headers=HTMX)["HX-Redirect"] == f"/crm/{lead.pk}"
    lead.refresh_from_db()
    assert (lead.company, lead.status, lead.status_changes.count()) == ("ACME", "won", 1)


def test_the_status_moves_by_itself(member_client, member, lead):
    url = reverse("crm:lead-status", args=[lead.pk])
    answer = member_client.post(url, {"status": "qualified"}, headers=HTMX)
    assert (answer.status_code, toast_of(answer)) == (204, {"level": "success", "message": "Status: Qualified."})
    assert json.loads(answer["HX-Trigger"])["leadChanged"] is True
    assert list(lead.status_changes.values_list("to_status", "by")) == [("qualified", member.pk)]
    assert toast_of(member_client.post(url, {"status": "x"}, headers=HTMX))["level"] == "error"
    assert member_client.post(url, {"status": "won"})["Location"] == lead.get_absolute_url()
    assert "Won" in member_client.get(reverse("crm:lead-facts", args=[lead.pk]), headers=HTMX).text


def test_the_owner_is_given_and_taken(member_client, member, lead):
    url = reverse("crm:lead-assign", args=[lead.pk])
    assert toast_of(member_client.post(url, {"owner": member.pk}, headers=HTMX))["message"] == "Owner: Ada Martin."
    assert toast_of(member_client.post(url, {"owner": ""}, headers=HTMX))["message"] == "Owner: nobody."
    assert toast_of(member_client.post(url, {"owner": make_user().pk}, headers=HTMX))["level"] == "error"
    lead.refresh_from_db()
    assert lead.owner is None


def test_an_interaction_is_added(member_client, member, lead):
    url = reverse("crm:interaction-create", args=[lead.pk])
    sent = {"interaction_type": "call", "subject": "Devis", "content": "Rappeler"}
    answer = member_client.post(url, sent, headers=HTMX)
    assert json.loads(answer["HX-Trigger"])["timelineChanged"] is True
    assert "Rappeler" not in answer.text
    interaction = lead.interactions.get()
    assert (interaction.interaction_type, interaction.subject, interaction.author) == ("call", "Devis", member)
    assert "Rappeler" in member_client.get(reverse("crm:lead-timeline", args=[lead.pk]), headers=HTMX).text


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_an_empty_interaction_is_refused(member_client, lead, headers):
    url = reverse("crm:interaction-create", args=[lead.pk])
    answer = member_client.post(url, {"interaction_type": "call"}, headers=headers)
    assert answer.status_code == 422
    assert answer.context["interaction_form"].errors == {"content": ["Write what happened."]}
    assert ("<html" in answer.text) == (headers == {})


def test_deleting_and_restoring(member_client, lead):
    answer = member_client.post(reverse("crm:lead-delete", args=[lead.pk]))
    assert answer["Location"] == "/crm"
    assert shown(member_client.get("/crm")) == []
    page = member_client.get(lead.get_absolute_url())
    assert "This lead is deleted" in page.text
    assert reverse("crm:interaction-create", args=[lead.pk]) not in page.text
    answer = member_client.post(reverse("crm:lead-restore", args=[lead.pk]))
    assert answer["Location"] == lead.get_absolute_url()
    assert shown(member_client.get("/crm")) == ["Zoé"]


@pytest.mark.parametrize("name", ["lead-edit", "lead-status", "lead-assign", "interaction-create"])
def test_a_lead_deleted_meanwhile_is_not_changed(member_client, member, lead, name):
    actions.delete_lead(lead=lead, by=member)
    url = reverse(f"crm:{name}", args=[lead.pk])
    sent = {"first_name": "X", "status": "won", "owner": member.pk, "interaction_type": "note", "content": "x"}
    answer = member_client.post(url, sent, headers=HTMX)
    message = "This lead is deleted. Restore it before you change it."
    assert (answer.status_code, toast_of(answer)) == (409, {"level": "error", "message": message})
    assert message in member_client.post(url, sent, follow=True).text


NAMES = ["lead-detail", "lead-edit", "lead-facts", "lead-timeline"]
CHANGES = ["lead-edit", "lead-status", "lead-assign", "lead-delete", "lead-restore", "interaction-create"]


@pytest.mark.parametrize("name", NAMES)
def test_a_strangers_lead_is_not_there(member_client, other_workspace, name):
    url = reverse(f"crm:{name}", args=[make_lead(other_workspace).pk])
    assert member_client.get(url).status_code == 404


@pytest.mark.parametrize("name", CHANGES)
def test_changes_are_for_members_of_the_workspace(member_client, viewer_client, other_workspace, lead, name):
    theirs = reverse(f"crm:{name}", args=[make_lead(other_workspace).pk])
    assert member_client.post(theirs).status_code == 404
    assert viewer_client.post(reverse(f"crm:{name}", args=[lead.pk])).status_code == 403


def test_a_viewer_sees_no_button(viewer_client, lead):
    text = viewer_client.get(lead.get_absolute_url()).text
    for name in CHANGES:
        assert reverse(f"crm:{name}", args=[lead.pk]) not in text


def test_what_a_link_asked_for_is_shown_and_kept_through_a_search(member_client, workspace):
    make_lead(workspace, first_name="Paul")
    page = member_client.get("/crm?moved_to=won&moved_after=2026-03-01&score_min=5&source=salon")
    assert [(kept.name, kept.words, kept.url_without) for kept in page.context["toolbar"].kept] == [
        ("moved_to", "Status changed to: Won", "?moved_after=2026-03-01&score_min=5&source=salon"),
        ("moved_after", "From: 03/01/2026", "?moved_to=won&score_min=5&source=salon"),
        ("score_min", "Score from: 5", "?moved_to=won&moved_after=2026-03-01&source=salon"),
    ]
    assert '<input type="hidden" name="moved_to" value="won">' in page.text
