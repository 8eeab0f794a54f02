"""Secrets kept in the database: sealed with a key made from SECRET_KEY; those sealed with an earlier key still open."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """Sealed with a key this installation no longer has."""


def seal(secret):
    """The secret as a text for a database column; an empty one stays empty."""
    return _fernet().encrypt(secret.encode()).decode() if secret else ""


def unseal(sealed):
    """What was sealed. Raises Unreadable when no key of this installation opens it."""
    try:
        return _fernet().decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken as error:
        raise Unreadable from error


def _fernet():
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key):
    # Salt-free on purpose: SECRET_KEY is random already, and another purpose has another `info`.
    return urlsafe_b64encode(HKDF(SHA256(), length=32, salt=None, info=b"webox.lib.vault").derive(key.encode()))
