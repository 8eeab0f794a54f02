from collections import Counter
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marketing.emails import actions, events
from marketing.emails.actions import sending
from marketing.emails.compile import compile_campaign
from marketing.emails.models import Delivery, EmailCampaign, OutboxMessage, Suppression
from marketing.emails.providers.base import Provider
from marketing.emails.report import report_of
from tests.factories.crm import make_lead
from tests.factories.emails import make_campaign, make_sent_campaign, make_suppression
from webox.analytics.models import DailyCount, Event
from webox.lib.envelope import Kind, Outcome
from webox.lib.journal import Journal

pytestmark = pytest.mark.django_db
State = Delivery.State


def started(workspace, **fields):
    campaign = make_campaign(workspace, **fields)
    return actions.start_campaign(campaign=campaign)


def send(campaign):
    sending.send_campaign(campaign_id=campaign.pk)
    campaign.refresh_from_db()
    return campaign


def states(campaign):
    return dict(Delivery.objects.filter(campaign=campaign).values_list("email", "state"))


def test_a_campaign_reaches_everyone_once_and_the_account_balances(workspace, sink):
    leads = [make_lead(workspace, email=f"p{n}@example.com") for n in range(120)]
    campaign = send(started(workspace))
    assert sorted(sink.recipients) == sorted(lead.email for lead in leads)
    assert (campaign.status, campaign.total_recipients, campaign.total_sent) == ("completed", 120, 120)
    assert report_of(campaign).is_balanced
    assert Event.objects.filter(type=events.SENT).count() == 120
    assert DailyCount.objects.get(metric=events.SENT, subject_type="emailcampaign").count == 120
    assert list((sending.settings.DATA_DIR / "journal").iterdir()) == []


def test_a_message_carries_what_the_law_and_inboxes_ask_for(workspace, sink):
    make_lead(workspace, email="zoe@example.com", first_name="Zoé")
    campaign = send(started(workspace, reply_to="reponse@example.com", preheader="Une offre"))
    sender, recipient, raw = sink.messages[0]
    message = message_from_bytes(raw, policy=default)
    token = message["Message-ID"].partition("@")[0].strip("<")
    assert (sender, recipient) == ("atelier@example.com", "zoe@example.com")
    assert message["From"] == "Atelier <atelier@example.com>"
    assert message["To"] == "zoe@example.com"
    assert message["Subject"] == "Bonjour Zoé"
    assert message["Reply-To"] == "reponse@example.com"
    assert message["List-Unsubscribe"] == f"<http://testserver/e/u/{token}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html = message.get_body(("html",)).get_content()
    assert "<p>Bonjour Zoé</p>" in html
    assert f'href="http://testserver/e/c/{token}.1"' in html
    assert f'src="http://testserver/e/o/{token}.gif"' in html
    assert f"http://testserver/e/u/{token}" in html
    assert workspace.postal_address in html
    assert "Une offre" in html
    text = message.get_body(("plain",)).get_content()
    assert "Bonjour Zoé" in text
    assert f"http://testserver/e/u/{token}" in text
    link = campaign.links.get()
    expected = f"https://example.com/offre?utm_source=webox&utm_medium=email&utm_campaign=email-{campaign.pk}"
    assert (link.number, link.url) == (1, expected)


def test_suppressed_unsubscribed_and_addressless_people_are_skipped_with_the_reason(workspace, sink):
    make_lead(workspace, email="ok@example.com")
    make_lead(workspace, email="Bounced@example.com")
    make_lead(workspace, email="left@example.com", unsubscribed_at=timezone.now())
    make_lead(workspace, email="")
    make_suppression(workspace, "bounced@example.com", reason="bounced")
    campaign = send(started(workspace))
    assert sink.recipients == ["ok@example.com"]
    reasons = set(Delivery.objects.filter(state=State.SKIPPED).values_list("email", "reason"))
    assert reasons == {
        ("Bounced@example.com", "suppressed_bounced"),
        ("left@example.com", "suppressed_unsubscribed"),
        ("", "no_email"),
    }
    assert (campaign.total_recipients, campaign.total_sent, campaign.total_skipped) == (4, 1, 3)
    assert report_of(campaign).is_balanced


