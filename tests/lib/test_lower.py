import pytest
from django.db.models import F

from crm.models import Lead
from tests.factories.crm import make_lead
from webox.lib.lower import Lowered

pytestmark = pytest.mark.django_db


def test_letters_beyond_ascii_have_a_lower_case_too(workspace):
    make_lead(workspace, company="ÉTÉ À LA Plage", owner=None)
    read = Lead.objects.values_list(Lowered(F("company")), Lowered(F("lost_reason"))).get()
    assert read == ("été à la plage", "")
