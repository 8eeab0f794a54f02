"""What a new funnel begins with: an opt-in and a thank-you page that can be published as they are."""

from dataclasses import dataclass
from html import escape

from django.utils import translation
from django.utils.translation import gettext as _

from marketing.funnels.models import Funnel, FunnelPage


@dataclass(frozen=True)
class Words:
    kicker: str
    promise: str
    detail: str
    points: tuple
    button: str
    thanks: str
    following: str
    accent: str


def starter_pages(funnel):
    """[{name, page_type, slug, html_content, css_content}] in the language of the workspace."""
    with translation.override(funnel.workspace.language):
        words = words_for(funnel)
        css = CSS.replace("ACCENT", words.accent)
        return [
            {
                "name": _("Opt-in"),
                "page_type": FunnelPage.Type.OPTIN,
                "slug": "optin",
                "html_content": opt_in_html(funnel, words),
                "css_content": css,
            },
            {
                "name": _("Thank you"),
                "page_type": FunnelPage.Type.THANK_YOU,
                "slug": _("thank-you"),
                "html_content": thank_you_html(words),
                "css_content": css,
            },
        ]


def opt_in_html(funnel, words):
    points = "\n".join(f"      <li>{escape(point)}</li>" for point in words.points)
    return OPT_IN.format(
        kicker=escape(words.kicker),
        promise=escape(words.promise),
        detail=escape(funnel.description or words.detail),
        points=points,
        first_name=_("First name"),
        email=_("Email"),
        button=escape(words.button),
        reassurance=_("Your address stays with us, and one click is enough to leave."),
    )


def thank_you_html(words):
    return THANK_YOU.format(thanks=escape(words.thanks), following=escape(words.following))


def words_for(funnel):
    name = funnel.name
    kinds = Funnel.Type
    texts = {
        kinds.LEAD_MAGNET: (
            _("Free guide"),
            _("Receive “%(name)s” in your inbox") % {"name": name},
            _("What we wish someone had told us at the start, on a few pages you can use today."),
            (_("The steps, in the order that works"), _("The mistakes that cost most"), _("A checklist to keep")),
            _("Send me the guide"),
            _("It is on its way"),
            _("Look into your inbox in a minute or two. Nothing there? Look among the unwanted mail."),
            "#0f766e",
        ),
        kinds.WEBINAR: (
            _("Live online"),
            _("Keep your seat: %(name)s") % {"name": name},
            _("An hour together, with time for your questions. The recording goes to those who signed up."),
            (_("A method shown from start to end"), _("Examples from real work"), _("Answers to your questions")),
            _("Keep my seat"),
            _("Your seat is kept"),
            _("The link comes by email, with a reminder on the day."),
            "#4f46e5",
        ),
        kinds.PRODUCT: (
            _("Soon available"),
            _("%(name)s: be the first to know") % {"name": name},
            _("Leave your address: you hear of it before everybody else, at the opening price."),
            (_("First access"), _("The opening price"), _("No message but this one")),
            _("Keep me posted"),
            _("You are on the list"),
            _("We write as soon as the doors open."),
            "#b45309",
        ),
        kinds.SERVICE: (
            _("Made for you"),
            _("%(name)s: tell us what you need") % {"name": name},
            _("We come back to you within a working day, with a first idea and a price."),
            (_("An answer from a person"), _("A clear price before anything starts"), _("No commitment")),
            _("Ask for an offer"),
            _("We have your request"),
            _("A person reads it and answers within a working day."),
            "#1d4ed8",
        ),
        kinds.MEMBERSHIP: (
            _("For members"),
            _("Join %(name)s") % {"name": name},
            _("A place to learn and to ask, with people who do the same work as you."),
            (_("Something new every month"), _("Your questions answered"), _("Leave whenever you like")),
            _("I want to join"),
            _("Welcome"),
            _("Your invitation comes by email in a few minutes."),
            "#7c3aed",
        ),
        kinds.CONSULTATION: (
            _("Thirty minutes, free"),
            _("%(name)s: let us look at it together") % {"name": name},
            _("Say where you stand. You leave with two or three things to do next."),
            (_("Your situation, not a script"), _("A plan you can follow alone"), _("Nothing is sold during the call")),
            _("Ask for a call"),
            _("Thank you, we will call"),
            _("We write to you today to agree on a time."),
            "#be123c",
        ),
    }
    return Words(*texts[funnel.funnel_type])


