"""What a new campaign begins with: a message that can be sent as it is, in the language of the workspace."""

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm.fields import lead_fields
from marketing.emails.actions import default_sender
from marketing.emails.compile import CAMPAIGN_FIELDS, LEAD_FIELDS

MJML = """\
<mjml>
  <mj-head>
    <mj-attributes>
      <mj-all font-family="Helvetica, Arial, sans-serif" />
      <mj-text font-size="16px" line-height="1.6" color="#1f2937" />
    </mj-attributes>
  </mj-head>
  <mj-body background-color="#f3f4f6" width="600px">
    <mj-section background-color="#ffffff" padding="24px 12px">
      <mj-column>
        <mj-text>{hello}</mj-text>
        <mj-text>{opening}</mj-text>
        <mj-text>{point}</mj-text>
        <mj-button href="https://example.com/" background-color="#0f766e" border-radius="6px">{button}</mj-button>
        <mj-text>{closing}</mj-text>
      </mj-column>
    </mj-section>
    <mj-section padding="12px">
      <mj-column>
        <mj-text font-size="12px" color="#6b7280" align="center">
          {why}<br />
          {address}<br />
          <a href="{{{{ unsubscribe_url }}}}" style="color:#6b7280">{unsubscribe}</a>
        </mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
"""


def starter_content(workspace):
    """The fields of a new campaign that have a sensible beginning."""
    with translation.override(workspace.language):
        default = _("there")
        html = MJML.format(
            hello=_("Hello %(name)s,") % {"name": merge_field("first_name", default)},
            opening=_("Begin with the one thing this person gains by reading on."),
            point=_("Then give the proof: a figure, a customer’s words, a before and after."),
            button=_("Say what the click brings"),
            closing=_("See you soon,<br />the team of %(workspace)s") % {"workspace": merge_field("workspace_name")},
            why=_("You receive this message because you left us your address."),
            address="{{ postal_address | newline_to_br }}",
            unsubscribe=_("Unsubscribe"),
        )
    name, address = default_sender(workspace)
    return {"html_content": html, "from_name": name, "from_email": address}


def merge_field(name, default=""):
    """A merge field as it is written, with what stands there when a person has no value."""
    return f'{{{{ {name} | default: "{default}" }}}}' if default else f"{{{{ {name} }}}}"


def merge_buttons(workspace):
    """[(text to insert, label)] of the merge fields an editor offers."""
    with translation.override(workspace.language):
        defaults = {"first_name": _("there"), "company": _("your company")}
    own = [(f"custom_fields.{f.key}", f.label) for f in lead_fields(workspace).values() if f.is_custom]
    offered = [(name, label) for name, label in LEAD_FIELDS if name != "custom_fields"]
    offered += own or [("custom_fields.name", dict(LEAD_FIELDS)["custom_fields"])]
    offered += CAMPAIGN_FIELDS
    return [(merge_field(name, defaults.get(name, "")), capfirst(label)) for name, label in offered]
