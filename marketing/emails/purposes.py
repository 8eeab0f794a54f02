"""What WeBox writes for emails."""

from django.utils.translation import gettext_lazy

from marketing.emails.actions import create_campaign
from marketing.emails.generating.audience import choices_of
from marketing.emails.generating.checking import problems_of_draft
from marketing.emails.generating.forms import CampaignWish
from marketing.emails.generating.message import campaign_of
from marketing.emails.generating.schema import CampaignDraft
from marketing.emails.generating.timing import best_time
from marketing.emails.generating.writing import write_campaign
from marketing.emails.improving.accepting import accept_improved, problems_of_improvement
from marketing.emails.improving.forms import ImproveWish, SubjectsWish, ToneWish, TranslateWish
from marketing.emails.improving.schema import Improved, Subjects
from marketing.emails.improving.writing import refuse_to_translate, write_in_tone, write_shorter, write_subjects
from webox.ai.registry import Purpose, register

FIELDS = (
    *("name", "subject", "preheader", "html_content", "text_content"),
    *("from_name", "from_email", "segment_rules"),
)


def accept_campaign(*, generation, output, by):
    drafted = campaign_of(generation, output)
    return create_campaign(workspace=generation.workspace, by=by, **{name: getattr(drafted, name) for name in FIELDS})


def context_of_campaign(workspace, inputs, by):
    return {"workspace_id": workspace.pk, "best_time": best_time(workspace)} | choices_of(workspace)


CAMPAIGN = register(
    Purpose(
        name="emails.campaign",
        label=gettext_lazy("Email campaign"),
        form=CampaignWish,
        schema=CampaignDraft,
        prompt="emails.campaign.1",
        write=write_campaign,
        accept=accept_campaign,
        check=problems_of_draft,
        context=context_of_campaign,
        preview="emails/_generated.html",
    )
)


def context_of_improvement(workspace, inputs, by):
    return {"workspace_id": workspace.pk}


def register_improvement(name, label, form, write, schema=Improved):
    return register(
        Purpose(
            name=f"emails.{name}",
            label=label,
            form=form,
            schema=schema,
            prompt=f"emails.{name}.1",
            write=write,
            accept=accept_improved,
            check=problems_of_improvement,
            context=context_of_improvement,
            preview="emails/_improved.html",
        )
    )


SHORTEN = register_improvement("shorten", gettext_lazy("Shorten a campaign"), ImproveWish, write_shorter)
TONE = register_improvement("tone", gettext_lazy("Change the tone of a campaign"), ToneWish, write_in_tone)
TRANSLATE = register_improvement("translate", gettext_lazy("Translate a campaign"), TranslateWish, refuse_to_translate)
SUBJECTS = register_improvement(
    "subjects", gettext_lazy("Five subjects for a campaign"), SubjectsWish, write_subjects, Subjects
)
IMPROVEMENTS = [each.name for each in (SHORTEN, TONE, TRANSLATE, SUBJECTS)]
