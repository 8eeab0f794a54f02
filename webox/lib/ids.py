"""The number of a row as it stands in an address, a form or a file."""


def is_id(text):
    """Whether a row may have this number: digits alone, and no more of them than every database takes."""
    return text.isascii() and text.isdigit() and len(text) < 19
