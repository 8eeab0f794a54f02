"""The offline writer: copy from frameworks and phrase banks, in French and in English, with no model and no network.

    copy = Copy(brief, random)
    copy.headline("benefit"), *copy.paragraphs(copy.framework("AIDA", "PAS")), *copy.bullets(3)
    copy.call_to_action("sell")

It states only what the brief says. Without facts it asks, and promises how things are done, never with what result.
"""

from webox.ai.writer.copy import ANGLES, FRAMEWORKS, Copy, goal_of
from webox.ai.writer.text import clean, clip, name_of, sentence_of

__all__ = ["ANGLES", "FRAMEWORKS", "Copy", "clean", "clip", "goal_of", "name_of", "sentence_of"]
