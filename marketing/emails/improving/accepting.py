"""From an improvement to the campaign and back."""

import re

from django.utils.translation import gettext as _

from marketing.emails.actions import NotEditable, edit_campaign
from marketing.emails.compile import body_problems, template_problem
from marketing.emails.improving.forms import CONTENT, content_of
from marketing.emails.improving.reading import merge_fields_of
from marketing.emails.models import EmailCampaign
from webox.accounts.models import Workspace
from webox.ai.actions.reading import NotAcceptable
from webox.ai.models import Generation
from webox.ai.registry import Problem


def campaign_of(generation):
    """The campaign an improvement is about, or None when it is gone."""
    campaigns = EmailCampaign.objects.for_workspace(generation.workspace).select_related("workspace")
    return campaigns.filter(pk=generation.inputs.get("campaign")).first()


def accept_improved(*, generation, output, by):
    return _change(generation, by, expected=generation.inputs["before"], fields=_fields(output))


def put_back(*, generation, by):
    """What the campaign said before this improvement was accepted. Raises NotAcceptable."""
    before = generation.inputs["before"]
    return _change(generation, by, expected=before | _fields(generation.output), fields=before)


def last_improvement(campaign):
    """The improvement accepted last, as long as the campaign still says what it made of it; else None."""
    accepted = Generation.objects.for_workspace(campaign.workspace).filter(
        state=Generation.State.ACCEPTED,
        subject=campaign._meta.label_lower,
        subject_id=campaign.pk,
        purpose__startswith="emails.",
    )
    last = accepted.exclude(purpose="emails.campaign").order_by("-finished_at").first()
    if last is None:
        return None
    before = last.inputs["before"]
    return last if content_of(campaign) == before | _fields(last.output) != before else None


def _fields(output):
    return {name: output[name] for name in CONTENT if name in output}


def _change(generation, by, *, expected, fields):
    campaign = campaign_of(generation)
    if campaign is None:
        raise _not_acceptable(_("This campaign is gone: it was deleted."))
    if content_of(campaign) != expected:
        raise _not_acceptable(_("The campaign was changed since: open it and ask again."))
    try:
        return edit_campaign(campaign=campaign, by=by, **fields)
    except NotEditable as error:
        raise _not_acceptable(str(error)) from error


def _not_acceptable(message):
    return NotAcceptable([{"path": "", "level": "error", "message": message}])


def links_of(html):
    return set(re.findall(r"""href=["']([^"']+)["']""", html))


def problems_of_improvement(output, brief):
    """Merge fields that were lost or can't be read, and a message that does not compile."""
    before, found = brief.inputs["before"], []
    for name, text in _fields(output).items():
        if problem := template_problem(name, text):
            found.append(Problem(f"/{name}", problem.message, "error"))
        for lost in sorted(merge_fields_of(before[name]) - merge_fields_of(text)):
            found.append(Problem(f"/{name}", _("“%(field)s” was there before and is gone.") % {"field": lost}))
        for lost in sorted(links_of(before[name]) - links_of(text)):
            found.append(Problem(f"/{name}", _("The link to %(url)s was there before and is gone.") % {"url": lost}))
    workspace = Workspace.objects.filter(pk=brief.context.get("workspace_id")).first()
    if "html_content" in output and workspace and not any(each.level == "error" for each in found):
        campaign = EmailCampaign(
            workspace=workspace, html_content=output["html_content"], text_content=output["text_content"]
        )
        found += [Problem("/html_content", problem.message, "error") for problem in body_problems(campaign)]
    return found
