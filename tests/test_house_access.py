"""Who gets where: every route is private or on one short list, no stranger's row answers, no viewer changes anything,
and no list asks the database more questions the longer it gets."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, resolve
from rest_framework.test import APIClient

from investors.models import MonthLock
from marketing.emails.models import OutboxMessage
from tests.ai.conftest import note  # noqa: F401  a fixture
from tests.factories.accounts import make_api_key, make_member
from tests.factories.ad_imports import make_ad_import
from tests.factories.ads import (
    figures,
    make_ad_campaign,
    make_ad_generation,
    make_ad_image,
    make_connection,
    make_creative,
    make_day,
)
from tests.factories.ai import make_generation
from tests.factories.crm import make_field, make_interaction, make_lead, make_rule, make_segment, make_view
from tests.factories.documents import make_document, make_folder, make_link
from tests.factories.documents import make_view as make_document_view
from tests.factories.emails import (
    make_campaign,
    make_campaign_generation,
    make_delivery,
    make_improvement,
    make_suppression,
)
from tests.factories.funnels import make_funnel, make_funnel_generation, make_page
from tests.factories.imports import make_import
from tests.factories.investor_updates import make_update
from tests.factories.investors import (
    make_commitment,
    make_contact,
    make_event,
    make_investor,
    make_kpi,
    make_restatement,
    make_round,
)
from tests.factories.investors import make_interaction as log
from tests.factories.operations import make_operation
from webox.accounts.models import ApiKey, Invitation, Membership
from webox.analytics.actions import record
from webox.analytics.events import VISIT_STARTED
from webox.analytics.models import Event

pytestmark = pytest.mark.django_db

# Open to everyone, on purpose. Whoever adds a line says why beside it.
PUBLIC = {
    *("healthz", "readyz", "favicon", "set_language"),  # for machines; before anybody is known
    *("emails:open", "emails:click", "emails:unsubscribe", "emails:resubscribe", "emails:view"),  # signed tokens
    *("funnels:public-funnel", "funnels:public-page"),  # what visitors come for
    *("investors:share", "investors:shared-file", "investors:shared-download"),  # whoever was sent a link
    "accounts:invitation-accept",  # a signed link, perhaps of somebody without an account
    *("account_login", "account_logout", "account_signup", "account_inactive", "account_confirm_login_code"),
    *("account_email_verification_sent", "account_confirm_email", "mfa_authenticate"),
    *("account_reset_password", "account_reset_password_done", "account_reset_password_from_key"),
    "account_reset_password_from_key_done",
    *("api:token", "api:token-refresh", "api-schema", "api-docs"),  # how to get in, and what is there
}
# A person's own affairs, which a viewer may change too
OWN = {"accounts:profile", "accounts:workspace-create", "accounts:workspace-switch"}
# Shown to a viewer with every field disabled; what a visitor would see, which sends nothing
LOOKED_AT = {
    *("accounts:settings", "ai:config", "funnels:page-edit"),
    *("funnels:page-preview", "funnels:page-preview-new", "funnels:draft-page"),
}


def routes(resolver=None, path="", namespace=""):
    """(path with <names>, qualified name, callback) of every route but the admin's, which guards itself."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = path + str(pattern.pattern).replace("^", "").replace("$", "")
        if hasattr(pattern, "url_patterns"):
            if pattern.app_name != "admin":
                inner = f"{pattern.namespace}:" if pattern.namespace else namespace
                yield from routes(pattern, here, inner)
        else:
            yield here, f"{namespace}{pattern.name}", pattern.callback


ROUTES = {name: path for path, name, _callback in routes()}
PAGES = {name: path for path, name, callback in routes() if not hasattr(callback, "cls")}
ENDPOINTS = {name: path for path, name, callback in routes() if hasattr(callback, "cls")}
# Rules of a segment that name whoever has a tag or opened an email
OPENED = {"field": "opened", "op": "at_least", "value": {"times": 1}}
ANYBODY = {"any": [{"field": "tags", "op": "not_empty"}, OPENED, {"field": "tags", "op": "any", "value": ["client"]}]}
VERBS = {"get", "post", "put", "patch", "delete"}
OURS = ("accounts:", "ads:", "ai:", "crm:", "emails:", "funnels:", "investors:", "dashboard:", "api:")