def test_who_unsubscribes_or_is_deleted_between_freeze_and_claim_is_skipped(workspace, sink):
    gone, left, stays = (make_lead(workspace, email=f"{name}@example.com") for name in ("gone", "left", "stays"))
    campaign = started(workspace)
    sending.freeze(campaign=campaign)
    make_suppression(workspace, left.email, reason="unsubscribed")
    gone.deleted_at = timezone.now()
    gone.save()
    campaign = send(campaign)
    assert sink.recipients == [stays.email]
    assert set(Delivery.objects.filter(state=State.SKIPPED).values_list("email", "reason")) == {
        ("gone@example.com", "lead_deleted"),
        ("left@example.com", "suppressed_unsubscribed"),
    }
    assert (campaign.total_skipped, report_of(campaign).is_balanced) == (2, True)


def test_freezing_twice_changes_nothing_and_later_leads_wait_for_the_next_campaign(workspace, sink):
    make_lead(workspace)
    campaign = started(workspace)
    sending.freeze(campaign=campaign)
    make_lead(workspace, email="late@example.com")
    sending.freeze(campaign=campaign)
    campaign = send(campaign)
    assert (campaign.total_recipients, len(sink.recipients)) == (1, 1)


def test_other_workspaces_leads_and_suppressions_do_not_matter(workspace, other_workspace, sink):
    make_lead(workspace, email="a@example.com")
    make_lead(other_workspace, email="b@example.com")
    make_suppression(other_workspace, "a@example.com")
    send(started(workspace))
    assert sink.recipients == ["a@example.com"]


def test_5xx_for_a_recipient_bounces_and_suppresses(workspace, sink):
    make_lead(workspace, email="bounce.1@example.com")
    campaign = send(started(workspace))
    row = Delivery.objects.get()
    assert (row.state, row.reason) == (State.BOUNCED, "550 5.1.1 No such user")
    suppression = Suppression.objects.get()
    assert (suppression.email, suppression.reason, suppression.campaign) == (
        "bounce.1@example.com",
        "bounced",
        campaign,
    )
    assert Event.objects.get(type=events.BOUNCED).properties == {
        "delivery": row.pk,
        "reason": "550 5.1.1 No such user",
    }
    assert (campaign.total_bounced, campaign.status) == (1, "completed")


def test_5xx_about_policy_fails_but_costs_no_good_address_its_place(workspace, sink):
    make_lead(workspace, email="blocked.1@example.com")
    campaign = send(started(workspace))
    assert Delivery.objects.get().state == State.FAILED
    assert not Suppression.objects.exists()
    assert (campaign.total_failed, report_of(campaign).is_balanced) == (1, True)


def test_4xx_is_put_off_tried_again_and_given_up_in_the_end(workspace, sink):
    make_lead(workspace, email="later.1@example.com")
    campaign = send(started(workspace))
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.reason) == (State.DEFERRED, 1, "451 4.7.1 Try again later")
    assert row.not_before > timezone.now()
    assert (campaign.status, campaign.total_pending) == ("active", 1)
    for _attempt in sending.RETRY_AFTER:
        Delivery.objects.update(not_before=timezone.now() - timedelta(seconds=1))
        campaign = send(campaign)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.FAILED, 7)
    assert (campaign.status, campaign.total_failed, campaign.total_pending) == ("completed", 1, 0)


def test_a_connection_lost_before_the_body_is_tried_again_and_one_lost_after_it_is_uncertain(workspace, sink):
    make_lead(workspace, email="dropafter.1@example.com")
    make_lead(workspace, email="ok@example.com")
    campaign = send(started(workspace))
    assert states(campaign) == {"dropafter.1@example.com": State.UNCERTAIN, "ok@example.com": State.SENT}
    assert (campaign.total_uncertain, campaign.status, report_of(campaign).is_balanced) == (1, "completed", True)


