"""The main job as people do it, in a real browser against real processes: an opt-in becomes a lead, a campaign reaches
it, its click comes back on the dashboard. Read from top to bottom; every test step is somebody's click."""

import contextlib
import os
import re
import socket

import pytest
from playwright.sync_api import Error, expect

from tests.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Without "Headless": a scanner's name would make every open a machine's.
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"


@pytest.fixture
def webox(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    # Another host name than the page's own would not carry the session.
    base = f"http://127.0.0.1:{port}"
    hosts = {"ALLOWED_HOSTS": "127.0.0.1", "SITE_URL": base, "EMAIL_URL": "", "LANGUAGE_CODE": "en", "RATE_LIMITS": "0"}
    with Installation(tmp_path, **hosts) as webox:
        webox.base = base
        webox.web(port)
        webox.worker()
        if os.environ.get("REDIS_URL"):
            webox.worker(clock=False)
        yield webox


def person(browser, webox):
    context = browser.new_context(base_url=webox.base, user_agent=AGENT, locale="en-GB")
    context.set_default_timeout(20_000)
    return context.new_page()


def fill(page, **values):
    for name, value in values.items():
        page.locator(f"[name={name}]:visible").fill(value)


def eventually(page, path, text):
    """Reload until what the worker does in its own time is there."""
    for _try in range(60):
        with contextlib.suppress(Error):  # the page was just refreshing itself
            page.goto(path)
            if re.search(text, page.inner_text("body")):
                return
        page.wait_for_timeout(500)
    raise AssertionError(f"{text} never came up at {path}:\n{page.inner_text('body')}")


def test_from_the_opt_in_to_the_dashboard(browser, webox):
    ada = person(browser, webox)
    sign_up(ada)
    public = publish_a_funnel(ada)
    visitor = person(browser, webox)
    opt_in(visitor, public)
    lead = work_on_the_lead(ada)
    campaign = send_a_campaign(ada, lead)
    read_click_and_leave(ada, visitor, campaign)
    see_it_come_back(ada, lead, campaign)
    ada.goto("/marketing-dashboard")
    assert figures_on(ada) == {
        "New leads": "1",
        "Funnel visitors": "1",
        "Opt-ins": "1",
        "Leads won": "0",
        "Emails sent": "1",
        "Open rate": "100.0 %",
        "Click rate": "100.0 %",
        "Win rate": "–",
    }
    assert news_on(ada) == [
        ["Camille Unsubscribed", "Le guide est là"],
        ["Camille Link clicked", "Le guide est là"],
        ["Camille Status changed Contacted"],
        ["Camille Call"],
        ["Camille Lead created", "Le guide"],
    ]
    # A figure opens the rows behind it.
    ada.get_by_role("link", name="New leads", exact=True).click()
    expect(ada.locator("#leads tbody tr")).to_have_count(1)
    expect(ada.locator("#leads")).to_contain_text("camille.durand@example.com")


def sign_up(ada):
    ada.goto("/accounts/signup/")
    password = "correct horse battery"
    fill(ada, first_name="Ada", workspace_name="Atelier", email="ada@example.com")
    fill(ada, password1=password, password2=password)
    ada.get_by_role("button", name="Create my account").click()
    ada.wait_for_url("**/marketing-dashboard")
    ada.goto("/settings")
    fill(ada, postal_address="12 rue de la République, 69002 Lyon")
    ada.get_by_role("button", name="Save").click()


def publish_a_funnel(ada):
    ada.goto("/funnels")
    ada.get_by_role("link", name="New funnel").or_(ada.get_by_role("button", name="New funnel")).first.click()
    fill(ada, name="Le guide")
    ada.locator("#modal [type=submit]").click()
    expect(ada.locator("h1")).to_contain_text("Le guide")
    ada.get_by_role("button", name="Settings").or_(ada.get_by_role("link", name="Settings")).last.click()
    fill(ada, consent_text="I want your emails.")
    ada.locator("#modal [type=submit]").click()
    expect(ada.locator("main")).to_contain_text("I want your emails.")
    ada.get_by_role("button", name="Publish").click()
    expect(ada.locator("body")).to_contain_text("Published")
    return re.search(r"/p/[\w-]+/[\w-]+", ada.content())[0]


def opt_in(visitor, public):
    visitor.goto(f"{public}?utm_source=google&utm_campaign=guide&gclid=Cj0KCQ")
    visitor.locator("[name=email]:visible").fill("Camille.Durand@Example.com")
    if visitor.locator("[name=first_name]:visible").count():
        visitor.locator("[name=first_name]:visible").fill("Camille")
    if visitor.locator("[name=consent]").count():
        visitor.locator("[name=consent]").check()
    first = visitor.url
    visitor.locator("form [type=submit], form button:not([type])").first.click()
    visitor.wait_for_url(lambda url: url != first)
    expect(visitor.locator("h1")).to_be_visible()


def work_on_the_lead(ada):
    ada.goto("/crm")
    ada.locator("[name=search]").press_sequentially("dur")
    # The list was there before: a link of it clicked while the found rows take its place leads nowhere.
    expect(ada).to_have_url(re.compile("search=dur$"))
    row = ada.locator("#leads").get_by_text("camille.durand@example.com")
    expect(row).to_be_visible()
    ada.locator("#leads tbody a").first.click()
    expect(ada.locator("#timeline")).to_contain_text("Le guide")
    expect(ada.locator("#lead-facts")).to_contain_text("I want your emails.")
    ada.locator("[name=interaction_type]").select_option("call")
    fill(ada, content="Call back on Monday")
    ada.get_by_role("button", name="Add to the timeline").click()
    expect(ada.locator("#timeline")).to_contain_text("Call back on Monday")
    ada.locator("#lead-facts [name=status]").select_option("contacted")
    expect(ada.locator("#timeline")).to_contain_text("Contacted")
    expect(ada.locator("#timeline")).to_contain_text("Ada")
    ada.get_by_role("link", name="Edit").click()
    ada.locator("#modal [name=tags]").fill("prospect")
    ada.locator("#modal [type=submit]").click()
    expect(ada.locator("#lead-facts")).to_contain_text("prospect")
    expect(ada.locator("#modal [type=submit]")).to_be_hidden()
    return ada.url


def send_a_campaign(ada, lead):
    ada.goto("/email-marketing/campaigns/new")
    fill(ada, name="Le guide est là", subject="Hello {{ first_name | default: 'there' }}", from_email="ada@example.com")
    html = '<p>Hello {{ first_nam }}</p><p><a href="https://example.com/offer">See it</a></p>'
    fill(ada, html_content=html)
    for place, (field, choice) in enumerate((("tags", "prospect"), ("status", "Contacted"), ("funnel", "Le guide"))):
        ada.get_by_role("button", name="+ Rule").click()
        rule = ada.locator(".rules-rule").nth(place)
        rule.get_by_label("Field").select_option(field)
        rule.get_by_text(choice, exact=True).click()
    ada.get_by_role("button", name="Save", exact=True).click()
    # A slip of the pen is named at its field, and nothing typed is lost.
    expect(ada.locator("#div_id_html_content")).to_contain_text("first_name")
    expect(ada.locator("[name=html_content]")).to_have_value(html)
    fill(ada, html_content=html.replace("first_nam ", "first_name "))
    ada.get_by_role("button", name="Save", exact=True).click()
    ada.wait_for_url(re.compile(r"/campaigns/\d+$"))
    campaign = ada.url
    ada.goto(f"{campaign}/preview?lead={lead.rpartition('/')[2]}")
    expect(ada.locator("body")).to_contain_text("Hello Camille")
    ada.goto(campaign)
    ada.get_by_role("button", name="Send a test").click()
    fill(ada.locator("#modal"), to="ada@example.com")
    ada.get_by_role("button", name="Send the test").click()
    expect(ada.locator("#toasts")).to_contain_text("ada@example.com")
    ada.get_by_role("button", name="Send now").click()
    ada.get_by_role("button", name="Send 1 message").dblclick()
    eventually(ada, campaign, "Completed")
    return campaign


def read_click_and_leave(ada, reader, campaign):
    ada.goto("/outbox")
    ada.locator("main").get_by_text("Hello Camille", exact=True).first.click()
    expect(ada.locator("h1")).to_have_text("Hello Camille")
    letter = ada.frame_locator("iframe").locator("body")
    expect(letter).to_contain_text("12 rue de la République")
    link = letter.get_by_text("See it").get_attribute("href")
    pixel = letter.locator("img").last.get_attribute("src")
    leave = letter.get_by_text("Unsubscribe").get_attribute("href")
    assert reader.request.get(pixel).headers["content-type"] == "image/gif"
    answer = reader.request.get(link, max_redirects=0)
    assert (answer.status, answer.headers["location"][:25]) == (302, "https://example.com/offer")
    reader.goto(leave)
    expect(reader.locator("h1")).to_have_text("Unsubscribe?")
    reader.get_by_role("button", name="Unsubscribe").click()
    expect(reader.locator("h1")).to_have_text("You are unsubscribed")


def see_it_come_back(ada, lead, campaign):
    eventually(ada, lead, "Link clicked")
    for said in ("Email sent", "Email opened", "Unsubscribed"):
        expect(ada.locator("#timeline")).to_contain_text(said)
    ada.goto(campaign)
    expect(ada.locator("main")).to_contain_text("https://example.com/offer")
    ada.goto("/email-marketing/suppressions")
    expect(ada.locator("main")).to_contain_text("camille.durand@example.com")


def figures_on(dashboard):
    """{label: value}"""
    cards = dashboard.locator(".stat").all()
    return {card.locator(".stat-link").inner_text(): card.locator(".stat-value").inner_text() for card in cards}


def news_on(dashboard):
    """What happened with whom, and in what, the newest first."""
    return [entry.inner_text().splitlines() for entry in dashboard.locator(".feed-text").all()]
