"""What is made with a segment, asked of the apps above: nobody should delete one without knowing."""

# Each answers uses(segment) → [(what it is, its page)], a few
FINDERS = []


def register_use(find):
    """Make a finder known; usable as a decorator."""
    FINDERS.append(find)
    return find


def uses_of(segment):
    return [use for find in FINDERS for use in find(segment)]
