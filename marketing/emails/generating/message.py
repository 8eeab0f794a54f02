"""From the words of a draft to the fields of a campaign: MJML that reads well everywhere, and the same as text."""

import re
from html import escape

from django.utils import translation
from django.utils.translation import gettext as _

from marketing.emails.actions import default_sender
from marketing.emails.models import EmailCampaign
from webox.ai.voice import voice_of
from webox.ai.writer import clean
from webox.lib.contrast import contrast, ink_on
from webox.lib.mailbody import LIQUID

# No XML, so no MJML, has these.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
DEFAULT_COLOR, PAPER, INK = "#0f766e", "#ffffff", "#1f2937"
FRAME = """\
<mjml>
  <mj-head>
    <mj-attributes>
      <mj-all font-family="Helvetica, Arial, sans-serif" />
      <mj-text font-size="16px" line-height="1.6" color="#1f2937" padding="8px 25px" />
    </mj-attributes>
  </mj-head>
  <mj-body background-color="#f3f4f6" width="600px">
    <mj-section background-color="{color}" padding="6px 12px">
      <mj-column>
        <mj-text color="{on_color}" font-size="15px" font-weight="700">{brand}</mj-text>
      </mj-column>
    </mj-section>
    <mj-section background-color="#ffffff" padding="20px 12px 28px">
      <mj-column>
{body}
      </mj-column>
    </mj-section>
    <mj-section padding="12px">
      <mj-column>
        <mj-text font-size="12px" color="#6b7280" align="center">
          {why}<br />
          {{{{ postal_address }}}}<br />
          <a href="{{{{ unsubscribe_url }}}}" style="color:#6b7280">{unsubscribe}</a>
        </mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
"""


def campaign_of(generation, output):
    """The campaign a draft would be, not saved."""
    workspace = generation.workspace
    with translation.override(generation.language):
        brand = voice_of(workspace, generation.by).brand
        name, address = default_sender(workspace)
        return EmailCampaign(
            workspace=workspace,
            name=output["name"] or output["subject"][:120],
            subject=output["subject"],
            preheader=output["preheader"],
            html_content=html_of(output, brand),
            text_content=text_of(output),
            from_name=clean(brand.name) or name,
            from_email=address,
            segment_rules=output["segment_rules"],
        )


def html_of(output, brand):
    """MJML. Merge fields stay what they are, everything else that was typed is escaped."""
    color = brand.color or DEFAULT_COLOR
    words = {"brand": written(clean(brand.name)), "why": written(why()), "unsubscribe": written(_("Unsubscribe"))}
    body = "\n".join(f"        {each}" for each in blocks(output, color))
    return FRAME.format(color=color, on_color=ink_on(color), body=body, **words)


def blocks(output, color):
    title = color if contrast(color, PAPER) >= 4.5 else INK
    if output["headline"]:
        style = f'font-size="24px" line-height="1.3" font-weight="700" color="{title}"'
        yield f"<mj-text {style}>{written(output['headline'])}</mj-text>"
    for each in (output["greeting"], *output["paragraphs"]):
        yield from paragraph(each)
    if output["points"]:
        yield from paragraph(output["points_title"], 'font-weight="700" padding-bottom="0"')
        points = "".join(f'<li style="margin-bottom:6px">{written(each)}</li>' for each in output["points"])
        yield f'<mj-text padding-top="4px"><ul style="margin:0;padding-left:20px">{points}</ul></mj-text>'
    for each in output["more"]:
        yield from paragraph(each)
    if output["link"] and output["button"]:
        yield (
            f'<mj-button href="{escape(output["link"])}" background-color="{color}" color="{ink_on(color)}" '
            f'border-radius="6px" font-size="16px" font-weight="700" inner-padding="14px 28px" align="left" '
            f'padding="16px 25px">{written(output["button"])}</mj-button>'
        )
    yield from paragraph(output["closing"])
    yield from paragraph(output["postscript"], 'font-size="14px" color="#4b5563"')


def paragraph(text, style=""):
    if text.strip():
        yield f"<mj-text{' ' if style else ''}{style}>{written(text)}</mj-text>"


def written(text):
    """Escaped for HTML, except for merge fields; lines stay lines."""
    pieces, at, text = [], 0, CONTROL.sub("", text)
    for found in LIQUID.finditer(text):
        pieces += [escape(text[at : found.start()], quote=False), found[0]]
        at = found.end()
    pieces.append(escape(text[at:], quote=False))
    return "".join(pieces).strip().replace("\n", "<br />")


def text_of(output):
    points = "\n".join(f"- {each}" for each in output["points"])
    button = f"{output['button']}{colon()}{output['link']}" if output["link"] and output["button"] else ""
    listed = "\n".join(each for each in (output["points_title"] if points else "", points) if each)
    footer = f"{why()}\n{{{{ postal_address }}}}\n{_('Unsubscribe')}{colon()}{{{{ unsubscribe_url }}}}"
    parts = [
        output["headline"],
        output["greeting"],
        *output["paragraphs"],
        listed,
        *output["more"],
        button,
        output["closing"],
        output["postscript"],
        f"--\n{footer}",
    ]
    return "\n\n".join(re.sub(r"[ \t]+\n", "\n", each.strip()) for each in parts if each.strip()) + "\n"


def why():
    return _("You receive this message because you left us your address.")


def colon():
    return ": " if translation.get_language() == "en" else "\u00a0: "
