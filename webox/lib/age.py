"""Streams encrypted in the age format (age-encryption.org), for a public key or for a passphrase; memory stays flat.

A passphrase protects a key made for the one file: its first line holds that key, sealed with the passphrase, and the
rest is encrypted for it. The `age` program reads both parts (docs/BACKUP.md says how).
"""

import os
import re
from base64 import b64decode, b64encode
from contextlib import contextmanager, suppress
from threading import Thread

import pyrage
from pyrage import passphrase, x25519

MAGIC, KEY_LINE = b"age-encryption.org/v1\n", b"webox-key "
# A sealed key has some 300 characters
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
        out.write(KEY_LINE + b64encode(passphrase.encrypt(str(identity).encode(), secret)) + b"\n")
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
        return identities_of(passphrase.decrypt(b64decode(line), secret).decode())
    except (pyrage.DecryptError, ValueError) as error:
        raise WrongKey("The passphrase is not the one this file was encrypted with.") from error
