"""Images of a model, asked for as OpenAI's API has it; many servers, also local ones, speak that language."""

import base64
import binascii
import io
import json
import time

import httpx
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from marketing.ads.visuals.files import MOST_PIXELS, encoded
from webox.ai.models import AIConfig
from webox.ai.providers.base import ProviderFailed, Refused, Unavailable
from webox.lib import vault

ADDRESS = "https://api.openai.com/v1"
# What models of this kind paint; the sizes of platforms are cut from it
SIDES = {"square": (1024, 1024), "wide": (1536, 1024), "tall": (1024, 1536)}
LARGEST_ANSWER = 40 * 1024 * 1024


def can_paint(voice):
    """Whether the settings name a model for images at a provider that has this API."""
    return bool(voice.image_model) and bool(voice.base_url or voice.provider == AIConfig.Provider.OPENAI)


def size_for(width, height):
    if width > height * 1.2:
        return SIDES["wide"]
    return SIDES["tall"] if height > width * 1.2 else SIDES["square"]


class Painter:
    """One conversation with the provider of a voice. Raises Unavailable or Refused, with a sentence for people."""

    def __init__(self, voice):
        self.voice = voice
        self.address = (voice.base_url or ADDRESS).rstrip("/")
        self.name = httpx.URL(self.address).host
        # All images of a draft together get the time that one text has.
        self.until = time.monotonic() + settings.AI_TIMEOUT_SECONDS

    def paint(self, prompt, width, height):
        """The bytes of an image of about that shape."""
        painted = size_for(width, height)
        body = {"model": self.voice.image_model, "prompt": prompt, "n": 1, "size": "{}x{}".format(*painted)}
        if not self.voice.image_model.startswith("gpt-image"):
            # Those always answer so, and refuse to be asked.
            body["response_format"] = "b64_json"
        try:
            return self._read(self._ask(body))
        except httpx.TimeoutException as error:
            raise Unavailable(_("%(name)s did not paint in time.") % {"name": self.name}) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unavailable(_("%(name)s cannot be reached for images.") % {"name": self.name}) from error

    def _ask(self, body):
        left = max(self.until - time.monotonic(), 1)
        timeout = httpx.Timeout(left, connect=min(settings.AI_CONNECT_SECONDS, left))
        address = f"{self.address}/images/generations"
        with (
            httpx.Client(timeout=timeout, trust_env=False) as client,
            client.stream("POST", address, json=body, headers=self._headers()) as answer,
        ):
            read = bytearray()
            for piece in answer.iter_bytes():
                read += piece
                if len(read) > LARGEST_ANSWER or time.monotonic() > self.until:
                    raise Unavailable(_("%(name)s did not paint in time.") % {"name": self.name})
        self._refuse(answer, bytes(read))
        return bytes(read)

    def _headers(self):
        try:
            key = vault.unseal(self.voice.sealed_key)
        except vault.Unreadable as error:
            raise Refused(_("The key cannot be read. Enter it again in the AI settings.")) from error
        return {"Authorization": f"Bearer {key}"} if key else {}

    def _refuse(self, answer, read):
        status = answer.status_code
        if status == 200:
            return
        known = {"name": self.name, "status": status, "model": self.voice.image_model}
        if status == 429 or status >= 500:
            raise Unavailable(_("%(name)s paints nothing at the moment (%(status)d).") % known)
        if status in (401, 403):
            raise Refused(_("%(name)s refused the key for images. Check it in the AI settings.") % known)
        if status == 404:
            raise Refused(_("%(name)s knows no image model “%(model)s”. Check it in the AI settings.") % known)
        raise Refused(_("%(name)s did not accept the request for an image (%(status)d).") % known)

    def _read(self, read):
        try:
            data = base64.b64decode(json.loads(read)["data"][0]["b64_json"], validate=True)
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP")) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise ValueError("too many pixels")
                return encoded(image.convert("RGB"))
        except (
            *(ValueError, KeyError, IndexError, TypeError, binascii.Error, OSError, SyntaxError),
            *(UnidentifiedImageError, Image.DecompressionBombError),
        ) as error:
            raise Unavailable(_("%(name)s answered, but not with an image.") % {"name": self.name}) from error


__all__ = ["Painter", "ProviderFailed", "can_paint"]