def test_an_unreachable_server_leaves_everything_pending_and_says_so(workspace, settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:1?connections=2"
    make_lead(workspace)
    campaign = started(workspace)
    with pytest.raises(sending.ProviderUnreachable):
        send(campaign)
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == (State.PENDING, 0)
    campaign.refresh_from_db()
    assert campaign.total_pending == 1


class Stumbling(Provider):
    """Takes the first few messages of each claim and then loses its connection."""

    def send(self, envelopes, journal=None):
        return [
            Outcome(envelope.id, Kind.ACCEPTED, 250, "ok") if n < 3 else Outcome(envelope.id, Kind.UNSENT, 0, "lost")
            for n, envelope in enumerate(envelopes)
        ]


def test_a_server_lost_on_the_way_is_asked_again_later_and_the_claim_taken_ahead_given_back(workspace, settings):
    for n in range(130):
        make_lead(workspace, email=f"p{n}@example.com")
    campaign = started(workspace)
    sending.freeze(campaign=campaign)
    with pytest.raises(sending.ProviderUnreachable, match="lost"):
        sending.Send(campaign, Stumbling(), compile_campaign(campaign)).run()
    found = Counter(Delivery.objects.values_list("state", "attempts", "reason"))
    assert found == {("sent", 1, ""): 3, ("pending", 0, "lost"): 47, ("pending", 0, ""): 80}
    campaign.refresh_from_db()
    assert (campaign.total_sent, campaign.total_pending) == (3, 127)
    assert list((settings.DATA_DIR / "journal").iterdir()) == []


def test_a_pause_gives_back_the_claim_that_was_taken_ahead(workspace, settings):
    for n in range(130):
        make_lead(workspace, email=f"p{n}@example.com")
    campaign = started(workspace)
    sending.freeze(campaign=campaign)
    loop = sending.Send(campaign, Stumbling(), compile_campaign(campaign))
    first, second = loop.take(), loop.take()
    assert [len(first.envelopes), len(second.envelopes)] == [50, 50]
    assert loop.still_wanted(first, second) is second
    actions.pause_campaign(campaign=campaign)
    assert loop.still_wanted(first, second) is None
    assert Delivery.objects.filter(claim=first.id, state=State.SENDING).count() == 50
    assert Delivery.objects.filter(claim=second.id, state=State.PENDING, attempts=0).count() == 50
    assert [path.stem for path in (settings.DATA_DIR / "journal").iterdir()] == [first.id]
    loop.finish(first)


def test_a_message_that_costs_a_connection_each_time_does_not_hold_the_campaign_up_for_ever(workspace, sink):
    make_lead(workspace, email="dropbefore.1@example.com")
    make_lead(workspace, email="ok@example.com")
    campaign = send(started(workspace))
    assert states(campaign) == {"dropbefore.1@example.com": State.DEFERRED, "ok@example.com": State.SENT}
    for _attempt in sending.RETRY_AFTER:
        Delivery.objects.update(not_before=timezone.now() - timedelta(seconds=1))
        campaign = send(campaign)
    assert (campaign.status, campaign.total_sent, campaign.total_failed) == ("completed", 1, 1)


def test_what_was_given_back_behind_the_last_claim_is_found_again(workspace, sink):
    for n in range(60):
        make_lead(workspace, email=f"p{n}@example.com")
    campaign = started(workspace)
    sending.freeze(campaign=campaign)
    loop = sending.Send(campaign, Stumbling(), compile_campaign(campaign))
    loop.take()
    first = Delivery.objects.order_by("pk").first()
    Delivery.objects.filter(pk=first.pk).update(state=State.PENDING, claim="")
    assert [len(loop.take().envelopes), len(loop.take().envelopes)] == [10, 1]
    assert loop.take() is None


def test_a_line_of_a_message_may_begin_with_a_dot(workspace, sink):
    make_lead(workspace, first_name=".", last_name=".\r\n.\r\nMAIL FROM:<x@example.com>")
    text = "{{ first_name }}\n.\n{{ last_name }}\n..fin\n"
    send(started(workspace, html_content="", text_content=text, subject="{{ last_name }}"))
    (message,) = sink.messages
    body = message_from_bytes(message[2], policy=default).get_body(("plain",)).get_content()
    assert body.replace("\r\n", "\n").startswith(".\n.\n.\n.\nMAIL FROM:<x@example.com>\n..fin\n")
    assert len(sink.commands) == 1


def test_a_paused_campaign_sends_nothing_and_resumes_where_it_was(workspace, sink):
    for n in range(3):
        make_lead(workspace, email=f"p{n}@example.com")
    campaign = started(workspace)
    actions.pause_campaign(campaign=campaign)
    assert send(campaign).total_recipients == 0
    actions.resume_campaign(campaign=campaign, by=None)
    assert send(campaign).total_sent == 3
    assert len(sink.recipients) == 3


def test_without_a_mail_server_messages_are_kept_in_the_outbox(workspace, settings):
    settings.EMAIL_URL = ""
    make_lead(workspace, email="zoe@example.com", first_name="Zoé")
    campaign = send(started(workspace))
    message = OutboxMessage.objects.get()
    assert (message.workspace, message.recipient, message.subject) == (workspace, "zoe@example.com", "Bonjour Zoé")
    assert (campaign.total_sent, campaign.status) == (1, "completed")


def test_recording_an_outcome_twice_counts_it_once(workspace):
    campaign = started(workspace) if make_lead(workspace) else None
    sending.freeze(campaign=campaign)
    sending.claim(campaign, "c1", 10)
    row = Delivery.objects.get()
    for _time in range(2):
        sending.record(campaign=campaign, claim_id="c1", outcomes=[Outcome(row.pk, Kind.ACCEPTED, 250, "ok")])
    campaign.refresh_from_db()
    assert (campaign.total_sent, Event.objects.filter(type=events.SENT).count()) == (1, 1)


def test_what_a_dead_worker_handed_over_is_recorded_and_the_rest_given_back(workspace, settings):
    for n in range(4):
        make_lead(workspace, email=f"p{n}@example.com")
    campaign = started(workspace)
    sending.freeze(campaign=campaign)
    journal = Journal(settings.DATA_DIR / "journal", "dead")
    sending.claim(campaign, "dead", 10)
    ids = list(Delivery.objects.order_by("pk").values_list("pk", flat=True))
    journal.handing(ids[0])
    journal.outcome(Outcome(ids[0], Kind.ACCEPTED, 250, "ok"))
    journal.handing(ids[1])
    sending.recover_claims()
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENDING}, "its owner lives"
    journal.close(remove=False)
    sending.recover_claims()
    found = dict(Delivery.objects.values_list("pk", "state"))
    assert found == {ids[0]: "sent", ids[1]: "uncertain", ids[2]: "pending", ids[3]: "pending"}
    campaign.refresh_from_db()
    assert (campaign.total_sent, campaign.total_uncertain, campaign.total_pending) == (1, 1, 2)
    assert list((settings.DATA_DIR / "journal").iterdir()) == []


