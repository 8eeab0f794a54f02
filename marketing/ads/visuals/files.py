"""Where images of ads lie: DATA_DIR/creatives, under names of ours; composed ones beside them until accepted."""

import hashlib
import io
import os
import secrets
import shutil
import time
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from marketing.ads.visuals import compose

# What people may upload, and how large
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 40_000_000
LEAST_SIDE = 100
LONGEST_SIDE = 2_400
TYPES = {".png": "image/png", ".jpg": "image/jpeg"}
DRAFTS_STAY = 30 * 24 * 3600


@dataclass(frozen=True)
class Stored:
    """A file that was kept, as an AdImage remembers it."""

    stored: str
    sha256: str
    width: int
    height: int
    size: int


def folder():
    return settings.DATA_DIR / "creatives"


def draft_of(visual):
    """The file of a composed image; composed at the first call. It may be thrown away at any time."""
    return cached(folder() / "drafts" / f"{visual.key}.png", lambda: compose(visual))


def cached(path, make):
    if not path.exists():
        _write(path, make())
    return path


def keep(data):
    """A Stored of the bytes of an image."""
    with Image.open(io.BytesIO(data)) as image:
        suffix, (width, height) = ".png" if image.format == "PNG" else ".jpg", image.size
    name = f"{secrets.token_hex(16)}{suffix}"
    _write(folder() / name, data)
    return Stored(name, hashlib.sha256(data).hexdigest(), width, height, len(data))


def digest_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def twin(path):
    """The name of another file with the same content, which takes no room where the disk can share it."""
    name = f"{secrets.token_hex(16)}{path.suffix}"
    try:
        os.link(path, folder() / name)
    except OSError:
        shutil.copyfile(path, folder() / name)
    # A link is as old as its file: no row names it yet, and nobody is to take it for forgotten.
    os.utime(folder() / name)
    return name


def _write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    # Never half a file under its own name, whoever writes it at the same time.
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    part.write_bytes(data)
    part.replace(path)


def forget_drafts():
    """Throw away composed drafts nobody looked at for long; they can be made again."""
    drafts = folder() / "drafts"
    for path in drafts.iterdir() if drafts.exists() else ():
        if path.stat().st_mtime < time.time() - DRAFTS_STAY:
            path.unlink(missing_ok=True)


def forget_orphans(stored):
    """Throw away files no row names any more; `stored` are the names that rows have. Fresh ones may be on their way."""
    for path in folder().iterdir() if folder().exists() else ():
        if path.is_file() and path.name not in stored and path.stat().st_mtime < time.time() - 24 * 3600:
            path.unlink(missing_ok=True)


def reencoded(upload):
    """The bytes of an uploaded image, written anew: nothing but its pixels is kept. Raises ValidationError."""
    if upload.size > MOST_BYTES:
        message = _("This file has %(size)d MB; at most %(most)d MB are taken.")
        size = {"size": -(-upload.size // 1024**2), "most": MOST_BYTES // 1024**2}
        raise ValidationError(message % size, code="too_large")
    try:
        with Image.open(upload, formats=FORMATS) as image:
            return _readable(image)
    except ValidationError:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        message = _("This is not an image we can read. Upload a PNG, JPEG, WebP or GIF.")
        raise ValidationError(message, code="not_an_image") from error


def _readable(image):
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise ValidationError(_("This image has too many pixels: make it smaller first."), code="too_large")
    if min(width, height) < LEAST_SIDE:
        message = _("This image is too small: each side needs at least %(least)d pixels.")
        raise ValidationError(message % {"least": LEAST_SIDE}, code="too_small")
    whole = ImageOps.exif_transpose(image)
    whole.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return encoded(whole)


def encoded(image):
    """PNG of drawings and of what can be seen through, JPEG of photographs."""
    out = io.BytesIO()
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image.convert("RGBA").save(out, "PNG", optimize=True)
    elif image.mode == "P":
        image.convert("RGB").save(out, "PNG", optimize=True)
    else:
        image.convert("RGB").save(out, "JPEG", quality=88, optimize=True, progressive=True)
    return out.getvalue()


def cut_to(path, width, height):
    """The bytes of an image in another size: its middle, enlarged or made smaller to fill it."""
    with Image.open(path) as image:
        return encoded(ImageOps.fit(image.convert("RGB"), (width, height), Image.Resampling.LANCZOS))
