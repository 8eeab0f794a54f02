import re
import threading
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from crm.models import Lead, LeadInteraction
from marketing.funnels.events import FUNNEL_CONVERTED, FUNNEL_ENTERED, OPTED_IN, PAGE_VIEWED
from marketing.funnels.models import Funnel, FunnelPage
from marketing.funnels.views import public
from tests.factories.accounts import make_workspace
from tests.factories.crm import make_lead
from tests.factories.funnels import make_funnel, make_page
from webox.analytics.actions import wrong_counts
from webox.analytics.events import VISIT_STARTED
from webox.analytics.models import DailyCount, Event, VisitorLead

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
FORM = '<form><input name="first_name"><input type="email" name="email"><button>Go</button></form>'
TYPED = {"first_name": "Zoé", "email": "Zoe@Example.com", "consent": "1"}


@pytest.fixture
def workspace(db):
    return make_workspace("Atelier", slug="atelier", language="en")


@pytest.fixture
def funnel(workspace):
    return make_funnel(workspace, slug="guide", consent_text="I agree.")


@pytest.fixture
def optin(funnel):
    return make_page(funnel, slug="optin", page_type="optin", html_content=FORM, order=1)


@pytest.fixture
def thanks(funnel):
    return make_page(funnel, slug="merci", page_type="thank_you", html_content="<h1>Merci</h1>", order=2)


@pytest.fixture
def guest():
    return Client(headers={"User-Agent": CHROME}, enforce_csrf_checks=True)


def token_in(response):
    return re.search(r'name="wb_token" value="([^"]+)"', response.text).group(1)


def send(guest, address="/p/atelier/guide/optin", **typed):
    """Open the page and send its form, as a person does."""
    token = token_in(guest.get(address))
    return guest.post(address, TYPED | {"wb_token": token, "wb_website": ""} | typed)


def types():
    return list(Event.objects.order_by("pk").values_list("type", flat=True))


def test_a_page_goes_out_in_an_origin_of_its_own(guest, optin, thanks):
    response = guest.get("/p/atelier/guide/optin")
    policy = response["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-forms allow-scripts ")
    assert "allow-same-origin" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["Cross-Origin-Opener-Policy"] == "unsafe-none"
    assert response["Content-Language"] == "en"
    assert set(response.cookies) == {"wbv"}
    assert response.cookies["wbv"]["path"] == "/p/atelier"


def test_the_short_address_leads_to_the_first_page_with_its_query(guest, optin, thanks):
    FunnelPage.objects.filter(pk=optin.pk).update(order=3)
    response = guest.get("/p/atelier/guide?utm_source=x&gclid=Ab")
    assert (response.status_code, response["Location"]) == (302, "/p/atelier/guide/merci?utm_source=x&gclid=Ab")


def test_what_is_not_published_is_not_there(guest, funnel, optin):
    FunnelPage.objects.filter(pk=optin.pk).update(is_published=False)
    assert guest.get("/p/atelier/guide/optin").status_code == 404
    assert guest.get("/p/atelier/guide").status_code == 404
    FunnelPage.objects.filter(pk=optin.pk).update(is_published=True)
    Funnel.objects.filter(pk=funnel.pk).update(is_active=False)
    assert guest.get("/p/atelier/guide/optin").status_code == 404
    assert guest.post("/p/atelier/guide/optin").status_code == 404
    assert guest.get("/p/ailleurs/guide/optin").status_code == 404


@pytest.mark.parametrize(
    "path", ["/p/atelier/guide/gone", "/p/atelier/gone", "/p/nobody/guide/optin", "/p/a/b/c/d", "/p/"]
)
@pytest.mark.parametrize(("language", "said"), [("en", "Page not found"), ("fr", "Page introuvable")])
def test_what_is_not_there_is_told_a_visitor_as_a_visitor(guest, optin, path, language, said):
    response = guest.get(path, headers={"Accept-Language": language})
    assert (response.status_code, response["Content-Language"], dict(response.cookies)) == (404, language, {})
    assert f'<h1 class="empty-title">{said}</h1>' in response.text
    assert f"<title>{said}</title>" in response.text
    shown = response.text.partition("<body")[2]
    assert re.findall(r"(?i)workspace|espace de travail|webox", shown) == []
    assert [to for to in re.findall(r'(?:href|action)="([^"]*)"', shown) if "/static/" not in to] == ["#content"]


def test_elsewhere_what_is_not_there_speaks_to_members(guest):
    response = guest.get("/nowhere", headers={"Accept-Language": "en"})
    assert (response.status_code, "There is nothing here" in response.text) == (404, True)


