"""Uploaded files: kept under names of ours, measured as they come."""

import secrets
from hashlib import sha256


class TooLarge(Exception):
    """More bytes came than are taken."""


def keep(upload, folder, most):
    """(name in the folder, size, SHA-256) of an uploaded file that now lies there. Raises TooLarge."""
    folder.mkdir(parents=True, exist_ok=True)
    name, digest, size = secrets.token_hex(16), sha256(), 0
    try:
        with (folder / name).open("xb") as file:
            for chunk in upload.chunks():
                size += len(chunk)
                if size > most:
                    raise TooLarge
                digest.update(chunk)
                file.write(chunk)
    except BaseException:
        (folder / name).unlink(missing_ok=True)
        raise
    return name, size, digest.hexdigest()
