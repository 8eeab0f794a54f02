"""How often something may be done, counted in the cache: against people who try a door again and again."""

from django.core.cache import cache


def too_often(what, most, seconds):
    """Count this time, and tell whether it is one more than `most` within the seconds since the first."""
    key = f"often:{what}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > most
    except ValueError:
        # It ended between the two lines.
        return False
