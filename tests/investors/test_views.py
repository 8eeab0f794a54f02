"""The pages of investors as a browser without scripts and as htmx ask for them."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from investors import actions
from investors.models import Commitment, Contact, Interaction, Investor, Round
from tests.factories.investors import make_commitment, make_contact, make_interaction, make_investor, make_round

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def investor(workspace, member):
    return make_investor(workspace, member, name="Fonds Aurore", owner=member)


def toast_of(response):
    return json.loads(response["HX-Trigger"])["toast"]["message"]


def names_of(response):
    return [each.name for each in response.context["page"].rows]


def test_every_page_opens(member_client, workspace, member):
    investor = make_investor(workspace, member, owner=member, tags=["climat"])
    make_contact(investor)
    make_interaction(investor, author=member)
    round = make_round(workspace)
    commitment = make_commitment(round, investor)
    for path in (
        "",
        "?view=board",
        "?view=board&as_of=2026-01-01",
        "/today",
        "/new",
        "/rounds",
        "/rounds/new",
        f"/rounds/{round.pk}",
        f"/rounds/{round.pk}/edit",
        f"/rounds/{round.pk}/commitments",
        f"/commitments/{commitment.pk}",
        f"/{investor.pk}",
        f"/{investor.pk}/edit",
        f"/{investor.pk}/facts",
        f"/{investor.pk}/kpis",
        f"/{investor.pk}/timeline",
        f"/{investor.pk}/next-step",
        f"/{investor.pk}/interactions",
        f"/{investor.pk}/contacts",
        f"/{investor.pk}/commitments",
        "/board/identified",
        "/many/stage",
    ):
        for headers in ({}, HTMX):
            assert (path, member_client.get(f"/investors{path}", headers=headers).status_code) == (path, 200)


class TestList:
    def test_it_is_searched_filtered_and_ordered(self, member_client, workspace, member):
        make_investor(workspace, name="Aurore", client_type="vc", pipeline_stage="meeting")
        make_investor(workspace, name="Boréal", client_type="angel", owner=member)
        make_contact(make_investor(workspace, name="Cime"), name="Zoé Noël")
        assert names_of(member_client.get("/investors?ordering=name")) == ["Aurore", "Boréal", "Cime"]
        assert names_of(member_client.get("/investors?search=boreal")) == ["Boréal"]
        assert names_of(member_client.get("/investors?search=noël")) == ["Cime"]
        assert names_of(member_client.get("/investors?stage=meeting")) == ["Aurore"]
        assert names_of(member_client.get("/investors?client_type=angel&owner=me")) == ["Boréal"]
        content = member_client.get("/investors?search=nobody").text
        assert "Nobody matches this search and these filters." in content

    def test_pills_count_each_stage_and_deleted_ones_are_found(self, member_client, workspace, investor):
        make_investor(workspace, pipeline_stage="meeting")
        actions.delete_investor(investor=investor, by=None)
        tabs = member_client.get("/investors").context["tabs"]
        assert [(tab["value"], tab["count"]) for tab in tabs if tab["count"]] == [("", 1), ("meeting", 1)]
        assert names_of(member_client.get("/investors?is_deleted=true")) == ["Fonds Aurore"]

    def test_what_a_link_asked_for_is_said_and_kept_through_a_search(self, member_client, investor):
        content = member_client.get("/investors?relation=existing&overdue=true").text
        assert "Relation: Shareholder" in content
        assert '<input type="hidden" name="relation" value="existing"' in content
        assert "Next step overdue: yes" in content

    def test_a_wrong_filter_is_told_and_left_out(self, member_client, investor):
        response = member_client.get("/investors?stage=nowhere")
        assert names_of(response) == ["Fonds Aurore"]
        assert "Stage: Select a valid choice. nowhere is not one of the available choices." in response.text

    def test_an_empty_list_says_what_to_do(self, member_client, viewer_client):
        assert "No investor yet" in member_client.get("/investors").text
        assert "/investors/new" not in viewer_client.get("/investors").text


class TestMany:
    def test_each_change_reaches_the_ticked_ones_alone(self, member_client, workspace, member):
        one, two, three = (make_investor(workspace) for _each in range(3))
        chosen = {"ids": [one.pk, two.pk]}
        member_client.post("/investors/many/stage", chosen | {"value": "contacted"}, headers=HTMX)
        member_client.post("/investors/many/owner", chosen | {"value": member.pk}, headers=HTMX)
        response = member_client.post("/investors/many/tags", chosen | {"value": "climat, seed"}, headers=HTMX)
        assert (response.status_code, toast_of(response)) == (204, "2 investors changed.")
        for investor in Investor.objects.filter(pk__in=chosen["ids"]):
            assert (investor.pipeline_stage, investor.owner) == ("contacted", member)
            assert sorted(investor.tags.values_list("name", flat=True)) == ["climat", "seed"]
        three.refresh_from_db()
        assert (three.pipeline_stage, three.owner, three.tags.count()) == ("identified", None, 0)
        member_client.post("/investors/many/delete", chosen, headers=HTMX)
        assert [each.pk for each in Investor.objects.alive()] == [three.pk]

    def test_passing_wants_a_reason_and_money_is_a_matter_of_each(self, member_client, investor):
        url, chosen = "/investors/many/stage", {"ids": [investor.pk]}
        refused = member_client.post(url, chosen | {"value": "passed"}, headers=HTMX)
        assert (refused.status_code, "Write why this investor passed." in refused.text) == (422, True)
        refused = member_client.post(url, chosen | {"value": "committed"}, headers=HTMX)
        assert (refused.status_code, "Fonds Aurore has no such commitment yet" in refused.text) == (422, True)
        investor.refresh_from_db()
        assert investor.pipeline_stage == "identified"

    def test_a_stranger_is_not_among_them(self, member_client, other_workspace):
        stranger = make_investor(other_workspace)
        member_client.post("/investors/many/delete", {"ids": [stranger.pk, "x"]}, headers=HTMX)
        assert not Investor.objects.get(pk=stranger.pk).is_deleted
        assert member_client.get("/investors/many/nothing").status_code == 404


class TestOne:
    def test_it_is_added_edited_deleted_and_restored(self, member_client, workspace, member):
        fields = {"name": "Fonds Aurore", "client_type": "vc", "pipeline_stage": "contacted", "relation": "prospect"}
        member_client.post("/investors/new", fields | {"tags": "climat", "rating": "4", "is_active": "on"})
        investor = Investor.objects.get()
        assert (investor.name, investor.rating, investor.workspace) == ("Fonds Aurore", 4, workspace)
        line = investor.stage_changes.get()
        assert (line.from_stage, line.to_stage, line.by) == ("", "contacted", member)
        fields |= {"name": "Aurore Capital", "check_size": "50000", "tags": "climat, seed", "is_active": "on"}
        response = member_client.post(f"/investors/{investor.pk}/edit", fields)
        assert response["Location"] == f"/investors/{investor.pk}"
        investor.refresh_from_db()
        assert (investor.name, investor.check_size, investor.tags.count()) == ("Aurore Capital", 50000, 2)
        member_client.post(f"/investors/{investor.pk}/delete")
        assert "This investor is deleted" in member_client.get(f"/investors/{investor.pk}").text
        refused = member_client.post(f"/investors/{investor.pk}/edit", fields, headers=HTMX)
        assert (refused.status_code, "is deleted" in toast_of(refused)) == (409, True)
        member_client.post(f"/investors/{investor.pk}/restore")
        assert Investor.objects.alive().get() == investor

    def test_an_address_that_is_there_leads_to_its_investor(self, member_client, investor):
        fields = {"name": "Encore", "email": investor.email.upper(), "client_type": "vc", "pipeline_stage": "meeting"}
        response = member_client.post("/investors/new", fields | {"relation": "prospect"}, headers=HTMX)
        assert response.status_code == 422
        assert f'<a href="/investors/{investor.pk}" target="_blank" rel="noopener">Open it</a>' in response.text

    def test_the_next_stage_names_what_is_missing_with_the_way_to_it(self, member_client, workspace):
        investor = make_investor(workspace, email="", name="Sans adresse")
        url = f"/investors/{investor.pk}/next-stage"
        response = member_client.post(url, {"seen": "identified"}, headers=HTMX)
        assert (response.status_code, response["HX-Retarget"]) == (200, "#modal")
        assert f"/investors/{investor.pk}/edit" in response.text
        page = member_client.post(url, {"seen": "identified"})
        assert page.status_code == 422
        assert "Add an email, a phone number or a contact" in page.text
        make_contact(investor)
        member_client.post(url, {"seen": "identified"})
        investor.refresh_from_db()
        assert investor.pipeline_stage == "contacted"

    def test_a_second_click_on_the_next_stage_does_nothing(self, member_client, investor):
        url = f"/investors/{investor.pk}/next-stage"
        make_interaction(investor)
        member_client.post(url, {"seen": "identified"}, headers=HTMX)
        again = member_client.post(url, {"seen": "identified"}, headers=HTMX)
        assert "somebody else moved it" in toast_of(again)
        investor.refresh_from_db()
        assert investor.pipeline_stage == "contacted"

    def test_the_owner_is_one_of_the_members(self, member_client, investor, owner):
        member_client.post(f"/investors/{investor.pk}/owner", {"owner": owner.pk}, headers=HTMX)
        investor.refresh_from_db()
        assert investor.owner == owner
        refused = member_client.post(f"/investors/{investor.pk}/owner", {"owner": 999999}, headers=HTMX)
        assert "Select a valid choice" in toast_of(refused)

    def test_its_page_costs_the_same_with_more_on_it(self, member_client, workspace, member, investor):
        counts = []
        for number in (3, 27):
            for _each in range(number):
                make_interaction(investor, author=member).participants.add(make_contact(investor))
                make_commitment(make_round(workspace), investor)
            with CaptureQueriesContext(connection) as queries:
                member_client.get(f"/investors/{investor.pk}")
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestHistory:
    def test_an_interaction_is_logged_corrected_and_deleted(self, member_client, investor, member):
        contact = make_contact(investor, name="Zoé")
        fields = {"type": "meeting", "date": "2026-03-14T10:30", "subject": "Premier", "participants": [contact.pk]}
        response = member_client.post(f"/investors/{investor.pk}/interactions", fields, headers=HTMX)
        assert (response.status_code, toast_of(response)) == (204, "Added to the timeline.")
        made = Interaction.objects.get()
        assert (made.type, made.author, list(made.participants.all())) == ("meeting", member, [contact])
        assert timezone.localtime(made.date, investor.workspace.zone).isoformat()[:16] == "2026-03-14T10:30"
        content = member_client.get(f"/investors/{investor.pk}/timeline?kind=interaction").text
        assert "Meeting · Premier" in content
        assert "With Zoé" in content
        member_client.post(f"/investors/interactions/{made.pk}", fields | {"type": "pitch"})
        made.refresh_from_db()
        assert made.type == "pitch"
        member_client.post(f"/investors/interactions/{made.pk}/delete")
        assert not Interaction.objects.exists()

    @pytest.mark.parametrize("typed", ["0001-01-01T00:00", "0020-03-14T10:30"])
    def test_a_year_half_typed_is_refused(self, member_client, investor, typed):
        response = member_client.post(f"/investors/{investor.pk}/interactions", {"type": "call", "date": typed})
        assert (response.status_code, "Enter a valid date/time." in response.text) == (422, True)
        response = member_client.post(
            f"/investors/{investor.pk}/next-step", {"next_step": "Call", "next_step_at": typed}, headers=HTMX
        )
        assert (response.status_code, "Enter a valid date/time." in response.text) == (422, True)
        response = member_client.post(f"/investors/{investor.pk}/edit", {"name": "A", "next_step_at": typed})
        assert (response.status_code, "Enter a valid date/time." in response.text) == (422, True)

    def test_a_note_says_something(self, member_client, investor):
        fields = {"type": "note", "date": "2026-03-14T10:30"}
        response = member_client.post(f"/investors/{investor.pk}/interactions", fields, headers=HTMX)
        assert (response.status_code, "Write what is to be noted." in response.text) == (422, True)

    def test_a_new_main_contact_takes_the_place_of_the_one_before(self, member_client, investor):
        first = make_contact(investor, is_primary=True)
        member_client.post(f"/investors/{investor.pk}/contacts", {"name": "Zoé", "is_primary": "on"}, headers=HTMX)
        assert [(each.name, each.is_primary) for each in Contact.objects.order_by("pk")] == [
            (first.name, False),
            ("Zoé", True),
        ]
        same = {"name": "Encore", "email": first.email.upper()}
        refused = member_client.post(f"/investors/{investor.pk}/contacts", same, headers=HTMX)
        assert (refused.status_code, "has a contact with this email already" in refused.text) == (422, True)
        member_client.post(f"/investors/contacts/{first.pk}/delete")
        assert [each.name for each in Contact.objects.all()] == ["Zoé"]

    def test_a_viewer_reads_without_a_way_to_change(self, viewer_client, investor):
        make_interaction(investor, subject="Premier")
        content = viewer_client.get(f"/investors/{investor.pk}").text
        assert "Meeting · Premier" in content
        assert "hx-post" not in content.split('id="content"')[1]
        assert "/investors/interactions/" not in content


class TestToday:
    def test_what_is_due_is_there_done_or_put_off(self, member_client, workspace, member, owner):
        now = timezone.now()
        late = make_investor(workspace, owner=member, next_step="Relancer", next_step_at=now - timedelta(days=2))
        make_investor(workspace, owner=member, next_step="Plus tard", next_step_at=now + timedelta(days=3))
        make_investor(workspace, owner=owner, next_step="D’un autre", next_step_at=now)
        sections = member_client.get("/investors/today").context["sections"]
        found = {section["name"]: [each.next_step for each in section["leads"]] for section in sections}
        assert found == {"overdue": ["Relancer"], "today": [], "later": ["Plus tard"]}
        member_client.post(f"/investors/{late.pk}/next-step/snooze", {"to": "tomorrow"})
        late.refresh_from_db()
        assert workspace.day_of(late.next_step_at) == workspace.day_of(now) + timedelta(days=1)
        assert member_client.post(f"/investors/{late.pk}/next-step/snooze", {"to": "never"}).status_code == 400
        done = member_client.post(f"/investors/{late.pk}/next-step", {}, headers=HTMX)
        assert toast_of(done) == "Done."
        late.refresh_from_db()
        assert (late.next_step, late.next_step_at) == ("", None)


class TestRounds:
    def test_a_round_is_begun_changed_and_deleted_while_it_is_empty(self, member_client, workspace, investor):
        fields = {"name": "Amorçage", "target": "400000", "currency": "eur", "status": "open"}
        response = member_client.post("/investors/rounds/new", fields)
        round = workspace_round(workspace)
        assert response["Location"] == f"/investors/rounds/{round.pk}"
        assert (round.target, round.currency) == (400000, "EUR")
        wrong = fields | {"opened_on": "2026-05-01", "closes_on": "2026-04-01"}
        refused = member_client.post(f"/investors/rounds/{round.pk}/edit", wrong)
        assert (refused.status_code, "A round closes after it opens." in refused.text) == (422, True)
        commitment = make_commitment(round, investor)
        member_client.post(f"/investors/rounds/{round.pk}/delete")
        assert workspace_round(workspace) == round
        member_client.post(f"/investors/commitments/{commitment.pk}/delete")
        member_client.post(f"/investors/rounds/{round.pk}/delete")
        assert workspace_round(workspace) is None

    def test_it_says_what_is_said_signed_and_wired_and_who_is_awaited(self, member_client, workspace):
        round = make_round(workspace, target=Decimal(100_000))
        soft, hard, wired, gone = (make_investor(workspace, name=name) for name in ("Un", "Deux", "Trois", "Parti"))
        make_commitment(round, soft, soft_amount=Decimal(30_000))
        make_commitment(round, hard, soft_amount=Decimal(50_000), hard_amount=Decimal(45_000))
        make_commitment(round, wired, wired_amount=Decimal(60_000))
        make_commitment(round, gone, wired_amount=Decimal(9_000))
        actions.delete_investor(investor=gone, by=None)
        context = member_client.get(f"/investors/rounds/{round.pk}").context
        progress = context["progress"]
        assert (progress.soft, progress.hard, progress.wired, progress.investors) == (30_000, 45_000, 60_000, 3)
        assert (progress.is_oversubscribed, progress.over, progress.missing) == (True, 5_000, 0)
        assert [each.investor.name for each in context["unsigned"]] == ["Un"]
        assert [each.investor.name for each in context["unpaid"]] == ["Deux"]
        assert [(step, round_(begins), round_(width)) for step, begins, width in progress.bar] == [
            ("wired", 0.0, 44.4),
            ("hard", 44.4, 33.3),
            ("soft", 77.8, 22.2),
        ]

    def test_an_amount_without_a_day_is_of_today(self, member_client, workspace, investor):
        round = make_round(workspace)
        fields = {"round": round.pk, "soft_amount": "1000", "hard_on": "2026-03-01"}
        member_client.post(f"/investors/{investor.pk}/commitments", fields)
        commitment = Commitment.objects.get()
        today = workspace.day_of(timezone.now())
        assert (commitment.soft_amount, commitment.soft_on, commitment.hard_on) == (1000, today, None)
        again = member_client.post(f"/investors/{investor.pk}/commitments", fields, headers=HTMX)
        assert (again.status_code, "has a commitment to “Seed” already" in again.text) == (422, True)
        empty = member_client.post(f"/investors/commitments/{commitment.pk}", {"notes": ""}, headers=HTMX)
        assert (empty.status_code, "Give at least one amount." in empty.text) == (422, True)

    def test_without_a_round_the_way_to_one_is_shown(self, member_client, investor):
        content = member_client.get(f"/investors/{investor.pk}/commitments").text
        assert "Begin a round first" in content
        assert "/investors/rounds/new" in content

    def test_a_strangers_round_takes_no_commitment(self, member_client, investor, other_workspace):
        round = make_round(other_workspace)
        fields = {"round": round.pk, "soft_amount": "1000"}
        make_round(investor.workspace)
        response = member_client.post(f"/investors/{investor.pk}/commitments", fields, headers=HTMX)
        assert (response.status_code, Commitment.objects.count()) == (422, 0)


def workspace_round(workspace):
    return Round.objects.for_workspace(workspace).first()


def round_(number):
    return round(float(number), 1)
