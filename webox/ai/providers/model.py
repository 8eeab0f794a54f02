"""Models behind one interface: OpenAI and any server that speaks its language, Anthropic, Google, Mistral."""

import asyncio
import logging
from contextlib import asynccontextmanager
from dataclasses import replace
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic_ai import Agent, ModelRequest, ToolOutput
from pydantic_ai.capabilities import PrepareOutputTools
from pydantic_ai.direct import model_request
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
from webox.ai.prompts import data_of, instructions_of
from webox.ai.providers.base import Answer, Refused, Unavailable, Writer
from webox.ai.providers.faults import broken, translated
from webox.lib import vault

logger = logging.getLogger(__name__)
Provider = AIConfig.Provider
# An invalid answer goes back with its errors; the third is the last.
ANSWERS = 3
# Named here although the libraries know them, as those would let the environment send a workspace's key elsewhere.
VENDORS = {
    Provider.OPENAI: ("OpenAI", "https://api.openai.com/v1", OpenAIChatModel, OpenAIProvider),
    Provider.ANTHROPIC: ("Anthropic", "https://api.anthropic.com", AnthropicModel, AnthropicProvider),
    Provider.GOOGLE: ("Google", "https://generativelanguage.googleapis.com", GoogleModel, GoogleProvider),
    Provider.MISTRAL: ("Mistral", "https://api.mistral.ai", MistralModel, MistralProvider),
}
# Of JSON Schema, what models read. Titles, widgets and whatever else people see beside a field stay here.
KEYWORDS = {
    *("type", "enum", "const", "default", "description", "format", "pattern", "minLength", "maxLength"),
    *("properties", "required", "additionalProperties", "items", "prefixItems", "minItems", "maxItems"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "anyOf", "allOf", "oneOf", "$ref", "$defs"),
}


class ModelWriter(Writer):
    def __init__(self, provider):
        self.provider = provider
        self.name, self.address, self.model_class, self.provider_class = VENDORS[provider]

    def write(self, *, purpose, brief, voice, seed):
        agent = Agent(
            output_type=ToolOutput(purpose.schema, name="draft", description="The finished draft."),
            instructions=instructions_of(purpose.prompt, brief),
            retries=ANSWERS - 1,
            capabilities=[PrepareOutputTools(_as_models_read)],
        )

        def ask(model, usage):
            return agent.run(data_of(brief), model=model, model_settings=self._limits(), usage=usage)

        run, usage, requests = self._talk(voice, ask)
        return _answer(usage, requests, output=run.output.model_dump(mode="json"), model=run.response.model_name)

    def check(self, *, voice):
        def ask(model, usage):
            question = ModelRequest.user_text_prompt("Answer with the one word: ready")
            return model_request(model, [question], model_settings=self._limits())

        response, _usage, _requests = self._talk(voice, ask)
        return _("%(name)s answered as “%(model)s”.") % {
            "name": self._whom(voice),
            "model": response.model_name or voice.model,
        }

    def _talk(self, voice, ask):
        """(what ask(model, usage) brings, the usage, the requests made). Raises Unavailable or Refused."""
        key = self._key(voice)
        usage, requests = RunUsage(), []

        async def talk():
            async with _client(requests) as client:
                provider = self.provider_class(base_url=voice.base_url or self.address, api_key=key, http_client=client)
                return await ask(self.model_class(voice.model, provider=provider), usage)

        try:
            return asyncio.run(talk()), usage, len(requests)
        except AgentRunError as error:
            spent = _answer(usage, len(requests))
            raise translated(error, name=self._whom(voice), model=voice.model, spent=spent) from error
        except UserError:
            raise
        except Exception as error:
            # The libraries stumble over answers of a shape no vendor documents.
            logger.exception("The answer of %s", self._whom(voice))
            raise Unavailable(broken(self._whom(voice)), spent=_answer(usage, len(requests))) from error

    def _limits(self):
        limits = {"max_retries": 0, "request_timeout": settings.AI_TIMEOUT_SECONDS}
        # Unasked, the largest of Anthropic's models are streamed, so as to write for longer than we would wait.
        return limits | ({"max_tokens": 16_000} if self.provider == Provider.ANTHROPIC else {})

    def _key(self, voice):
        """The key in the clear, once everything needed is there."""
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
        if key or (self.provider == Provider.OPENAI and voice.base_url):
            # Servers of one's own want none, and the library wants something.
            return key or "none"
        raise Refused(_("There is no key for %(name)s. Enter it in the AI settings.") % {"name": self.name})

    def _whom(self, voice):
        return urlsplit(voice.base_url).netloc if voice.base_url else self.name


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


def _answer(usage, requests, output=None, model=""):
    return Answer(
        output=output or {},
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cost=usage.cost,
        requests=requests,
        model=(model or "")[:120],
    )


def _as_models_read(_context, tools):
    return [replace(tool, parameters_json_schema=_plain(tool.parameters_json_schema)) for tool in tools]


def _plain(schema):
    """A JSON Schema without what only we understand."""
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {}
    for keyword, value in schema.items():
        if keyword in ("properties", "$defs"):
            plain[keyword] = {name: _plain(each) for name, each in value.items()}
        elif keyword in ("enum", "const", "default", "required", "type"):
            plain[keyword] = value
        elif keyword in KEYWORDS:
            plain[keyword] = _plain(value)
    return plain
