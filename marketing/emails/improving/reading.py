"""Text inside a message, without its tags and its merge fields."""

import re

from webox.lib.mailbody import LIQUID

# A merge field while the text around it is worked on
AWAY = re.compile("\ue000(\\d+)\ue001")
TAG = re.compile(r"""<!--.*?-->|</?([a-zA-Z][\w-]*)(?:[^>"']|"[^"]*"|'[^']*')*>""", re.DOTALL)
# What is inside these nobody reads.
UNREAD = {"style", "script", "title", "mj-head", "head", "mj-style", "mj-raw"}
# Text goes on before and after these.
INLINE = {"a", "b", "strong", "i", "em", "u", "span", "small", "code", "font", "sup", "sub"}
FRENCH = re.compile(r"\b(?:le|la|les|des|une|est|vous|nous|pour|votre|avec|dans|qui|sur)\b", re.IGNORECASE)
ENGLISH = re.compile(r"\b(?:the|and|of|you|your|is|for|with|this|that|are|we|to|in)\b", re.IGNORECASE)


def changed_text(source, change):
    """The HTML or MJML with `change(text, goes_on_before, goes_on_after)` in place of every text in it.

    Merge fields are put away meanwhile, as \ue0001\ue001, and come back wherever that stands.
    """
    hidden = _put_away(source)
    pieces, at, unread = [], 0, []
    tags = list(TAG.finditer(hidden))
    for number, tag in enumerate([*tags, None]):
        text = hidden[at : tag.start() if tag else len(hidden)]
        before = _name(tags[number - 1]) if number else ""
        is_read = text.strip() and not unread
        pieces.append(_within_spaces(text, change, before in INLINE, _name(tag) in INLINE) if is_read else text)
        if tag is None:
            break
        pieces.append(tag[0])
        at = tag.end()
        _follow(tag, unread)
    return _bring_back("".join(pieces), source)


def changed_lines(source, change):
    """The same of a plain text, line by line."""
    hidden = _put_away(source)
    lines = [_within_spaces(line, change, False, False) if line.strip() else line for line in hidden.split("\n")]
    return _bring_back("\n".join(lines), source)


def language_of(content, default):
    """ "fr" or "en" by its small words; `default` where they do not tell."""
    text = LIQUID.sub(" ", TAG.sub(" ", " ".join(content.values())))
    french, english = len(FRENCH.findall(text)), len(ENGLISH.findall(text))
    return default if french == english else ("fr" if french > english else "en")


def merge_fields_of(text):
    return {" ".join(each.split()) for each in LIQUID.findall(text)}


def _put_away(source):
    clean = AWAY.sub("", source)
    numbers = iter(range(len(clean)))
    return LIQUID.sub(lambda _found: f"\ue000{next(numbers)}\ue001", clean)


def _bring_back(text, source):
    fields = LIQUID.findall(AWAY.sub("", source))
    return AWAY.sub(lambda found: fields[int(found[1])], text)


def _within_spaces(text, change, before, after):
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return text[:start] + change(text[start:end], before, after) + text[end:]


def _name(tag):
    return (tag[1] or "").lower() if tag else ""


def _follow(tag, unread):
    name = _name(tag)
    if name not in UNREAD or tag[0].endswith("/>"):
        return
    if not tag[0].startswith("</"):
        unread.append(name)
    elif name in unread:
        unread.remove(name)
