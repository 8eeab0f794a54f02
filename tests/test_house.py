"""What keeps the house: floors, rooms, budgets, access, query counts. Each new model, page or endpoint meets them."""

import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import CASCADE
from importlinter.cli import lint_imports

from crm.models import Lead, StatusTotal
from tests.factories.accounts import make_workspace
from webox.accounts.models import User
from webox.lib import env

ROOT = Path(settings.BASE_DIR)
APPS = [
    config
    for config in apps.get_app_configs()
    if Path(config.path).is_relative_to(ROOT) and ".venv" not in Path(config.path).parts
]
SOURCES = [
    path
    for package in ("webox", "marketing", "crm", "investors", "fans")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
]
NOT_ROOMS = {"services.py", "utils.py", "helpers.py", "managers.py", "constants.py", "exceptions.py", "selectors.py"}


def test_imports_point_down_the_floors_and_rooms():
    assert lint_imports(no_cache=True) == 0


def test_every_app_names_itself_and_its_short_label():
    labels = {config.name: config.label for config in APPS}
    assert labels == {name: name.rpartition(".")[2] for name in labels}
    for config in APPS:
        text = (Path(config.path) / "apps.py").read_text()
        assert f'name = "{config.name}"' in text
        assert f'label = "{config.label}"' in text


def test_no_file_has_a_name_that_means_anything():
    assert [str(path) for path in SOURCES if path.name in NOT_ROOMS] == []


def test_no_foreign_key_names_another_app_by_string():
    found = [
        f"{path}: {match}"
        for path in SOURCES
        for match in re.findall(r"(?:ForeignKey|OneToOneField|ManyToManyField)\(\s*[\"'][a-z]+\.\w+", path.read_text())
    ]
    assert found == []


def test_files_and_functions_keep_their_budget():
    too_long, functions, files = [], [], []
    for path in SOURCES:
        text = path.read_text()
        files.append(text.count("\n"))
        if files[-1] > 600:
            too_long.append(f"{path} {files[-1]}")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                functions.append(node.end_lineno - node.lineno + 1)
                if functions[-1] > 60:
                    too_long.append(f"{path}:{node.name} {functions[-1]}")
    assert too_long == []
    assert percentile(files, 95) <= 400
    assert percentile(functions, 95) <= 40


def percentile(values, percent):
    return sorted(values)[int(len(values) * percent / 100)]


@pytest.mark.django_db
def test_no_migration_is_missing():
    out = StringIO()
    call_command("makemigrations", check=True, dry_run=True, no_color=True, stdout=out)
    assert out.getvalue() == "No changes detected\n"


@pytest.mark.django_db(transaction=True)
def test_every_migration_can_be_taken_back_and_made_again():
    zero = [(app, None) for app in ("investors", "ads", "funnels", "emails", "crm", "ai")]
    MigrationExecutor(connection).migrate(zero)
    assert not {"crm_lead", "investors_investor"} & set(connection.introspection.table_names())
    call_command("migrate", verbosity=0)
    lead = Lead.objects.create(workspace=make_workspace(), email="zoe@example.com")
    assert list(Lead.objects.search("zoe")) == [lead]
    assert StatusTotal.objects.get().count == 1


# What a person takes along when they go: their access, never the work
OF_A_PERSON = {"AIConfig", "Membership", "Profile", "ApiKey", "IdempotentRequest"}


def test_deleting_a_person_deletes_nothing_of_the_business():
    cascading = {
        field.related_model.__name__
        for field in User._meta.get_fields(include_hidden=True)
        if (field.one_to_many or field.one_to_one) and field.on_delete is CASCADE
        if field.related_model._meta.app_config in APPS and not field.related_model._meta.auto_created
    }
    assert cascading == OF_A_PERSON


def test_every_model_is_in_the_admin_with_a_list_a_search_and_filters_where_they_help():
    missing, bare = [], []
    for config in APPS:
        for model in config.get_models():
            if model._meta.auto_created:
                continue
            page = admin.site._registry.get(model)
            if not page:
                missing.append(model._meta.label)
            elif page.list_display == ("__str__",) or not page.search_fields:
                bare.append(model._meta.label)
    assert (missing, bare) == ([], [])


def test_env_example_and_settings_agree():
    example = (ROOT / ".env.example").read_text()
    documented = set(re.findall(r"^#?\s?([A-Z][A-Z_]+)=", example, re.MULTILINE))
    assert documented == env.ASKED


def test_no_template_of_ours_has_inline_script_or_style():
    scripts = r"<script(?![^>]*\b(src|type=\"application/json\"))"
    offending = re.compile(scripts + r"|<style|\sstyle=|\son[a-z]+=\"", re.IGNORECASE)
    # Mail has no style sheets, and what members publish is theirs.
    templates = [p for p in (ROOT / "templates").rglob("*.html") if not {"mail", "starters"} & set(p.parts)]
    assert [f"{p}: {m[0]}" for p in templates for m in [offending.search(p.read_text())] if m] == []
