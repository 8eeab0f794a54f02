"""From what a member wrote to a message per person: checked, compiled once per campaign, filled in per lead."""

from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import format_datetime
from functools import partial
from html import escape

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from crm.fields import STANDARD, lead_fields
from crm.models import Lead
from crm.segments import validate
from marketing.emails.models import Link
from marketing.emails.problem import Problem
from marketing.emails.tracking import token_of
from webox.lib import liquid
from webox.lib.envelope import Envelope
from webox.lib.mailbody import add_before_body_end, add_utm, compile_html, html_to_text
from webox.lib.mime import Skeleton

# Of the registry of a lead's fields, what may be said to the person; the workspace's own are custom_fields.<key>.
SAID = ("first_name", "last_name", "email", "phone", "company", "job_title")
LEAD_FIELDS = [(name, STANDARD[name].label) for name in SAID]
LEAD_FIELDS += [("custom_fields", gettext_lazy("Custom field (custom_fields.name)"))]
CAMPAIGN_FIELDS = [
    ("workspace_name", gettext_lazy("Your business")),
    ("postal_address", gettext_lazy("Your postal address")),
    ("unsubscribe_url", gettext_lazy("Unsubscribe link")),
    ("view_url", gettext_lazy("View in browser link")),
]
MERGE_FIELDS = LEAD_FIELDS + CAMPAIGN_FIELDS
ALLOWED = {name for name, _label in MERGE_FIELDS}
TEMPLATE_FIELDS = ("from_name", "subject", "preheader", "html_content", "text_content")


def problems_of(campaign):
    """What keeps the campaign from being sent, in the order of the form."""
    problems = []
    if not campaign.subject.strip():
        problems.append(Problem("subject", _("Write a subject."), "required"))
    if not campaign.html_content.strip() and not campaign.text_content.strip():
        problems.append(Problem("html_content", _("Write the message: it has neither HTML nor text."), "no_content"))
    if not campaign.from_email:
        problems.append(Problem("from_email", _("Say which address the campaign is sent from."), "missing_sender"))
    for field in ("from_email", "reply_to"):
        # An address may hold braces, and a header is a template: nobody would ever be reached.
        if set("{}") & set(getattr(campaign, field)):
            problems.append(Problem(field, _("Write the address without { and }."), "braces"))
    for field in TEMPLATE_FIELDS:
        if problem := template_problem(field, getattr(campaign, field)):
            problems.append(problem)
    if not any(problem.field == "html_content" for problem in problems):
        problems += body_problems(campaign)
    if not campaign.workspace.postal_address.strip():
        message = _("Give your postal address in the settings: campaigns must show it.")
        problems.append(Problem("postal_address", message, "missing_postal_address"))
    try:
        validate(campaign.workspace, campaign.segment_rules)
    except ValidationError as error:
        problems.append(Problem("segment_rules", " ".join(error.messages), "segment"))
    return problems


def template_problem(field, source):
    try:
        liquid.parse(source, allowed=ALLOWED, html=field == "html_content")
    except liquid.TemplateError as error:
        code = "unknown_merge_field" if error.field else "template_syntax"
        where = _("Line %(line)s: ") % {"line": error.line} if error.line else ""
        return Problem(field, where + str(error.message), code)
    return None


def body_problems(campaign):
    """MJML that does not convert, and a body that stops being a template on the way."""
    try:
        Body(campaign)
    except liquid.TemplateError as error:
        return [Problem("html_content", str(error.message), "template_syntax")]
    except ValueError as error:
        return [Problem("html_content", str(error), "html")]
    return []


def warnings_of(campaign):
    """What a careful sender would look at again; none of it stops the campaign."""
    warnings = []
    try:
        warnings = [Problem("html_content", str(text), "link") for text in Body(campaign).warnings]
    except (liquid.TemplateError, ValueError):
        return warnings  # told as a problem
    warnings += unknown_own_fields(campaign)
    if len(campaign.subject) > 70:
        warnings.append(Problem("subject", _("Most inboxes cut subjects after about 70 characters."), "long_subject"))
    if "unsubscribe_url" not in campaign.html_content + campaign.text_content:
        message = _("Your message has no unsubscribe link of its own: one is added at its foot.")
        warnings.append(Problem("html_content", message, "footer_added"))
    return warnings


