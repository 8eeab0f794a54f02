"""Two published funnels, everybody who came by, and the leads among them."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from crm.models import LeadInteraction
from marketing.funnels.events import FUNNEL_CONVERTED, FUNNEL_ENTERED, OPTED_IN, PAGE_VIEWED
from marketing.funnels.models import Funnel, FunnelPage
from webox.analytics.events import VISIT_STARTED
from webox.analytics.models import VisitorLead
from webox.analytics.visitors import landing_url
from webox.dashboard.demo import words
from webox.dashboard.demo.stage import DAYS

PAGES = Path(__file__).parent / "pages"
# `share` of all leads came through the funnel, `rate` of its visitors did leave their address.
FUNNELS = [
    {
        "share": 0.46,
        "rate": 0.15,
        "tag": None,
        "campaign": "guide-lumiere",
        "funnel": {
            "name": "Guide : apprivoiser la lumière naturelle",
            "slug": "guide-lumiere",
            "funnel_type": Funnel.Type.LEAD_MAGNET,
            "description": "Le guide de 34 pages contre une adresse, puis la lettre de la quinzaine.",
            "consent_text": "J’accepte de recevoir les conseils et les offres de l’Atelier Lumière par e-mail. "
            "Je peux me désinscrire à tout moment.",
        },
        "pages": [
            ("Le guide", "guide", FunnelPage.Type.OPTIN, "guide.html"),
            ("Merci", "merci", FunnelPage.Type.THANK_YOU, "merci.html"),
        ],
    },
    {
        "share": 0.2,
        "rate": 0.09,
        "tag": "anglophone",
        "campaign": "portrait-en",
        "funnel": {
            "name": "Free portrait consultation",
            "slug": "portrait-session",
            "funnel_type": Funnel.Type.CONSULTATION,
            "description": "Half an hour with newcomers in Lyon, at the studio or by video.",
            "consent_text": "I agree to receive advice and offers from Atelier Lumière by email. "
            "I can unsubscribe at any time.",
        },
        "pages": [
            ("Book a half hour", "book", FunnelPage.Type.OPTIN, "session.html"),
            ("Thank you", "thank-you", FunnelPage.Type.THANK_YOU, "booked.html"),
        ],
    },
]


def publish(stage):
    """The funnels with their pages, as (script, funnel, opt-in page, thank-you page)."""
    published = []
    for script in FUNNELS:
        began = stage.at(DAYS + 3, 9, 12)
        funnel = Funnel.objects.create(workspace=stage.workspace, is_active=True, created_at=began, **script["funnel"])
        css = (PAGES / "style.css").read_text()
        pages = FunnelPage.objects.bulk_create(
            FunnelPage(
                workspace=stage.workspace,
                funnel=funnel,
                name=name,
                slug=slug,
                page_type=kind,
                html_content=(PAGES / file).read_text(),
                css_content=css,
                order=order,
                created_at=began,
            )
            for order, (name, slug, kind, file) in enumerate(script["pages"], 1)
        )
        published.append((script, funnel, *pages))
    return published


def assign(stage, leads, published):
    """Say of each lead which funnel it came through, if any, before it is saved."""
    for lead in leads:
        lead.came = None
        chosen = stage.dice.random()
        for script, funnel, optin, thanks in published:
            if 0 <= chosen < script["share"] and lead.email:
                came_through(stage, lead, script, funnel, optin, thanks)
            chosen -= script["share"]


def came_through(stage, lead, script, funnel, optin, thanks):
    visitor, touch = arrival(stage, script, funnel, optin)
    lead.came = (funnel, optin, thanks, visitor, touch)
    lead.source = touch.get("utm_source") or funnel.slug
    lead.source_url = landing_url(touch)
    lead.consent_text, lead.consent_at = funnel.consent_text, lead.created_at
    lead.consent_ip = f"198.51.100.{stage.dice.randrange(256)}".rpartition(".")[0] + ".0"
    if script["tag"] and script["tag"] not in lead.tag_names:
        lead.tag_names.append(script["tag"])


def arrival(stage, script, funnel, optin):
    """A new visitor's id and touch."""
    source, medium, click_id, referrer, _weight = stage.pick(words.ORIGINS)
    touch = {"landing": f"/p/{stage.workspace.slug}/{funnel.slug}/{optin.slug}"}
    if source:
        touch |= {"utm_source": source, "utm_medium": medium, "utm_campaign": script["campaign"]}
    if click_id:
        touch[click_id] = quote(f"{stage.dice.getrandbits(120):x}")
    if referrer:
        touch["referrer"] = referrer
    return f"{stage.dice.getrandbits(128):032x}", touch


def visits(stage, leads, published):
    """Everybody's visits; the leads' opt-ins among them."""
    forms, known = [], []
    for script, funnel, optin, thanks in published:
        mine = [lead for lead in leads if lead.came and lead.came[0] == funnel]
        strangers = int(len(mine) * (1 / script["rate"] - 1))
        for _number in range(strangers):
            visitor, touch = arrival(stage, script, funnel, optin)
            visit(stage, funnel, optin, visitor, touch, stage.at(stage.some_day()))
        for lead in mine:
            forms.append(opted_in(stage, lead))
            known.append(
                VisitorLead(workspace=stage.workspace, visitor=lead.came[3], lead_id=lead.pk, at=lead.created_at)
            )
        funnel.total_visitors, funnel.total_leads = strangers + len(mine), len(mine)
        optin.visitors, optin.conversions, thanks.visitors = funnel.total_visitors, len(mine), len(mine)
        for row in (funnel, optin, thanks):
            row.save()
    LeadInteraction.objects.bulk_create(forms, batch_size=500)
    VisitorLead.objects.bulk_create(known, batch_size=500)


def visit(stage, funnel, page, visitor, touch, at):
    stage.tell(VISIT_STARTED, at, visitor=visitor, properties=touch)
    view(stage, funnel, page, visitor, at)
    stage.tell(FUNNEL_ENTERED, at, visitor=visitor, subject=funnel)
    again = stage.later(at, 3, 120)
    if stage.chance(0.12) and again < stage.now:
        stage.tell(VISIT_STARTED, again, visitor=visitor, properties={"landing": touch["landing"]})
        view(stage, funnel, page, visitor, again)


def view(stage, funnel, page, visitor, at):
    properties = {"funnel": funnel.pk, "title": f"{funnel.name} · {page.name}"}
    stage.tell(PAGE_VIEWED, at, visitor=visitor, subject=page, properties=properties)


def opted_in(stage, lead):
    """A lead's visit and opt-in; the interaction its form is."""
    funnel, optin, thanks, visitor, touch = lead.came
    began = lead.created_at - timedelta(seconds=stage.dice.randrange(25, 240))
    visit(stage, funnel, optin, visitor, touch, began)
    about = {"visitor": visitor, "lead_id": lead.pk}
    stage.tell(OPTED_IN, lead.created_at, subject=optin, properties={"funnel": funnel.pk}, **about)
    stage.tell(FUNNEL_CONVERTED, lead.created_at, subject=funnel, **about)
    view(stage, funnel, thanks, visitor, lead.created_at + timedelta(seconds=1))
    return LeadInteraction(
        workspace=stage.workspace,
        lead=lead,
        interaction_type=LeadInteraction.Type.FORM,
        subject=f"{funnel.name} · {optin.name}",
        content=f"prenom: {lead.first_name}\nemail: {lead.email}",
        interaction_metadata={"funnel": funnel.pk, "page": optin.pk, "touch": touch},
        created_at=lead.created_at,
    )
