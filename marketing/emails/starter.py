"""What a new campaign begins with: a message that can be sent as it is, in the language of the workspace."""

from django.utils import translation
from django.utils.translation import gettext as _

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
            closing=_("See you soon,<br />the team of %(workspace)s") % {"workspace": workspace.name},
            why=_("You receive this message because you left us your address."),
            unsubscribe=_("Unsubscribe"),
        )
    return {"html_content": html, "from_name": workspace.name}


def merge_field(name, default=""):
    """A merge field as it is written, with what stands there when a person has no value."""
    return f'{{{{ {name} | default: "{default}" }}}}' if default else f"{{{{ {name} }}}}"