def fill(path, ids):
    """The path with ids in place of its <converters> and (?P<groups>)."""
    for name, value in ids.items():
        for shape in (f"<int:{name}>", f"<str:{name}>", f"<slug:{name}>", f"(?P<{name}>[0-9]+)", f"(?P<{name}>[^/.]+)"):
            path = path.replace(shape, str(value))
    return "/" + path


@pytest.fixture
def rows_of(note):  # noqa: F811
    """A function that makes one row of everything in a workspace and tells which ids each route wants."""

    def make(workspace):
        user = make_member(workspace)
        lead, campaign, funnel = make_lead(workspace), make_campaign(workspace), make_funnel(workspace)
        page = make_page(funnel)
        operation = make_operation(workspace, user, state="done")
        key = ApiKey(workspace=workspace, user=user, name="k")
        key.issue()
        key.save()
        outbox = OutboxMessage.objects.create(
            workspace=workspace, sender="a@b.c", recipient="d@e.f", raw=b"A: b\r\n\r\n"
        )
        pks = {
            "accounts:member": Membership.objects.get(user=user).pk,
            "accounts:invitation": Invitation.objects.create(workspace=workspace, email="new@example.com").pk,
            "accounts:key": key.pk,
            "ads:creative-create": (ad_campaign := make_ad_campaign(workspace)).pk,
            "ads:campaign-": ad_campaign.pk,
            "api:ad-campaign-": ad_campaign.pk,
            "ads:creative-": (creative := make_creative(ad_campaign)).pk,
            "ads:image": make_ad_image(creative).pk,
            "ads:draft-": make_ad_generation(workspace).pk,
            "ads:import-": (ad_import := make_ad_import(workspace, user)).pk,
            "api:ad-import-": ad_import.pk,
            "ads:connection-": (connection := make_connection(workspace)).pk,
            "api:ad-connection-": connection.pk,
            "crm:scoring-rule": (rule := make_rule(workspace)).pk,
            "api:scoring-rule": rule.pk,
            "crm:segment": (segment := make_segment(workspace, f"S {lead.pk}", ANYBODY)).pk,
            "api:segment": segment.pk,
            "crm:import-": make_import(workspace, user).pk,
            "crm:operation": operation.pk,
            "api:operation": operation.pk,
            "crm:custom-field": (field := make_field(workspace, f"field_{lead.pk}")).pk,
            "api:custom-field": field.pk,
            "crm:saved-view": (view := make_view(workspace, user, is_shared=True)).pk,
            "api:saved-view": view.pk,
            "crm:": lead.pk,
            "api:lead": lead.pk,
            "emails:campaign": campaign.pk,
            "emails:delivery": campaign.pk,
            "api:campaign-drafted": (drafted := make_campaign_generation(workspace)).pk,
            "api:campaign": campaign.pk,
            "emails:generated-": drafted.pk,
            "emails:improved-": make_improvement(campaign).pk,
            "emails:suppression": make_suppression(workspace, "stop@example.com").pk,
            "emails:outbox": outbox.pk,
            "api:outbox": outbox.pk,
            "funnels:draft-page": make_funnel_generation(workspace).pk,
            "funnels:": funnel.pk,
            "api:funnel": funnel.pk,
            "investors:update-": (update := make_update(workspace, user)).pk,
            "api:investor-update-": update.pk,
            "investors:ask-": (ask := update.asks.get()).pk,
            "api:ask-": ask.pk,
            "investors:document-": (document := make_document(workspace, user)).pk,
            "investors:folder-": (folder := make_folder(workspace)).pk,
            "investors:link-": (link := make_link(document)).pk,
            "api:document-folder": folder.pk,
            "api:document-link": link.pk,
            "api:document-view": make_document_view(link).pk,
            "api:document-": document.pk,
            "investors:investor-": (investor := make_investor(workspace)).pk,
            "investors:contact-create": investor.pk,
            "investors:contact-": (contact := make_contact(investor)).pk,
            "investors:interaction-create": investor.pk,
            "investors:interaction-": (logged := log(investor)).pk,
            "api:interaction-": logged.pk,
            "api:investor-": investor.pk,
            "api:marketing-event": make_event(workspace).pk,
            "investors:kpi-": investor.pk,
            "api:kpi-investor-year": investor.pk,
            "api:kpi-": make_kpi(investor).pk,
            "investors:round-": (round := make_round(workspace)).pk,
            "api:round": round.pk,
            "investors:commitment-": (commitment := make_commitment(round, investor)).pk,
            "api:commitment": commitment.pk,
            "ai:": (generation := make_generation(workspace, by=user)).pk,
            "api:generation": generation.pk,
            "api:event": record(workspace=workspace, type=VISIT_STARTED).pk or Event.objects.latest("pk").pk,
        }
        pks["api:suppression"] = pks["emails:suppression"]

        def ids(name):
            pk = next((pk for prefix, pk in pks.items() if name.startswith(prefix)), 0)
            others = {
                "page_pk": page.pk,
                "page_id": page.pk,
                "funnel_id": funnel.pk,
                "token": "x",
                "status": "new",
                "purpose": "tests.note",
                "number": 0,
                "kind": "delete",
                "adapter": "sandbox",
                "format": "csv",
                "investor_id": investor.pk,
                "contact_id": contact.pk,
                "year": 2026,
                "month": 3,
                "counted": "rdv_count",
            }
            return others | {"pk": pk}

        return ids

    return make