def test_a_lease_that_ran_out_makes_rows_uncertain_until_their_worker_speaks(workspace, settings):
    make_lead(workspace)
    campaign = started(workspace)
    sending.freeze(campaign=campaign)
    sending.claim(campaign, "slow", 10)
    Delivery.objects.update(claimed_at=timezone.now() - timedelta(seconds=settings.EMAIL_LEASE_SECONDS + 1))
    sending.expire_leases()
    campaign.refresh_from_db()
    assert (Delivery.objects.get().state, campaign.total_uncertain) == (State.UNCERTAIN, 1)
    row = Delivery.objects.get()
    sending.record(campaign=campaign, claim_id="slow", outcomes=[Outcome(row.pk, Kind.ACCEPTED, 250, "ok")])
    campaign.refresh_from_db()
    assert (Delivery.objects.get().state, campaign.total_uncertain, campaign.total_sent) == (State.SENT, 0, 1)


def test_a_sweep_finds_campaigns_nobody_is_sending(workspace):
    make_lead(workspace)
    campaign = started(workspace)
    assert list(sending.stalled_campaigns()) == [campaign]
    sending.freeze(campaign=campaign)
    assert list(sending.stalled_campaigns()) == [campaign]
    sending.claim(campaign, "busy", 10)
    assert list(sending.stalled_campaigns()) == []


