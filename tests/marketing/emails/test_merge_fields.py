import pytest
from django.utils.translation import override

from marketing.emails.compile import warnings_of
from marketing.emails.starter import merge_buttons
from tests.factories.crm import make_field
from tests.factories.emails import make_campaign

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(workspace):
    workspace.language = "en"
    workspace.save()
    with override("en"):
        yield


def test_an_editor_offers_the_fields_of_the_workspace(workspace):
    assert ("{{ custom_fields.name }}", "Custom field (custom_fields.name)") in merge_buttons(workspace)
    make_field(workspace, "budget", "number", label="Votre budget")
    make_field(workspace, "old", archived_at="2026-01-01T00:00Z")
    offered = merge_buttons(workspace)
    assert offered[0] == ('{{ first_name | default: "there" }}', "First name")
    assert [text for text, _label in offered if "custom_fields" in text] == ["{{ custom_fields.budget }}"]
    assert ("{{ custom_fields.budget }}", "Votre budget") in offered
    assert ("{{ unsubscribe_url }}", "Unsubscribe link") in offered


def test_a_field_nobody_defined_is_pointed_out(workspace):
    make_field(workspace, "budget")
    html = "<p>{{ custom_fields.budget }} {{ custom_fields['bugdet'] }}</p>{{ unsubscribe_url }}"
    campaign = make_campaign(workspace, subject="For {{ custom_fields.budget }}", html_content=html)
    found = [(problem.field, problem.message) for problem in warnings_of(campaign) if "fields" in problem.message]
    text = "“custom_fields.bugdet” is none of your fields: most people will see nothing there."
    assert found == [("html_content", text)]
    campaign.html_content = "<p>{{ custom_fields.budget }}</p>{{ unsubscribe_url }}"
    assert [problem.code for problem in warnings_of(campaign) if problem.code == "unknown_custom_field"] == []
