import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from investors.actions import sharing
from investors.actions.investors import delete_investor
from investors.events import DOCUMENT_DOWNLOADED, DOCUMENT_VIEWED
from investors.models import DocumentView, LinkVisit
from tests.factories.documents import make_document, make_folder, make_link, make_view, make_visit, office_bytes
from tests.factories.investors import make_contact, make_interaction, make_investor
from webox.analytics.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(workspace):
    return make_link(make_document(workspace), allowed=["ada@fund.example", "@vc.example"])


def ask(link, email="ada@fund.example", language="en"):
    """A visit whose code the worker has looked at; and the code, where one was sent."""
    visit = sharing.ask_code(link=link, email=email, language=language)
    mail.outbox.clear()
    sharing.send_code(visit_id=visit.pk, language=language)
    return visit, code_in(mail.outbox[0]) if mail.outbox else None


def code_in(message):
    return re.search(r"\b\d{6}\b", message.body)[0]


def test_who_is_allowed_gets_a_code_that_lets_them_in(link):
    visit, code = ask(link)
    (message,) = mail.outbox
    assert message.to == ["ada@fund.example"]
    assert message.subject == f"{code} is your code for “Deck 2026”"
    assert "Atelier shares “Deck 2026” with you" in message.body
    assert code in message.alternatives[0].content
    verified = sharing.verify(visit=visit, code=f" {code[:3]} {code[3:]} ")
    assert verified.verified_at is not None
    assert verified.code_hash == ""


def test_a_domain_lets_everybody_of_it_in_and_nobody_else(link):
    assert ask(link, "bob@vc.example")[1]
    assert ask(link, "bob@sub.vc.example")[1] is None
    assert ask(link, "bob@evilvc.example")[1] is None


def test_whether_somebody_is_allowed_is_told_by_nothing(link):
    allowed, stranger = (
        sharing.ask_code(link=link, email=email, language="en") for email in ("ada@fund.example", "x@y.z")
    )
    for visit in (allowed, stranger):
        sharing.send_code(visit_id=visit.pk, language="en")
    assert [message.to for message in mail.outbox] == [["ada@fund.example"]]
    sentences = []
    for visit in (allowed, stranger):
        for _guess in range(5):
            with pytest.raises(sharing.CodeRefused) as refused:
                sharing.verify(visit=visit, code="not it")
            sentences.append((refused.value.message, refused.value.is_gone))
    assert sentences[:5] == sentences[5:]


def test_no_code_is_the_code_of_who_got_none(link):
    visit, _code = ask(link, "x@y.z")
    for code in ("", "000000", "None"):
        with pytest.raises(sharing.CodeRefused):
            sharing.verify(visit=visit, code=code)


def test_the_code_itself_is_kept_nowhere(link):
    visit, code = ask(link)
    visit.refresh_from_db()
    assert len(visit.code_hash) == 64
    assert code not in str(vars(visit))
    other = make_visit(link, code_hash=visit.code_hash, code_until=visit.code_until)
    with pytest.raises(sharing.CodeRefused):
        sharing.verify(visit=other, code=code)


def test_five_guesses_and_no_more(link):
    visit, code = ask(link)
    wrong = f"{(int(code) + 1) % 10**6:06}"
    said = []
    for _guess in range(6):
        with pytest.raises(sharing.CodeRefused) as refused:
            sharing.verify(visit=visit, code=wrong)
        said.append((refused.value.message, refused.value.is_gone))
    again = ("That is not the code. Look again: it has six digits.", False)
    last = ("That was not the code, and it no longer counts. Ask for a new one.", True)
    gone = ("This code no longer counts. Ask for a new one.", True)
    assert said == [again] * 4 + [last, gone]
    with pytest.raises(sharing.CodeRefused, match="no longer counts"):
        sharing.verify(visit=visit, code=code)
    assert sharing.verify(visit=ask(link)[0], code=code_in(mail.outbox[0])).verified_at


