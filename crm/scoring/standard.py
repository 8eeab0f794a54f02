"""What a workspace scores by before it says otherwise. No models here: migrations use it too."""

from django.utils.translation import gettext as _

# Domains whose addresses are people's own, in France and elsewhere
FREE_MAIL = (
    "gmail.com googlemail.com hotmail.com hotmail.fr outlook.com outlook.fr live.com live.fr msn.com yahoo.com yahoo.fr"
    " ymail.com icloud.com me.com mac.com aol.com gmx.com gmx.fr gmx.net gmx.de web.de mail.com mail.ru yandex.com"
    " yandex.ru proton.me protonmail.com pm.me tutanota.com zoho.com orange.fr wanadoo.fr free.fr sfr.fr neuf.fr"
    " laposte.net bbox.fr numericable.fr aliceadsl.fr club-internet.fr hotmail.co.uk yahoo.co.uk hotmail.be live.be"
    " skynet.be bluewin.ch hotmail.it libero.it hotmail.es yahoo.es yahoo.ca videotron.ca"
)
FREE_MAIL = frozenset(FREE_MAIL.split())


def email_kind(address):
    """none, free or professional."""
    domain = address.rpartition("@")[2].lower()
    return "none" if not domain else "free" if domain in FREE_MAIL else "professional"


# Parts of job titles of people who decide, in French and English
DECIDERS = (
    *("ceo", "chief", "founder", "owner", "direct", "head of", "president", "managing", "partner"),
    *("fondat", "gérant", "président", "pdg", "dirigeant", "associé", "responsable", "chef d"),
)
REFERRALS = ("referral", "referred", "word of mouth", "recommand", "parrain", "bouche")


def whoever(field, op, value=None):
    return {"all": [{"field": field, "op": op} | ({} if value is None else {"value": value})]}


def contains_any(field, texts):
    return {"any": [{"field": field, "op": "contains", "value": text} for text in texts]}


def standard_rules():
    """[fields of a ScoringRule] in the language that is active."""
    fit = [
        (_("Professional email address"), 20, whoever("email_kind", "in", ["professional"])),
        (_("Decides at work, by the job title"), 20, contains_any("job_title", DECIDERS)),
        (_("Came by a recommendation"), 20, contains_any("source", REFERRALS)),
        (_("Has a phone number"), 15, whoever("phone", "not_empty")),
        (_("Has a company"), 15, whoever("company", "not_empty")),
        (_("Worth 1,000 or more"), 15, whoever("estimated_value", "gte", 1000)),
    ]
    # Points of one event, the most all of them count, and the days after which half is gone. The events of apps
    # above are named by their type: without such an app its rule never counts.
    engagement = [
        (_("Opened an email"), "emails.delivery.opened", 5, 20, 14),
        (_("Clicked a link in an email"), "emails.delivery.clicked", 10, 30, 21),
        (_("Looked at a page"), "funnels.page.viewed", 3, 20, 14),
        (_("Left their address on a page"), "funnels.page.opted_in", 20, 40, 60),
        (_("Was in contact with us"), "crm.interaction.added", 10, 40, 30),
    ]
    rules = [{"kind": "fit", "name": name, "points": points, "rules": rules} for name, points, rules in fit]
    rules += [
        {"kind": "engagement", "name": name, "event_type": type, "points": points, "cap": cap, "half_life_days": days}
        for name, type, points, cap, days in engagement
    ]
    return [rule | {"position": position} for position, rule in enumerate(rules)]
