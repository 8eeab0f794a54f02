"""Four hundred leads with the history each of them would have left."""

from datetime import timedelta
from itertools import zip_longest

from django.utils.text import slugify

from crm.actions import ledger
from crm.events import INTERACTION_ADDED, LEAD_CREATED, LEAD_STATUS_CHANGED
from crm.models import CustomField, Lead, LeadInteraction, SavedView, Segment, StatusChange, Tag
from webox.dashboard.demo import words

NUMBER = 400
Status, Type = Lead.Status, LeadInteraction.Type
# (from, to, share of leads that get so far, least and most hours it takes)
PATH = [
    (Status.NEW, Status.CONTACTED, 0.82, 2, 70),
    (Status.CONTACTED, Status.QUALIFIED, 0.68, 20, 170),
    (Status.QUALIFIED, Status.PROPOSAL, 0.74, 24, 240),
    (Status.PROPOSAL, Status.NEGOTIATION, 0.72, 24, 200),
    (Status.NEGOTIATION, Status.WON, 0.7, 24, 260),
]
# Who does not get further is lost one day, or waits.
LOST_SHARE, LOST_HOURS = 0.6, (150, 700)
SCORES = dict(zip(Status.values, (12, 24, 45, 60, 72, 90, 8), strict=True))


def settings(stage):
    """What the studio set up for its leads before the first came."""
    workspace = stage.workspace
    CustomField.objects.bulk_create(
        [CustomField(workspace=workspace, position=place, **row) for place, row in enumerate(words.CUSTOM_FIELDS)]
    )
    Segment.objects.bulk_create(
        [Segment(workspace=workspace, created_by=stage.members[0], **row) for row in words.SEGMENTS]
    )
    SavedView.objects.bulk_create(
        [SavedView(workspace=workspace, owner=stage.members[0], **row) for row in words.SAVED_VIEWS]
    )


def people(stage):
    """Unsaved leads, oldest first, each with its wish in `lead.tag_names`."""
    used, leads = set(), []
    for _number in range(NUMBER):
        leads.append(person(stage, stage.at(stage.some_day()), used))
    return sorted(leads, key=lambda lead: lead.created_at)


def person(stage, created_at, used):
    dice = stage.dice
    first, last = dice.choice(words.FIRST_NAMES), dice.choice(words.LAST_NAMES).replace("_", " ")
    tag, _weight, lowest, highest = stage.pick(words.WISHES)
    company = dice.choice(words.COMPANIES) if tag == "entreprise" or stage.chance(0.15) else ""
    lead = Lead(
        workspace=stage.workspace,
        first_name=first,
        last_name=last,
        email=address(stage, first, last, company, used) if stage.chance(0.985) else "",
        phone=f"+33 6 39 98 {dice.randrange(100):02} {dice.randrange(100):02}" if stage.chance(0.6) else "",
        company=company,
        job_title=dice.choice(words.JOBS) if company else "",
        source=stage.pick(words.OFFLINE_SOURCES),
        estimated_value=round(dice.uniform(lowest, highest) / 10) * 10 if stage.chance(0.8) else None,
        created_at=created_at,
    )
    lead.custom_fields = wish_of(stage, tag, lead)
    lead.tag_names = [tag] + [name for name in words.MORE_TAGS[:-1] if stage.chance(0.09)]
    return lead


def wish_of(stage, tag, lead):
    """What the studio asks everybody: see words.CUSTOM_FIELDS."""
    asked = {"prestation": tag.capitalize()}
    if lead.estimated_value and stage.chance(0.7):
        asked["budget"] = lead.estimated_value + stage.dice.randrange(-1, 3) * 50
    if tag == "mariage":
        day = stage.today + timedelta(days=stage.dice.randrange(30, 400))
        asked["date_evenement"] = day.isoformat()
    return asked


def address(stage, first, last, company, used):
    host = f"{slugify(company)}.example" if company else stage.dice.choice(["courriel.example", "boite.example"])
    local = f"{slugify(first)}.{slugify(last)}"
    email, number = f"{local}@{host}", 2
    while email in used:
        email, number = f"{local}{number}@{host}", number + 1
    used.add(email)
    return email


