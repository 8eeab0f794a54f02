from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

ONE_A_LINE = {"widget": "lines", "help": gettext_noop("One a line.")}
MOST = 10


def lines(title):
    return Field(title=title, max_length=MOST, json_schema_extra=ONE_A_LINE)


class UpdateDraft(BaseModel):
    """The words of an investor update; its figures are taken from the month when it is made."""

    title: str = Field(
        title=_("Subject"), min_length=1, max_length=200, json_schema_extra={"soft_limit": 60, "limit": 200}
    )
    headline: str = Field(title=_("In a sentence"), max_length=1000, json_schema_extra={"widget": "lines"})
    wins: list[str] = lines(_("Wins"))
    lowlights: list[str] = lines(_("What went wrong, and the remedy"))
    next_steps: list[str] = lines(_("The next thirty days"))
    asks: list[str] = lines(_("Asks"))
