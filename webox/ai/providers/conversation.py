"""A conversation with a model, until it ends or fails: whom we ask, with which key, and what it costs."""

import asyncio
import logging
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic_ai.exceptions import AgentRunError, UserError
from pydantic_ai.models import create_async_httpx2_client
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.google import GoogleModel
from pydantic_ai.models.mistral import MistralModel
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.google import GoogleProvider
from pydantic_ai.providers.mistral import MistralProvider
from pydantic_ai.providers.openai import OpenAIProvider
from pydantic_ai.usage import RunUsage

from webox.ai.models import AIConfig
from webox.ai.providers.base import Answer, Refused, Unavailable
from webox.ai.providers.faults import broken, translated
from webox.lib import vault

logger = logging.getLogger(__name__)
Provider = AIConfig.Provider
# Named here although the libraries know them, as those would let the environment send a workspace's key elsewhere.
VENDORS = {
    Provider.OPENAI: ("OpenAI", "https://api.openai.com/v1", OpenAIChatModel, OpenAIProvider),
    Provider.ANTHROPIC: ("Anthropic", "https://api.anthropic.com", AnthropicModel, AnthropicProvider),
    Provider.GOOGLE: ("Google", "https://generativelanguage.googleapis.com", GoogleModel, GoogleProvider),
    Provider.MISTRAL: ("Mistral", "https://api.mistral.ai", MistralModel, MistralProvider),
}


class Conversation:
    def __init__(self, provider, voice):
        """Raises Refused when something needed is missing."""
        vendor, address, self.model_class, self.provider_class = VENDORS[provider]
        self.address = voice.base_url or address
        self.name = urlsplit(voice.base_url).netloc if voice.base_url else vendor
        self.model = voice.model
        self.key = self._checked_key(provider, voice, vendor)
        # A time limit for each request as a whole; trying again is ours.
        self.limits = {"max_retries": 0, "request_timeout": settings.AI_TIMEOUT_SECONDS}
        if provider == Provider.ANTHROPIC:
            # Unasked, the largest of its models are streamed, so as to write for longer than we would wait.
            self.limits["max_tokens"] = 16_000
        self.usage, self.requests = RunUsage(), []

    def hold(self, ask):
        """What ask(model) brings. Raises Unavailable or Refused, with what was spent in the whole conversation."""

        async def talk():
            async with _client(self.requests) as client:
                provider = self.provider_class(base_url=self.address, api_key=self.key, http_client=client)
                return await ask(self.model_class(self.model, provider=provider))

        try:
            return asyncio.run(talk())
        except AgentRunError as error:
            raise translated(error, name=self.name, model=self.model, spent=self.answer()) from error
        except UserError:
            raise
        except Exception as error:
            # The libraries stumble over answers of a shape no vendor documents.
            logger.exception("The answer of %s", self.name)
            raise Unavailable(broken(self.name), spent=self.answer()) from error

    def answer(self, output=None, model=""):
        return Answer(
            output=output or {},
            input_tokens=self.usage.input_tokens,
            output_tokens=self.usage.output_tokens,
            cost=self.usage.cost,
            requests=len(self.requests),
            model=(model or "")[:120],
        )

    @staticmethod
    def _checked_key(provider, voice, vendor):
        if not voice.model:
            raise Refused(_("No model is chosen. Name one in the AI settings."))
        if voice.base_url and not voice.base_url.lower().startswith(("http://", "https://")):
            raise Refused(_("The address must begin with http:// or https://. Change it in the AI settings."))
        try:
            key = vault.unseal(voice.sealed_key)
        except vault.Unreadable as error:
            raise Refused(
                _("The key was sealed by another installation and cannot be read. Enter it again in the AI settings.")
            ) from error
        if not (key.isascii() and key.isprintable()) or " " in key:
            # It goes into a header: nothing of it may reach a log by way of an error.
            raise Refused(_("The key holds characters no key has. Enter it again in the AI settings."))
        if key or (provider == Provider.OPENAI and voice.base_url):
            # Servers of one's own want none, and the library wants something.
            return key or "none"
        raise Refused(_("There is no key for %(name)s. Enter it in the AI settings.") % {"name": vendor})


@asynccontextmanager
async def _client(requests):
    """An HTTP client that writes down each request it makes."""

    async def write_down(request):
        requests.append(request.url.path)

    seconds = settings.AI_TIMEOUT_SECONDS
    phases = (settings.AI_CONNECT_SECONDS, seconds, seconds, seconds)  # connecting, reading, writing, waiting for one
    async with create_async_httpx2_client(timeout=phases) as client:
        client.event_hooks["request"].append(write_down)
        yield client
