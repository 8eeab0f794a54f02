"""In a real browser: what a member writes into a page runs, and can read nothing of the app."""

import json

import pytest

from crm.models import Lead
from marketing.funnels.events import OPTED_IN
from marketing.funnels.models import Funnel
from tests.factories.accounts import make_member, make_workspace
from tests.factories.crm import make_lead
from tests.factories.funnels import make_funnel, make_page
from webox.analytics.models import Event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What a hostile page would try, one line each; the answer goes into the page itself.
SPY = """
const found = {};
const attempt = async (name, what) => {
  try { found[name] = String(await what()); } catch (error) { found[name] = `refused ${error.name}`; }
};
(async () => {
  found.origin = self.origin;
  await attempt("cookie", () => document.cookie);
  await attempt("localStorage", () => localStorage.length);
  await attempt("sessionStorage", () => sessionStorage.length);
  await attempt("indexedDB", () => new Promise((done, fail) => {
    const request = indexedDB.open("x");
    request.onsuccess = () => done("open");
    request.onerror = () => fail(request.error);
  }));
  await attempt("fetch", async () => (await fetch("/crm", { credentials: "include" })).text());
  await attempt("api", async () => (await fetch("/api/marketing/leads", { credentials: "include" })).text());
  await attempt("opaque", async () => {
    const answer = await fetch("/crm", { credentials: "include", mode: "no-cors" });
    return `${answer.type}:${(await answer.text()).length}`;
  });
  await attempt("frame", () => new Promise((done) => {
    const frame = document.createElement("iframe");
    frame.src = "/crm";
    frame.onload = () => { try { done(frame.contentDocument.body.innerText); }
      catch (e) { done(`refused ${e.name}`); } };
    document.body.append(frame);
  }));
  await attempt("opener", () => window.opener === null ? "none" : window.opener.document.title);
  await attempt("parent", () => window.parent === window ? "itself" : window.parent.document.title);
  await attempt("worker", () => navigator.serviceWorker.register("/x.js"));
  document.body.dataset.found = JSON.stringify(found);
})();
"""
FORM = (
    '<h1>Bonjour</h1><form><label>Prénom <input name="first_name"></label>'
    '<label>Email <input type="email" name="email"></label><button>Envoyer</button></form>'
)


@pytest.fixture
def workspace(db):
    return make_workspace("Atelier", slug="atelier", language="en")


@pytest.fixture
def funnel(workspace):
    funnel = make_funnel(workspace, slug="guide", consent_text="I agree.")
    make_page(funnel, slug="optin", page_type="optin", order=1, html_content=FORM, js_content=SPY)
    make_page(funnel, slug="merci", page_type="thank_you", order=2, html_content="<h1>Merci beaucoup</h1>")
    return funnel


@pytest.fixture
def signed_in(browse_as, live_server, workspace, settings):
    """A page of a browser in which a member is signed in."""
    settings.SITE_URL = live_server.url
    make_lead(workspace, first_name="Secrète", email="secret@example.com")
    page = browse_as(make_member(workspace))
    yield page
    page.faults.clear()  # what the spy is refused, the console says as well


def findings(page):
    page.wait_for_selector("body[data-found]", timeout=10_000)
    return json.loads(page.evaluate("document.body.dataset.found"))


def assert_blind(found):
    assert found["origin"] == "null"
    assert found["cookie"] == "refused SecurityError"
    assert found["localStorage"] == "refused SecurityError"
    assert found["sessionStorage"] == "refused SecurityError"
    assert found["indexedDB"].startswith("refused ")
    assert found["fetch"] == "refused TypeError"
    assert found["api"] == "refused TypeError"
    assert found["opaque"] in ("opaque:0", "opaqueredirect:0")
    assert found["worker"].startswith("refused ")
    assert "Secrète" not in json.dumps(found, ensure_ascii=False)


def test_a_script_on_a_published_page_reads_nothing_of_the_app(signed_in, funnel):
    signed_in.goto("/crm")
    assert "Secrète" in signed_in.inner_text("body")
    with signed_in.context.expect_page() as opened:
        signed_in.evaluate("window.open('/p/atelier/guide/optin')")
    public = opened.value
    found = findings(public)
    assert_blind(found)
    assert found["frame"].startswith(("refused ", "null"))
    assert "Atelier" not in found["opener"]
    assert found["parent"] == "itself"


def test_a_script_in_the_editors_preview_reads_nothing_of_the_app(signed_in, funnel):
    page = funnel.pages.get(slug="optin")
    signed_in.goto(f"/funnels/{funnel.pk}/pages/{page.pk}")
    frame = signed_in.frame(name="preview")
    frame.wait_for_selector("body[data-found]", timeout=10_000)
    found = json.loads(frame.evaluate("document.body.dataset.found"))
    assert_blind(found)
    assert found["parent"] == "refused SecurityError"


def test_a_visitor_fills_the_form_and_lands_on_the_thank_you_page(page, live_server, funnel):
    page.goto(f"{live_server.url}/p/atelier/guide?utm_source=lettre&gclid=Cj0_aB")
    page.fill("[name=first_name]", "Zoé")
    page.fill("[name=email]", "zoe@example")
    page.check("[name=consent]")
    page.click("button")
    assert "This is not an email address." in page.inner_text(".wb-error")
    assert page.input_value("[name=first_name]") == "Zoé"
    assert page.is_checked("[name=consent]")
    page.fill("[name=email]", "zoe@example.com")
    page.click("button")
    page.wait_for_url("**/p/atelier/guide/merci?utm_source=lettre&gclid=Cj0_aB")
    assert page.inner_text("h1") == "Merci beaucoup"

    lead = Lead.objects.get()
    assert (lead.first_name, lead.email, lead.source) == ("Zoé", "zoe@example.com", "lettre")
    assert Event.objects.filter(type=OPTED_IN).count() == 1
    # One person on two pages, before and after the form: the cookie outlives the sandbox.
    assert Event.objects.exclude(visitor="").values("visitor").distinct().count() == 1
    funnel = Funnel.objects.get()
    assert (funnel.total_visitors, funnel.total_leads) == (1, 1)


def test_a_member_makes_a_funnel_and_publishes_it(signed_in):
    page = signed_in
    page.goto("/funnels")
    page.get_by_role("button", name="New funnel").first.click()
    page.fill("#modal [name=name]", "Guide du miel")
    page.click("#modal button[type=submit]")
    page.wait_for_url("**/funnels/*")
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_selector("text=Take down")
    page.click("#pages a >> nth=0")
    page.fill("[name=html_content]", "<h1>Une page neuve</h1>")
    page.frame_locator("#preview").get_by_text("Une page neuve").wait_for()
    page.click("button[type=submit]:has-text('Save')")
    page.wait_for_selector(".toast")
    page.goto("/p/atelier/guide-du-miel")
    assert page.inner_text("h1") == "Une page neuve"
    assert page.locator("form [name=email]").count() == 1
