"""What a model is told. The instructions are a template with a version; everything people wrote goes beside it as JSON.

templates/ai/prompts/<name>.<version>.txt may use `language`, `tone` and `today`, and nothing somebody typed: what a
visitor, a fan or a file says is data, however much it sounds like an instruction.
"""

import json
from dataclasses import asdict

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

FRAME = "ai/prompts/frame.1.txt"


def version_of(prompt):
    """ "emails.campaign.1" → "1"."""
    return prompt.rpartition(".")[2]


def instructions_of(prompt, brief):
    """What the model is to do; nothing of what people wrote is in it."""
    words = {"language": brief.language, "tone": brief.tone, "today": timezone.localdate().isoformat()}
    task = render_to_string(f"ai/prompts/{prompt}.txt", words).strip()
    # Plain text, and ours: quotes in it stay quotes.
    return render_to_string(FRAME, words | {"task": mark_safe(task)}).strip()


def data_of(brief):
    """What people wrote and what was looked up, as one JSON document."""
    known = {"inputs": brief.inputs, "brand": asdict(brief.brand), "context": brief.context}
    return json.dumps(known, ensure_ascii=False, indent=1, default=str)
