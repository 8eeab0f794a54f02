from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

SUBJECT = {"soft_limit": 60, "limit": 250}


class Improved(BaseModel):
    """The content of a campaign, changed, and what was done in words."""

    note: str = Field(title=_("What was changed"), max_length=600, json_schema_extra={"widget": "lines"})
    subject: str = Field(title=_("Subject"), min_length=1, max_length=250, json_schema_extra=SUBJECT)
    preheader: str = Field(title=_("Preheader"), max_length=250, json_schema_extra={"soft_limit": 100, "limit": 250})
    html_content: str = Field(title=_("HTML or MJML"), json_schema_extra={"widget": "code"})
    text_content: str = Field(title=_("Text"), json_schema_extra={"widget": "lines"})


class Subjects(BaseModel):
    subject: str = Field(title=_("Subject"), min_length=1, max_length=250, json_schema_extra=SUBJECT)
    alternatives: list[str] = Field(
        title=_("Other subjects"),
        min_length=4,
        max_length=4,
        json_schema_extra={"item": gettext_noop("Alternative"), "soft_limit": 60},
    )
