import pytest

from crm.segments import describe, leads_matching, validate
from marketing.funnels.events import FUNNEL_CONVERTED
from tests.factories.crm import make_lead
from tests.factories.funnels import make_funnel
from webox.analytics.actions import record

pytestmark = pytest.mark.django_db


def rules(op, *funnels):
    return {"all": [{"field": "funnel", "op": op, "value": [str(funnel.pk) for funnel in funnels]}]}


def test_leads_of_a_funnel(workspace, other_workspace, django_assert_num_queries):
    guide, video = make_funnel(workspace, name="Guide"), make_funnel(workspace, name="Vidéo")
    ada, ben, _cleo = [make_lead(workspace) for _ in range(3)]
    for lead, funnel in ((ada, guide), (ada, video), (ben, video)):
        record(workspace=workspace, type=FUNNEL_CONVERTED, lead_id=lead.pk, subject=funnel)
    stranger = make_lead(other_workspace)
    record(workspace=other_workspace, type=FUNNEL_CONVERTED, lead_id=stranger.pk, subject=guide)

    with django_assert_num_queries(1):
        assert set(leads_matching(workspace, rules("in", guide))) == {ada}
    assert set(leads_matching(workspace, rules("in", guide, video))) == {ada, ben}
    assert set(leads_matching(workspace, rules("not_in", guide))) == {ben, _cleo}
    assert describe(workspace, rules("in", guide, video)) == "Funnel: Guide or Vidéo"


def test_a_strangers_funnel_is_no_choice(workspace, other_workspace):
    from django.core.exceptions import ValidationError

    validate(workspace, rules("in", make_funnel(workspace)))
    with pytest.raises(ValidationError):
        validate(workspace, rules("in", make_funnel(other_workspace)))
