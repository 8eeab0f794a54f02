from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from crm import actions
from crm.models import Lead, LeadInteraction, Operation, StatusChange, Tag
from crm.signals import lead_consented, lead_created, lead_status_changed
from tests.factories.accounts import make_user
from tests.factories.crm import make_lead
from tests.factories.funnels import make_funnel
from webox.analytics.models import DailyCount, Event, VisitorLead

AT = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


@pytest.fixture
def heard():
    """(signal name, arguments) of every signal of this app, in the order they were sent."""
    news = []

    def listener(name):
        def listen(sender, signal, **arguments):
            news.append((name, arguments))

        return listen

    signals = {"created": lead_created, "status": lead_status_changed, "consented": lead_consented}
    listeners = {name: listener(name) for name in signals}
    for name, signal in signals.items():
        signal.connect(listeners[name])
    yield news
    for name, signal in signals.items():
        signal.disconnect(listeners[name])


def events_of(lead):
    return list(Event.objects.filter(lead_id=lead.pk).order_by("pk").values_list("type", flat=True))


def ledger_of(lead):
    return list(lead.status_changes.order_by("pk").values_list("from_status", "to_status", "by"))


def test_a_created_lead_has_its_first_line_in_the_ledger(workspace, member, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        lead = actions.create_lead(
            workspace=workspace, by=member, email=" Zoe@Example.COM ", first_name="Zoé", tags=["vip", "client"]
        )
    assert lead.email == "zoe@example.com"
    assert lead.search_text == "zoe zoe@example.com"
    assert ledger_of(lead) == [("", "new", member.pk)]
    assert sorted(tag.name for tag in lead.tags.all()) == ["client", "vip"]
    assert events_of(lead) == ["crm.lead.created"]
    assert DailyCount.objects.get(metric="crm.lead.created", subject_type="").count == 1
    assert heard == [("created", {"lead": lead, "by": member})]


def test_an_email_is_one_lead_per_workspace(workspace, other_workspace, member):
    first = actions.create_lead(workspace=workspace, by=member, email="ada@example.com")
    with pytest.raises(actions.DuplicateLead) as refusal:
        actions.create_lead(workspace=workspace, by=member, email="ADA@example.com")
    assert refusal.value.existing == first
    assert refusal.value.message == "A lead with this email exists already: ada@example.com."
    actions.create_lead(workspace=other_workspace, by=None, email="ada@example.com")
    assert Lead.objects.count() == 2


def test_a_deleted_lead_keeps_its_email(workspace, member):
    lead = actions.create_lead(workspace=workspace, by=member, email="ada@example.com", first_name="Ada")
    actions.delete_lead(lead=lead, by=member)
    with pytest.raises(actions.DuplicateLead) as refusal:
        actions.create_lead(workspace=workspace, by=member, email="ada@example.com")
    assert refusal.value.existing.is_deleted
    assert refusal.value.message == "A deleted lead has this email: Ada. Restore it instead."


def test_leads_without_email_do_not_collide(workspace, member):
    for name in ("Ada", "Zoé"):
        actions.create_lead(workspace=workspace, by=member, first_name=name)
    assert Lead.objects.filter(email="").count() == 2


def test_a_wrong_email_is_refused_by_name(workspace, member):
    with pytest.raises(ValidationError) as refusal:
        actions.create_lead(workspace=workspace, by=member, email="ada@")
    assert refusal.value.message_dict == {"email": ["Enter a valid email address."]}


def test_editing_changes_fields_and_leaves_traces(workspace, member, owner):
    lead = make_lead(workspace, tags=["old"])
    lead = actions.edit_lead(
        lead=lead, by=member, first_name="Inès", email="Ines@Example.com", status="won", owner=owner, tags=["new"]
    )
    lead.refresh_from_db()
    assert (lead.first_name, lead.email, lead.status, lead.owner) == ("Inès", "ines@example.com", "won", owner)
    assert "ines" in lead.search_text
    assert [tag.name for tag in lead.tags.all()] == ["new"]
    assert ledger_of(lead) == [("new", "new", member.pk), ("new", "won", member.pk)]
    assert events_of(lead) == ["crm.lead.assigned", "crm.lead.status_changed"]


def test_editing_to_another_leads_email_is_refused(workspace, member):
    first, second = make_lead(workspace, email="a@example.com"), make_lead(workspace, email="b@example.com")
    with pytest.raises(actions.DuplicateLead) as refusal:
        actions.edit_lead(lead=second, by=member, email="A@example.com")
    assert refusal.value.existing == first
    second.refresh_from_db()
    assert second.email == "b@example.com"


def test_status_changes_once(workspace, member, heard, django_capture_on_commit_callbacks):
    lead = make_lead(workspace)
    with django_capture_on_commit_callbacks(execute=True):
        actions.change_status(lead=lead, status="won", by=member)
        # The same stale row again: the lock reads what is there now.
        actions.change_status(lead=lead, status="won", by=member)
    lead.refresh_from_db()
    assert lead.status == "won"
    assert ledger_of(lead) == [("new", "won", member.pk)]
    assert DailyCount.objects.get(metric="crm.lead.status_changed:to", subject_type="won").count == 1
    assert heard == [("status", {"lead": lead, "from_status": "new", "to_status": "won", "by": member})]


def test_an_unknown_status_is_refused(workspace, member):
    with pytest.raises(ValidationError) as refusal:
        actions.change_status(lead=make_lead(workspace), status="bought", by=member)
    assert refusal.value.message_dict == {"status": ["“bought” is not a status."]}


def test_only_a_member_can_own_a_lead(workspace, member):
    lead = make_lead(workspace)
    with pytest.raises(actions.OwnerNotMember):
        actions.assign(lead=lead, owner=make_user(), by=member)
    assert actions.assign(lead=lead, owner=member, by=member).owner == member
    assert actions.assign(lead=lead, owner=None, by=member).owner is None
    assert events_of(lead) == ["crm.lead.assigned", "crm.lead.assigned"]


def test_deleting_and_restoring_happen_once(workspace, member):
    lead = make_lead(workspace)
    actions.delete_lead(lead=lead, by=member)
    actions.delete_lead(lead=lead, by=member)
    assert Lead.objects.alive().count() == 0
    assert actions.restore_lead(lead=lead, by=member).deleted_at is None
    actions.restore_lead(lead=lead, by=member)
    assert events_of(lead) == ["crm.lead.deleted", "crm.lead.restored"]


@pytest.mark.parametrize(
    ("act", "arguments"),
    [
        (actions.edit_lead, {"first_name": "X"}),
        (actions.change_status, {"status": "won"}),
        (actions.assign, {"owner": None}),
        (actions.add_interaction, {"content": "X"}),
        (actions.set_tags, {"tags": ["x"]}),
    ],
)
def test_a_deleted_lead_is_restored_before_it_changes(workspace, member, act, arguments):
    lead = actions.delete_lead(lead=make_lead(workspace), by=member)
    with pytest.raises(actions.LeadIsDeleted):
        act(lead=lead, by=member, **arguments)


def test_tags_are_one_whatever_their_case(workspace, other_workspace, member):
    lead, theirs = make_lead(workspace, tags=["Client"]), make_lead(other_workspace, tags=["vip"])
    actions.set_tags(lead=lead, tags=["client", "CLIENT", "  two   words ", ""], by=member)
    assert sorted(tag.name for tag in lead.tags.all()) == ["Client", "two words"]
    assert Tag.objects.for_workspace(workspace).count() == 2
    assert [tag.name for tag in theirs.tags.all()] == ["vip"]
    actions.set_tags(lead=lead, tags=[], by=member)
    assert lead.tags.count() == 0


def test_tags_alone_are_a_change_of_the_lead(workspace, member, member_client, api):
    lead = make_lead(workspace, first_name="Zoé")
    bulk, many = "/api/marketing/leads/bulk", {"action": "add_tags", "params": {"tags": ["many"]}, "ids": [lead.pk]}

    def is_changed_by(do):
        Lead.objects.update(updated_at=AT)
        do()
        return Lead.objects.get().updated_at > AT

    assert is_changed_by(lambda: actions.set_tags(lead=lead, tags=["a"], by=member))
    assert not is_changed_by(lambda: actions.set_tags(lead=lead, tags=["A"], by=member))
    assert is_changed_by(lambda: api.patch(f"/api/marketing/leads/{lead.pk}", {"tags": ["a", "b"]}))
    values = {"first_name": "Zoé", "status": "new", "tags": "b"}
    assert is_changed_by(lambda: member_client.post(f"/crm/{lead.pk}/edit", values))
    assert is_changed_by(lambda: api.post(bulk, many))
    assert sorted(tag.name for tag in lead.tags.all()) == ["b", "many"]
    assert not is_changed_by(lambda: api.post(bulk, many)), "it has the tag already"
    first = Operation.objects.order_by("pk").first()
    assert is_changed_by(lambda: api.post(f"/api/marketing/operations/{first.pk}/undo"))
    assert [tag.name for tag in lead.tags.all()] == ["b"]
    assert [row.undo for row in first.rows.all()] == ["undone"]


def test_a_tag_too_long_is_refused(workspace, member):
    with pytest.raises(ValidationError) as refusal:
        actions.set_tags(lead=make_lead(workspace), tags=["x" * 61], by=member)
    assert refusal.value.message_dict == {"tags": [f"A tag has at most 60 characters: “{'x' * 61}”."]}


def test_an_interaction_is_counted(workspace, member):
    lead = make_lead(workspace)
    interaction = actions.add_interaction(lead=lead, by=member, interaction_type="call", content="Rappeler")
    assert (interaction.author, interaction.workspace, interaction.interaction_metadata) == (member, workspace, {})
    assert events_of(lead) == ["crm.interaction.added"]


def test_unsubscribing_keeps_the_first_time(workspace):
    lead = make_lead(workspace)
    actions.mark_unsubscribed(lead=lead, at=AT)
    actions.mark_unsubscribed(lead=lead, at=datetime(2027, 1, 1, tzinfo=UTC))
    lead.refresh_from_db()
    assert lead.unsubscribed_at == AT
    assert actions.mark_resubscribed(lead=lead).unsubscribed_at is None


def capture(workspace, email="Ada@Example.com", **arguments):
    defaults = {
        "fields": {"first_name": "Ada", "custom_fields": {"size": "M"}},
        "source": "newsletter",
        "source_url": "https://example.com/p?utm_source=newsletter",
        "consent_text": "I agree.",
        "consent_ip": "203.0.113.77",
        "at": AT,
        "visitor": "v1",
        "subject": "Guide",
        "content": "Sent the form",
        "metadata": {"utm_source": "newsletter"},
    }
    return actions.capture_lead(workspace=workspace, email=email, **defaults | arguments)


def test_an_opt_in_makes_a_lead(workspace, heard, django_capture_on_commit_callbacks):
    funnel = make_funnel(workspace)
    with django_capture_on_commit_callbacks(execute=True):
        lead, created = capture(workspace, tags=["guide"], origin=funnel)
    assert created
    lead.refresh_from_db()
    assert (lead.email, lead.first_name, lead.source) == ("ada@example.com", "Ada", "newsletter")
    assert (lead.consent_text, lead.consent_at, lead.consent_ip) == ("I agree.", AT, "203.0.113.0")
    assert (lead.created_at, lead.custom_fields) == (AT, {"size": "M"})
    assert [tag.name for tag in lead.tags.all()] == ["guide"]
    interaction = lead.interactions.get()
    assert (interaction.interaction_type, interaction.subject) == (LeadInteraction.Type.FORM, "Guide")
    assert interaction.interaction_metadata == {"utm_source": "newsletter"}
    assert ledger_of(lead) == [("", "new", None)]
    assert events_of(lead) == ["crm.lead.created"]
    assert DailyCount.objects.get(metric="crm.lead.created", subject_type="funnel", subject_id=funnel.pk).count == 1
    assert VisitorLead.objects.get().visitor == "v1"
    assert heard == [("consented", {"lead": lead, "at": AT}), ("created", {"lead": lead, "by": None})]


def test_coming_back_fills_only_what_is_empty(workspace, member):
    lead = make_lead(
        workspace,
        email="ada@example.com",
        first_name="Adèle",
        last_name="",
        source="salon",
        status="qualified",
        custom_fields={"size": "L"},
    )
    again, created = capture(
        workspace, fields={"first_name": "Ada", "last_name": "Byron", "custom_fields": {"size": "M", "city": "Nice"}}
    )
    assert (again, created) == (lead, False)
    again.refresh_from_db()
    assert (again.first_name, again.last_name) == ("Adèle", "Byron")
    assert (again.source, again.status) == ("salon", "qualified")
    assert again.custom_fields == {"size": "L", "city": "Nice"}
    assert again.consent_at == AT
    assert events_of(lead) == ["crm.lead.returned"]
    assert StatusChange.objects.count() == 0


def test_coming_back_restores_and_resubscribes(workspace, member):
    lead, _created = capture(workspace)
    actions.mark_unsubscribed(lead=lead, at=AT)
    actions.delete_lead(lead=lead, by=member)
    again, created = capture(workspace)
    assert (again.pk, created, again.deleted_at, again.unsubscribed_at) == (lead.pk, False, None, None)
    assert events_of(lead) == ["crm.lead.created", "crm.lead.deleted", "crm.lead.returned", "crm.lead.restored"]
    assert VisitorLead.objects.count() == 1


def test_only_a_web_address_is_kept_as_source(workspace):
    assert capture(workspace, source_url="javascript:alert(1)")[0].source_url == ""
    long_url = "https://example.com/?q=" + "x" * 2000
    assert len(capture(workspace, "bob@example.com", source_url=long_url)[0].source_url) == 1000


def test_without_consent_an_unsubscription_stands(workspace):
    lead, _created = capture(workspace)
    actions.mark_unsubscribed(lead=lead, at=AT)
    again, _created = capture(workspace, consent_text="")
    assert (again.unsubscribed_at, again.consent_text) == (AT, "I agree.")


@pytest.mark.parametrize(
    ("arguments", "errors"),
    [
        ({"email": "ada"}, {"email": ["Enter a valid email address."]}),
        ({"email": " "}, {"email": ["Write your email address."]}),
        (
            {"fields": {"phone": "1" * 41}},
            {"phone": ["Ensure this value has at most 40 characters (it has 41)."]},
        ),
    ],
)
def test_a_wrong_form_makes_nothing(workspace, arguments, errors):
    with pytest.raises(ValidationError) as refusal:
        capture(workspace, **arguments)
    assert refusal.value.message_dict == errors
    assert (Lead.objects.count(), Event.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_the_same_person_pressing_twice_is_one_lead(workspace):
    together, results = Barrier(4), []

    def press():
        together.wait()
        try:
            results.append(capture(workspace)[1])
        finally:
            connection.close()

    threads = [Thread(target=press) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, False, False, True]
    assert Lead.objects.get().interactions.count() == 4