def test_the_journey_of_an_opt_in(guest, workspace, funnel, optin, thanks):
    address = "/p/atelier/guide/optin?utm_source=Google&utm_campaign=Spring&gclid=Cj0KCQ_aB"
    page = guest.get(address, headers={"Referer": "https://www.google.com/search?q=x"})
    response = guest.post(
        address, TYPED | {"wb_token": token_in(page), "wb_website": "", "Ville": "Lyon"}, REMOTE_ADDR="203.0.113.77"
    )
    assert response.status_code == 303
    assert response["Location"] == "/p/atelier/guide/merci?utm_source=Google&utm_campaign=Spring&gclid=Cj0KCQ_aB"
    assert guest.get(response["Location"]).status_code == 200

    lead = Lead.objects.get()
    assert (lead.email, lead.first_name, lead.custom_fields) == ("zoe@example.com", "Zoé", {"Ville": "Lyon"})
    assert (lead.source, lead.workspace) == ("google", workspace)
    assert lead.source_url == (
        "http://testserver/p/atelier/guide/optin?utm_source=google&utm_campaign=Spring&gclid=Cj0KCQ_aB"
    )
    assert (lead.consent_text, lead.consent_ip, lead.consent_at is not None) == ("I agree.", "203.0.113.0", True)

    visit = Event.objects.get(type=VISIT_STARTED)
    assert visit.properties == {
        "landing": "/p/atelier/guide/optin",
        "utm_source": "google",
        "utm_campaign": "Spring",
        "gclid": "Cj0KCQ_aB",
        "referrer": "www.google.com/search",
    }
    opted_in = Event.objects.get(type=OPTED_IN)
    assert (opted_in.subject_type, opted_in.subject_id, opted_in.lead_id) == ("funnelpage", optin.pk, lead.pk)
    assert opted_in.properties == {"funnel": funnel.pk}
    assert opted_in.visitor == visit.visitor
    assert VisitorLead.objects.get().lead_id == lead.pk
    assert Event.objects.filter(visitor=visit.visitor, type=PAGE_VIEWED).count() == 2

    interaction = LeadInteraction.objects.get()
    assert interaction.subject == f"Opt-in on {funnel.name} · {optin.name}"
    assert interaction.content == "first_name: Zoé\nemail: Zoe@Example.com\nVille: Lyon"
    assert interaction.interaction_metadata["touch"] == visit.properties

    funnel.refresh_from_db()
    optin.refresh_from_db()
    assert (funnel.total_visitors, funnel.total_leads, funnel.conversion_rate) == (1, 1, 1.0)
    assert (optin.visitors, optin.conversions) == (1, 1)
    day = workspace.day_of(timezone.now())
    counts = DailyCount.objects.for_workspace(workspace)
    assert counts.total(FUNNEL_CONVERTED, day, day, ("funnel", funnel.pk)) == 1
    assert counts.total(OPTED_IN, day, day, ("funnelpage", optin.pk)) == 1
    assert wrong_counts() == []


def test_the_touch_of_the_visit_counts_even_when_the_form_is_on_a_later_page(guest, funnel, optin, thanks):
    make_page(funnel, slug="video", order=0, page_type="vsl")
    guest.get("/p/atelier/guide/video?utm_source=lettre")
    send(guest)
    assert Lead.objects.get().source == "lettre"


def test_without_a_source_the_funnel_is_the_source(guest, optin, thanks):
    send(guest)
    assert Lead.objects.get().source == "guide"


def test_an_existing_lead_is_updated_and_never_doubled(guest, workspace, optin, thanks):
    lead = make_lead(workspace, email="zoe@example.com", first_name="Zoë", source="salon", phone="")
    send(guest, Tél="0601020304", email=" ZOE@example.com ")
    lead.refresh_from_db()
    assert Lead.objects.count() == 1
    assert (lead.first_name, lead.source, lead.phone) == ("Zoë", "salon", "0601020304")
    assert lead.consent_text == "I agree."


def test_the_same_address_in_another_workspace_is_another_lead(guest, optin, other_workspace):
    make_lead(other_workspace, email="zoe@example.com")
    send(guest)
    assert Lead.objects.count() == 2


def test_a_name_is_split(guest, optin):
    send(guest, first_name="", name="Jean Paul Martin")
    lead = Lead.objects.get()
    assert (lead.first_name, lead.last_name) == ("Jean", "Paul Martin")


