import pytest
from django.db import connection
from django.db.models import F
from django.db.models.functions import Lower
from django.test.utils import CaptureQueriesContext

from crm.models import Lead
from tests.factories.crm import make_lead
from webox.lib.among import Among

pytestmark = pytest.mark.django_db


def test_rows_are_found_by_texts_and_by_numbers(workspace):
    ada, bob, _cleo = (make_lead(workspace, email=f"{name}@Example.com") for name in ("Ada", "bo'b", "cleo"))
    found = Lead.objects.filter(Among(Lower("email"), {"ada@example.com", "bo'b@example.com", 'x","y'}))
    assert set(found) == {ada, bob}
    assert set(Lead.objects.filter(Among(F("pk"), [bob.pk, 0]))) == {bob}
    assert list(Lead.objects.filter(Among(Lower("email"), []))) == []


def test_five_thousand_values_are_one_parameter(workspace):
    lead = make_lead(workspace, email="p7@example.com")
    with CaptureQueriesContext(connection) as queries:
        found = list(Lead.objects.filter(Among(Lower("email"), [f"p{n}@example.com" for n in range(5000)])))
    assert found == [lead]
    assert len(queries) == 1
