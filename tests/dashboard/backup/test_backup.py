"""What was saved comes back: every row, every file, in either database."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.conf import settings as house
from django.contrib.sessions.models import Session
from django.core.management import CommandError
from django.db import connection
from django.utils import timezone

from crm.models import Lead, StatusTotal
from crm.statistics import rollup
from marketing.emails.models import EmailCampaign
from tests.dashboard.backup.world import command, empty, environment, everything, kept_files, make_world, sums
from tests.factories.accounts import make_workspace
from tests.factories.crm import make_lead
from tests.factories.emails import make_campaign
from webox.dashboard.backup.archive import Archive
from webox.dashboard.backup.making import write_backup
from webox.dashboard.backup.rows import kept_models
from webox.dashboard.backup.snapshot import snapshot

pytestmark = pytest.mark.django_db(transaction=True)


def test_everything_comes_back_as_it_was(settings, tmp_path):
    make_world(settings)
    before, files, filled = everything(), kept_files(settings), len(sums())
    out, aside = command("backup", tmp_path / "a.tar.gz")
    assert "not encrypted" in out
    empty()
    shutil.rmtree(settings.DATA_DIR)
    settings.DATA_DIR.mkdir()
    assert everything() != before
    out, aside = command("restore", tmp_path / "a.tar.gz")
    assert "every table and file is equal" in out
    assert aside == ""
    assert everything() == before
    assert kept_files(settings) == files
    assert len(files) == 4
    assert filled == len(sums())
    assert not (settings.DATA_DIR / "restoring").exists()


def test_totals_and_indexes_that_the_database_keeps_are_right_and_go_on(settings, tmp_path):
    workspace = make_world(settings)
    write_backup(tmp_path / "a.tar.gz")
    empty()
    command("restore", tmp_path / "a.tar.gz")
    assert sum(total.count for total in StatusTotal.objects.all()) == 3
    assert rollup.wrong() == []
    assert [lead.last_name for lead in Lead.objects.search("zoe l’etoile")] == ["Zoé L’Étoile"]
    lead = make_lead(workspace, last_name="Neuf", status="won")
    assert StatusTotal.objects.get(workspace=workspace, status="won").count == 2
    assert rollup.wrong() == []
    assert list(Lead.objects.search("neuf")) == [lead]


def test_an_id_that_was_given_once_is_never_given_again(tmp_path):
    workspace = make_workspace()
    gone = [make_lead(workspace) for _ in range(3)][-1]
    last = gone.pk
    gone.delete()
    write_backup(tmp_path / "a.tar.gz")
    empty()
    command("restore", tmp_path / "a.tar.gz")
    assert make_lead(workspace).pk > last


def test_who_was_signed_in_is_not_saved(client, member, tmp_path):
    client.force_login(member)
    assert Session.objects.count() == 1
    write_backup(tmp_path / "a.tar.gz")
    empty()
    command("restore", tmp_path / "a.tar.gz")
    assert Session.objects.count() == 0


def test_a_snapshot_shows_one_moment_and_keeps_nobody_waiting(workspace):
    make_lead(workspace)
    with snapshot() as alias:
        assert Lead.objects.using(alias).count() == 1
        make_lead(workspace)
        assert (Lead.objects.using(alias).count(), Lead.objects.count()) == (1, 2)


def test_what_is_written_meanwhile_is_in_it_whole_or_not_at_all(workspace, tmp_path):
    make_lead(workspace)
    done, written = Event(), []

    def write():
        while not done.is_set() or len(written) < 3:
            written.append(make_lead(workspace))
        connection.close()

    writer = Thread(target=write)
    writer.start()
    for number in range(3):
        write_backup(tmp_path / f"{number}.tar.gz")
    done.set()
    writer.join()
    for number in range(3):
        command("restore", tmp_path / f"{number}.tar.gz", check=True)
        tables = lines_of(tmp_path / f"{number}.tar.gz")
        total = manifest_of(tmp_path / f"{number}.tar.gz")["tables"]["crm.StatusTotal"]["columns"].index("count")
        assert len(tables["crm.Lead"]) == sum(row[total] for row in tables["crm.StatusTotal"])


def lines_of(path):
    """{label: rows} of an archive, read as anybody may."""
    with tarfile.open(path) as tar:
        data = {member.name.split("/")[1]: tar.extractfile(member) for member in tar if member.name.startswith("data/")}
        return {label: [json.loads(line) for line in stream] for label, stream in data.items()}


def test_nothing_is_sent_by_itself_after_a_restore(workspace, tmp_path):
    workspace.language = "en"
    workspace.save()
    past, future = timezone.now() - timedelta(minutes=1), timezone.now() + timedelta(days=1)
    make_campaign(workspace, name="Running", status="active")
    make_campaign(workspace, name="Overdue", status="scheduled", scheduled_at=past)
    make_campaign(workspace, name="Later", status="scheduled", scheduled_at=future)
    write_backup(tmp_path / "a.tar.gz")
    empty()
    out, _aside = command("restore", tmp_path / "a.tar.gz")
    assert dict(EmailCampaign.objects.values_list("name", "status")) == {
        "Running": "paused",
        "Overdue": "draft",
        "Later": "scheduled",
    }
    assert "Stopped the campaign “Running”" in out
    assert "Stopped the campaign “Overdue”" in out
    assert EmailCampaign.objects.get(name="Running").pause_reason == (
        "Stopped by restoring a backup: see whom it reached before you go on."
    )


def test_replacing_takes_the_place_of_everything_after_a_question(settings, workspace, tmp_path, monkeypatch):
    make_lead(workspace)
    before = everything()
    (settings.DATA_DIR / "creatives").mkdir()
    (settings.DATA_DIR / "creatives" / "old.png").write_bytes(b"old")
    write_backup(tmp_path / "a.tar.gz")
    later = make_lead(workspace)
    (settings.DATA_DIR / "creatives" / "old.png").unlink()
    (settings.DATA_DIR / "creatives" / "new.png").write_bytes(b"new")
    monkeypatch.setattr("builtins.input", lambda _question: "no")
    with pytest.raises(CommandError, match="Nothing was changed"):
        command("restore", tmp_path / "a.tar.gz", replace=True)
    assert Lead.objects.count() == 2
    monkeypatch.setattr("builtins.input", lambda _question: "replace")
    command("restore", tmp_path / "a.tar.gz", replace=True)
    assert everything() == before
    assert [path.name for path in (settings.DATA_DIR / "creatives").iterdir()] == ["old.png"]
    assert make_lead(workspace).pk > later.pk


def test_verifying_restores_it_in_an_empty_database_elsewhere(settings, tmp_path):
    make_world(settings)
    before = sums()
    out, _aside = command("backup", verify=True)
    assert "Verified" in out
    assert sums() == before
    assert not (settings.DATA_DIR / "verifying").exists()


@pytest.mark.postgresql
def test_through_sqlite_and_back_every_table_is_equal(settings, tmp_path):
    make_world(settings)
    before = everything()
    write_backup(tmp_path / "a.tar.gz")
    (tmp_path / "elsewhere").mkdir()
    elsewhere = environment(settings, DATABASE_URL="", WEBOX_DATA_DIR=str(tmp_path / "elsewhere"))
    for arguments in (["migrate"], ["restore", tmp_path / "a.tar.gz"], ["backup", tmp_path / "b.tar.gz"]):
        subprocess.run([sys.executable, house.BASE_DIR / "manage.py", *arguments], env=elsewhere, check=True)
    assert connection.vendor == "postgresql"
    empty()
    command("restore", tmp_path / "b.tar.gz")
    assert everything() == before
    first, second = (manifest_of(tmp_path / name) for name in ("a.tar.gz", "b.tar.gz"))
    assert (first["database"], second["database"]) == ("postgresql", "sqlite")
    assert (first["tables"], first["files"]) == (second["tables"], second["files"])


def manifest_of(path):
    with Archive(path) as archive:
        return archive.check(lambda about: None)


def test_every_model_is_kept_in_an_order_both_databases_agree_on():
    assert {model._meta.pk.get_internal_type() for model in kept_models()} <= {
        "AutoField",
        "BigAutoField",
        "OneToOneField",
    }


def test_a_backup_is_for_its_owner_alone_and_replaces_nothing(tmp_path):
    path = tmp_path / "new" / "a.tar.gz"
    write_backup(path)
    assert (oct(path.stat().st_mode), oct(path.parent.stat().st_mode)) == ("0o100600", "0o40700")
    with pytest.raises(CommandError, match="exists already"):
        command("backup", path)
    assert os.listdir(path.parent) == ["a.tar.gz"]