def unknown_own_fields(campaign):
    """custom_fields.<key> that no field in use has: perhaps a slip, perhaps what a form left under its own name."""
    asked = {}
    for place in TEMPLATE_FIELDS:
        if template_problem(place, source := getattr(campaign, place)) is None:
            for variable in liquid.parse(source, html=place == "html_content").variables:
                if variable.startswith("custom_fields."):
                    asked.setdefault(variable, place)
    known = {field.key for field in lead_fields(campaign.workspace).values() if field.is_custom} if asked else set()
    message = _("“%(name)s” is none of your fields: most people will see nothing there.")
    return [
        Problem(place, message % {"name": name}, "unknown_custom_field")
        for name, place in asked.items()
        if name.split(".")[1] not in known
    ]


class Body:
    """The HTML and the text of a campaign as Liquid, compiled; `urls` are the addresses its links lead to.

    `tracked` sends links through us and adds the pixel; without it the links stay as written.
    """

    def __init__(self, campaign, *, tracked=True):
        self.campaign, self.urls = campaign, []
        source = campaign.html_content.strip() or text_as_html(campaign.text_content)
        compiled = compile_html(source, rewrite=self.rewrite if tracked else self.tag)
        html = add_preheader(compiled.html, campaign.preheader)
        written = campaign.html_content + campaign.text_content
        footer = self.footer(written)
        # Made before the pixel and the footer, which it has words of its own for.
        self.text = (campaign.text_content.strip() or html_to_text(compiled.html)) + footer["text"]
        self.html = add_before_body_end(html, footer["html"] + (trap() if tracked else ""))
        self.warnings = compiled.warnings

    def tag(self, url):
        return None

    def rewrite(self, url):
        url = add_utm(url, {"utm_source": "webox", "utm_medium": "email", "utm_campaign": f"email-{self.campaign.pk}"})
        if url not in self.urls:
            self.urls.append(url)
        return f"{settings.SITE_URL}/e/c/{{{{ token }}}}.{self.urls.index(url) + 1}"

    def footer(self, written):
        """What the law asks for and the member did not write, in the workspace's language."""
        context = {"address": "postal_address" not in written, "unsubscribe": "unsubscribe_url" not in written}
        if not any(context.values()):
            return {"html": "", "text": ""}
        with override(self.campaign.workspace.language):
            return {
                "html": render_to_string("emails/mail/footer.html", context),
                "text": render_to_string("emails/mail/footer.txt", context),
            }


def trap():
    """The pixel, and a link no person sees: who follows it is a scanner."""
    base = settings.SITE_URL
    return (
        f'<a href="{base}/e/c/{{{{ token }}}}.0" style="display:none" tabindex="-1" aria-hidden="true"></a>'
        f'<img src="{base}/e/o/{{{{ token }}}}.gif" width="1" height="1" alt="" style="display:block;border:0">'
    )


def add_preheader(html, preheader):
    if not preheader.strip():
        return html
    hidden = f'<div style="display:none;max-height:0;overflow:hidden">{escape(preheader, quote=False)}</div>'
    start = html.lower().find("<body")
    at = html.find(">", start) + 1 if start >= 0 else 0
    return html[:at] + hidden + html[at:]


def text_as_html(text):
    paragraphs = escape(text, quote=False).strip().split("\n\n")
    return "<body>" + "".join("<p>" + part.replace("\n", "<br>") + "</p>" for part in paragraphs) + "</body>"


def links_of(campaign):
    """The addresses of a campaign's links, in the order that numbers them from 1."""
    return Body(campaign).urls