def test_every_page_is_private_or_on_the_short_list(rows_of, workspace):
    ids = rows_of(workspace)
    open_pages = set()
    for name, path in PAGES.items():
        if "(?P" in path or "<slug" in path or name in PUBLIC:
            continue
        response = Client().get(fill(path, ids(name)))
        if not (response.status_code == 302 and response["Location"].startswith("/accounts/login/")):
            open_pages.add(name)
    assert open_pages == set()
    assert set(ROUTES) >= PUBLIC, "a route on the list is gone"


def test_a_browser_keeps_no_page_of_a_member(member_client):
    for path in ("/crm", "/crm?view=board", "/marketing-dashboard", "/settings"):
        assert "no-store" in member_client.get(path).get("Cache-Control", "")


def test_every_endpoint_wants_to_know_who_asks(rows_of, workspace):
    ids = rows_of(workspace)
    for name, path in ENDPOINTS.items():
        if name not in PUBLIC:
            response = APIClient().get(fill(path, ids(name)))
            assert (name, response.status_code) == (name, 401)
            assert response["Content-Type"] == "application/problem+json"


def names_with_ids(names):
    return [name for name in names if "pk>" in ROUTES[name] or "_id>" in ROUTES[name]]


# The rows of everything take longer to make than an answer: one test asks every route, and names those that fail.


def test_a_page_of_another_workspaces_row_is_not_there(rows_of, workspace, other_workspace, owner):
    ids, client, answers = rows_of(other_workspace), Client(), {}
    client.force_login(owner)
    for name in names_with_ids(PAGES):
        if name.startswith(OURS):
            path = fill(PAGES[name], ids(name))
            answers[name] = {client.get(path).status_code, client.post(path).status_code}
    assert {name: found for name, found in answers.items() if 404 not in found or not found <= {404, 405}} == {}


def test_an_endpoint_of_another_workspaces_row_is_not_there(rows_of, api, other_workspace):
    ids, answers = rows_of(other_workspace), {}
    for name in names_with_ids(ENDPOINTS):
        path = fill(ENDPOINTS[name], ids(name))
        answers[name] = {getattr(api, verb)(path, {}).status_code for verb in VERBS}
    assert {name: found for name, found in answers.items() if 404 not in found or not found <= {404, 405}} == {}


def test_a_viewer_changes_nothing_on_a_page(rows_of, workspace, viewer_client):
    ids = rows_of(workspace)
    names = [name for name in PAGES if name.startswith(OURS) and name not in PUBLIC | OWN]
    answers = {name: viewer_client.post(fill(PAGES[name], ids(name)), {}).status_code for name in names}
    assert answers == dict.fromkeys(names, 403)


class Targets(HTMLParser):
    """Where the forms and buttons of a page post to."""

    def __init__(self, response):
        super().__init__()
        self.page, self.found = response.wsgi_request.path, set()
        self.feed("" if response.streaming else response.text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        targets = [attrs[name] for name in ("hx-post", "hx-put", "hx-patch", "hx-delete") if name in attrs]
        if tag == "form" and attrs.get("method", "").lower() == "post":
            targets.append(attrs.get("action", ""))
        self.found |= {resolve(urlsplit(urljoin(self.page, target)).path).view_name for target in targets}


def refused_a_viewer(response):
    """The routes a page posts to that refuse a viewer."""
    return {name for name in Targets(response).found if name.startswith(OURS)} - PUBLIC - OWN


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "modal"])
def test_a_viewer_gets_no_form_that_would_be_refused(headers, rows_of, workspace, viewer_client):
    ids, offered, unlike = rows_of(workspace), {}, set()
    for name, path in PAGES.items():
        if name.startswith(OURS) and name not in PUBLIC | OWN | LOOKED_AT:
            path = fill(path, ids(name))
            answer = viewer_client.get(path, headers=headers)
            offered[name] = refused_a_viewer(answer)
            if answer.status_code == 403 and name != "crm:bulk":  # only ever a modal: its refusal is a toast
                refusals = [viewer_client.post(path, headers=headers), answer]
                said, shown = (re.sub('name="csrfmiddlewaretoken" value="[^"]+"', "", each.text) for each in refusals)
                if "403" not in said or shown != said:
                    unlike.add(name)
    assert {name: routes for name, routes in offered.items() if routes} == {}
    assert unlike == set()


