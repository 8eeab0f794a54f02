"""What a new funnel begins with: an opt-in and a thank-you page that can be published as they are."""

from dataclasses import asdict, dataclass
from html import escape

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
                "slug": slugify(_("thank-you")) or "thank-you",
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
    """The words of its type, with its name, in the language that is active."""
    words = asdict(WORDS[funnel.funnel_type])
    points = tuple(str(point) for point in words.pop("points"))
    texts = {name: str(text) for name, text in words.items()}
    return Words(**texts | {"promise": texts["promise"] % {"name": funnel.name}, "points": points})


WORDS = {
    Funnel.Type.LEAD_MAGNET: Words(
        gettext_lazy("Free guide"),
        gettext_lazy("Receive “%(name)s” in your inbox"),
        gettext_lazy("What we wish someone had told us at the start, on a few pages you can use today."),
        (
            gettext_lazy("The steps, in the order that works"),
            gettext_lazy("The mistakes that cost most"),
            gettext_lazy("A checklist to keep"),
        ),
        gettext_lazy("Send me the guide"),
        gettext_lazy("It is on its way"),
        gettext_lazy("Look into your inbox in a minute or two. Nothing there? Look among the unwanted mail."),
        "#0f766e",
    ),
    Funnel.Type.WEBINAR: Words(
        gettext_lazy("Live online"),
        gettext_lazy("Keep your seat: %(name)s"),
        gettext_lazy("An hour together, with time for your questions. The recording goes to those who signed up."),
        (
            gettext_lazy("A method shown from start to end"),
            gettext_lazy("Examples from real work"),
            gettext_lazy("Answers to your questions"),
        ),
        gettext_lazy("Keep my seat"),
        gettext_lazy("Your seat is kept"),
        gettext_lazy("The link comes by email, with a reminder on the day."),
        "#4f46e5",
    ),
    Funnel.Type.PRODUCT: Words(
        gettext_lazy("Soon available"),
        gettext_lazy("%(name)s: be the first to know"),
        gettext_lazy("Leave your address: you hear of it before everybody else, at the opening price."),
        (gettext_lazy("First access"), gettext_lazy("The opening price"), gettext_lazy("No message but this one")),
        gettext_lazy("Keep me posted"),
        gettext_lazy("You are on the list"),
        gettext_lazy("We write as soon as the doors open."),
        "#b45309",
    ),
    Funnel.Type.SERVICE: Words(
        gettext_lazy("Made for you"),
        gettext_lazy("%(name)s: tell us what you need"),
        gettext_lazy("We come back to you within a working day, with a first idea and a price."),
        (
            gettext_lazy("An answer from a person"),
            gettext_lazy("A clear price before anything starts"),
            gettext_lazy("No commitment"),
        ),
        gettext_lazy("Ask for an offer"),
        gettext_lazy("We have your request"),
        gettext_lazy("A person reads it and answers within a working day."),
        "#1d4ed8",
    ),
    Funnel.Type.MEMBERSHIP: Words(
        gettext_lazy("For members"),
        gettext_lazy("Join %(name)s"),
        gettext_lazy("A place to learn and to ask, with people who do the same work as you."),
        (
            gettext_lazy("Something new every month"),
            gettext_lazy("Your questions answered"),
            gettext_lazy("Leave whenever you like"),
        ),
        gettext_lazy("I want to join"),
        gettext_lazy("Welcome"),
        gettext_lazy("Your invitation comes by email in a few minutes."),
        "#7c3aed",
    ),
    Funnel.Type.CONSULTATION: Words(
        gettext_lazy("Thirty minutes, free"),
        gettext_lazy("%(name)s: let us look at it together"),
        gettext_lazy("Say where you stand. You leave with two or three things to do next."),
        (
            gettext_lazy("Your situation, not a script"),
            gettext_lazy("A plan you can follow alone"),
            gettext_lazy("Nothing is sold during the call"),
        ),
        gettext_lazy("Ask for a call"),
        gettext_lazy("Thank you, we will call"),
        gettext_lazy("We write to you today to agree on a time."),
        "#be123c",
    ),
}

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
  border-radius: 10px; background: #fff; color: inherit; font: inherit; font-weight: 400;
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