OPT_IN = """<main class="page">
  <section class="pitch">
    <p class="kicker">{kicker}</p>
    <h1>{promise}</h1>
    <p class="detail">{detail}</p>
    <ul class="points">
{points}
    </ul>
  </section>
  <section class="card">
    <form>
      <label>{first_name}
        <input type="text" name="first_name" autocomplete="given-name">
      </label>
      <label>{email}
        <input type="email" name="email" autocomplete="email" required>
      </label>
      <button type="submit">{button}</button>
      <p class="small">{reassurance}</p>
    </form>
  </section>
</main>
"""

THANK_YOU = """<main class="page narrow">
  <section class="card centre">
    <p class="tick" aria-hidden="true">✓</p>
    <h1>{thanks}</h1>
    <p class="detail">{following}</p>
  </section>
</main>
"""

CSS = """:root { color-scheme: light; --accent: ACCENT; --ink: #1f2937; --soft: #6b7280; }
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; color: var(--ink);
  background: linear-gradient(160deg, #ffffff 0%, #f3f4f6 100%);
  font: 17px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
.page {
  display: grid; grid-template-columns: 1.2fr 1fr; gap: 56px; align-items: center;
  max-width: 1040px; min-height: 100vh; margin: 0 auto; padding: 48px 24px;
}
.page.narrow { display: flex; justify-content: center; max-width: 640px; }
.kicker {
  margin: 0 0 12px; color: var(--accent); font-size: 14px; font-weight: 700;
  letter-spacing: .06em; text-transform: uppercase;
}
h1 { margin: 0 0 16px; font-size: clamp(28px, 4.5vw, 44px); line-height: 1.15; letter-spacing: -.02em; }
.detail { margin: 0 0 24px; color: var(--soft); font-size: 18px; }
.points { margin: 0; padding: 0; list-style: none; }
.points li { position: relative; margin: 0 0 12px; padding-left: 32px; }
.points li::before { content: "✓"; position: absolute; left: 0; color: var(--accent); font-weight: 700; }
.card {
  padding: 32px; border: 1px solid #e5e7eb; border-radius: 16px; background: #fff;
  box-shadow: 0 16px 40px rgba(17, 24, 39, .08);
}
.centre { width: 100%; text-align: center; }
.centre .detail { margin-bottom: 0; }
.tick {
  width: 64px; height: 64px; margin: 0 auto 20px; border-radius: 50%; background: var(--accent);
  color: #fff; font-size: 32px; line-height: 64px;
}
form label { display: block; margin-bottom: 16px; font-size: 15px; font-weight: 600; }
form .wb-consent { font-weight: 400; font-size: 14px; line-height: 1.45; }
form input[type="text"], form input[type="email"] {
  display: block; width: 100%; margin-top: 6px; padding: 12px 14px; border: 1px solid #d1d5db;
  border-radius: 10px; background: #fff; color: inherit; font: inherit;
}
form input:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; }
form button {
  width: 100%; padding: 14px; border: 0; border-radius: 10px; background: var(--accent);
  color: #fff; font: inherit; font-weight: 700; cursor: pointer;
}
form button:hover { filter: brightness(.93); }
.small { margin: 14px 0 0; color: var(--soft); font-size: 13px; text-align: center; }
@media (max-width: 800px) {
  .page { grid-template-columns: 1fr; gap: 32px; min-height: 0; padding: 40px 20px; }
  .page.narrow { padding-top: 64px; }
  .card { padding: 24px; }
}
"""


def built_in_thanks(funnel):
    """An unsaved page for a funnel whose last page has the form."""
    return FunnelPage(
        workspace=funnel.workspace,
        funnel=funnel,
        name=_("Thank you"),
        page_type=FunnelPage.Type.THANK_YOU,
        html_content=thank_you_html(words_for(funnel)),
        css_content=CSS.replace("ACCENT", words_for(funnel).accent),
    )
