import pytest

from crm.models import Lead
from tests.factories.crm import make_lead
from webox.lib.fields import SearchText, fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Éloïse  DUPONT\t", "eloise dupont"),
        ("Straße", "strasse"),
        ("ﬁancée", "fiancee"),
        ("İstanbul", "istanbul"),
        ("工房", "工房"),
        ("", ""),
    ],
)
def test_folding_forgets_case_accents_and_spaces(text, folded):
    assert fold(text) == folded


def test_the_text_follows_the_row(workspace):
    lead = make_lead(workspace, first_name="Zoé", last_name="Léger", company="")
    text = Lead.objects.values_list("search_text", flat=True)
    assert text.get().startswith("zoe leger")
    lead.last_name = "Müller"
    lead.save()
    assert text.get().startswith("zoe muller")


def test_migrations_know_the_sources():
    _name, path, args, kwargs = SearchText(sources=["a", "b"]).deconstruct()
    assert (path, args, kwargs["sources"]) == ("webox.lib.fields.SearchText", [], ("a", "b"))
    assert SearchText(*args, **kwargs).sources == ("a", "b")
