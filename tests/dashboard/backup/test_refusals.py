"""What is not whole, was changed, or does not fit is refused, and nothing is changed."""

import gzip
import io
import json
import tarfile
from hashlib import sha256

import pytest
from django.core.management import CommandError
from django.test import override_settings
from pyrage import x25519

from crm.models import Lead
from tests.dashboard.backup.world import command, empty, everything
from tests.factories.accounts import make_workspace
from tests.factories.crm import make_lead
from webox.accounts.models import Workspace
from webox.dashboard.backup.archive import seal_of
from webox.dashboard.backup.making import write_backup

pytestmark = pytest.mark.django_db(transaction=True)
DECK = "files/private/documents/1/deck"


@pytest.fixture
def archive(settings, tmp_path):
    """A backup of a workspace with a lead and a file, and an empty database for it to come back to."""
    make_lead(make_workspace(), last_name="Durand")
    folder = settings.DATA_DIR / "private" / "documents" / "1"
    folder.mkdir(parents=True)
    (folder / "deck").write_bytes(b"deck" * 1000)
    path = tmp_path / "a.tar.gz"
    write_backup(path)
    (folder / "deck").unlink()
    empty()
    return path


def members_of(path):
    with tarfile.open(path) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def write(path, members):
    with gzip.open(path, "wb") as out, tarfile.open(fileobj=out, mode="w") as tar:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))


def rewritten(path, change, key=None):
    """`change` sees the members and the manifest; with a key the seal is made anew, as who has it can."""
    members = members_of(path)
    manifest = json.loads(members.pop("manifest.json"))
    seal = members.pop("seal")
    change(members, manifest)
    text = json.dumps(manifest)
    members |= {"manifest.json": text.encode(), "seal": seal_of(text, key).encode() if key else seal}
    write(path, members)


def retell(members, manifest, **about):
    told = json.loads(members["about.json"]) | about
    members["about.json"] = json.dumps(told).encode()
    manifest |= about


def assert_refused(path, match, **options):
    before = everything()
    with pytest.raises(CommandError, match=match):
        command("restore", path, **options)
    assert everything() == before


