"""Text in lines no wider than there is room; `measure` says how wide a text is. Breaks are at plain spaces alone."""


def wrapped(words, measure, width):
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if measure(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def broken(word, measure, width):
    """The parts of a word that may be wider than a line."""
    if measure(word) <= width:
        yield word
        return
    part = ""
    for character in word:
        if part and measure(part + character) > width:
            yield part
            part = ""
        part += character
    yield part
