"""The conventions every viewset inherits, shown on leads."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import path
from django.utils import timezone
from rest_framework.test import APIClient

from crm.api.viewsets.leads import LeadViewSet
from crm.models import Lead
from tests.factories.accounts import make_api_key, make_member
from tests.factories.crm import make_lead
from webox.accounts.api.base import IdempotentPosts
from webox.accounts.models import IdempotentRequest
from webox.urls import urlpatterns as all_paths

LEADS = "/api/marketing/leads"
ADA = {"email": "ada@example.com"}


class FaultyViewSet(LeadViewSet):
    def perform_create(self, serializer):
        raise ZeroDivisionError


urlpatterns = [path("api/faulty", FaultyViewSet.as_view({"post": "create"})), *all_paths]


def post(api, data=ADA, key="k", address=LEADS):
    return api.post(address, data, headers={"Idempotency-Key": key})


def codes(answer):
    return [(error["field"], error["code"]) for error in answer.json()["errors"]]


# Rows: where they are, how they are, whose they are


def test_a_created_row_says_where_it_is(api):
    answer = api.post(LEADS, ADA)
    assert (answer.status_code, answer["Location"]) == (201, f"{LEADS}/{answer.json()['id']}")
    assert api.get(answer["Location"]).json() == answer.json()


def test_a_row_changed_meanwhile_is_not_overwritten(api, workspace):
    address = f"{LEADS}/{make_lead(workspace, first_name='Ada').pk}"
    first = api.get(address)["ETag"]
    changed = api.patch(address, {"first_name": "Augusta"}, headers={"If-Match": first})
    assert (changed.status_code, changed["ETag"]) == (200, api.get(address)["ETag"])
    for method in (api.patch, api.put):
        answer = method(address, {**ADA, "first_name": "Eve"}, headers={"If-Match": first})
        assert (answer.status_code, answer.json()["code"]) == (412, "changed_meanwhile")
    assert Lead.objects.get().first_name == "Augusta"
    assert api.patch(address, {"first_name": "Ada"}, headers={"If-Match": "*"}).status_code == 200
    assert api.patch(address, {"first_name": "Eve"}).status_code == 200


def test_lists_have_no_etag_and_answers_vary_by_who_asks(api, workspace):
    answer = api.get(LEADS)
    assert "ETag" not in answer
    assert {"Authorization", "X-Workspace", "Accept-Language"} <= set(answer["Vary"].split(", "))


def test_a_strangers_row_does_not_exist(api, other_workspace):
    address = f"{LEADS}/{make_lead(other_workspace).pk}"
    for answer in (api.get(address), api.patch(address, {"score": 1}), api.put(address, ADA), api.delete(address)):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert api.get(LEADS).json()["results"] == []


@pytest.mark.parametrize("who", ["viewer", "read-only key"])
def test_who_may_only_look_changes_nothing(workspace, viewer, member, who):
    key = make_api_key(workspace, viewer) if who == "viewer" else make_api_key(workspace, member, "read")
    api = APIClient(headers={"Authorization": f"Api-Key {key}"})
    address = f"{LEADS}/{make_lead(workspace).pk}"
    assert api.get(address).status_code == 200
    for answer in (api.post(LEADS, ADA), api.patch(address, {"score": 1}), api.put(address, ADA), api.delete(address)):
        assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


def test_a_key_opens_its_own_workspace_only_while_its_person_is_a_member(workspace, other_workspace, member):
    api = APIClient(headers={"Authorization": f"Api-Key {make_api_key(workspace, member)}"})
    make_lead(other_workspace)
    member.memberships.create(workspace=other_workspace)
    assert api.get(LEADS, headers={"X-Workspace": other_workspace.slug}).status_code == 404
    assert api.get(LEADS, headers={"X-Workspace": workspace.slug}).json()["results"] == []
    member.memberships.filter(workspace=workspace).delete()
    assert api.get(LEADS).status_code == 403


@pytest.mark.parametrize("text", ["wbx_00000000.secret", "wbx_00000000", "", "é.é", "."])
def test_an_unknown_key_is_refused(db, text):
    answer = APIClient().get(LEADS, HTTP_AUTHORIZATION=f"Api-Key {text}")
    assert (answer.status_code, answer.json()["code"]) == (401, "authentication_failed")


def test_the_key_of_a_deactivated_person_is_refused(workspace):
    user = make_member(workspace, is_active=False)
    answer = APIClient().get(LEADS, HTTP_AUTHORIZATION=f"Api-Key {make_api_key(workspace, user)}")
    assert answer.status_code == 401


# Lists


@pytest.mark.parametrize("query", ["statsu=won", "ordering=password", "limitt=3", "page_size=3"])
def test_an_unknown_filter_or_order_is_refused_by_name(api, query):
    answer = api.get(f"{LEADS}?{query}")
    assert (answer.status_code, codes(answer)) == (400, [(query.partition("=")[0], "invalid")])


def test_a_page_holds_at_most_two_hundred_rows(api, workspace):
    for _ in range(201):
        make_lead(workspace)
    assert [len(api.get(f"{LEADS}?limit={limit}").json()["results"]) for limit in (3, 100_000)] == [3, 200]
    assert set(api.get(LEADS).json()) == {"next", "previous", "results"}


def test_a_cursor_of_our_own_making_only(api):
    answer = api.get(f"{LEADS}?cursor=cD14")
    assert (answer.status_code, answer.json()["detail"]) == (404, "Invalid cursor")


# POSTs that are repeated


def test_a_repeated_post_gets_the_first_answer(api):
    first, second = post(api), post(api)
    assert (second.status_code, second.json(), second["Location"]) == (201, first.json(), first["Location"])
    assert ("Idempotent-Replay" in first, second["Idempotent-Replay"]) == (False, "true")
    assert Lead.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(api):
    post(api)
    answer = post(api, {"email": "eve@example.com"})
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")


def test_the_same_key_of_another_person_is_another_key(api, workspace, owner):
    post(api)
    other = APIClient(headers={"Authorization": f"Api-Key {make_api_key(workspace, owner)}"})
    assert post(other, {"email": "eve@example.com"}).status_code == 201


def test_a_refused_post_may_be_corrected_under_the_same_key(api):
    assert post(api, {"email": "nobody"}).status_code == 400
    assert post(api).status_code == 201


def test_a_fault_of_ours_sets_the_key_free(api, settings):
    settings.ROOT_URLCONF = __name__
    api.raise_request_exception = False
    assert [post(api, address="/api/faulty").status_code for _ in range(2)] == [500, 500]
    assert not IdempotentRequest.objects.exists()


def test_a_post_that_is_still_running_is_not_repeated(api):
    post(api)
    IdempotentRequest.objects.update(status=None, body=None)
    answer = post(api)
    assert (answer.status_code, answer.json()["code"]) == (409, "in_progress")


def test_a_post_whose_process_died_is_taken_over(api):
    post(api)
    Lead.objects.all().delete()
    long_ago = timezone.now() - IdempotentPosts.ABANDONED - timedelta(seconds=1)
    IdempotentRequest.objects.update(status=None, body=None, created_at=long_ago)
    assert post(api).status_code == 201
    assert IdempotentRequest.objects.get().status == 201


def test_a_key_that_is_too_long_is_refused(api):
    assert codes(post(api, key="k" * 201)) == [("Idempotency-Key", "invalid")]


@pytest.mark.django_db(transaction=True)
def test_of_posts_at_the_same_moment_one_is_carried_out(workspace, member):
    header = {"Authorization": f"Api-Key {make_api_key(workspace, member)}"}
    together, answers = threading.Barrier(4), []

    def ask():
        try:
            together.wait()
            answers.append(post(APIClient(headers=header)).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {201, 409}
    assert (201 in answers, Lead.objects.count()) == (True, 1)
