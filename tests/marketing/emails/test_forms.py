import json
from datetime import UTC, datetime

import pytest

from marketing.emails.forms import CampaignForm, ScheduleForm, SuppressionForm
from tests.factories.crm import make_tag
from tests.factories.emails import make_suppression

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Rentrée",
    "subject": "Bonjour {{ first_name }}",
    "from_email": "atelier@example.com",
    "html_content": "<p>Bonjour</p>",
}


def test_a_campaign_is_read_with_its_audience(workspace):
    make_tag(workspace, "client")
    rules = {"all": [{"field": "tags", "op": "any", "value": ["client"]}, {"not": {"field": "company", "op": "empty"}}]}
    form = CampaignForm(TYPED | {"segment_rules": json.dumps(rules)}, workspace=workspace)
    assert form.is_valid(), form.errors
    assert form.fields_of_campaign() == {
        "name": "Rentrée",
        "from_name": "",
        "from_email": "atelier@example.com",
        "reply_to": "",
        "subject": "Bonjour {{ first_name }}",
        "preheader": "",
        "html_content": "<p>Bonjour</p>",
        "text_content": "",
        "segment_rules": rules,
    }


def test_rules_that_cannot_be_are_refused_and_kept_as_typed(workspace):
    form = CampaignForm(TYPED | {"segment_rules": '{"all": ['}, workspace=workspace)
    message = "This is not JSON. Correct it, or build the rules with the buttons."
    assert (form.errors, form["segment_rules"].value()) == ({"segment_rules": [message]}, '{"all": [')
    form = CampaignForm(
        TYPED | {"segment_rules": '{"field": "tags", "op": "any", "value": ["x"]}'}, workspace=workspace
    )
    assert form.errors == {"segment_rules": ["value: “x” is not a choice of Tags."]}


def test_an_unknown_merge_field_is_named_at_its_field_with_what_was_meant(workspace):
    form = CampaignForm(TYPED | {"subject": "Bonjour {{ first_nam }}"}, workspace=workspace)
    assert form.errors == {"subject": ["Line 1: There is no merge field “first_nam”. Did you mean “first_name”?"]}


def test_a_template_that_does_not_parse_is_refused_with_its_line(workspace):
    form = CampaignForm(TYPED | {"html_content": "<p>\n{% if company %}\n</p>"}, workspace=workspace)
    message = "Line 2: The tag “if” is never closed: add {% endif %} where it ends."
    assert form.errors == {"html_content": [message]}


def test_what_is_only_missing_yet_does_not_keep_a_draft_from_being_saved(workspace):
    form = CampaignForm({"name": "Idée", "subject": "Bientôt"}, workspace=workspace)
    assert form.is_valid(), form.errors


def test_a_moment_is_read_on_the_clock_of_the_workspace(workspace):
    form = ScheduleForm({"scheduled_at": "2030-07-01T09:30"}, workspace=workspace)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["scheduled_at"] == datetime(2030, 7, 1, 7, 30, tzinfo=UTC)


def test_a_moment_is_shown_on_the_clock_of_the_workspace(workspace):
    form = ScheduleForm(initial={"scheduled_at": datetime(2030, 1, 1, 8, 0, tzinfo=UTC)}, workspace=workspace)
    assert 'value="2030-01-01T09:00"' in str(form["scheduled_at"])


def test_a_moment_that_has_passed_is_refused(workspace):
    form = ScheduleForm({"scheduled_at": "2020-07-01T09:30"}, workspace=workspace)
    assert form.errors == {"scheduled_at": ["This moment has passed. Choose one in the future."]}


def test_an_address_is_listed_once_whatever_its_case(workspace, other_workspace):
    make_suppression(workspace, "zoe@example.com")
    form = SuppressionForm({"email": "Zoe@Example.com"}, workspace=workspace)
    assert form.errors == {"email": ["This address is on the list already."]}
    assert SuppressionForm({"email": "zoe@example.com"}, workspace=other_workspace).is_valid()