def test_pressing_twice_makes_one_opt_in(guest, funnel, optin, thanks):
    token = token_in(guest.get("/p/atelier/guide/optin"))
    for _ in range(2):
        response = guest.post("/p/atelier/guide/optin", TYPED | {"wb_token": token})
        assert (response.status_code, response["Location"]) == (303, "/p/atelier/guide/merci")
    assert types().count(OPTED_IN) == 1
    assert LeadInteraction.objects.count() == 1
    funnel.refresh_from_db()
    assert funnel.total_leads == 1


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_make_one_opt_in(guest, funnel, optin, thanks):
    token = token_in(guest.get("/p/atelier/guide/optin"))
    answers = []

    def post():
        client = Client(headers={"User-Agent": CHROME})
        answers.append(client.post("/p/atelier/guide/optin", TYPED | {"wb_token": token}).status_code)
        connection.close()

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    funnel.refresh_from_db()
    optin.refresh_from_db()
    assert answers == [303] * 4
    assert (types().count(OPTED_IN), Lead.objects.count()) == (1, 1)
    assert (funnel.total_leads, optin.conversions) == (1, 1)
    assert wrong_counts() == []


@pytest.mark.django_db(transaction=True)
def test_two_tabs_of_a_known_visitor_count_once(guest, workspace, funnel, optin, thanks):
    guest.get("/p/atelier/guide/optin")
    other = make_funnel(workspace, slug="autre")
    make_page(other, slug="page")
    cookie = guest.cookies["wbv"].value

    def look():
        client = Client(headers={"User-Agent": CHROME})
        client.cookies["wbv"] = cookie
        client.get("/p/atelier/autre/page")
        connection.close()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.refresh_from_db()
    assert (other.total_visitors, other.pages.get().visitors) == (1, 1)
    assert types().count(FUNNEL_ENTERED) == 2


def test_coming_back_later_is_a_new_opt_in_but_not_a_new_lead(guest, funnel, optin, thanks):
    send(guest)
    Event.objects.filter(type=OPTED_IN).update(at=timezone.now() - timedelta(minutes=2))
    send(guest)
    funnel.refresh_from_db()
    optin.refresh_from_db()
    assert types().count(OPTED_IN) == 2
    assert types().count(FUNNEL_CONVERTED) == 1
    assert (funnel.total_leads, optin.conversions) == (1, 1)


def test_visitors_are_counted_once_per_page_and_per_funnel(guest, funnel, optin, thanks):
    for address in ("optin", "optin", "merci"):
        guest.get(f"/p/atelier/guide/{address}")
    Client(headers={"User-Agent": CHROME}).get("/p/atelier/guide/optin")
    for row in (funnel, optin, thanks):
        row.refresh_from_db()
    assert (funnel.total_visitors, optin.visitors, thanks.visitors) == (2, 2, 1)
    assert (types().count(PAGE_VIEWED), types().count(FUNNEL_ENTERED), types().count(VISIT_STARTED)) == (4, 2, 2)
    assert wrong_counts() == []


@pytest.mark.parametrize(
    "headers", [{"User-Agent": "Googlebot/2.1"}, {"Sec-Purpose": "prefetch", "User-Agent": CHROME}]
)
def test_programs_see_the_page_but_do_not_count(client, optin, headers):
    response = client.get("/p/atelier/guide/optin", headers=headers)
    assert response.status_code == 200
    assert (types(), dict(response.cookies)) == ([], {})


def test_a_program_that_fills_the_trap_is_thanked_and_forgotten(guest, optin, thanks):
    response = send(guest, wb_website="http://spam.example")
    assert (response.status_code, response["Location"]) == (303, "/p/atelier/guide/merci")
    assert (Lead.objects.count(), types().count(OPTED_IN)) == (0, 0)


def again(response, **expected):
    """The page came back with what was typed, and nothing was stored."""
    assert response.status_code == 422
    for name, value in expected.items():
        assert f'<input value="{value}" name="{name}"' in response.text or (
            f'value="{value}" type="{name}" name="{name}"' in response.text
        )
    assert Lead.objects.count() == 0
    assert token_in(response)
    return response.text


