"""What to say beside a draft of a funnel: what only a person can add, and what would not work once published."""

from django.utils.translation import gettext as _

from marketing.funnels.generating.gaps import gaps_in
from marketing.funnels.generating.rendering import address_in
from marketing.funnels.models import FunnelPage
from webox.ai.paths import leaves
from webox.ai.registry import Problem

Type = FunnelPage.Type
FORMS = (Type.OPTIN, Type.CHECKOUT, Type.UPSELL, Type.DOWNSELL)


def check(draft, brief):
    yield from open_gaps(draft)
    yield from addresses(draft)
    yield from course(draft, brief)


def open_gaps(draft):
    """Texts in square brackets: left out of the pages until somebody writes them."""
    hidden = list(hidden_in(draft))
    for path, text in leaves(draft):
        if any(path.startswith(f"{each}/") for each in hidden):
            continue
        for gap in gaps_in(text):
            message = _("To be written by you: “%(gap)s”. Until then visitors do not see it.") % {"gap": gap}
            yield Problem(path, message)


def hidden_in(draft):
    for number, page in enumerate(draft["pages"]):
        if not page["is_shown"]:
            yield f"/pages/{number}"
        for place, section in enumerate(page["sections"]):
            if not section["is_shown"]:
                yield f"/pages/{number}/sections/{place}"


def addresses(draft):
    wrong = _("Write a whole address that begins with https://.")
    asked = {
        "legal_url": _("Add the address of your legal notice: many countries ask for it on every page."),
        "privacy_url": _("Add the address of your privacy policy: people leave their address on these pages."),
    }
    for name, missing in asked.items():
        if not draft[name].strip():
            yield Problem(f"/{name}", missing)
        elif not address_in(draft[name]):
            yield Problem(f"/{name}", wrong, "error")
    for number, page in enumerate(draft["pages"]):
        path = f"/pages/{number}/video_url"
        if page["video_url"].strip() and not address_in(page["video_url"]):
            yield Problem(path, wrong, "error")
        elif page["type"] in (Type.VSL, Type.WEBINAR) and page["is_shown"] and not page["video_url"].strip():
            yield Problem(path, _("Add the address of the video. Without one the page goes without a video."))


def course(draft, brief):
    """Whether a visitor gets from the first page to the last, and a lead comes of it."""
    shown = [(number, page) for number, page in enumerate(draft["pages"]) if page["is_shown"]]
    if not shown:
        yield Problem("/pages", _("No page is shown: nothing would be made of this."), "error")
        return
    types = [page["type"] for _number, page in shown]
    if Type.OPTIN not in types and Type.CHECKOUT not in types:
        yield Problem("/pages", _("No page asks for an address: this funnel would bring no leads."))
    if types[-1] != Type.THANK_YOU:
        yield Problem(f"/pages/{shown[-1][0]}", _("The last page should say thank you."))
    if brief.inputs.get("funnel_type") == "webinar" and Type.WEBINAR not in types:
        yield Problem("/pages", _("There is no page for the webinar itself."))
    for (number, page), following in zip(shown, [*types[1:], None], strict=True):
        if page["type"] in FORMS and not page["call_to_action"].strip():
            yield Problem(f"/pages/{number}/call_to_action", _("The button of the form needs words."), "error")
        if page["type"] == Type.UPSELL and following == Type.DOWNSELL:
            message = _("Whoever says yes comes to the next page too: put no downsell right after an upsell.")
            yield Problem(f"/pages/{number}", message)
    if not draft["consent_text"].strip():
        yield Problem("/consent_text", _("Without a consent you may not write to these leads in many countries."))
