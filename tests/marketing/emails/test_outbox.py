import pytest
from django.urls import reverse

from marketing.emails.outbox import read_message
from tests.factories.accounts import make_user
from tests.factories.emails import make_outbox_message

pytestmark = pytest.mark.django_db


def test_a_message_is_read_back_into_its_parts(workspace):
    reading = read_message(make_outbox_message(workspace).raw)
    assert reading.text == "Bonjour en texte\n"
    assert reading.html == "<html><head></head><body><p>Bonjour en HTML</p></body></html>\n"
    assert ("X-Kept", "yes") in reading.headers
    assert reading.attachments == []


def test_a_part_in_an_unknown_charset_is_still_shown():
    raw = b"Content-Type: text/plain; charset=klingon\r\n\r\nBonjour"
    assert read_message(raw).text == "Bonjour"


def test_the_list_shows_the_messages_of_the_workspace_only(member_client, workspace, other_workspace):
    mine = make_outbox_message(workspace, subject="La nôtre")
    make_outbox_message(other_workspace, subject="La leur")
    make_outbox_message(None, subject="Réinitialiser le mot de passe")
    response = member_client.get("/outbox")
    assert response.context["page"].rows == [mine]
    assert "La nôtre" in response.content.decode()


def test_the_list_is_searched_by_recipient_and_subject(member_client, workspace):
    wanted = make_outbox_message(workspace, recipient="lea@example.com")
    make_outbox_message(workspace)
    response = member_client.get("/outbox", {"search": "LEA@"}, headers={"HX-Request": "true"})
    assert response.context["page"].rows == [wanted]
    assert "<html" not in response.content.decode()


def test_account_mail_is_for_who_runs_the_machine(client_of, workspace, member):
    message = make_outbox_message(None)
    url = reverse("emails:outbox-message", args=[message.pk])
    assert client_of(member).get(url).status_code == 404
    member.is_superuser = True
    member.save()
    assert client_of(member).get(url).context["message"] == message


def test_a_message_page_shows_text_and_every_header(member_client, workspace):
    message = make_outbox_message(workspace)
    page = member_client.get(f"/outbox/{message.pk}").content.decode()
    assert "Bonjour en texte" in page
    assert "X-Kept" in page
    assert f'src="/outbox/{message.pk}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"' in page


def test_its_html_is_served_where_nothing_can_run(member_client, workspace):
    message = make_outbox_message(workspace)
    response = member_client.get(f"/outbox/{message.pk}/html")
    policy = response["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';")
    assert '<base target="_blank"></head><body><p>Bonjour en HTML</p>' in response.content.decode()


def test_a_message_is_downloaded_byte_for_byte(member_client, workspace):
    message = make_outbox_message(workspace)
    response = member_client.get(f"/outbox/{message.pk}/download")
    assert response.content == message.raw
    assert response["Content-Type"] == "message/rfc822"
    assert response["Content-Disposition"] == f'attachment; filename="message-{message.pk}.eml"'


@pytest.mark.parametrize("name", ["outbox-message", "outbox-html", "outbox-download"])
def test_a_foreign_message_is_not_found(member_client, other_workspace, name):
    message = make_outbox_message(other_workspace)
    assert member_client.get(reverse(f"emails:{name}", args=[message.pk])).status_code == 404


def test_with_a_mail_server_there_is_no_outbox(member_client, workspace, settings):
    message = make_outbox_message(workspace)
    settings.EMAIL_URL = "smtp://mail.example.com"
    assert member_client.get("/outbox").status_code == 404
    assert member_client.get(f"/outbox/{message.pk}").status_code == 404


def test_a_stranger_is_asked_to_sign_in(client, db):
    assert client.get("/outbox").url == "/accounts/login/?next=/outbox"


def test_someone_without_a_workspace_is_sent_to_make_one(client):
    client.force_login(make_user())
    assert client.get("/outbox").status_code == 302
