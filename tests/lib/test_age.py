import os
import sys
from io import BytesIO
from subprocess import run

import pytest
from pyrage import x25519

from webox.lib import age

TEXT = os.urandom(300_000)


@pytest.fixture(scope="module")
def key():
    return x25519.Identity.generate()


@pytest.fixture(scope="module")
def sealed(key):
    out = BytesIO()
    with age.encrypting(out, [key.to_public()]) as plain:
        plain.write(TEXT)
    return out.getvalue()


def read(data, identities=(), secret=""):
    source = BytesIO(data)
    with age.decrypting(source, age.unlocked(source, identities, secret)) as plain:
        return plain.read()


def test_what_was_encrypted_for_a_key_comes_back_with_it(key, sealed):
    assert age.is_encrypted(sealed[:30])
    assert TEXT[:100] not in sealed
    assert read(sealed, [key]) == TEXT


def test_it_is_for_every_key_named(key):
    other, out = x25519.Identity.generate(), BytesIO()
    with age.encrypting(out, age.recipients_of(f"{key.to_public()}, {other.to_public()}")) as plain:
        plain.write(b"for both")
    assert read(out.getvalue(), [key]) == read(out.getvalue(), [other]) == b"for both"


def test_another_key_does_not_open_it(sealed):
    with pytest.raises(age.WrongKey, match="not one this file was encrypted for"):
        read(sealed, [x25519.Identity.generate()])
    with pytest.raises(age.WrongKey, match="no private key is set"):
        read(sealed)


@pytest.mark.parametrize("length", [100, 250, 70_000, -1])
def test_a_part_of_it_is_refused(key, sealed, length):
    with pytest.raises(age.Damaged):
        read(sealed[:length], [key])


def test_a_changed_byte_is_refused(key, sealed):
    changed = bytearray(sealed)
    changed[200_000] ^= 1
    with pytest.raises(age.Damaged):
        read(bytes(changed), [key])


def test_a_passphrase_seals_a_key_of_its_own():
    out = BytesIO()
    with age.encrypting(out, secret="correct horse") as plain:
        plain.write(b"text")
    data = out.getvalue()
    assert age.is_encrypted(data[:30])
    assert read(data, secret="correct horse") == b"text"
    with pytest.raises(age.WrongKey, match="none is set"):
        read(data)
    with pytest.raises(age.WrongKey, match="not the one"):
        read(data, secret="wrong horse")
    with pytest.raises(age.WrongKey, match="not the one"):
        read(age.KEY_LINE + b"half", secret="correct horse")


def test_the_documented_way_opens_a_passphrase_without_webox(settings, tmp_path):
    guide = (settings.BASE_DIR / "docs" / "BACKUP.md").read_text()
    script, file = guide.partition("```python\n")[2].partition("```")[0], tmp_path / "a.age"
    with file.open("wb") as out, age.encrypting(out, secret="correct horse") as plain:
        plain.write(b"text")
    # getpass asks a terminal, or else standard input
    ran = run(
        [sys.executable, "-c", script, str(file)],
        input="correct horse\n",
        capture_output=True,
        text=True,
        check=True,
        start_new_session=True,
    )
    rest = file.read_bytes().partition(b"\n")[2]
    assert read(rest, age.identities_of(ran.stdout)) == b"text"


def test_a_full_disk_is_told_as_such(key):
    class Full(BytesIO):
        def write(self, data):
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"), age.encrypting(Full(), [key.to_public()]) as plain:
        plain.write(TEXT)


def test_the_callers_own_fault_is_not_covered_up(key, sealed):
    with pytest.raises(KeyError), age.encrypting(BytesIO(), [key.to_public()]) as plain:
        plain.write(TEXT)
        raise KeyError
    with pytest.raises(KeyError), age.decrypting(BytesIO(sealed), [key]) as plain:
        plain.read(10)
        raise KeyError


def test_keys_are_read_from_files_of_age_keygen_and_never_repeated(key):
    file = f"# created: 2026-11-21\n# public key: {key.to_public()}\n{key}\n"
    assert [str(identity) for identity in age.identities_of(file)] == [str(key)]
    assert age.recipients_of("") == []
    with pytest.raises(age.WrongKey) as caught:
        age.recipients_of(str(key))
    assert str(key) not in str(caught.value)