def save(stage, leads):
    """Write the leads with their tags, ledger and interactions."""
    histories = [history(stage, lead) for lead in leads]
    for lead, steps in zip(leads, histories, strict=True):
        lead.status_since = steps[-1][2] if steps else lead.created_at
        lead.rank = -int(lead.status_since.timestamp() * 1_000_000)
        if steps:
            lead.status = steps[-1][1]
        if lead.status == Status.LOST:
            lead.lost_reason = stage.dice.choice(words.LOST_REASONS)
        if lead.status != Status.NEW or stage.chance(0.4):
            lead.owner = stage.dice.choice(stage.members)
        if lead.status in Lead.OPEN and lead.owner and stage.chance(0.4):
            lead.next_step = stage.dice.choice(words.NEXT_STEPS)
            lead.next_step_at = stage.now + timedelta(days=stage.dice.randrange(-3, 12), hours=stage.dice.randrange(8))
        lead.score = min(100, max(0, SCORES[lead.status] + stage.dice.randrange(-8, 11)))
    Lead.objects.bulk_create(leads, batch_size=500)
    tag_leads(stage, leads)
    write_ledger(stage, leads, histories)
    interactions = []
    for lead, steps in zip(leads, histories, strict=True):
        lead.updated_at = steps[-1][2] if steps else lead.created_at
        for _before, after, at in steps:
            interactions += talks(stage, lead, after, at)
    # Written after the fact: saving a lead would date it now.
    Lead.objects.bulk_update(leads, ["updated_at"], batch_size=500)
    LeadInteraction.objects.bulk_create(interactions, batch_size=500)
    for talk in interactions:
        about = {"interaction_id": talk.pk, "type": talk.interaction_type}
        stage.tell(INTERACTION_ADDED, talk.created_at, lead_id=talk.lead_id, properties=about)


def announce(stage, lead, visitor="", subject=None):
    stage.tell(
        LEAD_CREATED,
        lead.created_at,
        visitor=visitor,
        lead_id=lead.pk,
        subject=subject,
        properties={"source": lead.source},
    )


def warmth(lead):
    """Who was sent by a friend and left a number gets further: something for the prediction to find."""
    recommended = lead.source in ("bouche-à-oreille", "partenaire")
    return 0.86 + 0.12 * bool(lead.phone) + 0.16 * recommended + 0.06 * bool(lead.company)


def history(stage, lead):
    """[(from, to, when)] up to now."""
    steps, at = [], lead.created_at
    for before, after, share, least, most in PATH:
        if not stage.chance(share * warmth(lead)):
            if stage.chance(LOST_SHARE):
                steps.append((before, Status.LOST, stage.later(at, *LOST_HOURS)))
            break
        at = stage.later(at, least, most)
        steps.append((before, after, at))
    return [step for step in steps if step[2] < stage.now]


def write_ledger(stage, leads, histories):
    """Every lead's lines in their order: a round of first lines, a round of second ones, and so on."""
    created = [line_of(lead, StatusChange.Kind.CREATED, lead.created_at, "", Status.NEW) for lead in leads]
    ledger.append(workspace=stage.workspace, by=None, lines=created)
    for steps in zip_longest(*histories):
        by_owner = {}
        for lead, step in zip(leads, steps, strict=True):
            if step:
                by_owner.setdefault(lead.owner, []).append(moved(stage, lead, *step))
        for owner, lines in by_owner.items():
            ledger.append(workspace=stage.workspace, by=owner, lines=lines)


def moved(stage, lead, before, after, at):
    stage.tell(LEAD_STATUS_CHANGED, at, lead_id=lead.pk, properties={"from": before, "to": after})
    line = line_of(lead, StatusChange.Kind.MOVED, at, before, after)
    line.from_value, line.owner_id = lead.estimated_value, lead.owner_id
    line.reason = lead.lost_reason if after == Status.LOST else ""
    return line


def line_of(lead, kind, at, before, after):
    about = {"to_value": lead.estimated_value, "created_at": lead.created_at, "source": lead.source}
    since, lead.came_to_status = getattr(lead, "came_to_status", None), at
    return ledger.Line(lead.pk, kind, at, from_status=before, to_status=after, status_since=since, **about)


def talks(stage, lead, status, at):
    """What led to the lead's new status."""
    dice, said = stage.dice, []
    if status == Status.CONTACTED:
        if lead.phone and stage.chance(0.6):
            said.append((Type.CALL, "", dice.choice(words.CALLS)))
        else:
            said.append((Type.EMAIL, *dice.choice(words.MAILS)))
    elif status == Status.PROPOSAL and stage.chance(0.7):
        said.append((Type.MEETING, *dice.choice(words.MEETINGS)))
    elif status == Status.LOST:
        said.append((Type.NOTE, "", dice.choice(words.LOST)))
    elif stage.chance(0.35):
        said.append((Type.NOTE, "", dice.choice(words.NOTES)))
    return [
        LeadInteraction(
            workspace=stage.workspace,
            lead=lead,
            interaction_type=kind,
            subject=subject,
            content=content,
            author=lead.owner,
            created_at=at - timedelta(minutes=dice.randrange(1, 40)),
        )
        for kind, subject, content in said
    ]


def tag_leads(stage, leads):
    names = sorted({name for lead in leads for name in lead.tag_names})
    tags = {tag.name: tag for tag in Tag.objects.bulk_create([Tag(workspace=stage.workspace, name=n) for n in names])}
    through = Lead.tags.through
    links = [through(lead=lead, tag=tags[name]) for lead in leads for name in lead.tag_names]
    through.objects.bulk_create(links, batch_size=500)
