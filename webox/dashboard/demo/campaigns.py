"""Three campaigns as sending them would have left them, a draft that is ready to go, and who must not be written to."""

from collections import Counter
from datetime import datetime, time, timedelta
from pathlib import Path

from crm.models import Lead
from marketing.emails import events
from marketing.emails.compile import links_of
from marketing.emails.models import Delivery, EmailCampaign, Link, Suppression
from webox.lib.addresses import truncate_ip

MAILS = Path(__file__).parent / "mails"
State, Reason = Delivery.State, Suppression.Reason
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
LAPTOP = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0"
GMAIL = "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)"
# (class, reason, user agent, weight) of an open
OPENERS = [("human", "", PHONE, 5), ("human", "", LAPTOP, 3), ("proxy", "google_image_proxy", GMAIL, 4)]
APPLE = ("machine", "apple_privacy", "Mozilla/5.0")
SCANNER = ("machine", "scanner_agent", "Mozilla/5.0 (compatible; Barracuda Sentinel)")
REFUSALS = ["550 5.1.1 User unknown", "550 5.2.1 Mailbox disabled", "554 5.7.1 Message refused by policy"]
GAVE_UP = "451 4.7.1 Greylisted, please try again later"


def any_tag(*names):
    return {"all": [{"field": "tags", "op": "any", "value": list(names)}]}


# `opens` is the share of people who open, `clicks` of those who then click; without tags everybody is written to.
SENT = [
    {
        "days_ago": 51,
        "hour": 10,
        "mail": "rentree.mjml",
        "opens": 0.44,
        "clicks": 0.22,
        "name": "Lettre de rentrée",
        "subject": "{{ first_name | default: 'Bonjour' }}, la plus belle lumière de l’année",
        "preheader": "Vingt séances en extérieur sur les quais de Saône",
        "tags": None,
    },
    {
        "days_ago": 23,
        "hour": 18,
        "mail": "formation.mjml",
        "opens": 0.39,
        "clicks": 0.27,
        "name": "Lancement de la formation en ligne",
        "subject": "Six leçons pour ne plus subir la lumière",
        "preheader": "Le programme est en ligne, à votre rythme",
        "tags": None,
    },
    {
        "days_ago": 9,
        "hour": 9,
        "mail": "light-mistakes.mjml",
        "opens": 0.46,
        "clicks": 0.25,
        "name": "Five light mistakes",
        "subject": "Five light mistakes, and how to undo them",
        "preheader": "Each fix costs nothing",
        "tags": ["anglophone", "entreprise", "famille"],
    },
]
DRAFT = {
    "mail": "noel.mjml",
    "name": "Cartes cadeaux de Noël",
    "subject": "{{ first_name | default: 'Bonjour' }}, offrez une heure de lumière",
    "preheader": "Valables un an, livrées à temps pour le sapin",
    "tags": ["portrait", "famille", "carte cadeau"],
}


def save(stage, leads):
    suppress_by_hand(stage, leads)
    for script in SENT:
        send(stage, script, leads)
    stored(stage, DRAFT, created_at=stage.at(1, 9, 12), status=EmailCampaign.Status.DRAFT)
    settle(stage)


def stored(stage, script, **fields):
    return EmailCampaign.objects.create(
        workspace=stage.workspace,
        name=script["name"],
        subject=script["subject"],
        preheader=script["preheader"],
        html_content=(MAILS / script["mail"]).read_text(),
        from_name=stage.workspace.name,
        from_email="bonjour@atelier-lumiere.example",
        reply_to="nora@atelier-lumiere.example",
        segment_rules=any_tag(*script["tags"]) if script["tags"] else {},
        created_by=stage.members[0],
        **fields,
    )


def suppress_by_hand(stage, leads):
    """Addresses on the list before the first campaign."""
    reasons = [(Reason.MANUAL, "Demande par téléphone"), (Reason.MANUAL, "Concurrent"), (Reason.COMPLAINED, "")]
    chosen = stage.dice.sample([lead for lead in leads[:150] if lead.email], len(reasons))
    stage.blocked |= {lead.pk: reason for lead, (reason, _detail) in zip(chosen, reasons, strict=True)}
    Suppression.objects.bulk_create(
        Suppression(
            workspace=stage.workspace, email=lead.email, reason=reason, detail=detail, created_at=stage.at(60, 9, 17)
        )
        for lead, (reason, detail) in zip(chosen, reasons, strict=True)
    )


def send(stage, script, leads):
    day = stage.today - timedelta(days=script["days_ago"])
    start = datetime.combine(day, time(script["hour"]), stage.workspace.zone)
    campaign = stored(
        stage,
        script,
        created_at=start - timedelta(days=2, hours=1),
        frozen_at=start,
        status=EmailCampaign.Status.ACTIVE,
    )
    urls = links_of(campaign)
    links = [Link(workspace=stage.workspace, campaign=campaign, number=n, url=url) for n, url in enumerate(urls, 1)]
    wanted = set(script["tags"] or [])
    audience = [lead for lead in leads if lead.created_at < start and (not wanted or wanted & set(lead.tag_names))]
    deliveries = [delivery_of(stage, campaign, lead, start) for lead in audience]
    Delivery.objects.bulk_create(deliveries, batch_size=500)
    replies = [
        reply for row in deliveries if row.state == State.SENT for reply in replies_to(stage, script, row, links)
    ]
    Delivery.objects.bulk_update(deliveries, list(TIMES), batch_size=200)
    Link.objects.bulk_create(links)
    note(stage, campaign, deliveries, replies)
    finish(stage, campaign, deliveries)