class Compiled:
    """A campaign ready to be filled in: bytes that never change, and slots for what does."""

    def __init__(self, campaign, *, subject_prefix=""):
        self.campaign, self.sender = campaign, campaign.from_email
        self.base, self.workspace = settings.SITE_URL, campaign.workspace
        body = Body(campaign)
        self.skeleton = Skeleton.build(headers=self.headers(subject_prefix), html=body.html, text=body.text)
        self.fixed = {"workspace_name": self.workspace.name, "postal_address": self.workspace.postal_address}
        self.names = [name for name, _label in LEAD_FIELDS if self.uses(name)]

    def uses(self, name):
        return any(variable.partition(".")[0] == name for variable in self.skeleton.variables)

    def headers(self, subject_prefix):
        campaign, host = self.campaign, self.sender.rpartition("@")[2]
        headers = {
            "From": f"{campaign.from_name} <{self.sender}>" if campaign.from_name else self.sender,
            "To": "{{ email }}",
            "Subject": subject_prefix + campaign.subject,
            "Date": format_datetime(timezone.now()),
            "Message-ID": "<{{ token }}@" + host + ">",
            "List-Unsubscribe": f"<{self.base}/e/u/{{{{ token }}}}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "List-ID": f"<{self.workspace.slug}.{host}>",
            "Feedback-ID": f"{campaign.pk}:{self.workspace.slug}:campaign:webox",
        }
        return headers | ({"Reply-To": campaign.reply_to} if campaign.reply_to else {})

    def envelope(self, delivery_id, lead):
        """`lead` is a mapping with the values of `names` and the address."""
        message = partial(self.message, delivery_id, lead)
        return Envelope(delivery_id, self.sender, lead["email"], message, safe=True)

    def message(self, delivery_id, lead):
        return self.skeleton.render(self.values(token_of(delivery_id, self.campaign.pk), lead))

    def values(self, token, lead):
        return {
            **self.fixed,
            **lead,
            "token": token,
            "unsubscribe_url": f"{self.base}/e/u/{token}",
            "view_url": f"{self.base}/e/v/{token}",
        }


class CannotCompile(Exception):
    """A campaign that was started cannot be made into messages any more; says why, and what to do."""


@contextmanager
def saying_why(campaign):
    """What is wrong with a campaign's template, links or rules, in the words its workspace reads."""
    try:
        with override(campaign.workspace.language):
            yield
    except ValidationError as error:
        raise CannotCompile(" ".join(error.messages)) from error
    except (liquid.TemplateError, ValueError) as error:
        raise CannotCompile(str(error)) from error


def compile_campaign(campaign):
    """A Compiled for real sending. Its links must be stored by now, numbered as they are here."""
    compiled = Compiled(campaign)
    stored = Link.objects.filter(campaign=campaign).order_by("number").values_list("url", flat=True)
    if list(stored) != links_of(campaign):
        raise ValueError(_("This campaign has started: duplicate it to change its content."))
    return compiled


def compile_test(campaign, to, lead):
    """An Envelope of the campaign as `lead` would get it, for a look in a real inbox."""
    compiled = Compiled(campaign, subject_prefix=_("[Test] "))
    return compiled.envelope(0, lead_values(lead or nobody(campaign.workspace)) | {"email": to})


def lead_values(lead):
    return {name: getattr(lead, name) for name, _label in LEAD_FIELDS}


def nobody(workspace):
    """Somebody of whom nothing is known but the address: what the fall-backs are for."""
    return Lead(workspace=workspace, email="someone@example.com")


@dataclass
class Preview:
    subject: str
    preheader: str
    html: str
    text: str
    headers: list[tuple[str, str]]


def preview(campaign, lead=None, *, token=""):
    """The campaign as `lead` would read it; links lead where they were written to, and nothing is counted.

    Raises TemplateError and ValueError: look at problems_of() first.
    """
    lead = lead or nobody(campaign.workspace)
    base = settings.SITE_URL
    body = Body(campaign, tracked=False)
    values = lead_values(lead) | {
        "workspace_name": campaign.workspace.name,
        "postal_address": campaign.workspace.postal_address,
        "unsubscribe_url": f"{base}/e/u/{token}" if token else "#unsubscribe",
        "view_url": f"{base}/e/v/{token}" if token else "#view",
    }
    subject = liquid.parse(campaign.subject).render(values)
    headers = [
        ("From", f"{campaign.from_name} <{campaign.from_email}>" if campaign.from_name else campaign.from_email),
        ("To", lead.email),
        ("Reply-To", campaign.reply_to),
        ("Subject", subject),
        ("List-Unsubscribe", f"<{base}/e/u/…>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    ]
    return Preview(
        subject=subject,
        preheader=liquid.parse(campaign.preheader).render(values),
        html=liquid.parse(body.html, html=True).render(values),
        text=liquid.parse(body.text).render(values),
        headers=[(name, value) for name, value in headers if value],
    )
