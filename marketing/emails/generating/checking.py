"""What is wrong with a draft of a campaign beyond its shape: merge fields nobody knows, rules that can't be, a message
that does not compile."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.segments import validate
from marketing.emails.compile import body_problems, template_problem
from marketing.emails.generating.message import html_of, text_of
from marketing.emails.generating.schema import PREHEADER, SUBJECT
from marketing.emails.models import EmailCampaign
from webox.accounts.models import Workspace
from webox.ai.paths import leaves
from webox.ai.registry import Problem

# Not part of the message
ASIDE = ("/name", "/segment_", "/send_", "/link")


def problems_of_draft(output, brief):
    found = [*merge_field_problems(output), *link_problems(output), *length_problems(output)]
    workspace = Workspace.objects.filter(pk=brief.context.get("workspace_id")).first()
    if workspace:
        found += audience_problems(output, workspace)
        if not any(each.level == "error" for each in found):
            found += message_problems(output, brief, workspace)
    return found


def merge_field_problems(output):
    for path, text in leaves(output):
        if "{" in text and not path.startswith(ASIDE) and (problem := template_problem("html_content", text)):
            yield Problem(path, problem.message, "error")


def link_problems(output):
    link = output["link"].strip()
    if not link:
        yield Problem("/link", _("The message has no button: say where it should lead, or leave it without one."))
    elif urlsplit(link).scheme not in ("http", "https") or not urlsplit(link).hostname or set("{}") & set(link):
        yield Problem("/link", _("Write a web address that begins with http:// or https://."), "error")


def length_problems(output):
    subjects = {"/subject": output["subject"]}
    subjects |= {f"/alternatives/{number}": each for number, each in enumerate(output["alternatives"])}
    for path, subject in subjects.items():
        if len(subject) > SUBJECT:
            yield Problem(path, _("Many inboxes cut subjects after about 60 characters."))
    if len(output["preheader"]) > PREHEADER:
        yield Problem("/preheader", _("Many inboxes show about 100 characters of it."))


def audience_problems(output, workspace):
    try:
        validate(workspace, output["segment_rules"])
    except ValidationError as error:
        yield Problem("/segment_rules", " ".join(error.messages), "error")


def message_problems(output, brief, workspace):
    campaign = EmailCampaign(
        workspace=workspace, html_content=html_of(output, brief.brand), text_content=text_of(output)
    )
    for problem in body_problems(campaign):
        yield Problem("", str(problem.message), "error")
