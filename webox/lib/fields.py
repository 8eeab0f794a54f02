from unicodedata import combining, normalize

from django.db import models


def fold(text: str) -> str:
    """Lower case without accents, single spaces: what people expect a search to ignore."""
    letters = "".join(c for c in normalize("NFKD", text) if not combining(c))
    return " ".join(letters.casefold().split())


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
