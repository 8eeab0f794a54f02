"""Once a day, tried, so many kept; nothing else in the folder is touched, and a killed one leaves none behind."""

import fcntl
import os
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta

import pytest
from django.conf import settings as house
from django.core.management import CommandError
from django.utils import timezone

from tests.dashboard.backup.world import command, environment
from tests.installation import wait_until
from webox.dashboard.backup import Refused, keeping
from webox.dashboard.tasks import back_up

pytestmark = pytest.mark.django_db(transaction=True)


def named(backups, *names):
    backups.mkdir(exist_ok=True)
    for name in names:
        (backups / name).write_bytes(b"")


def names(backups):
    return sorted(path.name for path in backups.iterdir())


def test_the_newest_are_kept_and_nothing_else_is_touched(backups, settings):
    settings.BACKUP_KEEP = 2
    theirs = ["notes.txt", "webox-latest.tar.gz", "webox-20260101T000000Z.tar.gz.part", "other-20200101T000000Z.tar.gz"]
    named(
        backups,
        "webox-20260101T000000Z.tar.gz",
        "webox-20260102T000000Z.tar.gz.age",
        "webox-20251231T000000Z.tar.gz",
        *theirs,
    )
    (backups / "webox-20200101T000000Z.tar.gz").mkdir()
    out, _aside = command("backup")
    kept = [path.name for _when, path in keeping.backups()]
    assert (len(kept), kept[1]) == (2, "webox-20260102T000000Z.tar.gz.age")
    assert names(backups) == sorted([*kept, *theirs, "webox-20200101T000000Z.tar.gz"])
    assert out.count("Removed") == 2


def test_zero_keeps_all(backups, settings):
    settings.BACKUP_KEEP = 0
    named(backups, "webox-20260101T000000Z.tar.gz")
    assert keeping.forget_old() == []
    assert names(backups) == ["webox-20260101T000000Z.tar.gz"]


def test_a_backup_to_a_file_of_ones_own_removes_nothing(backups, settings, tmp_path):
    settings.BACKUP_KEEP = 1
    named(backups, "webox-20260101T000000Z.tar.gz", "webox-20260102T000000Z.tar.gz")
    command("backup", tmp_path / "mine.tar.gz")
    assert len(names(backups)) == 2


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, "2026-03-14T00:00", True),
        ("20260313T030000", "2026-03-14T02:59", False),
        ("20260313T025959", "2026-03-14T02:59", True),
        ("20260313T120000", "2026-03-14T02:59", False),
        ("20260313T120000", "2026-03-14T03:00", True),
        ("20260314T030000", "2026-03-14T03:00", False),
    ],
)
def test_one_is_due_from_a_time_of_the_day_on_until_it_was_made(backups, settings, last, now, due):
    settings.BACKUP_AT = time(3)
    if last:
        named(backups, f"webox-{last}Z.tar.gz")
    assert keeping.is_due(datetime.fromisoformat(now).replace(tzinfo=UTC)) is due


def test_none_is_due_where_none_is_wanted(settings):
    settings.BACKUP_AT = None
    assert not keeping.is_due()


def test_the_clock_makes_one_and_not_a_second(backups, settings):
    settings.BACKUP_VERIFY, settings.BACKUP_AT = False, (timezone.now() - timedelta(minutes=1)).time()
    back_up()
    first = names(backups)
    assert len(first) == 1
    back_up()
    assert names(backups) == first


def test_one_that_does_not_prove_good_costs_no_older_one(backups, settings, monkeypatch):
    settings.BACKUP_KEEP, settings.BACKUP_VERIFY = 1, True
    named(backups, "webox-20260101T000000Z.tar.gz")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "nowhere")
    with pytest.raises(Refused, match="could not be verified"):
        back_up()
    assert len(names(backups)) == 2


def test_what_is_encrypted_for_a_key_kept_elsewhere_is_not_tried(settings):
    assert keeping.can_verify()
    settings.BACKUP_RECIPIENTS = "age1…"
    assert not keeping.can_verify()
    settings.BACKUP_IDENTITIES = "AGE-SECRET-KEY-1…"
    assert keeping.can_verify()


def test_two_at_once_do_not_get_in_each_others_way(backups):
    backups.mkdir()
    folder = os.open(backups, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    with pytest.raises(CommandError, match="Another backup is being made"):
        command("backup")
    back_up()
    os.close(folder)
    assert names(backups) == []


def test_a_killed_one_leaves_no_backup_and_the_next_clears_its_part(backups, settings, workspace):
    large = settings.DATA_DIR / "private" / "large"
    large.parent.mkdir()
    with large.open("wb") as file:
        file.truncate(20_000_000_000)  # minutes of work, and no room on the disk
    process = subprocess.Popen(
        [sys.executable, house.BASE_DIR / "manage.py", "backup"], env=environment(settings), stderr=subprocess.PIPE
    )
    wait_until(lambda: backups.exists() and any(path.stat().st_size for path in backups.iterdir()), "its first bytes")
    process.kill()
    process.communicate()
    assert [name.startswith(".webox-") and name.endswith(".partial") for name in names(backups)] == [True]
    assert keeping.backups() == []
    large.unlink()
    command("backup")
    assert names(backups) == [path.name for _when, path in keeping.backups()]
    assert len(names(backups)) == 1


def test_a_full_disk_leaves_nothing(backups, settings, workspace):
    settings.BACKUP_DIR = backups / "file" / "folder"
    named(backups, "file")
    with pytest.raises(CommandError, match="could not be written"):
        command("backup")


def test_scripts_are_thin(settings, tmp_path):
    for script, arguments, said in (
        ("backup.sh", [str(tmp_path / "a.tar.gz")], "rows of"),
        ("restore.sh", ["--check", str(tmp_path / "a.tar.gz")], "Made "),
    ):
        done = subprocess.run(
            [house.BASE_DIR / "scripts" / script, *arguments],
            env=environment(settings),
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, said in done.stdout) == (0, True), done.stderr
