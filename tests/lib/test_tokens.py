"""Signed URL tokens: what they look like, what they refuse."""

import hmac
import re

import pytest

from webox.lib.tokens import BadToken, ExpiredToken, sign, sign_until, unsign

KEY = b"a secret of thirty-two bytes...."
OLD = b"an older secret of thirty-two b."


def test_ids_come_back():
    assert unsign("click", sign("click", 7, key=KEY), KEY) == (7,)
    assert unsign("click", sign("click", 0, 255, 2**63, key=KEY), KEY) == (0, 255, 2**63)


def test_a_token_is_short_lower_case_hex_without_dot_or_equals_sign():
    assert re.fullmatch(r"1e240-3-[0-9a-f]{24}", sign("click", 123456, 3, key=KEY))


def test_a_token_is_the_same_every_time_and_follows_the_written_recipe():
    derived = hmac.digest(KEY, b"webox.lib.tokens:click", "sha256")
    expected = "ff-" + hmac.digest(derived, b"ff", "sha256").hex()[:24]
    assert sign("click", 255, key=KEY) == expected
    assert sign("click", 255, key=[KEY, OLD]) == expected


def test_a_token_of_another_purpose_is_refused():
    with pytest.raises(BadToken):
        unsign("unsubscribe", sign("click", 7, key=KEY), KEY)


def test_every_changed_character_is_refused():
    token = sign("click", 1234, 56, key=KEY)
    for position, character in enumerate(token):
        changed = token[:position] + ("1" if character != "1" else "2") + token[position + 1 :]
        with pytest.raises(BadToken):
            unsign("click", changed, KEY)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "-",
        "7",
        "7-",
        "-" + "0" * 24,
        "7-" + "0" * 24,
        "é-é",
        "7-" + "é" * 24,
        "0x7-1",
        "7 -1",
        "f" * 5000,
        "7-8-9",
        "x-1",
        "xx-1",
        "\x00-\x00",
        "7-" + "�",
    ],
)
def test_rubbish_is_refused(token):
    with pytest.raises(BadToken):
        unsign("click", token, KEY)


def test_another_way_of_writing_the_same_ids_is_refused():
    token = sign("click", 10, 3, key=KEY)
    for changed in (token.upper(), "0" + token, " " + token, token + "\n", token.replace("a-3", "a--3", 1)):
        with pytest.raises(BadToken):
            unsign("click", changed, KEY)


def test_keys_rotate_the_first_signs_and_all_verify():
    old = sign("click", 7, key=OLD)
    assert unsign("click", old, [KEY, OLD]) == (7,)
    assert sign("click", 7, key=(KEY, OLD)) == sign("click", 7, key=KEY)
    with pytest.raises(BadToken):
        unsign("click", old, [KEY])


def test_a_token_expires_at_its_second():
    token = sign_until("reset", 7, 8, until=1_000, key=KEY)
    assert unsign("reset", token, KEY, now=999.9) == (7, 8)
    with pytest.raises(ExpiredToken):
        unsign("reset", token, KEY, now=1_000)
    with pytest.raises(ExpiredToken):
        unsign("reset", token, KEY)


def test_an_expiry_cannot_be_moved_or_removed():
    token = sign_until("reset", 7, until=1_000, key=KEY)
    for changed in (token.replace("x3e8", "x4e8"), token.replace("-x3e8", "")):
        with pytest.raises(BadToken) as caught:
            unsign("reset", changed, KEY, now=0)
        assert caught.type is BadToken


@pytest.mark.parametrize("ids", [(), (-1,), (3, -2)])
def test_ids_that_cannot_be_written_are_refused(ids):
    with pytest.raises(ValueError, match="id"):
        sign("click", *ids, key=KEY)


@pytest.mark.parametrize("key", [b"", [], [b""]])
def test_an_empty_key_is_refused(key):
    with pytest.raises(ValueError, match="key"):
        sign("click", 1, key=key)
