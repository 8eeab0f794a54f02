import re
from unicodedata import combining, normalize
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models.functions import Lower

# The accents of European letters; those of other scripts are looked for one by one.
ACCENTS = re.compile("[\u0300-\u036f]+")


def fold(text: str) -> str:
    """Lower case without accents, single spaces: what people expect a search to ignore."""
    if not text.isascii():
        text = ACCENTS.sub("", normalize("NFKD", text))
        if not text.isascii():
            text = "".join(c for c in text if not combining(c))
    return " ".join(text.casefold().split())


class SearchText(models.TextField):
    """The folded text of other columns of the row, written whenever the row is saved or bulk-created.

    QuerySet.update() of a source column does not reach it: change those columns through save().
    """

    def __init__(self, *args, sources=(), **kwargs):
        self.sources = tuple(sources)
        kwargs |= {"editable": False, "blank": True, "default": ""}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"sources": self.sources}

    def pre_save(self, model_instance, add):
        value = fold(" ".join(str(getattr(model_instance, source) or "") for source in self.sources))
        setattr(model_instance, self.attname, value)
        return value


class DayOf(models.DateField):
    """The calendar day of another column's moment where the row's workspace lives, as its zone was then."""

    def __init__(self, *args, source="created_at", **kwargs):
        self.source = source
        super().__init__(*args, **kwargs | {"editable": False, "null": True})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"source": self.source}

    def pre_save(self, model_instance, add):
        moment = model_instance._meta.get_field(self.source).to_python(getattr(model_instance, self.source))
        # Not by the workspace's own method: the models that migrations see have none.
        zone = ZoneInfo(model_instance.workspace.time_zone)
        value = moment.astimezone(zone).date() if moment else None
        setattr(model_instance, self.attname, value)
        return value


def one_email(within, *, name, message):
    """The constraint that an email stands once `within` a parent, in whatever case; many rows may have none."""
    return models.UniqueConstraint(
        within, Lower("email"), condition=~models.Q(email=""), name=name, violation_error_message=message
    )