@pytest.mark.parametrize("token", ["", "x", "1-2-3-0123", None])
def test_a_tampered_token_shows_the_page_again(guest, optin, token):
    good = token_in(guest.get("/p/atelier/guide/optin"))
    wrong = good[:-1] + ("0" if good[-1] != "0" else "1") if token is None else token
    response = guest.post("/p/atelier/guide/optin", TYPED | {"wb_token": wrong})
    html = again(response, first_name="Zoé", email="Zoe@Example.com")
    assert "This page was open for too long. Nothing is lost: press the button once more." in html
    retry = guest.post("/p/atelier/guide/optin", TYPED | {"wb_token": token_in(response)})
    assert (retry.status_code, Lead.objects.count()) == (303, 1)


def test_an_expired_token_shows_the_page_again(guest, optin, monkeypatch):
    day_ago = public.time.time() - public.DAY - 1
    with monkeypatch.context() as patch:
        patch.setattr(public.time, "time", lambda: day_ago)
        token = token_in(guest.get("/p/atelier/guide/optin"))
    response = guest.post("/p/atelier/guide/optin", TYPED | {"wb_token": token})
    assert "open for too long" in again(response, first_name="Zoé")


def test_another_pages_token_is_not_accepted(guest, funnel, optin):
    make_page(funnel, slug="autre", html_content=FORM, order=5)
    token = token_in(guest.get("/p/atelier/guide/autre"))
    response = guest.post("/p/atelier/guide/optin", TYPED | {"wb_token": token})
    html = again(response, first_name="Zoé", email="Zoe@Example.com")
    assert (response.status_code, Lead.objects.count(), types().count(OPTED_IN)) == (422, 0, 0)
    assert "This page was open for too long. Nothing is lost: press the button once more." in html


@pytest.mark.parametrize(
    ("email", "message"),
    [
        ("", "Write your email address."),
        ("zoe@", "This is not an email address. Write one such as name@example.com."),
        ("a" * 250 + "@example.com", "Write at most 254 characters."),
    ],
)
def test_a_wrong_address_is_told_at_its_field(guest, optin, email, message):
    html = again(send(guest, email=email), first_name="Zoé")
    field = html.index('name="email">') + len('name="email">')
    assert html[field:].startswith('<span class="wb-error" role="alert"')
    assert message in html[field : field + 250]


def test_consent_is_asked_for_and_required(guest, optin):
    page = guest.get("/p/atelier/guide/optin").text
    assert '<input type="checkbox" name="consent" value="1" required' in page
    assert "<span>I agree.</span>" in page
    html = again(send(guest, consent=""), first_name="Zoé", email="Zoe@Example.com")
    assert "Please tick this box to go on." in html


def test_a_funnel_without_consent_text_asks_for_none(guest, funnel, optin):
    Funnel.objects.filter(pk=funnel.pk).update(consent_text="")
    assert 'name="consent"' not in guest.get("/p/atelier/guide/optin").text
    assert send(guest, consent="").status_code == 303
    lead = Lead.objects.get()
    assert (lead.consent_text, lead.consent_at) == ("", None)


def test_the_field_a_page_types_as_email_is_the_email_whatever_its_name(guest, optin):
    optin.html_content = '<form><input type="email" name="contact"></form>'
    optin.save()
    assert send(guest, contact="a@example.com", email="").status_code == 303
    assert Lead.objects.get().email == "a@example.com"


def test_a_body_that_is_too_large_is_refused(guest, optin):
    response = guest.post("/p/atelier/guide/optin", TYPED | {"note": "x" * 70_000})
    assert response.status_code == 413
    assert "This is too long to be sent: at most 64000 characters in all." in response.text
    assert response["Content-Security-Policy"].startswith("sandbox ")


def test_null_characters_are_left_out(guest, optin):
    assert send(guest, first_name="Zo\x00é", **{"ke\x00y": "a\x00b"}).status_code == 303
    lead = Lead.objects.get()
    assert (lead.first_name, lead.custom_fields) == ("Zoé", {"key": "ab"})


def test_the_last_page_thanks_by_itself(guest, optin):
    response = send(guest, "/p/atelier/guide/optin?utm_source=x")
    assert parse_qs(urlsplit(response["Location"]).query) == {"wb": ["thanks"], "utm_source": ["x"]}
    page = guest.get(response["Location"])
    assert "It is on its way" in page.text
    assert page["Content-Security-Policy"].startswith("sandbox ")
    assert types().count(PAGE_VIEWED) == 1


def test_a_page_costs_the_same_however_many_pages_the_funnel_has(guest, funnel, optin, django_assert_num_queries):
    guest.get("/p/atelier/guide/optin")
    for number in (3, 27):
        for order in range(number):
            make_page(funnel, order=10 + order)
        with django_assert_num_queries(9):
            guest.get("/p/atelier/guide/optin")
