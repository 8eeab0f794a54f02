"""Short signed tokens for URLs, with no database behind them.

A token reads `<id>-<id>-<signature>` in lower-case hex: letters that survive a mail gateway which lower-cases
links, and neither `.` nor `=`, which quoted-printable would have to escape. It says which rows are meant and
that we wrote it; it is not a secret and carries no right beyond its purpose.
"""

import hashlib
import hmac
import time
from collections.abc import Sequence
from functools import lru_cache

Keys = bytes | Sequence[bytes]

_SIGNATURE_CHARS = 24  # 96 bits: a forger gets one HTTP request per guess
_LONGEST = 200
_INNER_PAD = bytes(byte ^ 0x36 for byte in range(256))
_OUTER_PAD = bytes(byte ^ 0x5C for byte in range(256))


class BadToken(Exception):
    """The token was not written by us for this purpose, or was changed on its way."""


class ExpiredToken(BadToken):
    """The token is ours, but its time has passed."""


def sign(purpose: str, *ids: int, key: Keys) -> str:
    """Token for `ids` (not negative, at least one). `key` is one secret or several: the first one signs."""
    return _seal(purpose, _body(ids), key)


def sign_until(purpose: str, *ids: int, until: float, key: Keys) -> str:
    """The same, refused from `until` (a Unix time in seconds) on."""
    return _seal(purpose, f"{_body(ids)}-x{int(until):x}", key)


def unsign(purpose: str, token: str, key: Keys, *, now: float | None = None) -> tuple[int, ...]:
    """The ids of a token. Raises BadToken or ExpiredToken. Every key of `key` is tried, so keys can rotate."""
    body, dash, signature = token.rpartition("-")
    if not dash or len(token) > _LONGEST or not token.isascii():
        raise BadToken
    if not any([hmac.compare_digest(_signature(purpose, body, secret), signature) for secret in _keys(key)]):
        raise BadToken
    *ids, last = body.split("-")
    if not last.startswith("x"):
        ids.append(last)
    elif int(last[1:], 16) <= (time.time() if now is None else now):
        raise ExpiredToken
    return tuple([int(value, 16) for value in ids])


def _body(ids: tuple[int, ...]) -> str:
    if len(ids) == 1 and ids[0] >= 0:
        return f"{ids[0]:x}"
    if not ids or min(ids) < 0:
        raise ValueError("A token needs at least one id, and no id may be negative.")
    return "-".join([f"{value:x}" for value in ids])


def _seal(purpose: str, body: str, key: Keys) -> str:
    secret = key if isinstance(key, bytes) else _keys(key)[0]
    return f"{body}-{_signature(purpose, body, secret)}"


def _keys(key: Keys) -> Sequence[bytes]:
    keys = (key,) if isinstance(key, bytes) else key
    if not keys:
        raise ValueError("A token needs a key.")
    return keys


def _signature(purpose: str, body: str, secret: bytes) -> str:
    inner, outer = _hmac_states(purpose, secret)
    digest = inner.copy()
    digest.update(body.encode("ascii"))
    seal = outer.copy()
    seal.update(digest.digest())
    return seal.hexdigest()[:_SIGNATURE_CHARS]


@lru_cache(maxsize=256)
def _hmac_states(purpose: str, secret: bytes):
    # HMAC (RFC 2104) with its two key blocks already hashed: a campaign signs a token per message, and
    # copying these states is three times faster than starting from the key.
    if not secret:
        raise ValueError("A token needs a key.")
    block = hmac.digest(secret, f"webox.lib.tokens:{purpose}".encode(), "sha256").ljust(64, b"\0")
    return hashlib.sha256(block.translate(_INNER_PAD)), hashlib.sha256(block.translate(_OUTER_PAD))