def test_a_due_campaign_starts_and_one_that_cannot_goes_back_to_draft_with_the_reason(workspace):
    past = timezone.now() - timedelta(minutes=1)
    make_lead(workspace, tags=["client"])
    good = make_campaign(workspace, status="scheduled", scheduled_at=past)
    rules = {"all": [{"field": "status", "op": "in", "value": ["lost"]}]}
    empty = make_campaign(workspace, status="scheduled", scheduled_at=past, segment_rules=rules)
    actions.start_due()
    assert EmailCampaign.objects.get(pk=good.pk).status == "active"
    empty.refresh_from_db()
    assert (empty.status, empty.pause_reason[:21]) == ("draft", "Nobody would receive ")


@pytest.mark.parametrize(
    ("is_frozen", "field", "value", "reason"),
    [
        (False, "html_content", "<p>{% if x %}</p>", "if"),
        (True, "html_content", "<p>{% if x %}</p>", "if"),
        (False, "html_content", "<mjml><mj-body><mj-nope></mjml>", "MJML"),
        (True, "subject", "Bonjour {{ first_name | nope }}", "nope"),
        (True, "html_content", '<p><a href="https://example.com/autre">Voir</a></p>', "dupliquez-la"),
        (False, "segment_rules", {"all": [{"field": "shoe_size", "op": "in", "value": [42]}]}, "shoe_size"),
    ],
)
def test_a_campaign_that_cannot_be_compiled_is_paused_and_says_why(
    is_frozen, field, value, reason, workspace, member_client, sink
):
    make_lead(workspace, email="zoe@example.com")
    campaign = started(workspace)
    if is_frozen:
        sending.freeze(campaign=campaign)
    written = getattr(campaign, field)
    EmailCampaign.objects.filter(pk=campaign.pk).update(**{field: value})
    campaign = send(campaign)
    assert (campaign.status, bool(campaign.frozen_at), list(sink.recipients)) == ("paused", is_frozen, [])
    assert reason in campaign.pause_reason
    assert list(sending.stalled_campaigns()) == []
    assert campaign.pause_reason in unescape(member_client.get(campaign.get_absolute_url()).text)
    EmailCampaign.objects.filter(pk=campaign.pk).update(**{field: written})
    campaign = send(actions.resume_campaign(campaign=campaign, by=None))
    assert (campaign.status, campaign.pause_reason, list(sink.recipients)) == ("completed", "", ["zoe@example.com"])


def test_each_reason_a_campaign_cannot_start_names_its_field(workspace):
    workspace.postal_address = ""
    workspace.save()
    campaign = make_campaign(
        workspace,
        subject="Bonjour {{ prenom }}",
        html_content="<p>{% if x %}</p>",
        from_email="",
        preheader="{{ first_nam }}",
    )
    with pytest.raises(actions.CampaignInvalid) as refused:
        actions.start_campaign(campaign=campaign)
    assert [(p.field, p.code) for p in refused.value.problems] == [
        ("from_email", "missing_sender"),
        ("subject", "unknown_merge_field"),
        ("preheader", "unknown_merge_field"),
        ("html_content", "template_syntax"),
        ("postal_address", "missing_postal_address"),
    ]


def test_a_campaign_nobody_would_receive_does_not_start(workspace):
    with pytest.raises(actions.CampaignInvalid) as refused:
        actions.start_campaign(campaign=make_campaign(workspace))
    assert [(p.field, p.code) for p in refused.value.problems] == [("segment_rules", "no_recipients")]


def test_a_started_campaign_can_be_neither_started_again_nor_edited_nor_deleted(workspace):
    make_lead(workspace)
    campaign = started(workspace)
    for refused in (
        lambda: actions.start_campaign(campaign=campaign),
        lambda: actions.edit_campaign(campaign=campaign, by=None, subject="Autre"),
        lambda: actions.delete_campaign(campaign=campaign, by=None),
    ):
        with pytest.raises(actions.NotAllowed):
            refused()


