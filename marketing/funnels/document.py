"""A funnel page as the whole document a visitor gets: the member's HTML, CSS and script, and its forms made ours."""

from dataclasses import dataclass, field
from html import escape

from django.utils.translation import gettext as _

from marketing.funnels.markup import edited, filled, forms_of, tags_of, with_attributes
from marketing.funnels.models import FunnelPage

TOKEN = "wb_token"  # noqa: S105
# Named for what a program likes to fill in; a person never sees it.
HONEYPOT = "wb_website"
CONSENT = "consent"

DEFAULT_FORM = """
<form class="wb-form" style="display:grid;gap:12px;max-width:26rem;margin:24px auto;padding:0 16px;\
font-family:system-ui,sans-serif">
<label>{email}<br><input type="email" name="email" required autocomplete="email" \
style="box-sizing:border-box;width:100%;margin-top:4px;padding:11px 12px;border:1px solid #9ca3af;border-radius:8px;\
font:inherit"></label>
<button type="submit" style="padding:13px;border:0;border-radius:8px;background:#1f2937;color:#fff;font:inherit;\
font-weight:600;cursor:pointer">{submit}</button>
</form>
"""
TRAP = (
    '<div style="position:absolute;left:-9999px" aria-hidden="true"><label>{label}'
    '<input type="text" name="{name}" tabindex="-1" autocomplete="off"></label></div>'
)
AGREEMENT = (
    '<label class="wb-consent" style="display:flex;gap:8px;align-items:flex-start;margin:12px 0;text-align:left">'
    '<input type="checkbox" name="{name}" value="1" required{checked} style="width:auto;flex:none;margin-top:.25em">'
    "<span>{text}</span></label>"
)
ERROR = (
    '<span class="wb-error" role="alert" style="display:block;margin:4px 0;color:#b42318;background:#fff;'
    'border-radius:3px;padding:2px 4px;font-size:.9em;font-weight:400">{text}</span>'
)
NOTICE = (
    '<div class="wb-notice" role="alert" style="margin:0 0 12px;padding:10px 12px;border:1px solid #b42318;'
    'border-radius:6px;background:#fff;color:#b42318">{text}</div>'
)
WHOLE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
</head>
<body>
{html}
</body>
</html>
"""


@dataclass(frozen=True)
class Answer:
    """What a form is shown again with: {name: [texts]} as typed, {name: message}, and a message for the whole."""

    values: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)
    notice: str = ""


def document_of(page, *, action="", token="", language="fr", answer=None):
    """The page's document. Its forms without an address of their own are sent to `action` with `token`;

    without an `action` (a preview) they stay as they are.
    """
    html = with_default_form(page)
    tags = tags_of(html)
    if not any(tag.name in ("html", "head", "body") for tag in tags):
        html = WHOLE.format(language=language, title=escape(page.name), html=html)
        tags = tags_of(html)
    edits = with_style_and_script(page, html, tags)
    if action:
        for form in forms_of(html, tags):
            if form.is_ours:
                edits += form_edits(page, html, form, action, token, answer)
    return edited(html, edits)


def with_default_form(page):
    html = page.html_content
    tags = tags_of(html)
    if page.page_type != FunnelPage.Type.OPTIN or any(tag.name == "form" for tag in tags):
        return html
    form = DEFAULT_FORM.format(email=_("Your email"), submit=_("Sign up"))
    place = next((tag.start for tag in tags if tag.closes and tag.name in ("body", "html")), len(html))
    return html[:place] + form + html[place:]


def with_style_and_script(page, html, tags):
    head_end = next((tag.start for tag in tags if tag.closes and tag.name == "head"), None)
    if head_end is None:
        # Without a head the style goes where the body begins, or it would come before the doctype.
        head_end = next((tag.end for tag in reversed(tags) if not tag.closes and tag.name in ("html", "body")), 0)
    ends = {tag.name: tag.start for tag in tags if tag.closes and tag.name in ("body", "html")}
    body_end = ends.get("body", ends.get("html", len(html)))
    edits = []
    if page.css_content.strip():
        css = page.css_content.replace("</", "<\\/")
        edits.append((head_end, head_end, f"<style>\n{css}\n</style>\n"))
    if page.js_content.strip():
        # "</script" would end the script early, wherever it stands; in a string "<\/script" means the same.
        js = page.js_content.replace("</script", "<\\/script").replace("</SCRIPT", "<\\/SCRIPT")
        edits.append((body_end, body_end, f"<script>\n{js}\n</script>\n"))
    return edits


def form_edits(page, html, form, action, token, answer):
    consent_text = page.funnel.consent_text.strip()
    asks_consent = bool(consent_text) and CONSENT not in form.names
    values = answer.values if answer else {}
    # The encoding is named too: a form sent as text/plain could not be read.
    sent = with_attributes(form.tag, method="post", action=action, enctype="application/x-www-form-urlencoded")
    hidden = f'<input type="hidden" name="{TOKEN}" value="{escape(token)}">'
    hidden += TRAP.format(label=escape(_("Leave this empty")), name=HONEYPOT)
    edits = [sent, (form.tag.end, form.tag.end, hidden)]
    edits += error_edits(form, answer.notice, answer.errors, asks_consent) if answer else []
    if asks_consent:
        checked = " checked" if CONSENT in values else ""
        agreement = AGREEMENT.format(name=CONSENT, text=escape(consent_text), checked=checked)
        if answer and CONSENT in answer.errors:
            agreement += ERROR.format(text=escape(answer.errors[CONSENT]))
        edits.append((form.submit_at, form.submit_at, agreement))
    return edits + (filled(html, form, values) if answer else [])


def error_edits(form, notice, errors, asks_consent):
    """Each message behind the last field of its name; those without a field, at the top of the form."""
    edits, homeless = [], [notice] if notice else []
    for name, message in errors.items():
        fields = [tag for tag in form.fields if tag.get("name") == name]
        if fields:
            place = field_end(form, fields[-1])
            edits.append((place, place, ERROR.format(text=escape(message))))
        elif name != CONSENT or not asks_consent:
            homeless.append(message)
    if homeless:
        text = "<br>".join(escape(message) for message in homeless)
        edits.append((form.tag.end, form.tag.end, NOTICE.format(text=text)))
    return edits


def field_end(form, tag):
    if tag.name == "input":
        return tag.end
    return next(
        (each.end for each in form.tags if each.closes and each.name == tag.name and each.start > tag.start), tag.end
    )
