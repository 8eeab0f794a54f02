"""A raise in its fourth month: forty investors with a year behind them, two rounds, two locked months of KPIs.

The dice are its own: the rest of the demo tells the same story with and without it.
"""

import random
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from django.utils.text import slugify

from investors import actions
from investors.actions import ledger
from investors.actions.interactions import keep_last
from investors.models import Commitment, Contact, Interaction, Investor, MarketingEvent, Round
from webox.dashboard.demo import deck
from webox.dashboard.demo.firms import FIRMS, FOLLOW_UPS, NEWS, NEXT_STEPS, REASONS, SAID

FUNNEL = [stage.value for stage in Investor.FUNNEL]
# Days in each stage before the next one, at least and at most
STAYS = {
    "identified": (3, 25),
    "contacted": (6, 30),
    "meeting": (10, 40),
    "due_diligence": (15, 45),
    "term_sheet": (8, 25),
    "committed": (7, 20),
}
# Days since they came to where they stand, at least and at most
STANDS = {"identified": (2, 40), "contacted": (2, 35), "meeting": (1, 30), "due_diligence": (3, 25)}
STANDS |= {"term_sheet": (2, 15), "committed": (2, 30), "closed": (8, 60), "passed": (15, 290)}
# The first round, among friends
BEFORE, ROUND_OPENED = 350, 105


def save(stage):
    dice, before = random.Random(2026), stage.dice  # noqa: S311
    stage.dice = dice
    rounds = make_rounds(stage)
    reasons = iter(REASONS)
    for firm in FIRMS:
        investor, path = make_investor(stage, firm, reasons)
        talk(stage, investor, path)
        commit(stage, rounds, investor, path)
        keep_last(investor)
    meet_at_an_event(stage)
    report(stage)
    deck.share(stage)
    stage.dice = before


def make_rounds(stage):
    about = {"workspace": stage.workspace, "currency": "EUR"}
    friends = Round.objects.create(
        name="Premier cercle",
        target=Decimal(50_000),
        status=Round.Status.CLOSED,
        opened_on=stage.today - timedelta(days=BEFORE + 5),
        closes_on=stage.today - timedelta(days=BEFORE - 60),
        pre_money=Decimal(450_000),
        created_at=stage.at(BEFORE + 5, 9, 12),
        **about,
    )
    seed = Round.objects.create(
        name="Amorçage",
        target=Decimal(400_000),
        opened_on=stage.today - timedelta(days=ROUND_OPENED),
        closes_on=stage.today + timedelta(days=75),
        pre_money=Decimal(1_600_000),
        notes="Quatre formations de plus, un deuxième studio à Grenoble, dix-huit mois de trésorerie.",
        created_at=stage.at(ROUND_OPENED, 9, 12),
        **about,
    )
    return friends, seed


def make_investor(stage, firm, reasons):
    """The investor with its ledger, and [(stage, when)] of its way."""
    name, type, place, check_size, who, job, intro, stands, relation = firm
    reason, furthest = next(reasons) if stands == "passed" else ("", stands)
    path = way(stage, stands, furthest, is_old=relation == "existing")
    host = f"{slugify(name)}.example"
    own = Investor.objects.create(
        workspace=stage.workspace,
        name=name,
        email=f"contact@{host}",
        phone=f"+33 6 39 98 {stage.dice.randrange(100):02} {stage.dice.randrange(100):02}",
        website=f"https://{host}" if name != who else "",
        place=place,
        client_type=type,
        relation=relation,
        check_size=check_size,
        intro_by=intro,
        rating=stage.dice.choice([2, 3, 3, 4, 4, 5]),
        no_reason=reason,
        owner=stage.members[0 if stage.chance(0.7) else 1],
        created_at=path[0][1],
        stage_since=path[0][1],
    )
    Contact.objects.create(
        workspace=stage.workspace,
        investor=own,
        name=who,
        email=f"{slugify(who).replace('-', '.')}@{host}",
        job_title=job,
        is_primary=True,
        created_at=path[0][1],
    )
    ledger.append(investor=own, at=path[0][1], by=own.owner, to_stage="identified")
    for (before, _then), (after, at) in pairwise(path):
        told = reason if after == "passed" else ""
        ledger.append(investor=own, at=at, by=own.owner, from_stage=before, to_stage=after, reason=told)
        own.pipeline_stage, own.stage_since = after, at
    if stands in NEXT_STEPS and stage.chance(0.75):
        own.next_step = stage.dice.choice(NEXT_STEPS[stands])
        own.next_step_at = stage.now + timedelta(days=stage.dice.randrange(-3, 12), hours=stage.dice.randrange(8))
    own.rank = -int(own.stage_since.timestamp() * 1_000_000)
    own.save()
    return own, path