def test_a_test_message_goes_out_marked_and_outside_the_ledger(workspace, sink):
    lead = make_lead(workspace, first_name="Zoé")
    actions.send_test(campaign=make_campaign(workspace), to="moi@example.com", lead=lead, by=None)
    _sender, recipient, raw = sink.messages[0]
    assert recipient == "moi@example.com"
    assert message_from_bytes(raw, policy=default)["Subject"] == "[Test] Bonjour Zoé"
    assert not Delivery.objects.exists()


def test_a_test_message_the_server_refuses_says_what_it_said(workspace, sink):
    with pytest.raises(actions.SendFailed) as failed:
        actions.send_test(campaign=make_campaign(workspace), to="bounce@example.com", lead=None, by=None)
    assert str(failed.value) == "The mail server said: 550 5.1.1 No such user"


def test_a_person_decides_about_uncertain_rows(workspace, sink, member):
    make_lead(workspace, email="dropafter.1@example.com")
    campaign = send(started(workspace))
    decided = actions.mark_uncertain_as(deliveries=Delivery.objects.filter(campaign=campaign), as_sent=True, by=member)
    campaign.refresh_from_db()
    assert (decided, campaign.total_uncertain, campaign.total_sent) == (1, 0, 1)
    assert report_of(campaign).is_balanced


def test_rows_decided_by_a_person_are_events_of_the_day_too(workspace, member):
    leads = [make_lead(workspace) for _ in range(3)]
    campaign = make_sent_campaign(workspace, leads, ["uncertain"] * 3)
    rows = Delivery.objects.filter(campaign=campaign).order_by("pk")
    assert (
        actions.mark_uncertain_as(deliveries=rows.filter(pk__in=[row.pk for row in rows[:2]]), as_sent=True, by=member)
        == 2
    )
    assert actions.mark_uncertain_as(deliveries=rows, as_sent=False, by=member) == 1
    campaign.refresh_from_db()
    assert (campaign.total_sent, campaign.total_failed, campaign.total_uncertain) == (2, 1, 0)
    counts = DailyCount.objects.filter(subject_type="emailcampaign").values_list("metric", "count")
    assert dict(counts) == {events.SENT: 2, events.FAILED: 1}
    assert [row.sent_at is not None for row in rows] == [True, True, False]


def test_a_worker_that_says_late_it_had_not_sent_reopens_a_completed_campaign(workspace, sink):
    make_lead(workspace, email="zoe@example.com")
    campaign = started(workspace)
    sending.freeze(campaign=campaign)
    sending.claim(campaign, "slow", 10)
    Delivery.objects.update(state=State.UNCERTAIN, reason="lease_expired")
    sending.move_counters(campaign.pk, {State.UNCERTAIN: 1})
    assert sending.complete_if_done(campaign=campaign)
    outcome = Outcome(Delivery.objects.get().pk, Kind.UNSENT, 0, "")
    sending.record(campaign=campaign, claim_id="slow", outcomes=[outcome])
    campaign.refresh_from_db()
    assert (campaign.status, campaign.total_uncertain, campaign.total_pending) == ("active", 0, 1)
    campaign = send(campaign)
    assert (campaign.status, sink.recipients) == ("completed", ["zoe@example.com"])


def test_a_suppression_committed_while_the_audience_froze_counts_though_it_is_older(workspace, sink):
    lead = make_lead(workspace)
    campaign = started(workspace)
    sending.freeze(campaign=campaign)
    make_suppression(workspace, lead.email, created_at=campaign.frozen_at - timedelta(seconds=2))
    assert send(campaign).total_skipped == 1
    assert sink.recipients == []


def test_a_claim_finds_its_rows_by_the_index_of_those_that_wait(workspace):
    make_lead(workspace)
    campaign = started(workspace)
    sending.freeze(campaign=campaign)
    with CaptureQueriesContext(connection) as queries:
        sending.claim(campaign, "c", 10)
    sql = next(query["sql"] for query in queries if query["sql"].startswith("SELECT"))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # one row is quicker read without an index
            cursor.execute("EXPLAIN " + sql)
        else:
            cursor.execute("EXPLAIN QUERY PLAN " + sql)
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "delivery_open" in plan
