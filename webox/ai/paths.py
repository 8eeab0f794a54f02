"""Places in a JSON value, written as RFC 6901 pointers: "/pages/0/headline"."""


def leaves(value, path=""):
    """(path, text) of every text in it, in reading order."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from leaves(each, f"{path}/{_escape(name)}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from leaves(each, f"{path}/{number}")


def look_up(value, path):
    """What stands there. Raises KeyError when nothing does."""
    for step in _steps(path):
        value = value[_step_into(value, step)]
    return value


def replaced(value, path, new):
    """A copy with `new` at that place. Raises KeyError when nothing stands there."""
    steps = _steps(path)
    if not steps:
        return new
    step = _step_into(value, steps[0])
    rest = "".join(f"/{_escape(each)}" for each in steps[1:])
    copy = value.copy()
    copy[step] = replaced(value[step], rest, new)
    return copy


def storable(value):
    """A copy without what a database refuses in a text: NUL, and halves of characters."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {storable(name): storable(each) for name, each in value.items()}
    if isinstance(value, list):
        return [storable(each) for each in value]
    return value


def _steps(path):
    if path and not path.startswith("/"):
        raise KeyError(path)
    return [step.replace("~1", "/").replace("~0", "~") for step in path.split("/")[1:]]


def _step_into(value, step):
    if isinstance(value, dict) and step in value:
        return step
    if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
        return int(step)
    raise KeyError(step)


def _escape(name):
    return str(name).replace("~", "~0").replace("/", "~1")
