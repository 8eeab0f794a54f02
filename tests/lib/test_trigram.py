import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from crm.models import Lead
from tests.factories.crm import make_lead
from webox.lib import trigram

only_sqlite = pytest.mark.sqlite


def found(text):
    return sorted(lead.first_name for lead in Lead.objects.search(text))


@pytest.fixture
def people(workspace):
    make_lead(workspace, first_name="Éloïse", last_name="Martin", email="elo@example.com", company="Café “Zed” 100%")
    make_lead(workspace, first_name="Marc", last_name="Dupont", email="marc@example.org", phone="06 12 34 56")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("mar", ["Marc", "Éloïse"]),
        ("ELOÏ", ["Éloïse"]),
        ("tin", ["Éloïse"]),
        ("example.org", ["Marc"]),
        ("dup marc", ["Marc"]),
        ("marc martin", []),
        ("12 34", ["Marc"]),
        ("el", ["Éloïse"]),
        ("“zed”", ["Éloïse"]),
        ("100%", ["Éloïse"]),
        ("1%0", []),
        ("x_a", []),
        ("', \"", []),
        ("NOT mar*", []),
        ("", ["Marc", "Éloïse"]),
    ],
)
def test_every_word_is_found_anywhere(people, text, names):
    assert found(text) == names


def test_the_index_follows_changes(workspace):
    lead = make_lead(workspace, first_name="Marc", email="")
    lead.first_name = "Jules"
    lead.save()
    assert (found("marc"), found("jules")) == ([], ["Jules"])
    lead.status = "won"
    lead.save()
    assert found("jules") == ["Jules"]
    lead.delete()
    assert found("jules") == []


def test_common_words_are_found_too(workspace, monkeypatch):
    monkeypatch.setattr(trigram, "RARE", 2)
    for name in ("Marc", "Marie", "Marion", "Paul"):
        make_lead(workspace, first_name=name, email="")
    assert found("mar") == ["Marc", "Marie", "Marion"]
    assert found("mar durand") == ["Marc", "Marie", "Marion"]
    assert found("mari") == ["Marie", "Marion"]


@pytest.mark.django_db(transaction=True)
def test_installing_twice_changes_nothing(people):
    trigram.install(Lead, "search_text")
    trigram.install(Lead, "search_text")
    assert found("mar") == ["Marc", "Éloïse"]


@only_sqlite
def test_rows_written_without_triggers_are_found_after_install(workspace):
    with connection.cursor() as cursor:
        for event in ("insert", "update", "delete"):
            cursor.execute(f"DROP TRIGGER crm_lead_search_text_fts_{event}")
    make_lead(workspace, first_name="Marc", email="")
    assert found("marc") == []
    trigram.install(Lead, "search_text")
    assert found("marc") == ["Marc"]
    make_lead(workspace, first_name="Marco", email="")
    assert found("marc") == ["Marc", "Marco"]


@only_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_rebuilt_table_is_searched_after_the_next_migrate(workspace):
    make_lead(workspace, first_name="Marc", email="")
    state = MigrationExecutor(connection).loader.project_state()
    with connection.schema_editor() as editor:
        editor._remake_table(state.apps.get_model("crm", "Lead"))
    trigram.install(Lead, "search_text")
    lead = make_lead(workspace, first_name="Marion", email="")
    assert found("mar") == ["Marc", "Marion"]
    lead.first_name = "Paul"
    lead.save()
    assert (found("mar"), found("paul")) == (["Marc"], ["Paul"])


def test_the_index_is_used(people):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN SELECT id FROM crm_lead WHERE search_text LIKE '%martin%'")
            assert "crm_lead_search_text_trgm" in str(cursor.fetchall())
        else:
            table = "crm_lead_search_text_fts"
            cursor.execute(f"EXPLAIN QUERY PLAN SELECT rowid FROM {table} WHERE {table} MATCH 'martin'")
            assert "VIRTUAL TABLE INDEX" in str(cursor.fetchall())