def test_whose_forms_a_viewer_does_not_get(rows_of, workspace, owner, viewer_client):
    """What posts to itself for an owner is a form, and refused; the card of a score is seen without its button."""
    ids, client, shown = rows_of(workspace), Client(), set()
    client.force_login(owner)
    for name, path in PAGES.items():
        if name.startswith(OURS) and name not in PUBLIC | OWN | LOOKED_AT:
            path = fill(path, ids(name))
            if name in refused_a_viewer(client.get(path)):
                shown.add(name)
                assert (name, viewer_client.get(path).status_code) in ((name, 403), ("crm:lead-score", 200))
    assert {"crm:lead-create", "crm:segment-edit", "crm:saved-view-create", "funnels:funnel-create"} <= shown
    assert {"crm:custom-field-create", "emails:campaign-create", "crm:import", "crm:scoring-settings"} <= shown


def test_a_viewer_changes_nothing_through_the_api(rows_of, workspace, viewer_api):
    ids, answers = rows_of(workspace), {}
    for name in ENDPOINTS.keys() - PUBLIC - {"api:root", "api:profile"}:
        path = fill(ENDPOINTS[name], ids(name))
        answers[name] = {getattr(viewer_api, verb)(path, {}).status_code for verb in VERBS - {"get"}}
    assert {name: found for name, found in answers.items() if found != {403}} == {}


def test_a_key_that_may_only_read_changes_nothing(rows_of, workspace, member):
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Api-Key {make_api_key(workspace, member, ApiKey.Scope.READ)}")
    assert client.get("/api/marketing/leads").status_code == 200
    assert client.post("/api/marketing/leads", {"email": "a@example.com"}).status_code == 403


def some_of_everything(workspace, owner, number):
    """`number` more rows of whatever a list shows."""
    funnel, campaign, investors = make_funnel(workspace), make_campaign(workspace), []
    for n in range(number):
        make_segment(workspace, f"S {campaign.pk}-{n}", ANYBODY)
        lead = make_lead(workspace, tags=["client", f"tag {n}"], owner=owner, source=f"source {n}")
        make_interaction(lead, author=owner)
        make_field(workspace, f"field_{lead.pk}")
        make_view(workspace, owner, f"View {lead.pk}", is_pinned=True)
        make_operation(workspace, owner, state="done")
        make_rule(workspace, ("fit", "engagement")[n % 2])
        make_import(workspace, owner)
        make_generation(workspace, by=owner)
        make_ad_import(workspace, owner)
        make_day(make_ad_campaign(workspace), f"2026-03-{n + 1:02}", **figures(1000, 10, "1", "5"))
        make_connection(workspace)
        investor = make_investor(workspace, owner=owner, tags=["client", f"tag {n}"])
        log(investor, author=owner)
        make_commitment(make_round(workspace), investor)
        investors.append(investor)
        make_kpi(investor, rdv_count=n)
        make_restatement(investor)
        MonthLock.objects.create(workspace=workspace, year=2030 + MonthLock.objects.count(), month=1)
        make_update(workspace, owner, investors=[investor.pk])
        folder = make_folder(workspace, f"F {lead.pk}")
        document = make_document(workspace, owner, folder=folder)
        make_link(document, owner)
        make_document_view(make_link(folder, owner, investor=investor), document)
        make_page(make_funnel(workspace))
        make_page(funnel)
        make_campaign(workspace)
        make_delivery(campaign, lead)
        make_suppression(workspace, f"stop{funnel.pk}-{n}@example.com")
        OutboxMessage.objects.create(workspace=workspace, sender="a@b.c", recipient="d@e.f", raw=b"A: b\r\n\r\n")
        record(workspace=workspace, type=VISIT_STARTED, lead_id=lead.pk)
    round = make_round(workspace)
    for each in investors:
        make_commitment(round, each)
        contact = make_contact(investor)
        log(investor, author=owner).participants.add(contact)
        make_event(workspace).contacts.add(contact)
    others = {"investor_id": investor.pk, "year": 2026, "month": 3, "counted": "rdv_count"}
    return others | {"pk": campaign.pk, "funnel_id": funnel.pk, "lead": Event.objects.latest("pk").lead_id}