@pytest.fixture(autouse=True)
def no_file_came(settings):
    yield
    assert [path.name for path in settings.DATA_DIR.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("part", [0.0005, 0.3, 0.9, 0.999])
def test_a_part_of_a_backup(archive, part):
    data = archive.read_bytes()
    archive.write_bytes(data[: max(int(len(data) * part), 20)])
    assert_refused(archive, "damaged or not whole")


def test_its_last_bytes_missing(archive):
    archive.write_bytes(archive.read_bytes()[:-1])
    assert_refused(archive, "damaged or not whole")


@pytest.mark.parametrize("place", [0.2, 0.5, 0.8])
def test_a_byte_that_fell_over(archive, place):
    data = bytearray(archive.read_bytes())
    data[int(len(data) * place)] ^= 4
    archive.write_bytes(data)
    # Where it is in the name of a migration, that is what is told.
    assert_refused(archive, "damaged or not whole|made by an? (newer|older) WeBox")


def of(label):
    return f"data/{label}/000001.jsonl"


def test_another_value_in_a_row(archive):
    def change(members, manifest):
        members[of("crm.Lead")] = members[of("crm.Lead")].replace(b"Durand", b"Dupont")

    rewritten(archive, change)
    assert_refused(archive, "the rows of crm.Lead are not those that were saved")


def test_a_row_more_a_table_less_a_file_less_a_member_more(archive):
    whole = archive.read_bytes()
    for change, match in (
        (lambda members, _: members.update({of("crm.Lead"): members[of("crm.Lead")] * 2}), "the rows of crm.Lead"),
        (lambda members, _: members.pop(of("crm.Lead")), "the rows of crm.Lead"),
        (lambda members, _: members.pop(DECK), "the file private/documents/1/deck"),
        (lambda members, _: members.update({DECK: b"duck" * 1000}), "the file private/documents/1/deck"),
        (lambda members, _: members.update({"files/private/other": b"x"}), "the file private/other"),
        (lambda members, _: members.update({"data/crm.Other/1.jsonl": b"[]\n"}), "the rows of crm.Other"),
        (lambda members, _: members.update({"more.txt": b"x"}), "more.txt has no place"),
        (lambda members, _: members.pop("about.json"), "its beginning is missing"),
    ):
        archive.write_bytes(whole)
        rewritten(archive, change)
        assert_refused(archive, match)


def forged(members, manifest):
    """A change whose sums are right again."""
    data = members[of("crm.Lead")].replace(b"Durand", b"Dupont")
    members[of("crm.Lead")] = data
    manifest["tables"]["crm.Lead"]["sha256"] = sha256(data).hexdigest()


def test_a_change_by_somebody_who_mended_the_sums(archive):
    rewritten(archive, forged)
    assert_refused(archive, "was changed after it was made")


def test_whether_it_was_changed_cannot_be_told_without_its_secret_key(archive, settings):
    key = settings.SECRET_KEY
    with override_settings(SECRET_KEY="another key, as after a move", SECRET_KEY_FALLBACKS=[]):
        _out, aside = command("restore", archive, check=True)
        assert "made with another SECRET_KEY" in aside
    with override_settings(SECRET_KEY="a newer key", SECRET_KEY_FALLBACKS=[key]):
        assert command("restore", archive, check=True)[1] == ""


def test_a_newer_format(archive):
    rewritten(archive, lambda *parts: retell(*parts, format=2, webox="9.9"))
    assert_refused(archive, r"by a newer WeBox \(9.9\) in a format this one does not know. Update WeBox")


def test_migrations_this_one_does_not_know(archive):
    names = [f"crm.99{number:02}_later" for number in range(7)]

    def change(members, manifest):
        retell(members, manifest, migrations=manifest["migrations"] + names)

    rewritten(archive, change)
    assert_refused(archive, r"by a newer WeBox .* does not know crm.9900_later, .* and 2 more. Update WeBox")


def test_migrations_it_does_not_have_yet(archive):
    def change(members, manifest):
        retell(members, manifest, migrations=[name for name in manifest["migrations"] if name != "crm.0001_initial"])

    rewritten(archive, change)
    assert_refused(archive, "by an older WeBox .*: it has no crm.0001_initial yet. Restore it with that version")


def test_two_descriptions_that_differ(archive):
    rewritten(archive, lambda _members, manifest: manifest.update(database="other"))
    assert_refused(archive, "its two descriptions differ")


@pytest.mark.parametrize("name", ["private/../../escaped", "/etc/escaped", "secret/key", "private/.hidden", "private"])
def test_a_file_that_leads_elsewhere(archive, settings, name):
    def change(members, manifest):
        members[f"files/{name}"] = b"x"
        manifest["files"][name] = {"size": 1, "sha256": sha256(b"x").hexdigest()}

    rewritten(archive, change, settings.SECRET_KEY)
    assert_refused(archive, "has no place here")


def test_a_link_instead_of_a_file(archive):
    members = members_of(archive)
    with gzip.open(archive, "wb") as out, tarfile.open(fileobj=out, mode="w") as tar:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            if name == DECK:
                member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
                tar.addfile(member)
                continue
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    assert_refused(archive, "is no file")


def test_rows_that_break_a_rule_of_the_database(archive, settings):
    """As a hand with the right key would write them: a lead of a workspace that is not there, a text for a number."""
    whole = archive.read_bytes()

    def broken(label, before, after):
        def change(members, manifest):
            data = members[of(label)].replace(before, after)
            assert data != members[of(label)]
            members[of(label)] = data
            manifest["tables"][label]["sha256"] = sha256(data).hexdigest()

        archive.write_bytes(whole)
        rewritten(archive, change, settings.SECRET_KEY)

    members = members_of(archive)
    start = members[of("crm.Lead")].partition(b",")[0]
    broken("accounts.Workspace", members[of("accounts.Workspace")].partition(b",")[0] + b",", b"[987654,")
    assert_refused(archive, "The database refused what is in it")
    broken("crm.Lead", start + b",", b'["one",')
    assert_refused(archive, "The database refused what is in it|does not give back the rows")
    assert Workspace.objects.count() == Lead.objects.count() == 0


@pytest.mark.postgresql
def test_a_text_that_only_sqlite_had_room_for(archive, settings):
    def change(members, manifest):
        data = members[of("crm.Lead")].replace(b"Durand", b"D" * 500)
        members[of("crm.Lead")] = data
        manifest["tables"]["crm.Lead"]["sha256"] = sha256(data).hexdigest()

    rewritten(archive, change, settings.SECRET_KEY)
    assert_refused(archive, "value too long for type character varying.*crm_lead, line 1, column last_name")


def test_a_database_that_is_not_empty(archive):
    make_workspace()
    assert_refused(
        archive, r"not empty: there are rows in accounts.Workspace, .* Restore into a new one, or use --replace"
    )


def test_a_file_that_is_no_backup(tmp_path):
    for name, text in (("a.txt", b"hello"), ("b.gz", gzip.compress(b"hello")), ("c", b"")):
        (tmp_path / name).write_bytes(text)
        assert_refused(tmp_path / name, "no backup of WeBox|damaged or not whole")
    assert_refused(tmp_path / "missing", "No such file")


def test_encrypted_for_a_key_only_that_key_opens_it(settings, tmp_path, workspace):
    key, other, before = x25519.Identity.generate(), x25519.Identity.generate(), everything()
    settings.BACKUP_RECIPIENTS = str(key.to_public())
    path = tmp_path / "a.tar.gz.age"
    assert "not encrypted" not in command("backup", path)[0]
    empty()
    assert_refused(path, "no private key is set")
    settings.BACKUP_IDENTITIES = str(other)
    assert_refused(path, "not one this file was encrypted for")
    settings.BACKUP_IDENTITIES = str(key)
    data = path.read_bytes()
    path.write_bytes(data[:-1])
    assert_refused(path, r"damaged or not whole\. Nothing was changed")
    path.write_bytes(data)
    command("restore", path)
    assert everything() == before


def test_encrypted_with_a_passphrase(settings, tmp_path, workspace):
    settings.BACKUP_PASSPHRASE, before = "correct horse", everything()
    command("backup", tmp_path / "a.tar.gz.age")
    empty()
    command("restore", tmp_path / "a.tar.gz.age")
    assert everything() == before


def test_a_key_that_is_none_is_not_repeated(settings, tmp_path):
    settings.BACKUP_RECIPIENTS = str(x25519.Identity.generate())
    with pytest.raises(CommandError) as caught:
        command("backup", tmp_path / "a.tar.gz")
    assert str(caught.value) == "What was given is not a public key of age (age1…)."
    assert list(tmp_path.glob("*.gz*")) == []
