"""Models behind one interface: OpenAI and any server that speaks its language, Anthropic, Google, Mistral."""

import json
import logging
from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pydantic_ai import Agent, ModelRequest, ToolOutput
from pydantic_ai.capabilities import PrepareOutputTools
from pydantic_ai.direct import model_request

from webox.ai.claims import claims_in
from webox.ai.prompts import data_of, instructions_of
from webox.ai.providers.base import ProviderFailed, Writer
from webox.ai.providers.conversation import Conversation

logger = logging.getLogger(__name__)
# An answer that does not fit goes back with what is wrong with it; the third is the last.
ANSWERS = 3
MEND = "Write the draft again with these problems mended, and the rest as it is: "
# Of JSON Schema, what models read. Titles, widgets and whatever else people see beside a field stay here.
KEYWORDS = {
    *("type", "enum", "const", "default", "description", "format", "pattern", "minLength", "maxLength"),
    *("properties", "required", "additionalProperties", "items", "prefixItems", "minItems", "maxItems"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "anyOf", "allOf", "oneOf", "$ref", "$defs"),
}


class ModelWriter(Writer):
    def __init__(self, provider):
        self.provider = provider

    def write(self, *, purpose, brief, voice, seed):
        talk = Conversation(self.provider, voice)
        agent = Agent(
            output_type=ToolOutput(purpose.schema, name="draft", description="The finished draft."),
            instructions=instructions_of(purpose.prompt, brief),
            model_settings=talk.limits,
            capabilities=[PrepareOutputTools(_as_models_read)],
        )
        run = _said(talk, agent, data_of(brief))
        while (faults := _faults_in(run.output, purpose, brief)) and len(talk.requests) < ANSWERS:
            try:
                run = _said(talk, agent, MEND + json.dumps(faults, ensure_ascii=False), run.all_messages())
            except ProviderFailed:
                # What it wrote before is better than nothing; a person sees what is wrong with it.
                break
        return talk.answer(run.output.model_dump(mode="json"), run.response.model_name)

    def check(self, *, voice):
        talk = Conversation(self.provider, voice)
        question = ModelRequest.user_text_prompt("Answer with the one word: ready")
        answer = talk.hold(lambda model: model_request(model, [question], model_settings=talk.limits))
        known = {"name": talk.name, "model": answer.model_name or voice.model}
        sentence = _("%(name)s answered as “%(model)s”.") % known
        return (
            sentence if _has_price(answer) else f"{sentence} {_('No price of it is known: no budget holds it back.')}"
        )


def _has_price(response):
    try:
        return response.cost() is not None
    except (LookupError, ValueError, AssertionError):
        return False


def _said(talk, agent, words, history=None):
    """A run whose output fits the schema. What does not is sent back as long as answers are left."""
    again = ANSWERS - 1 - len(talk.requests)
    return talk.hold(
        lambda model: agent.run(words, model=model, message_history=history, usage=talk.usage, retries=again)
    )


def _faults_in(draft, purpose, brief):
    """What keeps it from being accepted although it fits the schema: limits of platforms, forbidden words."""
    output = draft.model_dump(mode="json")
    try:
        problems = [*claims_in(output, brief), *purpose.check(output, brief)]
    except Exception:
        logger.exception("The check of %s", purpose.name)  # whoever asked says so, with the draft in hand
        return []
    # What has no place in the draft is a fault of the wish: no other words mend it.
    errors = [each for each in problems if each.level == "error" and each.path]
    return [{"path": each.path, "problem": str(each.message)} for each in errors]


def _as_models_read(_context, tools):
    return [replace(tool, parameters_json_schema=_plain(tool.parameters_json_schema)) for tool in tools]


def _plain(schema):
    """A JSON Schema without what only we understand."""
    if isinstance(schema, list):
        return [_plain(each) for each in schema]
    if not isinstance(schema, dict):
        return str(schema) if isinstance(schema, Promise) else schema
    plain = {}
    for keyword, value in schema.items():
        if keyword in ("properties", "$defs"):
            plain[keyword] = {name: _plain(each) for name, each in value.items()}
        elif keyword in ("enum", "const", "default", "required", "type"):
            plain[keyword] = value
        elif keyword in KEYWORDS:
            plain[keyword] = _plain(value)
    return plain