def way(stage, stands, furthest, is_old):
    """[(stage, when)] from the first name on, reckoned back from where it stands today."""
    days_ago = stage.dice.randint(*STANDS[stands]) + (BEFORE - 80 if is_old else 0)
    stages = FUNNEL[: FUNNEL.index(furthest) + 1] + (["passed"] if stands == "passed" else [])
    path = [(stages[-1], days_ago)]
    for each in reversed(stages[:-1]):
        days_ago += stage.dice.randint(*STAYS[each])
        path.append((each, min(days_ago, BEFORE + 10 + len(path))))
    moments, found = [], path[::-1]
    for each, days in found:
        at = stage.at(days, 9, 18)
        moments.append((each, max(at, moments[-1][1] + timedelta(hours=2)) if moments else at))
    return moments


def talk(stage, investor, path):
    """What led to each step, and what was said on the way."""
    moments = [(at - timedelta(minutes=40), stage.dice.choice(SAID[to])) for to, at in path if to in SAID]
    for (where, since), (_next, until) in pairwise([*path, ("", stage.now)]):
        weeks = (until - since).days // 16 if where in STAYS and where != "identified" else 0
        for week in range(weeks):
            at = since + timedelta(days=8 + 16 * week, hours=stage.dice.randrange(6))
            # Who was not met yet has no second meeting.
            choices = FOLLOW_UPS if FUNNEL.index(where) >= FUNNEL.index("meeting") else FOLLOW_UPS[:-1]
            moments.append((at, stage.dice.choice(choices)))
    if investor.relation == "existing":
        moments += [(at, NEWS[n % len(NEWS)]) for n, at in enumerate(monthly(stage, path[-1][1]))]
    contact = investor.contacts.get()
    for at, (type, subject, content, outcome) in sorted(moments):
        said = Interaction.objects.create(
            workspace=stage.workspace,
            investor=investor,
            type=type,
            date=at,
            subject=subject,
            content=content,
            outcome=outcome,
            author=investor.owner,
            created_at=at,
        )
        said.participants.add(contact)


def monthly(stage, since):
    return [since + timedelta(days=30 * n) for n in range(1, 1 + (stage.now - since).days // 30)]


def commit(stage, rounds, investor, path):
    came = dict(path)
    if "committed" not in came:
        if investor.pipeline_stage == "term_sheet":
            soft = {"soft_amount": investor.check_size, "soft_on": stage.workspace.day_of(path[-1][1])}
            keep(rounds[1], investor, path[-1][1], soft)
        return
    amount, committed_on = investor.check_size, stage.workspace.day_of(came["committed"])
    fields = {"soft_amount": amount, "soft_on": committed_on}
    if investor.pipeline_stage == "closed" or stage.chance(0.5):
        signed_on = min(committed_on + timedelta(days=2), stage.today)
        fields |= {"hard_amount": amount, "hard_on": signed_on}
    if investor.pipeline_stage == "closed":
        fields |= {"wired_amount": amount, "wired_on": stage.workspace.day_of(came["closed"])}
    round = rounds[0 if investor.relation == "existing" else 1]
    keep(round, investor, path[-1][1], fields)


def keep(round, investor, at, fields):
    commitment = Commitment.objects.create(workspace=round.workspace, round=round, investor=investor, **fields)
    Commitment.objects.filter(pk=commitment.pk).update(created_at=at, updated_at=at)


def meet_at_an_event(stage):
    event = MarketingEvent.objects.create(
        workspace=stage.workspace,
        name="Soirée des entrepreneurs de la Croix-Rousse",
        date=stage.today - timedelta(days=64),
        place="Lyon",
        attendees_count=45,
        notes="Trois introductions promises par Bruno Tissier.",
    )
    event.contacts.set(Contact.objects.for_workspace(stage.workspace).order_by("pk")[3:9])


def report(stage):
    """Two months are locked; of one of them something came to light later. A number of last month is corrected."""
    by, months = stage.members[0], []
    first = stage.today.replace(day=1)
    for _month in range(4):
        first = (first - timedelta(days=1)).replace(day=1)
        months.append(first)
    for year in {stage.today.year, months[-1].year}:
        actions.set_target(workspace=stage.workspace, year=year, by=by, rdv_count=36, pitchs=16, closings=6)
    met = Investor.objects.for_workspace(stage.workspace).filter(pipeline_stage="meeting").order_by("pk").first()
    numbers = {"rdv_count": 1, "note": "Un rendez-vous pris en dehors, noté dans l’agenda"}
    actions.set_kpi(investor=met, year=months[0].year, month=months[0].month, by=by, **numbers)
    for month in (months[2], months[1]):
        actions.lock_month(workspace=stage.workspace, year=month.year, month=month.month, by=by)
    known = Investor.objects.for_workspace(stage.workspace).filter(relation="existing").order_by("pk").first()
    forgotten = stage.at((stage.today - months[1]).days - 11, 10, 12)
    actions.log_interaction(
        investor=known, by=by, type="meeting", date=forgotten, subject="Déjeuner oublié dans le compte rendu"
    )