def delivery_of(stage, campaign, lead, start):
    """One row of the ledger, decided; `stage.blocked` remembers who is not to be written to from now on."""
    row = Delivery(workspace=stage.workspace, campaign=campaign, lead=lead, email=lead.email, attempts=1)
    at = start + timedelta(seconds=stage.dice.uniform(1, 90))
    if (
        reason := "no_email"
        if not lead.email
        else stage.blocked.get(lead.pk) and f"suppressed_{stage.blocked[lead.pk]}"
    ):
        row.state, row.reason, row.attempts = State.SKIPPED, reason, 0
    elif stage.chance(0.012):
        row.state, row.reason, row.claimed_at = State.BOUNCED, stage.dice.choice(REFUSALS), at
        block(stage, campaign, row, Reason.BOUNCED, at, row.reason)
    elif stage.chance(0.004):
        row.state, row.reason, row.claimed_at, row.attempts = State.FAILED, GAVE_UP, at, 7
    else:
        row.state, row.sent_at, row.claimed_at = State.SENT, at, at
    return row


def block(stage, campaign, row, reason, at, detail=""):
    stage.blocked[row.lead_id] = reason
    stage.suppressions.append(
        Suppression(
            workspace=stage.workspace,
            email=row.email,
            reason=reason,
            detail=detail,
            campaign=campaign,
            created_at=at,
        )
    )


TIMES = ("opened_at", "clicked_at", "machine_opened_at", "machine_clicked_at", "unsubscribed_at")


def replies_to(stage, script, row, links):
    """[(event type, delivery, when, properties)] of what came back from one message; dates the row as it goes."""
    network = truncate_ip(f"192.0.2.{stage.dice.randrange(256)}")
    replies = []

    def reply(type, field, at, opener, **more):
        if at >= stage.now:
            return
        setattr(row, field, min(getattr(row, field) or at, at))
        kind, reason, agent = opener
        properties = {"delivery": row.pk, "class": kind} | ({"reason": reason} if reason else {}) | more
        replies.append((type, row, at, properties | {"agent": agent, "network": network}))

    def click(type, field, at, opener, link):
        reply(type, field, at, opener, link=link.number)
        name = "machine_clicks" if opener[0] == "machine" else "clicks"
        setattr(link, name, getattr(link, name) + (at < stage.now))

    sent = row.sent_at
    if stage.chance(0.22):
        reply(events.MACHINE_OPENED, "machine_opened_at", stage.later(sent, 0.01, 3), APPLE)
    if stage.chance(0.03):
        for link in links:
            moment = sent + timedelta(seconds=stage.dice.uniform(3, 5))
            click(events.MACHINE_CLICKED, "machine_clicked_at", moment, SCANNER, link)
    if stage.chance(script["opens"]):
        opener = stage.pick(OPENERS)[:3]
        at = sent + timedelta(hours=0.05 + stage.dice.expovariate(1 / 14))
        for _again in range(stage.dice.choice([1, 1, 1, 2, 3])):
            reply(events.OPENED, "opened_at", at, opener)
            at = stage.later(at, 2, 60)
        opened = row.opened_at
        if opened and stage.chance(script["clicks"]):
            link = stage.dice.choices(links, [5, *[2] * (len(links) - 1)])[0]
            click(events.CLICKED, "clicked_at", opened + timedelta(seconds=stage.dice.uniform(8, 200)), opener, link)
        elif opened and stage.chance(0.03):
            leave(stage, row, opened + timedelta(seconds=stage.dice.uniform(10, 90)))
    return replies


def leave(stage, row, at):
    """The person unsubscribes."""
    row.unsubscribed_at = at
    block(stage, row.campaign, row, Reason.UNSUBSCRIBED, at, "page")
    stage.left.append((row.lead_id, at))


def note(stage, campaign, deliveries, replies):
    subject = ("emailcampaign", campaign.pk)
    decided = {State.SENT: events.SENT, State.BOUNCED: events.BOUNCED, State.FAILED: events.FAILED}
    for row in deliveries:
        if row.state in decided:
            about = {"delivery": row.pk} | ({"reason": row.reason} if row.reason else {})
            stage.tell(decided[row.state], row.claimed_at, lead_id=row.lead_id, subject=subject, properties=about)
        if row.unsubscribed_at:
            about = {"delivery": row.pk, "how": "page"}
            stage.tell(events.UNSUBSCRIBED, row.unsubscribed_at, lead_id=row.lead_id, subject=subject, properties=about)
    for type, row, at, properties in replies:
        stage.tell(type, at, lead_id=row.lead_id, subject=subject, properties=properties)


def finish(stage, campaign, deliveries):
    """The counters as the send loop would have moved them."""
    states = Counter(row.state for row in deliveries)
    campaign.total_recipients = len(deliveries)
    for state in (State.SENT, State.SKIPPED, State.BOUNCED, State.FAILED):
        setattr(campaign, f"total_{state}", states[state])
    for name in TIMES:
        setattr(
            campaign, f"total_{name.removesuffix('_at')}", sum(getattr(row, name) is not None for row in deliveries)
        )
    campaign.status = EmailCampaign.Status.COMPLETED
    campaign.sent_at = max(row.claimed_at for row in deliveries if row.claimed_at)
    campaign.save()


def settle(stage):
    """Who left is marked, and everybody who must not be written to is on the list."""
    Suppression.objects.bulk_create(stage.suppressions, ignore_conflicts=True)
    rows = Lead.objects.in_bulk([pk for pk, _at in stage.left])
    for pk, at in stage.left:
        rows[pk].unsubscribed_at = at
    Lead.objects.bulk_update(rows.values(), ["unsubscribed_at"])