def test_a_code_counts_for_ten_minutes(link):
    visit, code = ask(link)
    assert timedelta(minutes=9) < visit.code_until - timezone.now() <= timedelta(minutes=10)
    LinkVisit.objects.update(code_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(sharing.CodeRefused, match="no longer counts"):
        sharing.verify(visit=visit, code=code)


def test_pressing_twice_with_the_right_code_is_pressing_once(link):
    visit, code = ask(link)
    first = sharing.verify(visit=visit, code=code)
    assert sharing.verify(visit=first, code=code) == first


def test_one_address_is_sent_five_codes_an_hour_at_most(link):
    for _time in range(5):
        ask(link)
    with pytest.raises(sharing.CodeRefused, match="Wait an hour"):
        sharing.ask_code(link=link, email="ada@fund.example", language="en")
    assert ask(link, "bob@vc.example")[1]
    LinkVisit.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert ask(link)[1]


def test_one_link_sends_a_hundred_codes_an_hour_at_most(link):
    soon = timezone.now() + timedelta(minutes=10)
    for number in range(100):
        make_visit(link, f"n{number}@vc.example", code_until=soon)
    with pytest.raises(sharing.CodeRefused, match="Wait an hour"):
        sharing.ask_code(link=link, email="ada@fund.example", language="en")


def test_a_doorbell_rung_twice_sends_one_code(link):
    visit, code = ask(link)
    sharing.send_code(visit_id=visit.pk, language="en")
    assert len(mail.outbox) == 1
    assert sharing.verify(visit=visit, code=code).verified_at


def test_a_link_that_was_withdrawn_meanwhile_sends_no_code(link):
    sharing.revoke_link(link=link, by=None)
    assert ask(link)[1] is None


def test_a_mail_server_that_is_away_is_no_end(link, monkeypatch, caplog):
    def away(self, fail_silently=False):
        raise ConnectionRefusedError("nobody there")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", away)
        visit, _code = ask(link)
    assert "could not be sent" in caplog.text
    sharing.send_code(visit_id=visit.pk, language="en")
    assert len(mail.outbox) == 1


def test_the_mail_is_in_the_language_of_who_asked(link):
    ask(link, language="fr")
    assert mail.outbox[0].body.startswith("Bonjour,")


# Links


def test_a_list_of_addresses_asks_for_a_verified_one(workspace):
    document = make_document(workspace)
    with pytest.raises(ValidationError) as refused:
        make_link(document, allowed=["@vc.example"], verifies_email=False)
    assert set(refused.value.message_dict) == {"verifies_email"}


def test_what_no_browser_shows_is_only_shared_with_downloads(workspace):
    document = make_document(workspace, data=office_bytes("xlsx"))
    with pytest.raises(ValidationError) as refused:
        make_link(document)
    assert set(refused.value.message_dict) == {"allows_download"}
    assert make_link(document, allows_download=True).pk
    assert make_link(make_folder(workspace)).pk


def test_a_link_leads_to_one_thing(workspace):
    document, folder = make_document(workspace), make_folder(workspace)
    for leads_to in ({}, {"document": document, "folder": folder}):
        with pytest.raises(ValidationError):
            sharing.create_link(workspace=workspace, by=None, **leads_to)


def test_a_link_is_withdrawn_once(link):
    sharing.revoke_link(link=link, by=None)
    link.refresh_from_db()
    at = link.revoked_at
    sharing.revoke_link(link=link, by=None)
    link.refresh_from_db()
    assert link.revoked_at == at
    assert not link.is_working


# The log


def test_a_view_is_on_the_row_of_the_investor_of_the_link(workspace):
    investor = make_investor(workspace)
    link = make_link(make_document(workspace), investor=investor)
    view = make_view(link, visit=make_visit(link, "someone@else.example"))
    assert (view.investor, view.email, view.version) == (investor, "someone@else.example", 1)
    investor.refresh_from_db()
    assert investor.last_interaction_at == view.at
    event = Event.objects.get(type=DOCUMENT_VIEWED)
    assert (event.subject_type, event.subject_id) == ("document", link.document.pk)
    assert event.properties == {"investor": investor.pk}


def test_an_address_finds_its_investor(workspace, other_workspace):
    make_investor(other_workspace, email="ada@fund.example")
    firm, person = make_investor(workspace, email="Hello@Fund.example"), make_investor(workspace)
    make_contact(person, email="Ada@fund.example")
    gone = make_investor(workspace, email="old@fund.example")
    delete_investor(investor=gone, by=None)
    link = make_link(make_document(workspace))
    found = {
        email: make_view(link, visit=make_visit(link, email)).investor
        for email in ("hello@fund.example", "ada@fund.example", "old@fund.example", "nobody@fund.example", "")
    }
    assert found == {
        "hello@fund.example": firm,
        "ada@fund.example": person,
        "old@fund.example": None,
        "nobody@fund.example": None,
        "": None,
    }


def test_a_machine_is_in_the_log_and_nowhere_else(workspace):
    investor = make_investor(workspace)
    link = make_link(make_document(workspace), investor=investor)
    assert make_view(link, is_machine=True).is_machine
    investor.refresh_from_db()
    assert investor.last_interaction_at is None
    assert Event.objects.filter(type__startswith="investors.document").count() == 0


def test_opening_again_at_once_is_the_same_view_and_a_download_another(workspace):
    link = make_link(make_document(workspace), allows_download=True)
    visit = make_visit(link)
    assert make_view(link, visit=visit)
    assert make_view(link, visit=visit) is None
    assert make_view(link, visit=visit, was_downloaded=True)
    assert Event.objects.filter(type=DOCUMENT_DOWNLOADED).count() == 1
    DocumentView.objects.update(at=timezone.now() - timedelta(minutes=2))
    assert make_view(link, visit=visit)
    assert DocumentView.objects.count() == 3


def test_a_view_before_the_last_meeting_does_not_move_it(workspace):
    investor = make_investor(workspace)
    link = make_link(make_document(workspace), investor=investor)
    make_interaction(investor, date=datetime(2026, 3, 1, tzinfo=UTC))
    view = make_view(link)
    investor.refresh_from_db()
    assert investor.last_interaction_at == view.at


def test_visits_that_came_to_nothing_are_forgotten(workspace):
    link = make_link(make_document(workspace))
    old = timezone.now() - timedelta(days=3)
    seen = make_visit(link, created_at=old)
    make_view(link, visit=seen)
    proved = make_visit(link, created_at=old, verified_at=old)
    fresh = make_visit(link)
    make_visit(link, created_at=old)
    sharing.forget_visits()
    assert set(LinkVisit.objects.all()) == {seen, proved, fresh}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_guesses_at_once_are_no_more_than_guesses_in_a_row(workspace):
    from concurrent.futures import ThreadPoolExecutor

    link = make_link(make_document(workspace))
    visit, code = ask(link)
    wrong = f"{(int(code) + 1) % 10**6:06}"

    def guess(_number):
        try:
            sharing.verify(visit=LinkVisit.objects.get(pk=visit.pk), code=wrong)
        except sharing.CodeRefused as error:
            return error.message
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(guess, range(20)))
    visit.refresh_from_db()
    assert visit.guesses == 5
    assert said.count("This code no longer counts. Ask for a new one.") == 15
