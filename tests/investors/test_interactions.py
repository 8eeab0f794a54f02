from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from investors import actions
from investors.actions.interactions import keep_planned
from investors.models import Interaction
from investors.tasks import keep_planned as keep_planned_task
from tests.factories.investors import make_contact, make_interaction, make_investor
from webox.analytics.models import Event

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def last(investor):
    investor.refresh_from_db()
    return investor.last_interaction_at


def test_what_is_planned_is_the_last_interaction_once_it_has_happened(workspace, member):
    investor = make_investor(workspace)
    now = timezone.now()
    called = actions.log_interaction(investor=investor, by=member, type="call", date=now - timedelta(days=5))
    planned = actions.log_interaction(investor=investor, by=member, type="meeting", date=now + timedelta(days=1))
    assert last(investor) == called.date
    # The day has come.
    Interaction.objects.filter(pk=planned.pk).update(date=now - timedelta(minutes=1))
    keep_planned_task()
    assert last(investor) == now - timedelta(minutes=1)


def test_notes_are_no_interaction_that_happened(workspace, member):
    investor = make_investor(workspace)
    actions.log_interaction(investor=investor, by=member, type="note")
    make_interaction(investor, "note")
    keep_planned()
    assert last(investor) is None


def test_an_interaction_keeps_its_people_and_refuses_those_of_others(workspace, member):
    investor = make_investor(workspace)
    ada, stranger = make_contact(investor), make_contact(make_investor(workspace))
    row = actions.log_interaction(investor=investor, by=member, type="call", participants=[ada])
    assert list(row.participants.all()) == [ada]
    for call in (
        lambda: actions.log_interaction(investor=investor, by=member, type="call", participants=[stranger]),
        lambda: actions.edit_interaction(interaction=row, by=member, participants=[ada, stranger]),
    ):
        with pytest.raises(ValidationError):
            call()
    assert (Interaction.objects.count(), list(row.participants.all())) == (1, [ada])


def test_nothing_is_logged_with_who_was_deleted(workspace, member):
    investor = make_investor(workspace)
    row = actions.log_interaction(investor=investor, by=member, type="call")
    actions.delete_investor(investor=investor, by=member)
    for call in (
        lambda: actions.log_interaction(investor=investor, by=member, type="call"),
        lambda: actions.edit_interaction(interaction=row, by=member, subject="x"),
        lambda: actions.delete_interaction(interaction=row, by=member),
    ):
        with pytest.raises(actions.InvestorIsDeleted):
            call()


def test_an_interaction_that_is_gone_is_not_changed(workspace, member):
    row = actions.log_interaction(investor=make_investor(workspace), by=member, type="call")
    stale = Interaction.objects.get()
    actions.delete_interaction(interaction=row, by=member)
    with pytest.raises(Interaction.DoesNotExist):
        actions.edit_interaction(interaction=stale, by=member, subject="x")


def test_what_is_logged_is_told_as_an_event(workspace, member):
    investor = make_investor(workspace)
    moment = datetime(2026, 3, 2, tzinfo=PARIS)
    row = actions.log_interaction(investor=investor, by=member, type="pitch", date=moment)
    event = Event.objects.get(type="investors.interaction.logged")
    assert (event.at, event.subject_type, event.subject_id) == (moment, "investor", investor.pk)
    assert event.properties == {"interaction_id": row.pk, "type": "pitch"}
