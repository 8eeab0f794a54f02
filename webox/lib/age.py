"""Streams encrypted in the age format (age-encryption.org), for a public key or for a passphrase; memory stays flat.

A passphrase protects a key made for the one file: its first line holds that key, sealed with the passphrase, and the
rest, which the `age` program reads, is encrypted for it (docs/BACKUP.md says how both are opened without WeBox).
"""

import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import contextmanager, suppress
from threading import Thread

import pyrage
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from pyrage import x25519

MAGIC, KEY_LINE = b"age-encryption.org/v1\n", b"webox-key "
# A sealed key has some 250 characters
LONGEST_LINE = 4096


class WrongKey(Exception):
    """No key, no passphrase, or not the right one."""


class Damaged(Exception):
    """Not what was written once, or not all of it."""


def recipients_of(text):
    """The public keys in a text. Raises WrongKey."""
    return _keys(x25519.Recipient, text, "a public key of age (age1…)")


def identities_of(text):
    """The private keys in a text, which may be a file that age-keygen wrote. Raises WrongKey."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return _keys(x25519.Identity, "\n".join(lines), "a private key of age (AGE-SECRET-KEY-1…)")


def _keys(kind, text, wanted):
    try:
        return [kind.from_str(word) for word in re.split(r"[\s,]+", text) if word]
    except (pyrage.RecipientError, pyrage.IdentityError) as error:
        # Not the text itself: what was put there by mistake may be the secret one.
        raise WrongKey(f"What was given is not {wanted}.") from error


def is_encrypted(start):
    """Whether a file that starts with these bytes needs a key."""
    return start.startswith((MAGIC, KEY_LINE))


@contextmanager
def encrypting(out, recipients=(), secret=""):
    """A file to write to; what is written goes encrypted to `out`, for the public keys, else for the passphrase."""
    if not recipients:
        identity = x25519.Identity.generate()
        salt = os.urandom(16)
        sealed = _sealing(secret, salt).encrypt(str(identity).encode())
        out.write(KEY_LINE + urlsafe_b64encode(salt) + b" " + sealed + b"\n")
        recipients = [identity.to_public()]

    def work(source):
        try:
            pyrage.encrypt_io(source, out, list(recipients))
        except pyrage.EncryptError as error:
            raise OSError(str(error)) from error

    with _piped(work, writes=True) as plain:
        yield plain


@contextmanager
def decrypting(source, identities):
    """A file to read what `source` holds from, where unlocked() left it. Nothing is sure before its end was read.

    Raises WrongKey, Damaged.
    """

    def work(out):
        try:
            pyrage.decrypt_io(source, out, list(identities))
        except pyrage.DecryptError as error:
            if "matching keys" in str(error):
                raise WrongKey("The private key is not one this file was encrypted for.") from error
            raise Damaged("The encrypted file is damaged.") from error
        except OSError as error:
            raise Damaged("The encrypted file is damaged or not whole.") from error

    with _piped(work, writes=False) as plain:
        yield plain


@contextmanager
def _piped(work, *, writes):
    """One end of a pipe, whose other end `work` gets in a thread of its own. What fails there is raised here."""
    reading, writing = (os.fdopen(end, mode) for end, mode in zip(os.pipe(), ("rb", "wb"), strict=True))
    ours, theirs = (writing, reading) if writes else (reading, writing)
    faults = []

    def run():
        try:
            work(theirs)
        except Exception as error:
            faults.append(error)
        finally:
            with suppress(OSError):
                theirs.close()

    thread = Thread(target=run)
    thread.start()
    try:
        yield ours
    except Exception as error:
        # Noted before the pipe closed: then what failed on our side is only how we heard of it.
        if faults:
            raise faults[0] from error
        raise
    else:
        with suppress(BrokenPipeError):
            ours.close()
        thread.join()
        if faults:
            raise faults[0]
    finally:
        with suppress(OSError):
            ours.close()
        thread.join()


def unlocked(source, identities=(), secret=""):
    """The keys that open a file, which then stands where decrypting() begins. Raises WrongKey."""
    start = source.read(len(KEY_LINE))
    if start != KEY_LINE:
        source.seek(0)
        if not identities:
            raise WrongKey("This file is encrypted for a key, and no private key is set.")
        return identities
    line = source.readline(LONGEST_LINE)
    if not secret:
        raise WrongKey("This file is encrypted with a passphrase, and none is set.")
    try:
        salt, sealed = line.split()
        return identities_of(_sealing(secret, urlsafe_b64decode(salt)).decrypt(sealed).decode())
    except (InvalidToken, ValueError) as error:
        raise WrongKey("The passphrase is not the one this file was encrypted with.") from error


def _sealing(secret, salt):
    # The same work everywhere (OWASP's scrypt: 128 MB, under a second). age's own passphrases take as much as the
    # machine that writes gives them, up to a gigabyte, and a slower one then refuses to open the file.
    return Fernet(urlsafe_b64encode(Scrypt(salt=salt, length=32, n=2**17, r=8, p=1).derive(secret.encode())))
