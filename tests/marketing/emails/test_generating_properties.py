"""Campaigns from whatever people type: of the schema's shape, sendable, and claiming nothing."""

from random import Random

from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from marketing.emails.compile import body_problems, template_problem
from marketing.emails.generating.message import html_of, text_of
from marketing.emails.generating.schema import CampaignDraft
from marketing.emails.generating.writing import write_campaign
from marketing.emails.models import EmailCampaign
from tests.ai.writer.briefs import a_brief
from tests.ai.writer.test_properties import languages, plain, tones, typed
from tests.marketing.emails.test_generating import TYPES
from webox.accounts.models import Workspace
from webox.ai.claims import claims_in


def written(language, brief, seed):
    with translation.override(language):
        return CampaignDraft.model_validate(write_campaign(brief, Random(seed))).model_dump(mode="json")


@settings(max_examples=60, deadline=None)
@given(languages, tones, st.sampled_from(TYPES), typed, typed, typed, st.integers(0, 2**31))
def test_every_campaign_compiles(language, tone, type, topic, audience, name, seed):
    brief = a_brief(language, tone, type=type, topic=topic, audience=audience, brand={"name": name, "facts": (topic,)})
    draft = written(language, brief, seed)

    assert len({draft["subject"], *draft["alternatives"]}) == 5
    assert all(0 < len(each) <= 60 for each in (draft["subject"], *draft["alternatives"]))
    assert draft == written(language, brief, seed)
    campaign = EmailCampaign(
        workspace=Workspace(name="W", language=language),
        subject=draft["subject"],
        html_content=html_of(draft, brief.brand),
        text_content=text_of(draft),
    )
    assert body_problems(campaign) == []
    for field in ("subject", "html_content", "text_content"):
        assert template_problem(field, getattr(campaign, field)) is None


@settings(max_examples=60, deadline=None)
@given(languages, tones, st.sampled_from(TYPES), plain, plain, st.integers(0, 2**31))
def test_no_campaign_claims_what_nobody_said(language, tone, type, topic, audience, seed):
    brief = a_brief(language, tone, type=type, topic=topic, audience=audience, brand={"name": "Nord"})

    assert list(claims_in(written(language, brief, seed), brief)) == []
    assert len({str(written(language, brief, each)) for each in range(seed, seed + 5)}) == 5