# List → how many queries it costs, whatever it holds. A changed number is looked at, not just written down.
LISTS = {
    "crm:lead-list": 8,
    "crm:today": 7,
    "crm:custom-field-list": 4,
    "crm:lead-columns": 4,
    "crm:lead-filters": 4,
    "crm:segment-list": 5,
    "crm:statistics": 11,
    "crm:scoring": 9,
    "crm:import": 4,
    "ads:campaign-list": 7,
    "ads:import": 4,
    "ads:connection-list": 4,
    "ads:audience-export": 7,
    "investors:kpi-grid": 11,
    "investors:kpi-month": 15,
    "investors:kpi-year": 12,
    "investors:kpi-behind": 4,
    "investors:export-list": 5,
    "investors:investor-export": 10,
    "investors:interaction-export": 6,
    "investors:kpi-export": 11,
    "api:investor-export": 9,
    "api:investor-interaction-export": 5,
    "api:kpi-export": 10,
    "api:kpi-list": 5,
    "api:kpi-of-investor": 6,
    "api:kpi-month": 9,
    "api:kpi-year": 10,
    "api:restatement-list": 3,
    "api:month-lock-list": 3,
    "investors:statistics": 12,
    "investors:document-list": 6,
    "investors:document-views": 4,
    "api:document-list": 3,
    "api:document-folder-list": 3,
    "api:document-link-list": 3,
    "api:document-view-list": 3,
    "investors:investor-list": 7,
    "investors:round-list": 5,
    "investors:today": 7,
    "investors:update-list": 4,
    "api:investor-update-list": 4,
    "api:ask-list": 3,
    "crm:operation-list": 6,
    "emails:campaign-list": 4,
    "emails:suppression-list": 4,
    "emails:delivery-list": 5,
    "emails:campaign-detail": 7,
    "emails:outbox": 4,
    "funnels:funnel-list": 4,
    "dashboard:home": 11,
    "accounts:member-list": 5,
    "accounts:key-list": 4,
    "ai:generation-list": 6,
    "api:generation-list": 3,
    "api:segment-list": 3,
    "api:custom-field-list": 3,
    "api:saved-view-list": 3,
    "api:lead-list": 4,
    "api:ad-campaign-list": 4,
    "api:ad-import-list": 3,
    "api:ad-connection-list": 3,
    "api:pipeline-stats": 9,
    "api:round-list": 4,
    "api:commitment-list": 3,
    "api:board-list": 3,
    "api:stage-list": 3,
    "api:scoring": 5,
    "api:scoring-rule-list": 3,
    "api:campaign-list": 3,
    "api:campaign-deliveries": 4,
    "api:suppression-list": 3,
    "api:outbox-list": 3,
    "api:funnel-list": 3,
    "api:funnel-page-list": 4,
    "api:investor-list": 4,
    "api:investor-stats": 10,
    "api:investor-contact-list": 4,
    "api:interaction-list": 4,
    "api:interaction-of-investor": 7,
    "api:marketing-event-list": 4,
    "investors:import": 3,
    "api:investor-forecast": 6,
    "api:investor-simulation": 7,
    "api:event-list": 3,
    "api:analytics-overview": 4,
}


def test_a_list_costs_the_same_number_of_queries_at_3_and_at_30_rows(workspace, owner, api):
    browser, counts = Client(), {}
    browser.force_login(owner)
    for number in (3, 27):
        ids = some_of_everything(workspace, owner, number)
        for name in LISTS:
            client, path = api if name.startswith("api:") else browser, fill(ROUTES[name], ids)
            client.get(path)  # what a process learns once is not the list's
            with CaptureQueriesContext(connection) as queries:
                assert (name, client.get(path).status_code) == (name, 200)
            counts.setdefault(name, []).append(len(queries))
    assert counts == {name: [expected, expected] for name, expected in LISTS.items()}
